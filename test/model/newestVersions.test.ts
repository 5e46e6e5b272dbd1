import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseVersion } from "#model/packages/pep440";
import { normalName } from "#model/packages/requirements";
import newest from "../../server/model/packages/newestVersions.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..", "..");
/** A question about a package with a name in the source. */
const QUESTION = /\bpackages\(\)\s*\.(?:atLeast|version)\(\s*"([^"]+)"/g;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(ROOT, folder, path), "utf8"));
}

describe("the newest versions", () => {
  it("are known of each package whose version something asks for", () => {
    const asked = [...sources("server"), ...sources("rules")].flatMap((text) =>
      Array.from(text.matchAll(QUESTION), ([, name = ""]) => name),
    );
    assert.ok(asked.length > 5, String(asked));
    const known = new Set(Object.keys(newest.versions));
    assert.deepEqual(
      asked.filter((name) => !known.has(name)),
      [],
    );
  });

  it("are versions of packages by their normal names, in order, with a date", () => {
    const names = Object.keys(newest.versions);
    assert.deepEqual(names, names.map(normalName).sort());
    for (const version of Object.values(newest.versions)) assert.ok(parseVersion(version), version);
    assert.match(newest.date, /^\d{4}-\d{2}-\d{2}$/);
  });
});
