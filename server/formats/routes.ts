/** `routewright routes` as JSON of the documented shape, and where what it speaks of is. */
import { SurroundingsJson } from "#formats/surroundings";
import type { FilePath } from "#host";
import { printableJson } from "#lint/printable";
import { rangeInFile } from "#model/files/ownCode";
import type { Project } from "#model/project";
import type { BuiltApplication } from "#model/routes/applications";
import { type Dependant, dependenciesIn } from "#model/routes/dependants";
import { broughtParameters } from "#model/routes/requestParameters";
import type { Route } from "#model/routes/routes";
import type { Place } from "#model/routes/value";
import type { ApplicationRoutes } from "#model/routes/workspaceRoutes";

/** @param shown the path of a file as it is printed */
export function routesJson(
  listed: readonly ApplicationRoutes[],
  shown: (path: string) => string,
): string {
  const output = {
    routes: listed.flatMap(({ application, project, routes }) =>
      routes.map((route) => routeJson(route, application, project, shown)),
    ),
    dynamic: listed.flatMap(({ application: { name, dynamic }, project }) =>
      dynamic.map(({ why, place }) => ({
        app: name,
        why,
        file: shown(place.path),
        line: lineOf(place, project),
      })),
    ),
    applications: listed.flatMap((each) => new SurroundingsJson(each, shown).applications()),
  };
  return `${printableJson(JSON.stringify(output, undefined, 2))}\n`;
}

function routeJson(
  route: Route,
  application: BuiltApplication,
  project: Project,
  shown: (path: string) => string,
): object {
  const { dependant } = route;
  const brought = dependant ? broughtParameters(dependant, application.interpreter) : [];
  const security = dependant ? dependenciesIn(dependant).filter((it) => it.isSecurity) : [];
  const handler = handlerPlace(route, project);
  return {
    app: application.name,
    methods: route.methods,
    path: route.path,
    kind: route.kind,
    handler: route.handler,
    ...(handler && { file: shown(handler.path), line: handler.line }),
    name: route.name,
    includeInSchema: route.includeInSchema,
    conditional: route.isConditional,
    ...(route.mounted !== undefined && { mounted: route.mounted }),
    dependencies: (dependant?.dependencies ?? []).map(dependencyJson),
    security: security.map(({ name }) => name).filter((it, at, all) => all.indexOf(it) === at),
    responseModel: route.responseModel ?? null,
    parameters: brought.map(({ name, in: kind }) => ({ name, in: kind })),
    tags: route.tags,
    operationId: route.operationId ?? null,
  };
}

function dependencyJson(dependant: Dependant): object {
  const { name, scope, yields, isAsync, scopes, dependencies } = dependant;
  return {
    name,
    scope: scope ?? null,
    yields,
    async: isAsync,
    ...(scopes.length > 0 && { scopes }),
    dependencies: dependencies.map(dependencyJson),
  };
}

/** Where the handler of a route is, if it is in the workspace; lines count from 1. */
export function handlerPlace(
  { definition, lambda }: Route,
  project: Project,
): { readonly path: FilePath; readonly line: number } | undefined {
  if (lambda !== undefined) return { path: lambda.path, line: lineOf(lambda, project) };
  const file = definition && project.file(definition.path);
  if (file === undefined || definition === undefined) return undefined;
  const start = file.outline.definitions.start(definition.row);
  return { path: file.path, line: file.lines.position(start).line };
}

/** Counts from 1. */
export function lineOf(place: Place, project: Project): number {
  const file = project.file(place.path);
  if (file === undefined) return 1;
  return file.lines.position(rangeInFile(place, file, place.scope).start).line;
}
