/** Where the files that belong to a model stand: beside the package of the models. */
import { isPlainName, Refusal } from "#generate/refusal";

export interface Place {
  /** From the project root, with `/`. */
  readonly path: string;
  readonly module: string;
}

export interface Layout {
  readonly repository: Place;
  readonly schemas: Place;
  readonly router: Place;
  /** Where a session dependency goes when the project has none. */
  readonly session: Place;
  readonly passwords: Place;
  readonly test: string;
  /** `__init__.py` files that the new folders need. */
  readonly packageFiles: readonly string[];
}

export interface LayoutRequest {
  /** The file of the model and its module: `src/app/models/order.py`, `app.models.order`. */
  readonly path: string;
  readonly module: string;
  readonly testsFolder: string;
  /** The name of the new modules: `order`. */
  readonly name: string;
  /** Whether a file or folder is there, by its path from the project root. */
  readonly exists: (path: string) => boolean;
}

const FOLDERS_OF_MODELS = new Set(["entities", "model", "models", "tables"]);
const FOLDERS_OF_ROUTERS = [
  "api/routes",
  "api/endpoints",
  "api/routers",
  "api",
  "routers",
  "routes",
];

/** Throws a `Refusal` where the paths are not those of a package. */
export function layoutFor(request: LayoutRequest): Layout {
  const { testsFolder, name } = request;
  if (!isInside(request.path) || !isInside(testsFolder))
    throw new Refusal("The model or the tests are not inside the project.");
  const target = new Target(request);
  const routers = FOLDERS_OF_ROUTERS.find((folder) => target.has(folder)) ?? "routers";
  return {
    repository: target.place("repositories", "repository"),
    schemas: target.place("schemas", "schemas"),
    router: target.place(routers, "router"),
    session: target.module("session"),
    passwords: target.module("passwords"),
    test: `${testsFolder}/test_${name}.py`,
    packageFiles: [...target.packageFiles],
  };
}

/** The package around the models. */
class Target {
  readonly packageFiles = new Set<string>();
  private readonly folder: string;
  private readonly packages: readonly string[];
  private readonly name: string;
  private readonly exists: (path: string) => boolean;

  constructor({ path, module, name, exists }: LayoutRequest) {
    const parts = module.split(".");
    const file = path.endsWith("/__init__.py")
      ? `${parts.join("/")}/__init__.py`
      : `${parts.join("/")}.py`;
    if (!parts.every(isPlainName) || !`/${path}`.endsWith(`/${file}`))
      throw new Refusal("The model's module cannot be told from its path.");
    const around = path.endsWith("/__init__.py") ? parts : parts.slice(0, -1);
    const isCollection = FOLDERS_OF_MODELS.has(around.at(-1) ?? "");
    this.packages = isCollection ? around.slice(0, -1) : around;
    const root = path.slice(0, path.length - file.length);
    this.folder = root + this.packages.map((each) => `${each}/`).join("");
    this.name = name;
    this.exists = exists;
  }

  has(folder: string): boolean {
    return this.exists(this.folder + folder);
  }

  module(name: string): Place {
    return { path: `${this.folder}${name}.py`, module: [...this.packages, name].join(".") };
  }

  /** In a folder for all of its kind; beside it where a module already has that name. */
  place(folder: string, kind: string): Place {
    if (this.has(`${folder}.py`)) return this.module(`${this.name}_${kind}`);
    if (!this.has(folder) && this.has("__init__.py"))
      this.packageFiles.add(`${this.folder}${folder}/__init__.py`);
    return {
      path: `${this.folder}${folder}/${this.name}.py`,
      module: [...this.packages, ...folder.split("/"), this.name].join("."),
    };
  }
}

function isInside(path: string): boolean {
  return (
    path !== "" && !/[\\:]/.test(path) && path.split("/").every((part) => !/^\.{0,2}$/.test(part))
  );
}
