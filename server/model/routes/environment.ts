/** Names and what they are bound to, scope by scope. */
import type { FilePath } from "#host";
import { bearsRouter, type ClassValue, either, type Value } from "#model/routes/value";
import { MODULE_LEVEL } from "#syntax/outline";

export class Environment {
  readonly path: FilePath;
  /** The row of the definition, or `MODULE_LEVEL`. */
  readonly scope: number;
  readonly isClass: boolean;
  readonly parent: Environment | undefined;
  /** The class that the function stands in, for `super()`. */
  readonly owner: ClassValue | undefined;
  private readonly variables = new Map<string, Value>();
  /** In the body of a class, what its names are annotated with. */
  readonly annotations = new Map<string, Value>();
  private readonly stars: Environment[] = [];
  /** Names that are being looked for, which may lead back here. */
  private readonly isAsked = new Set<string>();
  /** Names that `global` or `nonlocal` leads elsewhere. */
  private readonly outer = new Map<string, Environment>();
  /** Finds a name of a module that was not executed. */
  private readonly find: ((name: string) => Value | undefined) | undefined;

  constructor(
    path: FilePath,
    scope: number,
    parent?: Environment,
    options: {
      readonly isClass?: boolean;
      readonly owner?: ClassValue | undefined;
      readonly find?: (name: string) => Value | undefined;
    } = {},
  ) {
    this.path = path;
    this.scope = scope;
    this.parent = parent;
    this.isClass = options.isClass ?? false;
    this.owner = options.owner;
    this.find = options.find;
  }

  /** What a name is bound to, here or around. The body of a class is no scope for the functions in it. */
  lookup(name: string): Value | undefined {
    const own = this.own(name);
    if (own !== undefined) return own;
    for (let at = this.parent; at !== undefined; at = at.parent) {
      if (at.isClass) continue;
      const found = at.own(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What this scope itself binds a name to. */
  own(name: string): Value | undefined {
    const found = this.variables.get(name) ?? this.find?.(name);
    if (found !== undefined || this.stars.length === 0 || !this.begin(name)) return found;
    const [value] = this.stars.toReversed().flatMap((star) => star.own(name) ?? []);
    this.end(name);
    return value;
  }

  /** Whether nobody is looking for a name already; then `end` must follow. */
  begin(name: string): boolean {
    if (this.isAsked.has(name)) return false;
    this.isAsked.add(name);
    return true;
  }

  end(name: string): void {
    this.isAsked.delete(name);
  }

  /** What `from module import *` does for a module whose names come to be later. */
  addStar(module: Environment): void {
    if (module !== this) this.stars.push(module);
  }

  bind(name: string, value: Value): void {
    const elsewhere = this.outer.get(name);
    if (elsewhere !== undefined) elsewhere.bind(name, value);
    else this.variables.set(name, value);
  }

  /** What `global name` or `nonlocal name` does. */
  declareOuter(name: string, isGlobal: boolean): void {
    for (let at = this.parent; at !== undefined; at = at.parent) {
      const isIt = isGlobal ? at.scope === MODULE_LEVEL : !at.isClass && at.variables.has(name);
      if (!isIt) continue;
      this.outer.set(name, at);
      return;
    }
  }

  annotate(name: string, annotation: Value): void {
    this.annotations.set(name, annotation);
  }

  /** What this scope itself binds; it changes as the scope does. */
  entries(): ReadonlyMap<string, Value> {
    return this.variables;
  }

  /** The bindings as they are now, to be given to `restore`. */
  snapshot(): ReadonlyMap<string, Value> {
    return new Map(this.variables);
  }

  restore(bindings: ReadonlyMap<string, Value>): void {
    this.variables.clear();
    for (const [name, value] of bindings) this.variables.set(name, value);
  }

  /** Binds each name to what one or the other branch bound it to. */
  merge(other: ReadonlyMap<string, Value>): void {
    for (const [name, value] of other) {
      const own = this.variables.get(name);
      this.variables.set(name, own === undefined ? value : (either([own, value]) ?? value));
    }
  }

  /** Whether a variable of a function around holds something that routes can be registered on. */
  bearsRouter(depth: number): boolean {
    for (let at: Environment | undefined = this; at !== undefined; at = at.parent) {
      if (at.scope === MODULE_LEVEL || at.isClass) continue;
      for (const value of at.variables.values()) if (bearsRouter(value, depth)) return true;
    }
    return false;
  }
}
