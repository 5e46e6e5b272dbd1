import assert from "node:assert/strict";
import type { Packages } from "#model/packages/versions";
import { FOLDER, workspaceOf } from "../harness.ts";

/** What is known of the packages of the project of a file, or of the whole workspace. */
function packagesIn(files: Readonly<Record<string, string>>, path = "main.py"): Packages {
  const workspace = workspaceOf(Object.entries({ [path]: "", ...files }));
  return workspace.projectOf(`${FOLDER}/${path}`).packages();
}

function constraintOf(packages: Packages, name: string): string {
  const version = packages.version(name);
  if (version.kind === "locked") return version.all.join(" | ");
  return version.kind === "allowed" ? version.constraint || "any" : version.kind;
}

const SETUP = "from setuptools import setup\n";

describe("packages of a project", () => {
  it("are those of an environment that it runs in", () => {
    const requirements =
      'numpy<2; python_version < "3.12"\nnumpy>=2; python_version >= "3.12"\npywin32>300; sys_platform == "win32"\nbackports; python_version < "3.9"\n';
    const packages = (python: string) =>
      packagesIn({
        "pyproject.toml": `[project]\nname = "x"\nrequires-python = "${python}"\n`,
        "requirements.txt": requirements,
      });
    assert.equal(constraintOf(packages(">=3.12"), "numpy"), ">=2");
    assert.equal(constraintOf(packages(">=3.10,<3.12"), "numpy"), "<2");
    assert.equal(packages(">=3.12").atLeast("numpy", "2.0"), true);
    assert.equal(packages(">=3.10,<3.12").atLeast("numpy", "2.0"), false);
    assert.equal(packages(">=3.10").atLeast("numpy", "2.0"), undefined);
    assert.equal(packages(">=3.10").atLeast("numpy", "3.0"), undefined);
    assert.equal(packages(">=3.10").has("pywin32"), true);
    assert.equal(packages(">=3.10").has("backports"), false);
  });

  it("keep the versions that are pinned for some environments apart", () => {
    const pins = 'a==1; python_version < "3.12"\na==2; python_version >= "3.12"\n';
    const half = 'b==1; python_version < "3.12"\nb>=2; python_version >= "3.12"\n';
    const packages = packagesIn({ "requirements.txt": pins + half });
    assert.equal(constraintOf(packages, "a"), "1 | 2");
    assert.equal(packages.atLeast("a", "2"), undefined);
    assert.equal(packages.atLeast("b", "2"), undefined);
    assert.equal(packages.atLeast("b", "1"), true);
  });

  it("ask each of the files that say which Python it is for", () => {
    const marked = { "requirements.txt": 'a; python_version < "3.10"\n' };
    for (const [file, text] of [
      ["pyproject.toml", '[project]\nname = "x"\nrequires-python = ">=3.10"\n'],
      ["pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.10"\nb = "*"\n'],
      ["setup.cfg", "[options]\npython_requires = >=3.10\ninstall_requires =\n  b\n"],
      ["setup.py", `${SETUP}setup(python_requires=">=3.10", install_requires=["b"])\n`],
      ["Pipfile", '[packages]\nb = "*"\n[requires]\npython_version = "3.11"\n'],
      ["environment.yml", "dependencies:\n  - python=3.11\n  - b\n"],
    ] as const) {
      const packages = packagesIn({ ...marked, [file]: text });
      assert.equal(packages.has("a"), false, file);
      assert.equal(packages.has("b") || file === "pyproject.toml", true, file);
    }
    assert.equal(packagesIn(marked).has("a"), true);
  });

  it("leave out what is locked for other environments", () => {
    const lock = (markers: string) =>
      `requires-python = ">=3.9"\n[[package]]\nname = "a"\nversion = "1.0"\n${markers.replace("?", "<")}\n[[package]]\nname = "a"\nversion = "2.0"\n${markers.replace("?", ">=")}\n`;
    const project = '[project]\nname = "x"\nrequires-python = ">=3.12"\n';
    for (const [file, markers] of [
      ["uv.lock", `resolution-markers = ["python_full_version ? '3.12'"]`],
      ["poetry.lock", `markers = "python_version ? '3.12'"`],
      ["poetry.lock", `markers = {main = "python_version ? '3.12'"}`],
      ["pdm.lock", `marker = "python_version ? '3.12'"`],
    ] as const)
      assert.equal(
        constraintOf(packagesIn({ "pyproject.toml": project, [file]: lock(markers) }), "a"),
        "2.0",
        file,
      );
    const pylock = lock(`marker = "python_version ? '3.12'"`).replaceAll(
      "[[package]]",
      "[[packages]]",
    );
    for (const file of ["pylock.toml", "pylock.dev.toml"])
      assert.equal(
        constraintOf(packagesIn({ "pyproject.toml": project, [file]: pylock }), "a"),
        "2.0",
        file,
      );
  });

  it("follow -r and -c to files of other names, folders and projects", () => {
    const packages = packagesIn(
      {
        "api/requirements.txt":
          "-r dev-requirements.txt\n-r ../requirements/base.txt\n-c ../constraints.txt\n",
        "api/dev-requirements.txt": "pytest\n",
        "requirements/base.txt": "fastapi\n-r nested/requirements-db.txt\n",
        "requirements/nested/requirements-db.txt": "sqlalchemy\n",
        "constraints.txt": "fastapi==0.110.0\nhttpx==0.27.0\n",
      },
      "api/main.py",
    );
    assert.equal(constraintOf(packages, "fastapi"), "0.110.0");
    assert.equal(packages.has("pytest"), true);
    assert.equal(packages.has("sqlalchemy"), true);
    assert.equal(packages.has("httpx"), false);
    assert.equal(constraintOf(packages, "flask"), "absent");
  });

  it("take no list of constraints for requirements by itself", () => {
    const packages = packagesIn({
      "requirements.txt": "fastapi\n",
      "constraints.txt": "httpx<1\n",
    });
    assert.equal(packages.has("httpx"), false);
  });

  it("make no project of a folder for a list beside", () => {
    const workspace = workspaceOf([
      ["pyproject.toml", '[project]\nname = "x"\n'],
      ["deploy/environment.yml", "dependencies:\n  - a\n"],
      ["deploy/dev-requirements.txt", "b\n"],
      ["deploy/main.py", ""],
    ]);
    assert.equal(workspace.projectOf(`${FOLDER}/deploy/main.py`).folder, FOLDER);
  });

  it("are read from lists that are dynamic", () => {
    for (const [dynamic, included] of [
      [
        '[tool.setuptools.dynamic]\ndependencies = {file = ["requirements.txt"]}',
        "requirements.txt",
      ],
      [
        '[tool.setuptools.dynamic]\ndependencies = {file = "requirements/base.in"}',
        "requirements/base.in",
      ],
      [
        '[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ["requirements.txt"]',
        "requirements.txt",
      ],
    ] as const) {
      const packages = packagesIn({
        "pyproject.toml": `[project]\nname = "x"\ndynamic = ["dependencies"]\n${dynamic}\n`,
        [included]: "fastapi<1\n",
      });
      assert.equal(constraintOf(packages, "fastapi"), "<1", dynamic);
      assert.equal(constraintOf(packages, "flask"), "absent", dynamic);
    }
    const packages = packagesIn({
      "setup.cfg": "[options]\ninstall_requires = file: requirements.txt, missing.txt\n",
      "requirements.txt": "fastapi<1\n",
    });
    assert.equal(constraintOf(packages, "fastapi"), "<1");
    assert.equal(constraintOf(packages, "flask"), "unknown");
  });

  it("are read from literals of setup.py, and not known where it computes them", () => {
    const read = (text: string) => packagesIn({ "setup.py": SETUP + text });
    const plain = read('setup(\n    name="x",\n    install_requires=["fastapi>=0.100", "a"],\n)\n');
    assert.equal(constraintOf(plain, "fastapi"), ">=0.100");
    assert.equal(constraintOf(plain, "flask"), "absent");
    const named = read('REQUIRED = ("fastapi<1",)\nsetup(install_requires=REQUIRED)\n');
    assert.equal(constraintOf(named, "fastapi"), "<1");
    const extras = read('setup(install_requires=[], extras_require={"db": ["sqlalchemy>2"]})\n');
    assert.equal(constraintOf(extras, "sqlalchemy"), ">2");
    for (const open of [
      "setup(install_requires=read())\n",
      'REQUIRED = ["a"]\nREQUIRED.append("b")\nsetup(install_requires=REQUIRED)\n',
      'setup(install_requires=["a"] + MORE)\n',
      "setup(**options)\n",
      'setup(install_requires=["a"], extras_require={**more})\n',
      'setup(install_requires=["a"])\nsetup(install_requires=["b"])\n',
    ])
      assert.equal(constraintOf(read(open), "flask"), "unknown", open);
    const file = `${SETUP}setup(install_requires=["fastapi>=0.100"])\n`;
    const place = packagesIn({ "setup.py": file }).place("fastapi");
    assert.equal(place && file.slice(place.start, place.end), "fastapi>=0.100");
  });

  it("are not those of a module that is only called setup.py", () => {
    const workspace = workspaceOf([
      ["pyproject.toml", '[project]\nname = "x"\ndependencies = ["fastapi"]\n'],
      ["app/setup.py", "def setup(app): ...\n"],
      ["app/main.py", ""],
    ]);
    assert.equal(workspace.projectOf(`${FOLDER}/app/main.py`).folder, FOLDER);
    workspace.update(
      new Map([[`${FOLDER}/app/setup.py`, `${SETUP}setup(install_requires=["a"])\n`]]),
    );
    assert.equal(workspace.projectOf(`${FOLDER}/app/main.py`).folder, `${FOLDER}/app`);
    workspace.update(new Map([[`${FOLDER}/app/setup.py`, undefined]]));
    assert.equal(workspace.projectOf(`${FOLDER}/app/main.py`).folder, FOLDER);
  });

  it("are read from conda environments", () => {
    const packages = packagesIn({
      "environment.yml": `name: x
channels:
  - conda-forge
dependencies:
  - python=3.11  # why
  - fastapi=0.110
  - conda-forge::sqlalchemy==2.0.1=py311_0
  - "uvicorn>=0.20,<1"
  - starlette 0.37.*
  - pip
  - pip:
      - httpx<1
      - -r more-requirements.txt
  - numpy
variables:
  - not-a-package
`,
      "more-requirements.txt": "redis>4\n",
    });
    const expected = {
      fastapi: "==0.110.*",
      sqlalchemy: "2.0.1",
      uvicorn: ">=0.20,<1",
      starlette: "==0.37.*",
      httpx: "<1",
      redis: ">4",
      numpy: "any",
      "not-a-package": "absent",
      python: "absent",
    };
    for (const [name, constraint] of Object.entries(expected))
      assert.equal(constraintOf(packages, name).split(", ")[0], constraint, name);
  });

  it("hold the constraints and overrides of uv apart from requirements", () => {
    const packages = packagesIn({
      "pyproject.toml":
        '[project]\nname = "x"\ndependencies = ["fastapi", "a<2"]\n[tool.uv]\nconstraint-dependencies = ["fastapi<0.110", "b<1"]\noverride-dependencies = ["a==3"]\n',
    });
    assert.equal(packages.atLeast("fastapi", "0.110"), false);
    assert.equal(packages.has("b"), false);
    assert.equal(constraintOf(packages, "a"), "3");
  });

  it("have the version of an address that names one", () => {
    const packages = packagesIn({
      "requirements.txt":
        "a @ https://x.example/a-1.2.3-py3-none-any.whl\nb @ git+https://x.example/b.git@v2.0.1 ; python_version > '3'\nhttps://x.example/c-1.0.tar.gz\n-e git+https://x.example/d.git@1.5#egg=d[extra]\ne @ git+https://x.example/e@main\n",
    });
    assert.equal(constraintOf(packages, "a"), "1.2.3");
    assert.equal(constraintOf(packages, "b"), "2.0.1");
    assert.equal(constraintOf(packages, "d"), "1.5");
    assert.equal(constraintOf(packages, "e"), "any");
  });

  it("are Poetry's for the Python and systems that it names", () => {
    const packages = packagesIn({
      "pyproject.toml":
        '[tool.poetry.dependencies]\npython = ">=3.11"\na = {version = "^1", python = "<3.9"}\nb = [{version = "<2", python = "<3.10"}, {version = "^2", python = ">=3.10"}]\nc = {version = "^1", markers = "python_version < \'3.8\'"}\nd = {version = "^1", platform = "win32"}\n',
    });
    assert.equal(packages.has("a"), false);
    assert.equal(constraintOf(packages, "b"), "^2");
    assert.equal(packages.has("c"), false);
    assert.equal(packages.has("d"), true);
  });

  it("are locked by the uv workspace around", () => {
    const files = {
      "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
      "uv.lock": '[[package]]\nname = "fastapi"\nversion = "0.115.0"\n',
      "packages/api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["fastapi"]\n',
    };
    const packages = packagesIn(files, "packages/api/src/api/main.py");
    assert.equal(constraintOf(packages, "fastapi"), "0.115.0");
  });
});
