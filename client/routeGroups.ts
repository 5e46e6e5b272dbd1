/** The routes of an application by tag or, where they have none, by the first part of their paths in which they differ. */
import type { RouteEntry } from "#protocol";

export interface RouteGroup {
  /** A tag, or the beginning of paths. */
  readonly name: string;
  readonly isTag: boolean;
  readonly routes: readonly RouteEntry[];
}

/** In the order in which the first route of each is asked. */
export function routeGroups(routes: readonly RouteEntry[]): readonly RouteGroup[] {
  const shared = sharedParts(routes.filter(({ tag }) => tag === null).map(({ path }) => path));
  const groups = new Map<string, { name: string; isTag: boolean; routes: RouteEntry[] }>();
  for (const route of routes) {
    const isTag = route.tag !== null;
    const name = route.tag ?? beginning(route.path, shared + 1);
    const key = `${isTag}${name}`;
    const group = groups.get(key) ?? { name, isTag, routes: [] };
    groups.set(key, group);
    group.routes.push(route);
  }
  return [...groups.values()];
}

/** How many parts at the beginning all paths share, the last part of each left out. */
function sharedParts(paths: readonly string[]): number {
  const [first, ...more] = paths.map((path) => partsOf(path).slice(0, -1));
  if (first === undefined) return 0;
  const at = first.findIndex((part, index) => more.some((parts) => parts[index] !== part));
  return at < 0 ? first.length : at;
}

function beginning(path: string, count: number): string {
  return `/${partsOf(path).slice(0, count).join("/")}`;
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}
