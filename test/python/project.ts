/** A Python project in a temporary folder, and the tools that judge it. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pythonCache, pythonInterpreter } from "./environment.ts";

export interface PythonRun {
  /** The exit code; null where the process was killed. */
  readonly status: number | null;
  /** Standard output and standard error. */
  readonly output: string;
}

export class PythonProject {
  readonly folder = mkdtempSync(join(tmpdir(), "routewright-"));

  /** Files by their path in the project, with `/`. The settings of mypy, ruff and pytest are added. */
  constructor(files: Readonly<Record<string, string>>) {
    copyFileSync(join(import.meta.dirname, "pyproject.toml"), join(this.folder, "pyproject.toml"));
    for (const [path, text] of Object.entries(files)) {
      const target = join(this.folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }

  mypy(): PythonRun {
    return this.run("-m", "mypy", "--cache-dir", join(pythonCache(), "mypy"), ".");
  }

  ruffCheck(): PythonRun {
    return this.run("-m", "ruff", "check", "--no-cache", ".");
  }

  ruffFormat(): PythonRun {
    return this.run("-m", "ruff", "format", "--no-cache", "--diff", ".");
  }

  pytest(): PythonRun {
    return this.run("-m", "pytest", "--quiet", "-p", "no:cacheprovider");
  }

  run(...words: string[]): PythonRun {
    const { status, stdout, stderr, error } = spawnSync(pythonInterpreter(), words, {
      cwd: this.folder,
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: this.folder },
    });
    if (error !== undefined) throw error;
    return { status, output: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
