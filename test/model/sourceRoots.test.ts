import assert from "node:assert/strict";
import { Workspace } from "#model/workspace";
import { FOLDER, python, workspaceOf } from "../harness.ts";

/** The file, below the project, that an import in a file finds. */
function found(files: Readonly<Record<string, string>>, name: string, from: string) {
  const workspace = workspaceOf(Object.entries({ [from]: "", ...files }));
  const path = `${FOLDER}/${from}`;
  const module = workspace.modules(path).resolve(name, 0, path);
  const at = module?.kind === "module" ? module.path : module?.folder;
  return at?.slice(FOLDER.length + 1);
}

describe("source roots", () => {
  const declarations: readonly (readonly [file: string, text: string])[] = [
    ["pyproject.toml", '[tool.poetry]\npackages = [{include = "shop", from = "lib"}]\n'],
    ["pyproject.toml", '[tool.setuptools]\npackage-dir = {"" = "lib"}\n'],
    ["pyproject.toml", '[tool.setuptools.package-dir]\nshop = "lib/shop"\n'],
    ["pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["lib"]\n'],
    ["pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["lib/shop"]\n'],
    ["pyproject.toml", '[tool.hatch.build.targets.wheel]\nsources = ["lib"]\n'],
    ["pyproject.toml", '[tool.hatch.build.sources]\n"lib" = ""\n'],
    ["pyproject.toml", '[tool.pdm.build]\npackage-dir = "lib"\n'],
    ["pyproject.toml", '[tool.uv.build-backend]\nmodule-root = "lib"\n'],
    ["pyproject.toml", '[tool.pytest.ini_options]\npythonpath = [".", "./lib/"]\n'],
    ["setup.cfg", "[options]\npackage_dir =\n    = lib\npackages = find:\n"],
    ["setup.cfg", "[options.packages.find]\nexclude = x\nwhere = lib\n"],
  ];
  for (const [file, text] of declarations)
    it(`are read from ${text.replaceAll("\n", " ")}`, () => {
      // Without `__init__.py` nothing but the declaration tells.
      const files = { [file]: text, "lib/shop/api/users.py": "", "lib/shop/db.py": "" };
      for (const from of ["tests/test_db.py", "lib/shop/api/users.py", "run.py"])
        assert.equal(found(files, "shop.db", from), "lib/shop/db.py", from);
      const workspace = workspaceOf(Object.entries(files));
      const path = `${FOLDER}/lib/shop/db.py`;
      assert.equal(workspace.modules(path).nameOf(path), "shop.db");
    });

  it("are followed when a manifest changes", () => {
    const workspace = workspaceOf([
      ["pyproject.toml", '[project]\nname = "x"\n'],
      ["lib/shop/db.py", ""],
      ["tests/test_db.py", ""],
    ]);
    const from = `${FOLDER}/tests/test_db.py`;
    const module = () => workspace.modules(from).resolve("shop.db", 0, from);
    assert.equal(module(), undefined);
    const text = '[tool.pdm.build]\npackage-dir = "lib"\n';
    workspace.update(new Map([[`${FOLDER}/pyproject.toml`, text]]));
    assert.equal(module()?.kind, "module");
  });

  it("never lead out of the project", () => {
    for (const root of ["../lib", "/lib", "lib/../../lib", "$ROOT/lib", "*"])
      assert.equal(
        found(
          {
            "api/pyproject.toml": `[tool.pdm.build]\npackage-dir = "${root}"\n`,
            "other/lib/shop/db.py": "",
          },
          "shop.db",
          "api/main.py",
        ),
        undefined,
        root,
      );
  });
});

describe("several projects", () => {
  const member = (name: string) => `[project]\nname = "${name}"\n`;

  it("of a uv workspace import each other, with src and namespace packages", () => {
    const files = {
      "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
      "packages/core/pyproject.toml": member("core"),
      "packages/core/src/shop_core/__init__.py": "",
      "packages/core/src/shop_core/db.py": "",
      "packages/mail/pyproject.toml": member("mail"),
      "packages/mail/src/shop/mail/send.py": "",
      "packages/api/pyproject.toml": member("api"),
      "packages/api/src/shop/api/main.py": "",
    };
    const from = "packages/api/src/shop/api/main.py";
    assert.equal(found(files, "shop_core.db", from), "packages/core/src/shop_core/db.py");
    assert.equal(found(files, "shop.mail.send", from), "packages/mail/src/shop/mail/send.py");
    assert.equal(found(files, "shop.api.main", "packages/api/tests/test.py"), from);
  });

  it("with the same package keep it apart", () => {
    const files = {
      "orders/pyproject.toml": member("orders"),
      "orders/app/__init__.py": "",
      "orders/app/db.py": "",
      "orders/app/main.py": "",
      "users/pyproject.toml": member("users"),
      "users/app/__init__.py": "",
      "users/app/db.py": "",
      "users/app/main.py": "",
      "users/app/only.py": "",
    };
    assert.equal(found(files, "app.db", "orders/app/main.py"), "orders/app/db.py");
    assert.equal(found(files, "app.db", "users/app/main.py"), "users/app/db.py");
    assert.equal(found(files, "app.db", "users/tests/test_db.py"), "users/app/db.py");
  });

  it("have the versions and roles of their own", () => {
    const workspace = workspaceOf([
      ["a/pyproject.toml", '[project]\nname = "a"\ndependencies = ["fastapi<0.100"]\n'],
      ["a/tools/x.py", ""],
      ["b/pyproject.toml", '[project]\nname = "b"\ndependencies = ["fastapi>=0.100"]\n'],
      ["b/main.py", ""],
    ]);
    const packages = (path: string) => workspace.projectOf(`${FOLDER}/${path}`).packages();
    assert.equal(packages("a/tools/x.py").atLeast("fastapi", "0.100"), false);
    assert.equal(packages("b/main.py").atLeast("fastapi", "0.100"), true);
    assert.equal(workspace.role(`${FOLDER}/a/tools/x.py`), "script");
  });

  it("of several workspace folders are apart, each with its own name for the same package", () => {
    const workspace = new Workspace(["/one", "/two/deep"], python);
    workspace.update(
      new Map([
        ["/one/app/db.py", ""],
        ["/one/app/main.py", ""],
        ["/two/deep/app/db.py", ""],
        ["/two/deep/app/main.py", ""],
        ["/two/deep/service/pyproject.toml", member("service")],
        ["/two/deep/service/main.py", ""],
      ]),
    );
    const path = (from: string) => {
      const module = workspace.modules(from).resolve("app.db", 0, from);
      return module?.kind === "module" ? module.path : undefined;
    };
    assert.equal(path("/one/app/main.py"), "/one/app/db.py");
    assert.equal(path("/two/deep/app/main.py"), "/two/deep/app/db.py");
    assert.equal(path("/two/deep/service/main.py"), "/two/deep/app/db.py");
    assert.equal(workspace.projectOf("/two/deep/service/main.py").folder, "/two/deep/service");
    assert.equal(workspace.projectOf("/one/app/main.py").folder, "/one");
  });
});
