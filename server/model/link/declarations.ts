/**
 * What a file offers to others: the names of its module, its classes and functions. Without offsets, so that typing in a body changes
 * nothing here. The inside of a class or function is read when somebody asks for it; nobody ever does for most of them.
 */
import type { FilePath } from "#host";
import {
  type Conduct,
  calledParametersOf,
  conductOf,
  sameConduct,
  sameNumbers,
} from "#model/link/conduct";
import { type Exports, exportsOf, sameExports } from "#model/link/exports";
import type { FunctionReference } from "#model/link/links";
import {
  type Imported,
  type Origin,
  sameOptional,
  sameOrigins,
  type Target,
  withoutExcess,
} from "#model/link/origin";
import { NO_ORIGINS, type Scopes } from "#model/link/scopes";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

export interface Declarations {
  /** What each word at module level comes from. */
  readonly module: ReadonlyMap<number, readonly Origin[]>;
  /** `from module import *` */
  readonly stars: readonly Imported[];
  /** What others get by `*`; `undefined` without an `__all__`. */
  readonly exports: Exports | "unknown" | undefined;
  /** By the row of the definition. */
  readonly classes: ReadonlyMap<number, ClassDeclaration>;
  readonly functions: ReadonlyMap<number, FunctionDeclaration>;
  /** Where the insides are read from. */
  readonly source: Source;
}

/** The scopes of the file. Newer ones may take their place, where all that was read of them is the same. */
interface Source {
  scopes: Scopes;
}

export function declarationsOf(scopes: Scopes, names: Names): Declarations {
  const { definitions, results } = scopes.outline;
  const source: Source = { scopes };
  const classes = new Map<number, ClassDeclaration>();
  const functions = new Map<number, FunctionDeclaration>();
  const generators = new Set<number>();
  for (let row = 0; row < results.length; row++)
    if (results.isYield(row)) generators.add(results.owner(row));
  for (let row = 0; row < definitions.length; row++)
    if (definitions.isClass(row)) classes.set(row, new ClassDeclaration(source, row));
    else functions.set(row, new FunctionDeclaration(source, row, generators.has(row)));
  return {
    module: withoutExcess(scopes.bindings(MODULE_LEVEL)),
    stars: starsOf(scopes, names),
    exports: exportsOf(scopes, names),
    classes,
    functions,
    source,
  };
}

abstract class Declaration {
  readonly name: number;
  readonly parent: number;
  protected abstract readonly kind: "class" | "function";
  protected readonly row: number;
  private readonly source: Source;
  private knownDecorators: readonly Origin[] | undefined;
  private knownTarget: Target | undefined;

  constructor(source: Source, row: number) {
    const { definitions } = source.scopes.outline;
    this.source = source;
    this.row = row;
    this.name = definitions.name(row);
    this.parent = definitions.parent(row);
  }

  /**
   * What a name of the definition denotes: always the same object, since many names and calls do.
   * @param path the file of the declaration
   */
  target(path: FilePath): Target {
    this.knownTarget ??= { kind: this.kind, path, row: this.row };
    return this.knownTarget;
  }

  get decorators(): readonly Origin[] {
    this.knownDecorators ??= this.origins("decorators");
    return this.knownDecorators;
  }

  /** Whether what was read of this one is the same in another. */
  protected isLike(other: Declaration): boolean {
    return (
      this.name === other.name &&
      this.parent === other.parent &&
      (this.knownDecorators === undefined || sameOrigins(this.knownDecorators, other.decorators))
    );
  }

  protected get scopes(): Scopes {
    return this.source.scopes;
  }

  /** The names in the header, as those around the definition see them. */
  protected origins(table: "decorators" | "bases"): readonly Origin[] {
    const rows = this.scopes.rows(table, this.row);
    if (rows.length === 0) return NO_ORIGINS;
    const { outline } = this.scopes;
    return Array.from(rows, (row) => this.scopes.ofName(outline[table].name(row), this.parent));
  }
}

export class ClassDeclaration extends Declaration {
  protected get kind(): "class" {
    return "class";
  }

  private knownBases: readonly Origin[] | undefined;
  private knownMembers: ReadonlyMap<number, readonly Origin[]> | undefined;

  get bases(): readonly Origin[] {
    this.knownBases ??= this.origins("bases");
    return this.knownBases;
  }

  /** Methods, class attributes and attributes of `self`. */
  get members(): ReadonlyMap<number, readonly Origin[]> {
    this.knownMembers ??= this.scopes.members(this.row);
    return this.knownMembers;
  }

