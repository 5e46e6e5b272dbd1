/** The trees of dependencies, as FastAPI builds them for each route. */
import { type CallKind, callKind, isSecurity, parametersOf } from "#model/routes/callables";
import { CarriedSessions, type SessionKind } from "#model/routes/carriedSessions";
import { calledBy, type Definition, qualifiedName } from "#model/routes/handlers";
import type { Interpreter } from "#model/routes/interpreter";
import { type Need, needIn } from "#model/routes/needs";
import { analysed, type RequestParameter, type SpecialParameter } from "#model/routes/parameters";
import type { FlatRoute } from "#model/routes/table";
import type { Place, Value } from "#model/routes/value";

/** A handler or dependency, with what it needs. */
export interface Dependant extends CallKind {
  /** `module:qualname` */
  readonly name: string;
  /** Where what runs is, if it is in the workspace. */
  readonly definition: Definition | undefined;
  /** The parameter or the `Depends(…)` that asks for it; what registers it, of a handler. */
  readonly place: Place;
  /** The parameter that gets what it gives; `undefined` for those that nobody looks at. */
  readonly parameter: string | undefined;
  /** When the part after `yield` runs; `undefined` where there is none and no scope is given. */
  readonly scope: "function" | "request" | undefined;
  readonly useCache: boolean;
  /** The scopes of this `Security`, without those above it. */
  readonly scopes: readonly string[];
  readonly isSecurity: boolean;
  /** What kind of database session it gives. */
  readonly carriesSession: SessionKind | undefined;
  readonly parameters: readonly RequestParameter[];
  readonly special: readonly SpecialParameter[];
  readonly dependencies: readonly Dependant[];
}

/** What does not depend on who asks for it. */
type Tree = Omit<Dependant, "place" | "parameter" | "scope" | "useCache" | "scopes">;

/** Builds the trees of the routes of one application; what several routes need is built once. */
export class Dependants {
  private readonly interpreter: Interpreter;
  private readonly sessions: CarriedSessions;
  /** By the names in the path, which decide what a parameter is. */
  private readonly known = new Map<string, Map<Value, Tree>>();
  /** What is being built, so that what needs itself ends. */
  private readonly open = new Set<unknown>();

  constructor(interpreter: Interpreter) {
    this.interpreter = interpreter;
    this.sessions = new CarriedSessions(interpreter);
  }

  /**
   * The handler of a route, with the dependencies of the route and of what is around it before its own; `undefined` for a mount
   * and for a plain route of Starlette.
   */
  of(flat: FlatRoute): Dependant | undefined {
    const { entry } = flat;
    if (entry.kind !== "route" || entry.of.startsWith("starlette")) return undefined;
    const { endpoint, place } = entry;
    const names = new Set(pathNamesIn(ownPath(flat)));
    const above = flat.dependencies.flatMap((it) => {
      const need = needIn(it);
      const call = need?.call;
      return need === undefined || call === undefined
        ? []
        : this.needed(need, call, undefined, need.place, names);
    });
    const need = { call: endpoint, scopes: [], useCache: true, scope: undefined, place };
    const own = this.needed(need, endpoint, undefined, place, names);
    return { ...own, scope: undefined, dependencies: [...above, ...own.dependencies] };
  }

  private needed(
    { scope, scopes, useCache }: Need,
    call: Value,
    parameter: string | undefined,
    place: Place,
    pathNames: ReadonlySet<string>,
  ): Dependant {
    const tree = this.tree(call, place, pathNames);
    const ends = scope ?? (tree.yields ? "request" : undefined);
    return { ...tree, place, parameter, scope: ends, useCache, scopes };
  }

  private tree(call: Value, place: Place, names: ReadonlySet<string>): Tree {
    const key = [...names].join("/");
    const known = this.known.get(key) ?? new Map<Value, Tree>();
    this.known.set(key, known);
    const found = known.get(call);
    if (found !== undefined) return found;
    const built = this.build(call, place, names);
    // The parameters of what a package gives stand where it is asked for.
    if (call.kind !== "external") known.set(call, built);
    return built;
  }

  private build(call: Value, place: Place, names: ReadonlySet<string>): Tree {
    const { interpreter } = this;
    const identity = call.kind === "function" ? call.signature : call;
    const isRound = this.open.has(identity);
    this.open.add(identity);
    const parameters: RequestParameter[] = [];
    const special: SpecialParameter[] = [];
    const dependencies: Dependant[] = [];
    for (const each of isRound ? [] : parametersOf(call, place, interpreter)) {
      const found = analysed(each, names);
      if (found.kind === "request") parameters.push(found.parameter);
      else if (found.kind === "special") special.push(found.parameter);
      else {
        const { need, type } = found;
        const inner = this.needed(need, need.call ?? type, each.name, each.place, names);
        dependencies.push(inner);
      }
    }
    if (!isRound) this.open.delete(identity);
    return {
      ...callKind(call, interpreter),
      name: qualifiedName(call, interpreter),
      definition: calledBy(call),
      isSecurity: isSecurity(call),
      carriesSession: this.sessions.of(call),
      parameters,
      special,
      dependencies,
    };
  }
}

/** The names in braces in a path. */
export function pathNamesIn(path: string): readonly string[] {
  return Array.from(path.matchAll(/\{(\w+)(?::\w+)?\}/g), ([, name = ""]) => name);
}

/** All of a tree, each before what it needs, the root left out. */
export function dependenciesIn(dependant: Dependant): readonly Dependant[] {
  return dependant.dependencies.flatMap((it) => [it, ...dependenciesIn(it)]);
}

/** The path as the application has it that the route is registered on. */
function ownPath({ path, mounted }: FlatRoute): string {
  return mounted !== undefined && path.startsWith(mounted) ? path.slice(mounted.length) : path;
}
