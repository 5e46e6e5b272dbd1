/** From what an application holds to its routes, in the order in which FastAPI looks at them. */
import { concatenatedAll } from "#model/routes/registration";
import type { Entry, IncludeEntry, MountEntry, RouteEntry, Router } from "#model/routes/router";
import {
  alternatives,
  type InstanceValue,
  type Place,
  text,
  type Value,
} from "#model/routes/value";

/** A route or mount with all that the routers and applications around it add. */
export interface FlatRoute {
  readonly entry: RouteEntry | MountEntry;
  /** From the root of the outermost application. */
  readonly path: string;
  readonly includeInSchema: boolean;
  readonly isConditional: boolean;
  /** The path of the application that it is mounted with. */
  readonly mounted: string | undefined;
  /** The applications that it is mounted with, the outermost first. */
  readonly mounts: readonly MountAround[];
  /** The values of `dependencies=`, the outermost first. */
  readonly dependencies: readonly Value[];
  readonly tags: readonly Value[];
  /** The calls of `include_router` and `mount` that lead to it, the outermost first. */
  readonly through: readonly Place[];
}

export interface MountAround {
  readonly entry: MountEntry;
  /** From the root of the outermost application, without a slash at its end. */
  readonly path: string;
  readonly isConditional: boolean;
}

/** Where routes exist that only run time knows. */
export interface DynamicRoutes {
  /** The end of a sentence. */
  readonly why: string;
  readonly place: Place;
}

export interface FlatTable {
  readonly routes: readonly FlatRoute[];
  readonly dynamic: readonly DynamicRoutes[];
}

interface Surroundings {
  readonly prefix: Value;
  readonly plainPrefix: Value;
  readonly includeInSchema: boolean;
  readonly isConditional: boolean;
  readonly dependencies: readonly Value[];
  readonly tags: readonly Value[];
  readonly through: readonly Place[];
  /** The applications and routers around, in which none of these can be again. */
  readonly routers: readonly Router[];
  /** The path of the application mounted last. */
  readonly mounted: string | undefined;
  readonly mounts: readonly MountAround[];
}

const OUTERMOST: Surroundings = {
  prefix: text(""),
  plainPrefix: text(""),
  includeInSchema: true,
  isConditional: false,
  dependencies: [],
  tags: [],
  through: [],
  routers: [],
  mounted: undefined,
  mounts: [],
};

export function flatTable(router: Router): FlatTable {
  const table = new Flattening();
  table.addAll(router.entries, { ...OUTERMOST, routers: [router] });
  return { routes: [...table.routes, ...table.last], dynamic: table.dynamic };
}

class Flattening {
  readonly routes: FlatRoute[] = [];
  /** What is looked at after everything else. */
  readonly last: FlatRoute[] = [];
  readonly dynamic: DynamicRoutes[] = [];

  addAll(entries: readonly Entry[], around: Surroundings): void {
    for (const entry of entries) {
      const within: Surroundings = {
        ...around,
        isConditional: around.isConditional || entry.isConditional,
      };
      switch (entry.kind) {
        case "dynamic":
          this.dynamic.push({ why: entry.why.why, place: entry.place });
          break;
        case "route":
          this.addRoute(entry, within);
          break;
        case "include":
          this.addIncluded(entry, within);
          break;
        case "mount":
          this.addMounted(entry, within);
      }
    }
  }

  private addRoute(entry: RouteEntry, around: Surroundings): void {
    const isPlain = entry.of === "starlette" || entry.of === "starletteWebsocket";
    const prefix = isPlain ? around.plainPrefix : around.prefix;
    const path = concatenatedAll(prefix, entry.path, entry.place);
    this.add(entry, path, {
      ...around,
      includeInSchema: entry.includeInSchema && (isPlain || around.includeInSchema),
      dependencies: isPlain ? [] : [...around.dependencies, ...entry.dependencies],
      tags: [...around.tags, ...entry.tags],
    });
  }

  private addIncluded(entry: IncludeEntry, around: Surroundings): void {
    if (around.routers.includes(entry.router)) return;
    this.addAll(entry.entries, {
      ...around,
      routers: [...around.routers, entry.router],
      prefix: concatenatedAll(around.prefix, entry.prefix, entry.place),
      plainPrefix: concatenatedAll(around.plainPrefix, entry.plainPrefix, entry.place),
      includeInSchema: around.includeInSchema && entry.includeInSchema,
      dependencies: [...around.dependencies, ...entry.dependencies],
      tags: [...around.tags, ...entry.tags],
      through: [...around.through, entry.place],
    });
  }

  /** An application that is mounted brings its routes, without what is around it but the path. */
  private addMounted(entry: MountEntry, around: Surroundings): void {
    const path = withoutSlash(concatenatedAll(around.prefix, entry.path, entry.place));
    const apps = alternatives(entry.app).flatMap((app) => instanceIn(app) ?? []);
    const [app] = apps;
    const { router } = app ?? {};
    if (router === undefined || around.routers.includes(router)) {
      const shown = path.kind === "text" && path.value === "" ? text("/") : path;
      this.add(entry, shown, { ...around, dependencies: [], includeInSchema: false });
      return;
    }
    for (const each of alternatives(path)) {
      const isConditional = around.isConditional || alternatives(path).length > 1;
      const mount = each.kind === "text" && { entry, path: each.value, isConditional };
      this.addAll(router.entries, {
        ...OUTERMOST,
        routers: [...around.routers, router],
        prefix: each,
        plainPrefix: each,
        isConditional,
        through: [...around.through, entry.place],
        mounted: each.kind === "text" ? each.value || "/" : "/",
        mounts: [...around.mounts, ...(mount ? [mount] : [])],
      });
    }
  }

  private add(entry: RouteEntry | MountEntry, path: Value, around: Surroundings): void {
    const paths = alternatives(path);
    const list = entry.kind === "mount" && entry.isLast ? this.last : this.routes;
    for (const each of paths)
      if (each.kind === "text")
        list.push({
          entry,
          path: each.value,
          includeInSchema: around.includeInSchema,
          isConditional: around.isConditional || paths.length > 1,
          mounted: around.mounted,
          mounts: around.mounts,
          dependencies: around.dependencies,
          tags: around.tags,
          through: around.through,
        });
      else this.dynamic.push({ why: whyOf(each), place: entry.place });
  }
}

function whyOf(value: Value): string {
  return value.kind === "unknown" ? value.why : "a computed path";
}

function withoutSlash(path: Value): Value {
  return path.kind === "text" ? { ...path, value: path.value.replace(/\/+$/, "") } : path;
}

/** The application itself, or inside what is wrapped around it: `CORSMiddleware(app, …)`. */
export function instanceIn(value: Value, depth = 0): InstanceValue | undefined {
  if (value.kind === "instance") return value.router === undefined ? undefined : value;
  if (value.kind !== "external" || value.call === undefined || depth > 4) return undefined;
  for (const given of [...value.call.positional, ...value.call.keywords.values()]) {
    const found = instanceIn(given, depth + 1);
    if (found !== undefined && found.router?.of !== "router") return found;
  }
  return undefined;
}
