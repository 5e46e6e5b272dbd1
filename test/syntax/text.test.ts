import assert from "node:assert/strict";
import { decode, isUtf8, LARGEST_FILE } from "#syntax/text";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("The text of a file", () => {
  it("is its UTF-8, without a byte-order mark and with its line ends", () => {
    assert.equal(decode(utf8("é = '😀'\r\n\r")), "é = '😀'\r\n\r");
    assert.equal(decode(utf8("\uFEFFx = 1\n")), "x = 1\n");
    assert.equal(decode(utf8("x = '\uFEFF'\n")), "x = '\uFEFF'\n");
    assert.equal(decode(bytes()), "");
  });

  it("follows the encoding that one of the first two lines declares", () => {
    for (const label of ["latin-1", "latin1", "Latin_1", "iso-8859-1", "iso-latin-1", "cp1252"]) {
      const source = `# -*- coding: ${label} -*-\nx = "é"\n`;
      assert.equal(decode(latin(source)), source);
      const second = `#!/usr/bin/env python\n# vim: set fileencoding=${label} :\nx = "é"\n`;
      assert.equal(decode(latin(second)), second);
    }
    const cyrillic = decode(Uint8Array.from([...latin("# coding: cp1251\nx = '"), 0xe4, 39]));
    assert.equal(cyrillic, "# coding: cp1251\nx = 'д'");
  });

  it("is UTF-8 where it can be, whatever is declared: that is what an editor shows", () => {
    const source = "# coding: latin-1\nx = 'é'\n";
    assert.equal(decode(utf8(source)), source);
  });

  it("has U+FFFD for bytes that nothing explains", () => {
    const sources = ["x = 'é'\n", "# coding: rot13\nx = 'é'\n", "\n\n# coding: latin-1\nx = 'é'\n"];
    for (const source of [...sources, "x = 1\n# coding: latin-1\nx = 'é'\n"])
      assert.equal(decode(latin(source)), source.replace("é", "\uFFFD"));
  });

  it("is refused with a reason where there is none", () => {
    assert.deepEqual(decode(bytes(0xff, 0xfe, 120, 0)), {
      why: "encoded as UTF-16; save it as UTF-8",
    });
    assert.deepEqual(decode(bytes(0xfe, 0xff, 0, 120)), {
      why: "encoded as UTF-16; save it as UTF-8",
    });
    assert.deepEqual(decode(bytes(120, 0, 10)), { why: "binary file" });
    assert.deepEqual(decode(new Uint8Array(LARGEST_FILE + 1)), { why: "larger than 5 MB" });
    assert.equal(typeof decode(new Uint8Array(LARGEST_FILE).fill(10)), "string");
  });

  it("can be written back where it was UTF-8", () => {
    assert.equal(isUtf8(utf8("é")), true);
    assert.equal(isUtf8(latin("# coding: latin-1\n'é'")), false);
  });
});
