import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { Rule } from "#lint/rule";
import { rules } from "#rules/index";
import { lint } from "../harness.ts";
import { sections, withoutMarkers } from "../markdown.ts";

/** What a rule finds in every project of its page and its spec, by the heading. */
function findings(rule: Rule): readonly string[] {
  const path = `rules/${rule.category}/${rule.id}`;
  return [`${path}.md`, `${path}.spec.md`].filter(existsSync).flatMap((page) =>
    sections(readFileSync(page, "utf8")).flatMap(({ heading, files }) => {
      const texts = new Map(Array.from(files, ([name, text]) => [name, withoutMarkers(text)]));
      return lint(texts, [rule], { select: [rule.id] }).map(
        ({ path: file, range, message }) =>
          `${heading}: ${file} ${range.start} to ${range.end}: ${message}`,
      );
    }),
  );
}

describe("a rule that starts at something", () => {
  for (const rule of rules)
    if (rule.startsAt !== undefined)
      it(`finds nothing in files without it: ${rule.id}`, () => {
        const { startsAt, ...everywhere } = rule;
        const found = findings(everywhere);
        assert.ok(found.length > 0);
        assert.deepEqual(findings(rule), found);
      });
});
