/** What a request meets before and after the routes of an application: its middleware, the outermost first, and its exception handlers. */
import type { Project } from "#model/project";
import { type Definition, definitionOf, qualifiedName } from "#model/routes/handlers";
import type { Interpreter } from "#model/routes/interpreter";
import type { Router } from "#model/routes/router";
import { MIDDLEWARE } from "#model/routes/surroundings";
import { instanceIn } from "#model/routes/table";
import { alternatives, type Place, type Value } from "#model/routes/value";

export interface StackedMiddleware {
  /** `module:qualname` of the class or factory; of the function for `@app.middleware("http")`. */
  readonly name: string;
  /** Where the class or function is, if it is in the workspace. */
  readonly definition: Definition | undefined;
  /** `framework`: it is there in every application. `wrapped`: the application was given to it. */
  readonly by: "framework" | "added" | "wrapped";
  readonly keywords: ReadonlyMap<string, Value>;
  /** Whether it is given more than is known. */
  readonly isOpen: boolean;
  /** The call that adds it; `undefined` for one of the framework. */
  readonly place: Place | undefined;
  readonly isConditional: boolean;
}

export interface ExceptionHandler {
  /** `module:qualname` of the exception, or the status. */
  readonly exception: string;
  readonly name: string;
  readonly definition: Definition | undefined;
  readonly isConditional: boolean;
}

const BASE_HTTP = "starlette.middleware.base.BaseHTTPMiddleware";
/** Objects hold others, so that looking deeper soon means looking at everything. */
const DEEPEST_WRAPPING = 4;

/** @param app the application with what is wrapped around it */
export function middlewareOf(app: Value, interpreter: Interpreter): readonly StackedMiddleware[] {
  const router = wrappedIn(app)?.router;
  if (router === undefined) return [];
  const { project } = interpreter;
  return [
    ...wrappersOf(app, interpreter, 0),
    ...outside(router, project).map(ofFramework),
    ...elements(router.userMiddleware).flatMap((it) => added(it, false, interpreter)),
    ...inside(router, project).map(ofFramework),
  ];
}

/** Sorted by exception; FastAPI's own are left out where nothing replaces them. */
export function exceptionHandlersOf(
  router: Router,
  interpreter: Interpreter,
): readonly ExceptionHandler[] {
  if (router.exceptionHandlers.kind !== "dictionary") return [];
  return router.exceptionHandlers.entries
    .flatMap(({ key, value }) => handlersOf(key, value, interpreter))
    .sort((a, b) => (a.exception < b.exception ? -1 : 1));
}

