import assert from "node:assert/strict";
import { applyEdits } from "#lint/edits";
import type { Report } from "#lint/report";
import type { Rule, TextEdit } from "#lint/rule";
import { allowInFile, allowOnLine, withoutSuppressed } from "#lint/suppressions";
import { Lines } from "#syntax/lines";
import { exampleRule } from "./exampleRules.ts";

const path = "/w/app.py";
const one = exampleRule("rule-one", { aliases: ["old-one"] }),
  two = exampleRule("rule-two"),
  rules = [one, two];

/** A report of `rule` at each `X` of a text. */
function reportsIn(text: string, rule: Rule = one): readonly Report[] {
  return [...text.matchAll(/X/g)].map(({ index }) => ({
    rule,
    path,
    severity: rule.severity,
    range: { start: index, end: index + 1 },
    message: "A fault. Mend it.",
  }));
}

function run(text: string, rule?: Rule, complete: readonly Rule[] = rules): readonly Report[] {
  return withoutSuppressed(
    reportsIn(text, rule),
    { path, text },
    {
      rules,
      isComplete: (each) => complete.includes(each),
    },
  );
}

/** What is left: the rule and the text it stands at. */
function left(text: string, rule?: Rule, complete?: readonly Rule[]): readonly string[] {
  return run(text, rule, complete).map(
    ({ rule: { id }, range }) => `${id}: ${text.slice(range.start, range.end)}`,
  );
}

