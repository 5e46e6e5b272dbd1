/** Routes that no request reaches, because one that is registered before them takes all that they are for. */
import type { BuiltApplication } from "#model/routes/applications";
import { definitionOf } from "#model/routes/handlers";
import { type PathPattern, pathPattern, takesAllOf, takesPath } from "#model/routes/pathMatching";
import type { MountEntry, RouteEntry } from "#model/routes/router";
import type { FlatRoute } from "#model/routes/table";
import type { Place } from "#model/routes/value";

export interface DeadRoute {
  /** `duplicate`: the other is for the very same requests. */
  readonly kind: "duplicate" | "shadowed";
  readonly route: RegisteredPath;
  /** The first that takes a request for it. */
  readonly by: RegisteredPath;
}

/** A path with what is registered for it. */
export interface RegisteredPath {
  readonly kind: "http" | "websocket" | "mount";
  /** Empty for a WebSocket, a mount, and a plain route that answers all. */
  readonly methods: readonly string[];
  /** From the root of the outermost application. */
  readonly path: string;
  /** The call that registers it. */
  readonly place: Place;
}

/** Those that are dead in each application that has them. What is registered under a condition takes nothing, and is not dead. */
export function deadRoutes(applications: readonly BuiltApplication[]): readonly DeadRoute[] {
  const dead = new Map<string, DeadRoute>();
  const alive = new Set<string>();
  for (const { routes } of applications) {
    const registered = new Registered();
    const living = new Set<string>();
    const found = new Map<string, DeadRoute>();
    for (const route of routes) {
      const key = keyOf(route.entry.place);
      const killed = registered.add(route);
      if (killed === undefined) living.add(key);
      else if (!found.has(key)) found.set(key, killed);
    }
    for (const key of living) alive.add(key);
    for (const [key, each] of found) if (!dead.has(key)) dead.set(key, each);
  }
  return [...dead].filter(([key]) => !alive.has(key)).map(([, each]) => each);
}

/** What a route is for. */
interface Requests {
  readonly pattern: PathPattern;
  /** Equal for two paths that are for the same requests: the names of parameters do not matter. */
  readonly shape: string;
  /** What is written before the first parameter, up to a slash; the whole path where it has no parameter. */
  readonly head: string;
  /** How many parts a path has; `undefined` where a parameter takes any number of them. */
  readonly length: number | undefined;
  readonly example: string;
}

interface Taker extends RegisteredPath, Requests {
  readonly order: number;
  readonly entry: RouteEntry | MountEntry;
}

/** What takes every method of HTTP, and what takes WebSockets, too. */
const ALL_METHODS = "*";
const EVERYTHING = "**";
const WEBSOCKET = "websocket";

/** What an application has registered so far, by method, by what its path begins with, and by the number of its parts. */
class Registered {
  private readonly takers = new Map<string, Taker[]>();
  private readonly mounts = new Set<MountEntry>();
  private count = 0;

  /** What makes the route dead, if anything does. */
  add(route: FlatRoute): DeadRoute | undefined {
    const { entry, mounts } = route;
    const inside = new Set<RouteEntry | MountEntry>(mounts.map((it) => it.entry));
    for (const mount of mounts) {
      if (this.mounts.has(mount.entry)) continue;
      this.mounts.add(mount.entry);
      const requests = mount.isConditional ? undefined : requestsBelow(mount.path);
      if (requests !== undefined) this.keep(mount, requests);
    }
    if (route.isConditional || (entry.kind === "mount" && entry.isLast)) return undefined;
    const isMount = entry.kind === "mount";
    const requests = isMount ? requestsBelow(route.path) : requestsFor(route.path);
    if (requests === undefined) return undefined;
    const takers = methodsOf(entry).map((method) => this.firstOf(method, requests, inside));
    const killed = deadBy(route, requests, takers);
    this.keep(route, requests);
    return killed;
  }

  private keep({ entry, path }: Pick<FlatRoute, "entry" | "path">, requests: Requests): void {
    const taker = { ...registeredPath(entry, path), ...requests, order: this.count++, entry };
    for (const method of methodsOf(entry)) {
      const key = keyed(method, requests.head, requests.length);
      const known = this.takers.get(key);
      if (known === undefined) this.takers.set(key, [taker]);
      else known.push(taker);
    }
  }

