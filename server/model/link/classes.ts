/** The classes of the workspace: in which order Python looks for their attributes, and where it finds them. */
import type { FilePath } from "#host";
import type { ClassDeclaration, Declarations } from "#model/link/declarations";
import type { Libraries } from "#model/link/libraries";
import type { Origin, Target } from "#model/link/origin";

export interface ClassReference {
  readonly path: FilePath;
  readonly row: number;
}

/** One class in the order of another; what is said of a base that is not known is `undefined`. */
type Entry = ({ readonly kind: "class" } & ClassReference) | External | undefined;
type External = Extract<Target, { kind: "external" }>;

/** Where an attribute of a class stands. */
export type Member =
  | { readonly kind: "own"; readonly owner: ClassReference; readonly origins: readonly Origin[] }
  /** A library's class has it, or may have it. */
  | { readonly kind: "inherited"; readonly base: External };

/** What is read to find them. */
export interface ClassReader {
  declarations(path: FilePath): Declarations | undefined;
  resolve(origin: Origin, path: FilePath): Target | undefined;
}

/** More classes above one than any person writes. */
const MOST_BASES = 200;

export class Classes {
  private readonly reader: ClassReader;
  private readonly libraries: Libraries;
  private readonly orders = new Map<FilePath, Map<number, readonly Entry[]>>();

  constructor(reader: ClassReader, libraries: Libraries) {
    this.reader = reader;
    this.libraries = libraries;
  }

  declaration({ path, row }: ClassReference): ClassDeclaration | undefined {
    return this.reader.declarations(path)?.classes.get(row);
  }

  /** @param after whether to look only behind the class itself, as `super()` does */
  find(of: ClassReference, word: number, after = false): Member | undefined {
    // Most are found at once, and then nobody has to know the bases.
    const own = after ? undefined : this.declaration(of)?.members.get(word);
    if (own !== undefined) return { kind: "own", owner: of, origins: own };
    const order = this.orderOf(of).slice(1);
    for (const [index, entry] of order.entries()) {
      // A base that is not known may have it.
      if (entry === undefined) return undefined;
      if (entry.kind === "class") {
        const origins = this.declaration(entry)?.members.get(word);
        if (origins !== undefined) return { kind: "own", owner: entry, origins };
      } else if (!this.lacks(entry, word)) {
        // A class of the project behind a library's one may have the word as well: which comes first is then not known.
        const isElsewhere = order
          .slice(index)
          .some((it) => it?.kind === "class" && this.declaration(it)?.members.has(word));
        return isElsewhere ? undefined : { kind: "inherited", base: entry };
      }
    }
    return undefined;
  }

  /** Whether a class is another, or inherits from it. */
  inherits(of: ClassReference, from: ClassReference): boolean {
    return this.orderOf(of).some((entry) => entry?.kind === "class" && isSame(entry, from));
  }

  /** Whether it is known of a library's class that it has no such member. */
  private lacks({ name }: External, word: number): boolean {
    const { thinBases, thinMembers, isSpecial } = this.libraries;
    return thinBases.has(name) && !thinMembers.has(word) && !isSpecial(word);
  }

  /** The class and those above it, as C3 puts them in order. */
  private orderOf(of: ClassReference): readonly Entry[] {
    let known = this.orders.get(of.path);
    if (known === undefined) {
      known = new Map();
      this.orders.set(of.path, known);
    }
    const order = known.get(of.row);
    if (order !== undefined) return order;
    // Of a class that inherits from itself only that is known.
    known.set(of.row, [{ kind: "class", path: of.path, row: of.row }]);
    const found = this.linearise(of);
    known.set(of.row, found);
    return found;
  }

  private linearise(of: ClassReference): readonly Entry[] {
    const self: Entry = { kind: "class", path: of.path, row: of.row };
    const written = this.declaration(of)?.bases ?? [];
    if (written.length === 0) return [self];
    const bases = written.flatMap((base) => this.entryOf(base, of));
    const orders = bases.map((base) => (base?.kind === "class" ? this.orderOf(base) : [base]));
    const [only] = orders;
    // Nearly all classes have but one base.
    if (only !== undefined && orders.length === 1) return [self, ...only];
    return [self, ...merged([...orders, bases])];
  }

  /** None for a base that adds nothing. */
  private entryOf(base: Origin, { path }: ClassReference): Entry[] {
    const target = this.reader.resolve(base, path);
    if (target?.kind === "external")
      return this.libraries.plainBases.has(target.name) ? [] : [target];
    return target?.kind === "class"
      ? [{ kind: "class", path: target.path, row: target.row }]
      : [undefined];
  }
}

/** C3: the first of a list that stands behind no other head, again and again. Where there is no such order, Python refuses the class. */
function merged(lists: readonly (readonly Entry[])[]): readonly Entry[] {
  const found: Entry[] = [];
  let rest = lists.filter((list) => list.length > 0);
  while (rest.length > 0 && found.length < MOST_BASES) {
    const head = rest
      .map(([first]) => first)
      .find((first) => !rest.some((list) => list.slice(1).some((it) => isSame(it, first))));
    const isFound = rest.some(([first]) => isSame(first, head));
    if (!isFound) return [...found, undefined];
    found.push(head);
    rest = rest
      .map((list) => (isSame(list[0], head) ? list.slice(1) : list))
      .filter((list) => list.length > 0);
  }
  return found;
}

function isSame(a: Entry | ClassReference, b: Entry | ClassReference): boolean {
  if (a === undefined || b === undefined) return a === b;
  if ("name" in a || "name" in b) return "name" in a && "name" in b && a.name === b.name;
  return a.path === b.path && a.row === b.row;
}
