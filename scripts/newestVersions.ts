/**
 * `npx tsx scripts/newestVersions.ts [PACKAGE…]`: asks the package index for the newest version of each package in
 * `server/model/packages/newestVersions.json`, or of those named, and writes it there with today's date. pip asks, so that its own
 * configuration says where. A package that is named and not yet in the file is added.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonInterpreter } from "../test/python/environment.ts";

const PATH = join(import.meta.dirname, "..", "server", "model", "packages", "newestVersions.json");

/** The newest release that is no pre-release. Throws where pip finds none. */
function newestOf(name: string): string {
  const words = ["-m", "pip", "index", "versions", name, "--disable-pip-version-check"];
  const { status, stdout, stderr } = spawnSync(pythonInterpreter(), words, { encoding: "utf8" });
  const version = /^\S+ \(([^)]+)\)/m.exec(stdout)?.[1];
  if (status !== 0 || version === undefined) throw new Error(`${name}: ${stderr.trim()}`);
  return version;
}

const known: { date: string; versions: Record<string, string> } = JSON.parse(
  readFileSync(PATH, "utf8"),
);
const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(known.versions);
const versions = new Map(Object.entries(known.versions));
for (const name of asked) {
  const version = newestOf(name);
  if (versions.get(name) !== version)
    console.log(`${name}: ${versions.get(name) ?? "new"} -> ${version}`);
  versions.set(name, version);
}
const sorted = [...versions].sort(([a], [b]) => (a < b ? -1 : 1));
// The date is that of the oldest answer in the file.
const date = asked.length < versions.size ? known.date : new Date().toISOString().slice(0, 10);
writeFileSync(PATH, `${JSON.stringify({ date, versions: Object.fromEntries(sorted) }, null, 2)}\n`);
