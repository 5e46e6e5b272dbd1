/** Values that the generated tests send. */
import type { Column } from "#generate/modelColumns";
import { fieldName } from "#generate/schemaFields";

export interface Sample {
  /** As Python writes it. */
  readonly text: string;
  /** Whether JSON brings back the same value from SQLite. */
  readonly isExact: boolean;
}

/** The value of a create, or with `isChanged` another one for an update. Undefined where none can be told from the type. */
export function sampleOf(column: Column, isChanged = false): Sample | undefined {
  const text = sampleText(column, isChanged);
  return text === undefined ? undefined : { text, isExact: isExact(column) };
}

/** `"name": value` */
export function entry(column: Column, sample: Sample): string {
  return `"${fieldName(column)}": ${sample.text}`;
}

/** A key that no row of a test has. */
export function missingKey({ type, length }: Column): string {
  if (type.kind === "int") return '"0"';
  if (type.kind === "uuid") return `"${uuid(0)}"`;
  return quoted("missing", length);
}

function sampleText(column: Column, isChanged: boolean): string | undefined {
  const { type, hasTimezone } = column;
  switch (type.kind) {
    case "bool":
      return isChanged ? "False" : "True";
    case "bytes":
    case "str":
      return stringSample(column, isChanged);
    case "date":
      return isChanged ? '"2031-12-31"' : '"2030-01-31"';
    case "datetime":
      return `"${isChanged ? "2031-12-31" : "2030-01-31"}T12:00:00${hasTimezone === false ? "" : "Z"}"`;
    case "decimal":
      return decimalSample(column, isChanged);
    case "dict":
      return isChanged ? undefined : "{}";
    case "enum":
      return isChanged ? `list(${type.text})[-1].value` : `next(iter(${type.text})).value`;
    case "float":
      return isChanged ? "2.5" : "1.5";
    case "int":
      return isChanged ? "2" : "1";
    case "list":
      return isChanged ? undefined : "[]";
    case "literal":
      return type.choices.at(isChanged ? -1 : 0);
    case "time":
      return isChanged ? '"18:30:00"' : '"12:00:00"';
    case "timedelta":
      return isChanged ? '"PT2H"' : '"PT1H"';
    case "uuid":
      return `"${uuid(isChanged ? 2 : 1)}"`;
    case "other":
      return undefined;
  }
}

function isExact({ type, secret, scale, hasTimezone }: Column): boolean {
  if (secret !== undefined) return false;
  if (type.kind === "datetime") return hasTimezone === false;
  return type.kind !== "decimal" || scale !== undefined;
}

function stringSample(column: Column, isChanged: boolean): string {
  const { name, length, secret } = column;
  if (secret === "password") return '"correct horse battery staple"';
  const words = name.toLowerCase().split("_");
  if (words.includes("email")) return isChanged ? '"other@example.com"' : '"name@example.com"';
  if (words.includes("url")) return `"https://example.com/${isChanged ? "other" : "page"}"`;
  return quoted(isChanged ? "changed" : name, length);
}

function decimalSample({ precision, scale }: Column, isChanged: boolean): string {
  const whole = precision !== undefined && precision === scale ? "0" : "1";
  if (scale === undefined || scale === 0) return `"${isChanged ? "2" : whole}"`;
  return `"${whole}.${(isChanged ? "25" : "5").slice(0, scale).padEnd(scale, "0")}"`;
}

function quoted(text: string, length: number | undefined): string {
  return `"${text.slice(0, length)}"`;
}

function uuid(last: number): string {
  return `00000000-0000-4000-8000-00000000000${last}`;
}
