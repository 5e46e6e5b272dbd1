/**
 * What the files of a workspace have in common when their scopes are read: the words with a meaning of their own, and the origins that
 * many of them have. One for all files, since a workspace has hundreds of thousands of bindings.
 */
import { type Origin, UNKNOWN } from "#model/link/origin";
import type { Names } from "#syntax/names";

/** What a scope binds, by word. A word that is bound several times has several origins. */
export type Bindings = Map<number, Origin[]>;

/** There are fewer names than this, and another number of a name or scope times it is still exact. */
export const MOST_WORDS = 2 ** 26;

export class Vocabulary {
  readonly star: number;
  readonly None: number;
  readonly super: number;
  readonly cls: number;
  readonly partial: number;
  readonly cast: number;
  readonly staticmethod: number;
  readonly classmethod: number;
  /** Methods whose first parameter is the class without a decorator. */
  readonly ofClass: ReadonlySet<number>;
  readonly aliases: ReadonlySet<number>;
  /** By the number of leading dots, then by module and name. */
  private readonly imports: Map<number, Origin[]>[] = [];
  private readonly definitions: Origin[][] = [];

  constructor(names: Names) {
    const set = (text: string): Set<number> =>
      new Set(text.split(" ").map((word) => names.of(word)));
    this.star = names.of("*");
    this.None = names.of("None");
    this.super = names.of("super");
    this.cls = names.of("cls");
    this.partial = names.of("partial");
    this.cast = names.of("cast");
    this.staticmethod = names.of("staticmethod");
    this.classmethod = names.of("classmethod");
    this.ofClass = set("__new__ __init_subclass__ __class_getitem__");
    this.aliases = set("Annotated Optional Union");
  }

  /** What an import binds: the same list in all files. */
  imported(module: number, name: number, level: number): Origin[] {
    this.imports[level] ??= new Map();
    const known = this.imports[level];
    const key = module * MOST_WORDS + name;
    let found = known.get(key);
    if (found === undefined) {
      found = [{ kind: "import", imported: { module, name, level } }];
      known.set(key, found);
    }
    return found;
  }

  /** The definition of a row of whatever file: the same list in all files. */
  definition(row: number): Origin[] {
    this.definitions[row] ??= [{ kind: "definition", row }];
    return this.definitions[row];
  }
}

/** Adds to what a word has. Lists of one origin may be shared, and stay as they are. */
export function bind(bindings: Bindings, word: number, origins: Origin[]): void {
  const bound = bindings.get(word);
  if (bound === undefined) bindings.set(word, origins);
  else if (bound.length === 1) bindings.set(word, [...bound, ...origins]);
  else bound.push(...origins);
}

export function only(origin: Origin): Origin[] {
  return origin === UNKNOWN ? NOTHING_KNOWN : [origin];
}

export const NOTHING_KNOWN: Origin[] = [UNKNOWN];
