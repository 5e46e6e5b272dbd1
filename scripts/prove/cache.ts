/**
 * `npm run prove -- cache [FOLDER…]`: `check` prints the same without a cache, with an empty one, and with what it kept. From the bundle
 * in `dist/`, which must be built.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root } from "../build";
import { corpus } from "../corpus";

export default async function proveCache(folders: string[]): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), "routewright-cache-"));
  let faults = 0;
  let count = 0;
  try {
    for (const folder of folders.length > 0 ? folders : corpus()) {
      const without = check(folder, "--no-cache");
      const before = readdirSync(cache).length;
      const runs = [check(folder, "--cache-dir", cache), check(folder, "--cache-dir", cache)];
      count++;
      const isKept = readdirSync(cache).length > before;
      if (isKept && runs.every((out) => out === without)) continue;
      faults++;
      console.log(`${basename(folder)}: ${isKept ? "not the same" : "nothing was kept"}`);
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  console.log(`${count} folders, ${faults} with other findings`);
  if (faults > 0) process.exitCode = 1;
}

/** Exit code, findings with all their fixes, and what was skipped; without the time that it took. */
function check(folder: string, ...options: readonly string[]): string {
  const words = [join(root, "dist/cli.js"), "check", "--profile=strict", "--format=json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words, ...options], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1_000_000_000,
  });
  return `${status}\n${stderr}\n${stdout.replace(/"elapsedMs": \d+/, "")}`;
}
