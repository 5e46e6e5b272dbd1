import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
  FileChangeType,
} from "vscode-languageserver/node";
import { BLOCKING, ENGINE, FIXED_ENGINE } from "../commandLine/routewright.ts";
import { folderWith, write } from "../temporary.ts";
import { Editor, toUri } from "./editor.ts";

const { Changed, Created, Deleted } = FileChangeType;

const CLIENT = `import httpx

from app.main import app

client = httpx.AsyncClient(app=app)
`;
const PYPROJECT = '[project]\nname = "shop"\ndependencies = ["fastapi", "httpx>=0.28"]\n';

/** What an editor shows of all files, in order. */
function shownBy(editor: Editor): string {
  const all = [...editor.everything()].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(all, undefined, 1);
}

/** Waits until an editor shows what one that starts now shows. */
async function showsAsNew(
  editor: Editor,
  folders: readonly string[],
  settings: () => unknown = () => ({}),
): Promise<string> {
  const fresh = await Editor.start({ folders, settings });
  const wanted = shownBy(fresh);
  await editor.until(
    () => shownBy(editor) === wanted,
    () => [shownBy(editor), wanted],
  );
  await editor.rest();
  assert.equal(shownBy(editor), wanted);
  await fresh.end();
  return wanted;
}

/** A project of many files: routes that call functions of modules, of which every third blocks. */
function project(count: number, blocks: (index: number) => boolean): Record<string, string> {
  const files: Record<string, string> = {
    "pyproject.toml": PYPROJECT,
    "app/__init__.py": "",
    "app/work/__init__.py": "",
    "app/main.py": BLOCKING,
    "app/db.py": ENGINE,
    "tests/test_client.py": CLIENT,
  };
  for (let index = 0; index < count; index++) {
    files[`app/work/step${index}.py`] = blocks(index)
      ? "import time\n\n\ndef step() -> None:\n    time.sleep(1)\n"
      : "def step() -> None:\n    pass\n";
    files[`app/route${index}.py`] =
      `from app.work.step${index} import step\nfrom app.main import app\n\n\n@app.get("/${index}")\nasync def route() -> None:\n    step()\n`;
  }
  return files;
}

describe("after large changes", function () {
  this.timeout(60_000);

  it("of a branch with hundreds of files, findings are those of a fresh start", async () => {
    const before = project(120, (index) => index % 3 === 0);
    const after = project(120, (index) => index % 2 === 0);
    for (let index = 0; index < 40; index++) delete after[`app/work/step${index}.py`];
    for (let index = 0; index < 60; index++) after[`app/new/part${index}.py`] = BLOCKING;
    after["app/db.py"] = FIXED_ENGINE;
    after["pyproject.toml"] = PYPROJECT.replace("0.28", "0.20,<0.28");
    const folder = folderWith(before);
    const editor = await Editor.start({ folders: [folder] });
    const first = await showsAsNew(editor, [folder]);
    for (const [from, to] of [
      [before, after],
      [after, before],
    ] as const) {
      for (const path of Object.keys(from)) if (!(path in to)) rmSync(join(folder, path));
      write(folder, to);
      const paths = [...new Set([...Object.keys(from), ...Object.keys(to)])];
      const typeOf = (path: string): FileChangeType =>
        !(path in to) ? Deleted : path in from ? Changed : Created;
      await editor.watched(...paths.map((path) => [path, typeOf(path)] as const));
      await showsAsNew(editor, [folder]);
    }
    assert.equal(shownBy(editor), first);
  });

  it("of a folder that goes, comes back and moves, where only the folder is told", async () => {
    const folder = folderWith(project(6, (index) => index % 2 === 0));
    const aside = folderWith({});
    const editor = await Editor.start({ folders: [folder] });
    const first = await showsAsNew(editor, [folder]);
    renameSync(join(folder, "app/work"), join(aside, "work"));
    await editor.watched(["app/work", Deleted]);
    const without = await showsAsNew(editor, [folder]);
    assert.notEqual(without, first);
    renameSync(join(aside, "work"), join(folder, "app/work"));
    await editor.watched(["app/work", Created]);
    assert.equal(await showsAsNew(editor, [folder]), first);
    mkdirSync(join(folder, "app/deep"));
    renameSync(join(folder, "app/work"), join(folder, "app/deep/work"));
    await editor.watched(["app/work", Deleted], ["app/deep", Created]);
    assert.equal(await showsAsNew(editor, [folder]), without);
  });

  it("of the folders of the workspace", async () => {
    const one = folderWith(project(3, () => true));
    const two = folderWith({ "main.py": BLOCKING, "db.py": ENGINE });
    const editor = await Editor.start({ folders: [one] });
    const alone = await showsAsNew(editor, [one]);
    const folderOf = (path: string) => ({ uri: toUri(path), name: path });
    const change = (added: string[], removed: string[]) =>
      editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
        event: { added: added.map(folderOf), removed: removed.map(folderOf) },
      });
    await change([two], []);
    assert.notEqual(await showsAsNew(editor, [one, two]), alone);
    await change([], [one]);
    await showsAsNew(editor, [two]);
    await change([one], [two]);
    assert.equal(await showsAsNew(editor, [one]), alone);
  });

  it("of settings and manifests, over and over", async () => {
    let settings: unknown = {};
    const folder = folderWith(project(3, () => true));
    const editor = await Editor.start({ folders: [folder], settings: () => settings });
    const seen = new Set([await showsAsNew(editor, [folder])]);
    for (const each of [{ ignore: ["database"] }, { severity: { async: "warning" } }, {}]) {
      settings = each;
      await editor.connection.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { routewright: each },
      });
      seen.add(await showsAsNew(editor, [folder], () => settings));
    }
    for (const [path, text] of [
      ["pyproject.toml", PYPROJECT.replace(">=0.28", "==0.24")],
      ["pyproject.toml", `${PYPROJECT}[tool.routewright]\nexclude = ["app/route1.py"]\n`],
      ["pyproject.toml", PYPROJECT],
      ["app/pyproject.toml", '[project]\nname = "inner"\n'],
      [".gitignore", "app/route2.py\n"],
      ["requirements.txt", "httpx==0.24\n"],
    ] as const) {
      write(folder, { [path]: text });
      await editor.watched([path, Changed]);
      seen.add(await showsAsNew(editor, [folder]));
    }
    assert.ok(seen.size >= 5, `only ${seen.size} different states were seen`);
  });
});
