/** What annotations say: texts in them read, `Annotated` and unions taken apart, and what FastAPI takes for a scalar. */
import { ancestors, type Frame, type Run } from "#model/routes/run";
import { alternatives, type ClassValue, type Value } from "#model/routes/value";
import type { Expression } from "#syntax/facts";
import { STANDARD_MODULES } from "#syntax/standardLibrary";

const ANNOTATED = /^typing(?:_extensions)?\.Annotated$/;
/** `Json[int]` is `Annotated[int, Json]`. */
const JSON_TEXT = /^pydantic\.(?:types\.)?Json$/;
const LITERAL = /^typing(?:_extensions)?\.Literal$/;
const UNION = /^typing(?:_extensions)?\.(?:Union|Optional)$/;
const MODEL =
  /(?:^|\.)(?:BaseModel|SQLModel|BaseSettings|RootModel|GenericModel)$|\.create_model\(\)$/;
/** What FastAPI takes for a sequence. */
const SEQUENCE =
  /^(?:list|tuple|set|frozenset|(?:typing|collections|collections\.abc)\.(?:List|Tuple|Set|FrozenSet|Deque|deque|(?:Mutable)?Sequence)|typing(?:_extensions)?\.NamedTuple(?:\(\))?|collections\.namedtuple\(\))$/;
const MAPPING =
  /^(?:dict|(?:typing|collections|collections\.abc)\.(?:Dict|DefaultDict|defaultdict|OrderedDict|Counter|ChainMap|(?:Mutable)?Mapping)|typing(?:_extensions)?\.TypedDict(?:\(\))?)$/;
const UPLOAD = /^(?:fastapi|fastapi\.datastructures|starlette\.datastructures)\.UploadFile$/;
const DATACLASS =
  /^(?:dataclasses|pydantic\.dataclasses|pydantic\.v1\.dataclasses)\.dataclass(?:\(\))?$/;
/** Packages whose classes are scalars, where they are no models. */
const SCALAR_PACKAGES: ReadonlySet<string> = new Set(
  "pydantic pydantic_core pydantic_extra_types annotated_types typing_extensions fastapi starlette bson".split(
    " ",
  ),
);

/** What an annotation is, with what stands in it as text. */
export function annotationOf(expression: Expression, frame: Frame, run: Run): Value {
  return withoutTexts(run.evaluate(expression, frame), frame, run);
}

/** A type that stands in itself, such as `JSON = dict[str, "JSON"]`, is followed so deep. */
const DEEPEST = 8;

export function withoutTexts(value: Value, frame: Frame, run: Run, depth = 0): Value {
  if (depth > DEEPEST) return value;
  const inner = (it: Value): Value => withoutTexts(it, frame, run, depth + 1);
  switch (value.kind) {
    case "text": {
      const read = run.evaluate(run.project.workspace.expressionIn(value.value), frame);
      return read.kind === "text" ? read : inner(read);
    }
    case "union":
      return { ...value, values: value.values.map(inner) };
    case "subscripted": {
      if (isNamed(value.of, LITERAL)) return value;
      const [type, ...rest] = value.indices;
      if (type === undefined) return value;
      const others = isNamed(value.of, ANNOTATED) ? rest : rest.map(inner);
      return { ...value, indices: [inner(type), ...others] };
    }
    default:
      return value;
  }
}

/** The type in `Annotated[…]` and what else stands there; nested ones are one. */
export function annotatedParts(annotation: Value): {
  readonly type: Value;
  readonly metadata: readonly Value[];
} {
  const [value = annotation] = alternatives(annotation);
  if (value.kind !== "subscripted") return { type: value, metadata: [] };
  const [first, ...metadata] = value.indices;
  if (first !== undefined && (isNamed(value.of, ANNOTATED) || isNamed(value.of, JSON_TEXT))) {
    const inner = annotatedParts(first);
    return { type: inner.type, metadata: [...inner.metadata, ...metadata] };
  }
  if (first === undefined || value.of.kind !== "subscripted") return { type: value, metadata: [] };
  // `Injected[User]` of `Injected = Annotated[T, …]`
  const alias = annotatedParts(value.of);
  return alias.metadata.length === 0
    ? { type: value, metadata: [] }
    : { type: first, metadata: alias.metadata };
}

