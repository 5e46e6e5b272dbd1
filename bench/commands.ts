/** What is compared: our bundles and the pinned Ruff, and what running one costs. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { root } from "../scripts/build";
import { pythonInterpreter } from "../test/python/environment";
import type { ServerCommand } from "./lsp";

const RULES = ["FAST", "ASYNC", "S", "DTZ"];
const ruff = join(dirname(pythonInterpreter()), process.platform === "win32" ? "ruff.exe" : "ruff");

export const ourServer: ServerCommand = {
  name: "routewright",
  command: process.execPath,
  words: [join(root, "dist/server.js"), "--stdio"],
};

export const ruffServer: ServerCommand = {
  name: "ruff",
  command: ruff,
  words: ["server"],
  initializationOptions: {
    settings: { configuration: { lint: { select: RULES } }, configurationPreference: "editorOnly" },
  },
};

const ourCommand = [process.execPath, join(root, "dist/cli.js"), "check", ".", "--format=concise"];
export const ourCheck = [...ourCommand, "--no-cache"];

/** The same with what an earlier run left in a folder. */
export function ourWarmCheck(cache: string): readonly string[] {
  return [...ourCommand, "--cache-dir", cache];
}

export const ruffCheck = [
  ruff,
  "check",
  "--no-cache",
  "--isolated",
  `--select=${RULES.join()}`,
  "--output-format=concise",
  ".",
];

export function ruffVersion(): string {
  return spawnSync(ruff, ["--version"], { encoding: "utf8" }).stdout.trim();
}

export interface Cost {
  /** Seconds of user and system time of the process and all it started. */
  readonly cpu: number;
  /** Bytes at the peak of its largest process. */
  readonly memory: number;
}

/** Throws where the command itself failed; findings are no failure. */
export function costOf(command: readonly string[], folder: string): Cost {
  const script = join(import.meta.dirname, "measure.py");
  const { stdout } = spawnSync(pythonInterpreter(), [script, folder, ...command], {
    encoding: "utf8",
    env: { ...process.env, RAYON_NUM_THREADS: "1" },
  });
  const { code, cpu, memory } = JSON.parse(stdout);
  if (code !== 0 && code !== 1) throw new Error(`${command.join(" ")} ended with ${code}`);
  return { cpu, memory };
}
