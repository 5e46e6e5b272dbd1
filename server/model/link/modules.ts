/** Which file or folder an import names. Paths are absolute; a module is looked for below the roots that Python's path may hold. */
import type { FilePath } from "#host";

export type Module =
  | { readonly kind: "module"; readonly path: FilePath }
  | { readonly kind: "package"; readonly folder: FilePath };

export class Modules {
  private readonly files: ReadonlySet<FilePath>;
  private readonly folders: ReadonlySet<FilePath>;
  /** The folder of the project; nothing is looked for above it. */
  private readonly project: FilePath;
  /** Roots by the first word of the modules below them. */
  private readonly roots: ReadonlyMap<string, readonly FilePath[]>;
  private readonly isThirdParty: (word: string) => boolean;
  private readonly fallback: Modules | undefined;
  /** The names of all files and folders: most imports are of packages that are none of them. */
  private readonly words: ReadonlySet<string>;
  /** By the folder of the importer, then by name. */
  private readonly found = new Map<FilePath, Map<string, Module | undefined>>();

  /**
   * @param files every Python file that imports may reach
   * @param isThirdParty whether a word names an installed package, so that a file beside the importer does not stand for it
   * @param fallback where to look for what is not found: the other projects of the workspace
   */
  constructor(
    project: FilePath,
    files: Iterable<FilePath>,
    isThirdParty: (word: string) => boolean,
    fallback?: Modules,
  ) {
    this.project = project;
    this.files = new Set(files);
    this.folders = foldersOf(this.files);
    this.words = wordsOf(this.files, this.folders);
    this.isThirdParty = isThirdParty;
    this.fallback = fallback;
    this.roots = this.findRoots();
  }

  /** The module that `from` names `name`, after `level` leading dots. */
  resolve(name: string, level: number, from: FilePath): Module | undefined {
    const folder = parentOf(from, Math.max(level, 1));
    if (level > 0) return this.below(folder, name, from);
    let known = this.found.get(folder);
    if (known === undefined) {
      known = new Map();
      this.found.set(folder, known);
    }
    if (known.has(name)) return known.get(name);
    const module = this.absolute(name, from) ?? this.fallback?.resolve(name, 0, from);
    known.set(name, module);
    return module;
  }

  /** What `name` denotes inside a package: a submodule. */
  inside(module: Module, name: string): Module | undefined {
    const folder = module.kind === "package" ? module.folder : packageFolder(module.path);
    if (folder === undefined) return undefined;
    return this.below(folder, name, undefined) ?? this.fallback?.inside(module, name);
  }

  /** The dotted name of a file below its root, such as `app.api.users`; below the project where no `__init__.py` tells the root. */
  nameOf(path: FilePath): string {
    const root = this.files.has(`${parentOf(path, 1)}/__init__.py`)
      ? this.rootOf(path)
      : path.startsWith(`${this.project}/src/`)
        ? `${this.project}/src`
        : this.project;
    return path
      .slice(root.length + 1)
      .replace(/(?:(?:^|\/)__init__)?\.py$/, "")
      .replaceAll("/", ".");
  }

  /** The `__init__.py` files that run before a module does, the outermost first. */
  packagesAround(path: FilePath): readonly FilePath[] {
    const found: FilePath[] = [];
    for (let folder = parentOf(path, 1); folder.length >= this.project.length; ) {
      const init = `${folder}/__init__.py`;
      if (!this.files.has(init)) break;
      if (init !== path) found.unshift(init);
      folder = parentOf(folder, 1);
    }
    return found;
  }

  private absolute(name: string, from: FilePath): Module | undefined {
    const [word = ""] = name.split(".", 1);
    if (!this.words.has(word)) return undefined;
    const own = this.rootOf(from);
    const tried = new Set<FilePath>();
    for (const root of [own, ...ancestors(own, this.project), ...(this.roots.get(word) ?? [])]) {
      if (tried.has(root)) continue;
      tried.add(root);
      if (this.isLoose(root) && this.isThirdParty(word)) continue;
      const module = this.below(root, name, from);
      if (module !== undefined) return module;
    }
    return undefined;
  }

  private below(root: FilePath, name: string, from: FilePath | undefined): Module | undefined {
    const path = name === "" ? root : `${root}/${name.replaceAll(".", "/")}`;
    const candidates =
      name === "" ? [`${path}/__init__.py`] : [`${path}/__init__.py`, `${path}.py`];
    for (const candidate of candidates)
      if (candidate !== from && this.files.has(candidate))
        return { kind: "module", path: candidate };
    return this.folders.has(path) ? { kind: "package", folder: path } : undefined;
  }

  /** A folder that is a root only because it has no `__init__.py`, deep in a project. */
  private isLoose(root: FilePath): boolean {
    return root !== this.project && root !== `${this.project}/src`;
  }

  /** The folder above the outermost package that holds the file. */
  private rootOf(path: FilePath): FilePath {
    let folder = parentOf(path, 1);
    while (folder.length > this.project.length && this.files.has(`${folder}/__init__.py`))
      folder = parentOf(folder, 1);
    return folder;
  }

  private findRoots(): Map<string, FilePath[]> {
    const roots = new Map<string, Set<FilePath>>();
    const add = (root: FilePath, path: FilePath): void => {
      const word = path
        .slice(root.length + 1)
        .split("/", 1)[0]!
        .replace(/\.py$/, "");
      const known = roots.get(word) ?? new Set();
      roots.set(word, known.add(root));
    };
    for (const path of this.files) {
      add(this.rootOf(path), path);
      for (const root of [this.project, `${this.project}/src`])
        if (path.startsWith(`${root}/`)) add(root, path);
    }
    return new Map(
      Array.from(roots, ([word, known]) => [
        word,
        [...known].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)),
      ]),
    );
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

function packageFolder(path: FilePath): FilePath | undefined {
  return path.endsWith("/__init__.py") ? parentOf(path, 1) : undefined;
}

function* ancestors(folder: FilePath, last: FilePath): Iterable<FilePath> {
  for (let at = folder; at.length > last.length; ) {
    at = parentOf(at, 1);
    yield at;
  }
}

function foldersOf(files: ReadonlySet<FilePath>): Set<FilePath> {
  const folders = new Set<FilePath>();
  for (const path of files)
    for (let at = parentOf(path, 1); at !== "" && !folders.has(at); at = parentOf(at, 1))
      folders.add(at);
  return folders;
}

/** The last parts of paths, without `.py`. */
function wordsOf(files: ReadonlySet<FilePath>, folders: ReadonlySet<FilePath>): Set<string> {
  const words = new Set<string>();
  for (const path of files) words.add(path.slice(path.lastIndexOf("/") + 1, -".py".length));
  for (const folder of folders) words.add(folder.slice(folder.lastIndexOf("/") + 1));
  return words;
}
