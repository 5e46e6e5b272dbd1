/** What pydantic makes of the value of a setting, by the type of its field. */

import type { Project } from "#model/project";
import { converted } from "#model/values/conversions";
import { enumerationKind } from "#model/values/enumerations";
import type { Setting } from "#model/values/pydanticSettings";
import type { Value } from "#model/values/value";

const URL = /\b\w*(?:Url|Dsn)\b/;
/** Types whose values are no strings, numbers or lists. */
const OTHER =
  /\b(?:\w*Path|timedelta|datetime|date|time|IPv\w+|UUID\w*|Decimal|bytes|ByteSize|Json|Pattern|SecretBytes|ImportString|Timezone|Color)\b/;
const WHOLE_URL = /^[a-z][a-z\d+.-]*:\/\/[^/\s]*[a-z\d\]]\/[\w./-]+$/;

/** The value as the field holds it; `unknown` where pydantic would refuse it. */
export function fittedTo(value: Value, setting: Setting, project: Project): Value {
  if (value.kind === "either")
    return { ...value, values: value.values.map((it) => fittedTo(it, setting, project)) };
  const { annotation } = setting;
  const { path, range, source } = value;
  const unknown: Value = { path, range, source, kind: "unknown" };
  const simple = annotation
    .replace(/^(?:typing\.)?Optional\[(.*)\]$/, "$1")
    .replace(/\s*\|\s*None$/, "");
  if (value.kind === "none" || value.kind === "unknown") return value;
  if (OTHER.test(annotation)) return unknown;
  if (URL.test(annotation)) return asUrl(value);
  switch (simple) {
    case "int":
    case "float":
    case "bool":
      return converted(simple, value, { path, range, source }, true);
    case "str":
      return value.kind === "string" || value.kind === "prefix" ? value : unknown;
    case "SecretStr":
      return value.kind === "string" ? { ...value, form: "wrapped" } : unknown;
  }
  if (/^(?:list|List|set|Set|tuple|Tuple|Sequence)\b/.test(simple) && value.kind !== "list")
    return unknown;
  return asMember(value, setting, project);
}

/** Parsed and written anew: an empty path becomes `/`, a host small letters. */
function asUrl(value: Value): Value {
  if (value.kind === "list") return { ...value, elements: value.elements.map(asUrl) };
  if (value.kind !== "string" || value.form !== undefined || WHOLE_URL.test(value.value))
    return value;
  const { path, range, source } = value;
  const known = /^[a-z][a-z\d+.-]*:\/\/[a-z\d.-]*/.exec(value.value)?.[0];
  return known === undefined
    ? { path, range, source, kind: "unknown" }
    : { path, range, source, kind: "prefix", value: known };
}

/** A string for a field whose type is an enumeration becomes its member. */
function asMember(value: Value, { annotation, type }: Setting, project: Project): Value {
  if (value.kind !== "string" || !/^[\w.]+$/.test(annotation)) return value;
  const target = type && project.targetOf(type.expression, type.file, type.scope);
  if (target?.kind !== "class") return value;
  const kind = enumerationKind(target.path, target.row, project);
  if (kind === undefined || kind === "string") return value;
  const { path, range, source } = value;
  return kind === "text" ? { ...value, form: "wrapped" } : { path, range, source, kind: "unknown" };
}
