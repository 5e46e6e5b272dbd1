import assert from "node:assert/strict";
import type { Call, Expression } from "#syntax/facts";
import { expressionIn, name, number, other, python, string } from "./pythonReader";

/** What each text means, ranges left out. */
function means(cases: readonly (readonly [text: string, facts: unknown])[]): void {
  for (const [text, facts] of cases) {
    it(text.replaceAll("\n", "⏎"), () => assert.deepEqual(expressionIn(text), facts));
  }
}

function operation(left: unknown, operator: string, right: unknown): unknown {
  return { kind: "operation", operator, left, right };
}

function formatted(...parts: unknown[]): unknown {
  return { kind: "formatted", parts };
}

const [a, b, c, d] = [name("a"), name("b"), name("c"), name("d")];

describe("Facts of literals", () => {
  means([
    ["1_000", number(1000)],
    ["0xFF", number(255)],
    ["0b11", number(3)],
    ["0o17", number(15)],
    ["1_0.5e-1", number(1.05)],
    ["2j", other()],
    ["True", { kind: "boolean", value: true }],
    ["False", { kind: "boolean", value: false }],
    ["None", { kind: "none" }],
    ["...", other()],
    ["'a' \"b\" '''c'''", string("abc")],
    ["'a'\n# between\n'b'", string("ab")],
    ['"\\n\\x41\\u00e9\\U0001F600\\101\\\\\\d"', string("\nAé😀A\\\\d")],
    ['"a\\\nb"', string("ab")],
    ['"""a\r\nb"""', string("a\nb")],
    ['"\\N{DASH}"', string("\\N{DASH}")],
    ['r"\\n"', string("\\n")],
    ['b"a\\xff\\u0041"', { kind: "string", value: "a\xff\\u0041", isBytes: true }],
    ['"Session"', string("Session")],
  ]);
});

describe("Facts of strings with fields", () => {
  means([
    ['f"a{b}c"', formatted("a", b, "c")],
    ['f"{{a}}"', formatted("{a}")],
    ['f"{a!r:>{b}}"', formatted(a, b)],
    ['f"{a = }"', formatted("a = ", a)],
    ['f"{a:=10}"', formatted(a)],
    ['f"\\x41{a}" "\\x42" rf"\\x43"', formatted("A", a, "B\\x43")],
    ["f\"{a['b']}\"", formatted({ kind: "subscript", object: a, indices: [string("b")] })],
    ['f"{f"{a}"}"', formatted(formatted(a))],
    ['t"a{b}"', formatted("a", b)],
    [
      'text(f"SELECT {a}")',
      {
        kind: "call",
        callee: name("text"),
        arguments: [{ stars: 0, value: formatted("SELECT ", a) }],
      },
    ],
  ]);
});

describe("Facts of operators", () => {
  means([
    ["a + b * c", operation(a, "+", operation(b, "*", c))],
    ["a and b or c", operation(operation(a, "and", b), "or", c)],
    ["-a", { kind: "operation", operator: "-", right: a }],
    ["not a", { kind: "operation", operator: "not", right: a }],
    ["a < b <= c", { kind: "comparison", operands: [a, b, c], operators: ["<", "<="] }],
    [
      "a not  in b is not c",
      { kind: "comparison", operands: [a, b, c], operators: ["not in", "is not"] },
    ],
    ["a if b else c", { kind: "conditional", condition: b, whenTrue: a, otherwise: c }],
    ["await a", { kind: "await", value: a }],
    ["yield", { kind: "yield", isFrom: false }],
    ["yield from a", { kind: "yield", isFrom: true, value: a }],
    ["a := b", { kind: "named", name: "a", value: b }],
    [
      "a | b[c] | d",
      operation(operation(a, "|", { kind: "subscript", object: b, indices: [c] }), "|", d),
    ],
  ]);
});

describe("Facts of calls and subscripts", () => {
  means([
    [
      "a.b(c, *a, d=b, **c)",
      {
        kind: "call",
        callee: { kind: "attribute", object: a, name: "b" },
        arguments: [
          { stars: 0, value: c },
          { stars: 1, value: a },
          { keyword: "d", stars: 0, value: b },
          { stars: 2, value: c },
        ],
      },
    ],
    [
      "print(*a[b])",
      {
        kind: "call",
        callee: name("print"),
        arguments: [{ stars: 1, value: { kind: "subscript", object: a, indices: [b] } }],
      },
    ],
    ["a[b, c]", { kind: "subscript", object: a, indices: [b, c] }],
    ["a[1:b]", { kind: "subscript", object: a, indices: [other(number(1), b)] }],
    ["a[*b]", { kind: "subscript", object: a, indices: [{ kind: "starred", value: b }] }],
  ]);

  it("tell where the list of arguments stands", () => {
    const call = callOf(python.expression("f (a, (b))", 10));
    assert.deepEqual(call.argumentList, { start: 12, end: 20 });
    assert.deepEqual(
      call.arguments.map(({ start, end }) => [start, end]),
      [
        [13, 14],
        [16, 19],
      ],
    );
    assert.deepEqual(call.arguments[1]?.value, { kind: "name", start: 17, end: 18, name: "b" });
  });
});

function callOf(expression: Expression): Call {
  assert.equal(expression.kind, "call");
  return expression.kind === "call" ? expression : assert.fail();
}

describe("Facts of collections", () => {
  means([
    ["[a, *b]", { kind: "list", elements: [a, { kind: "starred", value: b }] }],
    ["a, b", { kind: "tuple", elements: [a, b] }],
    ["a,", { kind: "tuple", elements: [a] }],
    ["()", { kind: "tuple", elements: [] }],
    ["(a)", a],
    ["{a, b}", { kind: "set", elements: [a, b] }],
    [
      "{'a': b, **c}",
      { kind: "dictionary", entries: [{ key: string("a"), value: b }, { value: c }] },
    ],
    [
      "*a(b), c",
      {
        kind: "tuple",
        elements: [
          {
            kind: "starred",
            value: { kind: "call", callee: a, arguments: [{ stars: 0, value: b }] },
          },
          c,
        ],
      },
    ],
    [
      "[a async for a, b in c if d for d in a]",
      {
        kind: "comprehension",
        of: "list",
        elements: [a],
        clauses: [
          { target: { kind: "tuple", elements: [a, b] }, iterable: c },
          { target: d, iterable: a },
        ],
        conditions: [d],
      },
    ],
    [
      "{a: b for c in d}",
      {
        kind: "comprehension",
        of: "dictionary",
        elements: [a, b],
        clauses: [{ target: c, iterable: d }],
        conditions: [],
      },
    ],
    [
      "lambda a, *b, c=d: a",
      { kind: "lambda", parameters: ["a", "b", "c"], defaults: [d], body: a },
    ],
  ]);
});

describe("Facts of names", () => {
  means([
    ["print", name("print")],
    ["exec", name("exec")],
    ["type", name("type")],
    ["match", name("match")],
    ["ﬁle", name("file")],
  ]);
});
