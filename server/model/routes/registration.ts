/** The methods by which routes, routers and applications are registered, as FastAPI's own do it. */
import { asUnknown, elementsOf } from "#model/routes/elements";
import { decorator, type Registering } from "#model/routes/registering";
import { type Entry, type IncludeEntry, type RouteEntry, Router } from "#model/routes/router";
import type { Run } from "#model/routes/run";
import { includeLifespan, surroundingRegistration } from "#model/routes/surroundings";
import { concatenated } from "#model/routes/texts";
import {
  type Arguments,
  alternatives,
  argument,
  boolean,
  either,
  type InstanceValue,
  list,
  type NativeFunction,
  NONE,
  type Place,
  text,
  truthOf,
  unknown,
  type Value,
} from "#model/routes/value";

const METHODS: ReadonlySet<string> = new Set(
  "get post put patch delete options head trace".split(" "),
);

/** A method of an application or router that registers something; `undefined` for another. */
export function boundRegistration(
  instance: InstanceValue,
  name: string,
  run: Run,
): NativeFunction | undefined {
  const { router } = instance;
  if (router === undefined) return undefined;
  const call = registration(instance, router, name, run);
  return call && { kind: "native", name, call, registers: true };
}

function registration(
  instance: InstanceValue,
  router: Router,
  name: string,
  run: Run,
): Registering | undefined {
  if (METHODS.has(name))
    return (given) => routeDecorator(instance, given, [name.toUpperCase()], run);
  const surrounding = surroundingRegistration(router, name, run);
  if (surrounding !== undefined) return surrounding;
  switch (name) {
    case "api_route":
      return (given) => routeDecorator(instance, given, undefined, run);
    case "add_api_route":
      return (given) => {
        addApiRoute(router, given, run);
        return NONE;
      };
    case "websocket":
      return (given) => decorator((endpoint) => addWebSocket(router, given, endpoint, run));
    case "add_api_websocket_route":
      return (given) => {
        addWebSocket(router, given, argument(given, 1, "endpoint"), run);
        return NONE;
      };
    case "route":
      return (given) => decorator((endpoint) => addPlainRoute(router, given, endpoint, 1, run));
    case "add_route":
      return (given) => {
        addPlainRoute(
          router,
          given,
          argument(given, 1, "endpoint") ?? given.keywords.get("route"),
          2,
          run,
        );
        return NONE;
      };
    case "websocket_route":
      return (given) => decorator((endpoint) => addPlainWebSocket(router, given, endpoint, run));
    case "add_websocket_route":
      return (given) => {
        addPlainWebSocket(
          router,
          given,
          argument(given, 1, "endpoint") ?? given.keywords.get("route"),
          run,
        );
        return NONE;
      };
    case "include_router":
      return (given) => {
        includeEach(instance, router, argument(given, 0, "router") ?? NONE, given, run);
        return NONE;
      };
    case "mount":
      return (given) => {
        router.entries.push(mountOf(given, run));
        return NONE;
      };
    case "frontend":
      return (given) => {
        router.entries.push({
          kind: "mount",
          place: given.place,
          isConditional: run.isConditional,
          path: prefixed(router.prefix, argument(given, 0, "path"), given.place),
          app: { kind: "external", name: "starlette.staticfiles.StaticFiles()" },
          name: undefined,
          isLast: true,
        });
        return NONE;
      };
    default:
      return undefined;
  }
}

/** `router.get("/path")`. A class of the project may have an `add_api_route` of its own, which then registers. */
function routeDecorator(
  instance: InstanceValue,
  given: Arguments,
  methods: readonly string[] | undefined,
  run: Run,
): Value {
  return decorator((endpoint) => {
    const keywords = new Map(given.keywords);
    const path = argument(given, 0, "path") ?? given.open ?? text("");
    keywords.delete("path");
    if (methods !== undefined) keywords.set("methods", list(methods.map((it) => text(it))));
    const add = run.attribute(instance, "add_api_route", given.place);
    run.call(add, { ...given, positional: [path, endpoint], keywords });
  });
}

function addApiRoute(router: Router, given: Arguments, run: Run): void {
  const { keywords, place } = given;
  const endpoint = argument(given, 1, "endpoint") ?? unknown("the handler", place);
  const responseModel = keywords.get("response_model");
  router.entries.push({
    kind: "route",
    of: "http",
    place,
    isConditional: run.isConditional,
    path: prefixed(router.prefix, argument(given, 0, "path"), place),
    methods: methodsGiven(keywords.get("methods")) ?? ["GET"],
    endpoint,
    name: textGiven(keywords.get("name")),
    includeInSchema: router.includeInSchema && isOn(keywords.get("include_in_schema")),
    operationId: textGiven(keywords.get("operation_id")),
    responseModel,
    dependencies: [...router.dependencies, ...elements(keywords.get("dependencies"))],
    tags: [...router.tags, ...elements(keywords.get("tags"))],
  });
}

