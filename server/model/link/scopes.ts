/** The scopes of one file: what each name in them comes from. Read from the file alone; nothing here keeps an offset. */

import { type Imported, type Origin, sameOrigin, UNKNOWN } from "#model/link/origin";
import { grouped, type OwnedTable, type RowsByOwner } from "#model/link/ownedRows";
import { readAnnotation } from "#syntax/annotation";
import { type Names, NO_NAME, NO_RECEIVER } from "#syntax/names";
import { MODULE_LEVEL, type Outline } from "#syntax/outline";
import type { Range } from "#syntax/range";

/** What a scope binds, by word. A word that is bound several times has several origins. */
type Bindings = Map<number, Origin[]>;

export class Scopes {
  readonly outline: Outline;
  private readonly text: string;
  private readonly names: Names;
  private readonly words: Words;
  private readonly byScope = new Map<number, Bindings>();
  /** By table, what of it has been asked for. */
  private grouped: Partial<Record<OwnedTable, RowsByOwner>> = {};
  private readonly byWord = new Map<number, Origin>();
  private readonly byName = new Map<number, Origin>();
  private callees: Origin[] = [];
  /** By call row: how many calls of the same chain it stands behind. */
  private readonly chains = new Map<number, number>();
  private readonly byAnnotation = new Map<string, Origin>();
  /** Names being resolved, and how deep: `query = query.filter()` must not ask for itself. */
  private readonly pending = new Map<number, number>();
  /** The outermost name that was asked for while it was being resolved: what depends on it is not final. */
  private outermostPending = Number.POSITIVE_INFINITY;

  constructor(outline: Outline, text: string, names: Names) {
    this.outline = outline;
    this.text = text;
    this.names = names;
    this.words = wordsOf(names);
  }

  /** Lets go of what was read of the functions, which is much and seldom asked for again. */
  release(): void {
    this.byScope.clear();
    this.byWord.clear();
    this.byName.clear();
    this.callees = [];
    this.chains.clear();
    this.byAnnotation.clear();
    this.grouped = {};
  }

  /** The rows of the tables that belong to a definition itself. */
  rows(table: OwnedTable, scope: number): Int32Array {
    this.grouped[table] ??= grouped(this.outline, table);
    return this.grouped[table].of(scope);
  }

  /** What the scope of a definition (or the module) binds, each origin in the words of that same scope. */
  bindings(scope: number): Bindings {
    let found = this.byScope.get(scope);
    if (found === undefined) {
      found = this.readBindings(scope);
      this.byScope.set(scope, found);
    }
    return found;
  }

  /** The origin of a dotted name used in a scope, its locals replaced. */
  ofName(name: number, scope: number): Origin {
    if (name === NO_NAME || !isShort(name, this.names)) return UNKNOWN;
    const prefix = this.names.prefix(name);
    if (prefix !== NO_NAME) {
      const of = this.ofName(prefix, scope);
      if (of.kind === "name") return this.named(name);
      return of.kind === "unknown" ? UNKNOWN : attribute(of, this.names.last(name));
    }
    return this.ofWord(name, scope);
  }

  /** The origin of what a call row calls. Always the same object, of which those of a chain are parts. */
  ofCallee(row: number): Origin {
    let origin = this.callees[row];
    if (origin === undefined) {
      origin = this.readCallee(row);
      this.callees[row] = origin;
    }
    return origin;
  }

  /** The parentheses of a call and what is in them, as written. */
  argumentText(call: number): string {
    const { calls } = this.outline;
    return this.text.slice(calls.calleeEnd(call), calls.end(call));
  }

  /** What a class binds itself, its `self.x = …` included. Methods are definitions. */
  members(row: number): Bindings {
    const members: Bindings = new Map();
    for (const [word, origins] of this.bindings(row))
      members.set(
        word,
        origins.map((origin) => this.localised(origin, row)),
      );
    for (const method of this.rows("definitions", row)) this.addSelfAttributes(method, members);
    return members;
  }

