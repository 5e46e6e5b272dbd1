/** Routes and dependencies in words, the same on the terminal and in the editor. */
import type { Dependant } from "#model/routes/dependants";
import type { Route } from "#model/routes/routes";

/** `GET`, `GET,HEAD`, `WS`, `MOUNT`; `ANY` for a plain route that decides itself. */
export function verbOf({ kind, methods }: Pick<Route, "kind" | "methods">): string {
  if (kind === "websocket") return "WS";
  if (kind === "mount") return "MOUNT";
  return methods.length === 0 ? "ANY" : methods.join(",");
}

/** What is special about a route. */
export function marksOf({
  isConditional,
  mounted,
  kind,
  includeInSchema,
}: Route): readonly string[] {
  return [
    ...(isConditional ? ["conditional"] : []),
    ...(mounted === undefined ? [] : [`mounted at ${mounted}`]),
    ...(kind === "http" && !includeInSchema ? ["not in the schema"] : []),
  ];
}

/** How a dependency is run, and what it is. */
export function dependencyMarks({
  isAsync,
  yields,
  scope,
  isSecurity,
  scopes,
  carriesSession,
}: Dependant): readonly string[] {
  return [
    isAsync ? "async" : "sync",
    ...(yields ? [`yields, scope ${scope ?? "request"}`] : []),
    ...(isSecurity ? ["security"] : []),
    ...(scopes.length > 0 ? [`scopes ${scopes.join(" ")}`] : []),
    ...(carriesSession === undefined ? [] : [SESSIONS[carriesSession]]),
  ];
}

const SESSIONS = { sync: "gives a Session", async: "gives an AsyncSession" } as const;
