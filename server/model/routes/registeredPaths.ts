/** The final paths of the routes, by the call that registers them. */
import type { BuiltApplication } from "#model/routes/applications";
import type { Place } from "#model/routes/value";

export interface RegisteredPaths {
  readonly place: Place;
  /** From the root of the outermost application, each once. */
  readonly paths: readonly string[];
}

/** Of FastAPI's own routes: Starlette's refuse a path that is wrong. */
export function registeredPaths(applications: readonly BuiltApplication[]): RegisteredPaths[] {
  const found = new Map<string, { readonly place: Place; readonly paths: string[] }>();
  for (const { entry, path } of applications.flatMap(({ routes }) => routes)) {
    if (entry.kind !== "route" || entry.of.startsWith("starlette")) continue;
    const { place } = entry;
    const key = `${place.start}:${place.scope}:${place.path}`;
    const known = found.get(key) ?? { place, paths: [] };
    found.set(key, known);
    if (!known.paths.includes(path)) known.paths.push(path);
  }
  return [...found.values()];
}
