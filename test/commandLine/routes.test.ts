import assert from "node:assert/strict";
import { folderWith } from "../temporary.ts";
import { routewright } from "./routewright.ts";

const SHOP = {
  "requirements.txt": "fastapi==0.136.0\n",
  "shop/__init__.py": "",
  "shop/main.py": `import os

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from shop import admin, orders, plugins

app = FastAPI()
app.include_router(orders.router, prefix="/api/v1", tags=["orders"])
if os.environ.get("ADMIN"):
    app.include_router(admin.router)
app.mount("/static", StaticFiles(directory="static"), name="static")
app.include_router(plugins.load())


@app.get("/health", include_in_schema=False)
async def health() -> dict[str, str]:
    return {}
`,
  "shop/deps.py": `from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

oauth2 = OAuth2PasswordBearer(tokenUrl="/token")
sessions = async_sessionmaker()


async def get_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


def current_user(token: Annotated[str, Depends(oauth2)], session: Annotated[AsyncSession, Depends(get_session)]) -> str:
    return token
`,
  "shop/orders.py": `from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from pydantic import BaseModel

from shop.deps import current_user

router = APIRouter(prefix="/orders", dependencies=[Depends(current_user)])


class Order(BaseModel):
    id: int


@router.get("/{id}")
async def read_order(id: int) -> Order:
    return Order(id=id)


@router.websocket("/feed")
async def feed(websocket: WebSocket) -> None: ...
`,
  "shop/admin.py": `from fastapi import APIRouter

router = APIRouter()
router.add_api_route("/admin", lambda: None, methods=["PUT", "POST"])
`,
  "shop/plugins.py": `from importlib.metadata import entry_points


def load():
    return next(iter(entry_points(group="shop"))).load()
`,
};

describe("routewright routes", () => {
  const cwd = folderWith(SHOP);

  it("lists the routes of an application as they are asked", () => {
    const { code, out, error } = routewright(["routes"], { cwd });
    assert.equal(
      out,
      `shop.main:app  shop/main.py:8  4 routes, 1 mount

  GET       /api/v1/orders/{id}  read_order                         shop/orders.py:16
  WS        /api/v1/orders/feed  feed                               shop/orders.py:21
  POST,PUT  /admin               <lambda>                           shop/admin.py:4 [conditional]
  MOUNT     /static              starlette.staticfiles:StaticFiles  shop/main.py:12
  GET       /health              health                             shop/main.py:17 [not in the schema]

  Routes that are known only at run time, and what they depend on:
  shop/main.py:13  \`next().load()\` of a package
`,
    );
    assert.deepEqual([code, error], [0, ""]);
  });

  it("lists what a file handles, with what it depends on", () => {
    const { out } = routewright(["routes", "--dependencies", "shop/orders.py"], { cwd });
    assert.equal(
      out,
      `shop.main:app  shop/main.py:8  2 routes

  GET  /api/v1/orders/{id}  read_order  shop/orders.py:16
      - shop.deps:current_user (sync)
        - shop.deps:oauth2 (async, security)
        - shop.deps:get_session (async, yields, scope request, gives an AsyncSession)
      returns shop.orders:Order
  WS   /api/v1/orders/feed  feed        shop/orders.py:21
      - shop.deps:current_user (sync)
        - shop.deps:oauth2 (async, security)
        - shop.deps:get_session (async, yields, scope request, gives an AsyncSession)
`,
    );
  });

  it("gives other programs all it knows of a route", () => {
    const { out } = routewright(["routes", "--format", "json", "main.py"], { cwd: `${cwd}/shop` });
    const { routes, dynamic } = JSON.parse(out);
    assert.equal(routes.length, 5);
    assert.deepEqual(routes[0], {
      app: "shop.main:app",
      methods: ["GET"],
      path: "/api/v1/orders/{id}",
      kind: "http",
      handler: "shop.orders:read_order",
      file: "orders.py",
      line: 16,
      name: "read_order",
      includeInSchema: true,
      conditional: false,
      dependencies: [
        {
          name: "shop.deps:current_user",
          scope: null,
          yields: false,
          async: false,
          dependencies: [
            {
              name: "shop.deps:oauth2",
              scope: null,
              yields: false,
              async: true,
              dependencies: [],
            },
            {
              name: "shop.deps:get_session",
              scope: "request",
              yields: true,
              async: true,
              dependencies: [],
            },
          ],
        },
      ],
      security: ["shop.deps:oauth2"],
      responseModel: "shop.orders:Order",
      parameters: [{ name: "id", in: "path" }],
      tags: ["orders"],
      operationId: null,
    });
    assert.deepEqual(
      dynamic.map(({ app, file, line }: Dynamic) => [app, file, line]),
      [["shop.main:app", "main.py", 13]],
    );
  });

  it("tells of every project, and of where no application is", () => {
    const app = `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef home(): ...\n`;
    const one = { "one/requirements.txt": "fastapi\n", "one/first.py": app };
    const two = { "two/requirements.txt": "fastapi\n", "two/second.py": app, "none/x.py": "" };
    const workspace = folderWith({ ...one, ...two });
    const { out } = routewright(["routes"], { cwd: workspace });
    assert.match(out, /^first:app {2}one\/first\.py:3 {2}1 route\n(?:.*\n)*\nsecond:app {2}two\//);
    const none = routewright(["routes", "none"], { cwd: workspace });
    assert.deepEqual(none, { code: 0, out: "", error: "There is no FastAPI application here.\n" });
  });

  it("refuses a folder that does not exist", () => {
    const { code, out, error } = routewright(["routes", "nowhere"], { cwd });
    assert.deepEqual([code, out, error], [2, "", "nowhere does not exist.\n"]);
  });

  it("shows no default of a setting that is secret", () => {
    const main = `import os

from fastapi import FastAPI
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    hook_secret: str = "hunter2"


settings = Settings()
app = FastAPI()


@app.post(f"/{settings.hook_secret}/hook")
def hook(): ...


@app.post("/bot/" + os.environ.get("BOT_TOKEN", "hunter3"))
def bot(): ...
`;
    const workspace = folderWith({ "requirements.txt": "fastapi\n", "main.py": main });
    for (const format of ["text", "json"]) {
      const { out } = routewright(["routes", "--format", format], { cwd: workspace });
      assert.doesNotMatch(out, /hunter/);
      assert.match(out, /the setting `hook_secret`/);
      assert.match(out, /the setting `BOT_TOKEN`/);
    }
  });

  it("shows no control characters of the project", () => {
    const evil = `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/\\x1b[31m\\u202e")\ndef home(): ...\n`;
    const workspace = folderWith({ "requirements.txt": "fastapi\n", "main.py": evil });
    for (const format of ["text", "json"]) {
      const { out } = routewright(["routes", "--format", format], { cwd: workspace });
      assert.ok(!out.includes("\u001b") && !out.includes("\u202e"), format);
      assert.match(out, format === "json" ? /\/\\u001b\[31m/ : /\/\\x1b\[31m\\u202e/);
    }
  });
});

interface Dynamic {
  readonly app: string;
  readonly file: string;
  readonly line: number;
}
