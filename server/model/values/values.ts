/** What an expression is worth, where that can be read: literals, constants of any file, defaults of settings and of the environment. */
import type { FilePath } from "#host";
import { optionDefault } from "#model/commandLine";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { settingOf } from "#model/values/pydanticSettings";
import { propertyOf, returnedBy } from "#model/values/results";
import { sameUrl, schemeArgument, schemeOfType } from "#model/values/urls";
import type { Call, Expression, Operation } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";

/** Where a value is written. */
export interface Place {
  readonly path: FilePath;
  readonly range: Range;
}

/** A default may be replaced when the application starts: by a setting or the environment. */
export type Source = "code" | "setting" | "environment";

interface Written extends Place {
  readonly source: Source;
}

export type Value =
  | (Written & { readonly kind: "string"; readonly value: string })
  /** A string of which only the beginning is known. */
  | (Written & { readonly kind: "prefix"; readonly value: string })
  | (Written & { readonly kind: "number"; readonly value: number })
  | (Written & { readonly kind: "boolean"; readonly value: boolean })
  | (Written & { readonly kind: "none" })
  | (Written & { readonly kind: "list"; readonly elements: readonly Value[] })
  | (Written & { readonly kind: "dictionary"; readonly entries: ReadonlyMap<string, Value> })
  /** Any of them, by a condition. */
  | (Written & { readonly kind: "either"; readonly values: readonly Value[] })
  | (Written & { readonly kind: "unknown" });

/** An expression with the file and definition that it stands in. */
export interface Located {
  readonly expression: Expression;
  readonly file: SourceFile;
  /** The row of the definition, or `MODULE_LEVEL`. */
  readonly scope: number;
}

/** Longer chains of constants are given up. */
const DEEPEST = 24;

