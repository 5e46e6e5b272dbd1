import assert from "node:assert/strict";
import { middlewaresIn } from "#model/application/middleware";
import { evaluate } from "#model/values/values";
import { FOLDER, workspaceOf } from "../harness.ts";

/** What a file adds, a line each: form, class, keywords, and where the application is made. */
function middlewares(files: Readonly<Record<string, string>>, path: string): string[] {
  const workspace = workspaceOf(Object.entries(files));
  const file = workspace.file(`${FOLDER}/${path}`);
  assert.ok(file);
  const project = workspace.projectOf(file.path);
  return middlewaresIn(file, project).map(({ form, name, target, keywords, application }) => {
    const values = [...keywords.entries].map(([keyword, [only]]) => {
      const value = only && evaluate(only.expression, only.file, only.scope, project);
      return `${keyword}:${value?.kind}`;
    });
    const made = application?.file.path.slice(FOLDER.length + 1) ?? "unknown";
    return [form, name ?? target?.kind ?? "unknown", values.join(","), made].join(" ");
  });
}

describe("middlewares", () => {
  it("are found in every form, with the arguments for the class", () => {
    const main = `from fastapi import FastAPI
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware
from audit import Audit

app = FastAPI(middleware=[Middleware(CORSMiddleware, allow_origins=["*"])])
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
app.add_middleware(middleware_class=Audit)


@app.middleware("http")
async def timing(request, call_next): ...


wrapped = CORSMiddleware(app, allow_origins=["*"])
app.middleware
`;
    const audit = "class Audit: ...\n";
    assert.deepEqual(middlewares({ "main.py": main, "audit.py": audit }, "main.py"), [
      "listed starlette.middleware.cors.CORSMiddleware allow_origins:list main.py",
      "added starlette.middleware.cors.CORSMiddleware allow_origins:list,allow_credentials:boolean main.py",
      "added class  main.py",
      "function function  main.py",
      "wrapped starlette.middleware.cors.CORSMiddleware allow_origins:list main.py",
    ]);
  });

  it("read dictionaries, and settings of other files", () => {
    const files = {
      "app/main.py":
        "from fastapi import FastAPI\nfrom app.setup import add_cors\napp = FastAPI()\nadd_cors(app)\n",
      "app/setup.py":
        'from fastapi.middleware.cors import CORSMiddleware\nfrom app.settings import ORIGINS\n\noptions = {"allow_origins": ORIGINS}\n\n\ndef add_cors(app):\n    app.add_middleware(CORSMiddleware, **options)\n',
      "app/settings.py": 'ORIGINS = ["*"]\n',
    };
    assert.deepEqual(middlewares(files, "app/setup.py"), [
      "added starlette.middleware.cors.CORSMiddleware allow_origins:list app/main.py",
    ]);
  });

  it("have no application where the project has several", () => {
    const files = {
      "main.py": "from fastapi import FastAPI\napp = FastAPI()\nadmin = FastAPI()\n",
      "setup.py":
        "from fastapi import FastAPI\nfrom fastapi.middleware.gzip import GZipMiddleware\n\n\ndef add(app: FastAPI):\n    app.add_middleware(GZipMiddleware)\n",
    };
    assert.deepEqual(middlewares(files, "setup.py"), [
      "added fastapi.middleware.gzip.GZipMiddleware  unknown",
    ]);
  });

  it("are no other methods of these names", () => {
    const main =
      "from bot import dispatcher\ndispatcher.middleware(1)\n\n\n@dispatcher.middleware\ndef f(): ...\n";
    assert.deepEqual(middlewares({ "main.py": main, "bot.py": "dispatcher = 1\n" }, "main.py"), []);
  });
});