  /** What `return` (or `yield`) gives, without bare ones. */
  results(row: number, isYield: boolean): readonly Origin[] {
    const { results } = this.outline;
    let found: Origin[] | undefined;
    for (const result of this.rows("results", row)) {
      if (results.isYield(result) !== isYield || results.valueRange(result).end === 0) continue;
      const origin = this.localised(this.result(result), row);
      if (origin.kind === "none") continue;
      found ??= [];
      found.push(origin);
    }
    return found ?? NO_ORIGINS;
  }

  /** The class that an annotation names, or what its `Depends` gives. */
  ofAnnotation(range: Range, scope: number, isGenerator = false): Origin | undefined {
    const origin = this.annotation(range, isGenerator);
    return origin && this.localised(origin, scope);
  }

  private ofWord(word: number, scope: number): Origin {
    for (let at = scope; at !== MODULE_LEVEL; at = this.outline.definitions.parent(at)) {
      // A class body is no scope for the functions in it.
      if (at !== scope && this.outline.definitions.isClass(at)) continue;
      const origins = this.bindings(at).get(word);
      if (origins !== undefined) return this.combined(origins, word, at);
    }
    return this.named(word);
  }

  /** One origin for a name that a scope binds perhaps several times. */
  private combined(origins: readonly Origin[], word: number, scope: number): Origin {
    const key = scope * MOST_WORDS + word;
    const known = this.byWord.get(key);
    if (known !== undefined) return known;
    const asked = this.pending.get(key);
    if (asked !== undefined) {
      this.outermostPending = Math.min(this.outermostPending, asked);
      return SELF_REFERENCE;
    }
    const depth = this.pending.size;
    if (depth > DEEPEST || origins.length > MOST_BRANCHES) return UNKNOWN;
    this.pending.set(key, depth);
    const origin = oneOf(origins.map((it) => this.localised(it, scope)));
    this.pending.delete(key);
    if (this.outermostPending >= depth) {
      this.outermostPending = Number.POSITIVE_INFINITY;
      this.byWord.set(key, origin);
    }
    return origin;
  }

  /** Replaces the locals of a scope in an origin that was read there. */
  private localised(origin: Origin, scope: number): Origin {
    switch (origin.kind) {
      case "name":
        return this.ofName(origin.name, scope);
      case "attribute":
        return attribute(this.localised(origin.of, scope), origin.word);
      case "call": {
        const callee = this.localised(origin.callee, scope);
        return callee === origin.callee ? origin : { ...origin, callee };
      }
      case "instance":
      case "dependency":
      case "entered": {
        const of = this.localised(origin.of, scope);
        return of === origin.of ? origin : { kind: origin.kind, of };
      }
      case "alias":
        return {
          kind: "alias",
          ...(origin.type && { type: this.localised(origin.type, scope) }),
          ...(origin.dependency && { dependency: this.localised(origin.dependency, scope) }),
        };
      default:
        return origin;
    }
  }

  // ---- What is written, in the names of the scope where it stands ----

  private readBindings(scope: number): Bindings {
    const { outline } = this;
    const found: Bindings = new Map();
    const isFunction = scope !== MODULE_LEVEL && !outline.definitions.isClass(scope);
    if (isFunction) this.readParameters(scope, found);
    for (const row of this.rows("imports", scope)) this.readImport(row, found);
    for (const row of this.rows("definitions", scope))
      bind(found, outline.definitions.name(row), { kind: "definition", row });
    for (const row of this.rows("assignments", scope)) {
      const target = outline.assignments.target(row);
      if (this.names.prefix(target) === NO_NAME) bind(found, target, this.assigned(row));
    }
    for (const row of this.rows("withs", scope)) {
      const alias = outline.withs.alias(row);
      if (alias !== NO_NAME && this.names.prefix(alias) === NO_NAME)
        bind(found, alias, { kind: "entered", of: this.subject(row) });
    }
    for (const row of this.rows("bindings", scope))
      if (!outline.bindings.isOuter(row)) bind(found, outline.bindings.name(row), UNKNOWN);
    if (scope === MODULE_LEVEL) this.readGlobals(found);
    else this.dropGlobals(scope, found);
    return found;
  }

