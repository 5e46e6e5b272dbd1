/** How libraries build URLs of databases: what tells the scheme. */
import type { Call, Expression } from "#syntax/facts";

const MAKERS: ReadonlySet<string> = new Set([
  "sqlalchemy.engine.URL",
  "sqlalchemy.engine.URL.create",
]);
const READER = "sqlalchemy.engine.make_url";
/** `PostgresDsn.build(scheme=…)` and its like. */
const PYDANTIC_BUILDER = /^pydantic(?:_core)?\.(?:\w+\.)*\w*(?:Dsn|DSN|Url|URL)\.build$/;
/** Methods of URL objects that give the same URL. */
const SAME_URL: ReadonlySet<string> = new Set([
  "render_as_string",
  "unicode_string",
  "update_query_dict",
  "__str__",
]);
/** Pydantic's types of URLs to one kind of server, by name. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ["PostgresDsn", "postgresql"],
  ["CockroachDsn", "cockroachdb"],
  ["MySQLDsn", "mysql"],
  ["MariaDBDsn", "mariadb"],
]);

/** The argument that is, or begins with, the scheme of the URL that a call to a library makes. */
export function schemeArgument(name: string, call: Call): Expression | undefined {
  const keyword = MAKERS.has(name)
    ? "drivername"
    : PYDANTIC_BUILDER.test(name)
      ? "scheme"
      : undefined;
  if (keyword === undefined) return undefined;
  const [first] = call.arguments;
  const given =
    call.arguments.find((argument) => argument.keyword === keyword) ??
    (keyword === "drivername" && first?.keyword === undefined && first?.stars === 0
      ? first
      : undefined);
  return given?.value;
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
