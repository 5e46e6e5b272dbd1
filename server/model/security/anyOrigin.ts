/** Whether the origins that an application lets in are all there are: the way from an argument of the CORS middleware to a `*`. */

import { isDevelopmentOnly, saysDevelopment } from "#model/application/developmentOnly";
import { type Condition, conditionsAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import { fillOf, mayDrop } from "#model/security/wildcardValidators";
import { type Binding, bindingOf, constantOf } from "#model/values/constants";
import { defaultOf, passedFor } from "#model/values/parameters";
import { type Setting, settingOf } from "#model/values/pydanticSettings";
import { propertyOf, returnedBy } from "#model/values/results";
import { alternatives, type Located, type Place, type Source } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Call, Comprehension } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";

/** Where the `*` is written, and whether something may replace it when the application starts. */
export interface AnyOrigin extends Place {
  readonly source: Source;
}

/** Longer chains of names are given up. */
const DEEPEST = 12;
/** `(http|https)` */
const SCHEMES = /\(https?\|https?\)/g;
const ANY_SITE = /^(?:https?\??(?::\/\/)?)?\(?\.[*+]\??$/;
/** Calls that give the items of their argument. */
const SAME_ITEMS = /^(?:list|tuple|set|sorted|frozenset)$/;
/** Text of code that asks whether a `*` is there. */
const ASKS_FOR_WILDCARD = /["']\*["']|wild_?card|(?:any|all)_?origin/i;

/** The `*` that a value is or holds in production; `undefined` where none is known. */
export function anyOriginIn(located: Located, project: Project): AnyOrigin | undefined {
  return new Search(project).in(located);
}

/** What the conditions around the middleware say of a `*` among its origins: `asked` where somebody chose it, `none` where there is none, or only in development. */
export function wildcardUnder(
  conditions: readonly Condition[],
  text: string,
): "asked" | "none" | "possible" {
  if (isDevelopmentOnly(conditions)) return "none";
  const answers = conditions.flatMap(({ expression, holds }) => {
    const asked = text.slice(expression.start, expression.end);
    if (!ASKS_FOR_WILDCARD.test(asked)) return [];
    const isNegated = /\bnot\b|!=/.test(asked);
    return isNegated === holds ? "none" : "asked";
  });
  return answers.includes("none") ? "none" : (answers[0] ?? "possible");
}

/** Whether a regular expression lets in whatever a browser sends, or every site under one scheme. */
export function matchesAnyOrigin(pattern: string): boolean {
  const plain = pattern.replaceAll("\\/", "/").replaceAll("(?:", "(").replaceAll(SCHEMES, "https?");
  return plain.split("|").some((branch) => ANY_SITE.test(branch.replace(/^[\^(]+|[)$]+$/g, "")));
}

class Search {
  private readonly project: Project;
  private depth = 0;

  constructor(project: Project) {
    this.project = project;
  }

  in(located: Located): AnyOrigin | undefined {
    if (this.depth >= DEEPEST) return undefined;
    this.depth++;
    const found = this.read(located);
    this.depth--;
    return found;
  }

  private read(located: Located): AnyOrigin | undefined {
    const { expression } = located;
    switch (expression.kind) {
      case "conditional": {
        const { condition, whenTrue, otherwise } = expression;
        const branches = [
          saysDevelopment(condition, true) ? undefined : whenTrue,
          saysDevelopment(condition, false) ? undefined : otherwise,
        ];
        return this.first(branches.flatMap((it) => (it ? { ...located, expression: it } : [])));
      }
      case "operation":
        if (expression.left === undefined || !/^(?:or|\+)$/.test(expression.operator))
          return undefined;
        return this.first(
          [expression.left, expression.right].map((it) => ({ ...located, expression: it })),
        );
      case "list":
      case "tuple":
      case "set":
        return this.first(
          expression.elements.map((it) => ({
            ...located,
            expression: it.kind === "starred" ? it.value : it,
          })),
        );
      case "comprehension":
        return this.mapped(expression, located);
      case "name":
        return this.variable(located);
      case "attribute":
        return this.attribute(located);
      case "call":
        return this.called(expression, located);
      default:
        return this.evaluated(located);
    }
  }

  private first(all: readonly Located[]): AnyOrigin | undefined {
    for (const located of all) {
      const found = this.in(located);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private evaluated({ expression, file, scope }: Located): AnyOrigin | undefined {
    for (const value of alternatives(evaluate(expression, file, scope, this.project))) {
      const items = value.kind === "list" ? value.elements : [value];
      const found = items.find((item) => item.kind === "string" && item.value.trim() === "*");
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `[origin.strip() for origin in origins]`; not one that leaves the `*` out. */
  private mapped({ clauses, conditions }: Comprehension, located: Located): AnyOrigin | undefined {
    const [clause] = clauses;
    if (clause === undefined || clauses.length > 1) return undefined;
    const asked = conditions.map((it) => located.file.slice(it)).join(" ");
    if (ASKS_FOR_WILDCARD.test(asked) || /\w\(/.test(asked.replaceAll(/\.strip\(/g, "")))
      return undefined;
    return this.in({ ...located, expression: clause.iterable });
  }

  private variable(located: Located): AnyOrigin | undefined {
    const { expression, file, scope } = located;
    if (expression.kind !== "name") return undefined;
    const { workspace } = this.project;
    const word = workspace.names.of(expression.name);
    const binding = bindingOf(workspace, word, file.path, scope);
    if (binding === undefined) return undefined;
    const { assignments } = binding.file.outline;
    const rows = (
      workspace.scopes(binding.file.path)?.rows("assignments", binding.scope) ?? []
    ).filter((row) => assignments.target(row) === word);
    if (rows.length === 0) return this.parameter(expression.name, binding);
    // A parameter, a loop or `global` binds it, too.
    if (rows.length !== binding.origins.length) return undefined;
    const isHere = binding.file === file && binding.scope === scope;
    return this.assigned(
      Array.from(rows)
        .map((row) => assignments.valueRange(row))
        .filter(({ start, end }) => end > 0 && (!isHere || start < expression.start)),
      binding,
    );
  }

  /** Of several assignments those count that nothing replaces for certain, and none where one of them replaces a `*`. */
  private assigned(
    values: readonly { readonly start: number; readonly end: number }[],
    { file, scope }: Binding,
  ): AnyOrigin | undefined {
    const all = values.map((range) => ({ range, conditions: conditionsAt(range, file) }));
    const from = all.findLastIndex(({ conditions }) => conditions.length === 0);
    const last = all.slice(Math.max(from, 0));
    const isReplaced = last.some(({ conditions }) =>
      conditions.some(({ expression }) => ASKS_FOR_WILDCARD.test(file.slice(expression))),
    );
    if (isReplaced && last.length > 1) return undefined;
    return this.first(
      last
        .filter(({ conditions }) => wildcardUnder(conditions, file.text) !== "none")
        .map(({ range }) => ({ expression: file.expression(range), file, scope })),
    );
  }

  /** What callers pass; the default where nobody is known to pass anything. */
  private parameter(name: string, { file, scope }: Binding): AnyOrigin | undefined {
    if (scope === MODULE_LEVEL) return undefined;
    const calls = passedFor(name, file, scope, this.project);
    const given = calls.flatMap((call) => call.given ?? []);
    const fallback =
      given.length === calls.length && calls.length > 0 ? [] : [defaultOf(name, file, scope)];
    return this.first([...given, ...fallback.flatMap((it) => it ?? [])]);
  }

  private attribute(located: Located): AnyOrigin | undefined {
    const { expression, file, scope } = located;
    if (expression.kind !== "attribute") return undefined;
    const setting = settingOf(expression, file, scope, this.project);
    if (setting !== undefined) return this.setting(setting);
    const owner = this.project.targetOf(expression.object, file, scope);
    const property = propertyOf(owner, expression.name, this.project);
    if (property !== undefined) return this.returned(property.path, property.row);
    const constant = constantOf(expression, file, scope, this.project);
    return constant === undefined ? this.evaluated(located) : this.in(constant);
  }

  private setting(setting: Setting): AnyOrigin | undefined {
    if (mayDrop(setting)) return undefined;
    const fill = fillOf(setting);
    if (fill !== undefined) return { path: setting.file.path, range: fill, source: "setting" };
    const found = setting.writtenDefault && this.in(setting.writtenDefault);
    return found && { ...found, source: found.source === "code" ? "setting" : found.source };
  }

  private returned(path: string, row: number): AnyOrigin | undefined {
    const results = returnedBy(path, row, this.project) ?? [];
    const isAsked = results.some(({ expression, file }) =>
      conditionsAt(expression, file).some(({ expression: condition }) =>
        ASKS_FOR_WILDCARD.test(file.slice(condition)),
      ),
    );
    if (isAsked) return undefined;
    return this.first(
      results.filter(({ expression, file }) => !isDevelopmentOnly(conditionsAt(expression, file))),
    );
  }

  private called(call: Call, located: Located): AnyOrigin | undefined {
    const { file, scope } = located;
    const target = this.project.targetOf(call.callee, file, scope);
    if (target?.kind === "function") return this.returned(target.path, target.row);
    const [first, second] = call.arguments;
    const name = this.project.qualifiedName(target) ?? "";
    if (SAME_ITEMS.test(name) && first !== undefined)
      return this.in({ ...located, expression: first.value });
    if (name === "map" && second !== undefined)
      return this.in({ ...located, expression: second.value });
    if (name === "json.loads" && first !== undefined) return this.parsed(first.value, located);
    const { callee } = call;
    if (callee.kind === "attribute" && /^(?:split|strip|rstrip|copy)$/.test(callee.name)) {
      const found = this.in({ ...located, expression: callee.object });
      return found ?? this.evaluated(located);
    }
    return this.evaluated(located);
  }

  /** `json.loads(os.getenv("CORS_ORIGINS", '["*"]'))` */
  private parsed(expression: Call["callee"], { file, scope }: Located): AnyOrigin | undefined {
    const value = alternatives(evaluate(expression, file, scope, this.project)).find(
      (it) => it.kind === "string" && /^\s*\[.*"\*".*\]\s*$/.test(it.value),
    );
    return value;
  }
}
