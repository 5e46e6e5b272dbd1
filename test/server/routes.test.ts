import assert from "node:assert/strict";
import {
  DefinitionRequest,
  HoverRequest,
  MarkupContent,
  WorkspaceSymbolRequest,
} from "vscode-languageserver/node";
import { folderWith } from "../temporary.ts";
import { Editor } from "./editor.ts";

const MAIN = `from fastapi import FastAPI

from users import router

app = FastAPI()
app.include_router(router, prefix="/api")
`;
const USERS = `from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("/{id}")
async def read_user(id: int) -> int:
    return id
`;
const TEST = `from fastapi.testclient import TestClient

from main import app

client = TestClient(app)
client.get("/api/users/1")
`;
const FILES = { "requirements.txt": "fastapi\n", "main.py": MAIN, "users.py": USERS };
const ON_DECORATOR = { line: 5, character: 9 };

describe("routes over the protocol", () => {
  const start = (files: Readonly<Record<string, string>> = {}): Promise<Editor> =>
    Editor.start({ folders: [folderWith({ ...FILES, "test_users.py": TEST, ...files })] });

  /** What is shown on the decorator of the handler. */
  const hover = async (editor: Editor): Promise<string> => {
    const textDocument = { uri: editor.uri("users.py") };
    const request = { textDocument, position: ON_DECORATOR };
    const shown = await editor.connection.sendRequest(HoverRequest.type, request);
    return MarkupContent.is(shown?.contents) ? shown.contents.value : "";
  };

  it("are shown where one points at them, of the newest text", async () => {
    const editor = await start();
    await editor.open("users.py");
    assert.match(await hover(editor), /^\*\*GET\*\* `\/api\/users\/\{id\}` in `main:app`\n/);
    await editor.open("main.py");
    await editor.change("main.py", { text: MAIN.replace("/api", "/v2") });
    assert.match(await hover(editor), /^\*\*GET\*\* `\/v2\/users\/\{id\}` in `main:app`\n/);
  });

  it("are symbols of the workspace", async () => {
    const editor = await start();
    const query = { query: "get usersid" };
    const symbols = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, query);
    assert.deepEqual(
      symbols?.map(({ name, location }) => [name, location.uri]),
      [["GET /api/users/{id}", editor.uri("users.py")]],
    );
  });

  it("are gone to from a test", async () => {
    const editor = await start();
    await editor.open("test_users.py");
    const place = { line: 5, character: 15 };
    const request = { textDocument: { uri: editor.uri("test_users.py") }, position: place };
    const found = await editor.connection.sendRequest(DefinitionRequest.type, request);
    assert.deepEqual(found, [
      {
        uri: editor.uri("users.py"),
        range: { start: { line: 6, character: 10 }, end: { line: 6, character: 19 } },
      },
    ]);
  });

  it("are listed, and the client is told once when they may be others", async () => {
    const editor = await start();
    let told = 0;
    editor.connection.onNotification("routewright/routesChanged", () => {
      told++;
    });
    await editor.open("users.py");
    const type = async (text: string): Promise<void> => {
      await editor.change("users.py", { text });
      await editor.rest();
    };
    await type(`${USERS}# Nobody looks.\n`);
    assert.equal(told, 0);

    const [application] = await editor.ask("routewright/routes", {});
    assert.deepEqual(
      application?.routes.map(({ verb, path }) => `${verb} ${path}`),
      ["GET /api/users/{id}"],
    );
    assert.equal(told, 0);
    await type(USERS.replace("/{id}", "/by-id/{id}"));
    await type(USERS.replace("/{id}", "/by-number/{id}"));
    assert.equal(told, 1);
    const [changed] = await editor.ask("routewright/routes", {});
    assert.equal(changed?.routes[0]?.path, "/api/users/by-number/{id}");
    await type(USERS);
    assert.equal(told, 2);
  });

  it("are found by a request, with a card", async () => {
    const editor = await start();
    const [route] = await editor.ask("routewright/routesFor", {
      text: '"GET /api/users/42?x=1 HTTP/1.1" 200',
    });
    assert.equal(route?.path, "/api/users/{id}");
    const card = await editor.ask("routewright/routeCard", route);
    assert.match(card?.markdown ?? "", /^\*\*GET\*\* `\/api\/users\/\{id\}`/);
    assert.equal(await editor.ask("routewright/routeCard", { ...route, path: "/gone" }), null);
  });

  it("are none where nothing uses FastAPI", async () => {
    const editor = await Editor.start({ folders: [folderWith({ "main.py": "app = 1\n" })] });
    await editor.open("main.py");
    const { connection } = editor;
    assert.deepEqual(await editor.ask("routewright/routes", {}), []);
    assert.deepEqual(await connection.sendRequest(WorkspaceSymbolRequest.type, { query: "" }), []);
  });
});
