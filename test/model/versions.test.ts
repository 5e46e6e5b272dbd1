import assert from "node:assert/strict";
import { type Packages, packagesOf } from "#model/packages/versions";

function project(files: Record<string, string>, included: Record<string, string> = {}): Packages {
  return packagesOf(new Map(Object.entries(files)), (path) =>
    new Map(Object.entries(included)).get(path),
  );
}

/** What a package's place shows. */
function shown(files: Record<string, string>, name: string): string | undefined {
  const place = project(files).place(name);
  return place && `${place.file}: ${files[place.file]?.slice(place.start, place.end)}`;
}

const uvLock = `version = 1
requires-python = ">=3.11"

[[package]]
name = "bcrypt"
version = "5.0.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "numpy"
version = "1.26.4"
resolution-markers = ["python_full_version < '3.12'"]

[[package]]
name = "numpy"
version = "2.1.0"
`;
const poetryLock = `[[package]]
name = "SQLAlchemy"
version = "2.0.36"
description = "Database Abstraction Library"

[package.extras]
asyncio = ["greenlet (!=0.4.17)"]

[metadata]
lock-version = "2.1"
`;
const pipfileLock = JSON.stringify({
  default: { fastapi: { version: "==0.115.0", hashes: [] }, local: { path: "." } },
  develop: { pytest: { version: "==8.3.0" } },
});

describe("versions from lock files", () => {
  const cases: readonly (readonly [file: string, text: string, name: string, version: string])[] = [
    ["uv.lock", uvLock, "bcrypt", "5.0.0"],
    ["poetry.lock", poetryLock, "sqlalchemy", "2.0.36"],
    ["pdm.lock", poetryLock, "sqlalchemy", "2.0.36"],
    ["pylock.toml", uvLock.replaceAll("[[package]]", "[[packages]]"), "bcrypt", "5.0.0"],
    ["Pipfile.lock", pipfileLock, "fastapi", "0.115.0"],
    ["Pipfile.lock", pipfileLock, "pytest", "8.3.0"],
  ];
  for (const [file, text, name, version] of cases)
    it(`${file}: ${name}`, () => {
      const packages = project({ [file]: text });
      assert.deepEqual(packages.version(name), { kind: "locked", version, all: [version] });
      assert.equal(packages.atLeast(name, version), true);
      assert.equal(packages.atLeast(name, "99"), false);
      assert.deepEqual(packages.version("flask"), { kind: "absent" });
    });

  it("win over constraints, and a package that is not locked is looked up in the manifests", () => {
    const packages = project({
      "uv.lock": uvLock,
      "pyproject.toml": '[project]\ndependencies = ["bcrypt<5", "httpx==0.27.0"]\n',
    });
    assert.equal(packages.atLeast("bcrypt", "5.0.0"), true);
    assert.equal(packages.atLeast("httpx", "0.28.0"), false);
  });

  it("give no answer where the locked versions differ about it", () => {
    const packages = project({ "uv.lock": uvLock });
    assert.deepEqual(packages.version("numpy"), {
      kind: "locked",
      version: "2.1.0",
      all: ["1.26.4", "2.1.0"],
    });
    assert.equal(packages.atLeast("numpy", "2.0"), undefined);
    assert.equal(packages.atLeast("numpy", "1.20"), true);
    assert.equal(packages.atLeast("numpy", "3.0"), false);
  });

  it("count uv's before Poetry's", () => {
    const packages = project({ "poetry.lock": poetryLock, "uv.lock": uvLock });
    assert.equal(packages.has("sqlalchemy"), false);
    assert.equal(packages.has("bcrypt"), true);
  });
});

