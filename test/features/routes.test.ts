import assert from "node:assert/strict";
import { MarkupContent } from "vscode-languageserver";
import { routeDefinition } from "#features/routeDefinition";
import { routeHover } from "#features/routeHover";
import { cardOf, routeApplications, routeSymbols, routesFor } from "#features/routeList";
import { toUri } from "#features/uris";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "../harness.ts";

const SHOP = {
  "requirements.txt": "fastapi==0.136.0\nhttpx\n",
  "shop/__init__.py": "",
  "shop/settings.py": 'PREFIX = "/api/v1"\n',
  "shop/deps.py": `from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from shop.settings import PREFIX

oauth2 = OAuth2PasswordBearer(tokenUrl=f"{PREFIX}/login")


def get_session() -> Iterator[Session]:
    with Session() as session:
        yield session


async def current_user(
    token: Annotated[str, Depends(oauth2)], session: Annotated[Session, Depends(get_session)]
) -> str:
    return token


def unused() -> None: ...
`,
  "shop/orders.py": `from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from pydantic import BaseModel

from shop.deps import current_user, get_session

router = APIRouter(prefix="/orders", tags=["orders"])


class Order(BaseModel):
    id: int


@router.get("/{id}")
async def read_order(id: int, user: Annotated[str, Depends(current_user)], full: bool = False) -> Order:
    return Order(id=id)


@router.post("", dependencies=[Depends(get_session)])
def create_order(order: Order) -> None: ...


@router.websocket("/feed")
async def feed(websocket: WebSocket) -> None: ...


def remove_order(id: int) -> None: ...


router.add_api_route("/{id}", remove_order, methods=["DELETE"], name="remove")
`,
  "shop/main.py": `import os

from fastapi import APIRouter, FastAPI, Request
from fastapi.staticfiles import StaticFiles

from shop import orders
from shop.settings import PREFIX

app = FastAPI()
numbers = APIRouter()
for number in range(12):
    numbers.add_api_route(f"/number/{number}", lambda: None)
app.include_router(orders.router, prefix=PREFIX)
if os.environ.get("NUMBERS"):
    app.include_router(numbers)
app.mount("/static", StaticFiles(directory="static"), name="static")


@app.post("/api/v1/login")
def login(request: Request) -> str:
    return str(request.url_for("remove", id=1)) + app.url_path_for("read_order", id=1)
`,
  "tests/test_orders.py": `import httpx
import redis
from fastapi.testclient import TestClient

from shop.main import app
from shop.settings import PREFIX

client = TestClient(app)
asker = TestClient(app)
redis_client = redis.Redis()


def test_orders(api_client, order):
    client.get("/api/v1/orders/1?full=1")
    client.delete(f"{PREFIX}/orders/{order.id}")
    client.post("/api/v1/orders/")
    client.websocket_connect("/api/v1/orders/feed")
    api_client.get("/number/7")
    asker.get("/number/6")
    redis_client.get("/number/5")
    httpx.get("/number/8")
    client.get("/nowhere")
    order.get("/number/9")
`,
};

function shop(changed: Readonly<Record<string, string>> = {}): Workspace {
  return workspaceOf(Object.entries({ ...SHOP, ...changed }));
}

const sources = { uriOf: toUri };

/** What is shown where a text stands, one character into it. */
function hover(path: string, text: string, workspace = shop()): string | undefined {
  const file = workspace.file(`${FOLDER}/${path}`) ?? assert.fail(path);
  const at = file.text.indexOf(text);
  assert.ok(at >= 0, text);
  const shown = routeHover(file, at + 1, workspace.projectOf(file.path), sources);
  if (shown === undefined) return undefined;
  assert.ok(MarkupContent.is(shown.contents));
  return shown.contents.value;
}