  isSame(other: ClassDeclaration): boolean {
    return (
      this.isLike(other) &&
      (this.knownBases === undefined || sameOrigins(this.knownBases, other.bases)) &&
      (this.knownMembers === undefined || sameMap(this.knownMembers, other.members, sameOrigins))
    );
  }
}

export class FunctionDeclaration extends Declaration {
  protected get kind(): "function" {
    return "function";
  }

  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  private isAnnotationKnown = false;
  private knownAnnotation: Origin | undefined;
  private knownReturns: readonly Origin[] | undefined;
  private knownYields: readonly Origin[] | undefined;
  private knownReference: FunctionReference | undefined;
  private knownCalledParameters: readonly number[] | undefined;
  private knownConduct: Conduct | undefined;

  constructor(source: Source, row: number, isGenerator: boolean) {
    super(source, row);
    this.isAsync = source.scopes.outline.definitions.isAsync(row);
    this.isGenerator = isGenerator;
  }

  /** The class of the result (of what a generator yields) where the annotation names one. */
  get annotation(): Origin | undefined {
    if (!this.isAnnotationKnown) {
      const range = this.scopes.outline.definitions.returnsRange(this.row);
      this.knownAnnotation = this.scopes.ofAnnotation(range, this.parent, this.isGenerator);
      this.isAnnotationKnown = true;
    }
    return this.knownAnnotation;
  }

  /**
   * How a call speaks of the function: always the same object, since there are many calls.
   * @param path the file of the declaration
   */
  reference(path: FilePath): FunctionReference {
    this.knownReference ??= { kind: this.isAsync ? "coroutine" : "function", path, row: this.row };
    return this.knownReference;
  }

  get returns(): readonly Origin[] {
    this.knownReturns ??= this.scopes.results(this.row, false);
    return this.knownReturns;
  }

  get yields(): readonly Origin[] {
    this.knownYields ??= this.scopes.results(this.row, true);
    return this.knownYields;
  }

  /** Which of its parameters its own code calls there and then, by position. */
  get calledParameters(): readonly number[] {
    this.knownCalledParameters ??= calledParametersOf(this.scopes, this.row);
    return this.knownCalledParameters;
  }

  get conduct(): Conduct {
    this.knownConduct ??= conductOf(this.scopes, this.row);
    return this.knownConduct;
  }

  isSame(other: FunctionDeclaration): boolean {
    return (
      this.isLike(other) &&
      this.isAsync === other.isAsync &&
      this.isGenerator === other.isGenerator &&
      (!this.isAnnotationKnown || sameOptional(this.knownAnnotation, other.annotation)) &&
      (this.knownReturns === undefined || sameOrigins(this.knownReturns, other.returns)) &&
      (this.knownYields === undefined || sameOrigins(this.knownYields, other.yields)) &&
      (this.knownCalledParameters === undefined ||
        sameNumbers(this.knownCalledParameters, other.calledParameters)) &&
      (this.knownConduct === undefined || sameConduct(this.knownConduct, other.conduct))
    );
  }
}

function starsOf(scopes: Scopes, names: Names): Imported[] {
  const { imports } = scopes.outline;
  const star = names.of("*");
  return Array.from(scopes.rows("imports", MODULE_LEVEL))
    .filter((row) => imports.name(row) === star)
    .map((row) => ({ module: imports.module(row), name: NO_NAME, level: imports.level(row) }));
}

/**
 * Whether new declarations differ in nothing that anybody has read of the old ones. The old ones then stay, and read the rest from the
 * new scopes: a part that nobody asked for yet may well have changed.
 */
export function sameDeclarations(old: Declarations, next: Declarations): boolean {
  const isSame =
    sameMap(old.module, next.module, sameOrigins) &&
    sameStars(old.stars, next.stars) &&
    sameExports(old.exports, next.exports) &&
    sameMap(old.classes, next.classes, (a, b) => a.isSame(b)) &&
    sameMap(old.functions, next.functions, (a, b) => a.isSame(b));
  if (isSame) old.source.scopes = next.source.scopes;
  return isSame;
}

function sameStars(a: readonly Imported[], b: readonly Imported[]): boolean {
  return (
    a.length === b.length &&
    a.every((star, index) => {
      const other = b[index];
      return other !== undefined && star.module === other.module && star.level === other.level;
    })
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
