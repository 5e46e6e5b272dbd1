import assert from "node:assert/strict";
import { dirname } from "node:path";
import { type RuffFiles, ruffConfigurationOf } from "#lint/ruffConfiguration";
import { ruffFindings } from "../python/ruff.ts";
import { folderWith } from "../temporary.ts";

/** One fault for each of some codes. */
const FAULTY = `import hashlib
import time

import httpx
import requests


async def sleeps(client: httpx.Client, name, cursor, now=time.time()):
    time.sleep(1)
    requests.get("http://x")
    client.get("http://x")
    open(name)
    cursor.execute(f"select a from b where c = '{name}'")
    return hashlib.md5(name)
`;
const CODES = ["ASYNC210", "ASYNC212", "ASYNC230", "ASYNC251", "B008", "S324", "S608"];

interface Case {
  readonly name: string;
  /** Configuration by path. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Where the faulty file stands; `app.py` where none is given. */
  readonly at?: readonly string[];
}

function pyproject(lines: string): string {
  return `[project]\nname = "x"\n${lines}`;
}

const CASES: readonly Case[] = [
  { name: "an empty ruff.toml", configuration: { "ruff.toml": "" } },
  { name: "no configuration for Ruff", configuration: { "pyproject.toml": pyproject("") } },
  { name: "one code", configuration: { "ruff.toml": 'lint.select = ["S608"]' } },
  { name: "a family", configuration: { "ruff.toml": 'lint.select = ["S"]' } },
  {
    name: "another family whose letters begin alike",
    configuration: { "ruff.toml": 'lint.select = ["SIM", "A"]' },
  },
  { name: "prefixes", configuration: { "ruff.toml": 'lint.select = ["S6", "ASYNC21"]' } },
  { name: "all", configuration: { ".ruff.toml": '[lint]\nselect = ["ALL"]' } },
  {
    name: "all but a family",
    configuration: { "ruff.toml": 'lint.select = ["ALL"]\nlint.ignore = ["S"]' },
  },
  {
    name: "a code of an ignored family",
    configuration: { "ruff.toml": 'lint.select = ["S608"]\nlint.ignore = ["S"]' },
  },
  {
    name: "an ignored code of a family",
    configuration: { "ruff.toml": 'lint.select = ["S"]\nlint.ignore = ["S608"]' },
  },
  {
    name: "the same selected and ignored",
    configuration: { "ruff.toml": 'lint.select = ["S608"]\nlint.ignore = ["S608"]' },
  },
  {
    name: "more than the default",
    configuration: { "ruff.toml": 'lint.extend-select = ["S324"]' },
  },
  {
    name: "less than the default",
    configuration: { "ruff.toml": 'lint.ignore = ["ASYNC251", "B"]' },
  },
  {
    name: "less than the default, in the old way",
    configuration: { "ruff.toml": 'lint.extend-ignore = ["ASYNC2"]' },
  },
  {
    name: "options outside of lint",
    configuration: {
      "pyproject.toml": pyproject('[tool.ruff]\nselect = ["S"]\nignore = ["S324"]'),
    },
  },
  {
    name: "options inside and outside",
    configuration: {
      "pyproject.toml": pyproject(
        '[tool.ruff]\nselect = ["S"]\n[tool.ruff.lint]\nignore = ["S324"]\nextend-select = ["ASYNC"]',
      ),
    },
  },
  {
    name: "two selections, inside and outside",
    configuration: { "ruff.toml": 'select = ["S"]\n[lint]\nselect = ["ASYNC"]' },
  },
  {
    name: "[tool.ruff] without rules",
    configuration: { "pyproject.toml": pyproject("[tool.ruff]\nline-length = 100") },
  },
  {
    name: ".ruff.toml before ruff.toml",
    configuration: {
      ".ruff.toml": 'lint.select = ["S608"]',
      "ruff.toml": 'lint.select = ["ASYNC"]',
    },
  },
  {
    name: "ruff.toml before pyproject.toml",
    configuration: {
      "ruff.toml": 'lint.select = ["S608"]',
      "pyproject.toml": pyproject('[tool.ruff.lint]\nselect = ["ASYNC"]'),
    },
  },
  {
    name: "the nearest alone",
    configuration: {
      "ruff.toml": 'lint.select = ["S"]',
      "inner/ruff.toml": 'lint.select = ["ASYNC"]',
      "other/pyproject.toml": pyproject(""),
    },
    at: ["app.py", "inner/app.py", "inner/deep/app.py", "other/app.py"],
  },
  {
    name: "an extended file",
    configuration: {
      "ruff-base.toml": 'lint.select = ["S"]\nlint.ignore = ["S324"]',
      "ruff.toml": 'extend = "ruff-base.toml"\nlint.extend-select = ["ASYNC"]',
    },
  },
  {
    name: "an extended file whose selection is replaced",
    configuration: {
      "base/ruff.toml": 'lint.select = ["S"]\nlint.ignore = ["ASYNC251"]',
      "app/pyproject.toml": pyproject(
        '[tool.ruff]\nextend = "../base/ruff.toml"\n[tool.ruff.lint]\nselect = ["ASYNC"]',
      ),
    },
    at: ["app/app.py"],
  },
  {
    name: "an extended file that ignores, and one that selects no more",
    configuration: {
      "ruff-base.toml": 'lint.ignore = ["ASYNC251"]',
      "ruff.toml": 'extend = "./ruff-base.toml"\nlint.extend-select = ["S"]',
    },
  },
  {
    name: "an extended file that ignores, and one that selects",
    configuration: {
      "ruff-base.toml": 'lint.ignore = ["ASYNC251"]',
      "ruff.toml": 'extend = "ruff-base.toml"\nlint.select = ["ASYNC"]',
    },
  },
  {
    name: "a chain of three with rules for files",
    configuration: {
      "a/pyproject.toml": pyproject(
        '[tool.ruff.lint]\nselect = ["ALL"]\nper-file-ignores = { "app.py" = ["S608"] }',
      ),
      "b/ruff.toml":
        'extend = "../a/pyproject.toml"\n[lint.extend-per-file-ignores]\n"app.py" = ["ASYNC251"]',
      "c/ruff.toml":
        'extend = "../b/ruff.toml"\n[lint]\nignore = ["B"]\n[lint.extend-per-file-ignores]\n"*.py" = ["S324"]',
    },
    at: ["a/app.py", "b/app.py", "c/app.py"],
  },
  {
    name: "rules for files that replace those of the extended file",
    configuration: {
      "ruff-base.toml": 'lint.select = ["ALL"]\n[lint.per-file-ignores]\n"*" = ["S"]',
      "ruff.toml": 'extend = "ruff-base.toml"\n[lint.per-file-ignores]\n"app.py" = ["ASYNC"]',
    },
  },
  {
    name: "rules for files",
    configuration: {
      "ruff.toml":
        'lint.select = ["S", "ASYNC"]\n[lint.per-file-ignores]\n"tests/*" = ["S"]\n"**/scripts/**" = ["ASYNC"]\n"main.py" = ["S608"]\n"deep/*/x.py" = ["ALL"]\n"[ab].py" = ["S6"]\n"{c,d}.py" = ["S3"]',
    },
    at: [
      "app.py",
      "tests/a/b.py",
      "scripts/a.py",
      "a/scripts/b/c.py",
      "a/main.py",
      "deep/a/x.py",
      "deep/a/b/x.py",
      "deep/x.py",
      "b.py",
      "d.py",
      "x/d.py",
      "src/tests/z.py",
    ],
  },
  {
    name: "rules for all files but some",
    configuration: {
      "ruff.toml":
        'lint.select = ["S", "ASYNC"]\n[lint.per-file-ignores]\n"!src/**.py" = ["S"]\n"!main.py" = ["ASYNC251"]',
    },
    at: ["app.py", "src/app.py", "src/a/b.py", "main.py"],
  },
  {
    name: "rules for files outside of lint",
    configuration: {
      "ruff.toml":
        'select = ["S"]\n[per-file-ignores]\n"app.py" = ["S608"]\n[extend-per-file-ignores]\n"a?p.py" = ["S324"]',
    },
  },
  {
    name: "files left out",
    configuration: {
      "ruff.toml": 'extend-exclude = ["old", "gen/*.py", "*_pb2.py"]\nlint.select = ["S"]',
    },
    at: [
      "app.py",
      "old/app.py",
      "a/old/b/app.py",
      "gen/x.py",
      "gen/a/x.py",
      "a/gen/x.py",
      "x_pb2.py",
      "build/app.py",
      "venv/app.py",
      "a/dist/x.py",
    ],
  },
  {
    name: "files left out instead of the usual ones",
    configuration: {
      "ruff.toml": 'exclude = ["old/"]\nlint.select = ["S"]\nlint.exclude = ["new/**"]',
    },
    at: ["app.py", "old/app.py", "build/app.py", "new/x.py", "a/old/x.py"],
  },
  {
    name: "files that are read alone",
    configuration: {
      "ruff.toml": 'include = ["src/**/*.py"]\nextend-include = ["main.py"]\nlint.select = ["S"]',
    },
    at: ["app.py", "src/app.py", "src/a/b.py", "main.py"],
  },
  {
    name: "nothing but what is added",
    configuration: { "ruff.toml": 'lint.select = []\nlint.extend-select = ["S608"]' },
  },
  {
    name: "a name that is told twice",
    configuration: { "ruff.toml": 'lint.select = ["S60", "S608"]\nlint.ignore = ["S60"]' },
  },
];

