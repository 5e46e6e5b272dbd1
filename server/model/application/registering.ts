/** Which code may register something on an application or router. */

import type { AppRows } from "#model/application/appRows";
import { offsetsInOwnCode } from "#model/files/ownCode";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** Methods by which nothing else is known. */
const REGISTERING =
  "api_route add_api_route add_route websocket websocket_route add_websocket_route add_api_websocket_route " +
  "include_router mount host frontend " +
  "add_middleware exception_handler add_exception_handler on_event add_event_handler";
/** Methods that dictionaries and HTTP clients have, too: they register as decorators, and on what is known to be a router. */
const METHODS = "get post put patch delete options head trace route middleware";
/** Methods that fill a table of routes or routers. */
const FILLING = "append extend insert update setdefault";

export interface RegisteringNames {
  readonly registering: ReadonlySet<number>;
  readonly methods: ReadonlySet<number>;
  readonly filling: ReadonlySet<number>;
  /** What of an application is filled so: `app.router.routes`. */
  readonly filled: ReadonlySet<number>;
  /** `fastapi.FastAPI()` and its like. */
  readonly owners: ReadonlySet<number>;
}

/** Made once for a `Names`. */
export function registeringNamesOf(names: Names): RegisteringNames {
  const set = (text: string): Set<number> => new Set(text.split(" ").map((it) => names.of(it)));
  return {
    registering: set(REGISTERING),
    methods: set(METHODS),
    filling: set(FILLING),
    filled: set("routes user_middleware on_startup on_shutdown exception_handlers"),
    owners: set("fastapi.FastAPI.() fastapi.APIRouter.() starlette.applications.Starlette.()"),
  };
}

/** What of a file may register something. */
export interface Registering {
  /**
   * The module (`MODULE_LEVEL`), classes and functions whose own code makes applications or routers, registers on one or fills a table;
   * a module and a class also where a statement calls, or decorates with, a function of the workspace, which may do it.
   */
  readonly scopes: ReadonlySet<number>;
  /** Where that stands in the own code of the module, and where its statements call something of a package. */
  readonly moduleStarts: readonly number[];
}

export function sameRegistering(a: Registering, b: Registering): boolean {
  return (
    a.scopes.size === b.scopes.size &&
    [...a.scopes].every((scope) => b.scopes.has(scope)) &&
    a.moduleStarts.join() === b.moduleStarts.join()
  );
}

export function registeringIn(
  file: SourceFile,
  targets: readonly (Target | undefined)[],
  appRows: AppRows,
  words: RegisteringNames,
  names: Names,
): Registering {
  const { calls, definitions, decorators, assignments } = file.outline;
  const making = new Set([...appRows.applications, ...appRows.routers]);
  const decorating = new Set<number>();
  for (let row = 0; row < decorators.length; row++) decorating.add(decorators.start(row));
  const assigning = new Set<number>();
  for (let row = 0; row < assignments.length; row++) assigning.add(assignments.start(row));
  const registers = (row: number): boolean => {
    const callee = calls.callee(row);
    const word = names.last(callee);
    if (making.has(row) || words.registering.has(word)) return true;
    const target = targets[row];
    if (target?.kind === "external" && words.owners.has(names.prefix(target.name))) {
      const method = names.last(target.name);
      if (words.methods.has(method) || words.registering.has(method)) return true;
    }
    if (words.methods.has(word)) return decorating.has(calls.start(row));
    const owner = calls.owner(row);
    if (owner !== MODULE_LEVEL && !definitions.isClass(owner)) return false;
    // `@admin_get("/x")` of a variable
    if (target === undefined && decorating.has(calls.start(row))) return true;
    if (words.filling.has(word)) {
      const filled = names.prefix(callee);
      return names.prefix(filled) === NO_NAME || words.filled.has(names.last(filled));
    }
    return target?.kind === "function" && !assigning.has(calls.statement(row));
  };
  const scopes = new Set<number>();
  const starts: number[] = [];
  for (let row = 0; row < calls.length; row++) {
    if (!registers(row)) {
      // `install(app)` of a package: it matters only where the application is.
      const isStatement = calls.owner(row) === MODULE_LEVEL && !assigning.has(calls.statement(row));
      if (isStatement && !decorating.has(calls.start(row))) starts.push(calls.start(row));
      continue;
    }
    let start = calls.start(row);
    // What a class in a module registers, the module that defines it registers.
    for (let at = calls.owner(row); ; at = definitions.parent(at)) {
      scopes.add(at);
      if (at === MODULE_LEVEL) starts.push(start);
      if (at === MODULE_LEVEL || !definitions.isClass(at)) break;
      start = definitions.start(at);
    }
  }
  return { scopes, moduleStarts: offsetsInOwnCode(starts, file, MODULE_LEVEL) };
}
