/** The Python that the tests judge generated code with: made once, outside the tree, and found again by its requirements. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const OLDEST = [3, 11] as const;

/** Interpreters by their requirements. */
const found = new Map<string, string>();

/**
 * The path of an interpreter that has every package of a requirements file.
 * The first call on a machine downloads them, which takes up to some minutes; throws where that fails.
 */
export function pythonInterpreter(requirements = REQUIREMENTS): string {
  const interpreter = found.get(requirements) ?? makeEnvironment(requirements);
  found.set(requirements, interpreter);
  return interpreter;
}

/** The folder beside the interpreter for what tools may keep between runs. */
export function pythonCache(): string {
  return join(pythonInterpreter(), "..", "..", "cache");
}

function makeEnvironment(requirements: string): string {
  const base = basePython();
  const hash = createHash("sha256").update(base.version).update(readFileSync(requirements));
  const environments = join(
    process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
    "routewright-python",
  );
  const finished = join(environments, hash.digest("hex").slice(0, 16));
  if (existsSync(finished)) return interpreterIn(finished);

  // It is made under a name of its own and moved when complete: a run that was stopped leaves nothing half made.
  const unfinished = `${finished}.${process.pid}`;
  mkdirSync(environments, { recursive: true });
  run(base.command, ["-m", "venv", unfinished]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  run(interpreterIn(unfinished), [...pip, "--requirement", requirements]);
  moveInto(finished, unfinished);
  return interpreterIn(finished);
}

/** Another run may have been faster; then ours is not needed. */
function moveInto(finished: string, unfinished: string): void {
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(finished)) throw error;
  }
}

function interpreterIn(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}

function basePython(): { readonly command: string; readonly version: string } {
  const [major, minor] = OLDEST;
  for (const command of ["python3", "python3.13", "python3.12", "python3.11", "python"]) {
    const script = "import sys; print(*sys.version_info[:3])";
    const { status, stdout } = spawnSync(command, ["-c", script], { encoding: "utf8" });
    if (status !== 0) continue;
    const [ownMajor = 0, ownMinor = 0] = stdout.split(" ").map(Number);
    if (ownMajor === major && ownMinor >= minor) return { command, version: stdout.trim() };
  }
  throw new Error(`These tests need Python ${OLDEST.join(".")} or newer on the PATH.`);
}

function run(command: string, words: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, words, { encoding: "utf8" });
  if (status === 0) return;
  const cause = error === undefined ? `${stdout}${stderr}` : String(error);
  throw new Error(`${command} ${words.join(" ")} failed:\n${cause}`);
}
