/** What FastAPI makes of one parameter of a handler or dependency: a dependency, something that it hands in itself, or a value of the request. */
import { annotatedParts, isScalar, isSubclass, isUpload } from "#model/routes/annotations";
import { isOff, type Need, needIn } from "#model/routes/needs";
import type { SignatureParameter } from "#model/routes/signature";
import { type Arguments, firstOf, type Place, type Value } from "#model/routes/value";

export type ParameterKind = "path" | "query" | "header" | "cookie" | "form" | "body";

export interface RequestParameter {
  /** As the function calls it. */
  readonly name: string;
  /** As a request calls it. */
  readonly alias: string;
  /** `undefined` where its type is not known, which decides between query and body. */
  readonly in: ParameterKind | undefined;
  readonly type: Value;
  /** Whether `Query()`, `Body()` or the like says where it comes from. */
  readonly isMarked: boolean;
  /** Whether a header's underscores stand for hyphens. */
  readonly convertsUnderscores: boolean;
  readonly isRequired: boolean;
  readonly place: Place;
}

/** What FastAPI hands in itself. */
export type SpecialKind =
  | "request"
  | "websocket"
  | "connection"
  | "response"
  | "backgroundTasks"
  | "securityScopes";

export interface SpecialParameter {
  readonly name: string;
  readonly of: SpecialKind;
  readonly place: Place;
}

export type Analysed =
  | { readonly kind: "dependency"; readonly need: Need; readonly type: Value }
  | { readonly kind: "special"; readonly parameter: SpecialParameter }
  | { readonly kind: "request"; readonly parameter: RequestParameter };

const ANY: Value = { kind: "external", name: "typing.Any" };
const MARKER =
  /^fastapi\.(?:params\.|param_functions\.)?(Path|Query|Header|Cookie|Body|Form|File)\(\)$/;
const KINDS: ReadonlyMap<string, ParameterKind> = new Map([
  ["Path", "path"],
  ["Query", "query"],
  ["Header", "header"],
  ["Cookie", "cookie"],
  ["Body", "body"],
  ["Form", "form"],
  ["File", "form"],
]);
/** The first that fits: a request is a connection, too. */
const SPECIAL: readonly (readonly [SpecialKind, RegExp])[] = [
  ["request", /^(?:fastapi|(?:fastapi|starlette)\.requests)\.Request$/],
  ["websocket", /^(?:fastapi|(?:fastapi|starlette)\.websockets)\.WebSocket$/],
  ["connection", /^(?:fastapi|starlette)\.requests\.HTTPConnection$/],
  ["response", /^fastapi\.Response$|^(?:fastapi|starlette)\.responses\.\w*Response$/],
  ["backgroundTasks", /^(?:fastapi|(?:fastapi|starlette)\.background)\.BackgroundTasks$/],
  ["securityScopes", /^fastapi\.security\.(?:oauth2\.)?SecurityScopes$/],
];

/** Whether a type is a response that a handler gives as it is. */
export function isResponse(type: Value): boolean {
  return isSubclass(type, RESPONSE);
}

const RESPONSE =
  /^fastapi\.Response$|^(?:fastapi|starlette)\.responses\.\w*Response$|^(?:fastapi\.sse|sse_starlette(?:\.sse)?)\.EventSourceResponse$/;

/** @param pathNames the names in braces in the path of the route */
export function analysed(parameter: SignatureParameter, pathNames: ReadonlySet<string>): Analysed {
  const { name, annotation, place } = parameter;
  const { type, metadata } = annotatedParts(annotation ?? ANY);
  const given = parameter.default && firstOf(parameter.default);
  const marked = [...metadata, ...(given === undefined ? [] : [given])];
  const need = marked.flatMap((it) => needIn(it) ?? []).at(-1);
  const marker = marked.flatMap((it) => markerIn(it) ?? []).at(-1);
  if (need !== undefined && marker === undefined) return { kind: "dependency", need, type };
  const special = SPECIAL.find(([, pattern]) => isSubclass(type, pattern));
  if (special !== undefined) return { kind: "special", parameter: { name, of: special[0], place } };
  const kind = pathNames.has(name) ? "path" : (marker?.kind ?? unmarkedKind(type));
  const convertsUnderscores = kind === "header" && !isOff(marker?.given, "convert_underscores");
  const alias = marker?.given.keywords.get("alias");
  return {
    kind: "request",
    parameter: {
      name,
      alias: alias?.kind === "text" ? alias.value : converted(name, convertsUnderscores),
      in: kind,
      type,
      isMarked: marker !== undefined,
      convertsUnderscores,
      isRequired: pathNames.has(name) || isRequired(given, marker),
      place,
    },
  };
}

/** The name of a header as requests have it. */
export function converted(name: string, convertsUnderscores: boolean): string {
  return convertsUnderscores ? name.replaceAll("_", "-") : name;
}

interface Marker {
  readonly kind: ParameterKind;
  readonly given: Arguments;
}

function markerIn(value: Value): Marker | undefined {
  if (value.kind !== "external" || value.call === undefined) return undefined;
  const kind = KINDS.get(MARKER.exec(value.name)?.[1] ?? "");
  return kind && { kind, given: value.call };
}

function unmarkedKind(type: Value): ParameterKind | undefined {
  if (isUpload(type)) return "form";
  const scalar = isScalar(type);
  return scalar === undefined ? undefined : scalar ? "query" : "body";
}

/** `...` is no value that is known. */
function isRequired(given: Value | undefined, marker: Marker | undefined): boolean {
  if (given === undefined) return true;
  if (marker === undefined || markerIn(given) === undefined) return false;
  const { keywords, positional } = marker.given;
  const value = keywords.get("default") ?? positional[0] ?? keywords.get("default_factory");
  return value === undefined || value.kind === "unknown";
}
