/** Which files of the workspace a file imports, and what that leads to. */
import type { FilePath } from "#host";
import type { Module, Modules } from "#model/link/modules";
import { type Names, NO_NAME } from "#syntax/names";
import type { Outline } from "#syntax/outline";

/**
 * The files that run when a file is imported: of its own imports, those in functions included, those for type checkers left out.
 * Each once, in the order of the statements.
 */
export function importedFiles(
  { imports }: Outline,
  path: FilePath,
  modules: Modules,
  names: Names,
): readonly FilePath[] {
  const found = new Set<FilePath>();
  const add = (module: Module | undefined): void => {
    if (module?.kind !== "module") return;
    for (const parent of modules.packagesAround(module.path)) found.add(parent);
    found.add(module.path);
  };
  for (let row = 0; row < imports.length; row++) {
    if (imports.isTypeChecking(row)) continue;
    const module = modules.resolve(names.text(imports.module(row)), imports.level(row), path);
    if (module === undefined) continue;
    add(module);
    const name = imports.name(row);
    if (name !== NO_NAME) add(modules.inside(module, names.text(name)));
  }
  found.delete(path);
  return [...found];
}

/** Every word of the modules and names that a file imports, without what they turn out to be. */
export function importedWords({ imports }: Outline, names: Names): ReadonlySet<number> {
  const found = new Set<number>();
  for (let row = 0; row < imports.length; row++) {
    for (let name = imports.module(row); name !== NO_NAME; name = names.prefix(name))
      found.add(names.last(name));
    if (imports.name(row) !== NO_NAME) found.add(imports.name(row));
  }
  return found;
}

/** The folders below which the absolute imports of a file are found, each with how many lead there. */
export function importRootsOf(
  { imports }: Outline,
  path: FilePath,
  modules: Modules,
  names: Names,
): ReadonlyMap<FilePath, number> {
  const found = new Map<FilePath, number>();
  for (let row = 0; row < imports.length; row++) {
    const module = imports.module(row);
    if (imports.level(row) > 0 || module === NO_NAME) continue;
    const name = names.text(module);
    const target = modules.resolve(name, 0, path);
    if (target === undefined) continue;
    const root = rootOf(target.kind === "module" ? target.path : target.folder, name);
    if (root !== undefined) found.set(root, (found.get(root) ?? 0) + 1);
  }
  return found;
}

/** The folder below which a file or folder has a dotted name. */
function rootOf(file: FilePath, name: string): FilePath | undefined {
  const below = `/${name.replaceAll(".", "/")}`;
  const module = file.replace(/(?:\/__init__)?\.py$/, "");
  return module.endsWith(below) ? module.slice(0, -below.length) : undefined;
}

/** A file and all that its imports lead to. */
export function importClosure(
  paths: readonly FilePath[],
  importsOf: (path: FilePath) => readonly FilePath[],
): ReadonlySet<FilePath> {
  const found = new Set(paths);
  // A set that grows is walked to its end.
  for (const path of found) for (const other of importsOf(path)) found.add(other);
  return found;
}

/** The files from which imports lead to one of `goals`, and these themselves. */
export function filesThatReach(
  goals: Iterable<FilePath>,
  files: Iterable<FilePath>,
  importsOf: (path: FilePath) => readonly FilePath[],
): ReadonlySet<FilePath> {
  const importers = new Map<FilePath, FilePath[]>();
  for (const path of files)
    for (const imported of importsOf(path)) {
      const known = importers.get(imported);
      if (known === undefined) importers.set(imported, [path]);
      else known.push(path);
    }
  const found = new Set(goals);
  for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
  return found;
}
