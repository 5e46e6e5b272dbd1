import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticSeverity, FileChangeType } from "vscode-languageserver/node";
import { BLOCKING, ENGINE, json } from "../commandLine/routewright.ts";
import { folderWith, write } from "../temporary.ts";
import { Editor } from "./editor.ts";

const { Changed, Created, Deleted } = FileChangeType;

const HELPED = BLOCKING.replace("import time", "from app.pause import pause").replace(
  "time.sleep(1)",
  "pause()",
);
const PAUSE = "import time\n\n\ndef pause() -> None:\n    time.sleep(1)\n";
const QUIET_PAUSE = "def pause() -> None:\n    pass\n";
const BLOCKS = "9:4 blocking-call-on-event-loop";
const UNTESTED = "2:9 missing-pool-pre-ping";

/** The whole text as one change. */
const whole = (text: string) => ({ text });

describe("diagnostics", () => {
  it("come for every file of the folder, those of the command line", async () => {
    const folder = folderWith({
      "app/__init__.py": "",
      "app/main.py": HELPED,
      "app/pause.py": PAUSE,
      "app/db.py": ENGINE,
      "pyproject.toml": "[tool.routewright]\nprofil = 'strict'\n",
    });
    const editor = await Editor.start({ folders: [folder] });
    const shown = [...editor.everything()].flatMap(([uri, diagnostics]) =>
      diagnostics.map(({ range, code, message }) => ({ uri, ...range, code, message })),
    );
    const { findings } = json([], { cwd: folder });
    assert.equal(findings.length, 3);
    assert.deepEqual(
      shown.sort((a, b) => (a.uri < b.uri ? -1 : 1)),
      findings.map((it) => ({
        uri: editor.uri(it.path),
        start: { line: it.line - 1, character: it.column - 1 },
        end: { line: it.endLine - 1, character: it.endColumn - 1 },
        code: it.rule,
        message: it.message,
      })),
    );
    assert.deepEqual(editor.statuses.at(-1), {
      state: "ready",
      findings: { errors: 1, warnings: 2, infos: 0 },
    });
  });

  it("lead to the rule's page and to the steps of a path", async () => {
    const folder = folderWith({
      "app/__init__.py": "",
      "app/main.py": HELPED,
      "app/pause.py": PAUSE,
    });
    const editor = await Editor.start({ folders: [folder] });
    const [found] = editor.diagnostics("app/main.py");
    assert.equal(found?.source, "routewright");
    assert.equal(found.severity, DiagnosticSeverity.Error);
    assert.match(found.codeDescription?.href ?? "", /^https:.*blocking-call-on-event-loop\.md$/);
    assert.deepEqual(
      found.relatedInformation?.map(({ location }) => location),
      [
        {
          uri: editor.uri("app/pause.py"),
          range: { start: { line: 4, character: 4 }, end: { line: 4, character: 14 } },
        },
      ],
    );
    // A step moves with its file.
    await editor.open("app/pause.py", PAUSE);
    const start = { line: 0, character: 0 };
    await editor.change("app/pause.py", { range: { start, end: start }, text: "\n\n" });
    await editor.until(
      () =>
        editor.diagnostics("app/main.py")[0]?.relatedInformation?.[0]?.location.range.start.line ===
        6,
    );
  });

  it("keep advice for files that somebody looks at", async () => {
    const text = "x = 1  # routewright: allow[missing-pool-pre-ping]\n";
    const folder = folderWith({ "main.py": BLOCKING, "x.py": text });
    const editor = await Editor.start({ folders: [folder] });
    assert.deepEqual(editor.shown("x.py"), []);
    await editor.open("x.py");
    await editor.shows("x.py", "0:28 unused-suppression");
    await editor.close("x.py");
    await editor.shows("x.py");
  });

  it("follow incremental changes counted in UTF-16 units", async () => {
    const folder = folderWith({ "main.py": BLOCKING });
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("main.py");
    await editor.shows("main.py", BLOCKS);
    const at = (line: number, character: number) => ({ line, character });
    await editor.change(
      "main.py",
      { range: { start: at(9, 4), end: at(9, 4) }, text: 'x = "😀漢"; ' },
      { range: { start: at(9, 9), end: at(9, 11) }, text: "漢\u{10FFFF}" },
      { range: { start: at(0, 0), end: at(0, 0) }, text: "# 😀\r\n" },
    );
    await editor.until(() => editor.published.at(-1)?.version === 2);
    const line = '    x = "漢\u{10FFFF}漢"; time.sleep(1)';
    const [found] = editor.diagnostics("main.py");
    assert.deepEqual(found?.range.start, at(10, line.indexOf("time")));
  });

  it("are those of the last text after a burst of changes", async () => {
    const folder = folderWith({ "main.py": BLOCKING });
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("main.py");
    const changes = Array.from({ length: 60 }, (_, index) =>
      editor.change(
        "main.py",
        whole(index % 2 === 0 ? "x = (" : `${"\n".repeat(index)}${BLOCKING}`),
      ),
    );
    await Promise.all(changes);
    await editor.shows("main.py", "68:4 blocking-call-on-event-loop");
    const last = editor.published.findLast(({ uri }) => uri === editor.uri("main.py"));
    assert.equal(last?.version, 61);
    const versions = editor.published.flatMap(({ version }) => version ?? []);
    assert.deepEqual(
      versions,
      versions.toSorted((a, b) => a - b),
    );
  });

  it("reach other files, open or not", async () => {
    const folder = folderWith({
      "app/__init__.py": "",
      "app/main.py": HELPED,
      "app/pause.py": QUIET_PAUSE,
    });
    const editor = await Editor.start({ folders: [folder] });
    await editor.shows("app/main.py");
    await editor.open("app/pause.py");
    await editor.change("app/pause.py", whole(PAUSE));
    await editor.shows("app/main.py", BLOCKS);
    await editor.change("app/pause.py", whole(QUIET_PAUSE));
    await editor.shows("app/main.py");
    await editor.change("app/pause.py", whole(PAUSE));
    await editor.shows("app/main.py", BLOCKS);
    // What is on disk counts again.
    await editor.close("app/pause.py");
    await editor.shows("app/main.py");
  });

  it("follow what happens on disk", async () => {
    const folder = folderWith({ "app/__init__.py": "", "app/main.py": HELPED });
    const editor = await Editor.start({ folders: [folder] });
    await editor.shows("app/main.py");
    write(folder, { "app/pause.py": PAUSE });
    await editor.watched(["app/pause.py", Created]);
    await editor.shows("app/main.py", BLOCKS);
    write(folder, { "app/pause.py": QUIET_PAUSE });
    await editor.watched(["app/pause.py", Changed]);
    await editor.shows("app/main.py");
    write(folder, { "app/pause.py": PAUSE, "app/db.py": ENGINE });
    await editor.watched(["app/pause.py", Changed], ["app/db.py", Created]);
    await editor.shows("app/main.py", BLOCKS);
    await editor.shows("app/db.py", UNTESTED);
    rmSync(join(folder, "app/pause.py"));
    await editor.watched(["app/pause.py", Deleted]);
    await editor.shows("app/main.py");
    // An editor may tell of a folder, and of nothing in it.
    rmSync(join(folder, "app"), { recursive: true });
    await editor.watched(["app", Deleted]);
    await editor.shows("app/db.py");
    write(folder, { "app/deep/db.py": ENGINE, "app/node_modules/db.py": ENGINE });
    await editor.watched(["app", Created]);
    await editor.shows("app/deep/db.py", UNTESTED);
    assert.deepEqual([...editor.everything().keys()], [editor.uri("app/deep/db.py")]);
  });

  it("do not come back from disk while a file is open", async () => {
    const folder = folderWith({ "main.py": BLOCKING, "db.py": "x = 1\n" });
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("db.py", ENGINE);
    await editor.shows("db.py", UNTESTED);
    write(folder, { "db.py": "y = 1\n" });
    await editor.watched(["db.py", Changed]);
    await editor.shows("db.py", UNTESTED);
    await editor.close("db.py");
    await editor.shows("db.py");
  });

  it("leave out what the folder leaves out, also where it is open", async () => {
    const folder = folderWith({
      ".gitignore": "local/\n",
      "main.py": BLOCKING,
      "local/db.py": ENGINE,
      ".venv/lib/python3.12/site-packages/x/db.py": ENGINE,
    });
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("local/db.py");
    await editor.open(".venv/lib/python3.12/site-packages/x/db.py");
    await editor.change("local/db.py", whole(`\n${ENGINE}`));
    await editor.rest();
    assert.deepEqual([...editor.everything().keys()], [editor.uri("main.py")]);
    write(folder, { ".gitignore": "" });
    await editor.watched([".gitignore", Changed]);
    await editor.shows("local/db.py", "3:9 missing-pool-pre-ping");
    write(folder, { ".gitignore": "local/\n" });
    await editor.watched([".gitignore", Changed]);
    await editor.shows("local/db.py");
  });

  it("follow the project's configuration", async () => {
    const folder = folderWith({ "main.py": BLOCKING, "pyproject.toml": "" });
    const editor = await Editor.start({ folders: [folder] });
    await editor.shows("main.py", BLOCKS);
    write(folder, { "pyproject.toml": "[tool.routewright]\nignore = ['async']\n" });
    await editor.watched(["pyproject.toml", Changed]);
    await editor.shows("main.py");
    write(folder, { "pyproject.toml": "[tool.routewright]\nexclude = ['main.py']\n" });
    await editor.watched(["pyproject.toml", Changed]);
    await editor.shows("main.py");
    rmSync(join(folder, "pyproject.toml"));
    await editor.watched(["pyproject.toml", Deleted]);
    await editor.shows("main.py", BLOCKS);
  });

  it("of a file whose accents are characters of their own are those of its open text", async () => {
    const name = "cafe\u0301.py";
    const editor = await Editor.start({ folders: [folderWith({ [name]: BLOCKING })] });
    await editor.open(name);
    await editor.shows(name, BLOCKS);
    assert.deepEqual(editor.statuses.at(-1)?.findings, { errors: 1, warnings: 0, infos: 0 });
    await editor.change(name, whole("x = 1\n"));
    await editor.shows(name);
    assert.deepEqual(editor.statuses.at(-1)?.findings, { errors: 0, warnings: 0, infos: 0 });
  });

  it("are written with the name that the editor has for an open file", async () => {
    const folder = folderWith({ "main.py": BLOCKING, "a@b.py": ENGINE });
    const editor = await Editor.start({ folders: [folder] });
    const odd = `${editor.uri("").replace(/\/?$/, "/")}a%40b.py`;
    const plain = odd.replace("%40", "@");
    const both = (): readonly number[] =>
      [odd, plain].map((uri) => editor.everything().get(uri)?.length ?? 0);
    await editor.open(plain, ENGINE);
    await editor.rest();
    assert.deepEqual(both(), [0, 1]);
    await editor.close(plain);
    await editor.open(odd, ENGINE);
    await editor.rest();
    assert.deepEqual(both(), [1, 0]);
  });

  it("of a long document wait until nobody types in it, and nobody waits for them", async () => {
    const long = `${BLOCKING}${"# a line that says nothing\n".repeat(20_000)}`;
    const folder = folderWith({ "main.py": BLOCKING, "long.py": long });
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("main.py");
    await editor.shows("main.py", BLOCKS);
    await editor.shows("long.py", BLOCKS);
    const before = editor.published.length;
    await editor.open("long.py");
    for (let edit = 0; edit < 3; edit++)
      await editor.change("long.py", {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        text: "\n",
      });
    const actions = await editor.actions("main.py", { line: 9, character: 4 });
    assert.ok(actions.length > 0);
    assert.deepEqual(editor.published.slice(before), [], "nothing of the long one yet");
    // Asked for itself, it is up to date.
    assert.ok((await editor.actions("long.py", { line: 12, character: 4 })).length > 0);
    await editor.shows("long.py", "12:4 blocking-call-on-event-loop");
    await editor.close("long.py");
    await editor.shows("long.py", BLOCKS);
  });
});
