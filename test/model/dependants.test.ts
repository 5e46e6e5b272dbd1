import assert from "node:assert/strict";
import { rangeInFile } from "#model/files/ownCode";
import { builtApplications } from "#model/routes/applications";
import { type Dependant, dependenciesIn } from "#model/routes/dependants";
import { pathParametersOf, requestsOnWebSocket, specialUses } from "#model/routes/pathParameters";
import { broughtParameters } from "#model/routes/requestParameters";
import { type Route, routesOf } from "#model/routes/routes";
import type { Place } from "#model/routes/value";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "../harness.ts";

function workspaceWith(main: string, others: Readonly<Record<string, string>> = {}): Workspace {
  return workspaceOf(
    Object.entries({ "pyproject.toml": "[project]\n", "main.py": main, ...others }),
  );
}

function routesIn(workspace: Workspace): readonly Route[] {
  return builtApplications(workspace.projectOf(`${FOLDER}/main.py`)).flatMap((it) => routesOf(it));
}

function routeIn(main: string, others: Readonly<Record<string, string>> = {}): Route {
  const [route] = routesIn(workspaceWith(main, others));
  assert.ok(route !== undefined);
  return route;
}

function treeOf(route: Route): Dependant {
  assert.ok(route.dependant !== undefined);
  return route.dependant;
}

/** The text that a place shows. */
function shown(place: Place, workspace: Workspace): string {
  const file = workspace.file(place.path);
  assert.ok(file !== undefined);
  const { start, end } = rangeInFile(place, file, place.scope);
  return file.text.slice(start, end);
}

/** The kind of session that the only dependency of a handler gives. */
function sessionOf(deps: string): string | undefined {
  const main = `from fastapi import Depends, FastAPI
from deps import get_db

app = FastAPI()

@app.get("/")
def root(db=Depends(get_db)): ...
`;
  return treeOf(routeIn(main, { "deps.py": deps })).dependencies[0]?.carriesSession;
}