  /** What functions assign to names that they declare `global`. */
  private readGlobals(found: Bindings): void {
    const { bindings, assignments } = this.outline;
    for (let row = 0; row < bindings.length; row++) {
      if (!bindings.isOuter(row)) continue;
      const owner = bindings.owner(row);
      for (const assignment of this.rows("assignments", owner))
        if (assignments.target(assignment) === bindings.name(row))
          bind(found, bindings.name(row), this.localised(this.assigned(assignment), owner));
    }
  }

  /** A name that is declared `global` or `nonlocal` is none of the scope's own. */
  private dropGlobals(scope: number, found: Bindings): void {
    const { bindings } = this.outline;
    for (const row of this.rows("bindings", scope))
      if (bindings.isOuter(row)) found.delete(bindings.name(row));
  }

  private readParameters(definition: number, found: Bindings): void {
    const { parameters, definitions } = this.outline;
    const parent = definitions.parent(definition);
    let isFirst = parent !== MODULE_LEVEL && definitions.isClass(parent);
    for (const row of this.rows("parameters", definition)) {
      const receiver = isFirst ? this.receiver(definition, parent) : undefined;
      isFirst = false;
      bind(found, parameters.name(row), receiver ?? this.parameter(row));
    }
  }

  /** What the first parameter of a method is: an instance, the class itself, or nothing special. */
  private receiver(method: number, owner: number): Origin | undefined {
    const { decorators } = this.outline;
    for (const row of this.rows("decorators", method)) {
      const name = this.names.last(decorators.name(row));
      if (name === this.words.staticmethod) return undefined;
      if (name === this.words.classmethod) return { kind: "definition", row: owner };
    }
    return { kind: "instance", of: { kind: "definition", row: owner } };
  }

  private parameter(row: number): Origin {
    const { parameters } = this.outline;
    if (parameters.stars(row) > 0) return UNKNOWN;
    return (
      this.annotation(parameters.annotationRange(row)) ??
      this.dependency(parameters.defaultRange(row)) ??
      UNKNOWN
    );
  }

  private annotation(range: Range, isGenerator = false): Origin | undefined {
    if (range.end === 0) return undefined;
    const text = this.text.slice(range.start, range.end);
    if (isGenerator) return this.readAnnotation(text, true);
    let known = this.byAnnotation.get(text);
    if (known === undefined) {
      known = this.readAnnotation(text, false) ?? UNKNOWN;
      this.byAnnotation.set(text, known);
    }
    return known === UNKNOWN ? undefined : known;
  }

  private readAnnotation(text: string, isGenerator: boolean): Origin | undefined {
    const { type, dependency } = readAnnotation(text, isGenerator);
    if (type !== undefined && !UNTYPED.has(type))
      return { kind: "instance", of: this.named(this.names.of(type)) };
    if (dependency === undefined) return undefined;
    return { kind: "dependency", of: this.named(this.names.of(dependency)) };
  }

  /** What a parameter without a type has from `= Depends(…)`. */
  private dependency(value: Range): Origin | undefined {
    if (value.end === 0) return undefined;
    const { dependency } = readAnnotation(this.text.slice(value.start, value.end));
    return dependency === undefined
      ? undefined
      : { kind: "dependency", of: this.named(this.names.of(dependency)) };
  }

  /** The same object for the same name, since there are many and comparing them is then quick. */
  private named(name: number): Origin {
    let origin = this.byName.get(name);
    if (origin === undefined) {
      origin = { kind: "name", name };
      this.byName.set(name, origin);
    }
    return origin;
  }

