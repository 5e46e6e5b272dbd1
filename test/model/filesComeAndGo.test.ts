import assert from "node:assert/strict";
import { FileTree } from "#model/files/fileTree";
import { Modules } from "#model/link/modules";
import { stage } from "#model/stage";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "../harness.ts";
import { Random } from "../proof/random.ts";

const FILES: readonly (readonly [string, string])[] = [
  ["pyproject.toml", '[project]\nname = "shop"\n'],
  ["app/__init__.py", ""],
  ["app/main.py", "import app.tools\nfrom app.tools import pause\n\npause()\n"],
  ["app/other.py", "import json\n\njson.dumps(1)\n"],
  ["lib/outside.py", "from helpers import wait\n\nwait()\n"],
];

/** The files whose links are other objects after a change. */
function relinked(
  workspace: Workspace,
  changes: Readonly<Record<string, string | undefined>>,
): string[] {
  const before = new Map(Array.from(workspace.files(), (path) => [path, workspace.links(path)]));
  workspace.update(
    new Map(Object.entries(changes).map(([path, text]) => [`${FOLDER}/${path}`, text])),
  );
  return [...before]
    .filter(([path, links]) => workspace.file(path) && workspace.links(path) !== links)
    .map(([path]) => path.slice(FOLDER.length + 1))
    .sort();
}

/** What the last call of a file calls: a file of the workspace, or a name outside it. */
function called(workspace: Workspace, path: string): string | undefined {
  const target = workspace.links(`${FOLDER}/${path}`)?.targets.at(-1);
  if (target?.kind === "external") return workspace.names.text(target.name);
  return target?.kind === "function" ? target.path.slice(FOLDER.length + 1) : target?.kind;
}

const WORDS = ["a", "b", "src", "app", "utils", "__init__"];

/** Paths of a small world, where names meet often. */
function randomPath(random: Random): string {
  const words = Array.from({ length: 1 + random.below(4) }, () => random.pick(WORDS) ?? "");
  const folders = words.slice(1).filter((it) => it !== "__init__");
  return `${["/p", ...folders, words[0]].join("/")}.py`;
}

describe("files that come and go", () => {
  it("leave no stage with what it found before, whatever the files", () => {
    const random = new Random(5);
    for (let round = 0; round < 60; round++) {
      const files = new Set<string>();
      const tree = new FileTree();
      const modules = new Modules("/p", tree, (word) => word === "utils");
      const questions = Array.from({ length: 30 }, () => {
        const name = randomPath(random).slice(3, -3).replaceAll("/", ".");
        const from = randomPath(random);
        const level = random.below(3);
        return { name, level, from, found: stage(() => modules.resolve(name, level, from)) };
      });
      for (let step = 0; step < 20; step++) {
        const path = randomPath(random);
        if (files.delete(path)) tree.delete(path);
        else {
          files.add(path);
          tree.add(path);
        }
        const anew = new Modules("/p", new FileTree(files), (word) => word === "utils");
        for (const { name, level, from, found } of questions)
          assert.deepEqual(found.get(), anew.resolve(name, level, from), `${name} in ${from}`);
      }
    }
  });

  it("are linked by those that name them, and nobody else is linked anew", () => {
    const workspace = workspaceOf(FILES);
    assert.equal(called(workspace, "app/main.py"), "app.tools.pause");
    assert.deepEqual(relinked(workspace, { "app/unrelated.py": "import os\n" }), []);
    assert.deepEqual(relinked(workspace, { "app/tools.py": "def pause(): ...\n" }), [
      "app/main.py",
    ]);
    assert.equal(called(workspace, "app/main.py"), "app/tools.py");
    assert.deepEqual(relinked(workspace, { "app/tools.py": undefined }), ["app/main.py"]);
    assert.equal(called(workspace, "app/main.py"), "app.tools.pause");
  });

  it("may become a package", () => {
    const workspace = workspaceOf([...FILES, ["app/tools.py", "def pause(): ...\n"]]);
    assert.equal(called(workspace, "app/main.py"), "app/tools.py");
    workspace.update(
      new Map([
        [`${FOLDER}/app/tools.py`, undefined],
        [`${FOLDER}/app/tools/__init__.py`, "from app.tools.waiting import pause\n"],
        [`${FOLDER}/app/tools/waiting.py`, "def pause(): ...\n"],
      ]),
    );
    assert.equal(called(workspace, "app/main.py"), "app/tools/waiting.py");
  });

  it("may make another root of imports", () => {
    const workspace = workspaceOf(FILES);
    assert.equal(called(workspace, "lib/outside.py"), "helpers.wait");
    assert.deepEqual(relinked(workspace, { "src/helpers/__init__.py": "def wait(): ...\n" }), [
      "lib/outside.py",
    ]);
    assert.equal(called(workspace, "lib/outside.py"), "src/helpers/__init__.py");
    assert.deepEqual(relinked(workspace, { "lib/helpers.py": "def wait(): ...\n" }), [
      "lib/outside.py",
    ]);
    assert.equal(called(workspace, "lib/outside.py"), "lib/helpers.py");
    // Now `lib` is a package, and `helpers` no module of its own any more.
    assert.deepEqual(relinked(workspace, { "lib/__init__.py": "" }), ["lib/outside.py"]);
    assert.equal(called(workspace, "lib/outside.py"), "src/helpers/__init__.py");
  });

  it("are no different when a manifest says nothing of packages", () => {
    const workspace = workspaceOf([...FILES, ["lib/extra/helpers.py", "def wait(): ...\n"]]);
    const manifest = (text: string) => ({ "pyproject.toml": `[project]\nname = "shop"\n${text}` });
    assert.equal(called(workspace, "lib/outside.py"), "lib/extra/helpers.py");
    assert.deepEqual(relinked(workspace, manifest('version = "2"\n')), []);
    relinked(workspace, manifest('dependencies = ["helpers"]\n'));
    assert.equal(called(workspace, "lib/outside.py"), "helpers.wait");
    assert.deepEqual(relinked(workspace, manifest('dependencies = ["helpers>=2"]\n')), []);
  });
});
