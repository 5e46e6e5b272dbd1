/**
 * Where a value comes from, in the words of its file and without offsets: `self.client` comes from a call of `httpx.Client`,
 * `db` from its annotation `Session`. Names are those that the module level of the file sees; locals are already replaced.
 */
import type { FilePath } from "#host";

export type Origin =
  /** What a name at module level denotes. */
  | { readonly kind: "name"; readonly name: number }
  /** What an import inside a function binds. */
  | { readonly kind: "import"; readonly imported: Imported }
  | { readonly kind: "attribute"; readonly of: Origin; readonly word: number }
  | {
      readonly kind: "call";
      readonly callee: Origin;
      readonly isAwaited: boolean;
      /** The first argument of a call that may give it back: of `partial` the function, of `cast` an instance of the type. */
      readonly first?: Origin;
    }
  /** `super()` in a method of a class of the same file; `isClass` in a class method. */
  | { readonly kind: "super"; readonly row: number; readonly isClass: boolean }
  /** `of[…]`: a generic class with its parameters, or an item of something. */
  | { readonly kind: "subscript"; readonly of: Origin }
  /** An instance of the class that the origin denotes. */
  | { readonly kind: "instance"; readonly of: Origin }
  /** What FastAPI gives for `Depends(of)`. */
  | { readonly kind: "dependency"; readonly of: Origin }
  /** What `with of as …` binds. */
  | { readonly kind: "entered"; readonly of: Origin }
  /** A type alias: `Annotated[type, Depends(dependency)]`. */
  | { readonly kind: "alias"; readonly type?: Origin; readonly dependency?: Origin }
  /** A function or class of the same file, by its row. */
  | { readonly kind: "definition"; readonly row: number }
  /** Different branches bind the same name. */
  | { readonly kind: "either"; readonly origins: readonly Origin[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

export interface Imported {
  /** Names; `NO_NAME` for none. */
  readonly module: number;
  readonly name: number;
  readonly level: number;
}

export const UNKNOWN: Origin = { kind: "unknown" };

/** A name that is bound more often means something else at each place; looking at all of them at each use would take a minute. */
export const MOST_ORIGINS = 50;

/** The origins of each word without those that are not looked at: a generated file may bind one word thousands of times. */
export function withoutExcess(
  words: ReadonlyMap<number, readonly Origin[]>,
): ReadonlyMap<number, readonly Origin[]> {
  let bounded: Map<number, readonly Origin[]> | undefined;
  for (const [word, origins] of words) {
    if (origins.length <= MOST_ORIGINS) continue;
    bounded ??= new Map(words);
    bounded.set(word, few(origins));
  }
  return bounded ?? words;
}

/** The last of definitions, the first of imports; anything else is unknown. */
function few(origins: readonly Origin[]): readonly Origin[] {
  const bound = origins.filter((origin) => origin.kind !== "none");
  if (bound.length <= MOST_ORIGINS) return bound;
  if (bound.every((origin) => origin.kind === "definition")) return bound.slice(-MOST_ORIGINS);
  if (bound.every((origin) => origin.kind === "import")) return bound.slice(0, MOST_ORIGINS);
  return [UNKNOWN, UNKNOWN];
}

export function attribute(of: Origin, word: number): Origin {
  return of.kind === "unknown" ? UNKNOWN : { kind: "attribute", of, word };
}

export function sameOrigin(a: Origin, b: Origin): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "name":
      return b.kind === "name" && a.name === b.name;
    case "import":
      return (
        b.kind === "import" &&
        a.imported.module === b.imported.module &&
        a.imported.name === b.imported.name &&
        a.imported.level === b.imported.level
      );
    case "attribute":
      return b.kind === "attribute" && a.word === b.word && sameOrigin(a.of, b.of);
    case "call":
      return (
        b.kind === "call" &&
        a.isAwaited === b.isAwaited &&
        sameOrigin(a.callee, b.callee) &&
        sameOptional(a.first, b.first)
      );
    case "super":
      return b.kind === "super" && a.row === b.row && a.isClass === b.isClass;
    case "instance":
    case "dependency":
    case "entered":
    case "subscript":
      return b.kind === a.kind && sameOrigin(a.of, b.of);
    case "alias":
      return (
        b.kind === "alias" &&
        sameOptional(a.type, b.type) &&
        sameOptional(a.dependency, b.dependency)
      );
    case "definition":
      return b.kind === "definition" && a.row === b.row;
    case "either":
      return b.kind === "either" && sameOrigins(a.origins, b.origins);
    case "none":
    case "unknown":
      return b.kind === a.kind;
  }
}

export function sameOrigins(a: readonly Origin[], b: readonly Origin[]): boolean {
  return a.length === b.length && a.every((origin, index) => sameOptional(origin, b[index]));
}

export function sameOptional(a: Origin | undefined, b: Origin | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameOrigin(a, b));
}

/** What a name, call or attribute denotes once imports, classes and results are followed. */
export type Target =
  /** Outside the workspace. A word `()` in the name stands for a call: `httpx.Client.().get`. */
  | { readonly kind: "external"; readonly name: number }
  | { readonly kind: "module"; readonly path: FilePath }
  /** A folder without `__init__.py`. */
  | { readonly kind: "package"; readonly folder: FilePath }
  | {
      readonly kind: "function" | "class" | "instance";
      readonly path: FilePath;
      readonly row: number;
    };

export type External = Extract<Target, { kind: "external" }>;

export function sameTarget(a: Target | undefined, b: Target | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  switch (a.kind) {
    case "external":
      return b.kind === "external" && a.name === b.name;
    case "module":
      return b.kind === "module" && a.path === b.path;
    case "package":
      return b.kind === "package" && a.folder === b.folder;
    default:
      return b.kind === a.kind && a.path === b.path && a.row === b.row;
  }
}
