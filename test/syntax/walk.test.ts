import assert from "node:assert/strict";
import type { Statement } from "#syntax/facts";
import { blocksOf, childrenOf, nodesAround, nodesIn } from "#syntax/walk";
import { python } from "../harness";

function statements(text: string): readonly Statement[] {
  return python.statements(text, 0);
}

function only(text: string): Statement {
  const [statement] = statements(text);
  assert.ok(statement);
  return statement;
}

function textsOf(text: string): string[] {
  return [...nodesIn(only(text))].map(({ start, end }) => text.slice(start, end));
}

describe("a walk through facts", () => {
  it("comes by every node once, those of arguments, entries, handlers and parts of strings included", () => {
    assert.deepEqual(textsOf('f(a, *b, c=d, **{"e": g})').toSorted(), [
      '"e"',
      "a",
      "b",
      "d",
      "f",
      'f(a, *b, c=d, **{"e": g})',
      'f(a, *b, c=d, **{"e": g})',
      "g",
      '{"e": g}',
    ]);
    assert.ok(textsOf('x = f"{a} and {b.c}"').includes("b.c"));
    assert.ok(textsOf("try:\n    a()\nexcept B as c:\n    d()").includes("B"));
    assert.ok(textsOf("def f(a: B = c): return d").includes("B"));
  });

  it("leaves out what is not entered", () => {
    const names = [...nodesIn(only("a(lambda: b)"), ({ kind }) => kind !== "lambda")].flatMap(
      (node) => (node.kind === "name" ? node.name : []),
    );
    assert.deepEqual(names, ["a"]);
  });

  it("names the nodes around a place from outside in", () => {
    const text = "if a:\n    x = f(b)\nelse:\n    y = g(c)\n";
    const start = text.indexOf("c");
    const path = nodesAround({ start, end: start + 1 }, statements(text));
    assert.deepEqual(
      path.map(({ kind }) => kind),
      ["if", "assignment", "call", "name"],
    );
  });

  it("finds nothing around a place between statements", () => {
    assert.deepEqual(nodesAround({ start: 2, end: 3 }, statements("a\n\n\nb\n")), []);
  });

  it("gives the blocks of every compound statement", () => {
    const sizes = (text: string): number[] => blocksOf(only(text)).map(({ length }) => length);
    assert.deepEqual(sizes("if a:\n    b\n    c\nelse:\n    d"), [2, 1]);
    assert.deepEqual(sizes("for a in b:\n    c"), [1, 0]);
    assert.deepEqual(
      sizes("try:\n    a\nexcept B:\n    c\n    d\nelse:\n    e\nfinally:\n    f"),
      [1, 2, 1, 1],
    );
    assert.deepEqual(sizes("with a:\n    b"), [1]);
    assert.deepEqual(sizes("match a:\n    case 1:\n        b\n    case _:\n        c"), [1, 1]);
    assert.deepEqual(sizes("a = b"), []);
  });

  it("finds no node in a leaf", () => {
    const statement = only("a");
    assert.equal(statement.kind, "expression");
    assert.deepEqual(childrenOf(statement).flatMap(childrenOf), []);
  });
});
