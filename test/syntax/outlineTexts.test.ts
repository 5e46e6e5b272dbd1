import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Names } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import { OutlineReader } from "#syntax/outliner";
import { decode } from "#syntax/text";
import { mapped, type OutlineRows, rowsInside, rowsOf } from "./outlineRows";

const folder = join(import.meta.dirname, "outline");
const names = new Names();
const reader = new OutlineReader(names);
const files = readdirSync(folder).filter((name) => name.endsWith(".py"));

describe("The outline of every edge file", () => {
  it("is that of its definitions, each read alone", () => {
    eachText((text, message) => {
      const { definitions } = reader.read(text);
      const whole = rows(text);
      for (let row = 0; row < definitions.length; row++) {
        const range = { start: definitions.start(row), end: definitions.end(row) };
        if (definitions.parent(row) !== MODULE_LEVEL || !beginsLine(text, range.start)) continue;
        // Line ends before it leave its offsets as they are.
        const alone = "\n".repeat(range.start) + text.slice(range.start, range.end);
        assert.deepEqual(rows(alone), rowsInside(whole, range), message);
      }
    });
  });

  it("is the same with CRLF and with CR, its offsets mapped", () => {
    eachText((text, message) => {
      if (text.includes("\r")) return;
      const lineEnds = [...text.matchAll(/\n/g)].map((match) => match.index);
      const before = (offset: number): number => lineEnds.filter((end) => end < offset).length;
      const expected = mapped(rows(text), (offset) => offset + before(offset));
      assert.deepEqual(rows(text.replaceAll("\n", "\r\n")), expected, message);
      assert.deepEqual(rows(text.replaceAll("\n", "\r")), rows(text), message);
    });
  });

  it("is the same with a byte-order mark", () => {
    eachText((text, message) => {
      assert.deepEqual(rows(decoded(`\uFEFF${text}`)), rows(text), message);
    });
  });

  it("is the same with tabs", () => {
    eachText((text, message) => {
      if (text.includes("\t")) return;
      const tabbed = text.replace(/^ +/gm, (blanks) => "\t".repeat(blanks.length));
      assert.deepEqual(rows(tabbed), rows(text), message);
    });
  });

  it("is the same behind characters of any width, its offsets shifted", () => {
    eachText((text, message) => {
      const comment = "# 😀 é 日本\n";
      const expected = mapped(rows(text), (offset) => offset + comment.length);
      assert.deepEqual(rows(comment + text), expected, message);
    });
  });
});

describe("Offsets", () => {
  it("are UTF-16 units, in which the text has its names", () => {
    const text = '𝒳 = "😀"; y = f("é😀", g(日本))  # 😀\ndef ñ(): return h\n';
    const { calls, definitions, assignments, results } = reader.read(text);
    const { start, end } = definitions.nameRange(0);
    assert.equal(text.slice(start, end), "ñ");
    assert.equal(text.slice(calls.start(0), calls.end(0)), 'f("é😀", g(日本))');
    assert.equal(text.slice(calls.start(1), calls.end(1)), "g(日本)");
    assert.equal(text.slice(results.valueRange(0).start, results.valueRange(0).end), "h");
    assert.equal(text.slice(0, assignments.valueRange(0).end), '𝒳 = "😀"');
  });

  it("count half of a character as one unit", () => {
    const text = 'x = "\uD83D"; y = z()';
    const { calls } = reader.read(text);
    assert.equal(text.slice(calls.start(0), calls.end(0)), "z()");
  });
});

describe("A matrix product over lines", () => {
  it("goes on at `@` where the line is deeper than its statement", () => {
    for (const indentation of ["  ", "\t"]) {
      const text = `if a:\n${indentation}b = (c\n${indentation} @d\n${indentation})\n`;
      const { assignments, decorators } = reader.read(text.replaceAll("\n\t ", "\n\t\t"));
      assert.deepEqual([assignments.length, decorators.length], [1, 0]);
    }
  });
});

function eachText(check: (text: string, message: string) => void): void {
  for (const file of files) check(decoded(readFileSync(join(folder, file))), file);
}

function decoded(source: string | Uint8Array): string {
  const text = decode(typeof source === "string" ? new TextEncoder().encode(source) : source);
  assert.ok(typeof text === "string");
  return text;
}

function rows(text: string): OutlineRows {
  return rowsOf(reader.read(text), names);
}

function beginsLine(text: string, offset: number): boolean {
  return offset === 0 || "\r\n".includes(text.charAt(offset - 1));
}
