/** Names of other files that code written into a file needs: how they are imported there, and what they are then called. */
import type { FilePath } from "#host";
import { addImports, type WantedImport } from "#lint/importEdits";
import type { TextEdit } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { importClosure } from "#model/link/importGraph";
import type { Project } from "#model/project";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** A word that the module level of a file binds, or what a module of another package is called. */
export interface NeededName {
  readonly wanted: WantedImport;
  /** The file of the workspace that it comes from. */
  readonly from: FilePath | undefined;
}

export interface ImportedNames {
  /** At the top of the file. */
  readonly edits: readonly TextEdit[];
  /** Statements for the body of the function that needs the names: imports that at the top would run in a circle. */
  readonly localImports: readonly string[];
  /** What each needed name is called, in their order. */
  readonly names: readonly string[];
}

/** The import that gives one file the word that another one knows at its module level. */
export function neededName(
  word: string,
  file: SourceFile,
  into: SourceFile,
  project: Project,
): NeededName {
  const { names } = project.workspace;
  const { imports } = file.outline;
  const id = names.of(word);
  for (const row of project.workspace.scopes(file.path)?.rows("imports", MODULE_LEVEL) ?? []) {
    const name = imports.name(row);
    const alias = imports.alias(row);
    const module = names.text(imports.module(row));
    if (name === NO_NAME) {
      const bound = alias === NO_NAME ? names.first(imports.module(row)) : alias;
      if (bound === id) return { wanted: { modules: [module] }, from: undefined };
      continue;
    }
    if ((alias === NO_NAME ? name : alias) !== id) continue;
    const found = project.modules().resolve(module, imports.level(row), file.path);
    if (found?.kind === "module")
      return wantedFrom(found.path, names.text(name), [into, file], project);
    if (imports.level(row) === 0)
      return { wanted: { modules: [module], name: names.text(name) }, from: undefined };
  }
  return wantedFrom(file.path, word, [into, file], project);
}

function wantedFrom(
  path: FilePath,
  name: string,
  importers: readonly SourceFile[],
  project: Project,
): NeededName {
  return { wanted: { modules: [moduleName(path, importers, project)], name }, from: path };
}

/** What imports call a module: below the folder from which these files import other modules already. */
function moduleName(path: FilePath, importers: readonly SourceFile[], project: Project): string {
  const modules = project.modules();
  const { names } = project.workspace;
  const used = new Set<string>();
  for (const { outline, path: importer } of importers)
    for (let row = 0; row < outline.imports.length; row++) {
      const module = outline.imports.module(row);
      if (outline.imports.level(row) > 0 || module === NO_NAME) continue;
      const word = names.text(names.first(module));
      if (modules.resolve(word, 0, importer) !== undefined) used.add(word);
    }
  const parts = path
    .slice(project.folder.length + 1)
    .replace(/(?:\/__init__)?\.py$/, "")
    .split("/");
  const candidates = parts.map((_, index) => parts.slice(index));
  const [from] = importers;
  const known = candidates.find(([word = "", ...rest]) => {
    const found =
      used.has(word) && from && modules.resolve([word, ...rest].join("."), 0, from.path);
    return found && found.kind === "module" && found.path === path;
  });
  return known?.join(".") ?? modules.nameOf(path);
}

/**
 * @param others imports that the file needs besides; they come first in the names
 * @param taken words that the code which needs the names uses for something else
 * @param importsOf the files that a file imports; leave out what other edits remove
 */
export function importNeeded(
  needed: readonly NeededName[],
  others: readonly WantedImport[],
  file: SourceFile,
  project: Project,
  taken: ReadonlySet<string>,
  importsOf: (path: FilePath) => readonly FilePath[],
): ImportedNames {
  const isCircular = needed.map(
    ({ from }) =>
      from !== undefined && from !== file.path && importClosure([from], importsOf).has(file.path),
  );
  const atTop = needed.filter((_, index) => isCircular[index] !== true);
  const isFirstParty = (module: string): boolean =>
    project.modules().resolve(module, 0, file.path) !== undefined;
  const wanted = atTop.map(({ wanted: it, from }) => inFile(it, from, file, project));
  const added = addImports(file, [...others, ...wanted], isFirstParty);
  const used = new Set([...taken, ...added.localNames]);
  const localItems = new Map<string, string[]>();
  const topNames = added.localNames.slice(others.length);
  const names = needed.map(({ wanted: { modules, name = "" } }, index) => {
    if (isCircular[index] !== true) return topNames.shift() ?? name;
    const [module] = modules;
    const local = used.has(name) ? `${module.slice(module.lastIndexOf(".") + 1)}_${name}` : name;
    used.add(local);
    const item = local === name ? name : `${name} as ${local}`;
    localItems.set(module, [...(localItems.get(module) ?? []), item]);
    return local;
  });
  const localImports = [...localItems].map(
    ([module, items]) => `from ${module} import ${items.join(", ")}`,
  );
  const otherNames = added.localNames.slice(0, others.length);
  return { edits: added.edits, localImports, names: [...otherNames, ...names] };
}

/** The same import as the file would write it: relative where it imports that way. */
function inFile(
  wanted: WantedImport,
  from: FilePath | undefined,
  file: SourceFile,
  project: Project,
): WantedImport {
  if (from === undefined || wanted.name === undefined) return wanted;
  const [absolute] = wanted.modules;
  const relative = relativeName(file.path, from, project);
  if (relative === undefined) return wanted;
  const isRelative = file.head.leading.some(({ module }) => module.startsWith("."));
  const modules = isRelative ? ([relative, absolute] as const) : ([absolute, relative] as const);
  return { ...wanted, modules };
}

function relativeName(from: FilePath, to: FilePath, project: Project): string | undefined {
  const parts = project.modules().nameOf(from).split(".");
  const around = from.endsWith("/__init__.py") ? parts : parts.slice(0, -1);
  const target = project.modules().nameOf(to).split(".");
  let shared = 0;
  while (shared < around.length && around[shared] === target[shared]) shared++;
  if (shared === 0) return undefined;
  return ".".repeat(around.length - shared + 1) + target.slice(shared).join(".");
}
