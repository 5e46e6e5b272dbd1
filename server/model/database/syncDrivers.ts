/** Database URLs whose driver waits in the thread, so that an async engine refuses them. */
import type { Engine } from "#model/database/engines";
import type { SourceFile } from "#model/files/sourceFile";
import { conditionsAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import { alternatives, type Value } from "#model/values/value";
import { contains } from "#syntax/range";

/** `dialect: drivers`: the first is that of a URL which names none. Asked of SQLAlchemy by `test/model/syncDrivers.test.ts`. */
const SYNC_DRIVERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["sqlite", ["pysqlite", "pysqlcipher"]],
  ["mysql", ["mysqldb", "pymysql", "mysqlconnector"]],
  ["mariadb", ["mysqldb", "pymysql", "mysqlconnector", "mariadbconnector"]],
  ["mssql", ["pyodbc", "pymssql"]],
  ["postgresql", ["psycopg2", "psycopg2cffi", "pg8000"]],
  ["oracle", ["cx_oracle"]],
]);
/** Dialects whose URLs without a driver have an async one since SQLAlchemy 2.1. */
const ASYNC_BY_DEFAULT: ReadonlySet<string> = new Set(["postgresql", "oracle"]);

/** Drivers for async engines with the distribution that brings each, the usual one first. */
const ASYNC_DRIVERS: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  ["sqlite", [["aiosqlite", "aiosqlite"]]],
  [
    "mysql",
    [
      ["aiomysql", "aiomysql"],
      ["asyncmy", "asyncmy"],
    ],
  ],
  [
    "mariadb",
    [
      ["aiomysql", "aiomysql"],
      ["asyncmy", "asyncmy"],
    ],
  ],
  ["mssql", [["aioodbc", "aioodbc"]]],
  [
    "postgresql",
    [
      ["asyncpg", "asyncpg"],
      ["psycopg", "psycopg"],
      ["psycopg", "psycopg-binary"],
    ],
  ],
  ["oracle", [["oracledb", "oracledb"]]],
]);

export interface RefusedUrl {
  readonly value: Value;
  /** As the URL has it: `postgresql+psycopg2`. */
  readonly scheme: string;
  /** `undefined` for a dialect that SQLAlchemy does not have: `postgres`. */
  readonly driver: string | undefined;
  /** The scheme with an async driver that the project depends on. */
  readonly replacement: string | undefined;
}

/** The URL of an async engine, where every value of it that is known has a driver which is not async. */
export function refusedUrl(
  engine: Engine,
  file: SourceFile,
  project: Project,
): RefusedUrl | undefined {
  if (!engine.isAsync || isChosenByUrl(engine, file)) return undefined;
  const known = alternatives(engine.url).filter((value) => schemeOf(value) !== undefined);
  const refused = known.flatMap((value) => refusedValue(value, project) ?? []);
  return refused.length === known.length ? refused[0] : undefined;
}

/** The driver by which SQLAlchemy refuses a scheme in an async engine; "" where it does not know the dialect. */
export function refusingDriver(scheme: string, isSince21: boolean | undefined): string | undefined {
  const [dialect = "", driver] = scheme.split("+");
  if (dialect === "postgres") return "";
  const drivers = SYNC_DRIVERS.get(dialect) ?? [];
  if (driver !== undefined) return drivers.includes(driver) ? driver : undefined;
  return ASYNC_BY_DEFAULT.has(dialect) && isSince21 !== false ? undefined : drivers[0];
}

function refusedValue(value: Value, project: Project): RefusedUrl | undefined {
  const scheme = schemeOf(value) ?? "";
  const packages = project.packages();
  const driver = refusingDriver(scheme, packages.atLeast("sqlalchemy", "2.1"));
  if (driver === undefined) return undefined;
  const dialect = (scheme.split("+")[0] ?? "").replace(/^postgres$/, "postgresql");
  const other = ASYNC_DRIVERS.get(dialect)?.find(([, name]) => packages.has(name))?.[0];
  const replacement = other && `${dialect}+${other}`;
  return { value, scheme, driver: driver === "" ? undefined : driver, replacement };
}

function schemeOf(value: Value): string | undefined {
  if (value.kind !== "string" && value.kind !== "prefix") return undefined;
  return /^([a-z]\w*(?:\+\w+)?):/.exec(value.value)?.[1];
}

/** Whether a condition may look at the URL that is passed, so that others come to another engine. */
function isChosenByUrl({ call, url }: Engine, file: SourceFile): boolean {
  if (url.path === file.path && contains(call, url.range)) return false;
  return conditionsAt(call, file).some(({ expression }) =>
    /url|uri|dsn|sqlite|postgres|mysql|driver|scheme|dialect|backend|async/i.test(
      file.slice(expression),
    ),
  );
}
