/** What is registered around the routes of an application: middleware, exception handlers, lifespans and event handlers. */
import { setEntry } from "#model/routes/elements";
import { decorator, type Registering } from "#model/routes/registering";
import type { Router } from "#model/routes/router";
import type { Run } from "#model/routes/run";
import { type Arguments, argument, NONE, text, type Value } from "#model/routes/value";

/** The class that `Middleware(…)` makes an object of. */
export const MIDDLEWARE = "starlette.middleware.Middleware()";
const BASE_HTTP: Value = {
  kind: "external",
  name: "starlette.middleware.base.BaseHTTPMiddleware",
};

/** A method that registers something of this; `undefined` for another. */
export function surroundingRegistration(
  router: Router,
  name: string,
  run: Run,
): Registering | undefined {
  switch (name) {
    case "add_middleware":
      return (given) => {
        addMiddleware(router, given, run);
        return NONE;
      };
    case "middleware":
      return ({ place }) =>
        decorator((dispatch) => {
          const keywords = new Map([["dispatch", dispatch]]);
          addMiddleware(router, { positional: [BASE_HTTP], keywords, place }, run);
        });
    case "exception_handler":
      return (given) =>
        decorator((handler) => addHandler(router, argument(given, 0, KEY), handler, run));
    case "add_exception_handler":
      return (given) => {
        addHandler(router, argument(given, 0, KEY), argument(given, 1, "handler"), run);
        return NONE;
      };
    case "on_event":
      return (given) =>
        decorator((handler) => addEvent(router, argument(given, 0, "event_type"), handler, run));
    case "add_event_handler":
      return (given) => {
        addEvent(router, argument(given, 0, "event_type"), argument(given, 1, "func"), run);
        return NONE;
      };
    default:
      return undefined;
  }
}

const KEY = "exc_class_or_status_code";

/** What is added later is asked earlier. */
function addMiddleware(router: Router, given: Arguments, run: Run): void {
  const value: Value = { kind: "external", name: MIDDLEWARE, call: given };
  const before = router.userMiddleware;
  if (before.kind === "list") before.elements.unshift(registered(value, run));
}

function addHandler(
  router: Router,
  key: Value | undefined,
  handler: Value | undefined,
  run: Run,
): void {
  const { exceptionHandlers } = router;
  if (key === undefined || handler === undefined || exceptionHandlers.kind !== "dictionary") return;
  setEntry(exceptionHandlers, key, registered(handler, run));
}

function addEvent(
  router: Router,
  event: Value | undefined,
  handler: Value | undefined,
  run: Run,
): void {
  if (event?.kind !== "text" || handler === undefined) return;
  const handlers = event.value === "startup" ? router.onStartup : router.onShutdown;
  if (handlers.kind === "list") handlers.elements.push(registered(handler, run));
}

function registered(value: Value, { isConditional }: Run): Value {
  return isConditional && value.kind !== "perhaps" ? { kind: "perhaps", value } : value;
}

/** Event handlers are copied as they are now; since 0.112.2 the lifespan runs inside the one that was there before. */
export function includeLifespan(router: Router, included: Router, run: Run): void {
  for (const [event, handlers] of [
    ["startup", included.onStartup],
    ["shutdown", included.onShutdown],
  ] as const)
    if (handlers.kind === "list")
      for (const each of handlers.elements) addEvent(router, text(event), each, run);
  if (run.project.packages().atLeast("fastapi", "0.112.2") === false) return;
  const { isConditional } = run;
  router.lifespan = {
    kind: "merged",
    outer: router.lifespan,
    inner: included.lifespan,
    isConditional,
  };
}
