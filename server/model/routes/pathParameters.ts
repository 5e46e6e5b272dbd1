/** The names in the path of a route, and what takes them. */
import { type Dependant, pathNamesIn } from "#model/routes/dependants";
import type { RequestParameter, SpecialParameter } from "#model/routes/parameters";
import type { Route } from "#model/routes/routes";

export interface PathParameters {
  /** The names in braces in the final path. */
  readonly declared: readonly string[];
  /** The parameters of the handler and its dependencies that take one from the path. */
  readonly bound: readonly RequestParameter[];
  /** Declared ones that nobody takes. The handler may still read them off the request. */
  readonly unbound: readonly string[];
  /** Parameters that say `Path()` for a name that the path does not have. */
  readonly missing: readonly RequestParameter[];
}

/** `undefined` for a mount and a plain route of Starlette, of which nobody can tell. */
export function pathParametersOf({ path, dependant }: Route): PathParameters | undefined {
  if (dependant === undefined) return undefined;
  const declared = pathNamesIn(path);
  const all = allIn(dependant).flatMap((it) => it.parameters.filter((each) => each.in === "path"));
  const taken = new Set(all.map(({ alias }) => alias));
  return {
    declared,
    bound: all.filter(({ alias }) => declared.includes(alias)),
    unbound: declared.filter((it) => !taken.has(it)),
    missing: all.filter(({ alias }) => !declared.includes(alias)),
  };
}

export interface SpecialUse {
  /** The handler or dependency that asks for it. */
  readonly by: Dependant;
  readonly parameter: SpecialParameter;
}

/** Where a tree takes what FastAPI hands in itself, as `request`. */
export function specialUses(
  dependant: Dependant,
  of: SpecialParameter["of"],
): readonly SpecialUse[] {
  return allIn(dependant).flatMap((by) =>
    by.special.filter((it) => it.of === of).map((parameter) => ({ by, parameter })),
  );
}

/** What a WebSocket route asks for and never gets: a request, which fails when somebody connects. */
export function requestsOnWebSocket({ kind, dependant }: Route): readonly SpecialUse[] {
  return kind === "websocket" && dependant !== undefined ? specialUses(dependant, "request") : [];
}

function allIn(dependant: Dependant): readonly Dependant[] {
  return [dependant, ...dependant.dependencies.flatMap(allIn)];
}
