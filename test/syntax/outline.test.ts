import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Names } from "#syntax/names";
import { OutlineReader } from "#syntax/outliner";
import { decode } from "#syntax/text";
import { difference, type OutlineRows, rowsOf, TABLES } from "./outlineRows";

// The rows beside each file were made by Python 3.13's `ast`; after a change to the files:
// python3.13 scripts/prove/outline_rows.py --write test/syntax/outline/*.py
const folder = join(import.meta.dirname, "outline");
const names = new Names();
const reader = new OutlineReader(names);

describe("The outline equals Python's ast", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".py")))
    it(file, () => {
      const text = decode(readFileSync(join(folder, file)));
      assert.ok(typeof text === "string");
      const rows = rowsOf(reader.read(text), names);
      const path = join(folder, file.replace(/py$/, "json"));
      const expected: OutlineRows = JSON.parse(readFileSync(path, "utf8"));
      for (const table of TABLES) {
        const { missing, surplus } = difference(expected[table], rows[table]);
        assert.deepEqual({ table, missing, surplus }, { table, missing: [], surplus: [] });
      }
    });
});

describe("An outline", () => {
  it("has its rows in the order of the source", () => {
    const text = "def a(x=b()): pass\nclass C(D): e = f(g())\nimport h\nasync def i(): return j\n";
    const { calls, definitions } = reader.read(text);
    const callees = [0, 1, 2].map((row) => names.text(calls.callee(row)));
    assert.deepEqual(callees, ["b", "f", "g"]);
    const words = [0, 1, 2].map((row) => names.text(definitions.name(row)));
    assert.deepEqual(words, ["a", "C", "i"]);
  });

  it("stays as it is when the next file is read", () => {
    const first = reader.read("a = b()\n");
    const before = rowsOf(first, names);
    reader.read("def c(d: e = f) -> g:\n    with h as i: yield j\n");
    assert.deepEqual(rowsOf(first, names), before);
  });

  it("tells a name that is given to an outer scope", () => {
    const { bindings } = reader.read("def f():\n    global g\n    for h in g: pass\n");
    assert.deepEqual([bindings.isOuter(0), bindings.isOuter(1)], [true, false]);
  });

  it("has no row for a yield of a lambda", () => {
    assert.equal(reader.read("def f(): return lambda: (yield 1)\n").results.length, 1);
  });
});
