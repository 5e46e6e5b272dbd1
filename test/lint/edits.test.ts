import assert from "node:assert/strict";
import { addKeyword, applyEdits, removeArgument, wrapCall } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import type { Call } from "#syntax/facts";
import { callsOf, treesOf } from "./pythonAst.ts";

const path = "/project/app.py";

/** A name, a text, and the text after an edit of one call. */
type Case = readonly [name: string, before: string, after: string];

/** One test a case; Python is asked once for all. */
function test(
  cases: readonly Case[],
  which: "outermost" | "innermost",
  edit: (call: Call, text: string, index: number) => TextEdit | readonly TextEdit[],
): void {
  const facts = new Map<string, Call | undefined>();
  before(() => {
    for (const [index, calls] of callsOf(cases.map(([, text]) => text)).entries())
      facts.set(cases[index]?.[1] ?? "", calls.at(which === "outermost" ? 0 : -1));
  });
  for (const [index, [name, text, after]] of cases.entries())
    it(name, () => {
      const call = facts.get(text);
      assert.ok(call);
      assert.equal(applyEdits(text, [edit(call, text, index)].flat()), after);
    });
}

describe("applyEdits", () => {
  const at = (start: number, end: number, text: string): TextEdit => ({
    path,
    range: { start, end },
    text,
  });

  it("takes edits in any order and keeps the order of those at one place", () => {
    assert.equal(applyEdits("abcdef", [at(5, 6, "F"), at(2, 2, "1"), at(2, 2, "2")]), "ab12cdeF");
    assert.equal(applyEdits("abc", [at(1, 2, "B"), at(1, 1, "-")]), "a-Bc");
    assert.equal(applyEdits("abc", []), "abc");
  });

  it("refuses edits that overlap", () => {
    assert.throws(() => applyEdits("abcdef", [at(0, 3, ""), at(2, 4, "")]), RangeError);
  });
});

describe("addKeyword", () => {
  const cases: readonly Case[] = [
    ["a call without arguments", "f()", "f(k=1)"],
    ["one line", "f(a, b=2)", "f(a, b=2, k=1)"],
    ["a trailing comma stays last", "f(a,)", "f(a, k=1,)"],
    ["parentheses around the last argument", "f(a, (b), )", "f(a, (b), k=1, )"],
    ["stars", "f(*a, **o)", "f(*a, **o, k=1)"],
    ["one argument a line", "f(\n    a,\n    b,\n)", "f(\n    a,\n    b,\n    k=1,\n)"],
    ["no trailing comma", "f(\n    a,\n    b\n)", "f(\n    a,\n    b,\n    k=1\n)"],
    ["a comment behind the comma", "f(\n  a,  # why\n)", "f(\n  a,  # why\n  k=1,\n)"],
    ["a comment and no comma", "f(\n  a  # why\n)", "f(\n  a,  # why\n  k=1\n)"],
    [
      "several arguments on one line of many",
      "f(\n    a, b  # why\n)",
      "f(\n    a, b, k=1  # why\n)",
    ],
    ["arguments below each other", "f(a,\n  b)", "f(a,\n  b,\n  k=1)"],
    ["a last argument of several lines", "f(a, {\n    1: 2,\n})", "f(a, {\n    1: 2,\n}, k=1)"],
    ["line ends of two characters", "f(\r\n\ta,\r\n)", "f(\r\n\ta,\r\n\tk=1,\r\n)"],
    ["a generator", "f(x for x in y)", "f((x for x in y), k=1)"],
    ["a string with brackets and a hash", "f(')#,', \"(\")", "f(')#,', \"(\", k=1)"],
    ["a method of a call", "f(a).g(b)", "f(a).g(b, k=1)"],
  ];
  test(cases, "outermost", (call, text) => addKeyword(call, "k=1", { path, text }));
});

describe("removeArgument", () => {
  const cases: readonly [name: string, before: string, index: number, after: string][] = [
    ["the only one", "f(a)", 0, "f()"],
    ["the only one, on a line of its own", "f(\n    a,\n)", 0, "f()"],
    ["the only one beside a comment", "f(\n    # why\n    a,\n)", 0, "f(\n    # why\n)"],
    ["the first", "f(a, b, c)", 0, "f(b, c)"],
    ["one between", "f(a, b=1, c=2)", 1, "f(a, c=2)"],
    ["the last", "f(a, b)", 1, "f(a)"],
    ["the last before a trailing comma", "f(a, b,)", 1, "f(a,)"],
    ["parentheses around it", "f(a, ((b)), c)", 1, "f(a, c)"],
    ["a line of its own", "f(\n    a,\n    b,\n    c,\n)", 1, "f(\n    a,\n    c,\n)"],
    [
      "a line of its own with a comment",
      "f(\n    a,\n    b,  # why\n)",
      1,
      "f(\n    a,\n    # why\n)",
    ],
    ["several lines of its own", "f(\n    a,\n    b=[\n        1,\n    ],\n)", 1, "f(\n    a,\n)"],
    ["the last below the others", "f(a,\n  b)", 1, "f(a)"],
    ["the first above the others", "f(a,\n  b)", 0, "f(\n  b)"],
    ["one of several on a line", "f(\n    a, b,\n    c, d,\n)", 2, "f(\n    a, b,\n    d,\n)"],
    ["line ends of two characters", "f(\r\n\ta,\r\n\tb,\r\n)", 1, "f(\r\n\ta,\r\n)"],
  ];
  test(
    cases.map(([name, before, , after]) => [name, before, after]),
    "outermost",
    (call, text, index) => {
      const argument = call.arguments[cases[index]?.[2] ?? 0];
      assert.ok(argument);
      return removeArgument(call, argument, { path, text });
    },
  );
});

