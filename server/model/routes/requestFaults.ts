/** What the handlers and dependencies of routes ask of a request that it does not bring. */
import { isComplex, isDataclass, isModel, unionMembers } from "#model/routes/annotations";
import type { BuiltApplication } from "#model/routes/applications";
import type { Dependant } from "#model/routes/dependants";
import type { Definition } from "#model/routes/handlers";
import type { RequestParameter } from "#model/routes/parameters";
import { pathParametersOf, requestsOnWebSocket, specialUses } from "#model/routes/pathParameters";
import { type Route, routesOf } from "#model/routes/routes";
import type { Place, Value } from "#model/routes/value";

export interface RequestFaults {
  readonly webSocketRequests: readonly WebSocketRequest[];
  readonly unboundNames: readonly UnboundName[];
  readonly bodies: readonly UnmarkedBody[];
  /** The functions that answer requests, as `row:path`. */
  readonly handlers: readonly string[];
  /** The functions that routes depend on, in the same way. */
  readonly dependencies: readonly string[];
}

/** A parameter for a request in the tree of a WebSocket route, which has none. */
export interface WebSocketRequest {
  readonly parameter: Place;
  /** The path of the route. */
  readonly path: string;
  /** The call that registers it. */
  readonly route: Place;
}

/** A name in the path of a route that nothing in its tree takes. */
export interface UnboundName {
  readonly name: string;
  readonly route: Place;
  readonly handler: Definition;
}

/** A parameter of a GET route that FastAPI reads from the body. */
export interface UnmarkedBody {
  readonly parameter: Place;
  readonly name: string;
  readonly of: "list" | "mapping" | "model";
  readonly path: string;
  /** The call that registers the route. */
  readonly route: Place;
}

export function requestFaults(applications: readonly BuiltApplication[]): RequestFaults {
  const webSocketRequests = new Map<string, WebSocketRequest>();
  const unboundNames = new Map<string, UnboundName>();
  const bodies = new Map<string, UnmarkedBody>();
  const handlers = new Set<string>();
  const dependencies = new Set<string>();
  for (const route of applications.flatMap(routesOf)) {
    const { dependant } = route;
    if (dependant === undefined) continue;
    for (const each of requestsOn(route)) addOnce(webSocketRequests, keyOf(each.parameter), each);
    for (const each of unboundIn(route, dependant))
      addOnce(unboundNames, `${each.name} ${keyOf(each.route)}`, each);
    for (const each of bodiesIn(route, dependant)) addOnce(bodies, keyOf(each.parameter), each);
    addDefinitions(dependant, handlers, dependencies);
  }
  return {
    webSocketRequests: [...webSocketRequests.values()],
    unboundNames: [...unboundNames.values()],
    bodies: [...bodies.values()],
    handlers: [...handlers].sort(),
    dependencies: [...dependencies].sort(),
  };
}

/** Security schemes of FastAPI, and what packages give, may take either. */
function requestsOn(route: Route): WebSocketRequest[] {
  return requestsOnWebSocket(route).flatMap(({ by, parameter }) =>
    by.definition === undefined || by.isSecurity
      ? []
      : { parameter: parameter.place, path: route.path, route: route.place },
  );
}

/** None where something in the tree may read the path by itself. */
function unboundIn(route: Route, dependant: Dependant): UnboundName[] {
  const { place, definition } = route;
  const { unbound = [] } = pathParametersOf(route) ?? {};
  if (unbound.length === 0 || definition === undefined || isReading(dependant)) return [];
  return unbound.map((name) => ({ name, route: place, handler: definition }));
}

const READS_PATH = ["request", "websocket", "connection"] as const;

function isReading(dependant: Dependant): boolean {
  if (READS_PATH.some((it) => specialUses(dependant, it).length > 0))
    return !isOnlySecurity(dependant);
  return isUnknown(dependant);
}

/** Whether only security schemes, which read headers, are given the request. */
function isOnlySecurity(dependant: Dependant): boolean {
  const isOwn =
    !dependant.isSecurity && READS_PATH.some((of) => dependant.special.some((it) => it.of === of));
  return !isOwn && !isUnknownItself(dependant) && dependant.dependencies.every(isOnlySecurity);
}

function isUnknown(dependant: Dependant): boolean {
  return isUnknownItself(dependant) || dependant.dependencies.some(isUnknown);
}

function isUnknownItself({ definition, isSecurity, name }: Dependant): boolean {
  return definition === undefined && !isSecurity && !name.startsWith("fastapi.security");
}

/** A body on a GET or HEAD route that no `Body()` asks for. */
function bodiesIn({ kind, methods, path, place }: Route, dependant: Dependant): UnmarkedBody[] {
  if (kind !== "http" || methods.length === 0) return [];
  if (!methods.every((it) => it === "GET" || it === "HEAD")) return [];
  return allIn(dependant).flatMap(({ parameters, definition, parameter: gets }) =>
    // What packages make of views with a constructor differs.
    definition === undefined || gets === "self"
      ? []
      : parameters.flatMap((parameter) => {
          const of = bodyOf(parameter);
          return of === undefined
            ? []
            : { parameter: parameter.place, name: parameter.name, of, path, route: place };
        }),
  );
}

function bodyOf({ in: kind, isMarked, type }: RequestParameter): UnmarkedBody["of"] | undefined {
  if (kind !== "body" || isMarked) return undefined;
  for (const each of unionMembers(type) ?? [type]) {
    if (isModel(each) || isDataclass(each)) return "model";
    if (isComplex(each)) return isMapping(each) ? "mapping" : "list";
  }
  return undefined;
}

function isMapping(type: Value): boolean {
  if (type.kind === "subscripted") return isMapping(type.of);
  return type.kind !== "external" || /dict|Mapping|Counter|ChainMap/i.test(type.name);
}

function addDefinitions(
  { definition, dependencies }: Dependant,
  into: Set<string>,
  needed: Set<string>,
): void {
  if (definition !== undefined) into.add(`${definition.row}:${definition.path}`);
  for (const each of dependencies) addDefinitions(each, needed, needed);
}

function allIn(dependant: Dependant): readonly Dependant[] {
  return [dependant, ...dependant.dependencies.flatMap(allIn)];
}

function addOnce<T>(into: Map<string, T>, key: string, value: T): void {
  if (!into.has(key)) into.set(key, value);
}

function keyOf({ path, scope, start }: Place): string {
  return `${start}:${scope}:${path}`;
}
