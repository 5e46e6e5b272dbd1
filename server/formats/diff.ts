/** What a change of files looks like, as `git apply` and people read it. */
import { createTwoFilesPatch } from "diff";
import { printable } from "#lint/printable";

const RED = "\u001b[31m";
const GREEN = "\u001b[32m";
const CYAN = "\u001b[36m";
const RESET = "\u001b[0m";

/**
 * @param path relative to where the patch will be applied
 * @param before `undefined` for a file that is new
 */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string,
  isColored: boolean,
): string {
  const name = printable(path);
  const from = before === undefined ? "/dev/null" : `a/${name}`;
  const patch = createTwoFilesPatch(from, `b/${name}`, before ?? "", after, undefined, undefined, {
    context: 3,
  }).replace(/^=+\n/, "");
  return isColored ? patch.split("\n").map(colored).join("\n") : patch;
}

function colored(line: string): string {
  if (line.startsWith("+++") || line.startsWith("---")) return line;
  const color = { "+": GREEN, "-": RED, "@": CYAN }[line.charAt(0)];
  return color === undefined ? line : `${color}${line}${RESET}`;
}
