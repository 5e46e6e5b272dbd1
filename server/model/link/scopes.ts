/** The scopes of one file: what each name in them comes from. Read from the file alone; nothing here keeps an offset. */

import { attribute, type Origin, sameOrigin, UNKNOWN } from "#model/link/origin";
import { grouped, type OwnedTable, type RowsByOwner } from "#model/link/ownedRows";
import {
  type Bindings,
  bind,
  MOST_WORDS,
  NOTHING_KNOWN,
  only,
  type Vocabulary,
} from "#model/link/vocabulary";
import { isShort, LONGEST_CHAIN, Written } from "#model/link/written";
import { type Names, NO_NAME, NO_RECEIVER } from "#syntax/names";
import { MODULE_LEVEL, type Outline } from "#syntax/outline";
import type { Range } from "#syntax/range";

/** What annotations say of words, the first of each. */
type Declared = Map<number, Origin>;

export class Scopes {
  readonly outline: Outline;
  readonly text: string;
  readonly names: Names;
  private readonly words: Vocabulary;
  /** By table, what of it has been asked for. */
  private grouped: Partial<Record<OwnedTable, RowsByOwner>> = {};
  private kept: Known | undefined;
  /** The outermost name that was asked for while it was being resolved: what depends on it is not final. */
  private outermostPending = Number.POSITIVE_INFINITY;

  /** @param words made for the same `names` */
  constructor(outline: Outline, text: string, names: Names, words: Vocabulary) {
    this.outline = outline;
    this.text = text;
    this.names = names;
    this.words = words;
  }

  /** Lets go of what was read of the functions, which is much and seldom asked for again. */
  release(): void {
    this.kept = undefined;
    this.grouped = {};
  }

  /** The rows of the tables that belong to a definition itself. */
  rows(table: OwnedTable, scope: number): Int32Array {
    this.grouped[table] ??= grouped(this.outline, table);
    return this.grouped[table].of(scope);
  }

  /** What the scope of a definition (or the module) binds, each origin in the words of that same scope. */
  bindings(scope: number): Bindings {
    let found = this.known.byScope.get(scope);
    if (found === undefined) {
      found = this.readBindings(scope);
      this.known.byScope.set(scope, found);
    }
    return found;
  }

  /** The origin of a dotted name used in a scope, its locals replaced. */
  ofName(name: number, scope: number): Origin {
    if (name === NO_NAME || !isShort(name, this.names)) return UNKNOWN;
    const prefix = this.names.prefix(name);
    if (prefix !== NO_NAME) {
      const of = this.ofName(prefix, scope);
      if (of.kind === "name" && of.name === prefix) return this.known.written.named(name);
      if (of.kind === "name")
        return this.known.written.named(this.names.dotted(of.name, this.names.last(name)));
      return of.kind === "unknown" ? UNKNOWN : attribute(of, this.names.last(name));
    }
    return this.ofWord(name, scope);
  }

