import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dist } from "../dist.ts";
import { folderWith, write } from "../temporary.ts";
import { BLOCKING, ENGINE, FIXED_ENGINE, json, type Result, routewright } from "./routewright.ts";

const FILES = { "main.py": BLOCKING, "db.py": ENGINE };

function keptIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".kept")) : [];
}

/** A run without the time that it took. */
function timeless({ code, out, error }: Result): Result {
  return { code, error, out: out.replace(/\d+\.\d\d s/, "").replace(/"elapsedMs": \d+/, "") };
}

describe("check, the second time", () => {
  for (const format of ["text", "concise", "json"])
    it(`says the same as ${format}`, () => {
      const cwd = folderWith(FILES);
      const folder = join(folderWith({}), "cache");
      const check = (...more: string[]): Result =>
        timeless(routewright(["check", "--format", format, ...more], { cwd }));
      const without = check("--no-cache");
      assert.equal(without.code, 1);
      assert.deepEqual(check("--cache-dir", folder), without);
      assert.equal(keptIn(folder).length, 1);
      assert.deepEqual(check("--cache-dir", folder), without);
      assert.equal(keptIn(folder).length, 1);
    });

  it("keeps nothing where that is not wanted", () => {
    const cwd = folderWith(FILES);
    const home = folderWith({});
    const env = { XDG_CACHE_HOME: home };
    routewright(["check", "--no-cache"], { cwd, env });
    assert.deepEqual(readdirSync(home), []);
    routewright(["check"], { cwd, env });
    assert.equal(keptIn(join(home, "routewright/analysis")).length, 1);
  });

  it("tells what changed, in the project, in its configuration and in the call", () => {
    const cwd = folderWith(FILES);
    const rulesOf = (...more: string[]): readonly string[] =>
      json(more, { cwd }).findings.map(({ rule, severity }) => `${severity} ${rule}`);
    const [pool, blocking] = ["warning missing-pool-pre-ping", "error blocking-call-on-event-loop"];
    assert.deepEqual(rulesOf(), [pool, blocking]);
    assert.deepEqual(rulesOf("main.py"), [blocking]);
    assert.deepEqual(rulesOf("--ignore", "async"), [pool]);
    write(cwd, { "routewright.toml": '[severity]\nasync = "info"\n' });
    assert.deepEqual(rulesOf(), [pool, "info blocking-call-on-event-loop"]);
    write(cwd, { "db.py": FIXED_ENGINE });
    assert.deepEqual(rulesOf(), ["info blocking-call-on-event-loop"]);
    write(cwd, { "db.py": ENGINE, "routewright.toml": "" });
    assert.deepEqual(rulesOf(), [pool, blocking]);
  });

  it("finds the same whatever became of what was kept", () => {
    const cwd = folderWith(FILES);
    const folder = folderWith({});
    const check = (): Result => timeless(routewright(["check", "--cache-dir", folder], { cwd }));
    const right = check();
    const file = join(folder, keptIn(folder)[0] ?? "");
    const whole = readFileSync(file);
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 100), Buffer.alloc(whole.length, 7)]) {
      writeFileSync(file, bytes);
      assert.deepEqual(check(), right);
    }
    assert.equal(readFileSync(file).length, whole.length, "what was damaged is written anew");
  });

  it("may have its cache inside the project", () => {
    const cwd = folderWith(FILES);
    const check = (): Result =>
      timeless(routewright(["check", "--cache-dir", ".cache/here"], { cwd }));
    assert.deepEqual(check(), check());
    assert.equal(keptIn(join(cwd, ".cache/here")).length, 1);
    assert.equal(readFileSync(join(cwd, ".cache/here/.gitignore"), "utf8"), "*\n");
  });

  it("is not disturbed by others that run at the same time", async () => {
    const cwd = folderWith(FILES);
    const folder = join(folderWith({}), "cache");
    const right = timeless(routewright(["check", "--no-cache"], { cwd })).out;
    const runs = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const run = spawn(process.execPath, [dist("cli.js"), "check", "--cache-dir", folder], {
          cwd,
        });
        let out = "";
        run.stdout.on("data", (bytes: Buffer) => {
          out += bytes.toString();
        });
        await new Promise((done) => run.on("close", done));
        return timeless({ code: run.exitCode, out, error: "" });
      }),
    );
    for (const { code, out } of runs) assert.deepEqual([code, out], [1, right]);
    assert.deepEqual(keptIn(folder).length, 1);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".writing")),
      [],
    );
  });
});
