import assert from "node:assert/strict";
import type { FilePath } from "#host";
import { routesOf } from "#model/routes/routes";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "../harness.ts";

const MAIN: FilePath = `${FOLDER}/app/main.py`;
const ITEMS: FilePath = `${FOLDER}/app/items.py`;

const ITEMS_TEXT = `from fastapi import APIRouter

router = APIRouter(prefix="/items")


@router.get("/{item_id}")
def read_item(item_id: int):
    return item_id


class Stock:
    def count(self) -> int:
        return 1
`;

function example(): Workspace {
  return workspaceOf([
    [
      "app/main.py",
      'from fastapi import FastAPI\n\nfrom app import items\n\napp = FastAPI()\napp.include_router(items.router, prefix="/api")\n',
    ],
    ["app/items.py", ITEMS_TEXT],
  ]);
}

function routes(workspace: Workspace): string[] {
  return workspace
    .projectOf(MAIN)
    .builtApplications()
    .flatMap((application) =>
      routesOf(application).map(({ path, isConditional }) =>
        isConditional ? `${path} perhaps` : path,
      ),
    );
}

function paths(workspace: Workspace): string[] {
  const applications = workspace.projectOf(MAIN).builtApplications();
  return applications.flatMap((application) => routesOf(application).map(({ path }) => path));
}

describe("built applications", () => {
  it("stay as they are while somebody types in the body of a handler or method", () => {
    const workspace = example();
    const before = workspace.projectOf(MAIN).builtApplications();
    for (const [from, to] of [
      ["    return item_id", "    total = item_id + 1\n    return total"],
      ["        return 1", "        return 1 +"],
    ] as const) {
      workspace.update(new Map([[ITEMS, ITEMS_TEXT.replace(from, to)]]));
      assert.equal(workspace.projectOf(MAIN).builtApplications(), before);
    }
  });

  it("follow a change of a path, a prefix and an include", () => {
    const workspace = example();
    assert.deepEqual(paths(workspace), ["/api/items/{item_id}"]);
    workspace.update(new Map([[ITEMS, ITEMS_TEXT.replace("/{item_id}", "/{item_id}/stock")]]));
    assert.deepEqual(paths(workspace), ["/api/items/{item_id}/stock"]);
    workspace.update(new Map([[ITEMS, ITEMS_TEXT.replace("/items", "/goods")]]));
    assert.deepEqual(paths(workspace), ["/api/goods/{item_id}"]);
    workspace.update(new Map([[MAIN, "from fastapi import FastAPI\n\napp = FastAPI()\n"]]));
    assert.deepEqual(paths(workspace), []);
  });

  it("follow a change of a dependency that was only read when somebody asked for it", () => {
    const workspace = workspaceOf([
      [
        "app/main.py",
        'from fastapi import Depends, FastAPI\n\nfrom app.deps import page\n\napp = FastAPI()\n\n\n@app.get("/items")\ndef items(at=Depends(page)): ...\n',
      ],
      ["app/deps.py", "def page(number: int = 1): ...\n"],
    ]);
    const parameters = (): string[] =>
      workspace
        .projectOf(MAIN)
        .builtApplications()
        .flatMap((application) => routesOf(application))
        .flatMap(({ dependant }) => dependant?.dependencies ?? [])
        .flatMap((dependency) => dependency.parameters.map(({ name }) => name));
    assert.deepEqual(parameters(), ["number"]);
    workspace.update(
      new Map([[`${FOLDER}/app/deps.py`, "def page(number: int = 1, size: int = 20): ...\n"]]),
    );
    assert.deepEqual(parameters(), ["number", "size"]);
  });

  it("hold what a lifespan or a handler of the startup registers, under a condition", () => {
    const router = `from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

router = APIRouter()


@router.get("/reports")
def list_reports(): ...
`;
    const lifespan = `
@asynccontextmanager
async def lifespan(app: FastAPI):
    app.include_router(router, prefix="/late")
    yield


app = FastAPI(lifespan=lifespan)
app.get("/health")(list_reports)
`;
    const events = `
app = FastAPI()
app.get("/health")(list_reports)


@app.on_event("startup")
def start():
    app.include_router(router, prefix="/late")
`;
    for (const text of [lifespan, events])
      assert.deepEqual(routes(workspaceOf([["app/main.py", router + text]])), [
        "/health",
        "/late/reports perhaps",
      ]);
  });

  it("say where code takes too long to be followed", () => {
    const workspace = workspaceOf([
      [
        "app/main.py",
        `from fastapi import APIRouter, FastAPI

router = APIRouter()
app = FastAPI()


@app.on_event("startup")
def start():
    for first in range(1000):
        for second in range(1000):
            total = first + second
    app.include_router(router)
`,
      ],
    ]);
    const [application] = workspace.projectOf(MAIN).builtApplications();
    assert.deepEqual(
      application?.dynamic.map(({ why }) => why),
      ["code that takes too long to follow"],
    );
  });

  it("are those of the rest where a file that registers is gone or broken", () => {
    const workspace = example();
    workspace.update(new Map([[ITEMS, `${ITEMS_TEXT}\n@router.post("/`]]));
    assert.deepEqual(paths(workspace), ["/api/items/{item_id}"]);
    workspace.update(new Map([[ITEMS, undefined]]));
    assert.deepEqual(paths(workspace), []);
  });
});
