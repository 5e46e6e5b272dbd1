import assert from "node:assert/strict";
import { commentsOf, freeLines, logicalLines } from "#syntax/scan";
import { askPython } from "../lint/pythonAst.ts";

/** Comments, and the starts of logical lines, as Python's own tokenizer sees them. */
const TOKENIZE = `
import io, json, sys, tokenize
def read(text):
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines: starts.append(starts[-1] + len(line))
    comments, statements, fresh = [], [], True
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        at = starts[token.start[0] - 1] + token.start[1]
        if token.type == tokenize.COMMENT: comments.append([at, at + len(token.string)])
        if token.type == tokenize.NEWLINE: fresh = True
        elif token.type not in skipped and fresh:
            statements.append(at)
            fresh = False
    return [comments, statements]
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`;

const texts = [
  "a = 1  # one\n# two\nb = '# no'\n",
  'a = """\n# no\n"""  # yes\nb\n',
  "a = r'\\\\'  # yes\n",
  "a = 'it\\'s # no'  # yes\n",
  "a = '''it's # no'''  # yes\n",
  "f(  # yes\n    1,\n    # yes\n)\nb\n",
  "a = 1 + \\\n    2  # yes\nb\n",
  "a = 'x\\\ny # no'  # yes\n",
  "if a:\n\tb  # yes\n\n\n# yes\n\n",
  "f'{a!r:>{w}} # no'  # yes\n",
  "f'{a:#x} # no'  # yes\n",
  "f'{{ # no'  # yes\n",
  "rb'#' + Rb\"\"\"#\"\"\" + f'''{a}\n#''' # yes\n",
  "x = {1: [2, (3)],\n  4: 5}; y = 6  # yes\nz\n",
  "@a\ndef f(\n    x,  # yes\n): ...\n",
];

describe("the scan of Python", () => {
  for (const newLine of ["\n", "\r\n"])
    it(`finds comments and statements as Python's tokenizer, with ${JSON.stringify(newLine)}`, () => {
      const variants = texts.map((text) => text.replaceAll("\n", newLine)),
        expected = askPython(TOKENIZE, variants);
      assert.deepEqual(
        variants.map((text) => [
          [...commentsOf(text)].map(({ start, end }) => [start, end]),
          [...logicalLines(text)].map(({ start }) => start),
        ]),
        expected,
      );
    });

  it("reads strings within the fields of formatted strings", () => {
    for (const text of [
      "f'{a[\"# no\"]}'  # yes\n",
      "f'{a['# no']}'  # yes\n",
      "f'''{\na['x'] }'''  # yes\n",
    ])
      assert.deepEqual(
        [...commentsOf(text)].map(({ start, end }) => text.slice(start, end)),
        ["# yes"],
        text,
      );
  });

  it("ends on text that never closes", () => {
    for (const text of [
      "'",
      '"""',
      "f'{",
      "(((",
      "\\",
      `f'''${"{ ".repeat(50_000)}`,
      "f'{f'{".repeat(50_000),
      "(".repeat(200_000),
    ]) {
      [...commentsOf(text)];
      [...logicalLines(text)];
    }
  });

  it("knows where a line of a statement may hold a comment", () => {
    const text =
        "a\nif b:\n    c = f(\n        '''\n  x\n''',\n        1 + \\\n        2,\n    )\nd\n",
      free = [...freeLines(text, text.indexOf("1 +"))].map(
        (start) => text.slice(start).split("\n")[0],
      );
    assert.deepEqual(free, ["    c = f(", "        '''", "        1 + \\", "    )", "d"]);
  });
});
