/** Settings classes (pydantic's `BaseSettings`) and the defaults of their fields. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Located } from "#model/values/values";
import type { Expression } from "#syntax/facts";
import type { Range } from "#syntax/range";

const BASES: ReadonlySet<string> = new Set([
  "pydantic_settings.BaseSettings",
  "pydantic.BaseSettings",
  "pydantic.v1.BaseSettings",
]);

/** One field of a settings class. */
export interface Setting {
  readonly name: string;
  readonly file: SourceFile;
  /** Where the field is declared. */
  readonly range: Range;
  /** Its type as written; empty where it has none. */
  readonly annotation: string;
  /** Where it is read; `undefined` without a default, or where a validator may change it. */
  readonly default: Located | undefined;
  /** The same, whatever a validator makes of it. */
  readonly writtenDefault: Located | undefined;
  /** The rows of the validators that name the field, in the same file. */
  readonly validators: readonly number[];
}

/** The field that an attribute such as `settings.database_url` reads; `undefined` when that is no setting. */
export function settingOf(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Setting | undefined {
  if (expression.kind !== "attribute") return undefined;
  const owner = project.targetOf(expression.object, file, scope);
  if (owner?.kind !== "instance") return undefined;
  const isPart =
    !isSettingsClass(owner.path, owner.row, project) &&
    settingOf(expression.object, file, scope, project) !== undefined;
  return findSetting(expression.name, owner, project, { isPart, depth: 0 });
}

/** Whether a class is a settings class, by any of its bases. */
export function isSettingsClass(path: string, row: number, project: Project, depth = 0): boolean {
  if (depth > 16) return false;
  return project.basesOf(path, row).some((base) => {
    const name = project.qualifiedName(base);
    if (name !== undefined) return BASES.has(name);
    return base.kind === "class" && isSettingsClass(base.path, base.row, project, depth + 1);
  });
}

/** `isPart`: the class is that of a field of settings, such as `cors` in `settings.cors.origins`. */
interface Search {
  readonly isPart: boolean;
  readonly depth: number;
}

function findSetting(
  name: string,
  owner: { readonly path: FilePath; readonly row: number },
  project: Project,
  { isPart, depth }: Search,
): Setting | undefined {
  const { path, row } = owner;
  const file = project.file(path);
  const scopes = project.workspace.scopes(path);
  if (file === undefined || scopes === undefined || depth > 16) return undefined;
  if (!isPart && !isSettingsClass(path, row, project)) return undefined;
  const { assignments } = file.outline;
  const word = project.workspace.names.of(name);
  const field = scopes.rows("assignments", row).findLast((it) => assignments.target(it) === word);
  if (field !== undefined) return fieldAt(field, name, file, row);
  for (const base of project.basesOf(path, row)) {
    if (base.kind !== "class") continue;
    const inherited = findSetting(name, base, project, { isPart, depth: depth + 1 });
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

function fieldAt(field: number, name: string, file: SourceFile, row: number): Setting {
  const { assignments } = file.outline;
  const value = assignments.valueRange(field);
  const annotation = assignments.annotationRange(field);
  const validators = validatorsOf(name, file, row);
  const writtenDefault = value.end === 0 ? undefined : defaultIn(file.expression(value), file, row);
  return {
    name,
    file,
    range: { start: assignments.start(field), end: Math.max(value.end, annotation.end) },
    annotation: file.slice(annotation),
    default: validators.length > 0 ? undefined : writtenDefault,
    writtenDefault,
    validators,
  };
}

/** The default inside `Field(…)`, or the value itself. */
function defaultIn(value: Expression, file: SourceFile, scope: number): Located | undefined {
  if (value.kind !== "call" || !/(?:^|\.)Field$/.test(file.slice(value.callee)))
    return { expression: value, file, scope };
  const given = value.arguments.find(({ keyword }) => keyword === "default") ?? value.arguments[0];
  if (given === undefined || given.stars > 0) return undefined;
  if (given.keyword === "default_factory")
    return given.value.kind === "lambda"
      ? { expression: given.value.body, file, scope }
      : undefined;
  if (given.keyword !== undefined && given.keyword !== "default") return undefined;
  return file.slice(given) === "..." ? undefined : { expression: given.value, file, scope };
}

/** The validators of a class that name a field, so that its value may be another than its default. */
function validatorsOf(name: string, file: SourceFile, row: number): readonly number[] {
  const { decorators, definitions } = file.outline;
  const found: number[] = [];
  for (let decorator = 0; decorator < decorators.length; decorator++) {
    const validator = decorators.definition(decorator);
    if (definitions.parent(validator) !== row) continue;
    const text = file.slice({ start: decorators.start(decorator), end: decorators.end(decorator) });
    if (
      /(?:\b|_)validator\(/.test(text) &&
      (text.includes(`"${name}"`) || text.includes(`'${name}'`) || text.includes('"*"'))
    )
      found.push(validator);
  }
  return found;
}