function addWebSocket(
  router: Router,
  given: Arguments,
  endpoint: Value | undefined,
  run: Run,
): void {
  router.entries.push({
    ...plain("websocket", router, given, endpoint, run),
    path: prefixed(router.prefix, argument(given, 0, "path"), given.place),
    dependencies: [...router.dependencies, ...elements(given.keywords.get("dependencies"))],
  });
}

function addPlainWebSocket(
  router: Router,
  given: Arguments,
  endpoint: Value | undefined,
  run: Run,
): void {
  router.entries.push(plain("starletteWebsocket", router, given, endpoint, run));
}

/** `methodsAt`: the place of `methods` among the arguments. A plain route answers HEAD where it answers GET. */
function addPlainRoute(
  router: Router,
  given: Arguments,
  endpoint: Value | undefined,
  methodsAt: number,
  run: Run,
): void {
  router.entries.push(plainRoute(router, given, endpoint, methodsAt, run));
}

function plainRoute(
  router: Router | undefined,
  given: Arguments,
  endpoint: Value | undefined,
  methodsAt: number,
  run: Run,
): RouteEntry {
  const methods = methodsGiven(argument(given, methodsAt, "methods")) ?? defaultMethods(endpoint);
  return {
    ...plain("starlette", router, given, endpoint, run),
    methods: methods.includes("GET") ? [...new Set([...methods, "HEAD"])] : methods,
    includeInSchema: isOn(given.keywords.get("include_in_schema")),
  };
}

/** A class answers by its own methods, which are not told here. */
function defaultMethods(endpoint: Value | undefined): readonly string[] {
  return endpoint?.kind === "class" || endpoint?.kind === "instance" ? [] : ["GET"];
}

function plain(
  of: RouteEntry["of"],
  router: Router | undefined,
  given: Arguments,
  endpoint: Value | undefined,
  run: Run,
): RouteEntry {
  const { place, keywords } = given;
  return {
    kind: "route",
    of,
    place,
    isConditional: run.isConditional,
    path: argument(given, 0, "path") ?? given.open ?? text(""),
    methods: [],
    endpoint: endpoint ?? unknown("the handler", place),
    name: textGiven(keywords.get("name")),
    includeInSchema: of !== "starletteWebsocket" && router !== undefined,
    operationId: undefined,
    responseModel: undefined,
    dependencies: [],
    tags: [],
  };
}

function mountOf(given: Arguments, run: Run): Entry {
  const routes = given.keywords.get("routes");
  return {
    kind: "mount",
    place: given.place,
    isConditional: run.isConditional,
    path: argument(given, 0, "path") ?? given.open ?? text(""),
    app: argument(given, 1, "app") ?? mountedRoutes(routes, given, run),
    name: textGiven(given.keywords.get("name") ?? given.positional[2]),
    isLast: false,
  };
}

/** What `Mount("/path", routes=[…])` makes of its routes. */
function mountedRoutes(routes: Value | undefined, given: Arguments, run: Run): Value {
  if (routes?.kind !== "list") return unknown("what is mounted", given.place);
  const router = new Router("starlette", given.place, text(""));
  router.entries.push(...routes.elements.flatMap((it) => registeredRoutes(it, given.place, run)));
  return { kind: "instance", class: undefined, attributes: new Map(), made: given.place, router };
}

function includeEach(
  instance: InstanceValue,
  router: Router,
  others: Value,
  given: Arguments,
  run: Run,
): void {
  if (others.kind === "perhaps")
    run.underCondition(() => includeEach(instance, router, others.value, given, run));
  else if (others.kind === "either")
    for (const other of others.values) {
      if (other.kind !== "none")
        run.underCondition(() => includeEach(instance, router, other, given, run));
    }
  else {
    const entry = included(router, others, given, run);
    const isTaught = instance.class?.members.get("add_api_route")?.kind === "function";
    if (entry.kind === "include") includeLifespan(router, entry.router, run);
    if (entry.kind === "include" && run.isSnapshot && isTaught) reRegister(instance, entry, run);
    else router.entries.push(entry);
  }
}

function included(router: Router, other: Value, given: Arguments, run: Run): Entry {
  const { keywords, place } = given;
  const { isConditional } = run;
  const of = other.kind === "instance" ? other.router : undefined;
  if (of === undefined || of === router)
    return { kind: "dynamic", place, isConditional, why: asUnknown(other, place) };
  const prefix = keywords.get("prefix") ?? given.open ?? text("");
  return {
    kind: "include",
    place,
    isConditional,
    router: of,
    entries: run.isSnapshot ? copied(of.entries) : of.entries,
    prefix: concatenatedAll(router.prefix, prefix, place),
    plainPrefix: run.isSnapshot ? prefix : concatenatedAll(router.prefix, prefix, place),
    includeInSchema: router.includeInSchema && isOn(keywords.get("include_in_schema")),
    dependencies: [...router.dependencies, ...elements(keywords.get("dependencies"))],
    tags: [...router.tags, ...elements(keywords.get("tags"))],
  };
}

