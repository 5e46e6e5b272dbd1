/** Names and what they are bound to, scope by scope. */
import type { FilePath } from "#host";
import { bearsRouter, type ClassValue, either, type Value } from "#model/routes/value";
import { MODULE_LEVEL } from "#syntax/outline";

/** What a scope binds at a moment; `later` is what nobody has asked for yet. */
export interface Bindings {
  readonly values: ReadonlyMap<string, Value>;
  readonly later: ReadonlyMap<string, () => Value>;
}

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
  private readonly putOff = new Map<string, () => Value>();
  /** What `find` found, and names that it does not find. */
  private readonly present = new Map<string, Value>();
  private readonly absent = new Set<string>();
  private readonly taken = new Set<number>();
  private readonly stars: Environment[] = [];
  /** Names that are being looked for, which may lead back here. */
  private readonly isAsked = new Set<string>();
  /** Names that `global` or `nonlocal` leads elsewhere. */
  private readonly outer = new Map<string, Environment>();
  /** Signatures of functions defined here, which mean what names are bound to now. */
  private readonly unread: { evaluate(): unknown }[] = [];
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
    const found = this.known(name) ?? this.looked(name);
    if (found !== undefined || this.stars.length === 0 || !this.begin(name)) return found;
    const [value] = this.stars.toReversed().flatMap((star) => star.own(name) ?? []);
    this.end(name);
    return value;
  }

  /** What was found once stays found, whatever branch asked for it; built-ins are asked for again and again. */
  private looked(name: string): Value | undefined {
    if (this.find === undefined || this.absent.has(name)) return undefined;
    const known = this.present.get(name);
    if (known !== undefined || this.isAsked.has(name)) return known;
    const found = this.find(name);
    if (found === undefined) this.absent.add(name);
    else this.present.set(name, found);
    return found;
  }

  /** What the code that ran so far has bound a name to. */
  known(name: string): Value | undefined {
    return this.variables.get(name) ?? this.later(name);
  }

  private later(name: string): Value | undefined {
    const evaluate = this.putOff.get(name);
    if (evaluate === undefined) return undefined;
    // An evaluation that asks for the name itself finds nothing.
    this.putOff.delete(name);
    const value = evaluate();
    this.variables.set(name, value);
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
    else if (this.variables.get(name) !== value) {
      this.readBefore(name);
      this.putOff.delete(name);
      this.variables.set(name, value);
    }
  }

  /** Binds a name to what is evaluated when somebody first asks for it. */
  bindLater(name: string, evaluate: () => Value): void {
    this.readBefore(name);
    this.variables.delete(name);
    this.putOff.set(name, evaluate);
  }

  /** Whether a statement of a module that begins there is not executed yet; from now on it is. */
  takes(start: number): boolean {
    if (this.taken.has(start)) return false;
    this.taken.add(start);
    return true;
  }

  /** Evaluates all that nobody has asked for yet. */
  settle(): void {
    for (const name of [...this.putOff.keys()]) this.later(name);
  }

  /** What was defined means the binding that a name has before it is bound anew. */
  private readBefore(name: string): void {
    if (this.unread.length === 0) return;
    if (!this.variables.has(name) && !this.putOff.has(name)) return;
    for (const each of this.unread.splice(0)) each.evaluate();
  }

  /** Evaluates something before a name is bound anew, if nobody asks for it earlier. */
  addUnread(signature: { evaluate(): unknown }): void {
    this.unread.push(signature);
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

  /** The bindings as they are now, to be given to `restore` or `merge`. */
  snapshot(): Bindings {
    return { values: new Map(this.variables), later: new Map(this.putOff) };
  }

  restore({ values, later }: Bindings): void {
    this.variables.clear();
    this.putOff.clear();
    for (const [name, value] of values) this.variables.set(name, value);
    for (const [name, evaluate] of later) this.putOff.set(name, evaluate);
    // What was found meanwhile was not bound by the branch.
    for (const [name, value] of this.present)
      if (!this.variables.has(name) && !this.putOff.has(name)) this.variables.set(name, value);
  }

  /** Binds each name to what one or the other branch bound it to. */
  merge({ values, later }: Bindings): void {
    for (const [name, evaluate] of later)
      if (this.putOff.get(name) !== evaluate) this.mergeName(name, evaluate());
    for (const [name, value] of values)
      if (this.variables.get(name) !== value) this.mergeName(name, value);
  }

  private mergeName(name: string, value: Value): void {
    const own = this.known(name);
    this.variables.set(name, own === undefined ? value : (either([own, value]) ?? value));
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
