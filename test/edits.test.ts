import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { FOLDER, python } from "./harness.ts";
import { sections, withoutMarkers } from "./markdown.ts";
import { followEdits } from "./proof/randomEdits.ts";

/** Every project of the tests, a few edits each; `npm run prove -- edits` does the same for long over real ones. */
describe("after any edits the findings are those of a fresh start", () => {
  const files = readdirSync(".", { recursive: true, encoding: "utf8" }).filter((path) =>
    /^(?:rules\/.*\.spec|test\/model\/[^/]+)\.md$/.test(path),
  );
  for (const path of files.sort())
    it(path, () => {
      for (const [index, section] of sections(readFileSync(path, "utf8")).entries()) {
        const texts = new Map(
          Array.from(section.files, ([name, code]) => [`${FOLDER}/${name}`, withoutMarkers(code)]),
        );
        const options = { seed: index + 1, bursts: 2, burst: 8 };
        assert.equal(followEdits(FOLDER, texts, python, options), undefined, section.heading);
      }
    });
});