/** Before 0.137 the `add_api_route` of the including router ran for each route, so that one of the project's own may add more. */
function reRegister({ router, ...instance }: InstanceValue, include: IncludeEntry, run: Run): void {
  const own = router?.prefix ?? text("");
  for (const entry of include.entries) {
    if (entry.kind !== "route" || entry.of !== "http") {
      router?.entries.push(...(entry.kind === "route" ? [] : [entry]));
      continue;
    }
    const { place, methods, name, operationId, includeInSchema, dependencies, tags } = entry;
    const path = concatenatedAll(withoutPrefix(include.prefix, own), entry.path, place);
    const keywords = new Map<string, Value>([
      ["methods", list(methods.map((it) => text(it)))],
      ["include_in_schema", boolean(includeInSchema)],
      ["dependencies", list([...dependencies])],
      ["tags", list([...tags])],
    ]);
    if (name !== undefined) keywords.set("name", text(name));
    if (operationId !== undefined) keywords.set("operation_id", text(operationId));
    if (entry.responseModel !== undefined) keywords.set("response_model", entry.responseModel);
    const add = run.attribute({ ...instance, ...(router && { router }) }, "add_api_route", place);
    run.call(add, { positional: [path, entry.endpoint], keywords, place });
  }
}

function withoutPrefix(value: Value, prefix: Value): Value {
  return value.kind === "text" && prefix.kind === "text" && value.value.startsWith(prefix.value)
    ? text(value.value.slice(prefix.value.length), value.certainty)
    : value;
}

/** What a router holds now; what is mounted in it is not copied. */
function copied(entries: readonly Entry[]): readonly Entry[] {
  return entries.flatMap((entry) => (entry.kind === "mount" ? [] : { ...entry }));
}

/** The entries that `Route(…)`, `Mount(…)` and the like in a list of routes make. */
export function registeredRoutes(value: Value, place: Place, run: Run): readonly Entry[] {
  if (value.kind === "perhaps")
    return run.underCondition(() => registeredRoutes(value.value, place, run));
  if (value.kind === "route") return [value.entry];
  if (value.kind !== "external" || value.call === undefined)
    return [
      { kind: "dynamic", place, isConditional: run.isConditional, why: asUnknown(value, place) },
    ];
  const given = value.call;
  const endpoint = argument(given, 1, "endpoint");
  switch (value.name) {
    case "starlette.routing.Route()":
      return [plainRoute(undefined, given, endpoint, 2, run)].map((it) => ({
        ...it,
        includeInSchema: isOn(given.keywords.get("include_in_schema")),
      }));
    case "starlette.routing.WebSocketRoute()":
      return [plain("starletteWebsocket", undefined, given, endpoint, run)];
    case "starlette.routing.Mount()":
      return [mountOf(given, run)];
    case "fastapi.routing.APIRoute()": {
      const of = plain("http", undefined, given, endpoint, run);
      const methods = methodsGiven(given.keywords.get("methods")) ?? ["GET"];
      return [{ ...of, methods, includeInSchema: isOn(given.keywords.get("include_in_schema")) }];
    }
    default:
      return [
        { kind: "dynamic", place, isConditional: run.isConditional, why: asUnknown(value, place) },
      ];
  }
}

function prefixed(prefix: Value, path: Value | undefined, place: Place): Value {
  return concatenatedAll(prefix, path ?? unknown("the path", place), place);
}

/** One text for each pair of alternatives. */
export function concatenatedAll(left: Value, right: Value, place: Place): Value {
  const values = alternatives(left).flatMap((a) =>
    alternatives(right).map((b) => concatenated(a, b.kind === "none" ? text("") : b, place)),
  );
  return either(values) ?? text("");
}

function methodsGiven(value: Value | undefined): readonly string[] | undefined {
  const found = value && elementsOf(value);
  if (found === undefined || found.length === 0) return undefined;
  return found.flatMap((it) => {
    if (it.kind === "text") return it.value.toUpperCase();
    if (it.kind === "member" && it.value.kind === "text") return it.value.value.toUpperCase();
    // http.HTTPMethod.GET
    return it.kind === "external" ? (it.name.split(".").at(-1) ?? "").toUpperCase() : [];
  });
}

function textGiven(value: Value | undefined): string | undefined {
  return value?.kind === "text" ? value.value : undefined;
}

function isOn(value: Value | undefined): boolean {
  return value === undefined || truthOf(value) !== false;
}

function elements(value: Value | undefined): readonly Value[] {
  return value?.kind === "list" ? value.elements : [];
}