  private readImport(row: number, found: Bindings): void {
    const { imports } = this.outline;
    const module = imports.module(row);
    const name = imports.name(row);
    const alias = imports.alias(row);
    if (name === this.words.star) return;
    const isPlainModule = name === NO_NAME && alias === NO_NAME;
    const imported: Imported = {
      // `import a.b` binds `a`.
      module: isPlainModule ? this.names.first(module) : module,
      name,
      level: imports.level(row),
    };
    const word = alias !== NO_NAME ? alias : isPlainModule ? imported.module : name;
    bind(found, word, { kind: "import", imported });
  }

  private assigned(row: number): Origin {
    const { assignments } = this.outline;
    const annotation = this.annotation(assignments.annotationRange(row));
    if (annotation !== undefined) return annotation;
    const call = assignments.call(row);
    if (call >= 0) return this.called(call);
    if (assignments.valueFollow(row) === "subscript") return this.alias(row);
    if (!assignments.isNameOnly(row) || assignments.isAwaited(row)) return UNKNOWN;
    return this.constantOrName(assignments.value(row));
  }

  private result(row: number): Origin {
    const { results } = this.outline;
    // `yield from` hands on the items of what stands there.
    if (results.isFrom(row)) return UNKNOWN;
    const call = results.call(row);
    if (call >= 0) return this.called(call);
    if (!results.isNameOnly(row) || results.isAwaited(row)) return UNKNOWN;
    return this.constantOrName(results.value(row));
  }

  private subject(row: number): Origin {
    const { withs } = this.outline;
    const call = withs.call(row);
    if (call >= 0) return this.called(call);
    return withs.isNameOnly(row) ? this.named(withs.subject(row)) : UNKNOWN;
  }

  private readCallee(row: number): Origin {
    const { calls } = this.outline;
    const name = calls.callee(row);
    const receiver = calls.receiver(row);
    const isChain = name !== NO_NAME && receiver >= 0 && this.names.first(name) === NO_RECEIVER;
    if (!isChain || calls.callee(receiver) === this.words.super)
      return this.localised(this.callee(row), calls.owner(row));
    const length = (this.chains.get(receiver) ?? 0) + 1;
    this.chains.set(row, length);
    if (length > LONGEST_CHAIN || !isShort(name, this.names)) return UNKNOWN;
    const callee = this.ofCallee(receiver);
    if (callee.kind === "unknown") return UNKNOWN;
    const of: Origin = { kind: "call", callee, isAwaited: calls.isAwaited(receiver) };
    return this.onReceiver(name, of);
  }

  private called(row: number, length = 0): Origin {
    if (this.outline.calls.callee(row) === this.words.super) return this.superObject(row);
    const callee = this.callee(row, length);
    if (callee.kind === "unknown") return UNKNOWN;
    return { kind: "call", callee, isAwaited: this.outline.calls.isAwaited(row) };
  }

  /** `super()` in a method: an object of the first base. */
  private superObject(row: number): Origin {
    const { calls, definitions, bases } = this.outline;
    for (let at = calls.owner(row); at !== MODULE_LEVEL; at = definitions.parent(at)) {
      if (!definitions.isClass(at)) continue;
      const [base] = this.rows("bases", at);
      if (base === undefined) return UNKNOWN;
      return { kind: "instance", of: this.named(bases.name(base)) };
    }
    return UNKNOWN;
  }

  /** @param length how many calls of the same chain stand behind this one */
  private callee(row: number, length = 0): Origin {
    const { calls } = this.outline;
    const name = calls.callee(row);
    if (name === NO_NAME || length > LONGEST_CHAIN || !isShort(name, this.names)) return UNKNOWN;
    if (this.names.first(name) !== NO_RECEIVER) return this.named(name);
    const receiver = calls.receiver(row);
    return receiver < 0 ? UNKNOWN : this.onReceiver(name, this.called(receiver, length + 1));
  }

  /** `.query.filter` on the origin of a receiver; the name begins with an empty word. */
  private onReceiver(name: number, receiver: Origin): Origin {
    const prefix = this.names.prefix(name);
    if (prefix === NO_NAME || receiver.kind === "unknown") return receiver;
    return attribute(this.onReceiver(prefix, receiver), this.names.last(name));
  }

