/** The applications of a project with their routes: which modules make one, and what it holds once they have run. */
import type { FilePath } from "#host";
import { applicationsIn } from "#model/application/apps";
import type { Project } from "#model/project";
import { Interpreter } from "#model/routes/interpreter";
import type { Entry } from "#model/routes/router";
import { type DynamicRoutes, type FlatTable, flatTable, instanceIn } from "#model/routes/table";
import type { InstanceValue, Place, Value } from "#model/routes/value";
import { MODULE_LEVEL } from "#syntax/outline";

/** An application as a server would be told of it. */
export interface BuiltApplication extends FlatTable {
  /** `app.main:app`; `app.main:create_app` for one that a function makes and no module keeps. */
  readonly name: string;
  /** The call that makes it. */
  readonly made: Place;
  readonly instance: InstanceValue;
  /** What built it, to ask for what its values are worth. */
  readonly interpreter: Interpreter;
}

/** Functions that call a factory are factories, too; not over more of them. */
const MOST_FACTORIES = 5;

/** The applications of a project, those of tests, scripts and examples left out, by name. */
export function builtApplications(project: Project): readonly BuiltApplication[] {
  const entries = entriesOf(project);
  const found: BuiltApplication[] = [];
  for (const path of entries.modules) found.push(...builtBy(path, [], project));
  for (const { path, name } of entries.factories) {
    const isKept = found.some(
      ({ made, instance }) => instance.made.path === path || made.path === path,
    );
    if (!isKept) found.push(...builtBy(path, [name], project));
  }
  const mounted = new Set(found.flatMap((it) => mountedIn(it)));
  return found
    .filter(({ instance }) => !mounted.has(key(instance.made)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Entries {
  /** Modules that make an application when they are imported. */
  readonly modules: readonly FilePath[];
  /** Functions and classes that make one when they are called, and that no module calls. */
  readonly factories: readonly { readonly path: FilePath; readonly name: string }[];
}

function entriesOf(project: Project): Entries {
  const modules = new Set<FilePath>();
  const factories: { path: FilePath; name: string }[] = [];
  for (const path of project.applicationFiles()) {
    const file = project.file(path);
    if (file === undefined || project.role(file) !== "application") continue;
    for (const { scope } of applicationsIn(file, project)) {
      const reached = callersUp(path, scope, project);
      for (const module of reached.modules) modules.add(module);
      for (const { path: at, row } of reached.outermost) {
        const name = outermostName(at, row, project);
        if (name !== undefined) factories.push({ path: at, name });
      }
    }
  }
  return { modules: [...modules].sort(), factories };
}

/** From a function up to the modules whose code calls it, and the functions that nobody calls. */
function callersUp(
  path: FilePath,
  scope: number,
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
    const sites = workspace.callersOf(at, row).filter((site) => {
      const file = project.file(site.path);
      return file !== undefined && project.role(file) === "application";
    });
    if (sites.length === 0) outermost.push({ path: at, row });
    for (const site of sites) {
      const caller = project.file(site.path)?.outline.calls.owner(site.call);
      if (caller !== undefined) up(site.path, caller, depth + 1);
    }
  };
  up(path, scope, 0);
  return { modules, outermost };
}

/** The name at module level through which a definition is reached: its own, or that of its class. */
function outermostName(path: FilePath, row: number, project: Project): string | undefined {
  const definitions = project.file(path)?.outline.definitions;
  if (definitions === undefined) return undefined;
  let at = row;
  while (definitions.parent(at) !== MODULE_LEVEL) at = definitions.parent(at);
  return project.workspace.names.text(definitions.name(at));
}

/** What a module binds once it has run, or what one of its functions gives. */
function builtBy(
  path: FilePath,
  factories: readonly string[],
  project: Project,
): readonly BuiltApplication[] {
  const interpreter = new Interpreter(project, project.workspace.routingFiles());
  const { name: module } = moduleOf(path, interpreter);
  const environment = interpreter.module(path);
  const place: Place = { path, scope: MODULE_LEVEL, start: 0, end: 0 };
  const found: { name: string; instance: InstanceValue }[] = [];
  const add = (name: string, value: Value): void => {
    const instance = applicationIn(value);
    if (instance !== undefined && !found.some((it) => it.instance.router === instance.router))
      found.push({ name: `${module}:${name}`, instance });
  };
  for (const name of factories) {
    const factory = environment.own(name);
    if (factory === undefined) continue;
    const given = interpreter.call(factory, { positional: [], keywords: new Map(), place });
    add(name, given);
  }
  if (factories.length === 0) {
    const own = [...environment.entries()].filter(([name]) => !isImported(name, path, project));
    // `server = Server()` holds the application of `app = server.app`.
    const isHolder = (value: Value): boolean =>
      value.kind === "instance" && value.router === undefined;
    for (const [name, value] of own) if (!isHolder(value)) add(name, value);
    for (const [name, value] of own) if (isHolder(value)) add(name, value);
  }
  return found.map(({ name, instance }) => {
    const table =
      instance.router === undefined ? { routes: [], dynamic: [] } : flatTable(instance.router);
    const dynamic = [...table.dynamic, ...foreign(instance, interpreter)];
    return { name, made: instance.made, instance, interpreter, routes: table.routes, dynamic };
  });
}

function moduleOf(path: FilePath, interpreter: Interpreter): { readonly name: string } {
  const name = interpreter.moduleName(path);
  interpreter.importModule(name, 0, path);
  return { name };
}

function applicationIn(value: Value): InstanceValue | undefined {
  if (value.kind === "either") return value.values.flatMap((it) => applicationIn(it) ?? [])[0];
  const instance = instanceIn(value);
  if (instance !== undefined) return instance.router?.of === "router" ? undefined : instance;
  if (value.kind !== "instance") return undefined;
  for (const attribute of value.attributes.values()) {
    const found = attribute.kind === "instance" ? instanceIn(attribute) : undefined;
    if (found !== undefined && found.router?.of !== "router") return found;
  }
  return undefined;
}

function isImported(name: string, path: FilePath, project: Project): boolean {
  const { workspace } = project;
  const { names } = workspace;
  const imports = workspace.ownCode(path, MODULE_LEVEL)?.imports ?? [];
  return imports.some(
    (it) =>
      names.text(it.alias) === name ||
      (names.text(it.alias) === "" && names.text(it.name) === name),
  );
}

function key({ path, scope, start }: Place): string {
  return `${path}:${scope}:${start}`;
}

function mountedIn({ instance }: BuiltApplication): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const visit = (app: InstanceValue, isOutermost: boolean): void => {
    if (app.router === undefined || seen.has(app.router)) return;
    seen.add(app.router);
    if (!isOutermost && app.router.of !== "router") found.push(key(app.made));
    visitEntries(app.router.entries);
  };
  const visitEntries = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      const inner = entry.kind === "mount" ? instanceIn(entry.app) : undefined;
      if (inner !== undefined) visit(inner, false);
      if (entry.kind !== "include" || seen.has(entry.router)) continue;
      seen.add(entry.router);
      visitEntries(entry.router.entries);
    }
  };
  visit(instance, true);
  return found;
}

/** Packages that register nothing on an application that they are given. */
const HARMLESS =
  /^(?:[a-z_]+\(\)|uvicorn|starlette|fastapi|sentry_sdk|opentelemetry|fastapi_pagination|slowapi|logfire|logging|structlog|contextlib|functools|asyncio|typing|mangum|hypercorn|gunicorn|asgi_correlation_id|asgi_lifespan|httpx|pytest|ddtrace|newrelic|elasticapm|scout_apm|pyinstrument|rich|loguru|copy|inspect|weakref|threading)\b|\.instrument(?:_app)?$/;

function foreign(instance: InstanceValue, interpreter: Interpreter): DynamicRoutes[] {
  return interpreter.foreignCalls.flatMap(({ name, given }) => {
    const isGiven = [...given.positional, ...given.keywords.values()].some(
      (it) => it.kind === "instance" && it.router !== undefined && it.router === instance.router,
    );
    return isGiven && name.includes(".") && !HARMLESS.test(name)
      ? [{ why: `\`${name}\` of a package`, place: given.place }]
      : [];
  });
}
