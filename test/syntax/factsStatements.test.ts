import assert from "node:assert/strict";
import { alone, name, number, python, statementsIn, string } from "./pythonReader";

function means(cases: readonly (readonly [text: string, facts: readonly unknown[]])[]): void {
  for (const [text, facts] of cases) {
    it(text.replaceAll("\n", "⏎"), () => assert.deepEqual(statementsIn(text), facts));
  }
}

function other(word: string, ...children: unknown[]): unknown {
  return { kind: "other", word, children };
}

function call(callee: unknown, ...values: unknown[]): unknown {
  const list = values.map((value) => ({ stars: 0, value }));
  return { kind: "call", callee, arguments: list };
}

const [a, b, c, d] = [name("a"), name("b"), name("c"), name("d")];
const pass = other("pass");

describe("Facts of assignments", () => {
  means([
    ["a = b = c", [{ kind: "assignment", targets: [a, b], operator: "=", value: c }]],
    ["a: b", [{ kind: "assignment", targets: [a], annotation: b, operator: "=" }]],
    ["a: b = c", [{ kind: "assignment", targets: [a], annotation: b, operator: "=", value: c }]],
    ["a += b", [{ kind: "assignment", targets: [a], operator: "+=", value: b }]],
    [
      "a, b = c",
      [
        {
          kind: "assignment",
          targets: [{ kind: "tuple", elements: [a, b] }],
          operator: "=",
          value: c,
        },
      ],
    ],
    [
      "type(a).b = c",
      [
        {
          kind: "assignment",
          targets: [{ kind: "attribute", object: call(name("type"), a), name: "b" }],
          operator: "=",
          value: c,
        },
      ],
    ],
  ]);
});

describe("Facts of simple statements", () => {
  means([
    ["a; b", [alone(a), alone(b)]],
    ["return", [{ kind: "return" }]],
    ["return a, b", [{ kind: "return", value: { kind: "tuple", elements: [a, b] } }]],
    ["raise a from b", [{ kind: "raise", value: a, cause: b }]],
    ["raise", [{ kind: "raise" }]],
    ["del a, b", [other("del", a, b)]],
    ["assert a, b", [other("assert", a, b)]],
    ["global a", [other("global")]],
    ["import a.b as c", [other("import")]],
    ["from a import b", [other("from")]],
    ["type a[b] = c", [other("type", a, c)]],
    ['print "a"', [other("print", string("a"))]],
  ]);
});

describe("Facts of compound statements", () => {
  means([
    [
      "if a: b\nelif c: d\nelse: a",
      [
        {
          kind: "if",
          condition: a,
          body: [alone(b)],
          otherwise: [{ kind: "if", condition: c, body: [alone(d)], otherwise: [alone(a)] }],
        },
      ],
    ],
    [
      "while a:\n  pass\nelse:\n  b",
      [{ kind: "while", condition: a, body: [pass], otherwise: [alone(b)] }],
    ],
    [
      "async for a in b: pass",
      [{ kind: "for", isAsync: true, target: a, iterable: b, body: [pass], otherwise: [] }],
    ],
    [
      "with (a as b, c): pass",
      [
        {
          kind: "with",
          isAsync: false,
          items: [{ subject: a, alias: b }, { subject: c }],
          body: [pass],
        },
      ],
    ],
    [
      "async with a or b as c: pass",
      [
        {
          kind: "with",
          isAsync: true,
          items: [{ subject: { kind: "operation", operator: "or", left: a, right: b }, alias: c }],
          body: [pass],
        },
      ],
    ],
    [
      "try: a\nexcept b as c: pass\nexcept: d\nelse: b\nfinally: c",
      [
        {
          kind: "try",
          body: [alone(a)],
          handlers: [{ type: b, name: "c", body: [pass] }, { body: [alone(d)] }],
          otherwise: [alone(b)],
          finally: [alone(c)],
        },
      ],
    ],
    [
      "try: a\nexcept* (b, c): pass",
      [
        {
          kind: "try",
          body: [alone(a)],
          handlers: [{ type: { kind: "tuple", elements: [b, c] }, body: [pass] }],
          otherwise: [],
          finally: [],
        },
      ],
    ],
    [
      "match a:\n  case 1 if b: pass\n  case b.c: pass\n  case _: d",
      [
        {
          kind: "match",
          subject: a,
          cases: [
            { guard: b, body: [pass], isDefault: false },
            { body: [pass], isDefault: false },
            { body: [alone(d)], isDefault: true },
          ],
        },
      ],
    ],
  ]);
});

describe("Facts of definitions", () => {
  means([
    [
      "@a\n@b(c)\nasync def f(x, /, y: int = 1, *z: b, k, **w) -> d:\n    pass",
      [
        {
          kind: "function",
          name: "f",
          decorators: [a, call(b, c)],
          isAsync: true,
          parameters: [
            { name: "x", stars: 0 },
            { name: "y", stars: 0, annotation: name("int"), default: number(1) },
            { name: "z", stars: 1, annotation: b },
            { name: "k", stars: 0 },
            { name: "w", stars: 2 },
          ],
          returns: d,
          body: [pass],
        },
      ],
    ],
    [
      "def f[T: int = b](*, a): return a",
      [
        {
          kind: "function",
          name: "f",
          decorators: [],
          isAsync: false,
          parameters: [{ name: "a", stars: 0 }],
          body: [{ kind: "return", value: a }],
        },
      ],
    ],
    [
      "class A(b, *c, metaclass=d): pass",
      [
        {
          kind: "class",
          name: "A",
          decorators: [],
          bases: [
            { stars: 0, value: b },
            { stars: 1, value: c },
            { keyword: "metaclass", stars: 0, value: d },
          ],
          body: [pass],
        },
      ],
    ],
  ]);

  it("begin at the word behind the decorators and end with the last statement", () => {
    const text = "@a\ndef f():\n    b\n    # after\n\nc";
    const [definition] = python.statements(text, 0);
    assert.deepEqual([definition?.start, definition?.end], [3, text.indexOf("b") + 1]);
  });
});
