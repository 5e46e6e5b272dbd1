/** The columns of a model in the style of SQLAlchemy 2: `name: Mapped[type] = mapped_column(…)`. */
import { type ColumnType, columnType, type IsEnum, withoutNone } from "#generate/columnTypes";
import { FileNames, lastName, type PythonFile } from "#generate/fileNames";
import { isPlainName, Refusal } from "#generate/refusal";
import { sqliteObstacle } from "#generate/sqlite";
import type { Argument, Assignment, Call, ClassDefinition, Expression } from "#syntax/facts";

export interface ModelClass extends PythonFile {
  readonly definition: ClassDefinition;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
  readonly isPrimaryKey: boolean;
  readonly isUnique: boolean;
  readonly isForeignKey: boolean;
  /** Whether the model or the database gives it its value: a counted key, a default, a computed column. */
  readonly isServerSet: boolean;
  /** Whether it is only loaded when it is asked for. */
  readonly isDeferred: boolean;
  /** What must never be sent to a client; `password` is kept as a hash. */
  readonly secret?: "password" | "other";
  /** The name of its SQL type, where the column gives one. */
  readonly sqlType?: string;
  /** The longest text that it takes, in characters. */
  readonly length?: number;
  /** Digits before and after the point together, and after it. */
  readonly precision?: number;
  readonly scale?: number;
  /** Whether a date and time has a time zone; undefined where the column does not tell. */
  readonly hasTimezone?: boolean;
  /** What SQLite does not know, such as `JSONB`. */
  readonly sqliteObstacle?: string;
}

const SERVER_SET_KEYWORDS = [
  "default",
  "default_factory",
  "insert_default",
  "onupdate",
  "server_default",
  "server_onupdate",
];
const SERVER_SET_ITEMS = ["Computed", "FetchedValue", "Identity", "Sequence"];
/** Arguments of `mapped_column` that are not its type. */
const ITEMS = new Set([...SERVER_SET_ITEMS, "CheckConstraint", "ForeignKey"]);
const TEXT_TYPES = new Set(["CHAR", "NCHAR", "NVARCHAR", "String", "Unicode", "VARCHAR"]);
const NUMERIC_TYPES = new Set(["DECIMAL", "NUMERIC", "Numeric"]);
const DATETIME_TYPES = new Set(["DATETIME", "DateTime", "TIMESTAMP"]);

/** Whether a class looks like a model: it inherits, and has columns or a table's name. */
export function isModel({ bases, body }: ClassDefinition): boolean {
  if (!bases.some(({ keyword }) => keyword === undefined)) return false;
  return body.some(
    (statement) =>
      statement.kind === "assignment" &&
      (mappedType(statement) !== undefined || isAssignmentTo(statement, "__tablename__")),
  );
}

/**
 * The key first, then the model's own columns, then those of the classes it inherits from, nearest first.
 * Throws a `Refusal` where one cannot be read.
 */
export function columnsOf(
  model: ModelClass,
  inherited: readonly ModelClass[],
  isEnum: IsEnum,
): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const { definition, ...file } of [model, ...inherited]) {
    const names = new FileNames(file);
    for (const statement of definition.body) {
      if (statement.kind !== "assignment") continue;
      const column = readColumn(statement, names, isEnum);
      if (column !== undefined && !columns.has(column.name)) columns.set(column.name, column);
    }
  }
  const all = [...columns.values()];
  return [...all.filter(isKey), ...all.filter((column) => !isKey(column))];
}

export function isAssignmentTo({ targets }: Assignment, name: string): boolean {
  return targets.some((target) => target.kind === "name" && target.name === name);
}

function isKey({ isPrimaryKey }: Column): boolean {
  return isPrimaryKey;
}

function readColumn(assignment: Assignment, names: FileNames, isEnum: IsEnum): Column | undefined {
  const [target] = assignment.targets;
  const annotation = mappedType(assignment);
  if (annotation === undefined || target?.kind !== "name") return undefined;
  const { name } = target;
  const own = mappedColumn(assignment.value);
  if (assignment.value !== undefined && own === undefined) return undefined;
  if (!isPlainName(name)) throw new Refusal("A column's name is not plain ASCII.");

  const unwrapped = unwrapAnnotated(annotation, names);
  const { type, isNullable } = withoutNone(unwrapped.type);
  const readable = columnType(type, names, isEnum);
  if (readable === undefined)
    throw new Refusal(`The type of the column ${name} is not one that can be written elsewhere.`);
  const options = [...(own?.arguments ?? []), ...(unwrapped.column?.arguments ?? [])];
  return describe(name, readable, isNullable, options, names);
}

function describe(
  name: string,
  type: ColumnType,
  isOptional: boolean,
  options: readonly Argument[],
  names: FileNames,
): Column {
  const isPrimaryKey = isTrue(keywordValue(options, "primary_key"));
  const sql = sqlTypeOf(options);
  const secret = secretKind(name, type);
  const obstacle = sqliteObstacle({ options, sqlType: sql?.expression, isPrimaryKey }, names);
  return {
    name,
    type,
    isNullable: isOptional || isTrue(keywordValue(options, "nullable")),
    isPrimaryKey,
    isUnique: isPrimaryKey || isTrue(keywordValue(options, "unique")),
    isForeignKey: hasItem(options, "ForeignKey"),
    isServerSet: isServerSet(options) || (isPrimaryKey && isCounted(type, options)),
    isDeferred: isTrue(keywordValue(options, "deferred")),
    ...(secret && { secret }),
    ...(sql && sizesOf(sql)),
    ...(obstacle !== undefined && { sqliteObstacle: obstacle }),
  };
}

