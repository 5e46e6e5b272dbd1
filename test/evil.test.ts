import assert from "node:assert/strict";
import { join } from "node:path";
import type { FilePath, Host, Unreadable } from "#host";
import { rules } from "#rules/index";
import { Session } from "../server/session.ts";
import { BLOCKING, type Finding, json, routewright } from "./commandLine/routewright.ts";
import { type EvilWorkspace, evilWorkspace } from "./evilWorkspace.ts";
import { FOLDER, python } from "./harness.ts";
import { MemoryHost } from "./proof/memoryHost.ts";
import { Editor, toUri } from "./server/editor.ts";

/** Control characters but the line feed, and what turns the direction of text. */
const OBEYED = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u;

const BLOCKS = "blocking-call-on-event-loop";

describe("a workspace that nobody should have", function () {
  this.timeout(120_000);
  let evil: EvilWorkspace;

  before(async () => {
    evil = await evilWorkspace();
  });
  after(() => evil.end());

  it("is checked: each file has its finding, or is told once with the reason", () => {
    const { findings, summary } = json([], { cwd: evil.folder });
    assert.deepEqual(pathsOf(findings), evil.found);
    assert.deepEqual(summary.skipped.map(({ path }) => path).sort(), [...evil.told.keys()].sort());
    for (const { path, why } of summary.skipped)
      assert.match(why, evil.told.get(path) ?? /^$/, path);
    for (const path of [
      "broken_project/pyproject.toml",
      "broken_lock/uv.lock",
      "broken_lock/Pipfile.lock",
      "broken_configuration/routewright.toml",
    ])
      assert.ok(
        findings.some((it) => it.path === path),
        `${path} is told`,
      );
    assert.ok(!JSON.stringify(findings).includes(evil.secret));
  });

  it("is shown without a character that a terminal obeys, every file on a line of its own", () => {
    for (const format of ["text", "concise"]) {
      const { code, out, error } = routewright(["check", "--format", format], { cwd: evil.folder });
      assert.equal(code, 1);
      assert.equal(error, "");
      assert.doesNotMatch(out, OBEYED, format);
      assert.ok(!out.includes(evil.secret));
      if (format === "concise")
        assert.equal(
          out.split("\n").filter((line) => line.includes(BLOCKS)).length,
          evil.found.length,
        );
    }
  });

  it("can be fixed where it can be read, and nothing outside is touched", () => {
    const { code, out } = routewright(["fix", "--diff"], { cwd: evil.folder });
    assert.notEqual(code, 2);
    assert.ok(!out.includes(evil.secret));
  });

  it("is opened in an editor: the same findings, the same files told once", async () => {
    const editor = await Editor.start({ folders: [evil.folder] });
    const shown = [...editor.everything()].flatMap(([uri, diagnostics]) =>
      diagnostics.filter(({ code }) => code === BLOCKS).map(() => uri),
    );
    const wanted = evil.found.map((path) => toUri(join(evil.folder, path)));
    assert.deepEqual(shown.map(decodeURIComponent).sort(), wanted.map(decodeURIComponent).sort());
    const told = editor.log.filter((line) => line.includes(" is left out: "));
    assert.equal(told.length, evil.told.size, told.join("\n"));
    assert.equal(new Set(told).size, told.length);
    assert.deepEqual(
      editor.log.filter((line) => !told.includes(line)),
      [],
    );
    assert.equal(editor.errors, "");
  });
});

describe("files that vanish while they are read", () => {
  it("cost nothing but themselves", async () => {
    const host = new VanishingHost([
      [`${FOLDER}/gone.py`, BLOCKING],
      [`${FOLDER}/main.py`, BLOCKING],
      [`${FOLDER}/pyproject.toml`, ""],
    ]);
    const onCrash = (): void => assert.fail();
    const session = new Session({ folders: [FOLDER], host, python, rules, onCrash });
    for await (const _ of session.read());
    assert.deepEqual(session.reportedPaths(), [`${FOLDER}/main.py`]);
    assert.deepEqual([...session.skipped], []);
    assert.equal(session.reports(`${FOLDER}/main.py`).length, 1);
  });
});

/** What is listed may be gone a moment later. */
class VanishingHost extends MemoryHost implements Host {
  override read(path: FilePath): Uint8Array | Unreadable {
    const isGone = !path.endsWith("/main.py");
    return isGone ? { why: "does not exist", isGone } : super.read(path);
  }
}

function pathsOf(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ rule }) => rule === BLOCKS).map(({ path }) => path);
}
