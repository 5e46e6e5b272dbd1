/** The Python type of a column: how to write it, what to import for it, and what is known of its values. */
import { dottedParts, type FileNames, lastName, type Reference } from "#generate/fileNames";
import type { Expression } from "#syntax/facts";

export type TypeKind =
  | "bool"
  | "bytes"
  | "date"
  | "datetime"
  | "decimal"
  | "dict"
  | "enum"
  | "float"
  | "int"
  | "list"
  | "literal"
  | "str"
  | "time"
  | "timedelta"
  | "uuid"
  /** A type of which no valid value is known. */
  | "other";

export interface ColumnType {
  /** Without `None`. */
  readonly text: string;
  readonly references: readonly Reference[];
  readonly kind: TypeKind;
  /** The alternatives of a `Literal` that JSON can carry, as Python writes them. */
  readonly choices: readonly string[];
}

const KINDS: ReadonlyMap<string, TypeKind> = new Map([
  ["bool", "bool"],
  ["bytes", "bytes"],
  ["datetime.date", "date"],
  ["datetime.datetime", "datetime"],
  ["datetime.time", "time"],
  ["datetime.timedelta", "timedelta"],
  ["decimal.Decimal", "decimal"],
  ["dict", "dict"],
  ["float", "float"],
  ["int", "int"],
  ["list", "list"],
  ["str", "str"],
  ["typing.Any", "dict"],
  ["typing.Dict", "dict"],
  ["typing.List", "list"],
  ["typing.Literal", "literal"],
  ["uuid.UUID", "uuid"],
]);

const ENUMS = new Set(["Enum", "IntEnum", "StrEnum"]);

export type IsEnum = (reference: Reference) => boolean;

/** Takes `None` off `X | None`, `Optional[X]` and `Union[X, None]`. */
export function withoutNone(expression: Expression): {
  readonly type: readonly Expression[];
  readonly isNullable: boolean;
} {
  const members = membersOf(expression);
  const type = members.filter(({ kind }) => kind !== "none");
  return { type, isNullable: type.length < members.length };
}

/** Undefined where the type cannot be written in another file. `members` are those of a union. */
export function columnType(
  members: readonly Expression[],
  names: FileNames,
  isEnum: IsEnum,
): ColumnType | undefined {
  const references: Reference[] = [];
  const texts = members.map((member) => write(member, names, references));
  const text = texts.join(" | ");
  if (texts.includes(undefined) || text === "") return undefined;
  const [first] = members;
  const isOne = members.length === 1 && first !== undefined;
  return {
    text,
    references,
    kind: isOne ? kindOf(first, names, isEnum) : "other",
    choices: isOne ? choicesOf(first) : [],
  };
}

/** A value that JSON can carry, as Python writes it. */
export function literalText(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "string":
      return expression.isBytes ? undefined : JSON.stringify(expression.value);
    case "number":
      return Number.isSafeInteger(expression.value) ? String(expression.value) : undefined;
    case "boolean":
      return expression.value ? "True" : "False";
    default:
      return undefined;
  }
}

function membersOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "operation" && expression.operator === "|" && expression.left)
    return [...membersOf(expression.left), ...membersOf(expression.right)];
  if (expression.kind !== "subscript") return [expression];
  const name = lastName(expression.object);
  if (name === "Union") return expression.indices.flatMap(membersOf);
  if (name !== "Optional") return [expression];
  const { start, end } = expression;
  return [...expression.indices.flatMap(membersOf), { kind: "none", start, end }];
}

function write(
  expression: Expression,
  names: FileNames,
  references: Reference[],
): string | undefined {
  const parts = dottedParts(expression);
  if (parts !== undefined) {
    const resolved = names.resolve(parts);
    if (resolved?.reference !== undefined) references.push(resolved.reference);
    return resolved?.text;
  }
  if (expression.kind === "none") return "None";
  if (expression.kind === "subscript") return writeSubscript(expression, names, references);
  if (membersOf(expression).length === 1) return undefined;
  return joined(membersOf(expression), " | ", (each) => write(each, names, references));
}

function writeSubscript(
  expression: Expression & { readonly kind: "subscript" },
  names: FileNames,
  references: Reference[],
): string | undefined {
  const members = membersOf(expression);
  if (members.length > 1) return joined(members, " | ", (each) => write(each, names, references));
  const object = write(expression.object, names, references);
  const isLiteral = lastName(expression.object) === "Literal";
  const inside = joined(expression.indices, ", ", (each) =>
    isLiteral ? literalText(each) : write(each, names, references),
  );
  return object === undefined || inside === undefined ? undefined : `${object}[${inside}]`;
}

function joined(
  expressions: readonly Expression[],
  separator: string,
  text: (expression: Expression) => string | undefined,
): string | undefined {
  const texts = expressions.map(text);
  return texts.includes(undefined) ? undefined : texts.join(separator);
}

function kindOf(expression: Expression, names: FileNames, isEnum: IsEnum): TypeKind {
  const named = expression.kind === "subscript" ? expression.object : expression;
  const parts = dottedParts(named) ?? [];
  const resolved = names.resolve(parts);
  if (resolved === undefined) return "other";
  const kind = KINDS.get(resolved.qualifiedName);
  if (kind !== undefined) return kind;
  const own = parts.length === 1 ? names.classNamed(parts[0] ?? "") : undefined;
  if (own !== undefined)
    return own.bases.some(({ value }) => ENUMS.has(lastName(value) ?? "")) ? "enum" : "other";
  return resolved.reference !== undefined && isEnum(resolved.reference) ? "enum" : "other";
}

function choicesOf(expression: Expression): readonly string[] {
  if (expression.kind !== "subscript" || lastName(expression.object) !== "Literal") return [];
  return expression.indices.flatMap((each) => literalText(each) ?? []);
}
