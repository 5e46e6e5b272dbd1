/** The calls of one file that make applications and routers, or register something on them. By row, so that typing elsewhere changes nothing here. */
import type { Origin, Target } from "#model/link/origin";
import type { Scopes } from "#model/link/scopes";
import type { Workspace } from "#model/workspace";
import { type Names, NO_NAME } from "#syntax/names";

export interface AppRows {
  /** Calls of `FastAPI`, `Starlette` and of classes that have one of these as a base. */
  readonly applications: readonly number[];
  /** Calls of `APIRouter` and of classes that have it as a base. */
  readonly routers: readonly number[];
  /** `x.on_event(…)`, `x.add_event_handler(…)`, `x.on_startup.append(…)`, whatever `x` is. */
  readonly handlers: readonly number[];
  /** `x.add_middleware(…)`, `x.middleware(…)`, `Middleware(…)`, and calls of a middleware class itself. */
  readonly middlewares: readonly number[];
  /** `x.mount(…)`, `x.host(…)`, `Mount(…)`, `Host(…)`: applications inside applications. */
  readonly mounts: readonly number[];
  /** Assignments to `x.lifespan_context`, by their row. */
  readonly lifespanAssignments: readonly number[];
}

export const NO_APP_ROWS: AppRows = {
  applications: [],
  routers: [],
  handlers: [],
  middlewares: [],
  mounts: [],
  lifespanAssignments: [],
};

/** The names by which a file tells what it has to do with applications. Made once for a `Names`. */
export interface AppNames {
  readonly applications: ReadonlySet<number>;
  readonly applicationWords: ReadonlySet<number>;
  readonly routerWords: ReadonlySet<number>;
  readonly router: number;
  readonly middlewares: ReadonlySet<number>;
  readonly mounts: ReadonlySet<number>;
  readonly registering: ReadonlyMap<number, keyof AppRows>;
  readonly append: number;
  readonly eventLists: ReadonlySet<number>;
  readonly lifespanContext: number;
}

export function appNamesOf(names: Names): AppNames {
  const set = (...texts: string[]): Set<number> => new Set(texts.map((text) => names.of(text)));
  return {
    applications: set("fastapi.FastAPI", "starlette.applications.Starlette"),
    applicationWords: set("FastAPI", "Starlette"),
    routerWords: set("APIRouter"),
    router: names.of("fastapi.APIRouter"),
    middlewares: set("starlette.middleware.Middleware", "starlette.middleware.cors.CORSMiddleware"),
    mounts: set("starlette.routing.Mount", "starlette.routing.Host"),
    registering: new Map([
      [names.of("on_event"), "handlers"],
      [names.of("add_event_handler"), "handlers"],
      [names.of("add_middleware"), "middlewares"],
      [names.of("middleware"), "middlewares"],
      [names.of("mount"), "mounts"],
      [names.of("host"), "mounts"],
    ]),
    append: names.of("append"),
    eventLists: set("on_startup", "on_shutdown"),
    lifespanContext: names.of("lifespan_context"),
  };
}

export function appRowsOf(
  { outline }: Scopes,
  targets: readonly (Target | undefined)[],
  words: AppNames,
  workspace: Workspace,
): AppRows {
  const { names } = workspace;
  const { calls, assignments } = outline;
  const found = new Map<keyof AppRows, number[]>();
  const add = (kind: keyof AppRows, row: number): void => {
    const rows = found.get(kind);
    if (rows === undefined) found.set(kind, [row]);
    else rows.push(row);
  };
  for (let row = 0; row < calls.length; row++) {
    const made = kindMade(targets[row], words, workspace);
    if (made !== undefined) {
      add(made, row);
      continue;
    }
    const callee = calls.callee(row);
    const prefix = names.prefix(callee);
    if (prefix === NO_NAME) continue;
    const word = names.last(callee);
    const kind = words.registering.get(word);
    if (kind !== undefined) add(kind, row);
    else if (word === words.append && words.eventLists.has(names.last(prefix)))
      add("handlers", row);
  }
  for (let row = 0; row < assignments.length; row++)
    if (names.last(assignments.target(row)) === words.lifespanContext)
      add("lifespanAssignments", row);
  return found.size === 0 ? NO_APP_ROWS : { ...NO_APP_ROWS, ...Object.fromEntries(found) };
}

function kindMade(
  target: Target | undefined,
  words: AppNames,
  workspace: Workspace,
): keyof AppRows | undefined {
  if (target?.kind === "external") {
    if (words.applications.has(target.name)) return "applications";
    if (words.middlewares.has(target.name)) return "middlewares";
    if (words.mounts.has(target.name)) return "mounts";
    return target.name === words.router ? "routers" : undefined;
  }
  if (target?.kind !== "class") return undefined;
  const declaration = workspace.declarations(target.path)?.classes.get(target.row);
  const hasBase = (bases: ReadonlySet<number>): boolean =>
    declaration?.bases.some((base) => endsWith(base, bases, workspace.names)) === true;
  if (hasBase(words.applicationWords)) return "applications";
  return hasBase(words.routerWords) ? "routers" : undefined;
}

/** Whether the name of a base ends in one of these, such as `FastAPI`: enough to look at it. */
function endsWith(base: Origin, words: ReadonlySet<number>, names: Names): boolean {
  if (base.kind === "name") return words.has(names.last(base.name));
  if (base.kind === "import") return words.has(base.imported.name);
  return base.kind === "attribute" && words.has(base.word);
}

export function sameAppRows(a: AppRows, b: AppRows): boolean {
  if (a === b) return true;
  return (
    sameRows(a.applications, b.applications) &&
    sameRows(a.routers, b.routers) &&
    sameRows(a.handlers, b.handlers) &&
    sameRows(a.middlewares, b.middlewares) &&
    sameRows(a.mounts, b.mounts) &&
    sameRows(a.lifespanAssignments, b.lifespanAssignments)
  );
}

function sameRows(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index]);
}
