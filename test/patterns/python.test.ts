import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PythonProject, type PythonRun } from "../python/project.ts";

const PATTERNS = join(import.meta.dirname, "..", "..", "snippets", "patterns", "python");
const TESTS = join(import.meta.dirname, "python");

/** Each pattern stands as a module of the package `acme`; the tests beside this file use them. */
describe("our Python patterns", function () {
  this.timeout(300_000);
  let project: PythonProject;

  before(() => {
    project = new PythonProject({
      "acme/__init__.py": "",
      ...filesOf(PATTERNS, "acme"),
      ...filesOf(TESTS, "tests"),
    });
  });
  after(() => project.remove());

  it("pass mypy --strict", () => passes(project.mypy()));
  it("pass ruff check", () => passes(project.ruffCheck()));
  it("are formatted as ruff formats", () => passes(project.ruffFormat()));
  it("do what they promise", () => passes(project.pytest()));

  for (const file of pythonFilesOf(PATTERNS))
    it(`${file} can be imported alone`, () => {
      passes(project.run("-W", "error", "-c", `import acme.${basename(file, ".py")}`));
    });
});

function passes({ status, output }: PythonRun): void {
  assert.equal(status, 0, output);
}

function filesOf(folder: string, target: string): Record<string, string> {
  return Object.fromEntries(
    pythonFilesOf(folder).map((file) => [
      `${target}/${file}`,
      readFileSync(join(folder, file), "utf8"),
    ]),
  );
}

function pythonFilesOf(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith(".py"));
}
