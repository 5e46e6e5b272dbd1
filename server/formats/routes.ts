/** `routewright routes`: as JSON of the documented shape, and as text. */
import { rangeInFile } from "#model/files/ownCode";
import type { Project } from "#model/project";
import type { BuiltApplication } from "#model/routes/applications";
import { type Dependant, dependenciesIn } from "#model/routes/dependants";
import { broughtParameters } from "#model/routes/requestParameters";
import { type Route, routesOf } from "#model/routes/routes";
import type { Place } from "#model/routes/value";

/** @param shown the path of a file as it is printed */
export function routesJson(
  applications: readonly BuiltApplication[],
  project: Project,
  shown: (path: string) => string,
): object {
  return {
    routes: applications.flatMap((application) =>
      routesOf(application).map((route) => routeJson(route, application, project, shown)),
    ),
    dynamic: applications.flatMap(({ name, dynamic }) =>
      dynamic.map(({ why, place }) => ({
        app: name,
        why,
        file: shown(place.path),
        line: lineOf(place, project),
      })),
    ),
  };
}

function routeJson(
  route: Route,
  application: BuiltApplication,
  project: Project,
  shown: (path: string) => string,
): object {
  const { definition, dependant } = route;
  const brought = dependant ? broughtParameters(dependant, application.interpreter) : [];
  const security = dependant ? dependenciesIn(dependant).filter((it) => it.isSecurity) : [];
  const file = definition && project.file(definition.path);
  const { lambda } = route;
  const start = file && definition && file.outline.definitions.start(definition.row);
  return {
    app: application.name,
    methods: route.methods,
    path: route.path,
    kind: route.kind,
    handler: route.handler,
    ...(file &&
      start !== undefined && {
        file: shown(file.path),
        line: file.lines.position(start).line,
      }),
    ...(lambda && { file: shown(lambda.path), line: lineOf(lambda, project) }),
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

function lineOf(place: Place, project: Project): number {
  const file = project.file(place.path);
  if (file === undefined) return 1;
  return file.lines.position(rangeInFile(place, file, place.scope).start).line;
}
