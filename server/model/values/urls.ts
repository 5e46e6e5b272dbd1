/** How libraries build URLs of databases: what tells the scheme. */
import type { Call, Expression } from "#syntax/facts";

const MAKERS: ReadonlySet<string> = new Set([
  "sqlalchemy.engine.URL",
  "sqlalchemy.engine.URL.create",
]);
const READER = "sqlalchemy.engine.make_url";
/** `PostgresDsn.build(scheme=…)` and its like. */
const PYDANTIC_BUILDER = /^pydantic(?:_core)?\.(?:\w+\.)*\w*(?:Dsn|DSN|Url|URL)\.build$/;
const URL_OBJECT = /^sqlalchemy\.(?:engine\.)?(?:make_url\(\)|URL(?:\.create)?\(\))\.set$/;
/** Methods of URL objects that give the same URL. */
const SAME_URL: ReadonlySet<string> = new Set(["render_as_string", "unicode_string", "__str__"]);
/** Pydantic's types of URLs to one kind of server, by name. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ["PostgresDsn", "postgresql"],
  ["CockroachDsn", "cockroachdb"],
  ["MySQLDsn", "mysql"],
  ["MariaDBDsn", "mariadb"],
]);

/**
 * What a URL that a library makes consists of, one after another: texts, arguments, and `undefined` for all that is not told
 * here. `undefined` in place of the list for a call that makes none.
 */
export function urlParts(
  name: string,
  call: Call,
): readonly (string | Expression | undefined)[] | undefined {
  const { callee } = call;
  const argument = (keyword: string, position?: number): Expression | undefined => {
    const before = call.arguments.slice(0, (position ?? -1) + 1);
    const isThere = before.every((it) => it.keyword === undefined && it.stars === 0);
    const named = call.arguments.find((it) => it.keyword === keyword);
    return (named ?? (isThere && position !== undefined ? call.arguments[position] : undefined))
      ?.value;
  };
  if (PYDANTIC_BUILDER.test(name)) {
    const scheme = argument("scheme");
    return scheme && [scheme, "://", undefined];
  }
  if (MAKERS.has(name)) {
    const driver = argument("drivername", 0);
    return driver && [driver, "://", ...placeParts(argument)];
  }
  if (callee.kind !== "attribute" || callee.name !== "set" || !URL_OBJECT.test(name))
    return undefined;
  const driver = argument("drivername");
  return driver && [driver, "://", undefined];
}

/** Names of arguments of `URL.create` and where they stand. */
const USER = ["username", 1] as const;
const PLACE = ["host", 3] as const;
const PORT = ["port", 4] as const;
const DATABASE = ["database", 5] as const;

/** Of user and password nothing is told but that they follow. */
function placeParts(
  argument: (keyword: string, position: number) => Expression | undefined,
): readonly (string | Expression | undefined)[] {
  if (argument(...USER) !== undefined) return [undefined];
  const [host, port, database] = [argument(...PLACE), argument(...PORT), argument(...DATABASE)];
  const rest = argument("query", 6) === undefined ? [] : ["?", undefined];
  return [
    ...(host ? [host] : []),
    ...(port ? [":", port] : []),
    ...(database ? ["/", database] : []),
    ...rest,
  ];
}

/** The argument or object whose URL a call gives again, parsed or as a string. */
export function sameUrl(name: string | undefined, call: Call): Expression | undefined {
  if (name === READER) return call.arguments[0]?.value;
  const { callee } = call;
  return callee.kind === "attribute" && SAME_URL.has(callee.name) ? callee.object : undefined;
}

/** The scheme that every value of an annotation such as `PostgresDsn | None` has. */
export function schemeOfType(annotation: string): string | undefined {
  const types = annotation.match(/\w+/g) ?? [];
  const schemes = new Set(types.flatMap((type) => SCHEMES.get(type) ?? []));
  const isOther = types.some((type) => /^(?:str|Any|AnyUrl)$/.test(type));
  return schemes.size === 1 && !isOther ? [...schemes][0] : undefined;
}