describe("wrapCall", () => {
  const cases: readonly Case[] = [
    ["no arguments", "f()", "await run(f)"],
    ["arguments", "x = a.b.f(1, *c, k=2)", "x = await run(a.b.f, 1, *c, k=2)"],
    ["a comment behind the parenthesis", "f(  # why\n  a\n)", "await run(\n  f,  # why\n  a\n)"],
    ["one argument a line", "f(\n    a,\n    b=c,\n)", "await run(\n    f,\n    a,\n    b=c,\n)"],
    ["an attribute of the result", "y = f(a).text", "y = (await run(f, a)).text"],
    ["an item of the result", "f(a)[0]", "(await run(f, a))[0]"],
    ["a method on the next line", "(f(a)\n .json())", "((await run(f, a))\n .json())"],
    ["an operand", "f(a) ** 2 + 1", "await run(f, a) ** 2 + 1"],
    ["a generator", "f(x for x in y)", "await run(f, (x for x in y))"],
  ];
  test(cases, "innermost", (call, text) =>
    wrapCall(call, { callee: "run", isAwaited: true }, { path, text }),
  );
  test(
    [["a keyword that is also the wrapper's", "f(a, func=b)", "await run(lambda: f(a, func=b))"]],
    "innermost",
    (call, text) =>
      wrapCall(call, { callee: "run", isAwaited: true, parameters: ["func"] }, { path, text }),
  );
  test([["no await", "f(a).b", "partial(f, a).b"]], "innermost", (call, text) =>
    wrapCall(call, { callee: "partial", isAwaited: false }, { path, text }),
  );
});

describe("edits of calls in every style", () => {
  const calls = everyStyle();
  let facts: ReturnType<typeof callsOf> = [];
  before(() => {
    facts = callsOf(calls.map(({ text }) => text));
  });

  function check(
    edit: (call: Call, text: string) => TextEdit | readonly TextEdit[],
    expected: (argumentTexts: readonly string[]) => string,
  ): void {
    const results = calls.map(({ text }, index) => {
        const call = facts[index]?.[0];
        assert.ok(call);
        return applyEdits(text, [edit(call, text)].flat());
      }),
      wanted = treesOf(calls.map(({ items }) => expected(items))),
      before = treesOf(calls.map(({ text }) => text));
    for (const [index, [tree, comments]] of treesOf(results).entries()) {
      const seen = `${calls[index]?.text}\n→\n${results[index]}`;
      assert.equal(tree, wanted[index]?.[0], seen);
      assert.deepEqual(comments, before[index]?.[1], seen);
      const isDos = calls[index]?.text.includes("\r\n") === true;
      assert.doesNotMatch(results[index] ?? "", isDos ? /[^\r]\n/ : /\r/, seen);
    }
  }

  it("addKeyword adds just that and keeps comments", () => {
    check(
      (call, text) => addKeyword(call, "k=1", { path, text }),
      (items) => `f(${[...items, "k=1"].join(", ")})`,
    );
  });

  for (const index of [0, 1, -1])
    it(`removeArgument removes just argument ${index} and keeps comments`, () => {
      check(
        (call, text) => {
          const argument = call.arguments.at(index) ?? call.arguments[0];
          assert.ok(argument);
          return removeArgument(call, argument, { path, text });
        },
        (items) => {
          const at = index < items.length ? index : 0;
          return `f(${items.toSpliced(at, 1).join(", ")})`;
        },
      );
    });

  it("wrapCall passes every argument on and keeps comments", () => {
    check(
      (call, text) => wrapCall(call, { callee: "run", isAwaited: true }, { path, text }),
      (items) => `await run(${["f", ...items].join(", ")})`,
    );
  });
});

interface Styled {
  readonly text: string;
  readonly items: readonly string[];
}

/** The same arguments in every combination of line ends, breaks, trailing commas, comments and parentheses. */
function everyStyle(): readonly Styled[] {
  const lists = [
      ["a"],
      ["(a)"],
      ["a", "b=2"],
      ["*a", "b=[1, ')']", "**c"],
      ["a", "(b)", "c=(lambda: 1)"],
    ],
    styles: Styled[] = [];
  for (const items of lists)
    for (const newLine of ["\n", "\r\n"])
      for (const open of ["", `${newLine}    `, `  # open,${newLine}\t`])
        for (const between of [
          ", ",
          `,${newLine}    `,
          `,  # it's (between${newLine}    `,
          `  # before${newLine}    , `,
        ])
          for (const comma of ["", ",", `,  # last )`, "  # none"])
            for (const close of ["", newLine]) {
              if (comma.includes("#") && close === "") continue;
              const text = `f(${open}${items.join(between)}${comma}${close})`;
              styles.push({ text, items });
            }
  return styles;
}
