import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { DidChangeWorkspaceFoldersNotification, FileChangeType } from "vscode-languageserver/node";
import { BLOCKING, ENGINE } from "../commandLine/routewright.ts";
import { folderWith, write } from "../temporary.ts";
import { Editor, toUri } from "./editor.ts";

const UNTESTED = "2:9 missing-pool-pre-ping";
const WITHOUT = { "db.py": ENGINE, "pyproject.toml": "[project]\nname = 'x'\n" };

async function changeFolders(
  editor: Editor,
  added: readonly string[],
  removed: readonly string[] = [],
): Promise<void> {
  const folders = (paths: readonly string[]) =>
    paths.map((path) => ({ uri: toUri(path), name: path }));
  await editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: folders(added), removed: folders(removed) },
  });
}

describe("a workspace without FastAPI", () => {
  it("is left in peace, whatever is opened in it", async () => {
    const folder = folderWith(WITHOUT);
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("db.py", ENGINE.replace("shop", "store"));
    await editor.change("db.py", { text: `\n${ENGINE}` });
    await editor.watched(["db.py", FileChangeType.Changed]);
    await editor.rest();
    assert.deepEqual(editor.published, []);
    assert.deepEqual(await editor.actions("db.py", { line: 3, character: 12 }), []);
    assert.deepEqual(editor.statuses.at(-1), { state: "asleep" });
  });

  it("wakes when an open document uses it", async () => {
    const folder = folderWith(WITHOUT);
    const editor = await Editor.start({ folders: [folder] });
    await editor.open("main.py", "import time\n");
    await editor.rest();
    assert.deepEqual(editor.statuses.at(-1), { state: "asleep" });
    await editor.change("main.py", { text: BLOCKING });
    await editor.shows("main.py", "9:4 blocking-call-on-event-loop");
    await editor.shows("db.py", UNTESTED);
  });

  it("wakes when a manifest names it", async () => {
    const folder = folderWith(WITHOUT);
    const editor = await Editor.start({ folders: [folder] });
    write(folder, { "pyproject.toml": "[project]\ndependencies = ['fastapi']\n" });
    await editor.watched(["pyproject.toml", FileChangeType.Changed]);
    await editor.shows("db.py", UNTESTED);
  });

  it("wakes when a file that uses it comes from elsewhere", async () => {
    const folder = folderWith(WITHOUT);
    const editor = await Editor.start({ folders: [folder] });
    write(folder, { "api/main.py": BLOCKING });
    await editor.watched(["api", FileChangeType.Created]);
    await editor.shows("db.py", UNTESTED);
    await editor.shows("api/main.py", "9:4 blocking-call-on-event-loop");
  });

  it("wakes with a folder, and sleeps again without it", async () => {
    const folder = folderWith(WITHOUT);
    const other = folderWith({ "main.py": BLOCKING });
    const editor = await Editor.start({ folders: [folder] });
    await changeFolders(editor, [other]);
    await editor.shows("db.py", UNTESTED);
    await editor.shows(toUri(`${other}/main.py`), "9:4 blocking-call-on-event-loop");
    await changeFolders(editor, [], [other]);
    await editor.shows("db.py");
    await editor.shows(toUri(`${other}/main.py`));
    assert.deepEqual(editor.statuses.at(-1), { state: "asleep" });
  });
});

describe("the folders of a workspace", () => {
  it("come and go", async () => {
    const [first, second] = [folderWith({ "main.py": BLOCKING }), folderWith({ "db.py": ENGINE })];
    const editor = await Editor.start({ folders: [first] });
    await changeFolders(editor, [second]);
    await editor.shows(toUri(`${second}/db.py`), UNTESTED);
    await changeFolders(editor, [], [first]);
    await editor.shows("main.py");
    await changeFolders(editor, [first], [second]);
    await editor.shows("main.py", "9:4 blocking-call-on-event-loop");
    await editor.shows(toUri(`${second}/db.py`));
  });

  it("may be gone from disk, a file, or one in another", async () => {
    const folder = folderWith({ "app/main.py": BLOCKING, "db.py": ENGINE });
    const gone = folderWith({});
    rmSync(gone, { recursive: true });
    const folders = [folder, `${folder}/app`, `${folder}/db.py`, gone];
    const editor = await Editor.start({ folders });
    await editor.shows("app/main.py", "9:4 blocking-call-on-event-loop");
    await editor.shows("db.py", UNTESTED);
    assert.deepEqual(editor.statuses.at(-1)?.findings, { errors: 1, warnings: 1, infos: 0 });
  });
});