describe("suppressions", () => {
  const allowed: readonly (readonly [name: string, text: string])[] = [
    ["at the end of the line", "a = X  # routewright: allow[rule-one]: why\n"],
    ["without a reason", "a = X  #routewright:allow[rule-one]\n"],
    [
      "behind another comment",
      "a = X  # noqa: S1  # routewright: allow[rule-one]: see #12  # type: ignore\n",
    ],
    ["by an old name", "a = X  # routewright: allow[old-one]: why\n"],
    ["alone above", "# routewright: allow[rule-one]: why\na = X\n"],
    [
      "alone above, other comments between",
      "    # routewright: allow[rule-one]: why\n    # more\n    a = X\n",
    ],
    [
      "above a statement of several lines",
      "# routewright: allow[rule-one]: why\na = f(\n    1,\n    X,\n)\n",
    ],
    [
      "behind the last line of a statement",
      "a = f(\n    X,\n)  # routewright: allow[rule-one]: why\n",
    ],
    [
      "behind the first line of a statement",
      "a = f(  # routewright: allow[rule-one]: why\n    X,\n)\n",
    ],
    ["above an argument", "a = f(\n    1,\n    # routewright: allow[rule-one]: why\n    X,\n)\n"],
    ["for the whole file", "a = X\n\n\n# routewright: allow-file[rule-one]: why\nb = X\n"],
    ["with line ends of two characters", "# routewright: allow[rule-one]: why\r\na = X\r\n"],
    ["without a last line end", "a = X  # routewright: allow[rule-one]: why"],
    [
      "above a decorator, at the decorator",
      "# routewright: allow[rule-one]: why\n@X\ndef f():\n    pass\n",
    ],
    ["behind a decorator", "@X  # routewright: allow[rule-one]: why\ndef f():\n    pass\n"],
    [
      "behind the last line of a decorator",
      "@app.get(\n    X,\n)  # routewright: allow[rule-one]: why\ndef f():\n    pass\n",
    ],
    [
      "between a decorator and its function",
      "@a\n# routewright: allow[rule-one]: why\nasync def f(b=X):\n    pass\n",
    ],
    [
      "above the header of a function of several lines",
      "# routewright: allow[rule-one]: why\ndef f(\n    a,\n    b=X,\n):\n    pass\n",
    ],
    [
      "behind a string of several lines that it is in",
      'a = f"""\n{X}\n"""  # routewright: allow[rule-one]: why\n',
    ],
    [
      "above a string of several lines that it is in",
      '# routewright: allow[rule-one]: why\na = f"""\n{X}\n"""\n',
    ],
    [
      "behind the last of joined lines",
      "a = 1 + \\\n    X + \\\n    2  # routewright: allow[rule-one]: why\n",
    ],
    ["of one of two statements on a line", "a = 1; b = X  # routewright: allow[rule-one]: why\n"],
    ["of a block on one line", "if a: X  # routewright: allow[rule-one]: why\n"],
    [
      "for the whole file from inside a function",
      "a = X\ndef f():\n    # routewright: allow-file[rule-one]: why\n    return X\n",
    ],
    ["for the whole file behind code", "a = X  # routewright: allow-file[rule-one]: why\nb = X\n"],
  ];
  for (const [name, text] of allowed)
    it(`allow ${name}`, () => {
      assert.deepEqual(left(text), []);
    });

  const reported: readonly (readonly [name: string, text: string])[] = [
    ["the next line", "a = 1  # routewright: allow[rule-one]: why\nb = X\n"],
    ["a line after a blank one", "# routewright: allow[rule-one]: why\n\na = X\n"],
    ["another argument", "a = f(\n    b,  # routewright: allow[rule-one]: why\n    X,\n)\n"],
    ["the body of a block", "# routewright: allow[rule-one]: why\ndef f():\n    X\n"],
    [
      "the function below a decorator",
      "@a  # routewright: allow[rule-one]: why\ndef f(b=X):\n    pass\n",
    ],
    [
      "what follows the header that it stands behind",
      "def f(a):  # routewright: allow[rule-one]: why\n    return X\n",
    ],
    [
      "the statement after a string of several lines",
      'a = """\n# routewright: x\n"""  # routewright: allow[rule-one]: why\nb = X\n',
    ],
  ];
  for (const [name, text] of reported)
    it(`do not allow ${name}`, () => {
      assert.deepEqual(left(text).toSorted(), ["rule-one: X", "unused-suppression: rule-one"]);
    });

  it("are comments, never text in a string", () => {
    for (const text of [
      "a = X + '# routewright: allow[rule-one]: why'\n",
      'a = X + """\n# routewright: allow[rule-one]: why\n"""\n',
      "a = X + f'{1:#x} # routewright: allow[rule-one]'\n",
    ])
      assert.deepEqual(left(text), ["rule-one: X"]);
  });

  it("allow the named rules only", () => {
    assert.deepEqual(left("a = X  # routewright: allow[rule-two]: why\n", two), []);
    assert.deepEqual(left("a = X  # routewright: allow[rule-two]: why\n", one), [
      "rule-one: X",
      "unused-suppression: rule-two",
    ]);
  });

  it("that are left over are told only of rules that ran whole", () => {
    const text = "a = 1  # routewright: allow[rule-one, rule-two]: why\n";
    assert.deepEqual(left(text, one, [two]), ["unused-suppression: rule-two"]);
    assert.deepEqual(left(text, one, []), []);
  });

  it("whose rule is misspelt say what was meant, and are mended", () => {
    const text = "a = X  # routewright: allow[rule-onne, rule-two]: why\n";
    const report = run(text).find((it) => it.rule.id === "unknown-suppression");
    assert.equal(report?.message, "There is no rule `rule-onne`. Did you mean `rule-one`?");
    assert.deepEqual(
      report.fixes?.map(({ title }) => title),
      ["Change it to rule-one", "Remove the name"],
    );
    const edits = report.fixes?.[0]?.edits() ?? [];
    assert.equal(
      applyEdits(
        text,
        edits.filter((edit): edit is TextEdit => "range" in edit),
      ),
      "a = X  # routewright: allow[rule-one, rule-two]: why\n",
    );
  });

  it("that cannot be understood are told", () => {
    assert.deepEqual(left("a = X  # routewright: allow[rule-onne]\n"), [
      "rule-one: X",
      "unknown-suppression: rule-onne",
    ]);
    for (const comment of [
      "# routewright: ignore",
      "# routewright: allow[]",
      "# routewright: allow",
      "# routewright: allow[rule-one] why",
    ])
      assert.deepEqual(left(`a = 1  ${comment}\n`), [`unknown-suppression: ${comment}`]);
    const [report] = run("a = 1  # routewright: allow[\u202e\u001b]\n");
    assert.match(report?.message ?? "", /`\\u202e\\x1b`/);
  });

  it("of suppressions themselves are allowed, too", () => {
    assert.deepEqual(left("a = 1  # routewright: allow[rule-one, unused-suppression]: why\n"), []);
  });

  it("of thousands of names cost little and are told a hundred times at most", () => {
    const text = `a = 1  # routewright: allow[${"x,".repeat(50_000)}]\n`;
    assert.equal(left(text).length, 100);
  });
});

