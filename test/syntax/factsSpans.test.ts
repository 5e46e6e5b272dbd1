import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Expression, Statement } from "#syntax/facts";
import { PYTHON_SWEEP } from "#syntax/pythonKinds";
import { decode } from "#syntax/text";
import { loadGrammar } from "#syntax/treeSitter";
import {
  factsIn,
  name,
  other,
  python,
  rangesIn,
  statementsIn,
  wasm,
  withoutRanges,
} from "./pythonReader";

const FOLDERS = ["facts", "outline"].map((folder) => join(import.meta.dirname, folder));
const NESTED = 10_000;

describe("Facts of a span", () => {
  it("are those that the whole file has", () => {
    for (const text of texts()) {
      for (const fact of factsIn(python.statements(text, 0))) {
        if (!isDefinition(fact)) continue;
        const first = fact.decorators[0];
        const start = first ? text.lastIndexOf("@", first.start) : fact.start;
        assert.deepEqual(python.statements(text.slice(start, fact.end), start), [fact]);
      }
    }
  });

  it("of a value are those that the whole file has", () => {
    for (const text of texts()) {
      for (const fact of factsIn(python.statements(text, 0))) {
        if (fact.kind !== "assignment" || !fact.value) continue;
        const { start, end } = fact.value;
        assert.deepEqual(python.expression(text.slice(start, end), start), fact.value);
      }
    }
  });

  it("may begin behind the indentation of its first line", () => {
    const whole = "def f(self):\n    if a:\n        b\n    else:\n        c";
    const indented = whole.replaceAll("\n", "\n    ");
    assert.deepEqual(statementsIn(indented), statementsIn(whole));
    const two = "a = 1\n    if b:\n        c\n    d";
    assert.deepEqual(statementsIn(two), statementsIn("a = 1\nif b:\n    c\nd"));
  });

  it("of an expression may hold line ends and end in a comment", () => {
    assert.deepEqual(withoutRanges(python.expression("a\n# one\n.b  # two", 0)), {
      kind: "attribute",
      object: name("a"),
      name: "b",
    });
  });

  it("are counted from its start, each time anew", () => {
    const text = 'def f(a=1, *b): return [g(x, k="é😀" f"{y}") for x in a if {**b}]';
    for (const start of [0, 7, 1000, 7]) {
      const fresh = python.statements(text, 0);
      const moved = python.statements(text, start);
      const offsets = (facts: unknown): number[][] =>
        rangesIn(facts).map(({ start, end }) => [start, end]);
      assert.deepEqual(
        offsets(moved),
        offsets(fresh).map((range) => range.map((offset) => offset + start)),
      );
      assert.deepEqual(withoutRanges(moved), withoutRanges(fresh));
    }
  });

  it("are kept: the same text at the same place has the same facts", () => {
    assert.equal(python.statements("kept = 1", 5), python.statements("kept = 1", 5));
    assert.equal(python.expression("kept", 5), python.expression("kept", 5));
  });

  it("of a text are not those of the other kind", () => {
    assert.equal(python.expression("same", 0).kind, "name");
    assert.equal(python.statements("same", 0)[0]?.kind, "expression");
  });

  it("are not read where it is longer than 300,000 characters", () => {
    const long = `[${"1, ".repeat(100_001)}]`;
    assert.deepEqual(python.expression(long, 3), {
      ...other(),
      start: 3,
      end: 3 + long.length,
    });
    assert.deepEqual(python.statements(long, 3), [
      { ...other(), start: 3, end: 3 + long.length, word: "", isBroken: true },
    ]);
  });
});

describe("Deep nesting", () => {
  for (const [open, close] of [
    ["(", ")"],
    ["[", "]"],
    ["f(", ")"],
    ["{1: ", "}"],
    ["not ", ""],
    ["lambda: ", ""],
    ["a[b] | ", ""],
    ["a if b else ", ""],
  ] as const) {
    it(`becomes other: ${open}`, () => {
      const count = Math.min(NESTED, Math.floor(250_000 / (open.length + close.length)));
      const text = `${open.repeat(count)}a${close.repeat(count)}`;
      assert.doesNotThrow(() => JSON.stringify(python.expression(text, 0)));
    });
  }

  it("becomes other: operators, calls, elif, with, unions of types", () => {
    const texts = [
      `x = ${"a + ".repeat(NESTED)}b`,
      `x = a${"()".repeat(NESTED)}`,
      `x: ${"a[b] | ".repeat(NESTED)}c`,
      `if a: b\n${"elif a: b\n".repeat(NESTED)}`,
      `with ${"(".repeat(NESTED)}a${")".repeat(NESTED)}: b`,
      Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}if a:\n`).join(""),
    ];
    for (const text of texts) {
      const facts = python.statements(text, 0);
      assert.doesNotThrow(() => JSON.stringify(facts));
      assert.ok(facts.length > 0);
    }
  });

  it("is read to four hundred levels", () => {
    const text = `${"f(".repeat(100)}a${")".repeat(100)}`;
    const names = factsIn(python.expression(text, 0)).filter((fact) => fact.kind === "name");
    assert.equal(new Set(names.map((fact) => fact.start)).size, 101);
  });
});

describe("A parse that takes too long", () => {
  it("gives nothing, and the next one starts afresh", async () => {
    const grammar = await loadGrammar(
      {
        runtime: wasm("web-tree-sitter/web-tree-sitter.wasm"),
        grammar: wasm("tree-sitter-python/tree-sitter-python.wasm"),
      },
      PYTHON_SWEEP,
    );
    assert.equal(grammar.parse("x = [1]\n".repeat(10_000), -1), undefined);
    const nodes = grammar.parse("y");
    assert.equal(nodes?.hasError, false);
    assert.ok(nodes.length < 5);
  });
});

function texts(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".py"))
      .map((file) => {
        const text = decode(readFileSync(join(folder, file)));
        return typeof text === "string" ? text : assert.fail();
      }),
  );
}

function isDefinition(
  fact: Expression | Statement,
): fact is Extract<Statement, { kind: "function" | "class" }> {
  return fact.kind === "function" || fact.kind === "class";
}
