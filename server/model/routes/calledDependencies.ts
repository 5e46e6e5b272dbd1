/** `Depends(f())`, which is given what a function returns in place of the function. */
import { resultOf } from "#model/eventLoop/calledTasks";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import type { Argument, Call } from "#syntax/facts";

const NEEDS = ["fastapi.Depends", "fastapi.Security"];
export const DEPENDENCIES: Start = { calls: NEEDS };

export interface CalledDependency {
  readonly argument: Argument;
  /** The call that stands there. */
  readonly inner: Call;
}

export function calledDependencies(file: SourceFile, project: Project): CalledDependency[] {
  return project.callsTo(file, NEEDS).flatMap((row) => {
    const { calls } = file.outline;
    if (file.text.indexOf("(", calls.calleeEnd(row) + 1) >= calls.end(row)) return [];
    const [argument] = file.call(row)?.arguments ?? [];
    if (argument === undefined || argument.stars > 0) return [];
    if (argument.keyword !== undefined && argument.keyword !== "dependency") return [];
    const inner = argument.value;
    if (inner.kind !== "call" || !givesNothingToCall(inner, file, calls.owner(row), project))
      return [];
    return { argument, inner };
  });
}

function givesNothingToCall(
  inner: Call,
  file: SourceFile,
  scope: number,
  project: Project,
): boolean {
  if (resultOf(inner, file, scope, project) !== undefined) return true;
  const target = project.targetOf(inner.callee, file, scope);
  if (target?.kind !== "function") return false;
  const declaration = project.workspace.declarations(target.path)?.functions.get(target.row);
  // An async generator cannot be called either.
  return declaration?.isGenerator === true && declaration.decorators.length === 0;
}
