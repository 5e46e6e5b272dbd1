import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  type ClientCapabilities,
  type Diagnostic,
  DocumentDiagnosticRequest,
  FileChangeType,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver/node";
import { BLOCKING, ENGINE, FIXED_ENGINE } from "../commandLine/routewright.ts";
import { folderWith, write } from "../temporary.ts";
import { MODERN } from "./clientCapabilities.ts";
import { Editor } from "./editor.ts";

const ASKS: ClientCapabilities = {
  ...MODERN,
  workspace: { ...MODERN.workspace, diagnostics: { refreshSupport: true } },
  textDocument: { ...MODERN.textDocument, diagnostic: { dynamicRegistration: false } },
};

const HELPED = BLOCKING.replace("import time", "from app.pause import pause").replace(
  "time.sleep(1)",
  "pause()",
);
const PAUSE = "import time\n\n\ndef pause() -> None:\n    time.sleep(1)\n";
const QUIET_PAUSE = "def pause() -> None:\n    pass\n";
const FILES = {
  "app/__init__.py": "",
  "app/main.py": HELPED,
  "app/pause.py": PAUSE,
  "app/db.py": ENGINE,
  "pyproject.toml": "[tool.routewright]\nprofil = 'strict'\n",
};
const BLOCKS = "9 blocking-call-on-event-loop";

interface Answer {
  readonly kind: "full" | "unchanged";
  readonly resultId?: string;
  readonly items?: readonly Diagnostic[];
}

async function ask(editor: Editor, path: string, previousResultId?: string): Promise<Answer> {
  return editor.connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: editor.uri(path) },
    ...(previousResultId !== undefined && { previousResultId }),
  });
}

/** Every answer by URI. */
async function askAll(
  editor: Editor,
  previous: ReadonlyMap<string, Answer> = new Map(),
): Promise<Map<string, Answer>> {
  const { items } = await editor.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
    previousResultIds: Array.from(previous, ([uri, { resultId = "" }]) => ({
      uri,
      value: resultId,
    })),
  });
  return new Map(items.map((item) => [item.uri, item]));
}

function shown({ items = [] }: Answer): string[] {
  return items.map(({ range, code }) => `${range.start.line} ${code}`);
}

