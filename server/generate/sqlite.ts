/** What of a column SQLite, on which the generated tests run, does not know. */
import { dottedParts, type FileNames } from "#generate/fileNames";
import type { Argument, Expression } from "#syntax/facts";

interface SqlColumn {
  readonly options: readonly Argument[];
  readonly sqlType: Expression | undefined;
  readonly isPrimaryKey: boolean;
}

/** Types of other databases that SQLAlchemy can give SQLite all the same. */
const PORTABLE = new Set(
  "BIGINT BOOLEAN CHAR DATE FLOAT INTEGER NUMERIC REAL SMALLINT TEXT TIMESTAMP UUID VARCHAR".split(
    " ",
  ),
);
/** Packages of types that only their database has. */
const FOREIGN_PACKAGES = new Set(["geoalchemy2", "pgvector", "sqlalchemy_utils"]);
/** Functions that SQLAlchemy translates for every database. */
const PORTABLE_FUNCTIONS = new Set(["current_date", "current_time", "current_timestamp", "now"]);

/** The name of what SQLite lacks, as a sentence can hold it. */
export function sqliteObstacle(column: SqlColumn, names: FileNames): string | undefined {
  const { sqlType } = column;
  return (sqlType && typeObstacle(sqlType, column.isPrimaryKey, names)) ?? defaultObstacle(column);
}

function typeObstacle(
  sqlType: Expression,
  isPrimaryKey: boolean,
  names: FileNames,
): string | undefined {
  const named = sqlType.kind === "call" ? sqlType.callee : sqlType;
  const parts = dottedParts(named);
  // What is left is `X().with_variant(Y, "database")`, written to be portable.
  if (parts === undefined) return undefined;
  const name = parts.at(-1) ?? "";
  const module = names.resolve(parts)?.qualifiedName.split(".") ?? [];
  const [top = "", second, dialect] = module;
  if (top === "sqlalchemy" && second === "dialects" && dialect !== "sqlite")
    return PORTABLE.has(name) ? undefined : name;
  if (name === "ARRAY" || FOREIGN_PACKAGES.has(top)) return name;
  const isBig = name === "BigInteger" || name === "BIGINT";
  return isPrimaryKey && isBig ? `a counted ${name}` : undefined;
}

function defaultObstacle({ options }: SqlColumn): string | undefined {
  const value = options.find(({ keyword }) => keyword === "server_default")?.value;
  if (value?.kind !== "call") return undefined;
  const parts = dottedParts(value.callee) ?? [];
  const name = parts.at(-1) ?? "";
  if (parts.at(-2) === "func")
    return PORTABLE_FUNCTIONS.has(name) ? undefined : `the function ${name}`;
  const [text] = value.arguments;
  const isExpression = text?.value.kind === "string" && text.value.value.includes("(");
  return name === "text" && isExpression ? "the expression of a default" : undefined;
}
