/** Which file or folder an import names. Paths are absolute; a module is looked for below the roots that Python's path may hold. */
import type { FilePath } from "#host";
import type { Asked, FileTree } from "#model/files/fileTree";

export type Module =
  | { readonly kind: "module"; readonly path: FilePath }
  | { readonly kind: "package"; readonly folder: FilePath };

/** What was found, and all that was asked about on the way. */
interface Found {
  readonly value: Module | undefined;
  readonly asked: readonly Asked[];
}

export class Modules {
  private readonly tree: FileTree;
  /** The folder of the project; nothing is looked for above it. */
  private readonly project: FilePath;
  private readonly isThirdParty: (word: string) => boolean;
  private readonly fallback: Modules | undefined;
  /** Folders that the build system takes packages from, those of other projects inside, too. */
  private readonly declared: readonly FilePath[];
  /** By the folder of the importer, then by name; of one version of the tree. */
  private readonly found = new Map<FilePath, Map<string, Found>>();
  private version = 0;

  /**
   * @param tree every Python file of the workspace; imports reach those below the project
   * @param isThirdParty whether a word names an installed package, so that a file beside the importer does not stand for it
   * @param fallback where to look for what is not found: the other projects of the workspace
   * @param declared folders that manifests declare as places of packages
   */
  constructor(
    project: FilePath,
    tree: FileTree,
    isThirdParty: (word: string) => boolean,
    fallback?: Modules,
    declared: readonly FilePath[] = [],
  ) {
    this.declared = declared;
    this.project = project;
    this.tree = tree;
    this.isThirdParty = isThirdParty;
    this.fallback = fallback;
  }

  /** The module that `from` names `name`, after `level` leading dots. */
  resolve(name: string, level: number, from: FilePath): Module | undefined {
    const folder = parentOf(from, Math.max(level, 1));
    if (level > 0) return this.below(folder, name, from);
    const { value: module, asked } = this.known(folder, name, from);
    for (const each of asked) each.get();
    // A file does not import itself; what is kept must not depend on which file of the folder asked first.
    return isFile(module, from) ? this.search(name, from, from) : module;
  }

  /** What `name` denotes inside a package: a submodule. */
  inside(module: Module, name: string): Module | undefined {
    const folder = module.kind === "package" ? module.folder : packageFolder(module.path);
    if (folder === undefined) return undefined;
    return this.below(folder, name, undefined) ?? this.fallback?.inside(module, name);
  }

  /** The dotted name of a file below its root, such as `app.api.users`; below the project where no `__init__.py` tells the root. */
  nameOf(path: FilePath): string {
    const root = this.isPackage(parentOf(path, 1))
      ? this.rootOf(path)
      : ([...this.declared, `${this.project}/src`].find((it) => path.startsWith(`${it}/`)) ??
        this.project);
    return path
      .slice(root.length + 1)
      .replace(/(?:(?:^|\/)__init__)?\.py$/, "")
      .replaceAll("/", ".");
  }

  /** The `__init__.py` files that run before a module does, the outermost first. */
  packagesAround(path: FilePath): readonly FilePath[] {
    const found: FilePath[] = [];
    for (let folder = parentOf(path, 1); folder.length >= this.project.length; ) {
      if (!this.isPackage(folder)) break;
      const init = `${folder}/__init__.py`;
      if (init !== path) found.unshift(init);
      folder = parentOf(folder, 1);
    }
    return found;
  }

  private known(folder: FilePath, name: string, from: FilePath): Found {
    if (this.version !== this.tree.version) this.found.clear();
    this.version = this.tree.version;
    let names = this.found.get(folder);
    if (names === undefined) {
      names = new Map();
      this.found.set(folder, names);
    }
    let found = names.get(name);
    if (found === undefined) {
      found = this.tree.noted(() => this.search(name, from));
      names.set(name, found);
    }
    return found;
  }

  /** @param without a file that is passed over */
  private search(name: string, from: FilePath, without?: FilePath): Module | undefined {
    return this.absolute(name, from, without) ?? this.fallback?.search(name, from, without);
  }

  private absolute(name: string, from: FilePath, without?: FilePath): Module | undefined {
    const [word = ""] = name.split(".", 1);
    const places = this.tree.named(word);
    if (places.size === 0) return undefined;
    const own = this.rootOf(from);
    const tried = new Set<FilePath>();
    for (const root of [own, ...ancestors(own, this.project), ...this.rootsOf(places)]) {
      if (tried.has(root)) continue;
      tried.add(root);
      if (this.isLoose(root) && this.isThirdParty(word)) continue;
      const module = this.below(root, name, without);
      if (module !== undefined) return module;
    }
    return undefined;
  }

  private below(root: FilePath, name: string, from: FilePath | undefined): Module | undefined {
    const path = name === "" ? root : `${root}/${name.replaceAll(".", "/")}`;
    // A folder above the project holds other projects, too, which are looked for elsewhere.
    if (path !== "" && this.project.startsWith(`${path}/`))
      return { kind: "package", folder: path };
    if (!this.isInside(path)) return undefined;
    const candidates =
      name === "" || path === this.project
        ? [`${path}/__init__.py`]
        : [`${path}/__init__.py`, `${path}.py`];
    for (const candidate of candidates)
      if (candidate !== from && this.tree.has(candidate))
        return { kind: "module", path: candidate };
    return this.tree.hasFolder(path) ? { kind: "package", folder: path } : undefined;
  }

  /** A folder that is a root only because it has no `__init__.py`, deep in a project. */
  private isLoose(root: FilePath): boolean {
    const isKnown = root === this.project || root === `${this.project}/src`;
    return !isKnown && !this.declared.includes(root);
  }

  /** The folder above the outermost package that holds the file. */
  private rootOf(path: FilePath): FilePath {
    let folder = parentOf(path, 1);
    while (folder.length > this.project.length && this.isPackage(folder))
      folder = parentOf(folder, 1);
    return folder;
  }

  private isPackage(folder: FilePath): boolean {
    return this.isInside(folder) && this.tree.isPackage(folder);
  }

  private isInside(path: FilePath): boolean {
    return path === this.project || path.startsWith(`${this.project}/`);
  }

  /** The folders below which a word may be the first of a module's name, the nearest to the project first. */
  private rootsOf(places: ReadonlySet<FilePath>): readonly FilePath[] {
    const roots = new Set<FilePath>();
    for (const place of places) {
      const root = parentOf(place, 1);
      if (this.isInside(root) && this.isRoot(root, place)) roots.add(root);
    }
    return [...roots].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  }

  private isRoot(root: FilePath, place: FilePath): boolean {
    if (!this.isLoose(root)) return true;
    return !this.isPackage(root) && (this.tree.has(`${place}.py`) || this.isPackage(place));
  }
}

/** `levels` folders up; one level of a file is the folder that holds it. */
function parentOf(path: FilePath, levels: number): FilePath {
  let end = path.length;
  for (let level = 0; level < levels; level++) {
    const slash = path.lastIndexOf("/", end - 1);
    if (slash <= 0) return path.slice(0, Math.max(slash, 0));
    end = slash;
  }
  return path.slice(0, end);
}

function isFile(module: Module | undefined, path: FilePath): boolean {
  return module?.kind === "module" && module.path === path;
}

function packageFolder(path: FilePath): FilePath | undefined {
  return path.endsWith("/__init__.py") ? parentOf(path, 1) : undefined;
}

function* ancestors(folder: FilePath, last: FilePath): Iterable<FilePath> {
  for (let at = folder; at.length > last.length; ) {
    at = parentOf(at, 1);
    yield at;
  }
}
