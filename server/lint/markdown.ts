/** Text from a workspace inside Markdown, where it must stay text. */
import { printable } from "#lint/printable";

const LONGEST = 200;

/** As code: `` `name` ``, whatever is in it. */
export function markdownCode(text: string): string {
  const shown = printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? " " : "";
  return `${fence}${pad}${shown === "" ? " " : shown}${pad}${fence}`;
}

/** As prose: what Markdown and HTML would read is escaped. */
export function markdownText(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]()<>#+\-.!|~&$:]/g, (character) => `\\${character}`);
}

/** The code of a message stays code. */
export function markdownMessage(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? markdownCode(part.slice(1, -1)) : markdownText(part)))
    .join("");
}
