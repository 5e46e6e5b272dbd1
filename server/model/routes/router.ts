/** What an application or router holds, in the order in which it was registered. */
import { list, type Place, type Unknown, unknown, type Value } from "#model/routes/value";

export type Entry = RouteEntry | IncludeEntry | MountEntry | DynamicEntry;

interface EntryBase {
  /** The call that registers it. */
  readonly place: Place;
  /** Whether it is registered under a condition that code alone does not decide. */
  readonly isConditional: boolean;
}

export interface RouteEntry extends EntryBase {
  readonly kind: "route";
  /** `starlette`: a plain route of Starlette, without dependencies. */
  readonly of: "http" | "websocket" | "starlette" | "starletteWebsocket";
  /** With the prefix of its router. */
  readonly path: Value;
  readonly methods: readonly string[];
  readonly endpoint: Value;
  readonly name: string | undefined;
  readonly includeInSchema: boolean;
  /** Code that goes through all routes may set it later. */
  operationId: string | undefined;
  readonly responseModel: Value | undefined;
  /** The values of `dependencies=`, those of its router first. */
  readonly dependencies: readonly Value[];
  readonly tags: readonly Value[];
}

export interface IncludeEntry extends EntryBase {
  readonly kind: "include";
  readonly router: Router;
  /** What it holds: the list itself where that is served as it grows, else what it was at that moment. */
  readonly entries: readonly Entry[];
  readonly prefix: Value;
  /** The prefix that plain Starlette routes get; before 0.137 that of the including router is left out. */
  readonly plainPrefix: Value;
  readonly includeInSchema: boolean;
  readonly dependencies: readonly Value[];
  readonly tags: readonly Value[];
}

export interface MountEntry extends EntryBase {
  readonly kind: "mount";
  readonly path: Value;
  readonly app: Value;
  readonly name: string | undefined;
  /** Whether it is looked at after all routes, as `app.frontend(…)` is. */
  readonly isLast: boolean;
}

/** Routes that only exist at run time. */
export interface DynamicEntry extends EntryBase {
  readonly kind: "dynamic";
  readonly why: Unknown;
}

/** Stands for what was not followed to its end. */
export function cutShort(place: Place): DynamicEntry {
  const why = unknown("code that takes too long to follow", place);
  return { kind: "dynamic", place, isConditional: false, why };
}

/** What runs when an application or router starts and stops. */
export type Lifespan =
  /** Its event handlers, as they are then. */
  | { readonly kind: "events"; readonly router: Router }
  | {
      readonly kind: "given";
      /** What is called with the application. */
      readonly value: Value;
      readonly place: Place;
      readonly isConditional: boolean;
    }
  /** One inside the other, which is perhaps not there. */
  | {
      readonly kind: "merged";
      readonly outer: Lifespan;
      readonly inner: Lifespan;
      readonly isConditional: boolean;
    };

export class Router {
  /** `starlette`: an application or router of Starlette. */
  readonly of: "application" | "router" | "starlette";
  /** Whether it has a stack of middleware of its own. */
  readonly isApplication: boolean;
  /** The call that makes it. */
  readonly made: Place;
  readonly entries: Entry[] = [];
  prefix: Value;
  includeInSchema = true;
  dependencies: readonly Value[] = [];
  tags: readonly Value[] = [];
  /** `Middleware(…)` of an application, the outermost first. */
  userMiddleware: Value = list([]);
  /** By exception class or status. */
  exceptionHandlers: Value = { kind: "dictionary", entries: [] };
  onStartup: Value = list([]);
  onShutdown: Value = list([]);
  lifespan: Lifespan = { kind: "events", router: this };
  /** Whether the constructor's arguments are known. */
  readonly arguments = new Map<string, Value>();

  constructor(of: Router["of"], made: Place, prefix: Value, isApplication = false) {
    this.of = of;
    this.isApplication = isApplication;
    this.made = made;
    this.prefix = prefix;
  }
}
