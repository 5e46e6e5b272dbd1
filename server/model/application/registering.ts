/** Which code may register something on an application or router. */
import type { AppRows } from "#model/application/appRows";
import type { Target } from "#model/link/origin";
import type { Scopes } from "#model/link/scopes";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** Methods by which nothing else is known. */
const REGISTERING =
  "api_route add_api_route add_route websocket websocket_route add_websocket_route add_api_websocket_route " +
  "include_router mount host frontend";
/** Methods that dictionaries and HTTP clients have, too: they register as decorators, and on what is known to be a router. */
const METHODS = "get post put patch delete options head trace route";
/** Methods that fill a table of routes or routers. */
const FILLING = "append extend insert update setdefault";

export interface RegisteringNames {
  readonly registering: ReadonlySet<number>;
  readonly methods: ReadonlySet<number>;
  readonly filling: ReadonlySet<number>;
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
    owners: set("fastapi.FastAPI.() fastapi.APIRouter.() starlette.applications.Starlette.()"),
  };
}

/**
 * The modules (`MODULE_LEVEL`), classes and functions of a file whose own code makes applications or routers, registers on one or fills
 * a table; a module and a class also where a statement calls, or decorates with, a function of the workspace, which may do it.
 */
export function registeringScopes(
  { outline }: Scopes,
  targets: readonly (Target | undefined)[],
  appRows: AppRows,
  words: RegisteringNames,
  names: Names,
): ReadonlySet<number> {
  const { calls, definitions, decorators, assignments } = outline;
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
    if (words.methods.has(word))
      return (
        decorating.has(calls.start(row)) ||
        (target?.kind === "external" && words.owners.has(names.prefix(target.name)))
      );
    const owner = calls.owner(row);
    if (owner !== MODULE_LEVEL && !definitions.isClass(owner)) return false;
    if (words.filling.has(word)) return names.prefix(names.prefix(callee)) === NO_NAME;
    return target?.kind === "function" && !assigning.has(calls.statement(row));
  };
  const found = new Set<number>();
  for (let row = 0; row < calls.length; row++) {
    if (!registers(row)) continue;
    // What a class in a module registers, the module that defines it registers.
    for (let at = calls.owner(row); ; at = definitions.parent(at)) {
      found.add(at);
      if (at === MODULE_LEVEL || !definitions.isClass(at)) break;
    }
  }
  return found;
}
