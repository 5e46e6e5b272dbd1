/** The applications of a project with their routes: which modules make one, and what it holds once they have run. */
import type { Project } from "#model/project";
import { Interpreter } from "#model/routes/interpreter";
import { Naming } from "#model/routes/naming";
import { cutShort, type Entry, type Router } from "#model/routes/router";
import { wrappedIn } from "#model/routes/stack";
import { registerAtStart } from "#model/routes/startup";
import { type DynamicRoutes, type FlatTable, flatTable, instanceIn } from "#model/routes/table";
import type { InstanceValue, Place, Value } from "#model/routes/value";

/** An application as a server would be told of it. */
export interface BuiltApplication extends FlatTable {
  /** `app.main:app`; `app.main:create_app` for one that a function makes and no module keeps. */
  readonly name: string;
  /** The call that makes it. */
  readonly made: Place;
  readonly instance: InstanceValue;
  /** The application with what is wrapped around it: `CORSMiddleware(app, …)`. */
  readonly value: Value;
  /** What built it, to ask for what its values are worth. */
  readonly interpreter: Interpreter;
}

/** The applications of a project, those of tests, scripts and examples left out, by name. */
export function builtApplications(project: Project): readonly BuiltApplication[] {
  const entries = project.entries();
  if (entries.modules.length === 0 && entries.factories.length === 0) return [];
  const interpreter = new Interpreter(project, project.workspace.routingFiles(), entries.roots);
  const named = new Naming(interpreter);
  for (const path of entries.modules) named.addModule(path);
  if (interpreter.cuts > 0)
    for (const { instance } of named.found) instance.router?.entries.push(cutShort(instance.made));
  for (const factory of entries.factories) named.addFactory(factory);
  for (const path of entries.extensions) named.addExtension(path);
  for (const { instance } of named.found) registerAtStart(instance, interpreter);
  const mounted = new Set(named.found.flatMap(({ instance }) => mountedIn(instance)).map(keyOf));
  return named.found
    .filter(({ instance }) => !mounted.has(keyOf(instance)))
    .map(({ name, instance, value }) =>
      built(name, instance, wrappedIn(value) === instance ? value : instance, interpreter),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function built(
  name: string,
  instance: InstanceValue,
  value: Value,
  interpreter: Interpreter,
): BuiltApplication {
  const { router } = instance;
  const table = router === undefined ? { routes: [], dynamic: [] } : flatTable(router);
  const dynamic = [...table.dynamic, ...foreign(instance, interpreter)];
  return { name, made: instance.made, instance, value, interpreter, routes: table.routes, dynamic };
}

/** Where an application is made tells it from others: a factory makes more than one of it. */
function keyOf({ made }: InstanceValue): string {
  return `${made.start}:${made.scope}:${made.path}`;
}

/** The applications that are mounted in one. */
function mountedIn(outermost: InstanceValue): InstanceValue[] {
  const found: InstanceValue[] = [];
  const seen = new Set<Router>();
  const visit = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      const app = entry.kind === "mount" ? instanceIn(entry.app) : undefined;
      if (app !== undefined && app.router !== outermost.router) found.push(app);
      const inner = entry.kind === "include" ? entry.router : app?.router;
      if (inner === undefined || seen.has(inner)) continue;
      seen.add(inner);
      visit(inner.entries);
    }
  };
  if (outermost.router !== undefined) visit(outermost.router.entries);
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
