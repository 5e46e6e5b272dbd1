/** What a file offers to others: the names of its module, its classes and functions. Without offsets, so that typing in a body changes nothing here. */
import { type Imported, type Origin, sameOptional, sameOrigins } from "#model/origin";
import type { Scopes } from "#model/scopes";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

export interface Declarations {
  /** What each word at module level comes from. */
  readonly module: ReadonlyMap<number, readonly Origin[]>;
  /** `from module import *` */
  readonly stars: readonly Imported[];
  /** By the row of the definition. */
  readonly classes: ReadonlyMap<number, ClassDeclaration>;
  readonly functions: ReadonlyMap<number, FunctionDeclaration>;
}

export interface ClassDeclaration {
  readonly name: number;
  readonly parent: number;
  readonly bases: readonly Origin[];
  readonly decorators: readonly Origin[];
  /** Methods, class attributes and attributes of `self`. */
  readonly members: ReadonlyMap<number, readonly Origin[]>;
}

export interface FunctionDeclaration {
  readonly name: number;
  readonly parent: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly decorators: readonly Origin[];
  /** The class of the result (of what a generator yields) where the annotation names one. */
  readonly annotation: Origin | undefined;
  readonly returns: readonly Origin[];
  readonly yields: readonly Origin[];
}

export function declarationsOf(scopes: Scopes, names: Names): Declarations {
  const { outline } = scopes;
  const classes = new Map<number, ClassDeclaration>();
  const functions = new Map<number, FunctionDeclaration>();
  for (let row = 0; row < outline.definitions.length; row++) {
    if (outline.definitions.isClass(row)) classes.set(row, classDeclaration(scopes, row));
    else functions.set(row, functionDeclaration(scopes, row));
  }
  return {
    module: scopes.bindings(MODULE_LEVEL),
    stars: starsOf(scopes, names),
    classes,
    functions,
  };
}

function classDeclaration(scopes: Scopes, row: number): ClassDeclaration {
  const { definitions, bases } = scopes.outline;
  const parent = definitions.parent(row);
  return {
    name: definitions.name(row),
    parent,
    bases: Array.from(scopes.rows("bases", row), (base) => scopes.ofName(bases.name(base), parent)),
    decorators: decoratorsOf(scopes, row),
    members: scopes.members(row),
  };
}

function functionDeclaration(scopes: Scopes, row: number): FunctionDeclaration {
  const { definitions, results } = scopes.outline;
  const parent = definitions.parent(row);
  const range = definitions.returnsRange(row);
  const isGenerator = scopes.rows("results", row).some((result) => results.isYield(result));
  return {
    name: definitions.name(row),
    parent,
    isAsync: definitions.isAsync(row),
    isGenerator,
    decorators: decoratorsOf(scopes, row),
    annotation: scopes.ofAnnotation(range, parent, isGenerator),
    returns: scopes.results(row, false),
    yields: scopes.results(row, true),
  };
}

function decoratorsOf(scopes: Scopes, row: number): Origin[] {
  const { decorators, definitions } = scopes.outline;
  return Array.from(scopes.rows("decorators", row), (decorator) =>
    scopes.ofName(decorators.name(decorator), definitions.parent(row)),
  );
}

function starsOf(scopes: Scopes, names: Names): Imported[] {
  const { imports } = scopes.outline;
  const star = names.of("*");
  return Array.from(scopes.rows("imports", MODULE_LEVEL))
    .filter((row) => imports.name(row) === star)
    .map((row) => ({ module: imports.module(row), name: NO_NAME, level: imports.level(row) }));
}

export function sameDeclarations(a: Declarations, b: Declarations): boolean {
  return (
    sameMap(a.module, b.module, sameOrigins) &&
    a.stars.length === b.stars.length &&
    a.stars.every((star, index) => {
      const other = b.stars[index];
      return other !== undefined && star.module === other.module && star.level === other.level;
    }) &&
    sameMap(a.classes, b.classes, sameClass) &&
    sameMap(a.functions, b.functions, sameFunction)
  );
}

function sameClass(a: ClassDeclaration, b: ClassDeclaration): boolean {
  return (
    a.name === b.name &&
    a.parent === b.parent &&
    sameOrigins(a.bases, b.bases) &&
    sameOrigins(a.decorators, b.decorators) &&
    sameMap(a.members, b.members, sameOrigins)
  );
}

function sameFunction(a: FunctionDeclaration, b: FunctionDeclaration): boolean {
  return (
    a.name === b.name &&
    a.parent === b.parent &&
    a.isAsync === b.isAsync &&
    a.isGenerator === b.isGenerator &&
    sameOptional(a.annotation, b.annotation) &&
    sameOrigins(a.decorators, b.decorators) &&
    sameOrigins(a.returns, b.returns) &&
    sameOrigins(a.yields, b.yields)
  );
}

function sameMap<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  same: (a: V, b: V) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}
