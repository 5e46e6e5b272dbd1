/** Routes as `routewright routes --format json` gives them, and as the text that people review. */

export interface RouteDependency {
  readonly name: string;
  /** When the part after `yield` runs; null where nothing yields and no scope is given. */
  readonly scope: "request" | "function" | null;
  readonly yields: boolean;
  readonly async: boolean;
  /** The scopes of this `Security`, without those above it. */
  readonly scopes?: readonly string[];
  readonly dependencies: readonly RouteDependency[];
}

export type ParameterKind = "path" | "query" | "header" | "cookie" | "form" | "body";

export interface Route {
  readonly app: string;
  /** Sorted. Empty for WebSockets and mounts, and for a Starlette route that answers them all. */
  readonly methods: readonly string[];
  readonly path: string;
  readonly kind: "http" | "websocket" | "mount";
  readonly handler: string;
  /** Absent where the handler is in no file of the project. */
  readonly file?: string;
  /** Of the `def`, from 1. */
  readonly line?: number;
  readonly name: string;
  readonly includeInSchema: boolean;
  readonly conditional: boolean;
  readonly mounted?: string;
  readonly dependencies: readonly RouteDependency[];
  readonly security: readonly string[];
  readonly responseModel: string | null;
  /** Of the handler and all its dependencies, by the names that a request uses. */
  readonly parameters: readonly { readonly name: string; readonly in: ParameterKind }[];
  readonly tags: readonly string[];
  readonly operationId: string | null;
}

const KINDS: readonly ParameterKind[] = ["path", "query", "header", "cookie", "form", "body"];
const HEAD = /^(\S+) (\S+) -> (\S+)(?: \((.+):(\d+)\))?$/;
const DEPENDENCY = /^( +)- (\S+)(?: \[(.*)\])?$/;
const APPLICATION = "application ";

/**
 * A block for each route: method, path, handler and the line of its `def`; then the tree of its dependencies, and what
 * else is not as it is for most routes. The applications are sorted, their routes are in FastAPI's order.
 */
export function printRoutes(routes: readonly Route[]): string {
  const apps = new Map<string, string[]>();
  for (const route of routes) apps.set(route.app, [...(apps.get(route.app) ?? []), block(route)]);
  return [...apps]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([app, blocks]) => `${APPLICATION}${app}\n${blocks.join("")}`)
    .join("\n");
}

/** The routes of such a text; throws where it is not one. */
export function parseRoutes(table: string): Route[] {
  const routes: Route[] = [];
  let app = "";
  let lines: string[] = [];
  const finish = (): void => {
    if (lines.length > 0) routes.push(routeOf(app, lines));
    lines = [];
  };
  for (const line of table.split("\n")) {
    if (line.startsWith(" ")) lines.push(line);
    else {
      finish();
      if (line.startsWith(APPLICATION)) app = line.slice(APPLICATION.length);
      else if (line !== "") lines.push(line);
    }
  }
  finish();
  return routes;
}

/** A route with what the place of its registration says of it, without what its handler's signature says. */
export function withoutDetail(route: Route): Route {
  return { ...route, dependencies: [], security: [], responseModel: null, parameters: [] };
}

function block(route: Route): string {
  const { methods, path, kind, handler, file, line, mounted, responseModel, operationId } = route;
  const verb = kind === "http" ? methods.join(",") || "ANY" : kind.toUpperCase();
  const place = file === undefined || kind === "mount" ? "" : ` (${file}:${line})`;
  const named: [string, string][] = [
    ["security", route.security.join(", ")],
    ...KINDS.map((each): [string, string] => [
      each,
      route.parameters
        .filter((parameter) => parameter.in === each)
        .map(({ name }) => name)
        .join(", "),
    ]),
    ["response", responseModel ?? ""],
    ["name", route.name === ownName(handler) ? "" : route.name],
    ["tags", route.tags.join(", ")],
    ["operation id", operationId ?? ""],
    ["mounted", mounted ?? ""],
  ];
  return [
    `${verb} ${path} -> ${handler}${place}`,
    ...route.dependencies.flatMap((each) => dependencyLines(each, "  ")),
    ...named.filter(([, text]) => text !== "").map(([name, text]) => `  ${name}: ${text}`),
    ...(route.includeInSchema ? [] : ["  hidden"]),
    ...(route.conditional ? ["  conditional"] : []),
    "",
  ].join("\n");
}

