import assert from "node:assert/strict";
import { rules } from "#rules/index";
import { lint } from "./harness.ts";

/** Texts that once made the engine fail. `lint` throws where a rule does. */
const FAILED: Readonly<Record<string, () => string>> = {
  "a chain of thirty thousand calls": () =>
    `import client\nasync def main():\n    return client${".go()".repeat(30_000)}\n`,
  "a dotted name of thirty thousand words": () =>
    `import client\nasync def main():\n    return client${".part".repeat(30_000)}()\n`,
  "three thousand functions that each return the next one's result": () =>
    `${Array.from({ length: 3000 }, (_, index) => `def f${index}(): return f${index + 1}()\n`).join(
      "",
    )}async def main():\n    f0().run()\n`,
  "three thousand names that each stand for the last": () =>
    `async def main():\n${Array.from({ length: 3000 }, (_, index) => `    v${index + 1} = v${index}\n`).join("")}    v3000.run()\n`,
  "classes that inherit from themselves and from each other": () =>
    "class A(A): pass\nclass B(C): pass\nclass C(B): pass\nb: B = B()\nasync def main(a: A):\n    a.run()\n    b.run()\n",
  "a query that is built on itself in thirty branches": () =>
    `async def main(query, flags):\n${"    if flags: query = query.filter(query.count())\n".repeat(30)}    query.all()\n`,
};

describe("what once failed", () => {
  for (const [name, text] of Object.entries(FAILED))
    it(`does not any more: ${name}`, () => {
      assert.deepEqual(lint(new Map([["app/main.py", text()]]), rules), []);
    });
});
