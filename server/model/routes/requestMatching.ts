/** Which routes answer a request, as a person has it at hand: a URL, or a line of an access log. */
import { mountPattern, type PathPattern, pathPattern, takesPath } from "#model/routes/pathMatching";
import type { Route } from "#model/routes/routes";

/** What was asked for. */
export interface RequestTarget {
  /** `WS` for a WebSocket; `undefined` where it is not said. */
  readonly method: string | undefined;
  /** Decoded, without the query. */
  readonly path: string;
}

const METHOD = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE";
const REQUEST_LINE = new RegExp(`\\b(${METHOD}|WebSocket)\\s+["']?([^\\s"']+)`);
const ADDRESS = /\b(?:https?|wss?):\/\/[^\s"']+/;
const PATH = /(?:^|[\s"'=(:])(\/[^\s"']*)/;

/** Longer texts are no line that anybody reads. */
const LONGEST = 4000;

/**
 * Reads `GET /users/42?x=1 HTTP/1.1`, `"WebSocket /feed" [accepted]`, `https://host/users/42`, `curl -X PUT 'https://…'` or just a
 * path out of a text; `undefined` where there is none.
 */
export function requestIn(text: string): RequestTarget | undefined {
  const line = text.slice(0, LONGEST);
  const [, word, after] = REQUEST_LINE.exec(line) ?? [];
  const target =
    (after !== undefined && pathOf(after)) ||
    pathOf(ADDRESS.exec(line)?.[0] ?? "") ||
    pathOf(PATH.exec(line)?.[1] ?? "");
  if (!target) return undefined;
  const isSocket = word === "WebSocket" || /\bwss?:\/\//.test(line);
  const method = isSocket ? "WS" : (word ?? new RegExp(`\\b(?:${METHOD})\\b`).exec(line)?.[0]);
  return { method, path: decoded(target) };
}

/** The path of a URL or path, without query and fragment; empty where it is neither. */
function pathOf(target: string): string {
  const [, address, path] = /^((?:https?|wss?):\/\/[^/?#]*)?([^?#]*)/.exec(target) ?? [];
  if (path?.startsWith("/")) return path;
  return address !== undefined && path === "" ? "/" : "";
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * The routes of one application that answer a request, as Starlette finds them: the first that takes path and method, what comes
 * before it under a condition, and, where no method is said, the first of each method. Where none takes the method, those that take the
 * path, which refuse it; where none takes the path, those that it is redirected to, with or without a slash at the end.
 */
export function routesAnswering(
  request: RequestTarget,
  routes: readonly Route[],
): readonly Route[] {
  const found = answering(request, routes);
  if (found.length > 0 || request.path === "/") return found;
  const { method, path } = request;
  return answering({ method, path: path.endsWith("/") ? path.slice(0, -1) : `${path}/` }, routes);
}

function answering({ method, path }: RequestTarget, routes: readonly Route[]): readonly Route[] {
  const all = takingPath(path, routes);
  // Without a method, what takes the rest of all paths is not what somebody looks for who has a route of its own.
  const own = all.filter(({ kind }) => method !== undefined || kind !== "mount");
  const taking = own.length > 0 ? own : all;
  const wanted = taking.filter((route) => method === undefined || answersMethod(route, method));
  const answered = new Set<string>();
  return (wanted.length > 0 ? wanted : taking).filter((route) => {
    // Of a method that is said, the first route is the one that answers.
    const methods = method !== undefined && wanted.length > 0 ? [method] : methodsOf(route);
    const isNew = !answered.has(ANY) && methods.some((it) => !answered.has(it));
    if (!route.isConditional) for (const each of methods) answered.add(each);
    return isNew;
  });
}

/** In the order in which they are asked. What is mounted at the path gets the request, whether it answers it or not. */
function takingPath(path: string, routes: readonly Route[]): readonly Route[] {
  const found: Route[] = [];
  for (const [index, route] of routes.entries()) {
    const { mounted } = route;
    if (mounted !== undefined && takes(mountPattern(mounted), path)) {
      const inside = routes
        .slice(index)
        .filter((it) => isInside(it, mounted) && takesOwn(it, path));
      return [...found, ...inside];
    }
    if (takesOwn(route, path)) found.push(route);
  }
  return found;
}

function isInside({ mounted }: Route, around: string): boolean {
  if (mounted === undefined) return false;
  return mounted === around || mounted.startsWith(around.endsWith("/") ? around : `${around}/`);
}

function takesOwn({ kind, path }: Route, request: string): boolean {
  return takes(kind === "mount" ? mountPattern(path) : pathPattern(path), request);
}

function takes(pattern: PathPattern | undefined, path: string): boolean {
  return pattern !== undefined && takesPath(pattern, path);
}

const ANY = "*";

function methodsOf({ kind, methods }: Route): readonly string[] {
  if (kind === "websocket") return ["WS"];
  return kind === "mount" || methods.length === 0 ? [ANY] : methods;
}

function answersMethod(route: Route, method: string): boolean {
  const own = methodsOf(route);
  return own.includes(method) || own.includes(ANY);
}
