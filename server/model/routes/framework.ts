/** FastAPI's and Starlette's applications and routers: what making one and calling its methods registers. */
import { elementsOf, lifespanIn } from "#model/routes/elements";
import { boundRegistration, registeredRoutes } from "#model/routes/registration";
import { Router } from "#model/routes/router";
import type { Run } from "#model/routes/run";
import {
  type Arguments,
  argument,
  boolean,
  type InstanceValue,
  list,
  NONE,
  text,
  truthOf,
  unknown,
  type Value,
} from "#model/routes/value";

const KINDS: ReadonlyMap<string, Router["of"]> = new Map([
  ["fastapi.FastAPI", "application"],
  ["fastapi.APIRouter", "router"],
  ["starlette.applications.Starlette", "starlette"],
  ["starlette.routing.Router", "starlette"],
]);

/** The application or router that a call of one of their classes makes. */
export function routerMade(name: string, given: Arguments, run: Run): InstanceValue | undefined {
  const of = KINDS.get(name);
  if (of === undefined) return undefined;
  const instance: InstanceValue = {
    kind: "instance",
    class: undefined,
    attributes: new Map(),
    made: given.place,
    router: new Router(of, given.place, text(""), /\.(?:FastAPI|Starlette)$/.test(name)),
  };
  initialised(instance, given, run);
  return instance;
}

/** What the constructor of an application or router does. */
export function initialised(instance: InstanceValue, given: Arguments, run: Run): Value {
  const { router } = instance;
  if (router === undefined) return NONE;
  for (const [name, value] of given.keywords) router.arguments.set(name, value);
  const prefix = router.of === "router" ? argument(given, 0, "prefix") : undefined;
  if (prefix !== undefined) router.prefix = prefix;
  else if (given.open !== undefined && router.of === "router") router.prefix = given.open;
  router.dependencies = elementsGiven(given.keywords.get("dependencies"));
  router.tags = elementsGiven(given.keywords.get("tags"));
  const schema = given.keywords.get("include_in_schema");
  if (schema !== undefined) router.includeInSchema = truthOf(schema) !== false;
  stackGiven(router, given, run);
  const routes =
    given.keywords.get("routes") ??
    (router.of === "starlette"
      ? given.positional[router.arguments.has("debug") ? 1 : 0]
      : undefined);
  if (routes?.kind === "list")
    router.entries.push(...routes.elements.flatMap((it) => registeredRoutes(it, given.place, run)));
  setUp(instance, given, run);
  return NONE;
}

/** FastAPI's constructor ends with `self.setup()`, which a class of the project may have of its own. */
function setUp(instance: InstanceValue, { place }: Arguments, run: Run): void {
  if (instance.class === undefined || instance.router?.of !== "application") return;
  const setup = run.attribute(instance, "setup", place);
  if (setup.kind === "function") run.call(setup, { positional: [], keywords: new Map(), place });
}

/** What is given in the constructor may be a list that others go on with: it is copied, as Starlette does. */
function stackGiven(router: Router, { keywords, place }: Arguments, run: Run): void {
  const copy = (name: string): Value | undefined => {
    const value = keywords.get(name);
    if (value?.kind === "list") return { ...value, of: "list", elements: [...value.elements] };
    if (value?.kind === "dictionary")
      return { ...value, entries: value.entries.map((it) => ({ ...it })) };
    return value?.kind === "none" ? undefined : value;
  };
  router.userMiddleware = copy("middleware") ?? router.userMiddleware;
  router.exceptionHandlers = copy("exception_handlers") ?? router.exceptionHandlers;
  router.onStartup = copy("on_startup") ?? router.onStartup;
  router.onShutdown = copy("on_shutdown") ?? router.onShutdown;
  const lifespan = keywords.get("lifespan");
  if (lifespan !== undefined && lifespan.kind !== "none")
    router.lifespan = lifespanIn(lifespan, place, run.isConditional);
}

export function elementsGiven(value: Value | undefined): readonly Value[] {
  return value?.kind === "list" ? value.elements : [];
}

/** An attribute or method of an application or router; `undefined` for what FastAPI's classes do not have. */
export function routerMember(instance: InstanceValue, name: string, run: Run): Value | undefined {
  const { router } = instance;
  if (router === undefined) return undefined;
  if (name === "router" && router.of !== "router")
    return { ...instance, class: undefined, attributes: new Map() };
  if (name === "routes") return { kind: "routes", router, isSnapshot: run.isSnapshot };
  if (name === "prefix") return router.prefix;
  if (name === "dependencies") return list([...router.dependencies]);
  if (name === "debug") return router.arguments.get(name) ?? boolean(false);
  const registration = boundRegistration(instance, name, run);
  if (registration !== undefined) return registration;
  const held = heldBy(router, name);
  if (held !== undefined) return held;
  const of = router.of === "router" ? "fastapi.APIRouter()" : "fastapi.FastAPI()";
  return { kind: "external", name: `${of}.${name}` };
}

function heldBy(router: Router, name: string): Value | undefined {
  switch (name) {
    case "user_middleware":
      return router.userMiddleware;
    case "exception_handlers":
      return router.exceptionHandlers;
    case "on_startup":
      return router.onStartup;
    case "on_shutdown":
      return router.onShutdown;
    case "lifespan_context": {
      const { lifespan } = router;
      const call = (given: Arguments): Value => unknown("a lifespan", given.place);
      return { kind: "native", name, registers: false, call, lifespan };
    }
    default:
      return undefined;
  }
}

/** The methods of `router.routes`: what is appended there is registered. */
export function methodOfRoutes(router: Router, name: string, run: Run): Value {
  return {
    kind: "native",
    name,
    registers: true,
    call({ positional, place }) {
      const value = positional[name === "insert" ? 1 : 0];
      if (name === "remove") {
        const index = value?.kind === "route" ? router.entries.indexOf(value.entry) : -1;
        if (index >= 0) router.entries.splice(index, 1);
        return NONE;
      }
      const added = name === "extend" && value !== undefined ? elementsOf(value) : undefined;
      for (const each of added ?? (value === undefined ? [] : [value]))
        router.entries.push(...registeredRoutes(each, place, run));
      return NONE;
    },
  };
}
