import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "#rules/index";
import { dist, root } from "../dist.ts";
import { folderWith } from "../temporary.ts";
import { BLOCKING, ENGINE, json, routewright } from "./routewright.ts";

const ESCAPE = "\u001b";

describe("the command line", () => {
  it("exits with 0, 1 or 2 as --fail-on says", () => {
    const cwd = folderWith({ "db.py": ENGINE, "ok.py": "x = 1\n" });
    const code = (...args: string[]): number | null =>
      routewright(["check", ...args], { cwd }).code;
    assert.equal(code("ok.py"), 0);
    assert.equal(code(), 1);
    assert.equal(code("--fail-on", "info"), 1);
    assert.equal(code("--fail-on", "error"), 0);
    assert.equal(code("--fail-on", "never"), 0);
    assert.equal(routewright(["fix", "--diff", "--fail-on", "error"], { cwd }).code, 0);
  });

  it("writes nothing to standard output but what was asked for", () => {
    const cwd = folderWith({ "db.py": ENGINE });
    const wrong: readonly (readonly [args: string[], error: RegExp])[] = [
      [[], /Usage: routewright/],
      [["chek"], /unknown command 'chek'/],
      [["check", "--format", "xml"], /text, concise, json/],
      [["check", "--nope"], /unknown option '--nope'/],
      [["check", "none.py", "db.py", "also/none"], /^none\.py does not exist\.\nalso\/none does/],
      [["check", "--select", "missing-pool"], /^There is no rule or category missing-pool\.\n/],
      [["fix", "--ignore", "nope\u001b[2J"], /^There is no rule or category nope\\x1b\[2J\.\n/],
      [["rule", "nope"], /^There is no rule nope\. "routewright rule" lists all rules\.\n/],
    ];
    for (const [args, expected] of wrong) {
      const { code, out, error } = routewright(args, { cwd });
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(error, expected);
    }
  });

  it("says where there is nothing to check", () => {
    const cwd = folderWith({ "readme.md": "" });
    const { code, error } = routewright(["check"], { cwd });
    assert.deepEqual([code, error], [0, "There are no Python files here.\n"]);
  });

  it("explains every rule, and lists them all", () => {
    const cwd = folderWith({});
    const { out } = routewright(["rule"], { cwd });
    const listed = out.trimEnd().split("\n");
    assert.deepEqual(
      listed.map((line) => line.split(/\s/)[0]),
      allRules.map(({ id }) => id),
    );
    for (const { category, id } of allRules.slice(0, 1)) {
      const page = readFileSync(join(root, "rules", category, `${id}.md`), "utf8");
      assert.equal(routewright(["rule", id], { cwd }).out, page);
    }
    for (const { category, id } of allRules)
      assert.ok(readFileSync(join(dist("rules"), category, `${id}.md`), "utf8").startsWith("# "));
  });

  it("helps", () => {
    const cwd = folderWith({});
    const help = (...args: string[]): string => {
      const { code, out, error } = routewright([...args, "--help"], { cwd });
      assert.deepEqual([code, error], [0, ""]);
      assert.ok(out.split("\n").every((line) => line.length <= 90));
      return out;
    };
    const top = help();
    const commands = [...top.matchAll(/^ {2}(\w+) .*\[/gm)].map(([, name]) => name ?? "");
    assert.deepEqual(commands, ["check", "fix", "rule", "routes", "server"]);
    for (const command of commands) {
      // Whole sentences: a capital letter first, a full stop last.
      const [usage, , description] = help(command).split("\n");
      assert.match(usage ?? "", new RegExp(`^Usage: routewright ${command} `));
      assert.match(description ?? "", /^[A-Z].*\.$/);
    }
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal(routewright(["--version"], { cwd }).out, `${version}\n`);
  });

  it("shows colours where a person looks or asks for them, and never else", () => {
    const cwd = folderWith({ "db.py": ENGINE });
    const out = (env: Record<string, string>): string => routewright(["check"], { cwd, env }).out;
    for (const env of [{}, { NO_COLOR: "1", FORCE_COLOR: "1" }, { FORCE_COLOR: "0" }])
      assert.ok(!out(env).includes(ESCAPE), JSON.stringify(env));
    assert.ok(out({ FORCE_COLOR: "1" }).includes(ESCAPE));
    assert.ok(!JSON.stringify(json([], { cwd, env: { FORCE_COLOR: "1" } })).includes(ESCAPE));
  });

  it("prints no character that a terminal obeys, whatever the sources hold", () => {
    const evil = `x${ESCAPE}[31m\u202e\u0007.py`;
    const cwd = folderWith({ [evil]: BLOCKING.replace("(1)", `(1)  # ${ESCAPE}[2J\u009b\u202e`) });
    for (const format of ["text", "concise", "json"]) {
      const { out } = routewright(["check", "--format", format], { cwd });
      assert.match(out, /blocking-call-on-event-loop/);
      assert.doesNotMatch(out, /[^\P{Cc}\n]|\p{Bidi_Control}/u, format);
    }
  });

  it("writes all of a large output before it ends, and does not mind a reader who leaves", () => {
    const engines = Array.from(
      { length: 1000 },
      (_, index) => `engine_${index} = create_engine("postgresql://localhost/shop")\n`,
    );
    const cwd = folderWith({
      "db.py": `from sqlalchemy import create_engine\n\n${engines.join("")}`,
    });
    const output = json([], { cwd });
    assert.equal(output.findings.length, 1000);
    const cli = JSON.stringify([process.execPath, dist("cli.js")])
      .slice(1, -1)
      .replace(",", " ");
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["-c", `set -o pipefail; ${cli} check --format json | head -c 100`],
      { cwd, encoding: "utf8" },
    );
    assert.deepEqual([status, stdout.length, stderr], [1, 100, ""]);
  });
});
