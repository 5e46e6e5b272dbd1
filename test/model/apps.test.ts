import assert from "node:assert/strict";
import {
  applicationNamed,
  applicationsIn,
  applicationsOf,
  argumentsOf,
  onlyApplication,
} from "#model/application/apps";
import { type Lifespan, lifespanOf } from "#model/application/lifespans";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { MODULE_LEVEL } from "#syntax/outline";
import { FOLDER, workspaceOf } from "../harness.ts";

function projectOf(files: Readonly<Record<string, string>>): Project {
  return workspaceOf(Object.entries(files)).projectOf(`${FOLDER}/x.py`);
}

function fileOf(project: Project, path: string): SourceFile {
  const file = project.file(`${FOLDER}/${path}`);
  assert.ok(file);
  return file;
}

/** The line, from 1, of the call that made what a name of a file stands for. */
function madeBy(name: string, path: string, project: Project): string | undefined {
  const id = project.workspace.names.of(name);
  const found = applicationNamed(id, fileOf(project, path), MODULE_LEVEL, project);
  if (found === undefined) return undefined;
  const { line } = found.file.lines.position(found.file.outline.calls.start(found.row));
  return `${found.file.path.slice(FOLDER.length + 1)}:${line}`;
}

describe("applications", () => {
  it("are calls of FastAPI, of Starlette and of classes of the project", () => {
    const project = projectOf({
      "main.py": [
        "import fastapi",
        "from starlette.applications import Starlette as Plain",
        "from server import Server, Other",
        "app = fastapi.FastAPI()",
        "plain = Plain()",
        "server = Server()",
        "other = Other()",
      ].join("\n"),
      "server.py":
        "from fastapi import FastAPI\nclass Server(FastAPI):\n    def __init__(self): ...\nclass Other: ...\n",
    });
    const found = applicationsIn(fileOf(project, "main.py"), project);
    assert.deepEqual(
      found.map(({ framework, hasOwnConstructor }) => `${framework} ${hasOwnConstructor}`),
      ["fastapi false", "starlette false", "fastapi true"],
    );
  });

  it("are followed through imports, other names, factories and attributes", () => {
    const project = projectOf({
      "app/__init__.py": "from app.server import app as application\n",
      "app/server.py":
        "from fastapi import FastAPI\nimport app.models\napp = FastAPI()\nalias = app\n",
      "app/models.py": "",
      "app/factory.py": [
        "from fastapi import FastAPI",
        "def create_app():",
        "    made = FastAPI()",
        "    return made",
        "class Holder:",
        "    def __init__(self):",
        "        self.app = FastAPI()",
        "holder = Holder()",
      ].join("\n"),
      "main.py": [
        "from app import application as shop",
        "from app import server",
        "from app.factory import create_app, holder",
        "made = create_app()",
        "held = holder.app",
      ].join("\n"),
    });
    assert.equal(madeBy("shop", "main.py", project), "app/server.py:3");
    assert.equal(madeBy("server.alias", "main.py", project), "app/server.py:3");
    assert.equal(madeBy("made", "main.py", project), "app/factory.py:3");
    assert.equal(madeBy("held", "main.py", project), "app/factory.py:7");
    assert.equal(madeBy("holder.app", "main.py", project), "app/factory.py:7");
  });

  it("are unknown where a name has several, or leads back to itself", () => {
    const project = projectOf({
      "main.py":
        "from fastapi import FastAPI\nimport os\nif os.name:\n    app = FastAPI()\nelse:\n    app = FastAPI(debug=True)\nring = ring\n",
    });
    assert.equal(madeBy("app", "main.py", project), undefined);
    assert.equal(madeBy("ring", "main.py", project), undefined);
  });

  it("of tests do not count for the project", () => {
    const project = projectOf({
      "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "tests/conftest.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    });
    assert.equal(applicationsOf(project).length, 1);
    assert.equal(onlyApplication(project)?.file.path, `${FOLDER}/app/main.py`);
  });

  it("tell their arguments, those of dictionaries too", () => {
    const project = projectOf({
      "main.py":
        'from fastapi import FastAPI\noptions = {"title": "Shop"}\napp = FastAPI(debug=True, **options)\n',
    });
    const [app] = applicationsOf(project);
    assert.ok(app);
    const { entries, isOpen } = argumentsOf(app, project);
    assert.deepEqual([...entries.keys()], ["debug", "title"]);
    assert.equal(isOpen, false);
  });
});

describe("the lifespan of an application", () => {
  const lifespan = (code: string): Lifespan["kind"] | undefined => {
    const project = projectOf({
      "main.py": `from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n@asynccontextmanager\nasync def lifespan(app):\n    yield\n${code}`,
    });
    const app = applicationsOf(project).at(-1);
    return app && lifespanOf(app, project).kind;
  };

  const cases: readonly (readonly [string, Lifespan["kind"]])[] = [
    ["app = FastAPI()", "none"],
    ["app = FastAPI(lifespan=None)", "none"],
    ["app = FastAPI(lifespan=lifespan)", "given"],
    ["chosen = lifespan\napp = FastAPI(lifespan=chosen)", "given"],
    ["app = FastAPI(lifespan=make(1))", "given"],
    ["app = FastAPI()\napp.router.lifespan_context = lifespan", "given"],
    ["app = FastAPI(**options())", "unknown"],
    ["app = FastAPI(lifespan=lifespan if debug else None)", "unknown"],
    ["def create(lifespan=None):\n    return FastAPI(lifespan=lifespan)", "unknown"],
    ["def create(**options):\n    return FastAPI(**options)", "unknown"],
    [
      "app = FastAPI()\ninner = app.router.lifespan_context\napp.router.lifespan_context = lifespan",
      "unknown",
    ],
  ];
  for (const [code, kind] of cases)
    it(`is ${kind}: ${code.replaceAll("\n", "; ")}`, () => assert.equal(lifespan(code), kind));
});
