import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "#syntax/text";
import {
  alone,
  expressionIn,
  factsIn,
  name,
  other,
  python,
  rangesIn,
  statementsIn,
} from "./pythonReader";

const FOLDER = join(import.meta.dirname, "outline");

describe("Facts of broken text", () => {
  it("say which statements are broken", () => {
    const broken = python.statements("x = 'abc\ny = 1", 0).map((one) => one.isBroken);
    assert.deepEqual(broken, [true, undefined]);
    for (const text of ["for a in : b", "while : a", "class A(B:\n  x", "x = f(1", "f(x=)"]) {
      assert.equal(python.statements(text, 0)[0]?.isBroken, true, text);
    }
  });

  it("say so of each definition around the fault, and of none beside it", () => {
    const text = "class A:\n    def f(self):\n        x = 1 +\n    def g(self): pass\n";
    assert.deepEqual(brokenIn(text), ["A", "f"]);
    assert.deepEqual(brokenIn(text.replace("+", "")), []);
  });

  it("have what can be read", () => {
    assert.deepEqual(statementsIn("def f():\n    a(b\n    c\n"), [
      {
        kind: "function",
        name: "f",
        decorators: [],
        isAsync: false,
        parameters: [],
        body: [{ ...other(name("a"), name("b"), name("c")), isBroken: true, word: "" }],
        isBroken: true,
      },
    ]);
    assert.deepEqual(statementsIn("a\n)\nb"), [
      alone(name("a")),
      { ...other(), isBroken: true, word: "" },
      alone(name("b")),
    ]);
  });

  it("of an expression are other, with what can be read", () => {
    assert.deepEqual(expressionIn(""), other({ kind: "tuple", elements: [] }));
    assert.deepEqual(expressionIn("a b"), other(other(name("a"), name("b"))));
    assert.deepEqual(
      expressionIn("f(a, "),
      other({ kind: "call", callee: name("f"), arguments: [{ stars: 0, value: name("a") }] }),
    );
    for (const text of [
      "a)",
      "(",
      "a = b",
      "a: b",
      "if",
      "a) + (b",
      "'",
      "f'{",
      "# only a comment",
    ]) {
      const facts = python.expression(text, 5);
      assert.equal(facts.kind, "other", text);
      assert.deepEqual([facts.start, facts.end], [5, 5 + text.length], text);
    }
  });

  it("never throw and stay inside of their text, wherever the text is cut or damaged", () => {
    for (const text of texts()) {
      for (let at = 0; at < text.length; at += 37) {
        stayInside(text.slice(0, at));
        stayInside(text.slice(at, at + 200));
        stayInside(`${text.slice(0, at)}("'[{"""${text.slice(at + 3, at + 300)}`);
      }
    }
  });

  it("never throw on text that is no Python", () => {
    for (const text of [
      "\0",
      "\ud800",
      "<html>\n",
      "}{)(][",
      "\\",
      "\t \f",
      "é".repeat(50),
      "@",
      ":=",
    ]) {
      stayInside(text);
    }
  });
});

function brokenIn(text: string): string[] {
  return factsIn(python.statements(text, 0)).flatMap((fact) =>
    "isBroken" in fact && "name" in fact ? [fact.name] : [],
  );
}

function stayInside(text: string): void {
  for (const facts of [python.statements(text, 100), python.expression(text, 100)]) {
    for (const { start, end } of rangesIn(facts)) {
      const isInside = 100 <= start && start <= end && end <= 100 + text.length;
      if (!isInside) assert.fail(`${start} to ${end} is not inside of ${JSON.stringify(text)}`);
    }
  }
}

function texts(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".py"))
    .map((file) => {
      const text = decode(readFileSync(join(FOLDER, file)));
      return typeof text === "string" ? text : assert.fail();
    });
}