export function evaluate(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Value {
  return new Evaluation(project).of({ expression, file, scope });
}

/** All that a value may be, conditions taken apart. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === "either" ? value.values.flatMap(alternatives) : [value];
}

class Evaluation {
  private readonly project: Project;
  private depth = 0;

  constructor(project: Project) {
    this.project = project;
  }

  of(located: Located): Value {
    if (this.depth >= DEEPEST) return unknown(located);
    this.depth++;
    const value = this.read(located);
    this.depth--;
    return value;
  }

  private read(located: Located): Value {
    const { expression } = located;
    const written = writtenAt(located);
    switch (expression.kind) {
      case "string":
        return { ...written, kind: "string", value: expression.value };
      case "number":
        return { ...written, kind: "number", value: expression.value };
      case "boolean":
        return { ...written, kind: "boolean", value: expression.value };
      case "none":
        return { ...written, kind: "none" };
      case "list":
      case "tuple":
      case "set":
        return {
          ...written,
          kind: "list",
          elements: expression.elements.map((element) => this.inside(element, located)),
        };
      case "formatted":
        return this.joined(
          expression.parts.map((part) =>
            typeof part === "string"
              ? { ...written, kind: "string", value: part }
              : this.inside(part, located),
          ),
          located,
        );
      case "operation":
        return this.operation(located);
      case "conditional":
        return {
          ...written,
          kind: "either",
          values: [
            this.inside(expression.whenTrue, located),
            this.inside(expression.otherwise, located),
          ],
        };
      case "dictionary":
        return this.dictionary(located);
      case "name":
      case "attribute":
        return this.named(located);
      case "call":
        return this.called(expression, located);
      default:
        return unknown(located);
    }
  }

  private inside(expression: Expression, located: Located): Value {
    return this.of({ ...located, expression });
  }

  private operation(located: Located): Value {
    const { expression } = located;
    if (expression.kind !== "operation") return unknown(located);
    if (expression.left === undefined) return this.unary(expression, located);
    const left = this.inside(expression.left, located);
    const right = this.inside(expression.right, located);
    if (expression.operator === "or")
      return { ...writtenAt(located), kind: "either", values: [left, right] };
    return expression.operator === "+" ? this.sum(left, right, located) : unknown(located);
  }

  private unary({ operator, right }: Operation, located: Located): Value {
    const value = this.inside(right, located);
    if (operator === "-" && value.kind === "number")
      return { ...writtenAt(located), kind: "number", value: -value.value };
    if (operator === "not" && value.kind === "boolean") return { ...value, value: !value.value };
    return unknown(located);
  }

  private sum(left: Value, right: Value, located: Located): Value {
    if (left.kind === "list" && right.kind === "list")
      return {
        ...writtenAt(located),
        kind: "list",
        elements: [...left.elements, ...right.elements],
      };
    return left.kind === "string" || left.kind === "prefix"
      ? this.joined([left, right], located)
      : unknown(located);
  }

  /** Strings one after another, as far as they are known. */
  private joined(parts: readonly Value[], located: Located): Value {
    const written = writtenAt(located);
    let text = "";
    for (const part of parts) {
      if (part.kind === "number" || part.kind === "string") text += String(part.value);
      else {
        if (part.kind === "prefix") text += part.value;
        return text === "" ? unknown(located) : { ...written, kind: "prefix", value: text };
      }
    }
    return { ...written, kind: "string", value: text };
  }

  private dictionary(located: Located): Value {
    const { expression } = located;
    if (expression.kind !== "dictionary") return unknown(located);
    const entries = new Map<string, Value>();
    for (const { key, value } of expression.entries) {
      const inner = key === undefined ? this.inside(value, located) : undefined;
      if (inner?.kind === "dictionary")
        for (const [name, it] of inner.entries) entries.set(name, it);
      else if (key?.kind === "string") entries.set(key.value, this.inside(value, located));
      else return unknown(located);
    }
    return { ...writtenAt(located), kind: "dictionary", entries };
  }

  private named(located: Located): Value {
    const { expression, file, scope } = located;
    if (expression.kind === "attribute") {
      const setting = settingOf(expression, file, scope, this.project);
      if (setting !== undefined) {
        const value = setting.default && asDefault(this.of(setting.default), "setting");
        return value !== undefined && value.kind !== "unknown"
          ? value
          : this.ofType(setting.annotation, located);
      }
      const owner = this.project.targetOf(expression.object, file, scope);
      const property = propertyOf(owner, expression.name, this.project);
      if (property !== undefined) return this.returned(property.path, property.row, located);
      const option = optionDefault(expression, file, scope, this.project);
      if (option !== undefined) return asDefault(this.of(option), "environment");
    }
    const constant = constantOf(expression, file, scope, this.project);
    return constant === undefined ? unknown(located) : this.of(constant);
  }

  /** What a type alone tells of a URL. */
  private ofType(annotation: string, located: Located): Value {
    const scheme = schemeOfType(annotation);
    return scheme === undefined
      ? unknown(located)
      : { ...writtenAt(located), source: "setting", kind: "prefix", value: scheme };
  }

  /** What a function of the project gives. */
  private returned(path: FilePath, row: number, located: Located): Value {
    const results = returnedBy(path, row, this.project)?.map((result) => this.of(result)) ?? [];
    const [first] = results;
    if (first === undefined) return unknown(located);
    return results.length === 1
      ? first
      : { ...writtenAt(located), kind: "either", values: results };
  }

  private called(call: Call, located: Located): Value {
    const { file, scope } = located;
    const target = this.project.targetOf(call.callee, file, scope);
    if (target?.kind === "function") return this.returned(target.path, target.row, located);
    const name = this.project.qualifiedName(target);
    const [first, second] = call.arguments;
    switch (name) {
      case "decouple.config":
      case "starlette.config.Config()":
      case "os.getenv":
      case "os.environ.get": {
        const fallback = call.arguments.find(({ keyword }) => keyword === "default") ?? second;
        if (fallback === undefined) return unknown(located);
        return asDefault(this.inside(fallback.value, located), "environment");
      }
      case "str":
      case "list":
      case "tuple":
      case "int":
      case "pydantic.SecretStr":
        return first === undefined || call.arguments.length > 1
          ? unknown(located)
          : this.converted(name, this.inside(first.value, located), located);
    }
    return this.url(name, call, located) ?? this.method(call, located);
  }

  private url(name: string | undefined, call: Call, located: Located): Value | undefined {
    const same = sameUrl(name, call);
    if (same !== undefined) return this.inside(same, located);
    const scheme = name === undefined ? undefined : schemeArgument(name, call);
    const value = scheme && this.inside(scheme, located);
    return value?.kind === "string"
      ? { ...value, kind: "prefix", value: `${value.value}://` }
      : undefined;
  }

  private converted(to: string, value: Value, located: Located): Value {
    if (to === "int" && value.kind === "string" && /^\s*-?\d+\s*$/.test(value.value))
      return { ...value, kind: "number", value: Number(value.value) };
    const isSame =
      (to === "int" && value.kind === "number") ||
      ((to === "list" || to === "tuple") && value.kind === "list") ||
      ((to === "str" || to === "pydantic.SecretStr") &&
        (value.kind === "string" || value.kind === "prefix"));
    return isSame ? value : unknown(located);
  }

  /** `"a,b".split(",")`, `"…".strip()`, `secret.get_secret_value()`. */
  private method(call: Call, located: Located): Value {
    if (call.callee.kind !== "attribute") return unknown(located);
    const { name, object } = call.callee;
    if (name === "get_secret_value") return this.inside(object, located);
    if (name !== "split" && name !== "strip") return unknown(located);
    const value = this.inside(object, located);
    if (value.kind !== "string") return unknown(located);
    if (name === "strip") return { ...value, value: value.value.trim() };
    const separator = call.arguments[0] && this.inside(call.arguments[0].value, located);
    if (separator?.kind !== "string") return unknown(located);
    return {
      ...value,
      kind: "list",
      elements: value.value
        .split(separator.value)
        .map((part) => ({ ...value, kind: "string", value: part })),
    };
  }
}

/** The right side of the one assignment that a name or dotted name stands for, in whatever file. */
export function constantOf(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Located | undefined {
  const { workspace } = project;
  if (expression.kind === "name")
    return workspace.constant(workspace.names.of(expression.name), file.path, scope);
  if (expression.kind !== "attribute") return undefined;
  const owner = project.targetOf(expression.object, file, scope);
  const word = workspace.names.of(expression.name);
  if (owner?.kind === "module") return workspace.constant(word, owner.path, MODULE_LEVEL);
  if (owner?.kind !== "class" && owner?.kind !== "instance") return undefined;
  // `self.name = …` in a method counts as well: then it has several values.
  const members = workspace.declarations(owner.path)?.classes.get(owner.row)?.members;
  return members?.get(word)?.length === 1
    ? workspace.constant(word, owner.path, owner.row)
    : undefined;
}

function writtenAt({ expression, file }: Located): Written {
  return {
    path: file.path,
    range: { start: expression.start, end: expression.end },
    source: "code",
  };
}

function unknown(located: Located): Value {
  return { ...writtenAt(located), kind: "unknown" };
}

function asDefault(value: Value, source: Source): Value {
  if (value.kind === "either")
    return { ...value, source, values: value.values.map((it) => asDefault(it, source)) };
  if (value.kind === "list")
    return { ...value, source, elements: value.elements.map((it) => asDefault(it, source)) };
  return { ...value, source };
}