describe("versions from manifests", () => {
  const cases: readonly (readonly [
    file: string,
    text: string,
    name: string,
    constraint: string,
  ])[] = [
    [
      "pyproject.toml",
      "[project]\ndependencies = [\"Fast_API >= 0.100, <1; python_version > '3'\"]",
      "fast-api",
      ">= 0.100, <1",
    ],
    [
      "pyproject.toml",
      '[project.optional-dependencies]\nall = ["redis[hiredis]~=5.0"]',
      "redis",
      "~=5.0",
    ],
    [
      "pyproject.toml",
      '[dependency-groups]\ndev = [{include-group = "x"}, "pytest>8"]\nx = []',
      "pytest",
      ">8",
    ],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = "^0.110"',
      "fastapi",
      "^0.110",
    ],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies]\nfastapi = {version = "^0.110", extras = ["all"]}',
      "fastapi",
      "^0.110",
    ],
    [
      "pyproject.toml",
      '[tool.poetry.group.test.dependencies.httpx]\nversion = "<0.28"',
      "httpx",
      "<0.28",
    ],
    ["pyproject.toml", '[tool.uv]\ndev-dependencies = ["mypy>1"]', "mypy", ">1"],
    ["pyproject.toml", '[tool.pdm.dev-dependencies]\ntest = ["mypy>1"]', "mypy", ">1"],
    ["pyproject.toml", '[tool.hatch.envs.default]\ndependencies = ["mypy>1"]', "mypy", ">1"],
    [
      "setup.cfg",
      "[options]\ninstall_requires =\n    fastapi>=0.100\n    # no\n    httpx<1\n[options.extras_require]\nx = redis>4\n",
      "httpx",
      "<1",
    ],
    ["setup.cfg", "[options.extras_require]\nx = redis>4\n", "redis", ">4"],
    [
      "Pipfile",
      '[packages]\nfastapi = "*"\n[dev-packages]\nhttpx = {version = "<1"}',
      "httpx",
      "<1",
    ],
    [
      "requirements.txt",
      "# all\nfastapi[standard]>=0.100 ; python_version > '3'  # why\n",
      "fastapi",
      ">=0.100",
    ],
    ["requirements-dev.txt", "-i https://x.example\nhttpx (<1)\n", "httpx", "<1"],
    ["requirements.in", "fastapi>=0.100, \\\n    <1\n", "fastapi", ">=0.100,       <1"],
    [
      "PKG-INFO",
      "Name: x\nRequires-Dist: httpx (<1) ; extra == 'y'\n\nRequires-Dist: no\n",
      "httpx",
      "<1",
    ],
  ];
  for (const [file, text, name, constraint] of cases)
    it(`${file}: ${text.split("\n").at(-1) || name}`, () => {
      const version = project({ [file]: text }).version(name);
      assert.ok(version.kind === "allowed", version.kind);
      assert.equal(version.constraint, constraint);
    });

  it("take a pin for the version", () => {
    const packages = project({
      "requirements.txt":
        "fastapi==0.115.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nhttpx===0.27\nstarlette==0.*\n",
    });
    assert.deepEqual(packages.version("fastapi"), {
      kind: "locked",
      version: "0.115.0",
      all: ["0.115.0"],
    });
    assert.equal(packages.atLeast("httpx", "0.28"), false);
    assert.equal(packages.version("starlette").kind, "allowed");
  });

  it("hold together over files", () => {
    const packages = project({
      "pyproject.toml": '[project]\ndependencies = ["fastapi>=0.100"]',
      "requirements.txt": "fastapi<0.120\n",
    });
    assert.equal(packages.atLeast("fastapi", "0.100"), true);
    assert.equal(packages.atLeast("fastapi", "0.120"), false);
  });

  it("do not take constraints of -c for requirements", () => {
    const packages = project({
      "requirements.txt": "-c limits.txt\nfastapi\n",
      "limits.txt": "fastapi<0.100\nhttpx==0.27\n",
    });
    assert.equal(packages.atLeast("fastapi", "0.100"), false);
    assert.equal(packages.has("httpx"), false);
  });

  it("follow -r through folders and rings, and ask for files that they lack", () => {
    const packages = project(
      {
        "requirements/dev.txt": "-r base.txt\n-r ../more/x.txt\npytest\n",
        "requirements/base.txt": "-r dev.txt\nfastapi\n",
      },
      { "more/x.txt": "--requirement=y.txt\nhttpx==0.27\n", "more/y.txt": "redis\n" },
    );
    for (const name of ["pytest", "fastapi", "httpx", "redis"])
      assert.equal(packages.has(name), true, name);
    assert.deepEqual(packages.version("flask"), { kind: "absent" });
  });

  it("read addresses and editable installs without a version", () => {
    const packages = project({
      "requirements.txt":
        "fastapi @ git+https://github.com/fastapi/fastapi@master\n-e git+https://x.example/y.git#egg=Thing\n-e .\n./local.whl\nhttps://x.example/z.whl\n",
    });
    assert.deepEqual(packages.version("fastapi"), {
      kind: "allowed",
      constraint: "",
      newest: "0.165.0",
    });
    assert.equal(packages.has("thing"), true);
  });
});

