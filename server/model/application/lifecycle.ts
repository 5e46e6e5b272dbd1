/** Coroutines that run before an application takes requests or after the last one: nobody waits for the event loop then. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";

const APPLICATIONS: ReadonlySet<string> = new Set([
  "fastapi.FastAPI()",
  "starlette.applications.Starlette()",
]);
const EVENTS: ReadonlySet<string> = new Set([
  "fastapi.FastAPI().on_event",
  "fastapi.APIRouter().on_event",
  "starlette.applications.Starlette().on_event",
]);
/** What people call an application that they do not annotate, also one that they do not use. */
const APPLICATION_WORDS = /^_?(?:app|application)$|^_+$/;
/** How many coroutines that await one another are followed. */
const MOST_CALLERS = 5;

/** Whether a coroutine function is a lifespan or event handler, or is awaited by such alone. */
export function runsBesideRequests(
  path: FilePath,
  row: number,
  project: Project,
  depth = 0,
): boolean {
  const file = project.file(path);
  if (file === undefined || depth > MOST_CALLERS) return false;
  const decorators = decoratorsOf(file, row, project);
  if (isLifespan(file, row, decorators, project)) return true;
  if (decorators.length > 0) return decorators.some((name) => EVENTS.has(name));
  const sites = project.workspace.callersOf(path, row).filter((site) => {
    const caller = project.file(site.path);
    return caller !== undefined && project.role(caller) !== "test";
  });
  return (
    sites.length > 0 &&
    sites.every((site) => {
      const calls = project.file(site.path)?.outline.calls;
      // What is not awaited there and then goes on as a task, beside the requests.
      if (calls === undefined || !calls.isAwaited(site.call)) return false;
      return runsBesideRequests(site.path, calls.owner(site.call), project, depth + 1);
    })
  );
}

/** The qualified names of a function's decorators; an empty one for what is not a library's. */
function decoratorsOf(file: SourceFile, row: number, project: Project): string[] {
  const resolver = new Resolver(project.workspace);
  const declaration = project.workspace.declarations(file.path)?.functions.get(row);
  return (declaration?.decorators ?? []).map(
    (origin) => project.qualifiedName(resolver.resolve(origin, file.path)) ?? "",
  );
}

/** Whether a function yields once for an application: by the type of its first parameter, whatever the decorator, or by its name. */
function isLifespan(
  file: SourceFile,
  row: number,
  decorators: readonly string[],
  project: Project,
): boolean {
  const { workspace } = project;
  const scopes = workspace.scopes(file.path);
  if (!workspace.declarations(file.path)?.functions.get(row)?.isGenerator) return false;
  const [first, second] = Array.from(scopes?.rows("parameters", row) ?? []);
  if (scopes === undefined || first === undefined) return false;
  const word = file.outline.parameters.name(first);
  const target = new Resolver(workspace).resolve(scopes.ofName(word, row), file.path);
  if (APPLICATIONS.has(project.qualifiedName(target) ?? "")) return true;
  return (
    second === undefined &&
    decorators.includes("contextlib.asynccontextmanager") &&
    APPLICATION_WORDS.test(workspace.names.text(word))
  );
}
