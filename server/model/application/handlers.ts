/** Which functions FastAPI calls for a request. */

import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";

const METHODS = ["get", "post", "put", "patch", "delete", "options", "head", "trace", "api_route"];
const ROUTERS = ["fastapi.FastAPI()", "fastapi.APIRouter()"];

/** Decorators of path operations, by their qualified name. */
const HTTP_DECORATORS: ReadonlySet<string> = new Set(
  ROUTERS.flatMap((router) => METHODS.map((method) => `${router}.${method}`)),
);

/** Whether a function is an HTTP path operation by one of its decorators. */
export function isHttpHandler(file: SourceFile, row: number, project: Project): boolean {
  const resolver = new Resolver(project.workspace);
  const declaration = project.workspace.declarations(file.path)?.functions.get(row);
  return (declaration?.decorators ?? []).some((origin) =>
    HTTP_DECORATORS.has(project.qualifiedName(resolver.resolve(origin, file.path)) ?? ""),
  );
}

/** Whether a coroutine function could as well be a plain one: it awaits nothing and nobody awaits it. */
export function couldBeSynchronous(file: SourceFile, row: number, project: Project): boolean {
  const { definitions } = file.outline;
  const body = file.slice({ start: definitions.body(row), end: definitions.end(row) });
  // Words in strings and comments count, too: then there is merely no such fix.
  if (/\b(?:await|async|asyncio|anyio|yield)\b/.test(body)) return false;
  return !project.workspace.isCoroutineCalled(file.path, row);
}