describe("atLeast", () => {
  const answer = (requirement: string, version: string): boolean | undefined =>
    project({ "requirements.txt": requirement }).atLeast(
      requirement.match(/^[\w-]+/)?.[0] ?? "",
      version,
    );
  const cases: readonly (readonly [
    requirement: string,
    version: string,
    answer: boolean | undefined,
  ])[] = [
    ["bcrypt", "5.0.0", true],
    ["bcrypt>=4", "5.0.0", true],
    ["bcrypt<5", "5.0.0", false],
    ["bcrypt>=5", "5.0.0", true],
    ["bcrypt~=4.0.1", "5.0.0", false],
    ["bcrypt!=5.0.0", "4.0.0", true],
    ["fastapi>=0.100,<0.140", "0.118", true],
    ["fastapi>=0.100,<0.118", "0.118", false],
    ["httpx", "0.28.0", true],
    ["httpx", "1.0", false],
    ["nobody-knows-it>=1", "2.0", true],
    ["nobody-knows-it>=1", "1.0", true],
    ["nobody-knows-it<1", "2.0", false],
    ["bcrypt>=latest", "5.0.0", undefined],
  ];
  for (const [requirement, version, expected] of cases)
    it(`${requirement}: ${version} or later is ${expected}`, () => {
      assert.equal(answer(requirement, version), expected);
    });

  it("knows nothing of a package that is not there", () => {
    assert.equal(project({ "requirements.txt": "fastapi" }).atLeast("bcrypt", "5.0.0"), undefined);
  });

  it("knows what well-known packages require themselves", () => {
    const old = project({
      "requirements.txt": "fastapi==0.115.0\npasslib[bcrypt]\nsqlmodel<0.0.20",
    });
    assert.equal(old.atLeast("starlette", "1.0.0"), false);
    assert.equal(old.atLeast("sqlalchemy", "2.1.0"), false);
    assert.equal(old.atLeast("bcrypt", "5.0.0"), true);
    assert.equal(project({ "requirements.txt": "fastapi" }).atLeast("starlette", "1.0.0"), true);
    assert.equal(project({ "requirements.txt": "passlib" }).has("bcrypt"), false);
  });
});

