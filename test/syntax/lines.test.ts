import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Lines } from "#syntax/lines";

const texts = [
  "",
  "\n",
  "a",
  "a\n",
  "a\r\nb",
  "a\rb\r\r\nc\n\n",
  "\r\n\r",
  "é😀\n漢\u2028x\n",
  "\n\n\n",
  "a\n\rb",
];

describe("lines", () => {
  for (const text of texts)
    it(`count ${JSON.stringify(text)} as the language server protocol's own document does`, () => {
      const lines = new Lines(text),
        document = TextDocument.create("file:///a", "python", 1, text);
      assert.equal(lines.count, document.lineCount);
      for (let offset = -1; offset <= text.length + 1; offset++)
        assert.deepEqual(lines.protocolPosition(offset), document.positionAt(offset), `${offset}`);
      for (let line = -1; line <= document.lineCount; line++)
        for (let character = 0; character < 5; character++)
          assert.equal(
            lines.offset({ line, character }),
            document.offsetAt({ line, character }),
            `${line}:${character}`,
          );
    });

  it("give back their text without line ends", () => {
    const lines = new Lines("a\r\nb\rc\n");
    assert.deepEqual(
      Array.from({ length: lines.count }, (_, line) => lines.line(line)),
      ["a", "b", "c", ""],
    );
    assert.deepEqual(lines.position(3), { line: 2, column: 1 });
  });
});
