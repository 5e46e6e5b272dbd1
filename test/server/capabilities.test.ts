import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ClientCapabilities,
  CompletionRequest,
  DidChangeConfigurationNotification,
  InsertTextFormat,
} from "vscode-languageserver/node";
import { BLOCKING, ENGINE } from "../commandLine/routewright.ts";
import { root } from "../dist.ts";
import { faultyBundles } from "../faultyBundles.ts";
import { folderWith } from "../temporary.ts";
import { MODERN } from "./clientCapabilities.ts";
import { Editor, toUri } from "./editor.ts";

const BLOCKS = "9:4 blocking-call-on-event-loop";
const UNTESTED = "2:9 missing-pool-pre-ping";

/** An editor of which all is known is that it speaks the protocol. */
const PLAIN: ClientCapabilities = {};

describe("the server", () => {
  it("says what it can do", async () => {
    const editor = await Editor.start({ folders: [folderWith({})] });
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.deepEqual(editor.initialized, {
      serverInfo: { name: "routewright", version },
      capabilities: {
        positionEncoding: "utf-16",
        textDocumentSync: { openClose: true, change: 2 },
        codeActionProvider: {
          codeActionKinds: ["quickfix", "refactor", "source.fixAll.routewright"],
        },
        completionProvider: { triggerCharacters: ["-", "[", '"', "'"] },
        definitionProvider: true,
        hoverProvider: true,
        workspaceSymbolProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    });
    const watched = editor.registrations.find(
      ({ method }) => method === "workspace/didChangeWatchedFiles",
    );
    assert.ok(JSON.stringify(watched).includes("**/*.py"));
    assert.deepEqual(editor.log, []);
  });

  it("asks an editor for nothing that it did not offer", async () => {
    const folder = folderWith({ "main.py": BLOCKING, "db.py": ENGINE });
    const editor = await Editor.start({
      folders: [folder],
      capabilities: PLAIN,
      settings: () => {
        throw new Error("not offered");
      },
    });
    await editor.shows("main.py", BLOCKS);
    assert.deepEqual([editor.registrations, editor.progress, editor.log], [[], [], []]);
    await editor.open("db.py");
    const [fix] = await editor.actions("db.py", { line: 2, character: 12 });
    const uri = editor.uri("db.py");
    assert.deepEqual(Object.keys(fix?.edit ?? {}), ["changes"]);
    assert.equal(fix?.edit?.changes?.[uri]?.[0]?.newText, ", pool_pre_ping=True");

    await editor.open("new.py", "fa");
    const items = await editor.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: editor.uri("new.py") },
      position: { line: 0, character: 2 },
    });
    assert.ok(Array.isArray(items) && items.length > 0);
    for (const { insertTextFormat, textEdit } of items) {
      assert.equal(insertTextFormat, InsertTextFormat.PlainText);
      assert.doesNotMatch(textEdit?.newText ?? "", /\$\{?\d/);
    }
  });

  it("works in a folder that is told in the old way, and in none", async () => {
    const folder = folderWith({ "main.py": BLOCKING });
    const old = await Editor.start({
      folders: [folder],
      capabilities: PLAIN,
      params: { rootUri: toUri(folder), workspaceFolders: null },
    });
    await old.shows("main.py", BLOCKS);
    const alone = await Editor.start({
      folders: [],
      params: { rootUri: null, workspaceFolders: null },
    });
    const uri = toUri(join(folder, "main.py"));
    await alone.open(uri);
    await alone.shows(uri, BLOCKS);
    await alone.close(uri);
    await alone.shows(uri);
  });

  it("shows progress only where it is offered", async () => {
    const capabilities = { ...MODERN, window: { workDoneProgress: true } };
    const editor = await Editor.start({ folders: [folderWith({})], capabilities });
    assert.equal(editor.progress.length, 1);
  });

  it("waits for no answer about progress", async () => {
    const capabilities = { ...MODERN, window: { workDoneProgress: true } };
    const folders = [folderWith({ "main.py": BLOCKING })];
    const editor = await Editor.start({ folders, capabilities, ignoresProgress: true });
    await editor.shows("main.py", BLOCKS);
  });
});

describe("settings of the editor", () => {
  const folder = () => folderWith({ "main.py": BLOCKING, "db.py": ENGINE });

  it("count at once", async () => {
    let settings: unknown = null;
    const editor = await Editor.start({ folders: [folder()], settings: () => settings });
    const change = (next: unknown) => {
      settings = next;
      const { type } = DidChangeConfigurationNotification;
      return editor.connection.sendNotification(type, { settings: null });
    };
    await editor.shows("main.py", BLOCKS);
    await change({ ignore: ["async"] });
    await editor.shows("main.py");
    await editor.shows("db.py", UNTESTED);
    await change({ severity: { database: "info" }, select: [], profile: null });
    await editor.shows("main.py", BLOCKS);
    // Of a file that is not open no advice is shown.
    await editor.shows("db.py");
    await change({ exclude: ["main.py"] });
    await editor.shows("main.py");
    await editor.shows("db.py", UNTESTED);
    await change({});
    await editor.shows("main.py", BLOCKS);
  });

  it("may differ in each folder of the workspace", async () => {
    const [one, other] = [folder(), folder()];
    let own: unknown = { ignore: ["async"] };
    const editor = await Editor.start({
      folders: [one, other],
      settings: (uri) => (uri === toUri(other) ? own : { ignore: ["database"] }),
    });
    const main = toUri(join(other, "main.py"));
    await editor.shows("main.py", BLOCKS);
    await editor.shows("db.py");
    await editor.shows(main);
    await editor.shows(toUri(join(other, "db.py")), UNTESTED);
    own = {};
    const { type } = DidChangeConfigurationNotification;
    await editor.connection.sendNotification(type, { settings: null });
    await editor.shows(main, BLOCKS);
  });

  it("come with the notification where the editor cannot be asked", async () => {
    const editor = await Editor.start({ folders: [folder()], capabilities: PLAIN });
    await editor.shows("main.py", BLOCKS);
    await editor.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { routewright: { ignore: ["async"] } },
    });
    await editor.shows("main.py");
  });

  it("may be anything, fail, or never come", async () => {
    const answers: readonly (() => unknown)[] = [
      () => null,
      () => "yes",
      () => [1, { a: 1 }],
      () => ({ profile: 5, select: "x", ignore: {}, severity: [1], limits: { poolSize: "many" } }),
      () => {
        throw new Error("no");
      },
      () => new Promise(() => undefined),
    ];
    for (const settings of answers) {
      const editor = await Editor.start({ folders: [folder()], settings });
      await editor.shows("main.py", BLOCKS);
      await editor.shows("db.py", UNTESTED);
      await editor.end();
    }
  });
});

describe("a rule that fails in the server", () => {
  it("costs its own findings, and is logged once by name", async () => {
    const bundle = join(await faultyBundles(), "server.js");
    const folder = folderWith({ "main.py": BLOCKING, "db.py": ENGINE });
    const editor = await Editor.start({ folders: [folder], bundle });
    await editor.open("main.py");
    for (const text of ["\n", "\n\n"]) await editor.change("main.py", { text: text + BLOCKING });
    await editor.shows("main.py", "11:4 blocking-call-on-event-loop");
    await editor.shows("db.py", UNTESTED);
    const told = editor.log.filter((message) => message.includes("a fault of ours"));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /^Rule faulty-rule failed on \/.*\.py: Error: a fault of ours/);
  });
});
