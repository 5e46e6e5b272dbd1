/** What stands behind a route: the function or class, its name as FastAPI has it, and where it is. */
import type { FilePath } from "#host";
import type { Interpreter } from "#model/routes/interpreter";
import type { Value } from "#model/routes/value";
import { MODULE_LEVEL } from "#syntax/outline";

export interface Definition {
  readonly path: FilePath;
  readonly row: number;
}

/** The function or class of the workspace that a value is, or is an instance of. */
export function definitionOf(value: Value): Definition | undefined {
  switch (value.kind) {
    case "function":
      return value.wrapped === undefined
        ? { path: value.path, row: value.row }
        : definitionOf(value.wrapped);
    case "class":
      return { path: value.path, row: value.row };
    case "instance":
      return value.class && { path: value.class.path, row: value.class.row };
    case "subscripted":
      return definitionOf(value.of);
    case "native":
      return value.of && definitionOf(value.of);
    default:
      return undefined;
  }
}

/** The function or method that runs when a value is called. */
export function calledBy(value: Value): Definition | undefined {
  const method = value.kind === "instance" ? value.class?.members.get("__call__") : undefined;
  return method === undefined ? definitionOf(value) : definitionOf(method);
}

/**
 * `app.api.users:read_user`, with `<locals>` where it is nested in a function. An object is called by the variable that
 * holds it, else by its class.
 */
export function qualifiedName(value: Value, interpreter: Interpreter): string {
  if (value.kind === "instance" || (value.kind === "external" && value.call !== undefined)) {
    const variable = interpreter.variableOf(value);
    if (variable !== undefined) return variable;
  }
  const definition = definitionOf(value);
  if (definition !== undefined) return nameOfDefinition(definition, interpreter);
  if (value.kind === "external") return externalName(value.name);
  if (value.kind !== "native" || value.place === undefined) return "?";
  return `${interpreter.moduleName(value.place.path)}:${value.name}`;
}

function nameOfDefinition({ path, row }: Definition, interpreter: Interpreter): string {
  const { workspace } = interpreter.project;
  const declarations = workspace.declarations(path);
  const parts: string[] = [];
  for (let at = row; at !== MODULE_LEVEL; ) {
    const declaration = declarations?.functions.get(at) ?? declarations?.classes.get(at);
    if (declaration === undefined) break;
    if (at !== row && declarations?.functions.has(at)) parts.unshift("<locals>");
    parts.unshift(workspace.names.text(declaration.name));
    at = declaration.parent;
  }
  return `${interpreter.moduleName(path)}:${parts.join(".")}`;
}

/** Where Python itself says that things of FastAPI and Starlette are, which are imported from elsewhere. */
const HOMES: ReadonlyMap<string, string> = new Map([
  ...["HTTPBasic", "HTTPBearer", "HTTPDigest"].map((it): [string, string] => [
    `fastapi.security.${it}`,
    "fastapi.security.http",
  ]),
  ...[
    "OAuth2",
    "OAuth2PasswordBearer",
    "OAuth2AuthorizationCodeBearer",
    "OAuth2PasswordRequestForm",
    "OAuth2PasswordRequestFormStrict",
    "SecurityScopes",
  ].map((it): [string, string] => [`fastapi.security.${it}`, "fastapi.security.oauth2"]),
  ...["APIKeyHeader", "APIKeyQuery", "APIKeyCookie"].map((it): [string, string] => [
    `fastapi.security.${it}`,
    "fastapi.security.api_key",
  ]),
  ["fastapi.security.OpenIdConnect", "fastapi.security.open_id_connect_url"],
  ["fastapi.staticfiles.StaticFiles", "starlette.staticfiles"],
  ["fastapi.HTTPException", "fastapi.exceptions"],
  ["fastapi.WebSocketException", "fastapi.exceptions"],
]);

/** `starlette.staticfiles:StaticFiles` for what a package gives. */
function externalName(name: string): string {
  const made = name.replaceAll("()", "");
  const at = made.lastIndexOf(".");
  if (at < 0) return `builtins:${made}`;
  const home = HOMES.get(made) ?? made.slice(0, at);
  return `${home}:${made.slice(at + 1)}`;
}
