/** Where the interpreter begins: the modules that make applications when they are imported, and the factories that no module calls. */
import type { FilePath } from "#host";
import {
  type Application,
  applicationReturnedBy,
  applicationsOf,
  sameApplication,
} from "#model/application/apps";
import type { Project } from "#model/project";
import { MODULE_LEVEL } from "#syntax/outline";

export interface Entries {
  readonly modules: readonly FilePath[];
  readonly factories: readonly Factory[];
  /** Modules that nobody imports, and that import one which makes an application: they may register more on it. */
  readonly extensions: readonly FilePath[];
  /** The folders that Python imports from, those that most imports lead to first. */
  readonly roots: readonly FilePath[];
}

export interface Factory {
  readonly path: FilePath;
  /** Of the function or class at module level. */
  readonly name: string;
  /** Of the class of that name, what gives the application; without it, its constructor makes one. */
  readonly method?: string | undefined;
  /** The file and the definition in which the application itself is made. */
  readonly makingFile: FilePath;
  readonly makingScope: number;
}

/** Functions that call a factory are factories, too; not over more of them. */
const MOST_FACTORIES = 5;

export function entriesOf(project: Project): Entries {
  const modules = new Set<FilePath>();
  const factories: Factory[] = [];
  const making = new Set<FilePath>();
  for (const application of applicationsOf(project)) {
    making.add(application.file.path);
    const reached = callersUp(application, project);
    for (const module of reached.modules) modules.add(module);
    for (const { path, row } of reached.outermost) {
      const reached = outermost(path, row, project);
      if (reached === undefined) continue;
      const { file, scope } = application;
      factories.push({ path, ...reached, makingFile: file.path, makingScope: scope });
    }
  }
  if (making.size === 0) return NO_ENTRIES;
  return {
    modules: [...modules].sort(),
    factories,
    extensions: extendingModules(making, project),
    roots: project.importRoots(),
  };
}

const NO_ENTRIES: Entries = { modules: [], factories: [], extensions: [], roots: [] };

export function sameEntries(a: Entries, b: Entries): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** From where an application is made up to the modules whose code calls that, and the functions that give it to nobody that gives it on. */
function callersUp(
  application: Application,
  project: Project,
): {
  readonly modules: readonly FilePath[];
  readonly outermost: readonly { readonly path: FilePath; readonly row: number }[];
} {
  const { workspace } = project;
  const modules: FilePath[] = [];
  const outermost: { path: FilePath; row: number }[] = [];
  const seen = new Set<string>();
  const up = (at: FilePath, row: number, depth: number): void => {
    if (row === MODULE_LEVEL) {
      modules.push(at);
      return;
    }
    if (seen.has(`${row}:${at}`) || depth > MOST_FACTORIES) return;
    seen.add(`${row}:${at}`);
    const callers = workspace.callersOf(at, row).flatMap((site) => {
      const file = project.file(site.path);
      if (file === undefined || project.role(file) !== "application") return [];
      const caller = file.outline.calls.owner(site.call);
      const givesOn =
        caller === MODULE_LEVEL ||
        sameApplication(applicationReturnedBy(site.path, caller, project), application);
      return givesOn ? { path: site.path, row: caller } : [];
    });
    if (callers.length === 0) outermost.push({ path: at, row });
    for (const caller of callers) up(caller.path, caller.row, depth + 1);
  };
  up(application.file.path, application.scope, 0);
  return { modules, outermost };
}

/** How a definition is reached from its module: by its own name, by that of its class, or as a method that gives an application. */
function outermost(
  path: FilePath,
  row: number,
  project: Project,
): Pick<Factory, "name" | "method"> | undefined {
  const definitions = project.file(path)?.outline.definitions;
  if (definitions === undefined) return undefined;
  const { names } = project.workspace;
  let at = row;
  let method: string | undefined;
  while (definitions.parent(at) !== MODULE_LEVEL) {
    const parent = definitions.parent(at);
    if (definitions.isClass(parent)) method = names.text(definitions.name(at));
    at = parent;
  }
  const name = names.text(definitions.name(at));
  const isMade = method === undefined || method === "__init__";
  return isMade ? { name } : { name, method };
}

/** Of the files of the application itself. */
function extendingModules(making: ReadonlySet<FilePath>, project: Project): readonly FilePath[] {
  const { workspace } = project;
  const files = [...workspace.routingFiles()].filter(
    (path) => workspace.projectOf(path) === project && workspace.role(path) === "application",
  );
  const imported = new Set(files.flatMap((path) => workspace.imports(path)));
  return files
    .filter((path) => !imported.has(path) && !making.has(path))
    .filter(
      (path) =>
        workspace.mayRegister(path, MODULE_LEVEL) ||
        workspace.imports(path).some((it) => making.has(it)),
    )
    .sort();
}