  private constantOrName(name: number): Origin {
    return name === this.words.None ? { kind: "none" } : this.named(name);
  }

  private alias(row: number): Origin {
    const { assignments } = this.outline;
    if (!this.words.aliases.has(this.names.last(assignments.value(row)))) return UNKNOWN;
    const range = assignments.valueRange(row);
    const { type, dependency } = readAnnotation(this.text.slice(range.start, range.end));
    return {
      kind: "alias",
      ...(type !== undefined && { type: this.named(this.names.of(type)) }),
      ...(dependency !== undefined && { dependency: this.named(this.names.of(dependency)) }),
    };
  }

  private addSelfAttributes(method: number, members: Bindings): void {
    const { assignments, parameters, definitions } = this.outline;
    if (definitions.isClass(method)) return;
    const [self] = this.rows("parameters", method);
    if (self === undefined) return;
    const receiver = parameters.name(self);
    for (const row of this.rows("assignments", method)) {
      const target = assignments.target(row);
      if (this.names.prefix(target) !== receiver) continue;
      bind(members, this.names.last(target), this.localised(this.assigned(row), method));
    }
  }
}

/** One for all, since most functions have no results or no decorators. */
export const NO_ORIGINS: readonly Origin[] = [];
/** Annotations that say nothing of a value. */
const UNTYPED = new Set(["Any", "typing.Any", "object"]);
const SELF_REFERENCE: Origin = { kind: "either", origins: [] };
/** There are fewer names than this, and scope times it is still an exact number. */
const MOST_WORDS = 2 ** 26;
/** Longer chains of locals, and names with more meanings, are given up. */
const DEEPEST = 24;
const MOST_BRANCHES = 12;
/** Words of a dotted name, and calls of a chain such as `query().filter().all()`. Longer ones are made to break readers. */
const LONGEST_CHAIN = 100;

function isShort(name: number, names: Names): boolean {
  let prefix = name;
  for (let length = 0; length < LONGEST_CHAIN; length++) {
    prefix = names.prefix(prefix);
    if (prefix === NO_NAME) return true;
  }
  return false;
}

/** What a name is that has all these origins: those that only lead back to it, or say `None`, add nothing. */
function oneOf(origins: readonly Origin[]): Origin {
  const found: Origin[] = [];
  for (const origin of origins) {
    if (isSelfReference(origin) || (origin.kind === "none" && origins.length > 1)) continue;
    if (origin.kind === "unknown") return UNKNOWN;
    if (!found.some((other) => sameOrigin(other, origin))) found.push(origin);
  }
  const [first] = found;
  if (first === undefined) return UNKNOWN;
  return found.length === 1 ? first : { kind: "either", origins: found };
}

function isSelfReference(origin: Origin): boolean {
  switch (origin.kind) {
    case "either":
      return origin.origins.length === 0;
    case "attribute":
    case "entered":
      return isSelfReference(origin.of);
    case "call":
      return isSelfReference(origin.callee);
    default:
      return false;
  }
}

function attribute(of: Origin, word: number): Origin {
  return of.kind === "unknown" ? UNKNOWN : { kind: "attribute", of, word };
}

function bind(bindings: Bindings, word: number, origin: Origin): void {
  const bound = bindings.get(word);
  if (bound === undefined) bindings.set(word, [origin]);
  else bound.push(origin);
}

interface Words {
  readonly star: number;
  readonly None: number;
  readonly super: number;
  readonly staticmethod: number;
  readonly classmethod: number;
  readonly aliases: ReadonlySet<number>;
}

function wordsOf(names: Names): Words {
  return {
    star: names.of("*"),
    None: names.of("None"),
    super: names.of("super"),
    staticmethod: names.of("staticmethod"),
    classmethod: names.of("classmethod"),
    aliases: new Set(["Annotated", "Optional", "Union"].map((word) => names.of(word))),
  };
}
