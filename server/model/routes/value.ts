/**
 * What names and expressions are worth while the code that builds an application is followed. Lists, dictionaries, instances and
 * routers change as Python's do.
 */
import type { FilePath } from "#host";
import type { Environment } from "#model/routes/environment";
import type { Entry, Lifespan, Router } from "#model/routes/router";
import type { Signature } from "#model/routes/signature";

/** A range in the own code of a definition, which stays the same while others are typed in. */
export interface Place {
  readonly path: FilePath;
  /** The row of the definition, or `MODULE_LEVEL`. */
  readonly scope: number;
  readonly start: number;
  readonly end: number;
}

/** Whether a value is written in code, or is the default of a setting or an environment variable, which may be another in production. */
export type Certainty = "code" | "default";

export type Value =
  | Text
  | { readonly kind: "number"; readonly value: number; readonly certainty: Certainty }
  | { readonly kind: "boolean"; readonly value: boolean; readonly certainty: Certainty }
  | { readonly kind: "none"; readonly certainty: Certainty }
  | ListValue
  | DictionaryValue
  | ExternalValue
  | { readonly kind: "module"; readonly path: FilePath }
  | { readonly kind: "package"; readonly folder: FilePath }
  | FunctionValue
  | ClassValue
  | InstanceValue
  | NativeFunction
  /** `router.routes`, and one of them. */
  | { readonly kind: "routes"; readonly router: Router; readonly isSnapshot: boolean }
  | { readonly kind: "route"; readonly entry: Entry }
  | { readonly kind: "property"; readonly getter: FunctionValue }
  /** `super()` in a method of a class. */
  | { readonly kind: "super"; readonly of: ClassValue; readonly self: Value }
  /** `X[…]` of something that is no list or dictionary: a type. */
  | { readonly kind: "subscripted"; readonly of: Value; readonly indices: readonly Value[] }
  /** `A | B` of types. */
  | { readonly kind: "union"; readonly values: readonly Value[] }
  | {
      readonly kind: "member";
      readonly name: string;
      readonly value: Value;
      readonly of: ClassValue;
    }
  /** One of these. */
  | { readonly kind: "either"; readonly values: readonly Value[] }
  /** An element that is there under a condition only. */
  | { readonly kind: "perhaps"; readonly value: Value }
  | Unknown;

export interface Text {
  readonly kind: "text";
  readonly value: string;
  readonly certainty: Certainty;
}

export interface ListValue {
  readonly kind: "list";
  readonly of: "list" | "tuple" | "set";
  readonly elements: Value[];
  /** Why it may hold more than is known. */
  open?: Unknown;
}

export interface DictionaryValue {
  readonly kind: "dictionary";
  readonly entries: { readonly key: Value; value: Value }[];
  open?: Unknown;
}

/** Something of a library, by its dotted name, in which `()` stands for a call. */
export interface ExternalValue {
  readonly kind: "external";
  readonly name: string;
  /** The arguments of the call that gave it. */
  readonly call?: Arguments;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly path: FilePath;
  readonly row: number;
  readonly name: string;
  readonly isAsync: boolean;
  readonly signature: Signature;
  /** Where its free names are looked up. */
  readonly environment: Environment;
  /** What the first parameter is, for a method that was read from an instance or class. */
  readonly self?: Value;
  /** The class whose body it stands in. */
  readonly owner?: ClassValue;
  /** How a method is bound. */
  readonly binding?: "static" | "class";
  readonly attributes: Map<string, Value>;
  /** What `functools.wraps` says that it stands for. */
  readonly wrapped?: FunctionValue;
}

export interface ClassValue {
  readonly kind: "class";
  readonly path: FilePath;
  readonly row: number;
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: ReadonlyMap<string, Value>;
  /** What names are annotated with in its body, in their order. */
  readonly annotations: ReadonlyMap<string, Value>;
  readonly decorators: readonly Value[];
  /** The fields that a validator of the class names, so that their defaults may become something else. */
  readonly validated: ReadonlySet<string>;
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly class: ClassValue | undefined;
  readonly attributes: Map<string, Value>;
  /** What an application or router holds. */
  readonly router?: Router;
  readonly made: Place;
  /** Runs the constructor, where nobody needed it yet. */
  pending?: (() => void) | undefined;
}

/** A function that we know by what it does: a method of a router, of a list, a lambda. */
export interface NativeFunction {
  readonly kind: "native";
  readonly name: string;
  readonly call: (given: Arguments) => Value;
  /** Whether calling it may register a route. */
  readonly registers: boolean;
  /** Where a lambda stands. */
  readonly place?: Place;
  /** The parameters of a lambda. */
  readonly parameters?: readonly { readonly name: string; readonly default?: Value }[];
  /** What a `partial` calls, and with what. */
  readonly of?: Value;
  readonly bound?: Arguments;
  /** What `router.lifespan_context` was when it was read. */
  readonly lifespan?: Lifespan;
}

