/** What values and expressions have to do with where they stand. */
import type { Project } from "#model/project";
import type { Located, Value, Written } from "#model/values/value";
import type { Expression } from "#syntax/facts";

export function writtenAt({ expression, file }: Located): Written {
  return {
    path: file.path,
    range: { start: expression.start, end: expression.end },
    source: "code",
  };
}

export function unknown(located: Located): Value {
  return { ...writtenAt(located), kind: "unknown" };
}

/** The same place, with a name standing for a value. */
export function withBound(located: Located, name: string, value: Value): Located {
  return { ...located, bound: new Map([...(located.bound ?? []), [name, value]]) };
}

/** The name of what an expression denotes outside the workspace. */
export function qualifiedNameOf(
  expression: Expression,
  { file, scope }: Located,
  project: Project,
): string | undefined {
  return project.qualifiedName(project.targetOf(expression, file, scope));
}