  /** The origin of what a call row calls. Always the same object, of which those of a chain are parts. */
  ofCallee(row: number): Origin {
    let origin = this.known.callees[row];
    if (origin === undefined) {
      origin = this.readCallee(row);
      this.known.callees[row] = origin;
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
    const declared: Declared = new Map();
    for (const [word, origins] of this.bindings(row))
      members.set(word, this.allLocalised(origins, row));
    for (const assignment of this.rows("assignments", row))
      this.declareMember(assignment, row, declared);
    for (const method of this.rows("definitions", row))
      this.addSelfAttributes(method, members, declared);
    prefer(declared, members);
    return members;
  }

  /** What `return` (or `yield`) gives, without bare ones. */
  results(row: number, isYield: boolean): readonly Origin[] {
    const { results } = this.outline;
    let found: Origin[] | undefined;
    for (const result of this.rows("results", row)) {
      if (results.isYield(result) !== isYield || results.valueRange(result).end === 0) continue;
      const origin = this.localised(this.known.written.result(result), row);
      if (origin.kind === "none") continue;
      found ??= [];
      found.push(origin);
    }
    return found ?? NO_ORIGINS;
  }

  /** The class that an annotation names, or what its `Depends` gives. */
  ofAnnotation(range: Range, scope: number, isGenerator = false): Origin | undefined {
    const origin = this.known.written.annotation(range, isGenerator);
    return origin && this.localised(origin, scope);
  }

  private get known(): Known {
    this.kept ??= new Known(
      new Written(this.outline, this.text, this.names, this.words, (row) =>
        this.rows("decorators", row),
      ),
    );
    return this.kept;
  }

  private ofWord(word: number, scope: number): Origin {
    for (let at = scope; at !== MODULE_LEVEL; at = this.outline.definitions.parent(at)) {
      // A class body is no scope for the functions in it.
      if (at !== scope && this.outline.definitions.isClass(at)) continue;
      const origins = this.bindings(at).get(word);
      if (origins !== undefined) return this.combined(origins, word, at);
    }
    return this.known.written.named(word);
  }

  /** One origin for a name that a scope binds perhaps several times. */
  private combined(origins: readonly Origin[], word: number, scope: number): Origin {
    const key = scope * MOST_WORDS + word;
    const known = this.known.byWord.get(key);
    if (known !== undefined) return known;
    const asked = this.known.pending.get(key);
    if (asked !== undefined) {
      this.outermostPending = Math.min(this.outermostPending, asked);
      return SELF_REFERENCE;
    }
    const depth = this.known.pending.size;
    if (depth > DEEPEST || origins.length > MOST_BRANCHES) return UNKNOWN;
    this.known.pending.set(key, depth);
    const origin = oneOf(origins.map((it) => this.localised(it, scope)));
    this.known.pending.delete(key);
    if (this.outermostPending >= depth) {
      this.outermostPending = Number.POSITIVE_INFINITY;
      this.known.byWord.set(key, origin);
    }
    return origin;
  }

  /** The same list where it may be shared, and nothing in it is a local. */
  private allLocalised(origins: Origin[], scope: number): Origin[] {
    const [first] = origins;
    if (first === undefined || origins.length > 1)
      return origins.map((origin) => this.localised(origin, scope));
    const origin = this.localised(first, scope);
    return origin === first ? origins : only(origin);
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
        const first = origin.first && this.localised(origin.first, scope);
        if (callee === origin.callee && first === origin.first) return origin;
        return { ...origin, callee, ...(first && { first }) };
      }
      case "instance":
      case "dependency":
      case "entered":
      case "subscript": {
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

  private readBindings(scope: number): Bindings {
    const { outline } = this;
    const { written } = this.known;
    const found: Bindings = new Map();
    const declared: Declared = new Map();
    const isFunction = scope !== MODULE_LEVEL && !outline.definitions.isClass(scope);
    if (isFunction) this.readParameters(scope, found, declared);
    for (const row of this.rows("imports", scope)) {
      const imported = written.imported(row);
      if (imported !== undefined) bind(found, imported.word, imported.origins);
    }
    for (const row of this.rows("definitions", scope))
      bind(found, outline.definitions.name(row), this.words.definition(row));
    for (const row of this.rows("assignments", scope)) {
      const target = outline.assignments.target(row);
      if (this.names.prefix(target) !== NO_NAME) continue;
      const type = written.declared(row);
      if (type !== undefined && !declared.has(target)) declared.set(target, type);
      bind(found, target, only(type ?? written.value(row)));
    }
    for (const row of this.rows("withs", scope)) {
      const alias = outline.withs.alias(row);
      if (alias !== NO_NAME && this.names.prefix(alias) === NO_NAME)
        bind(found, alias, [{ kind: "entered", of: written.subject(row) }]);
    }
    for (const row of this.rows("bindings", scope))
      if (!outline.bindings.isOuter(row)) bind(found, outline.bindings.name(row), NOTHING_KNOWN);
    if (scope === MODULE_LEVEL) this.readGlobals(found);
    else this.dropGlobals(scope, found);
    prefer(declared, found);
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
          bind(
            found,
            bindings.name(row),
            only(this.localised(this.known.written.assigned(assignment), owner)),
          );
    }
  }

  /** A name that is declared `global` or `nonlocal` is none of the scope's own. */
  private dropGlobals(scope: number, found: Bindings): void {
    const { bindings } = this.outline;
    for (const row of this.rows("bindings", scope))
      if (bindings.isOuter(row)) found.delete(bindings.name(row));
  }

  private readParameters(definition: number, found: Bindings, declared: Declared): void {
    const { written } = this.known;
    const { parameters, definitions } = this.outline;
    const parent = definitions.parent(definition);
    let isFirst = parent !== MODULE_LEVEL && definitions.isClass(parent);
    for (const row of this.rows("parameters", definition)) {
      const receiver = isFirst ? written.receiver(definition, parent, row) : undefined;
      isFirst = false;
      const name = parameters.name(row);
      const type = receiver ?? written.parameterType(row);
      if (type !== undefined) declared.set(name, type);
      bind(found, name, only(type ?? written.untyped(row)));
    }
  }

  private readCallee(row: number): Origin {
    const { calls } = this.outline;
    const name = calls.callee(row);
    const receiver = calls.receiver(row);
    const isChain = name !== NO_NAME && receiver >= 0 && this.names.first(name) === NO_RECEIVER;
    if (!isChain || this.known.written.isSuper(receiver))
      return this.localised(this.known.written.callee(row), calls.owner(row));
    const length = (this.known.chains.get(receiver) ?? 0) + 1;
    this.known.chains.set(row, length);
    if (length > LONGEST_CHAIN || !isShort(name, this.names)) return UNKNOWN;
    const callee = this.ofCallee(receiver);
    if (callee.kind === "unknown") return UNKNOWN;
    const argument = this.known.written.firstArgument(receiver);
    const first = argument && this.localised(argument, calls.owner(receiver));
    const isAwaited = calls.isAwaited(receiver);
    const of: Origin = { kind: "call", callee, isAwaited, ...(first && { first }) };
    return this.known.written.onReceiver(name, of);
  }

  /** Notes the type of an annotated class attribute. */
  private declareMember(row: number, owner: number, declared: Declared): void {
    const target = this.outline.assignments.target(row);
    if (this.names.prefix(target) !== NO_NAME || declared.has(target)) return;
    const type = this.known.written.declared(row);
    if (type !== undefined) declared.set(target, this.localised(type, owner));
  }

  private addSelfAttributes(method: number, members: Bindings, declared: Declared): void {
    const { assignments, parameters, definitions } = this.outline;
    if (definitions.isClass(method)) return;
    const [self] = this.rows("parameters", method);
    if (self === undefined) return;
    const receiver = parameters.name(self);
    for (const row of this.rows("assignments", method)) {
      const target = assignments.target(row);
      if (this.names.prefix(target) !== receiver) continue;
      const word = this.names.last(target);
      const type = this.known.written.declared(row);
      const origin = this.localised(type ?? this.known.written.value(row), method);
      if (type !== undefined && !declared.has(word)) declared.set(word, origin);
      bind(members, word, only(origin));
    }
  }
}

/** What has been read of a file; much, and seldom asked for again once its calls are linked. */
class Known {
  readonly written: Written;
  readonly byScope = new Map<number, Bindings>();
  readonly byWord = new Map<number, Origin>();
  readonly callees: Origin[] = [];
  /** By call row: how many calls of the same chain it stands behind. */
  readonly chains = new Map<number, number>();
  /** Names being resolved, and how deep: `query = query.filter()` must not ask for itself. */
  readonly pending = new Map<number, number>();

  constructor(written: Written) {
    this.written = written;
  }
}

/** One for all, since most functions have no results or no decorators. */
export const NO_ORIGINS: readonly Origin[] = [];
const SELF_REFERENCE: Origin = { kind: "either", origins: [] };
/** Longer chains of locals, and names with more meanings, are given up. */
const DEEPEST = 24;
const MOST_BRANCHES = 12;

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
    case "subscript":
      return isSelfReference(origin.of);
    case "call":
      return isSelfReference(origin.callee);
    default:
      return false;
  }
}

/** A declared type holds for every value that the name gets. */
function prefer(declared: Declared, bindings: Bindings): void {
  for (const [word, type] of declared) if (bindings.has(word)) bindings.set(word, [type]);
}
