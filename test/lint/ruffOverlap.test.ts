import assert from "node:assert/strict";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import { lint } from "../harness.ts";

/** A direct call on line 11, one that is reached on line 12. */
function main(direct = "", reached = ""): string {
  return `import time

from fastapi import FastAPI

from .mail import send

app = FastAPI(lifespan=None)

@app.get("/")
async def read():
    time.sleep(1)${direct}
    send()${reached}
`;
}

const MAIL = "import time\n\ndef send():\n    time.sleep(1)\n";
const DIRECT = "11 blocking-call-on-event-loop";
const REACHED = "12 blocking-call-on-event-loop";

function found(files: Readonly<Record<string, string>>, text = main(), settings = {}): string[] {
  const all = { "app/__init__.py": "", "app/mail.py": MAIL, "app/main.py": text, ...files };
  const lines = new Lines(text);
  return lint(new Map(Object.entries(all)), rules, settings)
    .filter(({ path }) => path.endsWith("/main.py"))
    .map(({ range, rule }) => `${lines.position(range.start).line} ${rule.id}`);
}

describe("beside Ruff", () => {
  it("all is told where nothing configures Ruff", () => {
    assert.deepEqual(found({}), [DIRECT, REACHED]);
    assert.deepEqual(found({ "pyproject.toml": "[tool.black]\n" }), [DIRECT, REACHED]);
  });

  it("what Ruff tells is told once; what it cannot see stays", () => {
    for (const toml of ['lint.select = ["ASYNC"]', 'lint.select = ["ALL"]', "line-length = 100"])
      assert.deepEqual(found({ "ruff.toml": toml }), [REACHED], toml);
  });

  it("what Ruff is not asked for is told", () => {
    for (const toml of [
      'lint.select = ["E", "F"]',
      'lint.select = ["ALL"]\nlint.ignore = ["ASYNC"]',
      'lint.select = ["ASYNC"]\nexclude = ["app"]',
      'lint.select = ["ASYNC"]\n[lint.per-file-ignores]\n"app/*" = ["ASYNC2"]',
    ])
      assert.deepEqual(found({ "ruff.toml": toml }), [DIRECT, REACHED], toml);
  });

  it("what an author tells Ruff by the code to let pass is let pass", () => {
    for (const toml of [
      'lint.ignore = ["ASYNC251"]',
      '[lint.per-file-ignores]\n"app/main.py" = ["ASYNC251"]',
    ])
      assert.deepEqual(found({ "ruff.toml": toml }), [REACHED], toml);
  });

  it("a comment that names the code counts for its line, reached or direct", () => {
    const noqa = "  # noqa: ASYNC251";
    assert.deepEqual(found({}, main(noqa)), [REACHED]);
    assert.deepEqual(found({}, main("", noqa)), [DIRECT]);
    assert.deepEqual(found({}, main("  # noqa", "  # noqa: ASYNC210")), [DIRECT, REACHED]);
    assert.deepEqual(found({}, `# ruff: noqa: ASYNC251\n${main()}`), []);
  });

  it("Ruff before 0.16 selects less by itself", () => {
    const pyproject = (ruff: string): string =>
      `[project]\nname = "x"\ndependencies = ["${ruff}"]\n[tool.ruff]\nline-length = 100\n`;
    assert.deepEqual(found({ "pyproject.toml": pyproject("ruff==0.15.4") }), [DIRECT, REACHED]);
    assert.deepEqual(found({ "pyproject.toml": pyproject("ruff<0.16") }), [DIRECT, REACHED]);
    assert.deepEqual(found({ "pyproject.toml": pyproject("ruff>=0.16") }), [REACHED]);
    const required = (version: string) => ({ "ruff.toml": `required-version = "${version}"` });
    assert.deepEqual(found(required("==0.11.4")), [DIRECT, REACHED]);
    assert.deepEqual(found(required(">=0.11.4")), [REACHED]);
  });

  it("a broken configuration of Ruff counts for nothing", () => {
    assert.deepEqual(found({ "ruff.toml": "lint.select = [" }), [DIRECT, REACHED]);
  });

  it("a comment of ours is not left over where Ruff has the finding", () => {
    const text = main("  # routewright: allow[blocking-call-on-event-loop]: why");
    assert.deepEqual(found({ "ruff.toml": 'lint.select = ["ASYNC"]' }, text), [REACHED]);
  });

  it("all is told where the configuration says so", () => {
    const files = { "ruff.toml": "", "routewright.toml": "respect-ruff = false\n" };
    const text = main("  # noqa: ASYNC251");
    assert.deepEqual(found(files, text), [DIRECT, REACHED]);
  });
});