/** `T` of `name: Mapped[T]`. */
function mappedType({ annotation }: Assignment): Expression | undefined {
  if (annotation?.kind !== "subscript" || lastName(annotation.object) !== "Mapped")
    return undefined;
  return annotation.indices.length === 1 ? annotation.indices[0] : undefined;
}

function mappedColumn(value: Expression | undefined): Call | undefined {
  return value?.kind === "call" && lastName(value.callee) === "mapped_column" ? value : undefined;
}

/** `Annotated[T, mapped_column(…)]`, also under a name of the same file. */
function unwrapAnnotated(
  annotation: Expression,
  names: FileNames,
): { readonly type: Expression; readonly column?: Call } {
  const alias = annotation.kind === "name" ? names.assigned(annotation.name) : undefined;
  const annotated = alias ?? annotation;
  if (annotated.kind !== "subscript" || lastName(annotated.object) !== "Annotated")
    return { type: annotation };
  const [type, ...metadata] = annotated.indices;
  const column = metadata.map(mappedColumn).find((call) => call !== undefined);
  if (type === undefined) return { type: annotation };
  return column === undefined ? { type } : { type, column };
}

function isServerSet(options: readonly Argument[]): boolean {
  const hasDefault = SERVER_SET_KEYWORDS.some((keyword) => {
    const value = keywordValue(options, keyword);
    return value !== undefined && value.kind !== "none";
  });
  const init = keywordValue(options, "init");
  if (hasDefault || (init?.kind === "boolean" && !init.value)) return true;
  return hasItem(options, ...SERVER_SET_ITEMS);
}

/** Whether the database numbers the rows by itself: an integer that is no foreign key. */
function isCounted({ kind }: ColumnType, options: readonly Argument[]): boolean {
  const autoincrement = keywordValue(options, "autoincrement");
  if (kind !== "int" || (autoincrement?.kind === "boolean" && !autoincrement.value)) return false;
  return !hasItem(options, "ForeignKey");
}

interface SqlType {
  readonly name: string;
  readonly expression: Expression;
  readonly arguments: readonly Argument[];
}

function sqlTypeOf(options: readonly Argument[]): SqlType | undefined {
  const candidates = options.filter(
    ({ keyword, stars }) => stars === 0 && (keyword === undefined || keyword === "type_"),
  );
  for (const { value } of candidates) {
    const expression = withoutVariant(value);
    const called = expression.kind === "call" ? expression : undefined;
    const name = lastName(called?.callee ?? expression);
    if (name === undefined || ITEMS.has(name)) continue;
    return { name, expression: value, arguments: called?.arguments ?? [] };
  }
  return undefined;
}

/** `JSON().with_variant(JSONB(), "postgresql")` is a `JSON()`. */
function withoutVariant(expression: Expression): Expression {
  if (expression.kind !== "call" || expression.callee.kind !== "attribute") return expression;
  return expression.callee.name === "with_variant"
    ? withoutVariant(expression.callee.object)
    : expression;
}

function sizesOf(sql: SqlType): Partial<Column> {
  const { name: sqlType } = sql;
  const [first, second] = sql.arguments.filter(({ keyword }) => keyword === undefined);
  if (TEXT_TYPES.has(sqlType))
    return { sqlType, ...size("length", keywordValue(sql.arguments, "length") ?? first?.value) };
  if (NUMERIC_TYPES.has(sqlType))
    return {
      sqlType,
      ...size("precision", keywordValue(sql.arguments, "precision") ?? first?.value),
      ...size("scale", keywordValue(sql.arguments, "scale") ?? second?.value),
    };
  if (!DATETIME_TYPES.has(sqlType)) return { sqlType };
  return { sqlType, hasTimezone: isTrue(keywordValue(sql.arguments, "timezone") ?? first?.value) };
}

function size(
  name: "length" | "precision" | "scale",
  value: Expression | undefined,
): Partial<Column> {
  return value?.kind === "number" ? { [name]: value.value } : {};
}

function secretKind(name: string, { kind }: ColumnType): "password" | "other" | undefined {
  if (kind !== "str" && kind !== "bytes") return undefined;
  const words = new Set(name.toLowerCase().split("_"));
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.has(word));
  if (has("token", "secret", "salt")) return "other";
  if (has("password", "passwd", "pwd")) return kind === "str" ? "password" : "other";
  return has("hash", "hashed") ? "other" : undefined;
}

/** Whether one of the options is a call of one of these. */
function hasItem(options: readonly Argument[], ...names: readonly string[]): boolean {
  return options.some(
    ({ value }) => value.kind === "call" && names.includes(lastName(value.callee) ?? ""),
  );
}

function keywordValue(options: readonly Argument[], keyword: string): Expression | undefined {
  return options.find((option) => option.keyword === keyword)?.value;
}

function isTrue(value: Expression | undefined): boolean {
  return value?.kind === "boolean" && value.value;
}
