import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Names } from "#syntax/names";
import type { Outline } from "#syntax/outline";
import { OutlineReader } from "#syntax/outliner";
import { decode } from "#syntax/text";
import { TABLES } from "./outlineRows";

const folder = join(import.meta.dirname, "outline");
const names = new Names();
const reader = new OutlineReader(names);

describe("Code that is being typed", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".py"))) {
    it(`reads every beginning of ${file}`, () => {
      const text = textOf(file);
      for (let end = 0; end <= text.length; end++) assertReads(text.slice(0, end));
    });

    it(`reads ${file} without any one character`, () => {
      const text = textOf(file);
      for (let at = 0; at < text.length; at++) assertReads(text.slice(0, at) + text.slice(at + 1));
    });
  }
});

describe("Characters that no code has", () => {
  it("do not end the file", () => {
    const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));
    for (const character of [...controls, "$", "?", "!", "`", "\u007F"]) {
      const { definitions } = reader.read(`a = ${character}b()\ndef c(): pass\n`);
      assert.equal(names.text(definitions.name(0)), "c", JSON.stringify(character));
    }
  });
});

describe("One damage", () => {
  const application = `from fastapi import (
    FastAPI,
    Depends,
)
app = FastAPI(
    title="x",
)

@app.get("/a", dependencies=[
    Depends(b),
])
async def first(
    c: int = 1,
) -> dict[str, int]:
    d = {"e": [f(c), (1, 2)]}
    if d:
        return g(
            d,
        )
    return {}

class Second(Base):
    h: int = Field(
        1, gt=0)
    @property
    def i(self):
        return self.h

    async def j(self):
        async with k() as l:
            return await l.m(f"{self.h}")

@app.post("/n")
def third(): return "o"

async def fourth():
    for p in q:
        print('r', "s", p)
`;
  const lines = application.split("\n");
  const damages: Record<string, (line: string) => string> = {
    "an open parenthesis": (line) => `${line} t(`,
    "an open square bracket": (line) => `${line} t[`,
    "an open brace": (line) => `${line} {`,
    "a closing bracket": (line) => `${line})`,
    "a half-typed string": (line) => `${line} "t`,
    "a half-typed formatted string": (line) => `${line} f"{t`,
    "a half-typed attribute": (line) => `${line}.`,
    "a lost colon": (line) => line.replace(/:$/, ""),
    "a lost closing bracket": (line) => line.replace(/[)\]}]$/, ""),
    "a lost opening bracket": (line) => line.replace(/[([{](?=[^([{]*$)/, ""),
    "a lost quote": (line) => line.replace(/["'](?=[^"']*$)/, ""),
  };

  for (const [name, damage] of Object.entries(damages))
    it(`loses no definition outside of that with ${name}`, () => {
      const whole = definitionsIn(application);
      lines.forEach((line, index) => {
        if (line === "") return;
        const damaged = lines.with(index, damage(line)).join("\n");
        const shift = damaged.length - application.length;
        const lineStart = lines.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0);
        const moved = (offset: number): number => (offset >= lineStart ? offset + shift : offset);
        const expected = whole
          .filter(({ from, to }) => lineStart < from || lineStart > to)
          .map(({ name, from, to }) => ({ name, from: moved(from), to: moved(to) }));
        const found = new Set(definitionsIn(damaged).map((extent) => JSON.stringify(extent)));
        const lost = expected.filter((extent) => !found.has(JSON.stringify(extent)));
        assert.deepEqual(lost, [], damaged);
      });
    });
});

describe("What is nested 10,000 deep", () => {
  const pieces = [
    "(",
    "[",
    "{",
    "f(",
    "f[",
    "f(a=",
    "f'{",
    "f\"{f'{",
    "f'{x:{",
    "(yield ",
    "yield ",
  ];
  const words = ["lambda: ", "lambda x=", "await ", "not ", "for ", "as ", "async ", "x = ", "x: "];
  const others = [
    "a.",
    "-",
    "@",
    "*",
    "x if ",
    "if ",
    "else ",
    "match ",
    "case ",
    "def ",
    ":=",
    "\\\n",
  ];
  for (const piece of [...pieces, ...words, ...others])
    it(`does not overflow the stack: ${JSON.stringify(piece)}`, () => {
      const deep = piece.repeat(10_000);
      assertReads(deep);
      assertReads(`x = ${deep}\n`);
      const outline = reader.read(`def before(): pass\n${deep}\ndef after(): pass\n`);
      assert.equal(names.text(outline.definitions.name(0)), "before");
    });

  it("does not hide what comes after it", () => {
    for (const [open, close] of ["()", "[]", "{}"]) {
      const text = `a = ${open?.repeat(10_000)}${close?.repeat(10_000)}; b = c()\ndef d(): e()\n`;
      const { assignments, calls, definitions } = reader.read(text);
      assert.deepEqual([assignments.length, calls.length, definitions.length], [2, 2, 1]);
      assert.equal(calls.owner(1), 0);
    }
  });

  it("has a name as long as it is", () => {
    const { assignments } = reader.read(`x = ${"a.".repeat(10_000)}b\n`);
    assert.equal(names.text(assignments.value(0)).length, 20_001);
  });
});

interface Extent {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** All definitions, each from the line of its first decorator to its end. */
function definitionsIn(text: string): Extent[] {
  const { definitions, decorators } = reader.read(text);
  return Array.from({ length: definitions.length }, (_, row) => {
    let first = definitions.start(row);
    for (let index = decorators.length - 1; index >= 0; index--)
      if (decorators.definition(index) === row) first = decorators.start(index) - 1;
    const from = text.lastIndexOf("\n", first - 1) + 1;
    return { name: names.text(definitions.name(row)), from, to: definitions.end(row) };
  });
}

function assertReads(text: string): void {
  const outline = reader.read(text);
  assert.ok(TABLES.every((table) => Number.isInteger(outline[table].length)));
  assertEndsInside(outline, text);
}

function assertEndsInside({ definitions, calls }: Outline, text: string): void {
  for (let row = 0; row < definitions.length; row++)
    assert.ok(
      definitions.start(row) < definitions.end(row) && definitions.end(row) <= text.length,
      text,
    );
  for (let row = 0; row < calls.length; row++) {
    assert.ok(calls.start(row) < calls.end(row) && calls.end(row) <= text.length, text);
    assert.ok(calls.receiver(row) < row && calls.owner(row) < definitions.length, text);
  }
}

function textOf(file: string): string {
  const text = decode(readFileSync(join(folder, file)));
  assert.ok(typeof text === "string");
  return text;
}