/** The types of a union, those of unions in it too; `undefined` for something else. */
export function unionMembers(type: Value): readonly Value[] | undefined {
  if (type.kind === "union") return type.values.flatMap((it) => unionMembers(it) ?? it);
  if (type.kind !== "subscripted" || !isNamed(type.of, UNION)) return undefined;
  const members = type.indices.flatMap((it) => unionMembers(it) ?? it);
  const isOptional = type.of.kind === "external" && type.of.name.endsWith("Optional");
  return isOptional ? [...members, { kind: "none", certainty: "code" }] : members;
}

/** The names of the library classes that a class is, or is made from. */
export function libraryClasses(type: Value): readonly string[] {
  if (type.kind === "subscripted") return libraryClasses(type.of);
  if (type.kind === "external") return [type.name];
  if (type.kind !== "class") return [];
  return ancestors(type).filter((it): it is string => typeof it === "string");
}

export function isSubclass(type: Value, of: RegExp): boolean {
  return libraryClasses(type).some((it) => of.test(it));
}

/** The class of the project, whatever its parameters are. */
export function classIn(type: Value): ClassValue | undefined {
  if (type.kind === "class") return type;
  return type.kind === "subscripted" ? classIn(type.of) : undefined;
}

export function isModel(type: Value): boolean {
  return isSubclass(type, MODEL);
}

export function isDataclass(type: Value): boolean {
  const own = classIn(type);
  if (own === undefined) return false;
  return ancestors(own).some(
    (it) =>
      typeof it !== "string" && it.decorators.some((decorator) => isNamed(decorator, DATACLASS)),
  );
}

/** Whether it is a file, perhaps none, or several: FastAPI takes a list of it does not know what for that. */
export function isUpload(type: Value): boolean {
  const members = unionMembers(type);
  if (members !== undefined) return members.some((it) => isUpload(it));
  if (isSubclass(type, UPLOAD)) return true;
  if (!isSubclass(type, SEQUENCE)) return false;
  return type.kind !== "subscripted" || type.indices.every((it) => isUpload(it));
}

/** Whether FastAPI reads it from the query, and not from the body; `undefined` where the type is not known. */
export function isScalar(annotation: Value): boolean | undefined {
  const { type } = annotatedParts(annotation);
  const members = unionMembers(type)?.map((it) => isScalar(it));
  if (members !== undefined)
    return members.includes(false) ? false : members.includes(undefined) ? undefined : true;
  switch (type.kind) {
    case "unknown":
      return undefined;
    case "class":
      return isScalarClass(type);
    case "external":
    case "subscripted":
      if (isModel(type) || isComplex(type)) return false;
      if (type.kind === "subscripted" && type.of.kind !== "external") return isScalar(type.of);
      return libraryClasses(type).every(isKnownScalar) || undefined;
    default:
      return true;
  }
}

export function isComplex(type: Value): boolean {
  return [SEQUENCE, MAPPING, UPLOAD].some((it) => isSubclass(type, it));
}

function isKnownScalar(name: string): boolean {
  const [first = ""] = name.split(/[.(]/);
  return !name.includes(".") || STANDARD_MODULES.has(first) || SCALAR_PACKAGES.has(first);
}

/** A class with an unknown base can hardly be anything but a model. */
function isScalarClass(type: ClassValue): boolean {
  if (isModel(type) || isDataclass(type) || isComplex(type)) return false;
  return libraryClasses(type).every((it) => isKnownScalar(it) || /Enum$/.test(it));
}

function isNamed(value: Value, pattern: RegExp): boolean {
  return value.kind === "external" && pattern.test(value.name);
}
