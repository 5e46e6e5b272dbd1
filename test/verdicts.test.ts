import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allRules } from "#rules/index";
import { runEngine } from "../scripts/engineRun.ts";
import { faultsOf } from "../scripts/reportFaults.ts";
import { disagreements, fingerprint, packageOf, readVerdicts } from "../scripts/verdicts.ts";

describe("verdicts on real code", () => {
  it("are whole, of rules that exist, and each of a line of its own", () => {
    const verdicts = readVerdicts();
    const ids = new Set(allRules.map(({ id }) => id));
    assert.deepEqual(
      verdicts.filter(({ rule }) => !ids.has(rule)),
      [],
    );
    const keys = verdicts.map((it) => `${it.rule} ${it.package} ${it.path} ${it.sha1}`);
    assert.equal(new Set(keys).size, keys.length);
  });

  it("find a line again by its text, wherever it stands", () => {
    assert.equal(fingerprint("\t time.sleep(1) "), fingerprint("time.sleep(1)"));
    assert.notEqual(fingerprint("time.sleep(1)"), fingerprint("time.sleep(2)"));
    assert.equal(packageOf("/x/stac-fastapi-api-7.0.0"), "stac-fastapi-api");
  });

  it("are held against what the engine reports", async () => {
    const folder = mkdtempSync(join(tmpdir(), "shop-1."));
    try {
      writeFileSync(
        join(folder, "main.py"),
        "import time\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\nasync def read():\n    time.sleep(1)\n",
      );
      const run = await runEngine(folder);
      const verdict = {
        rule: "blocking-call-on-event-loop",
        package: packageOf(folder),
        path: "main.py",
        sha1: fingerprint("time.sleep(1)"),
        why: "a test",
      };
      assert.deepEqual(faultsOf(run), []);
      assert.deepEqual(disagreements(run, [{ ...verdict, verdict: "right" }]), []);
      assert.deepEqual(disagreements(run, [{ ...verdict, verdict: "debatable" }]), []);
      assert.match(
        disagreements(run, [{ ...verdict, verdict: "wrong" }]).join(),
        /main\.py:\? is reported again: a test$/,
      );
      const other = { ...verdict, sha1: fingerprint("time.sleep(2)") };
      assert.deepEqual(disagreements(run, [{ ...other, verdict: "wrong" }]), []);
      assert.match(
        disagreements(run, [{ ...other, verdict: "right" }]).join(),
        /main\.py:\? is lost: a test$/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
