/** Ruff, as the tests have it. */
import { spawnSync } from "node:child_process";
import { pythonInterpreter } from "./environment.ts";

export interface RuffFinding {
  /** Relative to the folder. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly code: string;
}

/** What Ruff reports below a folder. @param options of its command line */
export function ruffFindings(folder: string, options: readonly string[] = []): RuffFinding[] {
  const words = ["-m", "ruff", "check", "--no-cache", "--output-format", "json", ...options, "."];
  const run = spawnSync(pythonInterpreter(), words, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1_000_000_000,
  });
  if (run.stdout === "") throw new Error(run.stderr);
  const found: readonly { filename: string; code: string; location: { row: number } }[] =
    JSON.parse(run.stdout);
  return found.map(({ filename, code, location }) => ({
    path: filename.slice(filename.lastIndexOf(folder) + folder.length + 1).replaceAll("\\", "/"),
    line: location.row,
    code,
  }));
}