export interface Unknown {
  readonly kind: "unknown";
  /** What is not known, as the end of a sentence: `the environment variable PREFIX`. */
  readonly why: string;
  readonly place: Place;
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Set where `*` or `**` of something unknown is among them. */
  readonly open?: Unknown | undefined;
  readonly place: Place;
}

export const NONE: Value = { kind: "none", certainty: "code" };

export function text(value: string, certainty: Certainty = "code"): Text {
  return { kind: "text", value, certainty };
}

export function boolean(value: boolean, certainty: Certainty = "code"): Value {
  return { kind: "boolean", value, certainty };
}

export function list(elements: Value[], of: ListValue["of"] = "list"): ListValue {
  return { kind: "list", of, elements };
}

export function unknown(why: string, place: Place): Unknown {
  return { kind: "unknown", why, place };
}

/** One value for what several branches give. */
export function either(values: readonly Value[]): Value | undefined {
  const flat = values.flatMap((value) => (value.kind === "either" ? value.values : [value]));
  const distinct = flat.filter(
    (value, index) => flat.findIndex((other) => sameValue(other, value)) === index,
  );
  return distinct.length > 1 ? { kind: "either", values: distinct } : distinct[0];
}

export function alternatives(value: Value): readonly Value[] {
  return value.kind === "either" ? value.values : [value];
}

/** The one of several that is taken for all. */
export function firstOf(value: Value): Value {
  const inner = value.kind === "perhaps" ? value.value : value;
  return alternatives(inner).find(({ kind }) => kind !== "none" && kind !== "unknown") ?? inner;
}

export function argument(given: Arguments, index: number, name: string): Value | undefined {
  return given.keywords.get(name) ?? given.positional[index];
}

export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "text":
    case "number":
    case "boolean":
      return b.kind === a.kind && a.value === b.value;
    case "none":
      return b.kind === "none";
    case "external":
      return b.kind === "external" && a.name === b.name && a.call === b.call;
    case "module":
      return b.kind === "module" && a.path === b.path;
    case "function":
    case "class":
      return b.kind === a.kind && a.path === b.path && a.row === b.row;
    case "member":
      return b.kind === "member" && a.name === b.name && sameValue(a.of, b.of);
    case "unknown":
      return b.kind === "unknown" && a.why === b.why;
    default:
      return false;
  }
}

/** The weaker of two. */
export function weaker(a: Certainty, b: Certainty): Certainty {
  return a === "default" ? a : b;
}

export function certaintyOf(value: Value): Certainty {
  return "certainty" in value ? value.certainty : "code";
}

/** The same value, as a default. */
export function asDefault(value: Value): Value {
  return "certainty" in value ? { ...value, certainty: "default" } : value;
}

/** What a condition comes to; `undefined` where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "text":
      return value.value !== "";
    case "number":
      return value.value !== 0;
    case "boolean":
      return value.value;
    case "none":
      return false;
    case "list":
      return value.elements.length > 0 ? true : value.open === undefined ? false : undefined;
    case "dictionary":
      return value.entries.length > 0 ? true : value.open === undefined ? false : undefined;
    case "module":
    case "function":
    case "class":
    case "native":
    case "member":
      return true;
    case "instance":
      return value.router === undefined ? undefined : true;
    default:
      return undefined;
  }
}

/** Whether following a call with this value may register a route. */
export function bearsRouter(value: Value, depth = 0): boolean {
  if (depth > 4) return false;
  switch (value.kind) {
    case "native":
      return value.registers;
    case "routes":
      return true;
    case "list":
      return value.elements.some((it) => bearsRouter(it, depth + 1));
    case "dictionary":
      return value.entries.some((it) => bearsRouter(it.value, depth + 1));
    case "either":
      return value.values.some((it) => bearsRouter(it, depth + 1));
    case "perhaps":
      return bearsRouter(value.value, depth + 1);
    case "instance":
      if (value.router !== undefined || value.pending !== undefined)
        return value.router !== undefined;
      return [...value.attributes.values()].some((it) => bearsRouter(it, depth + 1));
    case "function":
      return (
        (value.self !== undefined && bearsRouter(value.self, depth + 1)) ||
        value.environment.bearsRouter(depth + 1)
      );
    default:
      return false;
  }
}

/** Something of a library. What type checkers alone see is never there. */
export function externalValue(name: string): Value {
  return name === "typing.TYPE_CHECKING" ? boolean(false) : { kind: "external", name };
}

/** Whether a value comes from the workspace, and not from a package that may not be there. */
export function isOwn(value: Value): boolean {
  return value.kind !== "unknown" && value.kind !== "external";
}
