/** What the rows of one file say that something comes from, in the names of the scope where it stands. */
import { attribute, type Origin, UNKNOWN } from "#model/link/origin";
import type { Vocabulary } from "#model/link/vocabulary";
import { type Annotation, readAnnotation } from "#syntax/annotation";
import { type Names, NO_NAME, NO_RECEIVER } from "#syntax/names";
import { MODULE_LEVEL, type Outline } from "#syntax/outline";
import type { Range } from "#syntax/range";

export class Written {
  private readonly outline: Outline;
  private readonly text: string;
  private readonly names: Names;
  private readonly words: Vocabulary;
  private readonly decoratorsOf: (definition: number) => Iterable<number>;
  private readonly byName = new Map<number, Origin>();
  private readonly byAnnotation = new Map<string, Origin>();

  constructor(
    outline: Outline,
    text: string,
    names: Names,
    words: Vocabulary,
    decoratorsOf: (definition: number) => Iterable<number>,
  ) {
    this.outline = outline;
    this.text = text;
    this.names = names;
    this.words = words;
    this.decoratorsOf = decoratorsOf;
  }

  /** The same object for the same name, since there are many and comparing them is then quick. */
  named(name: number): Origin {
    let origin = this.byName.get(name);
    if (origin === undefined) {
      origin = { kind: "name", name };
      this.byName.set(name, origin);
    }
    return origin;
  }

  /** The word that an import row binds, and what; `undefined` for a star. */
  imported(row: number): { readonly word: number; readonly origins: Origin[] } | undefined {
    const { imports } = this.outline;
    const module = imports.module(row);
    const name = imports.name(row);
    const alias = imports.alias(row);
    if (name === this.words.star) return undefined;
    const isPlainModule = name === NO_NAME && alias === NO_NAME;
    // `import a.b` binds `a`.
    const from = isPlainModule ? this.names.first(module) : module;
    const word = alias !== NO_NAME ? alias : isPlainModule ? from : name;
    return { word, origins: this.words.imported(from, name, imports.level(row)) };
  }

  /** What the first parameter of a method is: an instance, the class itself, or nothing special. */
  receiver(method: number, owner: number, parameter: number): Origin | undefined {
    switch (this.kindOfMethod(method)) {
      case "static":
        return undefined;
      case "class":
        return { kind: "definition", row: owner };
      default: {
        const of: Origin = { kind: "definition", row: owner };
        // Validators of Pydantic are class methods without a decorator that says so.
        const isClass = this.outline.parameters.name(parameter) === this.words.cls;
        return isClass ? of : { kind: "instance", of };
      }
    }
  }

  /** What a parameter has that no annotation tells the type of. */
  untyped(row: number): Origin {
    const { parameters } = this.outline;
    const given = parameters.stars(row) > 0 ? undefined : parameters.defaultRange(row);
    return (given && this.dependency(given)) ?? UNKNOWN;
  }

  /** What the annotation of a parameter says of its value. */
  parameterType(row: number): Origin | undefined {
    const { parameters } = this.outline;
    return parameters.stars(row) > 0
      ? undefined
      : this.annotation(parameters.annotationRange(row), false);
  }

  annotation(range: Range, isGenerator: boolean): Origin | undefined {
    if (range.end === 0) return undefined;
    const text = this.text.slice(range.start, range.end);
    if (isGenerator) return this.ofAnnotation(readAnnotation(text, true));
    let known = this.byAnnotation.get(text);
    if (known === undefined) {
      known = this.ofAnnotation(readAnnotation(text)) ?? UNKNOWN;
      this.byAnnotation.set(text, known);
    }
    return known === UNKNOWN ? undefined : known;
  }

  /** What the annotation of an assignment says of the target, whatever is assigned. */
  declared(row: number): Origin | undefined {
    return this.annotation(this.outline.assignments.annotationRange(row), false);
  }

  assigned(row: number): Origin {
    return this.declared(row) ?? this.value(row);
  }

  /** What the right side of an assignment gives. */
  value(row: number): Origin {
    const { assignments } = this.outline;
    const call = assignments.call(row);
    if (call >= 0) return this.called(call);
    if (assignments.valueFollow(row) === "subscript") return this.subscriptValue(row);
    if (!assignments.isNameOnly(row) || assignments.isAwaited(row)) return UNKNOWN;
    return this.constantOrName(assignments.value(row));
  }

  result(row: number): Origin {
    const { results } = this.outline;
    // `yield from` hands on the items of what stands there.
    if (results.isFrom(row)) return UNKNOWN;
    const call = results.call(row);
    if (call >= 0) return this.called(call);
    if (!results.isNameOnly(row) || results.isAwaited(row)) return UNKNOWN;
    return this.constantOrName(results.value(row));
  }

  /** What a `with` enters. */
  subject(row: number): Origin {
    const { withs } = this.outline;
    const call = withs.call(row);
    if (call >= 0) return this.called(call);
    return withs.isNameOnly(row) ? this.named(withs.subject(row)) : UNKNOWN;
  }

  /** @param length how many calls of the same chain stand behind this one */
  callee(row: number, length = 0): Origin {
    const { calls } = this.outline;
    const name = calls.callee(row);
    if (name === NO_NAME || length > LONGEST_CHAIN || !isShort(name, this.names)) return UNKNOWN;
    if (this.names.first(name) !== NO_RECEIVER) return this.named(name);
    const receiver = calls.receiver(row);
    const of = receiver < 0 ? this.subscripted(row) : this.called(receiver, length + 1);
    return this.onReceiver(name, of);
  }

