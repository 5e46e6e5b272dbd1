/** Whether an application surely has nothing that runs when it starts and stops. */
import {
  type Application,
  applicationOf,
  applicationsOf,
  sameApplication,
} from "#model/application/apps";
import { eventHandlersIn } from "#model/application/eventHandlers";
import { lifespanOf } from "#model/application/lifespans";
import type { SourceFile } from "#model/files/sourceFile";
import { importClosure } from "#model/link/importGraph";
import type { Project } from "#model/project";

/** Packages that run an application without its lifespan. */
const RUNS_WITHOUT_LIFESPAN = ["mangum"];

/** No program has more; what has is generated, and comparing all with all would take minutes. */
const MOST_APPLICATIONS = 100;

/**
 * True where neither a lifespan, nor one of a router, nor an event handler can belong to the application, it is no part of
 * another one, and its FastAPI knows lifespans.
 */
export function isWithoutLifespan(application: Application, project: Project): boolean {
  if (countOfApplications(project) > MOST_APPLICATIONS) return false;
  const packages = project.packages();
  if (packages.atLeast("fastapi", "0.93.0") === false) return false;
  if (RUNS_WITHOUT_LIFESPAN.some((name) => packages.has(name))) return false;
  if (lifespanOf(application, project).kind !== "none") return false;
  if (isPartOfAnother(application, project)) return false;
  return project.applicationFiles().every((path) => {
    const file = project.file(path);
    if (file === undefined || project.role(file) === "test") return true;
    return (
      !hasHandlers(file, application, project) &&
      !hasRouterLifespan(file, project) &&
      !mounts(file, application, project)
    );
  });
}

function countOfApplications(project: Project): number {
  const counts = project
    .applicationFiles()
    .map((path) => project.workspace.appRows(path).applications.length);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Whether the file of another application leads to that of this one, perhaps to mount it in a way that is not seen. */
function isPartOfAnother({ file }: Application, project: Project): boolean {
  const importsOf = (path: string): readonly string[] => project.workspace.imports(path);
  return applicationsOf(project).some(
    ({ file: other }) => other !== file && importClosure([other.path], importsOf).has(file.path),
  );
}

/** Whether a file registers a handler that is not surely another application's. */
function hasHandlers(file: SourceFile, application: Application, project: Project): boolean {
  const handlers = eventHandlersIn(file, project);
  const registering = project.workspace.appRows(file.path).handlers;
  const known = new Set(handlers.map(({ row }) => row));
  return (
    registering.some((row) => !known.has(row)) ||
    handlers.some(
      (it) => it.application === undefined || sameApplication(it.application, application),
    )
  );
}

function hasRouterLifespan(file: SourceFile, project: Project): boolean {
  const { calls } = file.outline;
  return project.workspace.appRows(file.path).routers.some((row) => {
    const text = file.slice({ start: calls.start(row), end: calls.end(row) });
    return /\blifespan\b|\*\*/.test(text);
  });
}

function mounts(file: SourceFile, application: Application, project: Project): boolean {
  return project.workspace.appRows(file.path).mounts.some((row) => {
    const call = file.call(row);
    const given = call?.arguments.find(({ keyword }) => keyword === "app") ?? call?.arguments[1];
    if (given === undefined) return false;
    const mounted = applicationOf(given.value, file, file.outline.calls.owner(row), project);
    return sameApplication(mounted, application);
  });
}
