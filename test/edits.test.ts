import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { FOLDER, wasm } from "./harness.ts";
import { sections, withoutMarkers } from "./markdown.ts";
import { followEdits, readers, shortened, subjectOf, told } from "./proof/randomEdits.ts";

/** Every project of the tests, a few edits each; `npm run prove -- edits` does the same for long over real ones. */
describe("after any edits findings and model are those of a fresh start", () => {
  const files = readdirSync(".", { recursive: true, encoding: "utf8" }).filter((path) =>
    /^(?:rules\/.*\.spec|test\/model\/(?:stacks\/)?[^/]+)\.md$/.test(path),
  );
  for (const path of files.sort())
    it(path, async () => {
      const newReader = await reader;
      for (const [index, section] of sections(readFileSync(path, "utf8")).entries()) {
        const original = new Map(
          Array.from(section.files, ([name, code]) => [`${FOLDER}/${name}`, withoutMarkers(code)]),
        );
        const mode = index % 2 === 0 ? "workspace" : "session";
        const subject = { ...subjectOf(FOLDER, original, newReader), mode } as const;
        const course = { seed: index + 1, edits: 12, burst: 12, burstsUntilOriginal: 1 };
        const difference = await followEdits(subject, course);
        if (difference === undefined) continue;
        const steps = await told(subject, await shortened(subject, difference, 100));
        assert.fail([section.heading, mode, difference.text, ...steps].join("\n"));
      }
    });
});

const reader = readers(wasm);
