/** The table of rules in README.md, between two markers, made from the rules themselves. Run it to bring the file up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rule } from "#lint/rule";
import { allRules } from "#rules/index";
import { markdownTable } from "./markdownTable.ts";

const BEGIN = "<!-- rules: made by scripts/ruleTable.ts -->";
const END = "<!-- /rules -->";

/** A README with the table as it should be. Throws where the markers are not there. */
export function withRuleTable(readme: string, rules: readonly Rule[] = allRules): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`There is no "${BEGIN}" before a "${END}".`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${ruleTable(rules)}${readme.slice(end)}`;
}

function ruleTable(rules: readonly Rule[]): string {
  const categories = [...new Set(rules.map(({ category }) => category))];
  const tables = categories.map((category) => {
    const rows = rules.filter((rule) => rule.category === category).map(cells);
    return `### ${category}\n\n${markdownTable([["rule", "severity", "what it reports"], ...rows])}\n`;
  });
  return `\n${tables.join("\n")}\n`;
}

function cells({ id, category, severity, profile, summary }: Rule): string[] {
  const weight = profile === "strict" ? `${severity}, strict profile` : severity;
  return [`[${id}](rules/${category}/${id}.md)`, weight, summary.replaceAll("|", "\\|")];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(import.meta.dirname, "..", "README.md");
  writeFileSync(path, withRuleTable(readFileSync(path, "utf8")));
}
