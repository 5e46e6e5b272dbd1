/** The fields of models and dataclasses: what their constructors take, and the names that a request uses. */
import { generatedAlias } from "#model/routes/aliasGenerators";
import { annotatedParts, isDataclass, isModel, withoutTexts } from "#model/routes/annotations";
import { Environment } from "#model/routes/environment";
import { ancestors, type Frame, placeOf, type Run } from "#model/routes/run";
import type { SignatureParameter } from "#model/routes/signature";
import type { ClassValue, Place, Value } from "#model/routes/value";
import type { Expression, Statement } from "#syntax/facts";

export interface Field {
  readonly name: string;
  /** What a request calls it, where that is something else. */
  readonly alias: string | undefined;
  readonly annotation: Value;
  /** The value behind `=`. */
  readonly default: Value | undefined;
  readonly place: Place;
}

/** `Field(…)` of Pydantic, `Query(…)` and its like of FastAPI, `field(…)` of dataclasses. */
const FIELD =
  /^(?:pydantic(?:\.v1)?(?:\.fields)?\.Field|sqlmodel\.Field|fastapi\.(?:params\.|param_functions\.)?(?:Path|Query|Header|Cookie|Body|Form|File))\(\)$/;
const DATACLASS_FIELD = /^dataclasses\.field\(\)$/;
const NO_FIELD = /^typing(?:_extensions)?\.ClassVar$|^dataclasses\.KW_ONLY$/;

/** The fields of a model or dataclass, those of its bases first; `undefined` for another class. */
export function fieldsOf(of: ClassValue, run: Run): readonly Field[] | undefined {
  return isModel(of) || isDataclass(of) ? fieldsInBody(of, run) : undefined;
}

/** What is annotated in the body of a class and not private, in those of its bases first. */
export function fieldsInBody(of: ClassValue, run: Run): readonly Field[] {
  const found = new Map<string, Field>();
  for (const ancestor of ancestors(of).toReversed())
    if (typeof ancestor !== "string")
      for (const field of ownFields(ancestor, run)) found.set(field.name, field);
  const fields = [...found.values()];
  if (!isModel(of)) return fields;
  return fields.map((field) => ({
    ...field,
    alias: field.alias ?? generatedAlias(of, field.name, field.place, run),
  }));
}

/** What the constructor takes. A model gives up that its fields were made by `Query(…)` or the like. */
export function constructorOf(of: ClassValue, run: Run): readonly SignatureParameter[] | undefined {
  const isOfModel = isModel(of);
  return fieldsOf(of, run)?.flatMap((field): SignatureParameter[] => {
    const given = field.default?.kind === "external" ? field.default : undefined;
    const isMade = given !== undefined && DATACLASS_FIELD.test(given.name);
    if (isMade && isFalse(given.call?.keywords.get("init"))) return [];
    const { annotation, place } = field;
    const inner = isMade ? given.call?.keywords.get("default") : field.default;
    return [
      {
        name: isOfModel && isWord(field.alias) ? field.alias : field.name,
        stars: 0,
        annotation: isOfModel ? annotatedParts(annotation).type : annotation,
        default: isOfModel && given !== undefined && FIELD.test(given.name) ? undefined : inner,
        place,
      },
    ];
  });
}

function isWord(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z_]\w*$/.test(text);
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === "boolean" && !value.value;
}

function ownFields(of: ClassValue, run: Run): Field[] {
  const { path, row } = of;
  const { workspace } = run.project;
  const code = workspace.ownCode(path, row);
  if (code === undefined) return [];
  const [definition] = workspace.statementsIn(code);
  const environment = new Environment(path, row, run.module(path), { isClass: true, owner: of });
  const frame: Frame = { path, scope: row, code, environment, returns: [], yields: [] };
  const body = definition?.kind === "class" ? definition.body : [];
  return body.flatMap((statement) => fieldIn(statement, of, frame, run) ?? []);
}

function fieldIn(statement: Statement, of: ClassValue, frame: Frame, run: Run): Field | undefined {
  if (statement.kind !== "assignment" || statement.annotation === undefined) return undefined;
  const [target] = statement.targets;
  if (target?.kind !== "name" || target.name.startsWith("_") || target.name === "model_config")
    return undefined;
  const { name } = target;
  const annotation = annotationIn(of.annotations.get(name), statement.annotation, frame, run);
  const { type, metadata } = annotatedParts(annotation);
  const outer = type.kind === "subscripted" ? type.of : type;
  if (outer.kind === "external" && NO_FIELD.test(outer.name)) return undefined;
  const given = statement.value && of.members.get(name);
  const alias = [...metadata, ...(given === undefined ? [] : [given])]
    .flatMap((it) => aliasIn(it) ?? [])
    .at(-1);
  return { name, alias, annotation, default: given, place: placeOf(statement, frame) };
}

/** What the class itself could not know yet may be bound by now. */
function annotationIn(
  known: Value | undefined,
  written: Expression,
  frame: Frame,
  run: Run,
): Value {
  const value =
    known === undefined || known.kind === "unknown" ? run.evaluate(written, frame) : known;
  return withoutTexts(value, frame, run);
}

function aliasIn(value: Value): string | undefined {
  if (value.kind !== "external" || !FIELD.test(value.name)) return undefined;
  const keywords = value.call?.keywords;
  const alias = keywords?.get("alias") ?? keywords?.get("validation_alias");
  return alias?.kind === "text" ? alias.value : undefined;
}