describe("pointing at a route", () => {
  it("shows the final path, what it needs, what it depends on and what it gives", () => {
    const card = `**GET** \`/api/v1/orders/{id}\` in \`shop.main:app\`

[\`read_order\`](file:///project/shop/orders.py#L16) async, on the event loop

Path \`id\` · Query \`full\`

Returns \`shop.orders:Order\`

Depends on:

- [\`current_user\`](file:///project/shop/deps.py#L18) async
  - \`oauth2\` async, security
  - [\`get_session\`](file:///project/shop/deps.py#L13) sync, yields, scope request, gives a Session`;
    assert.equal(hover("shop/orders.py", 'router.get("/{id}")'), card);
    assert.equal(hover("shop/orders.py", '"/{id}")\nasync'), card);
  });

  it("works for every way to register one", () => {
    const heads = [
      ['router.post("', "**POST** `/api/v1/orders`"],
      ["router.websocket(", "**WS** `/api/v1/orders/feed`"],
      ["router.add_api_route(", "**DELETE** `/api/v1/orders/{id}`"],
      ['"/{id}", remove_order', "**DELETE** `/api/v1/orders/{id}`"],
    ] as const;
    for (const [text, head] of heads)
      assert.equal(
        hover("shop/orders.py", text)?.split("\n")[0],
        `${head} in \`shop.main:app\``,
        text,
      );
    assert.match(hover("shop/main.py", "app.mount") ?? "", /^\*\*MOUNT\*\* `\/static`/);
  });

  it("lists what one call registers, the first ten", () => {
    const lines = hover("shop/main.py", "numbers.add_api_route")?.split("\n") ?? [];
    assert.equal(lines[0], "- **GET** `/number/0` `<lambda>`, conditional");
    assert.equal(lines[10], "- and 2 more");
    assert.equal(lines.at(-1), "`<lambda>` sync, in the thread pool");
  });

  it("says nothing of other parts of the call, and of other calls", () => {
    for (const text of ["dependencies=[", "Depends(get_session)]", "BaseModel):", "Order(id=id)"])
      assert.equal(hover("shop/orders.py", text), undefined, text);
    assert.equal(hover("shop/settings.py", '"/api'), undefined);
  });

  it("looks for no routes where none can be registered", () => {
    const workspace = shop({ "shop/tools.py": "def twice(x):\n    return print(x)\n" });
    const project = workspace.projectOf(`${FOLDER}/shop/tools.py`);
    project.builtApplications = () => assert.fail("The routes are asked for.");
    assert.equal(hover("shop/tools.py", "print(x)", workspace), undefined);
    assert.equal(hover("shop/tools.py", "return", workspace), undefined);
    assert.throws(() => hover("shop/orders.py", "router.get", workspace));
  });

  it("follows what is typed elsewhere", () => {
    const workspace = shop();
    hover("shop/orders.py", "router.get", workspace);
    workspace.update(new Map([[`${FOLDER}/shop/settings.py`, 'PREFIX = "/v2"\n']]));
    const [head] = hover("shop/orders.py", "router.get", workspace)?.split("\n") ?? [];
    assert.equal(head, "**GET** `/v2/orders/{id}` in `shop.main:app`");
  });

  it("shows text of the project as text", () => {
    const evil = SHOP["shop/orders.py"].replace(
      '"/{id}")\nasync',
      '"/[x](http://evil)`<b>*/{id}")\nasync',
    );
    const card = hover("shop/orders.py", "router.get", shop({ "shop/orders.py": evil }));
    assert.equal(card?.split(" in ")[0], "**GET** ``/api/v1/orders/[x](http://evil)`<b>*/{id}``");
  });
});

describe("pointing at include_router", () => {
  it("shows what it brings", () => {
    assert.equal(
      hover("shop/main.py", "app.include_router(orders"),
      `4 routes, all below \`/api/v1\`:

- **GET** \`/api/v1/orders/{id}\` \`read_order\`
- **POST** \`/api/v1/orders\` \`create_order\`
- **WS** \`/api/v1/orders/feed\` \`feed\`
- **DELETE** \`/api/v1/orders/{id}\` \`remove_order\``,
    );
    assert.match(
      hover("shop/main.py", "app.include_router(numbers") ?? "",
      /^12 routes, .*\n- and 2 more$/s,
    );
  });
});

describe("pointing at a dependency", () => {
  it("shows the routes that use it, directly or not", () => {
    assert.equal(
      hover("shop/deps.py", "get_session() ->"),
      "2 routes depend on it:\n\n- **GET** `/api/v1/orders/{id}` `read_order`\n- **POST** `/api/v1/orders` `create_order`",
    );
    assert.match(hover("shop/deps.py", "current_user(\n") ?? "", /^1 route depends on it:/);
    assert.equal(hover("shop/deps.py", "unused"), undefined);
    assert.equal(hover("shop/orders.py", "read_order"), undefined);
  });
});

describe("symbols of routes", () => {
  const names = (query: string): readonly string[] =>
    routeSymbols(query, shop(), sources).map(({ name }) => name);

  it("are found by words of method, path and handler", () => {
    assert.deepEqual(names("get orders"), ["GET /api/v1/orders/{id}"]);
    assert.deepEqual(names("DELETE"), ["DELETE /api/v1/orders/{id}"]);
    assert.deepEqual(names("/v1/ordid"), ["GET /api/v1/orders/{id}", "DELETE /api/v1/orders/{id}"]);
    assert.deepEqual(names("create_order"), ["POST /api/v1/orders"]);
    assert.deepEqual(names("patch orders"), []);
    assert.equal(names("").length, 18);
  });

  it("lead to the name of the handler", () => {
    const [symbol] = routeSymbols("GET orders", shop(), sources);
    assert.equal(symbol?.containerName, "read_order, shop.main:app");
    assert.deepEqual(symbol.location, {
      uri: `file://${FOLDER}/shop/orders.py`,
      range: { start: { line: 15, character: 10 }, end: { line: 15, character: 20 } },
    });
  });
});

