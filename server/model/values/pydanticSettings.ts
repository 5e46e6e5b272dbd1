/** Settings classes (pydantic's `BaseSettings`) and the defaults of their fields. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { assignedOnSelf, constantOf } from "#model/values/constants";
import type { Located } from "#model/values/value";
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
  /** The same, to be resolved. */
  readonly type: Located | undefined;
  /** Where it is read; `undefined` without a default, or where a validator may change it. */
  readonly default: Located | undefined;
  /** The same, whatever a validator makes of it. */
  readonly writtenDefault: Located | undefined;
  /** The rows of the validators that name the field, in the same file. */
  readonly validators: readonly number[];
  /** Whether a validator or a method may give it another value than it is given. */
  readonly mayChange: boolean;
  /** Other names that it is given by: `alias`, `validation_alias`. */
  readonly aliases: readonly string[];
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
  return settingIn(expression.name, owner, isPart, project);
}

/** The field of a class. `isPart`: the class is that of a field of settings, such as `cors` in `settings.cors.origins`. */
export function settingIn(
  name: string,
  owner: ClassPlace,
  isPart: boolean,
  project: Project,
): Setting | undefined {
  if (!isPart && !isSettingsClass(owner.path, owner.row, project)) return undefined;
  const found = fieldOf(name, owner, project, 0);
  if (found === undefined) return undefined;
  const { place, row } = found;
  return settingAt(name, row, place, familyOf(owner, project), project);
}

interface ClassPlace {
  readonly path: FilePath;
  readonly row: number;
}

/** Whether a class is a settings class, by any of its bases. */
export function isSettingsClass(path: string, row: number, project: Project, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  return project.basesOf(path, row).some((base) => {
    const name = project.qualifiedName(base);
    if (name !== undefined) return BASES.has(name);
    return base.kind === "class" && isSettingsClass(base.path, base.row, project, depth + 1);
  });
}

/** The assignment that declares a field, in the class or a base of it. */
function fieldOf(
  name: string,
  place: ClassPlace,
  project: Project,
  depth: number,
): { readonly place: ClassPlace; readonly row: number } | undefined {
  const { path, row } = place;
  const file = project.file(path);
  const scopes = project.workspace.scopes(path);
  if (file === undefined || scopes === undefined || depth > DEEPEST) return undefined;
  const { assignments } = file.outline;
  const word = project.workspace.names.of(name);
  const field = scopes.rows("assignments", row).findLast((it) => assignments.target(it) === word);
  if (field !== undefined) return { place, row: field };
  for (const base of project.basesOf(path, row)) {
    const inherited = base.kind === "class" ? fieldOf(name, base, project, depth + 1) : undefined;
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** A class and its bases in the workspace. */
function familyOf(place: ClassPlace, project: Project, depth = 0): readonly ClassPlace[] {
  if (depth > DEEPEST) return [place];
  const bases = project.basesOf(place.path, place.row);
  return [
    place,
    ...bases.flatMap((base) => (base.kind === "class" ? familyOf(base, project, depth + 1) : [])),
  ];
}

function settingAt(
  name: string,
  field: number,
  { path, row }: ClassPlace,
  family: readonly ClassPlace[],
  project: Project,
): Setting | undefined {
  const file = project.file(path);
  if (file === undefined) return undefined;
  const { assignments } = file.outline;
  const value = assignments.valueRange(field);
  const annotation = assignments.annotationRange(field);
  const right = value.end === 0 ? undefined : file.expression(value);
  const writtenDefault = right && defaultIn(right, file, row);
  const mayChange =
    hasValidatingType(annotation, file, row, project) ||
    family.some((place) => isChangedIn(name, place, project));
  return {
    name,
    file,
    range: { start: assignments.start(field), end: Math.max(value.end, annotation.end) },
    annotation: file.slice(annotation),
    type:
      annotation.end === 0
        ? undefined
        : { expression: file.expression(annotation), file, scope: row },
    default: mayChange ? undefined : writtenDefault,
    writtenDefault,
    validators: validatorsOf(name, file, row),
    mayChange,
    aliases: right === undefined ? [] : aliasesIn(right, file),
  };
}

const DEEPEST = 16;
const VALIDATING = /\b(?:Before|After|Plain|Wrap)Validator\b|\bStringConstraints\b/;

/** `Annotated[…, BeforeValidator(…)]`, perhaps by another name. */
function hasValidatingType(
  annotation: Range,
  file: SourceFile,
  scope: number,
  project: Project,
): boolean {
  if (annotation.end === 0) return false;
  if (VALIDATING.test(file.slice(annotation))) return true;
  const expression = file.expression(annotation);
  if (expression.kind !== "name" && expression.kind !== "attribute") return false;
  const alias = constantOf(expression, file, scope, project);
  return alias !== undefined && VALIDATING.test(alias.file.slice(alias.expression));
}

/** Whether code of a class may give a field another value: a validator, or a method that sets it. */
function isChangedIn(name: string, { path, row }: ClassPlace, project: Project): boolean {
  const file = project.file(path);
  if (file === undefined) return false;
  if (validatorsOf(name, file, row).length > 0) return true;
  if (assignedOnSelf(name, { path, row }, project).length > 0) return true;
  return modelValidatorsOf(file, row).some((text) => setsEntry(text, name));
}

const ENTRY = /\[\s*(?:["'](\w+)["']|[\w.]+)\s*\]\s*(?:[-+|*/]|\/\/)?=(?!=)/g;
const SETTING_CALL = /\b(?:setdefault\(|(?:setattr|__setattr__)\([\w.]+,)\s*(?:["'](\w+)["'])?/g;
const ANY_ENTRY =
  /\.update\(|\b__dict__\b|\bmodel_copy\b|\bmodel_construct\b|\{\s*\*\*|\breturn\s*\{|\|=/;

/** Whether the text of a validator of the whole model puts something in for a field, or for one that cannot be told. */
function setsEntry(text: string, name: string): boolean {
  if (ANY_ENTRY.test(text)) return true;
  const set = [...text.matchAll(ENTRY), ...text.matchAll(SETTING_CALL)];
  return set.some(([, key]) => key === undefined || key === name);
}

/** The texts of the validators that see all fields at once. */
function modelValidatorsOf(file: SourceFile, row: number): readonly string[] {
  const { decorators, definitions } = file.outline;
  const found: string[] = [];
  for (let decorator = 0; decorator < decorators.length; decorator++) {
    const validator = decorators.definition(decorator);
    if (definitions.parent(validator) !== row) continue;
    const text = file.slice({ start: decorators.start(decorator), end: decorators.end(decorator) });
    if (/(?:model|root)_validator\b/.test(text))
      found.push(
        file.slice({ start: definitions.start(validator), end: definitions.end(validator) }),
      );
  }
  return found;
}

/** The names in `alias="NAME"` and `validation_alias=AliasChoices("NAME", …)`. */
function aliasesIn(value: Expression, file: SourceFile): readonly string[] {
  if (value.kind !== "call") return [];
  return value.arguments
    .filter(({ keyword }) => keyword === "alias" || keyword === "validation_alias")
    .flatMap((argument) =>
      Array.from(file.slice(argument.value).matchAll(/["'](\w+)["']/g), ([, name = ""]) => name),
    );
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
