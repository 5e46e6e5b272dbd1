/** SQL that is put together from parts: where such strings are run, and what their parts are. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import type { Located } from "#model/values/value";
import type { Call, Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { nodesIn } from "#syntax/walk";

/** One string that is put together. */
export interface SqlString extends Located {
  readonly parts: readonly SqlPart[];
  /** The call that it is given to. */
  readonly call: Call;
}

export interface SqlPart extends Located {
  /** Whether it stands where SQL has a value, which may be a parameter, and not a name. */
  readonly isValue: boolean;
}

export const TEXT_CALLS: readonly string[] = [
  "sqlalchemy.text",
  "sqlalchemy.sql.text",
  "sqlalchemy.sql.expression.text",
  "sqlmodel.text",
];
/** Those of SQLAlchemy, which take the values of `text()` in a dictionary. */
export const SQLALCHEMY_CALLS: readonly string[] = methods(
  "execute scalar scalars stream stream_scalars exec exec_driver_sql",
  "sqlalchemy.orm.Session()",
  "sqlalchemy.ext.asyncio.AsyncSession()",
  "sqlalchemy.engine.Connection()",
  "sqlalchemy.ext.asyncio.AsyncConnection()",
);
const CALLS: readonly string[] = [
  ...TEXT_CALLS,
  ...SQLALCHEMY_CALLS,
  ...methods(
    "execute executemany executescript",
    "sqlite3.connect()",
    "sqlite3.connect().cursor()",
    "aiosqlite.connect()",
    "aiosqlite.connect().cursor()",
    "psycopg2.connect().cursor()",
    "psycopg.connect()",
    "psycopg.connect().cursor()",
    "psycopg.AsyncConnection.connect()",
    "psycopg.AsyncConnection.connect().cursor()",
    "pymysql.connect().cursor()",
    "MySQLdb.connect().cursor()",
    "mysql.connector.connect().cursor()",
    "pyodbc.connect()",
    "pyodbc.connect().cursor()",
    "pymssql.connect().cursor()",
    "oracledb.connect().cursor()",
    "duckdb.connect()",
  ),
  ...methods(
    "execute executemany fetch fetchrow fetchval",
    "asyncpg.connect()",
    "asyncpg.create_pool()",
    "asyncpg.create_pool().acquire()",
    "asyncpg.Connection()",
    "asyncpg.Pool()",
    "asyncpg.Pool().acquire()",
  ),
  ...methods("execute execute_many fetch_all fetch_one fetch_val iterate", "databases.Database()"),
];
export const SQL_STRINGS: Start = { calls: CALLS };
/** How the argument is called where it is named. */
const KEYWORDS = /^(?:text|statement|query|sql|operation)$/;
/** The first argument where it begins with a string or is a name; the name. */
const FIRST =
  /^\s*\((?:\s|#.*)*(?:(?:text|statement|query|sql|operation)\s*=\s*)?(?:\((?:\s|#.*)*)*(?:[rRbBuUfF]{0,2}["']|([A-Za-z_]\w*)(?=\s*[,)+%#]))/;
const LITERAL = /^\s*\((?:\s|#.*)*[rRbBuU]?(?:"[^"\\{]*"|'[^'\\{]*')\s*[,)]/;
const STRING = /^[(\s]*[rRbBuUfF]{0,2}["']/;
/** What stands before a value. */
const BEFORE_VALUE =
  /(?:[=<>]|\b(?:LIKE|ILIKE|LIMIT|OFFSET|BETWEEN|IN\s*\(|VALUES\s*\(|INTERVAL))\s*$/i;
const PERCENT = /%(?:\((\w+)\))?[-#0 +]*\d*(?:\.\d+)?([sdifrxeg])/g;
const BRACES = /\{(\w*)(?:![rsa])?(?::[^{}]*)?\}/g;

/** The strings that a file runs as SQL and that hold more than text. */
export function sqlStringsIn(file: SourceFile, project: Project): readonly SqlString[] {
  return project.callsTo(file, CALLS).flatMap((row) => {
    if (!mayBeFormatted(row, file, project)) return [];
    const call = file.call(row);
    const given = call?.arguments.find(
      ({ keyword, stars }) => stars === 0 && (keyword === undefined || KEYWORDS.test(keyword)),
    );
    if (call === undefined || given === undefined) return [];
    const scope = file.outline.calls.owner(row);
    return stringsOf(given.value, file, scope).flatMap((expression) => {
      const located = { expression, file, scope };
      const parts = partsOf(located);
      return parts.length === 0 ? [] : { ...located, parts, call };
    });
  });
}

/** The pieces of a string: text, and what is put in between. */
export function piecesOf(expression: Expression): readonly (string | Expression)[] {
  switch (expression.kind) {
    case "string":
      return [expression.value];
    case "formatted":
      return expression.parts;
    case "operation": {
      const { left, operator, right } = expression;
      if (left === undefined) return [expression];
      if (operator === "+") return [...piecesOf(left), ...piecesOf(right)];
      return operator === "%" && left.kind === "string" ? filled(left.value, right) : [expression];
    }
    case "call": {
      const { callee } = expression;
      const isFormat = callee.kind === "attribute" && callee.name === "format";
      return isFormat && callee.object.kind === "string"
        ? formatted(callee.object.value, expression)
        : [expression];
    }
    default:
      return [expression];
  }
}

function methods(names: string, ...owners: readonly string[]): readonly string[] {
  return owners.flatMap((owner) => names.split(" ").map((name) => `${owner}.${name}`));
}

/** Before a tree is read: most statements are built by calls, or are one literal. */
function mayBeFormatted(row: number, file: SourceFile, project: Project): boolean {
  const { calls, assignments } = file.outline;
  const text = file.text.slice(calls.calleeEnd(row), calls.end(row));
  const found = FIRST.exec(text);
  if (found === null || LITERAL.test(text)) return false;
  const name = found[1];
  if (name === undefined || !/^\s*[,)#]/.test(text.slice(found[0].length))) return true;
  const word = project.workspace.names.of(name);
  const scope = calls.owner(row);
  const rows = project.workspace.scopes(file.path)?.rows("assignments", scope) ?? [];
  return Array.from(rows).some(
    (it) => assignments.target(it) === word && STRING.test(file.slice(assignments.valueRange(it))),
  );
}

/** The expressions that a statement may be: what a function assigns to its variable before. */
function stringsOf(given: Expression, file: SourceFile, scope: number): readonly Expression[] {
  if (given.kind !== "name") return [given];
  const definition = scope === MODULE_LEVEL ? undefined : file.definition(scope);
  if (definition?.kind !== "function") return [];
  return definition.body
    .flatMap((statement) => [...nodesIn(statement, ({ kind }) => kind !== "function")])
    .flatMap((node) => {
      if (node.kind !== "assignment" || node.start > given.start) return [];
      const isIt = node.targets.some((it) => it.kind === "name" && it.name === given.name);
      return isIt && node.value !== undefined ? node.value : [];
    });
}

function partsOf(located: Located): readonly SqlPart[] {
  const { expression } = located;
  const pieces = piecesOf(expression);
  // A lone name or call is no string that is put together here.
  if (pieces.length < 2 && expression.kind !== "formatted") return [];
  return pieces.flatMap((piece, index) =>
    typeof piece === "string"
      ? []
      : { ...located, expression: piece, isValue: isValueAt(index, pieces) },
  );
}

/** Whether a piece stands where SQL has a value: in quotes, or behind what asks for one. */
export function isValueAt(index: number, pieces: readonly (string | Expression)[]): boolean {
  const before = pieces
    .slice(0, index)
    .map((it) => (typeof it === "string" ? it : "x"))
    .join("");
  const isQuoted = before.split("'").length % 2 === 0;
  return isQuoted || (typeof pieces[index - 1] === "string" && BEFORE_VALUE.test(before));
}

/** `"… %s …" % name`; numbers are left out. */
function filled(pattern: string, right: Expression): readonly (string | Expression)[] {
  const values = right.kind === "tuple" ? right.elements : [right];
  let next = 0;
  return between(pattern, PERCENT, ([, name, type]) => {
    const value = name === undefined ? values[next++] : entryOf(right, name);
    return /[sr]/.test(type ?? "") ? value : undefined;
  });
}

function entryOf(value: Expression, name: string): Expression | undefined {
  if (value.kind !== "dictionary") return value;
  return value.entries.find(({ key }) => key?.kind === "string" && key.value === name)?.value;
}

/** `"… {} …".format(name)` */
function formatted(pattern: string, call: Call): readonly (string | Expression)[] {
  const positional = call.arguments.filter(({ keyword }) => keyword === undefined);
  let next = 0;
  return between(pattern, BRACES, ([, name = ""]) => {
    const index = name === "" ? next++ : Number(name);
    const given = Number.isNaN(index)
      ? call.arguments.find(({ keyword }) => keyword === name)
      : positional[index];
    return given?.value;
  });
}

function between(
  pattern: string,
  places: RegExp,
  toValue: (found: RegExpExecArray) => Expression | undefined,
): readonly (string | Expression)[] {
  const pieces: (string | Expression)[] = [];
  let done = 0;
  for (const found of pattern.matchAll(places)) {
    pieces.push(pattern.slice(done, found.index));
    done = found.index + found[0].length;
    const value = toValue(found);
    if (value !== undefined) pieces.push(value);
  }
  return [...pieces, pattern.slice(done)];
}
