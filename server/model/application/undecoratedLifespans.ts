/** Functions that are given as a lifespan and are no async context managers. */
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Start } from "#model/start";

/** `generator`: a bare one, which Starlette still wraps. `coroutine` and `syncManager` fail at start. */
export type LifespanFault = "asyncGenerator" | "generator" | "coroutine" | "syncManager";

export interface WrongLifespan {
  /** Of the definition. */
  readonly row: number;
  readonly fault: LifespanFault;
  readonly isAsync: boolean;
}

export const LIFESPANS: Start = { imports: ["contextlib", "fastapi", "starlette"] };

export function wrongLifespans(file: SourceFile, project: Project): WrongLifespan[] {
  const functions = project.workspace.declarations(file.path)?.functions;
  const found: WrongLifespan[] = [];
  for (const [row, { isAsync, isGenerator, decorators }] of functions ?? []) {
    if (!project.isGivenLifespan(file.path, row)) continue;
    const [first, second] = decorators;
    if (second !== undefined) continue;
    if (first !== undefined) {
      const target = new Resolver(project.workspace).resolve(first, file.path);
      if (project.qualifiedName(target) === "contextlib.contextmanager")
        found.push({ row, fault: "syncManager", isAsync });
    } else if (isGenerator)
      found.push({ row, fault: isAsync ? "asyncGenerator" : "generator", isAsync });
    else if (isAsync) found.push({ row, fault: "coroutine", isAsync });
  }
  return found;
}