describe("Ruff's configuration", function () {
  this.timeout(300_000);
  /** `case/path code` of all that Ruff told. */
  const told = new Set<string>();

  before(() => {
    const folder = folderWith(
      Object.fromEntries(
        CASES.flatMap(({ configuration, at = ["app.py"] }, index) => [
          ...Object.entries(configuration).map(([path, text]) => [`${index}/${path}`, text]),
          ...at.map((path) => [`${index}/${path}`, FAULTY]),
        ]),
      ),
    );
    for (const { path, code } of ruffFindings(folder)) told.add(`${path} ${code}`);
  });

  for (const [index, { name, configuration, at = ["app.py"] }] of CASES.entries())
    it(`is read as Ruff reads it: ${name}`, () => {
      const texts = new Map(
        Object.entries(configuration).map(([path, text]) => [`/w/${index}/${path}`, text]),
      );
      const files: RuffFiles = {
        manifestFiles: () => new Set(texts.keys()),
        manifest: (path) => texts.get(path),
      };
      for (const path of at) {
        const file = `/w/${index}/${path}`;
        const read = ruffConfigurationOf(dirname(file), files, true);
        if (read === undefined) continue;
        assert.deepEqual(
          CODES.filter((code) => read.reports(code, file)),
          CODES.filter((code) => told.has(`${index}/${path} ${code}`)),
          path,
        );
      }
    });
});
