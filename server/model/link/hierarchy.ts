/** Abstract methods and what implements them: a call through the abstract class runs the one method that there is. */
import type { FilePath } from "#host";
import type { ClassReference } from "#model/link/classes";
import { sameNumbers } from "#model/link/conduct";
import type { Edge, FunctionReference } from "#model/link/links";
import type { Resolver } from "#model/link/resolver";
import type { Scopes } from "#model/link/scopes";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** What one file tells of classes, by rows and words. */
export interface FileHierarchy {
  /** Methods that somebody else has to write. */
  readonly abstract: readonly number[];
  readonly protocols: readonly number[];
  /** The last word of a base, as where that is defined, and the row of the class; then the next. */
  readonly subclasses: readonly number[];
  /** The name of a method and the row of its class; then the next. */
  readonly methods: readonly number[];
}

const NOTHING: FileHierarchy = { abstract: [], protocols: [], subclasses: [], methods: [] };
/** A body that does nothing, after its docstring. */
const EMPTY_BODY =
  /^(?:\s*[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"))?\s*(?:\.\.\.|pass|raise\s+NotImplementedError\b[^\n]*)?\s*$/;
/** Longer bodies do something. */
const LONGEST_EMPTY = 4_000;
/** More levels of subclasses than any person writes. */
const MOST_SUBCLASSES = 500;

export function hierarchyOf(scopes: Scopes): FileHierarchy {
  const { outline, names } = scopes;
  const { bases, definitions, imports, decorators } = outline;
  if (definitions.length === 0) return NOTHING;
  const originals = new Map<number, number>();
  for (let row = 0; row < imports.length; row++)
    if (imports.alias(row) !== NO_NAME && imports.name(row) !== NO_NAME)
      originals.set(imports.alias(row), imports.name(row));
  const protocol = names.of("Protocol");
  const protocols = new Set<number>();
  const subclasses: number[] = [];
  for (let row = 0; row < bases.length; row++) {
    const last = names.last(bases.name(row));
    const base = originals.get(last) ?? last;
    if (base === protocol) protocols.add(bases.definition(row));
    else subclasses.push(base, bases.definition(row));
  }
  const abstractMethod = names.of("abstractmethod");
  const abstract = new Set<number>();
  for (let row = 0; row < decorators.length; row++)
    if (names.last(decorators.name(row)) === abstractMethod)
      abstract.add(decorators.definition(row));
  const methods: number[] = [];
  for (let row = 0; row < definitions.length; row++) {
    const parent = definitions.parent(row);
    if (parent === MODULE_LEVEL || !definitions.isClass(parent) || definitions.isClass(row))
      continue;
    if (!protocols.has(parent)) methods.push(definitions.name(row), parent);
    else if (isEmpty(scopes, row)) abstract.add(row);
  }
  return { abstract: [...abstract], protocols: [...protocols], subclasses, methods };
}

function isEmpty({ outline: { definitions }, text }: Scopes, row: number): boolean {
  const start = definitions.body(row);
  const end = definitions.end(row);
  return end - start < LONGEST_EMPTY && EMPTY_BODY.test(text.slice(start, end));
}

export function sameHierarchy(a: FileHierarchy, b: FileHierarchy): boolean {
  return (
    sameNumbers(a.abstract, b.abstract) &&
    sameNumbers(a.protocols, b.protocols) &&
    sameNumbers(a.subclasses, b.subclasses) &&
    sameNumbers(a.methods, b.methods)
  );
}

/** By file and row of an abstract method that is called: the one plain method that implements it. */
export type Implementations = ReadonlyMap<FilePath, ReadonlyMap<number, FunctionReference>>;

/**
 * @param files what each file tells; those that only test are left out by the caller, since what they implement stands in for the real one
 * @param called the functions that are called, by file
 */
export function implementationsOf(
  files: ReadonlyMap<FilePath, FileHierarchy>,
  called: ReadonlyMap<FilePath, ReadonlySet<number>>,
  resolver: Resolver,
): Implementations {
  const search = new Search(files, resolver);
  const found = new Map<FilePath, Map<number, FunctionReference>>();
  for (const [path, rows] of called) {
    const hierarchy = files.get(path);
    if (hierarchy === undefined) continue;
    for (const row of hierarchy.abstract) {
      const only = rows.has(row) ? search.only(path, row) : undefined;
      if (only === undefined) continue;
      found.set(path, (found.get(path) ?? new Map<number, FunctionReference>()).set(row, only));
    }
  }
  return found;
}

class Search {
  private readonly files: ReadonlyMap<FilePath, FileHierarchy>;
  private readonly resolver: Resolver;
  private readonly subclasses: ReadonlyMap<number, readonly ClassReference[]>;
  private byMethod: ReadonlyMap<number, readonly ClassReference[]> | undefined;

  constructor(files: ReadonlyMap<FilePath, FileHierarchy>, resolver: Resolver) {
    this.files = files;
    this.resolver = resolver;
    this.subclasses = indexed(files, "subclasses");
  }

  /** The one method that implements an abstract one; `undefined` where there are several or none. */
  only(path: FilePath, row: number): FunctionReference | undefined {
    const method = this.resolver.functionAt(path, row);
    if (method === undefined || method.isAsync || method.isGenerator) return undefined;
    const owner: ClassReference = { path, row: method.parent };
    const below = this.below(owner);
    const isProtocol = this.files.get(path)?.protocols.includes(owner.row) === true;
    const classes = below.length === 0 && isProtocol ? this.alike(owner) : below;
    const found = new Map<string, FunctionReference>();
    for (const each of classes) {
      const reference = this.methodOf(each, method.name);
      if (reference !== undefined) found.set(`${reference.row}:${reference.path}`, reference);
    }
    const [only] = found.values();
    return found.size === 1 && only?.kind === "function" ? only : undefined;
  }

  /** The classes that inherit from one, over any number of others. */
  private below(owner: ClassReference): readonly ClassReference[] {
    const found = new Map<string, ClassReference>();
    const names = [this.nameOf(owner)];
    // An array that grows is walked to its end.
    for (const name of names)
      for (const each of name === undefined ? [] : (this.subclasses.get(name) ?? [])) {
        const key = `${each.row}:${each.path}`;
        if (found.has(key) || found.size > MOST_SUBCLASSES) continue;
        if (!this.resolver.classes.inherits(each, owner)) continue;
        found.set(key, each);
        names.push(this.nameOf(each));
      }
    return [...found.values()];
  }

  /** The classes that have every method of a protocol. */
  private alike(protocol: ClassReference): readonly ClassReference[] {
    const { resolver } = this;
    const names = resolver
      .functionsIn(protocol.path, protocol.row)
      .map(({ name }) => name)
      .filter((name) => !resolver.libraries.isSpecial(name));
    const [first] = names;
    if (first === undefined) return [];
    this.byMethod ??= indexed(this.files, "methods");
    return (this.byMethod.get(first) ?? []).filter((each) =>
      names.every((name) => resolver.classes.find(each, name)?.kind === "own"),
    );
  }

  /** What an object of a class runs under a name, unless that is still to be written. */
  private methodOf(of: ClassReference, name: number): FunctionReference | undefined {
    const member = this.resolver.member({ kind: "instance", ...of }, name);
    const declaration = member && this.resolver.functionOf(member);
    if (member?.kind !== "function" || declaration === undefined) return undefined;
    if (this.files.get(member.path)?.abstract.includes(member.row) === true) return undefined;
    const runs = !declaration.isGenerator && this.resolver.keepsBody(member);
    return runs || declaration.isAsync
      ? declaration.reference(member.path)
      : { kind: "wrapped", path: member.path, row: member.row };
  }

  private nameOf(of: ClassReference): number | undefined {
    return this.resolver.classes.declaration(of)?.name;
  }
}

function indexed(
  files: ReadonlyMap<FilePath, FileHierarchy>,
  table: "subclasses" | "methods",
): ReadonlyMap<number, readonly ClassReference[]> {
  const found = new Map<number, ClassReference[]>();
  for (const [path, hierarchy] of files) {
    const pairs = hierarchy[table];
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      const [word = NO_NAME, row = MODULE_LEVEL] = pairs.slice(index, index + 2);
      const known = found.get(word);
      if (known === undefined) found.set(word, [{ path, row }]);
      else known.push({ path, row });
    }
  }
  return found;
}

/** Adds to each call of an abstract method a call of the one that implements it. */
export function withImplementations(
  files: ReadonlyMap<FilePath, readonly Edge[]>,
  implementations: Implementations,
): ReadonlyMap<FilePath, readonly Edge[]> {
  if (implementations.size === 0) return files;
  const found = new Map<FilePath, readonly Edge[]>();
  for (const [path, edges] of files)
    found.set(
      path,
      edges.flatMap((edge): Edge[] => {
        const to =
          edge.to.kind === "function"
            ? implementations.get(edge.to.path)?.get(edge.to.row)
            : undefined;
        return to === undefined ? [edge] : [edge, { ...edge, to }];
      }),
    );
  return found;
}

/** The functions that calls of some files run, by file. */
export function calledFunctions(
  files: ReadonlyMap<FilePath, readonly Edge[]>,
): ReadonlyMap<FilePath, ReadonlySet<number>> {
  const found = new Map<FilePath, Set<number>>();
  for (const edges of files.values())
    for (const { to } of edges) {
      if (to.kind !== "function") continue;
      const known = found.get(to.path);
      if (known === undefined) found.set(to.path, new Set([to.row]));
      else known.add(to.row);
    }
  return found;
}
