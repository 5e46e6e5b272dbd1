/** What calls of libraries give: variables of the environment, conversions, URLs, methods of strings and dictionaries. */
import type { Project } from "#model/project";
import { asDefault, eitherOf } from "#model/values/choices";
import { converted, isConversion } from "#model/values/conversions";
import { DictionaryReader } from "#model/values/dictionaries";
import { type Reading, readingOf } from "#model/values/environment";
import { qualifiedNameOf, unknown, withBound, writtenAt } from "#model/values/places";
import { type Fields, formatted, joined, prefixMethod, stringMethod } from "#model/values/strings";
import { sameUrl, urlParts } from "#model/values/urls";
import { alternatives, type Located, type Value } from "#model/values/value";
import type { Call, Expression } from "#syntax/facts";

/** What evaluates the arguments. */
interface Evaluator {
  of(located: Located): Value;
}

export class LibraryCalls {
  private readonly evaluator: Evaluator;
  private readonly project: Project;

  constructor(evaluator: Evaluator, project: Project) {
    this.evaluator = evaluator;
    this.project = project;
  }

  /** @param name the qualified name of what is called, where it is known */
  of(name: string | undefined, call: Call, located: Located): Value {
    const reading = readingOf(name, call);
    if (reading !== undefined) return this.reading(reading, located);
    const [first, second] = call.arguments;
    if (isConversion(name)) {
      if (first === undefined || second !== undefined || first.stars > 0) return unknown(located);
      if (first.keyword !== undefined) return unknown(located);
      return converted(name, this.inside(first.value, located), writtenAt(located));
    }
    if (name === "typing.cast" && second !== undefined) return this.inside(second.value, located);
    return this.url(name, call, located) ?? this.method(call, located);
  }

  /** The default of a variable of the environment, converted as the call says. */
  private reading({ default: fallback, cast, type }: Reading, located: Located): Value {
    const unset: Value = { ...unknown(located), source: "environment" };
    if (fallback === undefined) return unset;
    const value = asDefault(this.inside(fallback, located), "environment");
    if (type !== undefined) return isOfType(value, type) ? value : unset;
    if (cast === undefined || cast.kind === "none" || value.kind === "none") return value;
    const name = qualifiedNameOf(cast, located, this.project);
    if (isConversion(name)) return converted(name, value, writtenAt(located), true);
    const [parameter, another] = cast.kind === "lambda" ? cast.parameters : [];
    if (cast.kind !== "lambda" || parameter === undefined || another !== undefined) return unset;
    return asDefault(this.inside(cast.body, withBound(located, parameter, value)), "environment");
  }

  private url(name: string | undefined, call: Call, located: Located): Value | undefined {
    const same = sameUrl(name, call);
    if (same !== undefined) {
      const value = this.inside(same, located);
      return name === undefined || name.endsWith("make_url") || value.kind !== "string"
        ? value
        : converted("str", value, writtenAt(located));
    }
    const parts = name === undefined ? undefined : urlParts(name, call);
    if (parts === undefined) return undefined;
    const written = writtenAt(located);
    const values = parts.map((part): Value => {
      if (part === undefined) return unknown(located);
      return typeof part === "string"
        ? { ...written, kind: "string", value: part }
        : this.inside(part, located);
    });
    // Left out is what is `None`, with the sign before it.
    const isWhole = values.every((value, index) => index === 0 || value.kind !== "none");
    // Whoever wants another kind of URL changes its first part.
    const [scheme = unknown(located)] = values;
    return joined(isWhole ? values : [...values.slice(0, 2), unknown(located)], scheme);
  }

  /** `"a,b".split(",")`, `"{}".format(…)`, `settings.get("name", "default")`. */
  private method(call: Call, located: Located): Value {
    const { callee } = call;
    if (callee.kind !== "attribute") return unknown(located);
    const { name, object } = callee;
    if (name === "get") return this.got(call, object, located);
    const value = this.inside(object, located);
    if (name === "copy" && (value.kind === "list" || value.kind === "dictionary")) return value;
    if (name === "format" && value.kind === "string")
      return formatted(value.value, this.formatFields(call, located), writtenAt(located));
    const isPositional = call.arguments.every((it) => it.keyword === undefined && it.stars === 0);
    if (!isPositional) return unknown(located);
    const given = call.arguments.map((argument) => this.inside(argument.value, located));
    return eitherOf(
      alternatives(value).map((it) => methodOf(name, it, given) ?? unknown(located)),
      writtenAt(located),
    );
  }

  private formatFields(call: Call, located: Located): Fields {
    const { arguments: all } = call;
    const unread = all.findIndex(({ stars }) => stars === 1);
    const positional = all
      .slice(0, unread === -1 ? all.length : unread)
      .filter(({ keyword, stars }) => keyword === undefined && stars === 0)
      .map(({ value }) => this.inside(value, located));
    const named = new Map<string, Value>();
    const { entries } = new DictionaryReader(this.project).keywordsOf(call, located);
    for (const [key, [keyword, another]] of entries)
      if (keyword?.isCertain && another === undefined) named.set(key, this.evaluator.of(keyword));
    return { positional, named };
  }

  /** `options.get("name", "default")` */
  private got({ arguments: [first, second] }: Call, object: Expression, located: Located): Value {
    const key = first && this.inside(first.value, located);
    if (key?.kind !== "string" || first?.stars !== 0) return unknown(located);
    const { entries, isOpen, handsOn } = new DictionaryReader(this.project).read(object, located);
    const found = entries.get(key.value) ?? [];
    if (isOpen || handsOn) {
      const value = this.inside(object, located);
      if (value.kind !== "dictionary") return unknown(located);
      const entry = value.entries.get(key.value);
      if (entry !== undefined) return entry;
    }
    const fallback: Value = second
      ? this.inside(second.value, located)
      : { ...writtenAt(located), kind: "none" };
    const isCertain = found.some((it) => it.isCertain);
    return eitherOf(
      [...found.map((it) => this.evaluator.of(it)), ...(isCertain ? [] : [fallback])],
      writtenAt(located),
    );
  }

  private inside(expression: Expression, located: Located): Value {
    return this.evaluator.of({ ...located, expression });
  }
}

function methodOf(name: string, value: Value, given: readonly Value[]): Value | undefined {
  if (value.kind === "string") return stringMethod(name, value, given);
  return value.kind === "prefix" ? prefixMethod(name, value, given) : undefined;
}

function isOfType(value: Value, type: string): boolean {
  const kinds: Readonly<Record<string, string>> = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    list: "list",
  };
  return value.kind === "none" || kinds[type] === value.kind;
}
