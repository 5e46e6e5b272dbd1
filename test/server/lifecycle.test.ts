import assert from "node:assert/strict";
import { fork, spawnSync } from "node:child_process";
import {
  createProtocolConnection,
  ExitNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  ShutdownRequest,
} from "vscode-languageserver/node";
import { BLOCKING } from "../commandLine/routewright.ts";
import { dist } from "../dist.ts";
import { folderWith } from "../temporary.ts";
import { Editor } from "./editor.ts";

describe("the life of a server", () => {
  it("ends with 0 after a shutdown, and with 1 without one", async () => {
    const folders = [folderWith({ "main.py": BLOCKING })];
    assert.equal(await (await Editor.start({ folders })).shutdown(), 0);
    const rude = await Editor.start({ folders });
    await rude.connection.sendNotification(ExitNotification.type);
    assert.equal(await rude.exit, 1);
  });

  it("ends when its input does", async () => {
    const editor = await Editor.start({ folders: [folderWith({ "main.py": BLOCKING })] });
    editor.process.stdin?.end();
    assert.equal(await editor.exit, 1);
    const silent = Editor.raw();
    silent.process.stdin?.end();
    assert.equal(await silent.exit, 1);
  });

  it("ends when its parent is gone", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const editor = await Editor.start({ folders: [folderWith({})], params: { processId: gone } });
    assert.equal(await editor.exit, 1);
  });

  it("is the same over the channel of a Node process, which VS Code uses", async () => {
    for (const isPolite of [true, false]) {
      const server = fork(dist("server.js"), ["--node-ipc"]);
      const exit = new Promise((done) => server.once("exit", done));
      const connection = createProtocolConnection(
        new IPCMessageReader(server),
        new IPCMessageWriter(server),
      );
      connection.listen();
      const params = { processId: null, rootUri: null, capabilities: {} };
      const { serverInfo } = await connection.sendRequest(InitializeRequest.type, params);
      assert.equal(serverInfo?.name, "routewright");
      if (isPolite) {
        await connection.sendRequest(ShutdownRequest.type);
        await connection.sendNotification(ExitNotification.type);
      } else server.disconnect();
      assert.equal(await exit, isPolite ? 0 : 1);
    }
  });

  it("refuses requests before it is initialized, a second time, and after the shutdown; drops notifications", async () => {
    const early = Editor.raw();
    await early.connection.sendNotification("textDocument/didOpen", {});
    await assert.rejects(early.ask("routewright/rules", {}), { code: -32002 });
    assert.deepEqual(early.log, []);

    const editor = await Editor.start({ folders: [folderWith({})] });
    const params = { processId: null, rootUri: null, capabilities: {} };
    await assert.rejects(editor.connection.sendRequest("initialize", params), { code: -32600 });
    await editor.connection.sendRequest(ShutdownRequest.type);
    await editor.connection.sendNotification("textDocument/didOpen", {});
    await assert.rejects(editor.ask("routewright/rules", {}), { code: -32600 });
    assert.deepEqual(editor.log, []);
  });

  it("lives through messages that nobody should send", async () => {
    const editor = await Editor.start({ folders: [folderWith({ "main.py": BLOCKING })] });
    const uri = editor.uri("main.py");
    for (const [method, params] of [
      ["textDocument/didChange", { textDocument: { uri, version: 9 }, contentChanges: [] }],
      ["textDocument/didClose", { textDocument: { uri } }],
      ["workspace/didChangeWatchedFiles", { changes: [{ uri: "untitled:x", type: 9 }] }],
      ["workspace/didChangeWatchedFiles", {}],
      ["workspace/didChangeConfiguration", null],
      ["workspace/didChangeWorkspaceFolders", {}],
    ] as const)
      await editor.connection.sendNotification(method, params);
    await editor.open("main.py");
    await editor.change("main.py", {
      range: { start: { line: 99, character: 5 }, end: { line: 0, character: 99 } },
      text: "",
    });
    const reversed = {
      textDocument: { uri },
      range: { start: { line: 9, character: 9 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [] },
    };
    await editor.connection.sendRequest("textDocument/codeAction", reversed);
    await editor.change("main.py", { text: BLOCKING });
    await editor.shows("main.py", "9:4 blocking-call-on-event-loop");
  });

  it("ends at once where no message can follow", async () => {
    for (const bytes of [
      "hello\r\n\r\n",
      "Content-Length: -5\r\n\r\n",
      "Content-Length: 1999999999\r\n\r\n",
      "Content-Length: 2\n\n{}",
      `X: ${"a".repeat(20_000)}`,
    ]) {
      const editor = await Editor.start({ folders: [folderWith({})] });
      editor.process.stdin?.write(bytes);
      assert.equal(await editor.exit, 1, bytes.slice(0, 40));
      assert.match(editor.errors, /^.+ This is not the Language Server Protocol\.\n$/);
    }
  });

  it("reads messages however they are cut and headed", async () => {
    const editor = await Editor.start({ folders: [folderWith({})] });
    const body = JSON.stringify({ jsonrpc: "2.0", method: "$/é😀", params: {} });
    const length = Buffer.byteLength(body);
    const message = Buffer.from(
      `content-length: ${length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n${body}`,
    );
    for (const byte of message) editor.process.stdin?.write(Buffer.from([byte]));
    editor.process.stdin?.write(Buffer.concat(Array.from({ length: 9 }, () => message)));
    await editor.rest();
  });
});