describe("what is not known", () => {
  it("a project without manifests", () => {
    assert.deepEqual(project({}).version("fastapi"), { kind: "unknown" });
  });

  it("what setup.py or a dynamic list adds", () => {
    for (const files of [
      { "requirements.txt": "httpx", "setup.py": "setup()" },
      { "pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]' },
      { "pyproject.toml": "[tool.ruff]\nline-length = 100" },
      { "requirements.txt": "httpx\n-r missing.txt" },
    ])
      assert.deepEqual(
        project(files).version("fastapi"),
        { kind: "unknown" },
        JSON.stringify(files),
      );
  });

  it("broken files, each with its reason", () => {
    const packages = project({
      "pyproject.toml": "[project\n",
      "uv.lock": "version = = 1",
      "Pipfile.lock": "{",
      "requirements.txt": "httpx\n",
    });
    assert.deepEqual(packages.problems.map(({ file }) => file).sort(), [
      "Pipfile.lock",
      "pyproject.toml",
      "uv.lock",
    ]);
    for (const { why } of packages.problems) assert.match(why, /\w/);
    assert.equal(packages.has("httpx"), true);
    assert.deepEqual(packages.version("fastapi"), { kind: "unknown" });
  });

  it("text cut off anywhere is read without an exception", () => {
    const texts = {
      "uv.lock": uvLock,
      "Pipfile.lock": pipfileLock,
      "pyproject.toml":
        '[project]\ndependencies = ["a[b]>=1,<2 ; c == \'d\'"]\n[tool.poetry.dependencies]\na = {version = "^1 || ~2", extras = ["b"]}\n',
      "setup.cfg": "[options]\ninstall_requires =\n  a>1\n",
      "requirements.txt": "-r x\na[b] @ git+https://c#egg=d ; e \\\n --hash=f # g\n",
      METADATA: "Name: a\nRequires-Dist: b (>1)\n",
    };
    for (const [file, text] of Object.entries(texts))
      for (let end = 0; end <= text.length; end++) {
        const packages = project({ [file]: text.slice(0, end) });
        packages.version("a");
        packages.atLeast("a", "1.0");
        packages.place("a");
      }
  });

  it("names of objects' own properties are no packages", () => {
    const packages = project({
      "pyproject.toml": "[tool.poetry.dependencies]\n__proto__ = '1'\n",
      "Pipfile.lock": '{"default": {"__proto__": {"version": "==1"}}}',
    });
    assert.equal(packages.has("constructor"), false);
    assert.equal(packages.has("toString"), false);
    assert.equal(Object.hasOwn(Object.prototype, "version"), false);
  });
});

describe("the place of a package", () => {
  const cases: readonly (readonly [file: string, text: string, shown: string])[] = [
    [
      "pyproject.toml",
      '[project]\ndependencies = [\n  "a", # "passlib"\n  "passlib[bcrypt]>=1.7",\n]\n',
      "passlib[bcrypt]>=1.7",
    ],
    [
      "pyproject.toml",
      '[tool.other]\npasslib = 1\n[tool.poetry.dependencies]\npasslib = "^1.7"\n',
      'passlib = "^1.7"',
    ],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies.passlib]\nversion = "1"\n',
      "[tool.poetry.dependencies.passlib]",
    ],
    [
      "requirements.txt",
      "a\n\n  passlib[bcrypt]==1.7.4 ; x == 'y' --hash=sha256:aa # passlib\n",
      "passlib[bcrypt]==1.7.4 ; x == 'y'",
    ],
    ["setup.cfg", "[options]\ninstall_requires =\n  a\n  passlib>1\n", "passlib>1"],
    [
      "Pipfile",
      '[packages]\npasslib = {extras = ["bcrypt"], version = "*"}\n',
      'passlib = {extras = ["bcrypt"], version = "*"}',
    ],
    ["uv.lock", uvLock.replace('"bcrypt"', '"passlib"'), 'name = "passlib"'],
    ["Pipfile.lock", '{"default": {"passlib": {"version": "==1"}}}', '"passlib": {'],
  ];
  for (const [file, text, expected] of cases)
    it(`${file}: ${expected}`, () => {
      assert.equal(shown({ [file]: text }, "passlib"), `${file}: ${expected}`);
    });

  it("is the requirement before the lock", () => {
    const files = { "uv.lock": uvLock, "requirements.txt": "bcrypt\n" };
    assert.equal(shown(files, "bcrypt"), "requirements.txt: bcrypt");
    assert.equal(shown(files, "numpy"), 'uv.lock: name = "numpy"');
    assert.equal(shown(files, "flask"), undefined);
  });
});