describe("the fix of a suppression", () => {
  const fixed = (text: string): string => {
    const fix = run(text)[0]?.fixes?.[0];
    assert.ok(fix);
    return applyEdits(
      text,
      fix.edits().filter((edit): edit is TextEdit => "range" in edit),
    );
  };
  const cases: readonly (readonly [name: string, before: string, after: string])[] = [
    ["a comment at the end", "a = 1  # routewright: allow[rule-one]: why\nb\n", "a = 1\nb\n"],
    ["a comment alone", "a\n    # routewright: allow[rule-one]: why\nb\n", "a\nb\n"],
    ["a comment alone at the end", "a\n# routewright: allow[rule-one]", "a\n"],
    [
      "a comment after another",
      "a  # noqa  # routewright: allow[rule-one]: see #1\n",
      "a  # noqa\n",
    ],
    ["a comment before another", "a  # routewright: allow[rule-one]: why  # noqa\n", "a  # noqa\n"],
    [
      "one of two names",
      "a  # routewright: allow[nope, rule-one]: why\n",
      "a  # routewright: allow[rule-one]: why\n",
    ],
    ["a comment that says nothing", "a  # routewright: ignore\n", "a\n"],
    ["line ends of two characters", "a\r\n# routewright: allow[rule-one]\r\nb\r\n", "a\r\nb\r\n"],
  ];
  for (const [name, before, after] of cases)
    it(`removes ${name}`, () => {
      assert.equal(fixed(before), after);
    });
});

describe("allowing a rule in a file", () => {
  const allow = (text: string): string => {
    const [report] = reportsIn(text);
    assert.ok(report);
    const fix = allowInFile(report, new Lines(text));
    assert.equal(fix.title, "Allow rule-one in this file");
    return applyEdits(
      text,
      fix.edits().filter((edit): edit is TextEdit => "range" in edit),
    );
  };
  const cases: readonly (readonly [name: string, before: string, after: string])[] = [
    ["at the top", "a = X\n", "# routewright: allow-file[rule-one]\na = X\n"],
    [
      "below the comments at the top",
      "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# Copyright\n\na = X\n",
      "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# Copyright\n# routewright: allow-file[rule-one]\n\na = X\n",
    ],
    [
      "above the docstring",
      '"""About."""\r\na = X\r\n',
      '# routewright: allow-file[rule-one]\r\n"""About."""\r\na = X\r\n',
    ],
    [
      "in a comment that is there",
      "# routewright: allow[two]: x\na = X\n# routewright: allow-file[other]: why\n",
      "# routewright: allow[two]: x\na = X\n# routewright: allow-file[other, rule-one]: why\n",
    ],
  ];
  for (const [name, before, after] of cases)
    it(`writes the comment ${name}, and it holds`, () => {
      assert.equal(allow(before), after);
      assert.ok(!left(after).includes("rule-one: X"));
    });
});

describe("allowing a finding", () => {
  const allow = (text: string): string => {
    const [report] = reportsIn(text);
    assert.ok(report);
    const fix = allowOnLine(report, new Lines(text));
    assert.equal(fix.title, "Allow rule-one on this line");
    return applyEdits(
      text,
      fix.edits().filter((edit): edit is TextEdit => "range" in edit),
    );
  };
  const long = "x".repeat(80);
  const cases: readonly (readonly [name: string, before: string, after: string])[] = [
    ["at the end of the line", "a = X\nb\n", "a = X  # routewright: allow[rule-one]\nb\n"],
    ["behind a comment", "a = X  # noqa\n", "a = X  # noqa  # routewright: allow[rule-one]\n"],
    ["without a last line end", "a = X", "a = X  # routewright: allow[rule-one]"],
    [
      "in a comment that is there",
      "a = X  # routewright: allow[other]: why\n",
      "a = X  # routewright: allow[other, rule-one]: why\n",
    ],
    [
      "above a long line",
      `if a:\r\n    b = X + ${long}\r\n`,
      `if a:\r\n    # routewright: allow[rule-one]\r\n    b = X + ${long}\r\n`,
    ],
    [
      "at an argument",
      "a = f(\n    X,\n)\n",
      "a = f(\n    X,  # routewright: allow[rule-one]\n)\n",
    ],
    [
      "above a string of several lines",
      'if a:\n    b = X("""\n  c\n  """)\n',
      'if a:\n    # routewright: allow[rule-one]\n    b = X("""\n  c\n  """)\n',
    ],
    [
      "above a joined line",
      "a = 1 + \\\n    X + \\\n    2\n",
      "# routewright: allow[rule-one]\na = 1 + \\\n    X + \\\n    2\n",
    ],
  ];
  for (const [name, before, after] of cases)
    it(`writes the comment ${name}, and it holds`, () => {
      assert.equal(allow(before), after);
      assert.ok(!left(after).includes("rule-one: X"));
    });
});
