/** `dist/` as users get it: built by the first test that asks, where a source is newer. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

export const root = dirname(import.meta.dirname);

const SOURCES = ["server", "client", "rules", "snippets", "scripts/build.ts", "package.json"];

let isBuilt = false;

/** The path of a file of `dist/`. */
export function dist(file: string): string {
  if (!isBuilt) buildWhereOld();
  isBuilt = true;
  return join(root, "dist", file);
}

function buildWhereOld(): void {
  // It is written last but for copies of sources.
  const built = join(root, "dist/meta.json");
  const newest = Math.max(...SOURCES.map((path) => newestIn(join(root, path))));
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts"], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

/** When the newest file of a folder was changed, in milliseconds. */
function newestIn(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  const inside = readdirSync(path, { recursive: true, encoding: "utf8" });
  return Math.max(...inside.map((name) => statSync(join(path, name)).mtimeMs));
}
