import assert from "node:assert/strict";
import { routesJson } from "#formats/routes";
import { workspaceRoutes } from "#model/routes/workspaceRoutes";
import { FOLDER, workspaceOf } from "./harness.ts";

interface Shown {
  readonly applications: readonly {
    readonly middleware: readonly { readonly by: string; readonly arguments: object }[];
    readonly lifespans: readonly { readonly opens: readonly object[] }[];
  }[];
}

function shownOf(main: string): Shown["applications"][number] {
  const workspace = workspaceOf(new Map([["main.py", main]]));
  const json = routesJson(workspaceRoutes(workspace), (path) => path.slice(FOLDER.length + 1));
  const { applications }: Shown = JSON.parse(json);
  return applications[0] ?? assert.fail("no application");
}

describe("what routes --format json tells of an application", () => {
  it("tells what a lifespan opens, itself and by what it calls, and whether it is closed", () => {
    const { lifespans } = shownOf(`
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import create_async_engine


def connect():
    engine = create_async_engine("postgresql+asyncpg://db")
    return engine


@asynccontextmanager
async def lifespan(app):
    connect()
    cache = Redis()
    async with httpx.AsyncClient() as client:
        yield
    await cache.aclose()


app = FastAPI(lifespan=lifespan)
`);
    const opens = lifespans.flatMap((it) => it.opens);
    assert.deepEqual(
      opens.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      [
        { type: "httpx.AsyncClient", name: "client", file: "main.py", line: 19, closed: true },
        { type: "redis.asyncio.Redis", name: "cache", file: "main.py", line: 18, closed: true },
        {
          type: "sqlalchemy.ext.asyncio.AsyncEngine",
          name: "engine",
          file: "main.py",
          line: 11,
          closed: false,
        },
      ],
    );
  });

  it("prints no secret, also not inside a dictionary", () => {
    const { middleware } = shownOf(`
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="hunter2", options={"api_token": "hunter2", "size": 3})
`);
    const [session] = middleware.filter(({ by }) => by === "added");
    assert.deepEqual(session?.arguments, {
      secret_key: { unknown: "a secret" },
      options: { api_token: { unknown: "a secret" }, size: 3 },
    });
  });
});
