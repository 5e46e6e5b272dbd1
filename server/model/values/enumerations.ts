/** Enumerations of the project, and the members that expressions stand for. */

import type { FilePath } from "#host";
import type { Project } from "#model/project";
import { constantOf } from "#model/values/constants";
import { settingOf } from "#model/values/pydanticSettings";
import type { Located } from "#model/values/value";

/**
 * What its members are beside members: `string` for a `StrEnum`; `text` for `(str, Enum)`, which equals its string and is shown
 * otherwise; `number` for an `IntEnum`.
 */
export type EnumerationKind = "string" | "text" | "number" | "plain";

const KINDS: ReadonlyMap<string, EnumerationKind> = new Map<string, EnumerationKind>([
  ["enum.StrEnum", "string"],
  ["enum.IntEnum", "number"],
  ["enum.Enum", "plain"],
  ["enum.Flag", "plain"],
  ["enum.IntFlag", "plain"],
]);
const DEEPEST = 16;

export interface Member {
  readonly of: EnumerationKind;
  readonly name: string;
  /** The right side in the class. */
  readonly value: Located;
}

/** The kind of an enumeration; `undefined` for another class. */
export function enumerationKind(
  path: FilePath,
  row: number,
  project: Project,
  depth = 0,
): EnumerationKind | undefined {
  if (depth > DEEPEST) return undefined;
  let isText = false;
  for (const base of project.basesOf(path, row)) {
    const name = project.qualifiedName(base);
    const kind =
      base.kind === "class"
        ? enumerationKind(base.path, base.row, project, depth + 1)
        : KINDS.get(name ?? "");
    if (kind !== undefined) return isText && kind === "plain" ? "text" : kind;
    isText ||= name === "str";
  }
  return undefined;
}

/** The member that an expression stands for: written out, a constant, or the default of a setting. */
export function memberBehind(located: Located, project: Project, depth = 0): Member | undefined {
  const { expression, file, scope } = located;
  if (depth > DEEPEST) return undefined;
  if (expression.kind === "name") {
    const given = located.parameters?.values.get(expression.name);
    const constant = given ?? constantOf(expression, file, scope, project);
    return constant && memberBehind(constant, project, depth + 1);
  }
  if (expression.kind !== "attribute") return undefined;
  const owner = project.targetOf(expression.object, file, scope);
  if (owner?.kind === "class") {
    const of = enumerationKind(owner.path, owner.row, project);
    const value = of && constantOf(expression, file, scope, project);
    return of && value && { of, name: expression.name, value };
  }
  const setting = settingOf(expression, file, scope, project);
  return setting?.default && memberBehind(setting.default, project, depth + 1);
}
