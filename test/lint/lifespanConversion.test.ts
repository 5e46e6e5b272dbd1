import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { applyEdits } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import deadEventHandler from "#rules/lifecycle/dead-event-handler";
import deprecatedEventHandler from "#rules/lifecycle/deprecated-event-handler";
import missingLifespan from "#rules/lifecycle/missing-lifespan";
import { FOLDER, lint } from "../harness.ts";
import { sections } from "../markdown.ts";
import { PythonProject } from "../python/project.ts";

/**
 * Starts and stops the application of every folder named on the command line and prints what each says, as JSON.
 * FastAPI is given back what it had of Starlette before 1.0.
 */
const RUN = `
import asyncio, contextlib, importlib, io, json, sys, traceback, warnings
warnings.simplefilter("ignore")
import fastapi
fastapi.FastAPI.add_event_handler = lambda app, event, f: app.router.add_event_handler(event, f)
async def run(app):
    async with app.router.lifespan_context(app):
        print("running")
said = []
for folder in sys.argv[1:]:
    output = io.StringIO()
    sys.path.insert(0, folder)
    with contextlib.redirect_stdout(output):
        try:
            main = importlib.import_module("app.main")
            asyncio.run(run(getattr(main, "application", None) or main.app))
        except Exception:
            traceback.print_exc(file=output)
    sys.path.remove(folder)
    for name in [name for name in sys.modules if name.split(".")[0] == "app"]:
        del sys.modules[name]
    said.append(output.getvalue())
print(json.dumps(said))
`;

const RULES = [deadEventHandler, deprecatedEventHandler, missingLifespan];

describe("A fix that makes a lifespan", function () {
  this.timeout(120_000);
  const projects = sections(readFileSync("test/lint/lifespanConversion.md", "utf8")).map(
    ({ heading, files }) => ({ heading, files, converted: new Map(files) }),
  );
  let before: readonly string[] = [];
  let after: readonly string[] = [];

  it("is offered", () => {
    for (const project of projects) project.converted = convert(project.files, project.heading);
  });

  it("runs", () => {
    before = run(projects.map(({ files }) => files));
    after = run(projects.map(({ converted }) => converted));
  });

  for (const [index, { heading }] of projects.entries())
    it(`keeps what is said: ${heading}`, () => {
      assert.deepEqual(linesOf(after[index]), expected(heading, linesOf(before[index])));
    });

  it("leaves no handler and no finding", () => {
    for (const { heading, converted } of projects) {
      const text = [...converted.values()].join("\n");
      assert.doesNotMatch(text, /on_event|add_event_handler|on_startup|on_shutdown/, heading);
      assert.deepEqual(lint(converted, RULES), [], heading);
    }
  });

  it("leaves what Ruff accepts", () => {
    const project = projectOf(projects.map(({ converted }) => converted));
    try {
      const rules = ["F", "I", "E401", "E7", "W"].join(",");
      const { status, output } = project.run(
        ...["-m", "ruff", "check", "--isolated", "--no-cache", "--select", rules, "."],
      );
      assert.equal(status, 0, output);
    } finally {
      project.remove();
    }
  });
});

describe("No fix makes a lifespan", () => {
  const cases: Readonly<Record<string, string>> = {
    "of a handler under a condition":
      "app = FastAPI()\nif DEBUG:\n    app.router.on_startup.append(print)\n",
    "of two functions of one name":
      'app = FastAPI()\n@app.on_event("startup")\ndef f(): ...\n@app.on_event("startup")\ndef f(): ...\n',
    "of a function under another decorator":
      'app = FastAPI()\n@app.on_event("startup")\n@traced\ndef f(): ...\n',
    "of what another decorator hides":
      'from fastapi_utils.tasks import repeat_every\napp = FastAPI()\n@repeat_every(seconds=1)\n@app.on_event("startup")\ndef f(): ...\n',
    "of what may have to be awaited": "app = FastAPI()\napp.router.on_startup.append(connect)\n",
    "of a list in a variable": "hooks = [print]\napp = FastAPI(on_startup=hooks)\n",
    "of a list that is passed on": "def make(hooks):\n    return FastAPI(on_startup=hooks)\n",
    "of a handler that uses variables of the function around it":
      'def add(app: FastAPI, url: str):\n    @app.on_event("startup")\n    def f():\n        print(url)\napp = FastAPI()\nadd(app, "x")\n',
    "of a function that nothing calls":
      'def add(app: FastAPI):\n    @app.on_event("startup")\n    def f(): ...\napp = FastAPI()\n',
    "of a statement that shares its line":
      "def f(): ...\napp = FastAPI(); app.router.on_startup.append(f)\n",
    "beside a lifespan with two yields":
      'async def lifespan(app):\n    if DEBUG:\n        yield\n    else:\n        yield\napp = FastAPI(lifespan=lifespan)\n@app.on_event("startup")\ndef f(): ...\n',
    "beside a lifespan that is a class":
      'class Lifespan: ...\napp = FastAPI(lifespan=Lifespan)\n@app.on_event("startup")\ndef f(): ...\n',
    "of one of several applications":
      'app = FastAPI()\nadmin = FastAPI()\ndef add(some: FastAPI):\n    @some.on_event("startup")\n    def f(): ...\n',
  };
  for (const [heading, code] of Object.entries(cases))
    it(heading, () => {
      const text = `from fastapi import FastAPI\nfrom app.settings import DEBUG, connect, traced\n${code}`;
      const reports = lint(new Map([["app/main.py", text]]), RULES);
      assert.notEqual(reports.length, 0);
      assert.deepEqual(
        reports.flatMap(({ fixes = [] }) => fixes),
        [],
      );
    });
});

/** An included router runs its handlers twice, and dead handlers say nothing until they are moved. */
function expected(heading: string, before: readonly string[]): readonly string[] {
  if (heading.includes("router")) return [...new Set(before)];
  return heading.includes("dead") ? ["start", "connect", "running", "disconnect", "stop"] : before;
}

function convert(files: ReadonlyMap<string, string>, heading: string): Map<string, string> {
  const fix = lint(files, RULES).flatMap(({ fixes = [] }) => fixes)[0];
  assert.ok(fix, heading);
  const result = new Map(files);
  const edits = new Map<string, TextEdit[]>();
  for (const edit of fix.edits()) {
    assert.ok("range" in edit);
    const path = edit.path.slice(FOLDER.length + 1);
    edits.set(path, [...(edits.get(path) ?? []), edit]);
  }
  for (const [path, changes] of edits) result.set(path, applyEdits(files.get(path) ?? "", changes));
  return result;
}

function run(all: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const project = projectOf(all);
  try {
    const folders = all.map((_, index) => `${project.folder}/project${index}`);
    const { status, output } = project.run("-c", RUN, ...folders);
    assert.equal(status, 0, output);
    return JSON.parse(output.trim().split("\n").at(-1) ?? "");
  } finally {
    project.remove();
  }
}

function projectOf(all: readonly ReadonlyMap<string, string>[]): PythonProject {
  const files = all.flatMap((each, index) =>
    Array.from(each, ([path, text]) => [`project${index}/${path}`, text] as const),
  );
  return new PythonProject(Object.fromEntries(files));
}

function linesOf(output: string | undefined): readonly string[] {
  return output?.trim().split("\n") ?? [];
}