/** What FastAPI calls a route that is given no name. */
function ownName(handler: string): string {
  return handler.split(/[.:]/).at(-1) ?? "";
}

function dependencyLines(dependency: RouteDependency, indentation: string): string[] {
  const { name, scope, yields, scopes = [] } = dependency;
  const isUsual = scope === (yields ? "request" : null);
  const marks = [
    ...(dependency.async ? ["async"] : []),
    ...(yields ? ["yields"] : []),
    ...(isUsual ? [] : [`scope=${scope}`]),
    ...(scopes.length > 0 ? [`scopes=${scopes.join(" ")}`] : []),
  ];
  return [
    `${indentation}- ${name}${marks.length > 0 ? ` [${marks.join(", ")}]` : ""}`,
    ...dependency.dependencies.flatMap((each) => dependencyLines(each, `${indentation}  `)),
  ];
}

function routeOf(app: string, [head = "", ...rest]: readonly string[]): Route {
  const [, verb = "", path = "", handler = "", file, line] = HEAD.exec(head) ?? [];
  if (verb === "") throw new Error(`Not a route: ${head}`);
  const isMethods = verb !== "WEBSOCKET" && verb !== "MOUNT";
  const fields = new Map<string, string>();
  for (const each of rest) {
    const [, name = "", text = ""] = /^ {2}([\w ]+)(?:: (.*))?$/.exec(each) ?? [];
    fields.set(name, text);
  }
  const list = (name: string): string[] => fields.get(name)?.split(", ") ?? [];
  const mounted = fields.get("mounted");
  return {
    app,
    methods: isMethods && verb !== "ANY" ? verb.split(",") : [],
    path,
    kind: verb === "WEBSOCKET" ? "websocket" : verb === "MOUNT" ? "mount" : "http",
    handler,
    ...(file === undefined ? {} : { file, line: Number(line) }),
    name: fields.get("name") ?? ownName(handler),
    includeInSchema: !fields.has("hidden"),
    conditional: fields.has("conditional"),
    ...(mounted === undefined ? {} : { mounted }),
    dependencies: dependenciesOf(rest),
    security: list("security"),
    responseModel: fields.get("response") ?? null,
    parameters: KINDS.flatMap((kind) => list(kind).map((name) => ({ name, in: kind }))),
    tags: list("tags"),
    operationId: fields.get("operation id") ?? null,
  };
}

function dependenciesOf(lines: readonly string[]): RouteDependency[] {
  const top: RouteDependency[] = [];
  const open: RouteDependency[][] = [top];
  for (const line of lines) {
    const [, indentation = "", name = "", marks = ""] = DEPENDENCY.exec(line) ?? [];
    if (name === "") continue;
    const below: RouteDependency[] = [];
    const depth = indentation.length / 2 - 1;
    open.splice(depth + 1);
    open[depth]?.push({ ...dependencyOf(name, marks), dependencies: below });
    open.push(below);
  }
  return top;
}

function dependencyOf(name: string, marks: string): Omit<RouteDependency, "dependencies"> {
  const words = marks.split(", ");
  const after = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const yields = words.includes("yields");
  const scope = after("scope");
  const scopes = after("scopes")?.split(" ");
  return {
    name,
    scope: scope === "function" || scope === "request" ? scope : yields ? "request" : null,
    yields,
    async: words.includes("async"),
    ...(scopes === undefined ? {} : { scopes }),
  };
}
