/** What a route says that it answers: its `response_model`, else what its handler is annotated with. */
import { annotatedParts, libraryClasses, unionMembers } from "#model/routes/annotations";
import { callKind, returnAnnotation } from "#model/routes/callables";
import { qualifiedName } from "#model/routes/handlers";
import type { Interpreter } from "#model/routes/interpreter";
import { isResponse } from "#model/routes/parameters";
import type { RouteEntry } from "#model/routes/router";
import { firstOf, type Value } from "#model/routes/value";

/** The type of what a route answers; `undefined` where FastAPI has no model for it. */
export function responseModelOf(entry: RouteEntry, interpreter: Interpreter): Value | undefined {
  if (entry.of !== "http") return undefined;
  if (entry.responseModel !== undefined) return modelIn(firstOf(entry.responseModel));
  const annotation = returnAnnotation(entry.endpoint);
  if (annotation === undefined) return undefined;
  const type = firstOf(annotation);
  return isResponse(type) || isStream(type, entry.endpoint, interpreter)
    ? undefined
    : modelIn(type);
}

function modelIn(type: Value): Value | undefined {
  return type.kind === "none" || type.kind === "unknown" ? undefined : type;
}

const STREAM = /^(?:typing|collections\.abc)\.(?:Async)?(?:Iterable|Iterator|Generator)$/;

/** Since 0.134 what a handler yields is sent item by item. */
function isStream(type: Value, endpoint: Value, interpreter: Interpreter): boolean {
  const packages = interpreter.project.packages();
  if (type.kind !== "subscripted" || packages.atLeast("fastapi", "0.134") === false) return false;
  if (!libraryClasses(type).some((it) => STREAM.test(it))) return false;
  const isAny = packages.atLeast("fastapi", "0.137") === false;
  return isAny || callKind(endpoint, interpreter).yields;
}

/** Names of `typing` for what has a name of its own. */
const ORIGINS: ReadonlyMap<string, string> = new Map([
  ...["List", "Dict", "Set", "FrozenSet", "Tuple", "Type"].map((it): [string, string] => [
    `typing.${it}`,
    it.toLowerCase(),
  ]),
  ["typing.Literal", "Literal"],
  ["typing_extensions.Literal", "Literal"],
  ["typing.Deque", "collections.deque"],
  ["typing.DefaultDict", "collections.defaultdict"],
]);
const ABSTRACT =
  /^typing\.((?:Async)?(?:Iterable|Iterator|Generator)|(?:Mutable)?(?:Sequence|Mapping)|Collection)$/;

/** `list[app.schemas:Item]`, `app.schemas:Item | None` */
export function typeName(annotation: Value, interpreter: Interpreter): string {
  const { type } = annotatedParts(annotation);
  const members = unionMembers(type);
  if (members !== undefined) {
    const names = members.map((it) => typeName(it, interpreter));
    return [...new Set(names)].join(" | ");
  }
  switch (type.kind) {
    case "none":
      return "None";
    case "text":
      return type.value;
    case "number":
    case "boolean":
      return String(type.value);
    case "subscripted": {
      const inner = type.indices.map((it) => typeName(it, interpreter)).join(", ");
      return `${typeName(origin(type.of), interpreter)}[${inner}]`;
    }
    default: {
      const name = qualifiedName(type, interpreter);
      return name.startsWith("builtins:") ? name.slice("builtins:".length) : name;
    }
  }
}

function origin(type: Value): Value {
  if (type.kind !== "external") return type;
  const abstract = ABSTRACT.exec(type.name)?.[1];
  const name = abstract === undefined ? ORIGINS.get(type.name) : `collections.abc.${abstract}`;
  return name === undefined ? type : { kind: "external", name };
}