describe("dependants", () => {
  it("says where each parameter and dependency stands", () => {
    const workspace = workspaceWith(`from fastapi import Depends, FastAPI, Query

def get_page(size: int = Query(10, alias="page-size")): ...

app = FastAPI(dependencies=[Depends(get_page)])

@app.get("/items")
def list_items(
    page: int = Depends(get_page),
    # the search text
    q: str | None = None,
): ...
`);
    const [route] = routesIn(workspace);
    assert.ok(route !== undefined);
    const tree = treeOf(route);
    const texts = dependenciesIn(tree).map(({ place }) => shown(place, workspace));
    assert.deepEqual(texts, ["Depends(get_page)", "page: int = Depends(get_page)"]);
    const [{ interpreter } = assert.fail()] = builtApplications(
      workspace.projectOf(`${FOLDER}/main.py`),
    );
    assert.deepEqual(
      broughtParameters(tree, interpreter).map(({ name, place }) => [
        name,
        shown(place, workspace),
      ]),
      [
        ["q", "q: str | None = None"],
        ["page-size", 'size: int = Query(10, alias="page-size")'],
      ],
    );
  });

  it("says where the fields of a model stand that are parameters", () => {
    const workspace = workspaceWith(`from fastapi import FastAPI, Query
from typing import Annotated
from pydantic import BaseModel, Field

class Filter(BaseModel):
    size: int = 10
    order: str = Field("name", alias="orderBy")

app = FastAPI()

@app.get("/items")
def list_items(where: Annotated[Filter, Query()]): ...
`);
    const [application = assert.fail()] = builtApplications(
      workspace.projectOf(`${FOLDER}/main.py`),
    );
    const [route = assert.fail()] = routesOf(application);
    assert.deepEqual(
      broughtParameters(treeOf(route), application.interpreter).map(({ name, place }) => [
        name,
        shown(place, workspace),
      ]),
      [
        ["size", "size: int = 10"],
        ["orderBy", 'order: str = Field("name", alias="orderBy")'],
      ],
    );
  });

  it("tells the names of a path that nobody takes, and those that it does not have", () => {
    const route = routeIn(`from fastapi import APIRouter, Depends, FastAPI, Path
from typing import Annotated

def get_team(team_id: int): ...

router = APIRouter(prefix="/teams/{team_id}")

@router.get("/members/{member_id:int}/{lost}")
def read(id: Annotated[int, Path(alias="member_id")], gone: Annotated[int, Path()], team=Depends(get_team)): ...

app = FastAPI()
app.include_router(router)
`);
    const found = pathParametersOf(route);
    assert.deepEqual(found?.declared, ["team_id", "member_id", "lost"]);
    assert.deepEqual(
      found.bound.map(({ name }) => name),
      ["id", "team_id"],
    );
    assert.deepEqual(found.unbound, ["lost"]);
    assert.deepEqual(
      found.missing.map(({ name }) => name),
      ["gone"],
    );
  });

  it("tells who asks for a request, and where a WebSocket has none", () => {
    const main = `from fastapi import Depends, FastAPI, Request, WebSocket
from fastapi.security import HTTPBearer
from starlette.requests import HTTPConnection

class Own(Request): ...

def get_user(request: Own): ...

def get_state(connection: HTTPConnection): ...

bearer = HTTPBearer()
app = FastAPI()

@app.websocket("/ws")
async def socket(ws: WebSocket, user=Depends(get_user), token=Depends(bearer), state=Depends(get_state)): ...

@app.get("/")
def root(user=Depends(get_user), state=Depends(get_state)): ...
`;
    const [socket = assert.fail(), root = assert.fail()] = routesIn(workspaceWith(main));
    assert.deepEqual(
      requestsOnWebSocket(socket).map(({ by }) => by.name),
      ["main:get_user", "main:bearer"],
    );
    assert.deepEqual(requestsOnWebSocket(root), []);
    assert.deepEqual(
      specialUses(treeOf(root), "request").map(({ parameter }) => parameter.name),
      ["request"],
    );
  });

  it("leaves open whether a parameter of an unknown type is in the query or the body", () => {
    const tree = treeOf(
      routeIn(`from fastapi import FastAPI
from elsewhere import Thing

app = FastAPI()

@app.post("/")
def root(thing: Thing, size: int = 3, made: "Nowhere" = None): ...
`),
    );
    assert.deepEqual(
      tree.parameters.map((it) => [it.name, it.in]),
      [
        ["thing", undefined],
        ["size", "query"],
        ["made", undefined],
      ],
    );
  });

  it("reads aliases that a `type` statement makes", () => {
    const tree = treeOf(
      routeIn(
        `from fastapi import FastAPI
from deps import SessionDep, Size

app = FastAPI()

@app.get("/")
def root(session: SessionDep, size: Size = 3): ...
`,
        {
          "deps.py": `from typing import Annotated
from fastapi import Depends, Query

type SessionDep = Annotated[str, Depends(get_session)]
type Size = Annotated[int, Query(alias="max")]

def get_session():
    yield "session"
`,
        },
      ),
    );
    assert.deepEqual(
      tree.dependencies.map(({ name }) => name),
      ["deps:get_session"],
    );
    assert.deepEqual(
      tree.parameters.map(({ alias }) => alias),
      ["max"],
    );
  });

  it("ends where classes need each other", () => {
    const tree = treeOf(
      routeIn(`from fastapi import Depends, FastAPI

class First:
    def __init__(self, second: "Second" = Depends()): ...

class Second:
    def __init__(self, first: First = Depends()): ...

app = FastAPI()

@app.get("/")
def root(first: First = Depends()): ...
`),
    );
    assert.deepEqual(
      dependenciesIn(tree).map(({ name }) => name),
      ["main:First", "main:Second", "main:First"],
    );
  });
});

describe("sessions that dependencies carry", () => {
  it("are those of an annotation", () => {
    const deps = `from collections.abc import AsyncIterator
from sqlalchemy.ext.asyncio import AsyncSession

async def get_db() -> AsyncIterator[AsyncSession]:
    async with make() as session:
        yield session
`;
    assert.equal(sessionOf(deps), "async");
  });

  it("are those of a type that stands for one, or is made from one", () => {
    const deps = `from collections.abc import AsyncGenerator
from typing import NewType
from sqlalchemy.ext.asyncio import AsyncSession

class Own(AsyncSession): ...

Read = NewType("Read", Own)

async def get_db() -> AsyncGenerator["Read", None]:
    async with make() as session:
        yield session
`;
    assert.equal(sessionOf(deps), "async");
  });

  it("are those of a factory", () => {
    const deps = `from sqlalchemy.orm import sessionmaker

SessionLocal = sessionmaker(bind=engine)

def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
`;
    assert.equal(sessionOf(deps), "sync");
  });

  it("are those of SQLModel", () => {
    const deps = `from sqlmodel import Session

def get_db():
    with Session(engine) as session:
        yield session
`;
    assert.equal(sessionOf(deps), "sync");
  });

  it("are those that a method yields", () => {
    const deps = `from sqlalchemy.ext.asyncio import async_sessionmaker

class Database:
    def __init__(self) -> None:
        self.factory = async_sessionmaker(engine)

    async def session(self):
        async with self.factory() as session:
            yield session

get_db = Database().session
`;
    assert.equal(sessionOf(deps), "async");
  });

  it("are not what is made of a session", () => {
    const deps = `from sqlalchemy.orm import Session

class Repository:
    def __init__(self, session: Session) -> None: ...

def get_db(session: Session) -> Repository:
    return Repository(session)
`;
    assert.equal(sessionOf(deps), undefined);
  });
});