  private firstOf(
    method: string,
    requests: Requests,
    inside: ReadonlySet<RouteEntry | MountEntry>,
  ): Taker | undefined {
    let first: Taker | undefined;
    for (const key of keysFor(method, requests)) {
      const found = this.takers
        .get(key)
        ?.find((it) => !inside.has(it.entry) && takesEach(it, requests));
      if (found !== undefined && (first === undefined || found.order < first.order)) first = found;
    }
    return first;
  }
}

function takesEach(earlier: Requests, later: Requests): boolean {
  if (earlier.shape === later.shape) return true;
  return takesPath(earlier.pattern, later.example) && takesAllOf(earlier.pattern, later.pattern);
}

const PARAMETER = /\{[A-Za-z_]\w*(?::(\w+))?\}/g;
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ["int", "86420"],
  ["float", "97531.8642"],
  ["uuid", "0123abcd-4567-89ef-0123-456789abcdef"],
  ["path", "~a~/~b~"],
]);

function requestsFor(path: string): Requests | undefined {
  const pattern = pathPattern(path);
  if (pattern === undefined) return undefined;
  const first = path.search(PARAMETER);
  const shape = path.replaceAll(PARAMETER, (_, converter = "str") => `{${converter}}`);
  return {
    pattern,
    shape,
    head: first < 0 ? path : path.slice(0, path.lastIndexOf("/", first) + 1),
    length: shape.includes("{path}") ? undefined : path.split("/").length,
    example: path.replaceAll(
      PARAMETER,
      (_, converter) => EXAMPLES.get(converter) ?? "~routewright~",
    ),
  };
}

function requestsBelow(path: string): Requests | undefined {
  return requestsFor(`${path.replace(/\/+$/, "")}/{path_:path}`);
}

/** One handler that is registered twice runs either way. */
function deadBy(
  route: FlatRoute,
  requests: Requests,
  takers: readonly (Taker | undefined)[],
): DeadRoute | undefined {
  const [by] = takers;
  if (by === undefined || takers.includes(undefined)) return undefined;
  if (takers.some((it) => it !== undefined && isSameHandler(it.entry, route.entry)))
    return undefined;
  const { kind, methods, path, place } = by;
  return {
    kind: by.shape === requests.shape ? "duplicate" : "shadowed",
    route: registeredPath(route.entry, route.path),
    by: { kind, methods, path, place },
  };
}

function isSameHandler(a: RouteEntry | MountEntry, b: RouteEntry | MountEntry): boolean {
  if (keyOf(a.place) === keyOf(b.place)) return true;
  if (a.kind === "mount" || b.kind === "mount") return false;
  const [one, other] = [definitionOf(a.endpoint), definitionOf(b.endpoint)];
  return one !== undefined && one.path === other?.path && one.row === other.row;
}

function registeredPath(entry: RouteEntry | MountEntry, path: string): RegisteredPath {
  const { place } = entry;
  if (entry.kind === "mount") return { kind: "mount", methods: [], path: path || "/", place };
  if (isWebSocket(entry)) return { kind: "websocket", methods: [], path, place };
  return { kind: "http", methods: entry.methods, path, place };
}

function methodsOf(entry: RouteEntry | MountEntry): readonly string[] {
  if (entry.kind === "mount") return [EVERYTHING];
  if (isWebSocket(entry)) return [WEBSOCKET];
  return entry.methods.length === 0 ? [ALL_METHODS] : entry.methods;
}

function isWebSocket({ of }: RouteEntry): boolean {
  return of === "websocket" || of === "starletteWebsocket";
}

/** Where what takes a request of this method and path may be kept. */
function* keysFor(method: string, { head, length }: Requests): Generator<string> {
  const methods = new Set([method, EVERYTHING]);
  if (method !== WEBSOCKET && method !== EVERYTHING) methods.add(ALL_METHODS);
  for (const each of methods) {
    yield keyed(each, head, length);
    for (let end = head.lastIndexOf("/"); end >= 0; end = head.lastIndexOf("/", end - 1)) {
      const above = head.slice(0, end + 1);
      if (above !== head && length !== undefined) yield keyed(each, above, length);
      if (above !== head || length !== undefined) yield keyed(each, above, undefined);
      if (end === 0) break;
    }
  }
}

function keyed(method: string, head: string, length: number | undefined): string {
  return `${method} ${length ?? ""} ${head}`;
}

function keyOf({ path, scope, start }: Place): string {
  return `${start}:${scope}:${path}`;
}
