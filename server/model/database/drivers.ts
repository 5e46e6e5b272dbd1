/** Which database a URL names, and which packages are drivers of database servers. */

import type { SourceFile } from "#model/files/sourceFile";
import { conditionsAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import { alternatives, type Value } from "#model/values/value";
import type { Comparison, Expression, Operation } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { nodesIn } from "#syntax/walk";

/** Distributions that talk to a database over a network. */
const SERVER_DRIVERS =
  "asyncpg psycopg psycopg-binary psycopg2 psycopg2-binary psycopg2cffi pg8000 pymysql aiomysql asyncmy mysqlclient " +
  "mysql-connector-python mariadb oracledb cx-oracle pyodbc aioodbc pymssql sqlalchemy-cockroachdb sqlalchemy-redshift";

const SERVERS =
  "postgresql|postgres|mysql|mariadb|oracle|mssql|cockroachdb|redshift|timescaledb|yugabytedb";
const SERVER_SCHEME = new RegExp(`^(?:${SERVERS})(?:\\+|:|$)`);
const SERVER_WORD = new RegExp(`^(?:${SERVERS})\\b`);

/** `server`: connections go over a network. `other`: a dialect that is neither, or not known to us. */
export type Database = "server" | "sqlite-file" | "sqlite-memory" | "other" | "unknown";

/** What one value of a URL names. */
export function databaseOf(url: Value): Database {
  if (url.kind !== "string" && url.kind !== "prefix") return "unknown";
  const text = url.value;
  if (SERVER_SCHEME.test(text)) return "server";
  if (/^sqlite(?:\+\w+)?:/.test(text)) {
    const isWhole = url.kind === "string";
    return isWhole && isInMemory(text) ? "sqlite-memory" : "sqlite-file";
  }
  return /^[a-z]\w*(?:\+\w+)?:/.test(text) ? "other" : "unknown";
}

/** As SQLAlchemy's SQLite dialects decide it, for a whole URL. */
function isInMemory(url: string): boolean {
  const [, path = "", query = ""] = /^[^:]+:(?:\/\/[^/?]*\/?)?([^?]*)\??(.*)$/.exec(url) ?? [];
  return path === "" || path === ":memory:" || /(?:^|&)mode=memory(?:&|$)/.test(query);
}

/** Whether the project depends on a driver of a database server. */
export function hasServerDriver(project: Project): boolean {
  const packages = project.packages();
  return SERVER_DRIVERS.split(" ").some((name) => packages.has(name));
}

/** What is known of the database that an engine connects to. */
export interface Connecting {
  readonly url: Value;
  /** The URL as the call of the engine has it. */
  readonly writtenUrl: Expression | undefined;
  readonly call: Range;
}

/**
 * Whether an engine talks to a database server, at least in production: its URL says so; or it may be set from outside in a
 * project that depends on such a driver. Code that runs for SQLite only, by a condition or its name, does not.
 */
export function connectsToServer(engine: Connecting, file: SourceFile, project: Project): boolean {
  const told = toldOf(engine, file);
  return told === "server" || (told !== "sqlite" && hasServerDriver(project));
}

/** Whether it may be a database server: nothing says that it is SQLite. */
export function mayConnectToServer(
  engine: Connecting,
  file: SourceFile,
  project: Project,
): boolean {
  return toldOf(engine, file) === "unknown" || connectsToServer(engine, file, project);
}

/** `sqlite` stands for all that has no server. `default`: the URL in the code is none of a server, and production may set another. */
function toldOf(engine: Connecting, file: SourceFile): "server" | "sqlite" | "default" | "unknown" {
  const values = alternatives(engine.url);
  const databases = values.map(databaseOf);
  if (databases.includes("server")) return "server";
  if (databases.includes("other")) return "sqlite";
  const isUnknown = databases.includes("unknown");
  if (!isUnknown && values.every(({ source }) => source === "code")) return "sqlite";
  const told = toldAt(engine.call, file) ?? (isNamedSqlite(engine, file) ? "sqlite" : undefined);
  return told ?? (isUnknown ? "unknown" : "default");
}

type Told = "sqlite" | "server" | undefined;

/** What the conditions at a place say of the database. */
function toldAt(place: Range, file: SourceFile): Told {
  for (const { expression, holds } of conditionsAt(place, file).toReversed()) {
    const told = toldBy(expression, holds);
    if (told !== undefined) return told;
  }
  return undefined;
}

function toldBy(expression: Expression, holds: boolean): Told {
  switch (expression.kind) {
    case "operation":
      return toldByOperation(expression, holds);
    case "comparison":
      return toldByComparison(expression, holds);
    case "call":
    case "name":
    case "attribute":
      return holds ? subject(expression) : opposite(expression);
    default:
      return undefined;
  }
}

function toldByOperation({ operator, left, right }: Operation, holds: boolean): Told {
  if (operator === "not") return toldBy(right, !holds);
  if (left === undefined || (operator !== "and" && operator !== "or")) return undefined;
  const told = [toldBy(left, holds), toldBy(right, holds)];
  // `a and b` is true only where both are, and false where any is.
  return (operator === "and") === holds ? anyOf(told) : allOf(told);
}

function toldByComparison(expression: Comparison, holds: boolean): Told {
  const [operator = ""] = expression.operators;
  if (!/^(?:==|!=|(?:not )?in|is(?: not)?)$/.test(operator)) return undefined;
  const isEqual = holds !== /not|!=/.test(operator);
  return isEqual ? subject(expression) : opposite(expression);
}

/** What an operand or comparison is about: `"sqlite"`, `url.startswith("postgresql")`, `settings.is_sqlite`. */
function subject(expression: Expression): Told {
  switch (expression.kind) {
    case "string":
      if (/^sqlite|:memory:/.test(expression.value)) return "sqlite";
      return SERVER_WORD.test(expression.value) ? "server" : undefined;
    case "tuple":
    case "list":
    case "set":
      return allOf(expression.elements.map(subject));
    case "comparison":
      return anyOf(expression.operands.map(subject));
    case "call":
      return (
        anyOf(expression.arguments.map(({ value }) => subject(value))) ?? subject(expression.callee)
      );
    case "attribute":
    case "name":
      if (/sqlite/i.test(expression.name)) return "sqlite";
      return /postgres|mysql|mariadb/i.test(expression.name) ? "server" : undefined;
    default:
      return undefined;
  }
}

/** Who asks whether it is SQLite expects a server otherwise, and the other way round; who asks for one URL does not. */
function opposite(expression: Expression): Told {
  const told = subject(expression);
  if (told === undefined || !asksForScheme(expression)) return undefined;
  return told === "sqlite" ? "server" : "sqlite";
}

function asksForScheme(expression: Expression): boolean {
  const isExact = expression.kind === "comparison" && !expression.operators[0]?.endsWith("in");
  const scheme = isExact ? /^\w+(?:\+\w+)?$/ : /^\w+(?:\+\w+)?:?\/{0,3}$/;
  return [...nodesIn(expression)].every(
    (node) => node.kind !== "string" || scheme.test(node.value),
  );
}

function anyOf(told: readonly Told[]): Told {
  const said = told.filter((it) => it !== undefined);
  return said.every((it) => it === said[0]) ? said[0] : undefined;
}

function allOf(told: readonly Told[]): Told {
  return told.every((it) => it === told[0]) ? told[0] : undefined;
}

/** Whether the URL, or a function or class around the call, is named after SQLite. */
function isNamedSqlite({ writtenUrl, call }: Connecting, file: SourceFile): boolean {
  const { definitions } = file.outline;
  for (const node of writtenUrl === undefined ? [] : nodesIn(writtenUrl))
    if ((node.kind === "name" || node.kind === "attribute") && /sqlite/i.test(node.name))
      return true;
  for (let row = file.definitionAt(call); row !== MODULE_LEVEL; row = definitions.parent(row))
    if (/sqlite/i.test(file.slice(definitions.nameRange(row)))) return true;
  return /sqlite/i.test(file.path.slice(file.path.lastIndexOf("/") + 1));
}
