/** What the words of modules denote: what a module binds itself, what it imports, also by `*`, and the modules in it. */
import type { FilePath } from "#host";
import type { Declarations } from "#model/link/declarations";
import type { Module, Modules } from "#model/link/modules";
import type { Imported, Origin, Target } from "#model/link/origin";
import { type Names, NO_NAME } from "#syntax/names";

/** What is asked to follow them. */
export interface ModuleReader {
  readonly names: Names;
  readonly builtIns: ReadonlySet<number>;
  modules(path: FilePath): Modules;
  declarations(path: FilePath): Declarations | undefined;
  either(origins: readonly Origin[], path: FilePath): Target | undefined;
  external(name: number): Target;
  member(target: Target | undefined, word: number): Target | undefined;
}

/** Modules that hand on each other's `__all__`. */
const MOST_EXPORTERS = 30;

export class ModuleNames {
  private readonly reader: ModuleReader;
  private readonly words = new Map<FilePath, Map<number, Target | undefined>>();

  constructor(reader: ModuleReader) {
    this.reader = reader;
  }

  /** What a word denotes for the code of a file, built-ins included. */
  word(word: number, path: FilePath): Target | undefined {
    let known = this.words.get(path);
    if (known === undefined) {
      known = new Map();
      this.words.set(path, known);
    }
    if (known.has(word)) return known.get(word);
    // A name that leads back to itself is unknown.
    known.set(word, undefined);
    const target = this.find(word, path);
    known.set(word, target);
    return target;
  }

  imported({ module, name, level }: Imported, path: FilePath): Target | undefined {
    const { names } = this.reader;
    const found = this.moduleOf({ module, level }, path);
    if (found !== undefined)
      return name === NO_NAME ? asTarget(found) : this.wordOfModule(found, name);
    if (level > 0) return undefined;
    return this.reader.external(name === NO_NAME ? module : names.dotted(module, name));
  }

  moduleOf(
    { module, level }: Pick<Imported, "module" | "level">,
    path: FilePath,
  ): Module | undefined {
    return this.reader.modules(path).resolve(this.reader.names.text(module), level, path);
  }

  wordOfModule(module: Module, word: number): Target | undefined {
    const target = module.kind === "module" ? this.bound(word, module.path) : undefined;
    if (target !== undefined) return target;
    const at = module.kind === "module" ? module.path : `${module.folder}/`;
    const inside = this.reader.modules(at).inside(module, this.reader.names.text(word));
    return inside === undefined ? undefined : asTarget(inside);
  }

  private find(word: number, path: FilePath): Target | undefined {
    const declarations = this.reader.declarations(path);
    if (declarations === undefined) return undefined;
    const origins = declarations.module.get(word);
    if (origins !== undefined) return this.reader.either(origins, path);
    const { stars } = declarations;
    // Of several, the last one to bind it counts.
    for (let index = stars.length - 1; index >= 0; index--) {
      const star = stars[index];
      const target = star && this.starred(word, star, path);
      if (target !== undefined) return target;
    }
    if (this.reader.builtIns.has(word) || stars.length === 0) return this.reader.external(word);
    const [star] = stars;
    // A library that is not here may have it.
    return star && stars.length === 1 && this.moduleOf(star, path) === undefined
      ? this.reader.member(this.imported(star, path), word)
      : undefined;
  }

  /** What `from module import *` binds to a word, of a module of the workspace. */
  private starred(word: number, star: Imported, path: FilePath): Target | undefined {
    const module = this.moduleOf(star, path);
    if (module?.kind !== "module" || !this.isExported(word, module.path, [])) return undefined;
    return this.bound(word, module.path);
  }

  /** Whether `*` takes a word along: as `__all__` says, else all without a leading underscore. */
  private isExported(word: number, path: FilePath, seen: readonly FilePath[]): boolean {
    const exported = this.reader.declarations(path)?.exports;
    if (exported === "unknown") return true;
    if (exported === undefined) return !this.reader.names.text(word).startsWith("_");
    if (exported.words.has(word)) return true;
    return exported.others.some((other) => this.hands(word, other, path, [...seen, path]));
  }

  /** `__all__ += other.__all__` */
  private hands(word: number, other: number, path: FilePath, seen: readonly FilePath[]): boolean {
    const { names } = this.reader;
    let module: Target | undefined;
    for (const part of wordsIn(other, names))
      module = module === undefined ? this.word(part, path) : this.reader.member(module, part);
    if (module?.kind !== "module") return true;
    if (seen.includes(module.path) || seen.length > MOST_EXPORTERS) return false;
    return this.isExported(word, module.path, seen);
  }

  /** A word that a module binds itself; not what its own surroundings give, such as built-ins. */
  private bound(word: number, path: FilePath): Target | undefined {
    const declarations = this.reader.declarations(path);
    if (declarations === undefined) return undefined;
    if (declarations.module.has(word)) return this.word(word, path);
    if (declarations.stars.length === 0) return undefined;
    const target = this.word(word, path);
    // Not what a star did not bring.
    return target?.kind === "external" && target.name === word ? undefined : target;
  }
}

function wordsIn(name: number, names: Names): number[] {
  const found: number[] = [];
  for (let at = name; at !== NO_NAME; at = names.prefix(at)) found.unshift(names.last(at));
  return found;
}

export function asTarget(module: Module): Target {
  return module.kind === "module"
    ? { kind: "module", path: module.path }
    : { kind: "package", folder: module.folder };
}