/** The application in what is wrapped around it, by a package's class or by one of the project. */
export function wrappedIn(value: Value, depth = 0): ReturnType<typeof instanceIn> {
  const known = instanceIn(value);
  if (known !== undefined) return known.router?.of === "router" ? undefined : known;
  if (value.kind !== "instance" || depth > DEEPEST_WRAPPING) return undefined;
  // What can be called may have been given an application.
  if (value.class?.members.has("__call__") === true) value.pending?.();
  for (const held of value.attributes.values()) {
    const found = held.kind === "instance" || held.kind === "external";
    const inner = found ? wrappedIn(held, depth + 1) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function wrappersOf(value: Value, run: Interpreter, depth: number): StackedMiddleware[] {
  if (depth > DEEPEST_WRAPPING) return [];
  if (value.kind === "external" && value.call !== undefined) {
    const { positional, keywords, open, place } = value.call;
    const given = [...positional, ...keywords.values()];
    const inner = given.find((it) => wrappedIn(it) !== undefined);
    if (inner === undefined) return [];
    const own = new Map([...keywords].filter(([, it]) => it !== inner));
    if (SERVERS.test(value.name)) return wrappersOf(inner, run, depth + 1);
    const name = qualifiedName({ kind: "external", name: value.name }, run);
    const isOpen = open !== undefined;
    return [
      { ...WRAPPER, name, keywords: own, isOpen, place },
      ...wrappersOf(inner, run, depth + 1),
    ];
  }
  // An object that is no application and cannot be called only holds one: `server.app`.
  if (value.kind !== "instance" || value.router !== undefined || !value.class) return [];
  const held = [...value.attributes.values()];
  const inner = held.find((it) => wrappedIn(it) !== undefined);
  if (inner === undefined) return [];
  const around = wrappersOf(inner, run, depth + 1);
  if (!value.class.members.has("__call__")) return around;
  const definition = definitionOf(value);
  const name = qualifiedName(value.class, run);
  return [{ ...WRAPPER, name, definition, place: value.made }, ...around];
}

/** What is given an application to serve or to test it. */
const SERVERS =
  /^(?:uvicorn\.(?:\w+\.)*(?:Server|Config)|hypercorn\.|(?:fastapi|starlette)\.testclient\.)/;

const WRAPPER: StackedMiddleware = {
  name: "",
  definition: undefined,
  by: "wrapped",
  keywords: new Map(),
  isOpen: false,
  place: undefined,
  isConditional: false,
};

function added(value: Value, isConditional: boolean, run: Interpreter): StackedMiddleware[] {
  if (value.kind === "perhaps") return added(value.value, true, run);
  if (value.kind === "either") return value.values.flatMap((it) => added(it, true, run));
  if (value.kind !== "external" || value.name !== MIDDLEWARE || value.call === undefined) return [];
  const { place, open } = value.call;
  const keywords = new Map(value.call.keywords);
  const parameter = ["middleware_class", "cls"].find((it) => keywords.has(it)) ?? "";
  const type = value.call.positional[0] ?? keywords.get(parameter);
  keywords.delete(parameter);
  if (type === undefined) return [];
  const isOpen = open !== undefined;
  return alternatives(type).map((each) => {
    const dispatch = isBaseHttp(each) ? keywords.get("dispatch") : undefined;
    const named = dispatch ?? each;
    const rest = new Map([...keywords].filter(([, it]) => it !== dispatch));
    return {
      name: qualifiedName(named, run),
      definition: definitionOf(named),
      by: "added",
      keywords: rest,
      isOpen,
      place,
      isConditional: isConditional || each !== type,
    };
  });
}

function isBaseHttp(type: Value): boolean {
  return type.kind === "external" && type.name === BASE_HTTP;
}

function ofFramework(name: string): StackedMiddleware {
  return { ...WRAPPER, name, by: "framework" };
}

/** What stands outside all that is added: read off Starlette 0.27 to 1.10 and FastAPI 0.104 to 0.165. */
function outside({ of }: Router, project: Project): readonly string[] {
  const isSince = (version: string): boolean =>
    of === "application" && project.packages().atLeast("fastapi", version) !== false;
  return [
    "starlette.middleware.errors:ServerErrorMiddleware",
    ...(isSince("0.142") ? ["fastapi.telemetry._asgi:ExceptionTelemetryMiddleware"] : []),
    ...(isSince("0.164") ? ["fastapi._body_limit:AppBodyLimitMiddleware"] : []),
  ];
}

/** What stands between all that is added and the routes. Files and dependencies were closed elsewhere from 0.106 to 0.117. */
function inside({ of }: Router, project: Project): readonly string[] {
  const isBefore = (version: string): boolean =>
    project.packages().atLeast("fastapi", version) === false;
  const hasStack = of === "application" && (isBefore("0.106") || !isBefore("0.118"));
  return [
    "starlette.middleware.exceptions:ExceptionMiddleware",
    ...(hasStack ? ["fastapi.middleware.asyncexitstack:AsyncExitStackMiddleware"] : []),
  ];
}

function elements(value: Value): readonly Value[] {
  return value.kind === "list" ? value.elements : [];
}

function handlersOf(key: Value, value: Value, run: Interpreter): readonly ExceptionHandler[] {
  const isConditional = value.kind === "perhaps" || value.kind === "either";
  const inner = value.kind === "perhaps" ? value.value : value;
  const exception = exceptionName(key, run);
  if (exception === undefined) return [];
  return alternatives(inner).map((each) => ({
    exception,
    name: qualifiedName(each, run),
    definition: definitionOf(each),
    isConditional,
  }));
}

function exceptionName(key: Value, run: Interpreter): string | undefined {
  switch (key.kind) {
    case "number":
      return String(key.value);
    case "member":
      return exceptionName(key.value, run);
    case "external":
      return STATUS.exec(key.name)?.[1] ?? qualifiedName(key, run);
    case "class":
      return qualifiedName(key, run);
    default:
      return undefined;
  }
}

/** `status.HTTP_404_NOT_FOUND` */
const STATUS = /^(?:fastapi|starlette)\.status\.HTTP_(\d{3})_/;
