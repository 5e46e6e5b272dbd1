import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { applyEdits } from "#lint/edits";
import { ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Rule, TextEdit } from "#lint/rule";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import { FOLDER, lint } from "./harness.ts";
import {
  type Expectation,
  expectations,
  type Section,
  sections,
  withoutMarkers,
} from "./markdown.ts";

for (const rule of rules) {
  const path = `rules/${rule.category}/${rule.id}`;
  describe(rule.id, () => {
    describe("page", () => testPage(rule, readFileSync(`${path}.md`, "utf8")));
    if (existsSync(`${path}.spec.md`))
      describe("spec", () => {
        for (const section of sections(readFileSync(`${path}.spec.md`, "utf8")))
          it(section.heading, () => checkSection(rule, section));
      });
  });
}

describe("rules/", () => {
  it("holds for each listed rule its code, its page and its spec, and nothing else", () => {
    const onDisk = readdirSync("rules", { recursive: true, encoding: "utf8" });
    const listed = [
      ...rules.flatMap(({ category, id }) =>
        [".ts", ".md", ".spec.md"].map((end) => `${category}/${id}${end}`),
      ),
      ...ownRules.map(({ category, id }) => `${category}/${id}.md`),
    ];
    assert.deepEqual(onDisk.filter((name) => name.includes("/")).toSorted(), listed.toSorted());
  });

  it("has no two rules of one name, old names included", () => {
    const names = rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
    assert.equal(new Set(names).size, names.length);
  });
});

function testPage(rule: Rule, page: string): void {
  const all = sections(page);
  const named = (heading: string): Section => {
    const section = all.find((it) => it.heading === heading);
    assert.ok(section, `the page has a section "${heading}" with code`);
    return section;
  };
  it("reports the bad example", () => checkSection(rule, named("Bad")));
  it("accepts the good example", () => {
    const good = named("Good");
    assert.deepEqual(found(good, [rule]), []);
  });
  it("has the parts of a page", () => {
    assert.ok(page.startsWith(`# ${rule.id}\n`), "its title is the rule's id");
    for (const heading of ["## Bad", "## Good", "## When to allow it"])
      assert.ok(page.includes(`\n${heading}\n`), heading);
  });
  it("shows every fix of the bad example", () => {
    const bad = named("Bad");
    const titles = new Set(fixTitles(lint(plain(bad.files), [rule], { select: [rule.id] })));
    const shown = all.flatMap(({ heading }) => /^Fixed by "(.+)"$/.exec(heading)?.[1] ?? []);
    assert.deepEqual(shown.toSorted(), [...titles].toSorted());
    for (const title of shown) {
      const { files } = named(`Fixed by "${title}"`);
      assert.deepEqual(mended(rule, bad, title), Object.fromEntries(files));
    }
  });
}

function checkSection(rule: Rule, section: Section): void {
  assert.deepEqual(found(section, [rule]), expected(section));
  if (section.heading.startsWith("Offers no fix"))
    assert.deepEqual(fixTitles(lint(plain(section.files), [rule], { select: [rule.id] })), []);
  if (section.fixed.size === 0) return;
  assert.deepEqual(mended(rule, section, undefined), Object.fromEntries(section.fixed));
}

type Placed = Expectation & { readonly path: string };

function expected({ files }: Section): Placed[] {
  return Array.from(files).flatMap(([path, code]) =>
    expectations(code).map((expectation) => ({ path, ...expectation })),
  );
}

/** What the rules report, with columns where the section gives them. */
function found(section: Section, rules: readonly Rule[]): Placed[] {
  const files = plain(section.files);
  const wanted = expected(section);
  const lines = new Map(Array.from(files, ([path, text]) => [path, new Lines(text)]));
  return lint(files, rules, { select: rules.map(({ id }) => id) }).map((report) => {
    const path = report.path.slice(FOLDER.length + 1);
    const start = lines.get(path)?.protocolPosition(report.range.start);
    const end = lines.get(path)?.protocolPosition(report.range.end);
    assert.ok(start && end);
    const asked = wanted.find(
      (it) => it.path === path && it.line === start.line && it.rule === report.rule.id,
    );
    return {
      path,
      line: start.line,
      severity: report.severity,
      rule: report.rule.id,
      ...(asked?.columns && { columns: [start.character, end.character] as const }),
    };
  });
}

/** The files that a fix changes, after it: the fix of that title of every finding, or the first of each. */
function mended(
  rule: Rule,
  section: Section,
  title: string | undefined,
): Readonly<Record<string, string>> {
  const files = plain(section.files);
  const edits = new Map<string, TextEdit[]>();
  const result: Record<string, string> = {};
  for (const report of lint(files, [rule], { select: [rule.id] })) {
    const fix = report.fixes?.find((it) => title === undefined || it.title === title);
    for (const edit of fix?.edits() ?? []) {
      const path = edit.path.slice(FOLDER.length + 1);
      if ("create" in edit) result[path] = edit.text;
      else edits.set(path, [...(edits.get(path) ?? []), edit]);
    }
  }
  for (const [path, changes] of edits)
    result[path] = applyEdits(files.get(path) ?? "", unique(changes));
  return result;
}

/** Two findings may ask for the same import. */
function unique(edits: readonly TextEdit[]): TextEdit[] {
  const keys = edits.map(({ range, text }) => `${range.start}:${range.end}:${text}`);
  return edits.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}

function fixTitles(reports: readonly Report[]): string[] {
  return reports.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title));
}

function plain(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(Array.from(files, ([path, code]) => [path, withoutMarkers(code)]));
}
