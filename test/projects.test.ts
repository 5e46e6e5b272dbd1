import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import { FOLDER, lint } from "./harness.ts";
import { expectations, sections, withoutMarkers } from "./markdown.ts";

/** Whole projects as Markdown: all rules together report exactly what is marked. */
describe("projects", () => {
  for (const name of readdirSync("test/model").filter((it) => it.endsWith(".md")))
    for (const { heading, files } of sections(readFileSync(`test/model/${name}`, "utf8")))
      it(`${name}: ${heading}`, () => {
        const plain = new Map(Array.from(files, ([path, code]) => [path, withoutMarkers(code)]));
        const found = lint(plain, rules).map(({ path, range, severity, rule }) => {
          const below = path.slice(FOLDER.length + 1);
          const { line } = new Lines(plain.get(below) ?? "").protocolPosition(range.start);
          return `${below}:${line + 1} ${severity} ${rule.id}`;
        });
        const wanted = Array.from(files).flatMap(([path, code]) =>
          expectations(code).map(
            ({ line, severity, rule }) => `${path}:${line + 1} ${severity} ${rule}`,
          ),
        );
        assert.deepEqual(found.sort(), wanted.sort());
      });
});