describe("diagnostics that are asked for", () => {
  it("are those that other editors are sent, and are not sent, too", async () => {
    const folder = folderWith(FILES);
    const pushed = await Editor.start({ folders: [folder] });
    const asking = await Editor.start({ folders: [folder], capabilities: ASKS });
    assert.ok(asking.initialized?.capabilities.diagnosticProvider);
    for (const editor of [pushed, asking])
      for (const path of ["app/main.py", "app/db.py"]) await editor.open(path);
    await Promise.all([pushed.rest(), asking.rest()]);
    const all = await askAll(asking);
    const wanted = [...pushed.everything()].sort(([a], [b]) => (a < b ? -1 : 1));
    assert.equal(wanted.length, 3);
    assert.deepEqual(
      Array.from(all, ([uri, { items }]) => [uri, items]),
      wanted,
    );
    for (const path of Object.keys(FILES)) {
      const { items } = await ask(asking, path);
      assert.deepEqual(items, pushed.diagnostics(path), path);
    }
    assert.deepEqual(asking.published, []);
  });

  it("are pushed to editors that cannot be told to ask again, or want it so", async () => {
    const folder = folderWith(FILES);
    for (const options of [
      { capabilities: { ...ASKS, workspace: MODERN.workspace ?? {} } },
      { capabilities: ASKS, params: { initializationOptions: { diagnostics: "push" } } },
    ]) {
      const editor = await Editor.start({ folders: [folder], ...options });
      assert.equal(editor.initialized?.capabilities.diagnosticProvider, undefined);
      assert.equal(editor.everything().size, 3);
      assert.equal(editor.refreshes, 0);
    }
  });

  it("are asked for in spite of options that mean nothing", async () => {
    for (const initializationOptions of [null, 5, [], { diagnostics: 7 }, { other: {} }]) {
      const folder = folderWith(FILES);
      const editor = await Editor.start({
        folders: [folder],
        capabilities: ASKS,
        params: { initializationOptions },
      });
      assert.deepEqual(shown(await ask(editor, "app/main.py")), [BLOCKS]);
    }
  });

  it("are those of the newest text, and unchanged where nothing changed", async () => {
    const editor = await Editor.start({ folders: [folderWith(FILES)], capabilities: ASKS });
    await editor.open("app/main.py");
    const first = await ask(editor, "app/main.py");
    assert.deepEqual(shown(first), [BLOCKS]);
    assert.deepEqual(await ask(editor, "app/main.py", first.resultId), {
      kind: "unchanged",
      resultId: first.resultId,
    });
    await editor.change("app/main.py", { text: `\n${HELPED}` });
    const second = await ask(editor, "app/main.py", first.resultId);
    assert.deepEqual([second.kind, shown(second)], ["full", ["10 blocking-call-on-event-loop"]]);
    await editor.change("app/main.py", { text: `\n${HELPED}# end\n` });
    assert.equal((await ask(editor, "app/main.py", second.resultId)).kind, "unchanged");
    await editor.change("app/main.py", { text: HELPED });
    assert.deepEqual(shown(await ask(editor, "app/main.py", second.resultId)), [BLOCKS]);
    assert.deepEqual(shown(await ask(editor, "app/no-such-file.py")), []);
  });

  it("are asked for again when an edit changes those of another file", async () => {
    const editor = await Editor.start({ folders: [folderWith(FILES)], capabilities: ASKS });
    for (const path of ["app/main.py", "app/pause.py"]) await editor.open(path);
    await editor.rest();
    const first = await ask(editor, "app/main.py");
    const before = editor.refreshes;
    await editor.change("app/pause.py", { text: `${PAUSE}# nothing new\n` });
    await editor.rest();
    assert.equal(editor.refreshes, before, "nothing changed elsewhere");
    await editor.change("app/pause.py", { text: QUIET_PAUSE });
    await editor.until(() => editor.refreshes > before);
    assert.deepEqual(shown(await ask(editor, "app/main.py", first.resultId)), []);
  });

  it("follow the disk, and tell of files that are gone", async () => {
    const folder = folderWith(FILES);
    const editor = await Editor.start({ folders: [folder], capabilities: ASKS });
    const first = await askAll(editor);
    assert.equal(first.size, 3);
    const again = await askAll(editor, first);
    assert.deepEqual(
      Array.from(again.values(), ({ kind }) => kind),
      ["unchanged", "unchanged", "unchanged"],
    );
    let before = editor.refreshes;
    write(folder, { "app/db.py": FIXED_ENGINE, "app/new.py": ENGINE });
    await editor.watched(
      ["app/db.py", FileChangeType.Changed],
      ["app/new.py", FileChangeType.Created],
    );
    await editor.until(() => editor.refreshes > before);
    const second = await askAll(editor, first);
    assert.deepEqual(shown(second.get(editor.uri("app/db.py")) ?? { kind: "unchanged" }), []);
    assert.deepEqual(shown(second.get(editor.uri("app/new.py")) ?? { kind: "unchanged" }), [
      "2 missing-pool-pre-ping",
    ]);
    before = editor.refreshes;
    rmSync(join(folder, "app/main.py"));
    await editor.watched(["app/main.py", FileChangeType.Deleted]);
    await editor.until(() => editor.refreshes > before);
    const third = await askAll(editor, first);
    const gone = third.get(editor.uri("app/main.py"));
    assert.deepEqual([gone?.kind, gone?.items], ["full", []]);
  });

  it("are none while nothing uses FastAPI", async () => {
    const folder = folderWith({ "db.py": ENGINE });
    const editor = await Editor.start({ folders: [folder], capabilities: ASKS });
    await editor.open("db.py");
    assert.deepEqual(shown(await ask(editor, "db.py")), []);
    const before = editor.refreshes;
    await editor.open("main.py", BLOCKING);
    await editor.until(() => editor.refreshes > before);
    await editor.rest();
    assert.deepEqual(shown(await ask(editor, "db.py")), ["2 missing-pool-pre-ping"]);
  });
});
