import assert from "node:assert/strict";
import {
  CancellationTokenSource,
  CodeActionRequest,
  ResponseError,
  ShutdownRequest,
} from "vscode-languageserver/node";
import { BLOCKING, ENGINE } from "../commandLine/routewright.ts";
import { folderWith } from "../temporary.ts";
import { Editor } from "./editor.ts";

const BLOCKS = "9:4 blocking-call-on-event-loop";

async function editorWith(files: Readonly<Record<string, string>>): Promise<Editor> {
  return Editor.start({ folders: [folderWith({ "main.py": BLOCKING, ...files })] });
}

/** The code of the error that a request is answered with; `undefined` for an answer. */
async function codeOf(request: Promise<unknown>): Promise<number | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ResponseError);
    return error.code;
  }
}

function askForActions(editor: Editor): {
  readonly cancel: () => void;
  readonly answer: Promise<unknown>;
} {
  const params = {
    textDocument: { uri: editor.uri("main.py") },
    range: { start: { line: 9, character: 4 }, end: { line: 9, character: 4 } },
    context: { diagnostics: [] },
  };
  const source = new CancellationTokenSource();
  const answer = editor.connection.sendRequest(CodeActionRequest.type, params, source.token);
  return { cancel: () => source.cancel(), answer };
}

describe("an editor that does not keep to the protocol", () => {
  it("is told that a request is not known, and that notifications are not is no matter", async () => {
    const editor = await editorWith({});
    const { connection } = editor;
    for (const method of ["routewright/none", "textDocument/none", "$/none"]) {
      assert.equal(await codeOf(connection.sendRequest(method, {})), -32601, method);
      await connection.sendNotification(method, {});
    }
    await connection.sendNotification("$/cancelRequest", { id: 4711 });
    await editor.rest();
    assert.deepEqual(editor.log, []);
  });

  it("may open a document twice: the last text counts", async () => {
    const editor = await editorWith({});
    await editor.open("main.py", "x = 1\n");
    await editor.shows("main.py");
    await editor.open("main.py", `\n${BLOCKING}`);
    await editor.shows("main.py", "10:4 blocking-call-on-event-loop");
    await editor.close("main.py");
    await editor.shows("main.py", BLOCKS);
    await editor.close("main.py");
    await editor.shows("main.py", BLOCKS);
  });

  it("may count its versions as it likes: what comes last counts", async () => {
    const editor = await editorWith({});
    await editor.open("main.py");
    for (const [version, text] of [
      [7, "x = 1\n"],
      [7, `\n${BLOCKING}`],
      [-1, BLOCKING],
    ] as const)
      await editor.connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: editor.uri("main.py"), version },
        contentChanges: [{ text }],
      });
    await editor.shows("main.py", BLOCKS);
  });

  it("may cancel hundreds of requests at once: each is answered", async () => {
    const editor = await editorWith({});
    await editor.open("main.py");
    const asked = Array.from({ length: 300 }, () => askForActions(editor));
    for (const { cancel } of asked) cancel();
    const codes = await Promise.all(asked.map(({ answer }) => codeOf(answer)));
    for (const code of codes) assert.ok(code === undefined || code === -32800, String(code));
    assert.equal(await codeOf(askForActions(editor).answer), undefined);
  });

  it("may leave in the middle: what was asked is answered before the end", async () => {
    const editor = await editorWith({ "db.py": ENGINE });
    await editor.open("db.py");
    await editor.change("db.py", { text: `\n${ENGINE}` });
    const asked = Array.from({ length: 20 }, () => askForActions(editor).answer);
    const shutdown = editor.connection.sendRequest(ShutdownRequest.type);
    const codes = await Promise.all(asked.map(codeOf));
    assert.deepEqual(new Set(codes), new Set([undefined]));
    await shutdown;
    await editor.connection.sendNotification("exit");
    assert.equal(await editor.exit, 0);
  });

  it("may send parameters of any shape", async () => {
    const editor = await editorWith({});
    const shapes = [null, [], {}, "x", 5, { textDocument: null }, { textDocument: { uri: 5 } }];
    for (const params of shapes) {
      for (const method of ["codeAction", "completion"])
        await codeOf(editor.connection.sendRequest(`textDocument/${method}`, params));
      for (const method of ["didOpen", "didChange", "didClose", "didSave"])
        await editor.connection.sendNotification(`textDocument/${method}`, params);
      for (const method of ["didChangeWatchedFiles", "didChangeConfiguration"])
        await editor.connection.sendNotification(`workspace/${method}`, params);
    }
    await editor.open("main.py");
    await editor.shows("main.py", BLOCKS);
  });
});
