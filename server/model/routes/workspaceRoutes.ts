/** The applications of all projects of a workspace with their routes. */
import type { FilePath } from "#host";
import type { Project } from "#model/project";
import type { BuiltApplication } from "#model/routes/applications";
import { type Route, routesOf } from "#model/routes/routes";
import type { Workspace } from "#model/workspace";

/** The routes of one application, in the order in which they are asked. */
export interface ApplicationRoutes {
  readonly application: BuiltApplication;
  readonly project: Project;
  readonly routes: readonly Route[];
}

/** By project and name. Asking makes the code that builds applications be followed. */
export function workspaceRoutes(workspace: Workspace): readonly ApplicationRoutes[] {
  const projects = new Set([...workspace.files()].map((path) => workspace.projectOf(path)));
  return [...projects]
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
    .flatMap((project) =>
      project
        .builtApplications()
        .map((application) => ({ application, project, routes: routesOf(application) })),
    );
}

/** What concerns some files: all of an application that is made in one of them, else the routes that are handled there. */
export function narrowed(
  listed: ApplicationRoutes,
  isHere: (path: FilePath) => boolean,
): readonly ApplicationRoutes[] {
  const { application, routes } = listed;
  if (isHere(application.made.path)) return [listed];
  const here = routes.filter(({ definition, lambda, place }) =>
    isHere((definition ?? lambda ?? place).path),
  );
  const dynamic = application.dynamic.filter(({ place }) => isHere(place.path));
  if (here.length + dynamic.length === 0) return [];
  return [{ ...listed, application: { ...application, dynamic }, routes: here }];
}
