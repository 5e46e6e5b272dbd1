import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../dist.ts";
import { folderWith } from "../temporary.ts";
import { BLOCKING, ENGINE, FIXED_ENGINE, json, routewright } from "./routewright.ts";

/** Every file of a folder, by path, as bytes. */
function contents(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "latin1")]),
  );
}

function sampleProject(): string {
  const folder = folderWith({});
  cpSync(join(root, "docs/sample"), folder, { recursive: true });
  return folder;
}

describe("fix", () => {
  it("applies the safe fixes, says what is left, and has nothing to do the second time", () => {
    const cwd = folderWith({ "db.py": ENGINE, "main.py": BLOCKING });
    const first = routewright(["fix"], { cwd });
    assert.equal(readFileSync(join(cwd, "db.py"), "utf8"), FIXED_ENGINE);
    assert.equal(readFileSync(join(cwd, "main.py"), "utf8"), BLOCKING);
    assert.deepEqual(first, {
      code: 1,
      out: "",
      error: "Fixed 1 finding in 1 file. 1 finding left, 1 fixable with --suggestions.\n",
    });
    const before = contents(cwd);
    const second = routewright(["fix"], { cwd });
    assert.match(second.error, /^Nothing to fix\. 1 finding left/);
    assert.deepEqual(contents(cwd), before);
  });

  it("applies the first suggestion of each other finding where it is asked to", () => {
    const cwd = folderWith({ "db.py": ENGINE, "main.py": BLOCKING });
    const { code, error } = routewright(["fix", "--suggestions"], { cwd });
    assert.deepEqual([code, error], [0, "Fixed 2 findings in 2 files.\n"]);
    assert.match(readFileSync(join(cwd, "main.py"), "utf8"), /await asyncio\.sleep\(1\)/);
    assert.deepEqual(json([], { cwd }).findings, []);
    assert.deepEqual(routewright(["fix", "--suggestions"], { cwd }), {
      code: 0,
      out: "",
      error: "Nothing to fix.\n",
    });
  });

  it("writes what the edits of the JSON output say", () => {
    const cwd = sampleProject();
    const { findings } = json(["."], { cwd });
    const edits = findings.flatMap(
      ({ fixes }) => fixes.find((it) => it.safety === "safe")?.edits ?? [],
    );
    const expected = new Map(contents(cwd));
    for (const path of new Set(edits.map((edit) => edit.path))) {
      // From the last to the first, so that offsets stay right.
      const own = edits.filter((edit) => edit.path === path).sort((a, b) => b.start - a.start);
      let text = expected.get(path) ?? "";
      for (const { start, end, text: inserted } of own)
        text = text.slice(0, start) + inserted + text.slice(end);
      expected.set(path, text);
    }
    assert.ok(edits.length >= 3);
    routewright(["fix"], { cwd });
    assert.deepEqual(contents(cwd), expected);
  });

  it("shows with --diff what git can apply, and writes nothing", () => {
    const cwd = sampleProject();
    const before = contents(cwd);
    const { code, out, error } = routewright(["fix", "--suggestions", "--diff"], { cwd });
    assert.equal(code, 1);
    assert.match(error, /^Would fix \d+ findings in \d+ files\./);
    assert.deepEqual(contents(cwd), before);

    const patched = sampleProject();
    const git = spawnSync("git", ["apply", "-"], { cwd: patched, input: out, encoding: "utf8" });
    assert.equal(git.status, 0, git.stderr);
    routewright(["fix", "--suggestions"], { cwd });
    assert.deepEqual(contents(patched), contents(cwd));
  });

  it("keeps byte-order marks and line ends, also in a diff", () => {
    const crlf = ENGINE.replaceAll("\n", "\r\n");
    const files = { "mark.py": `\uFEFF${ENGINE}`, "crlf.py": crlf, "both.py": `\uFEFF${crlf}` };
    const cwd = folderWith(files);
    const { out } = routewright(["fix", "--diff"], { cwd });
    const patched = folderWith(files);
    const git = spawnSync("git", ["apply", "-"], { cwd: patched, input: out, encoding: "utf8" });
    assert.equal(git.status, 0, git.stderr);
    routewright(["fix"], { cwd });
    for (const folder of [cwd, patched])
      for (const [name, text] of Object.entries(files))
        assert.equal(
          readFileSync(join(folder, name), "utf8"),
          text.replace('shop")', 'shop", pool_pre_ping=True)'),
          name,
        );
  });

  it("leaves a file alone that is not UTF-8, and says so", () => {
    const source = Buffer.from(`# -*- coding: latin-1 -*-\nname = "é"\n${ENGINE}`, "latin1");
    const cwd = folderWith({ "latin.py": source, "db.py": ENGINE });
    const { code, error } = routewright(["fix"], { cwd });
    assert.equal(code, 1);
    assert.equal(
      error,
      "latin.py is not valid UTF-8; left as it is.\nFixed 1 finding in 1 file. 1 finding left.\n",
    );
    assert.deepEqual(readFileSync(join(cwd, "latin.py")), source);
    assert.equal(readFileSync(join(cwd, "db.py"), "utf8"), FIXED_ENGINE);
  });

  it("touches named paths only", () => {
    const cwd = folderWith({ "a/db.py": ENGINE, "b/db.py": ENGINE });
    routewright(["fix", "a"], { cwd });
    assert.equal(readFileSync(join(cwd, "a/db.py"), "utf8"), FIXED_ENGINE);
    assert.equal(readFileSync(join(cwd, "b/db.py"), "utf8"), ENGINE);
  });

  it("applies only what is selected", () => {
    const cwd = folderWith({ "db.py": ENGINE });
    const { code } = routewright(["fix", "--ignore", "database"], { cwd });
    assert.deepEqual([code, readFileSync(join(cwd, "db.py"), "utf8")], [0, ENGINE]);
  });
});