  /** The origin of the argument that a call may give back. */
  firstArgument(row: number): Origin | undefined {
    const { calls } = this.outline;
    const word = this.names.last(calls.callee(row));
    if (word !== this.words.partial && word !== this.words.cast) return undefined;
    const start = calls.calleeEnd(row);
    const written = this.text.slice(start, Math.min(calls.end(row), start + LONGEST_ARGUMENT));
    if (word === this.words.partial) {
      const name = PARTIAL_OF.exec(written)?.[1];
      return name === undefined ? undefined : this.named(this.names.of(name));
    }
    const type = CAST_TO.exec(written)?.[1];
    return type === undefined ? undefined : this.ofAnnotation(readAnnotation(type));
  }

  /** `.query.filter` on the origin of a receiver; the name begins with an empty word. */
  onReceiver(name: number, receiver: Origin): Origin {
    const prefix = this.names.prefix(name);
    if (prefix === NO_NAME || receiver.kind === "unknown") return receiver;
    return attribute(this.onReceiver(prefix, receiver), this.names.last(name));
  }

  isSuper(call: number): boolean {
    return this.outline.calls.callee(call) === this.words.super;
  }

  /** `super()` in a method: what the classes after this one in its order have. */
  superObject(row: number): Origin {
    const { calls, definitions } = this.outline;
    const given = this.text.slice(calls.calleeEnd(row) + 1, calls.end(row) - 1);
    let method = MODULE_LEVEL;
    for (let at = calls.owner(row); at !== MODULE_LEVEL; at = definitions.parent(at)) {
      if (!definitions.isClass(at)) {
        method = at;
        continue;
      }
      const [type] = given.split(",", 1);
      const own = type?.trim() ?? "";
      if (own !== "" && own !== this.names.text(definitions.name(at))) return UNKNOWN;
      const isClass = method !== MODULE_LEVEL && this.kindOfMethod(method) === "class";
      return { kind: "super", row: at, isClass };
    }
    return UNKNOWN;
  }

  private kindOfMethod(method: number): "plain" | "class" | "static" {
    const { decorators, definitions } = this.outline;
    for (const row of this.decoratorsOf(method)) {
      const name = this.names.last(decorators.name(row));
      if (name === this.words.staticmethod) return "static";
      if (name === this.words.classmethod) return "class";
    }
    return this.words.ofClass.has(definitions.name(method)) ? "class" : "plain";
  }

  private called(row: number, length = 0): Origin {
    if (this.isSuper(row)) return this.superObject(row);
    const callee = this.callee(row, length);
    if (callee.kind === "unknown") return UNKNOWN;
    const first = this.firstArgument(row);
    const isAwaited = this.outline.calls.isAwaited(row);
    return { kind: "call", callee, isAwaited, ...(first && { first }) };
  }

  private ofAnnotation({ type, dependency, isClass }: Annotation): Origin | undefined {
    if (type !== undefined && !UNTYPED.has(type)) {
      const of = this.named(this.names.of(type));
      return isClass === true ? of : { kind: "instance", of };
    }
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

  /** `Repository[User]` before a call, or before the attribute that is called. */
  private subscripted(row: number): Origin {
    const { calls } = this.outline;
    const start = calls.start(row);
    const end = calls.calleeEnd(row);
    const attributes = this.names.text(calls.callee(row));
    const isShort = end - start < LONGEST_ARGUMENT;
    if (!isShort || this.text[end - attributes.length - 1] !== "]") return UNKNOWN;
    const [, name, after] = SUBSCRIPTED.exec(this.text.slice(start, end)) ?? [];
    const isWhole = name !== undefined && after === attributes;
    return isWhole ? this.subscript(this.names.of(name)) : UNKNOWN;
  }

  private subscript(name: number): Origin {
    return { kind: "subscript", of: this.named(name) };
  }

  private constantOrName(name: number): Origin {
    return name === this.words.None ? { kind: "none" } : this.named(name);
  }

  /** `Annotated[…]` and its like, or a generic class with its parameters. */
  private subscriptValue(row: number): Origin {
    const { assignments } = this.outline;
    const range = assignments.valueRange(row);
    const text = this.text.slice(range.start, range.end);
    const value = assignments.value(row);
    if (!this.words.aliases.has(this.names.last(value)))
      return SUBSCRIPTED.exec(text)?.[2] === "" ? this.subscript(value) : UNKNOWN;
    const { type, dependency } = readAnnotation(text);
    return {
      kind: "alias",
      ...(type !== undefined && !UNTYPED.has(type) && { type: this.named(this.names.of(type)) }),
      ...(dependency !== undefined && { dependency: this.named(this.names.of(dependency)) }),
    };
  }
}

/** Words of a dotted name, and calls of a chain such as `query().filter().all()`. Longer ones are made to break readers. */
export const LONGEST_CHAIN = 100;
/** Annotations that say nothing of a value. */
const UNTYPED = new Set(
  (
    "Any typing.Any object type Type typing.Type callable Callable typing.Callable collections.abc.Callable " +
    "Final typing.Final ClassVar typing.ClassVar"
  ).split(" "),
);
/** A bound for what is read of one argument. */
const LONGEST_ARGUMENT = 400;
const PARTIAL_OF = /^\(\s*([\p{L}_][\p{L}\p{N}_.]*)\s*[,)]/u;
const CAST_TO = /^\(\s*(?:typ\s*=\s*)?("[^"]+"|'[^']+'|[\p{L}_][^,()]*?)\s*,/u;
/** One pair of brackets with no call in it, and what follows it. */
const SUBSCRIPTED = /^([\p{L}_][\p{L}\p{N}_.]*)\[[^()]*\]((?:\.[\p{L}_][\p{L}\p{N}_]*)*)$/u;

export function isShort(name: number, names: Names): boolean {
  let prefix = name;
  for (let length = 0; length < LONGEST_CHAIN; length++) {
    prefix = names.prefix(prefix);
    if (prefix === NO_NAME) return true;
  }
  return false;
}
