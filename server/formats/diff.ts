/** What a change of files looks like, as `git apply` and people read it. */
import { createTwoFilesPatch } from "diff";
import { relativePath } from "#formats/reports";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";

const RED = "\u001b[31m";
const GREEN = "\u001b[32m";
const CYAN = "\u001b[36m";
const RESET = "\u001b[0m";

export function unifiedDiff(
  path: FilePath,
  before: string,
  after: string,
  folder: FilePath,
  isColored: boolean,
): string {
  const name = printable(relativePath(folder, path));
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
  }).replace(/^=+\n/, "");
  return isColored ? patch.split("\n").map(colored).join("\n") : patch;
}

function colored(line: string): string {
  if (line.startsWith("+++") || line.startsWith("---")) return line;
  const color = { "+": GREEN, "-": RED, "@": CYAN }[line.charAt(0)];
  return color === undefined ? line : `${color}${line}${RESET}`;
}
