import assert from "node:assert/strict";
import { join } from "node:path";
import { faultyBundles } from "../faultyBundles.ts";
import { folderWith } from "../temporary.ts";
import { BLOCKING, ENGINE, type Output, places, routewright } from "./routewright.ts";

describe("a rule that fails", () => {
  it("costs its own findings, is told by name, and makes the exit code 2", async () => {
    const bundle = join(await faultyBundles(), "cli.js");
    const cwd = folderWith({ "main.py": BLOCKING, "db.py": ENGINE });
    const { code, out, error } = routewright(["check", "--format", "json"], { cwd, bundle });
    const output: Output = JSON.parse(out);
    assert.deepEqual(places(output), [
      "db.py:3:10 missing-pool-pre-ping",
      "main.py:10:5 blocking-call-on-event-loop",
    ]);
    assert.equal(code, 2);
    assert.match(error, /^faulty-rule failed on db\.py: Error: a fault of ours\n/);
    assert.equal(routewright(["check", "--fail-on", "never"], { cwd, bundle }).code, 2);
  });
});
