import assert from "node:assert/strict";
import { join } from "node:path";
import type { RepositoryRequest } from "#generate/repository";
import { PythonProject, type PythonRun } from "../python/project.ts";
import { filesIn, modelClass, PATTERNS, requestFor, scaffolded, TEMPLATES } from "./models.ts";

/** Each of these gets a repository, in this order; paths as in `python/`. */
const MODELS: readonly (readonly [path: string, name: string])[] = [
  ["shop/models/customer.py", "Customer"],
  ["shop/models/order.py", "Order"],
  ["shop/models/stock.py", "Country"],
  ["shop/models/stock.py", "WarehouseTransaction"],
  ["shop/models/stock.py", "Tag"],
  ["shop/models/stock.py", "Session"],
  ["blog/models.py", "Post"],
];

describe("generated repositories", function () {
  this.timeout(300_000);
  const files = filesIn(join(import.meta.dirname, "python"));
  let project: PythonProject;

  before(() => {
    for (const [path, name] of MODELS)
      for (const { path: target, text } of scaffolded(request(path, name)).files)
        files[target] = text;
    project = new PythonProject({ ...files, ...templateFiles() });
  });
  after(() => project.remove());

  it("pass mypy --strict", () => passes(project.mypy()));
  it("pass ruff check", () => passes(project.ruffCheck()));
  it("are formatted as ruff formats", () => passes(project.ruffFormat()));
  it("pass their own tests", () => {
    const { status, output } = project.pytest();
    assert.equal(status, 0, output);
    const passed = Number(/(\d+) passed/.exec(output)?.[1]);
    assert.ok(passed >= 10 * (MODELS.length + 1), output);
  });

  function request(path: string, name: string): RepositoryRequest {
    const inShop = path.startsWith("shop/");
    const text = files[path] ?? "";
    const inherited = inShop
      ? name === "Customer" && [
          modelClass("shop/database.py", files["shop/database.py"] ?? "", "Timestamps"),
        ]
      : [modelClass(path, text, "Base")];
    const { session: _, ...rest } = requestFor(text, name, { path });
    return {
      ...rest,
      inherited: inherited || [],
      exists: (wanted) =>
        Object.keys(files).some((file) => file === wanted || file.startsWith(`${wanted}/`)),
      ...(inShop && { session: { module: "shop.database", name: "get_db" } }),
      isEnum: (reference) => reference.module === "shop.enums",
      relatedModules:
        name === "Customer"
          ? ["shop.models.order"]
          : name === "Order"
            ? ["shop.models.customer"]
            : [],
    };
  }
});

/** The templates as they are: a working repository for the example. */
function templateFiles(): Record<string, string> {
  const patterns = filesIn(PATTERNS);
  const templates = filesIn(TEMPLATES);
  const file = (text: string | undefined): string => text ?? "";
  return {
    "acme/__init__.py": "",
    "acme/settings.py": file(patterns["settings.py"]),
    "acme/database.py": file(patterns["database.py"]),
    "acme/session.py": file(templates["session.py"]),
    "acme/widgets.py": file(templates["model.py"]),
    "acme/repositories/__init__.py": "",
    "acme/repositories/widget.py": file(templates["repository.py"]),
    "acme/schemas/__init__.py": "",
    "acme/schemas/widget.py": file(templates["schemas.py"]),
    "acme/routers/__init__.py": "",
    "acme/routers/widget.py": file(templates["router.py"]),
    "tests/test_widget.py": file(templates["test_router.py"]),
  };
}

function passes({ status, output }: PythonRun): void {
  assert.equal(status, 0, output);
}
