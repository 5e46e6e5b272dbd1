import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "#syntax/text";
import { python } from "./pythonReader";

// The facts as JSON were made by Python 3.13's `ast`; after a change to the files:
// python3.13 scripts/prove/facts_of.py --write test/syntax/facts test/syntax/{facts,outline}/*.py
const stored = join(import.meta.dirname, "facts");
const folders = [stored, join(import.meta.dirname, "outline")];

describe("Facts equal Python's ast", () => {
  for (const folder of folders) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".py"))) {
      it(file, () => {
        const facts = python.statements(textOf(join(folder, file)), 0);
        const expected: unknown = JSON.parse(
          readFileSync(join(stored, file.replace(/py$/, "json")), "utf8"),
        );
        assert.deepEqual(JSON.parse(JSON.stringify(facts)), expected);
      });
    }
  }
});

/** Names of characters are taken out: facts leave them as they are written. */
function textOf(path: string): string {
  const text = decode(readFileSync(path));
  assert.ok(typeof text === "string");
  return text.replace(/\\N\{[^}]*\}/g, "\\n");
}