describe("the list of routes", () => {
  it("has all of them, in the order in which they are asked", () => {
    const [application, ...more] = routeApplications(shop(), sources);
    assert.deepEqual(more, []);
    assert.equal(application?.name, "shop.main:app");
    assert.equal(application.routes.length, 18);
    assert.deepEqual(application.routes[0], {
      application: "shop.main:app",
      verb: "GET",
      path: "/api/v1/orders/{id}",
      kind: "http",
      handler: "read_order",
      tag: "orders",
      marks: [],
      uri: `file://${FOLDER}/shop/orders.py`,
      line: 15,
      character: 10,
    });
    // Of what a package handles, the place where it is registered.
    const mount = application.routes.find(({ verb }) => verb === "MOUNT");
    assert.deepEqual([mount?.uri, mount?.line], [`file://${FOLDER}/shop/main.py`, 15]);
  });

  it("finds those that a request leads to", () => {
    const found = (text: string): readonly string[] =>
      routesFor(text, shop(), sources).map(({ verb, path }) => `${verb} ${path}`);
    const [read, remove] = ["GET /api/v1/orders/{id}", "DELETE /api/v1/orders/{id}"];
    const line = '127.0.0.1:5000 - "GET /api/v1/orders/42?x=1 HTTP/1.1" 200 OK';
    assert.deepEqual(found(line), [read]);
    assert.deepEqual(found("https://shop.example/api/v1/orders/42"), [read, remove]);
    assert.deepEqual(found("/static/logo.png"), ["MOUNT /static"]);
    assert.deepEqual(found("/nowhere"), []);
    assert.deepEqual(found("orders"), []);
  });

  it("has a card for each", () => {
    const uri = `file://${FOLDER}/shop/main.py`;
    const reference = { application: "shop.main:app", verb: "POST", path: "/api/v1/login", uri };
    assert.match(cardOf(reference, shop(), sources) ?? "", /^\*\*POST\*\* `\/api\/v1\/login`/);
    for (const other of [{ path: "/gone" }, { uri: `file://${FOLDER}/other/main.py` }])
      assert.equal(cardOf({ ...reference, ...other }, shop(), sources), undefined);
  });
});

describe("going from a text to its route", () => {
  /** `file:line` of the places that are led to from a text, two characters into it. */
  const led = (path: string, text: string): readonly string[] => {
    const workspace = shop();
    const file = workspace.file(`${FOLDER}/${path}`) ?? assert.fail(path);
    const at = file.text.indexOf(text);
    assert.ok(at >= 0, text);
    const project = workspace.projectOf(file.path);
    return routeDefinition(file, at + 2, project, sources).map(
      ({ uri, range }) => `${uri.slice(`file://${FOLDER}/`.length)}:${range.start.line + 1}`,
    );
  };

  it("takes names of routes", () => {
    assert.deepEqual(led("shop/main.py", '"read_order"'), ["shop/orders.py:16"]);
    assert.deepEqual(led("shop/main.py", '"remove"'), ["shop/orders.py:28"]);
    assert.deepEqual(led("shop/main.py", '"static"'), []);
  });

  it("takes what a test client asks for", () => {
    const asked = [
      ['"/api/v1/orders/1?full=1"', "shop/orders.py:16"],
      ['f"{PREFIX}/orders', "shop/orders.py:28"],
      // With the redirect that Starlette answers.
      ['"/api/v1/orders/")', "shop/orders.py:21"],
      ['"/api/v1/orders/feed"', "shop/orders.py:25"],
      ['"/number/7"', "shop/main.py:12"],
      ['"/number/6"', "shop/main.py:12"],
    ] as const;
    for (const [text, place] of asked)
      assert.deepEqual(led("tests/test_orders.py", text), [place], text);
  });

  it("takes no text of other calls", () => {
    for (const text of ['"/number/5"', '"/number/8"', '"/number/9"', '"/nowhere"'])
      assert.deepEqual(led("tests/test_orders.py", text), [], text);
  });

  it("takes the address of tokens", () => {
    assert.deepEqual(led("shop/deps.py", 'f"{PREFIX}/login"'), ["shop/main.py:20"]);
  });
});
