/** The table of settings in docs/configuration.md, between two markers, made from the one schema. Run it to bring the file up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { settingEntries } from "#lint/settingEntries";
import { markdownTable } from "./markdownTable.ts";

const BEGIN = "<!-- settings: made by scripts/settingTable.ts -->";
const END = "<!-- /settings -->";

/** The page with the table as it should be. Throws where the markers are not there. */
export function withSettingTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`There is no "${BEGIN}" before a "${END}".`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${settingTable()}\n\n${page.slice(end)}`;
}

function settingTable(): string {
  const rows = settingEntries
    .filter(({ shape }) => shape.kind !== "settings")
    .map(({ path, type, default: fallback, description }) => [
      `\`${path.join(".")}\``,
      type,
      fallback === undefined ? "" : `\`${fallback}\``,
      description.replaceAll("|", "\\|"),
    ]);
  return markdownTable([["key", "value", "default", "what it does"], ...rows]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(import.meta.dirname, "..", "docs", "configuration.md");
  writeFileSync(path, withSettingTable(readFileSync(path, "utf8")));
}
