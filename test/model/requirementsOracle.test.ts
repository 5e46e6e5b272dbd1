/** Requirements files as pip itself reads them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { normalName } from "#model/packages/requirements";
import { packagesOf } from "#model/packages/versions";
import { pythonInterpreter } from "../python/environment.ts";

const REQUIREMENTS = join(import.meta.dirname, "..", "python", "values-requirements.txt");

const FILES: Readonly<Record<string, string>> = {
  "requirements.txt": `# all of it
-r requirements/base.txt
--requirement=requirements/db.in
-c limits/constraints.txt
--index-url https://index.example/simple --extra-index-url https://other.example
-i https://index.example
--no-binary :all:
--pre
-f ./wheels
FastAPI[standard,all] >= 0.100 , < 1   # a comment
Some.Thing_odd==1.0 \\
    --hash=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \\
    --hash=sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
long>=1, \\
  <2
marked~=1.4 ; python_version < "3.9" and sys_platform == 'win32'
parens (>=1.0)
hash-in-name#fragment
trailing==1.*   
    indented!=2.0
url @ https://files.example/url-1.5-py3-none-any.whl ; python_version > "3"
arbitrary===1.0+local
dashed-name>1
`,
  "requirements/base.txt": "-r deeper/more.txt\n\nbase\n\tstarlette\n",
  "requirements/deeper/more.txt": "-r ../base-two.txt\nmore<3\r\nwindows-ends\r\n",
  "requirements/base-two.txt": "two\n# -r nowhere.txt\n",
  "requirements/db.in": "-c ../limits/constraints.txt\nsqlalchemy[asyncio]\n",
  "limits/constraints.txt": "sqlalchemy<2.1\nnever-required==1.0\n-r more.txt\n",
  "limits/more.txt": "more!=2.5\nonly-limited==3\n",
};

type Read = readonly [
  name: string,
  extras: readonly string[],
  specifier: string,
  marker: string,
  isConstraint: boolean,
];

function clauses(text: string): string[] {
  return text
    .split(",")
    .map((it) => it.replaceAll(/\s/g, ""))
    .filter(Boolean)
    .sort();
}

describe("requirements files", () => {
  const folder = mkdtempSync(join(tmpdir(), "routewright-requirements-"));
  after(() => rmSync(folder, { recursive: true }));

  it("are read as pip reads them", () => {
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout, stderr, status } = spawnSync(
      pythonInterpreter(REQUIREMENTS),
      [join(import.meta.dirname, "requirements.py"), join(folder, "requirements.txt")],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, stderr);
    const real: readonly Read[] = JSON.parse(stdout);
    assert.ok(real.length > 18, stdout);
    const root = new Map([["requirements.txt", FILES["requirements.txt"] ?? ""]]);
    const packages = packagesOf(root, (path) => FILES[path]);
    const names = new Set(real.map(([name]) => normalName(name)));
    for (const name of names) {
      const said = real.filter(([each]) => normalName(each) === name);
      const isRequired = said.some(([, , , , isConstraint]) => !isConstraint);
      assert.equal(packages.has(name), isRequired, name);
      const version = packages.version(name);
      const constraint =
        version.kind === "allowed"
          ? version.constraint
          : version.kind === "locked"
            ? `==${version.all.join(",==")}`
            : "";
      const expected = said.flatMap(([, , specifier]) => clauses(specifier.replace(/^===/, "==")));
      if (isRequired && name !== "url")
        assert.deepEqual(clauses(constraint), [...new Set(expected)].sort(), name);
    }
    assert.equal(packages.version("nowhere").kind, "absent");
  });
});
