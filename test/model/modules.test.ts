import assert from "node:assert/strict";
import { FileTree } from "#model/files/fileTree";
import { Modules } from "#model/link/modules";

const nothing = (_: string): boolean => false;

function modules(paths: readonly string[], isThirdParty = nothing): Modules {
  return new Modules("/p", new FileTree(paths.map((path) => `/p/${path}`)), isThirdParty);
}

/** The path or folder below the project that an import finds. */
function found(all: Modules, name: string, from: string, level = 0): string | undefined {
  const module = all.resolve(name, level, `/p/${from}`);
  return module && (module.kind === "module" ? module.path : `${module.folder}/`).slice(3);
}

describe("modules", () => {
  it("finds modules and packages from the project's folder", () => {
    const all = modules(["app/__init__.py", "app/main.py", "app/db/__init__.py"]);
    assert.equal(found(all, "app.main", "app/db/__init__.py"), "app/main.py");
    assert.equal(found(all, "app.db", "app/main.py"), "app/db/__init__.py");
    assert.equal(found(all, "app.nothing", "app/main.py"), undefined);
  });

  it("gives the same whichever file of a folder asks first, though none imports itself", () => {
    const paths = ["app/__init__.py", "app/time.py", "app/main.py"];
    paths.push("other/app/__init__.py", "other/app/time.py");
    for (const first of ["app/time.py", "app/main.py"]) {
      const all = modules(paths);
      found(all, "app.time", first);
      assert.equal(found(all, "app.time", "app/main.py"), "app/time.py");
      assert.equal(found(all, "app.time", "app/time.py"), "other/app/time.py");
    }
  });

  it("finds a src layout", () => {
    const all = modules(["src/shop/__init__.py", "src/shop/db.py", "tests/test_db.py"]);
    assert.equal(found(all, "shop.db", "tests/test_db.py"), "src/shop/db.py");
  });

  it("finds packages in a folder that is no package itself", () => {
    const all = modules(["backend/app/__init__.py", "backend/app/db.py", "backend/run.py"]);
    assert.equal(found(all, "app.db", "backend/app/__init__.py"), "backend/app/db.py");
    assert.equal(found(all, "app.db", "backend/run.py"), "backend/app/db.py");
  });

  it("finds namespace packages", () => {
    const all = modules(["app/api/users.py", "app/main.py"]);
    assert.equal(found(all, "app.api.users", "app/main.py"), "app/api/users.py");
    assert.equal(found(all, "app.api", "app/main.py"), "app/api/");
  });

  it("follows leading dots", () => {
    const all = modules([
      "app/__init__.py",
      "app/api/__init__.py",
      "app/api/users.py",
      "app/db.py",
    ]);
    assert.equal(found(all, "db", "app/api/users.py", 2), "app/db.py");
    assert.equal(found(all, "", "app/api/users.py", 1), "app/api/__init__.py");
    assert.equal(found(all, "users", "app/api/__init__.py", 1), "app/api/users.py");
  });

  it("prefers the importer's own root in a repository with several applications", () => {
    const paths = ["a/app/__init__.py", "a/app/db.py", "b/app/__init__.py", "b/app/db.py"];
    const all = modules(paths);
    assert.equal(found(all, "app.db", "b/app/__init__.py"), "b/app/db.py");
    assert.equal(found(all, "app.db", "a/app/__init__.py"), "a/app/db.py");
  });

  it("takes no file for an installed package only because it stands beside the importer", () => {
    const all = modules(["app/db/redis.py", "app/db/session.py"], (word) => word === "redis");
    assert.equal(found(all, "redis", "app/db/session.py"), undefined);
  });

  it("never finds the importer itself", () => {
    assert.equal(found(modules(["redis.py"]), "redis", "redis.py"), undefined);
  });

  it("tells the dotted name of a file", () => {
    const all = modules(["app/__init__.py", "app/api/__init__.py", "app/api/users.py"]);
    assert.equal(all.nameOf("/p/app/api/users.py"), "app.api.users");
    assert.equal(all.nameOf("/p/app/api/__init__.py"), "app.api");
    assert.equal(modules(["app/models.py"]).nameOf("/p/app/models.py"), "app.models");
    assert.equal(modules(["src/shop/db.py"]).nameOf("/p/src/shop/db.py"), "shop.db");
    assert.equal(
      modules(["backend/app/__init__.py", "backend/app/db.py"]).nameOf("/p/backend/app/db.py"),
      "app.db",
    );
  });
});
