/** Operation ids that two routes of one schema have. */
import type { BuiltApplication } from "#model/routes/applications";
import type { Place } from "#model/routes/value";

export interface DuplicateOperationId {
  readonly id: string;
  /** The call that registers the second, and the first. */
  readonly route: Place;
  readonly other: Place;
  /** Of the first. */
  readonly path: string;
}

/** What is mounted has a schema of its own. What is registered under a condition is left out. */
export function duplicateOperationIds(
  applications: readonly BuiltApplication[],
): DuplicateOperationId[] {
  const found = new Map<string, DuplicateOperationId>();
  for (const { routes } of applications) {
    const first = new Map<string, { readonly path: string; readonly place: Place }>();
    for (const { entry, path, mounted = "", includeInSchema, isConditional } of routes) {
      if (entry.kind !== "route" || entry.of !== "http" || !includeInSchema || isConditional)
        continue;
      const { operationId: id, place } = entry;
      if (id === undefined) continue;
      const known = first.get(`${id} ${mounted}`);
      const key = `${place.start}:${place.scope}:${place.path}`;
      if (known === undefined) first.set(`${id} ${mounted}`, { path, place });
      else if (!found.has(key))
        found.set(key, { id, route: place, other: known.place, path: known.path });
    }
  }
  return [...found.values()];
}
