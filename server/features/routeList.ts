/** All routes of a workspace for lists and trees: entries to show, where each leads, symbols, and those that answer a request. */
import { type Location, SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import { toRange } from "#features/diagnostics";
import { type CardSources, routeCard } from "#features/routeCard";
import { placeInFile } from "#lint/routePlaces";
import type { Project } from "#model/project";
import { requestIn, routesAnswering } from "#model/routes/requestMatching";
import type { Route } from "#model/routes/routes";
import { marksOf, verbOf } from "#model/routes/routeWords";
import { type ApplicationRoutes, workspaceRoutes } from "#model/routes/workspaceRoutes";
import type { Workspace } from "#model/workspace";
import type { RouteApplication, RouteEntry, RouteReference } from "#protocol";

/** An editor has no use for more at once. */
const MOST_SYMBOLS = 200;

export function routeApplications(
  workspace: Workspace,
  sources: CardSources,
): readonly RouteApplication[] {
  return workspaceRoutes(workspace).map((each) => ({
    name: each.application.name,
    routes: each.routes.map((route) => entryOf(route, each, sources)),
  }));
}

/** The routes that a URL, a path with concrete values or a line of an access log leads to; none where the text is none of these. */
export function routesFor(
  text: string,
  workspace: Workspace,
  sources: CardSources,
): readonly RouteEntry[] {
  const request = requestIn(text);
  if (request === undefined) return [];
  return workspaceRoutes(workspace).flatMap((each) =>
    routesAnswering(request, each.routes).map((route) => entryOf(route, each, sources)),
  );
}

/** The card of a route, as Markdown; `undefined` where it is gone. */
export function cardOf(
  { application: name, verb, path, uri }: RouteReference,
  workspace: Workspace,
  sources: CardSources,
): string | undefined {
  const owned = workspaceRoutes(workspace).flatMap(({ application, project, routes }) =>
    application.name === name
      ? routes
          .filter((route) => verbOf(route) === verb && route.path === path)
          .filter((route) => locationOf(route, project, sources).uri === uri)
          .map((route) => ({ route, application, project }))
      : [],
  );
  return owned.length === 0 ? undefined : routeCard(owned.slice(0, 1), sources);
}

/** The routes that have every word of a query in their method, path or handler, its letters in order. */
export function routeSymbols(
  query: string,
  workspace: Workspace,
  sources: CardSources,
): WorkspaceSymbol[] {
  const words = query.toLowerCase().split(/\s+/);
  return workspaceRoutes(workspace)
    .flatMap((each) => {
      const { application, project, routes } = each;
      return routes.flatMap((route) => {
        const name = `${verbOf(route)} ${route.path}`;
        const text = `${name} ${route.handler}`.toLowerCase();
        if (!words.every((word) => hasInOrder(text, word))) return [];
        return {
          name,
          kind: SymbolKind.Interface,
          containerName: `${shortHandler(route)}, ${application.name}`,
          location: locationOf(route, project, sources),
        };
      });
    })
    .slice(0, MOST_SYMBOLS);
}

function hasInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function entryOf(
  route: Route,
  { application, project }: ApplicationRoutes,
  sources: CardSources,
): RouteEntry {
  const { uri, range } = locationOf(route, project, sources);
  return {
    application: application.name,
    verb: verbOf(route),
    path: route.path,
    kind: route.kind,
    handler: shortHandler(route),
    tag: route.tags[0] ?? null,
    marks: marksOf(route),
    uri,
    ...range.start,
  };
}

/** The name of the handler; where it is in the workspace, else where it is registered. */
export function locationOf(route: Route, project: Project, { uriOf }: CardSources): Location {
  const { definition, lambda, place } = route;
  const defined = definition && project.file(definition.path);
  if (definition !== undefined && defined !== undefined)
    return {
      uri: uriOf(definition.path),
      range: toRange(defined.outline.definitions.nameRange(definition.row), defined.lines),
    };
  const at = lambda ?? place;
  const file = project.file(at.path);
  const start = { line: 0, character: 0 };
  const range = file ? toRange(placeInFile(at, file), file.lines) : { start, end: start };
  return { uri: uriOf(at.path), range };
}

function shortHandler({ handler, definition, lambda }: Route): string {
  if (definition === undefined && lambda === undefined) return handler;
  return handler.slice(handler.indexOf(":") + 1).replace(/^.*<locals>\./, "");
}
