/** What an expression is worth, where that can be read: literals, constants of any file, defaults of settings and of the environment. */
import type { FilePath } from "#host";
import { optionDefault } from "#model/commandLine";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import {
  andValue,
  asDefault,
  calculated,
  comparison,
  eitherOf,
  orValue,
  truthOf,
} from "#model/values/choices";
import { constantOf } from "#model/values/constants";
import { DictionaryReader } from "#model/values/dictionaries";
import { memberBehind } from "#model/values/enumerations";
import { LibraryCalls } from "#model/values/libraryCalls";
import { changesOf, isAliased } from "#model/values/listChanges";
import { argumentsFor, attributeOf, fieldGiven, type Owner, ownerOf } from "#model/values/owners";
import { qualifiedNameOf, unknown, withBound, writtenAt } from "#model/values/places";
import { type Setting, settingIn, settingOf } from "#model/values/pydanticSettings";
import { mayGiveNone, propertyOf, returnedBy } from "#model/values/results";
import { fittedTo } from "#model/values/settingTypes";
import { type Fields, joined, percentFormatted } from "#model/values/strings";
import { schemeOfType } from "#model/values/urls";
import { alternatives, type Located, type Value } from "#model/values/value";
import type { Call, Comprehension, Expression, FormattedString, Operation } from "#syntax/facts";

/** Values of files that git ignores, and of the environment, are never among them. */
export function evaluate(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Value {
  return new Evaluation(project).of({ expression, file, scope });
}

/** Longer chains of constants are given up. */
const DEEPEST = 24;
/** Steps of one evaluation: a bound against functions that call each other in many ways. */
const MOST_STEPS = 4000;
const MOST_ELEMENTS = 200;

class Evaluation {
  private readonly project: Project;
  private depth = 0;
  private steps = 0;

  constructor(project: Project) {
    this.project = project;
  }

  of(located: Located): Value {
    if (this.depth >= DEEPEST || this.steps >= MOST_STEPS) return unknown(located);
    this.depth++;
    this.steps++;
    const value = this.read(located);
    this.depth--;
    return value;
  }

  private read(located: Located): Value {
    const { expression } = located;
    const written = writtenAt(located);
    switch (expression.kind) {
      case "string":
        return {
          ...written,
          kind: "string",
          value: expression.value,
          ...(expression.isBytes && { form: "bytes" as const }),
        };
      case "number":
        return {
          ...written,
          kind: "number",
          value: expression.value,
          ...(isFloat(located.file.slice(expression)) && { isFloat: true }),
        };
      case "boolean":
        return { ...written, kind: "boolean", value: expression.value };
      case "none":
        return { ...written, kind: "none" };
      case "list":
      case "tuple":
      case "set":
        return { ...written, kind: "list", elements: this.elements(expression.elements, located) };
      case "formatted":
        return joined(this.parts(expression, located), written);
      case "operation":
        return this.operation(expression, located);
      case "comparison":
        return this.compared(located);
      case "conditional":
        return eitherOf(
          [this.inside(expression.whenTrue, located), this.inside(expression.otherwise, located)],
          written,
        );
      case "dictionary":
        return this.entries(located);
      case "named":
        return this.inside(expression.value, located);
      case "comprehension":
        return this.comprehended(expression, located);
      case "subscript":
        return this.subscript(located);
      case "name":
        return this.name(expression.name, located);
      case "attribute":
        return this.attribute(located);
      case "call":
        return this.called(expression, located);
      default:
        return unknown(located);
    }
  }

  private inside(expression: Expression, located: Located): Value {
    return this.of({ ...located, expression });
  }

  private elements(expressions: readonly Expression[], located: Located): readonly Value[] {
    return expressions.flatMap((element) => {
      const value = this.inside(element.kind === "starred" ? element.value : element, located);
      if (element.kind !== "starred") return value;
      return value.kind === "list" ? value.elements : unknown({ ...located, expression: element });
    });
  }

  private parts({ parts, end }: FormattedString, located: Located): readonly Value[] {
    return parts.map((part): Value => {
      if (typeof part === "string") return { ...writtenAt(located), kind: "string", value: part };
      // `{value!r}` and `{value:>8}` show something else.
      const isPlain = /^\s*\)?\s*\}/.test(
        located.file.text.slice(part.end, Math.min(end, part.end + 9)),
      );
      return isPlain ? this.inside(part, located) : unknown({ ...located, expression: part });
    });
  }

  private operation(expression: Operation, located: Located): Value {
    if (expression.left === undefined) return this.unary(expression, located);
    const written = writtenAt(located);
    const { operator } = expression;
    const left = this.inside(expression.left, located);
    if (operator === "or" || operator === "and") {
      const right = this.inside(expression.right, located);
      return operator === "or" ? orValue(left, right, written) : andValue(left, right, written);
    }
    if (operator === "%" && left.kind === "string")
      return percentFormatted(left.value, this.percentFields(expression.right, located), written);
    if (operator === "|") return this.entries(located);
    return this.combined(operator, left, this.inside(expression.right, located), located);
  }

  private combined(operator: string, left: Value, right: Value, located: Located): Value {
    const written = writtenAt(located);
    if (operator === "+" && left.kind === "list" && right.kind === "list")
      return { ...written, kind: "list", elements: [...left.elements, ...right.elements] };
    if (left.kind === "number" && right.kind === "number")
      return calculated(operator, left, right, written) ?? unknown(located);
    if (operator !== "+" || !isText(left)) return unknown(located);
    return alternatives(right).some(({ kind }) => /^(?:number|boolean|none|list)$/.test(kind))
      ? unknown(located)
      : joined([left, right], written);
  }

  private percentFields(right: Expression, located: Located): Fields {
    const value = this.inside(right, located);
    const elements = right.kind === "tuple" ? this.elements(right.elements, located) : undefined;
    return {
      positional: elements ?? [value],
      named: value.kind === "dictionary" ? value.entries : new Map<string, Value>(),
    };
  }

  private unary({ operator, right }: Operation, located: Located): Value {
    const value = this.inside(right, located);
    if (operator === "-" && value.kind === "number")
      return { ...writtenAt(located), kind: "number", value: -value.value, isFloat: value.isFloat };
    if (operator === "+" && value.kind === "number") return value;
    const truth = operator === "not" ? truthOf(value) : undefined;
    if (truth === undefined) return unknown(located);
    return { ...writtenAt(located), source: value.source, kind: "boolean", value: !truth };
  }

  private compared(located: Located): Value {
    const { expression } = located;
    if (expression.kind !== "comparison" || expression.operators.length !== 1)
      return unknown(located);
    const [first, second] = expression.operands;
    const [operator] = expression.operators;
    if (first === undefined || second === undefined || operator === undefined)
      return unknown(located);
    const left = this.inside(first, located);
    const right = this.inside(second, located);
    const answer = comparison(operator, left, right);
    if (answer === undefined) return unknown(located);
    const source = left.source === "code" ? right.source : left.source;
    return { ...writtenAt(located), source, kind: "boolean", value: answer };
  }

  /** A dictionary all of whose entries are known to be there. */
  private entries(located: Located): Value {
    const { entries, isOpen, handsOn } = new DictionaryReader(this.project).read(
      located.expression,
      located,
    );
    if (isOpen || handsOn) return unknown(located);
    const found = new Map<string, Value>();
    for (const [name, keywords] of entries) {
      const [only] = keywords;
      if (only === undefined || keywords.length > 1 || !only.isCertain) return unknown(located);
      found.set(name, this.of(only));
    }
    return { ...writtenAt(located), kind: "dictionary", entries: found };
  }

  /** `[item.strip() for item in items if item]` */
  private comprehended(expression: Comprehension, located: Located): Value {
    const [clause, another] = expression.clauses;
    const [element] = expression.elements;
    if (clause?.target.kind !== "name" || another !== undefined || element === undefined)
      return unknown(located);
    if (expression.of === "dictionary") return this.entries(located);
    const items = this.inside(clause.iterable, located);
    if (items.kind === "either")
      return eitherOf(
        items.values.map((it) => this.mapped(it, expression, located)),
        writtenAt(located),
      );
    return this.mapped(items, expression, located);
  }

  private mapped(items: Value, expression: Comprehension, located: Located): Value {
    const [clause] = expression.clauses;
    const [element] = expression.elements;
    if (items.kind !== "list" || items.elements.length > MOST_ELEMENTS) return unknown(located);
    if (clause?.target.kind !== "name" || element === undefined) return unknown(located);
    const { name } = clause.target;
    const elements = items.elements.flatMap((item): readonly Value[] => {
      if (item.kind === "unknown") return [item];
      const inside = withBound(located, name, item);
      const conditions = expression.conditions.map((it) => truthOf(this.inside(it, inside)));
      if (conditions.includes(false)) return [];
      return conditions.includes(undefined) ? [unknown(located)] : [this.inside(element, inside)];
    });
    return { ...writtenAt(located), source: items.source, kind: "list", elements };
  }

  private subscript(located: Located): Value {
    const { expression } = located;
    if (expression.kind !== "subscript" || expression.indices.length !== 1) return unknown(located);
    const { object, indices } = expression;
    if (qualifiedNameOf(object, located, this.project) === "os.environ")
      return { ...unknown(located), source: "environment" };
    const [index] = indices;
    const key = index && this.inside(index, located);
    if (key?.kind === "string") return this.entry(object, key.value, located) ?? unknown(located);
    const list = key?.kind === "number" ? this.inside(object, located) : undefined;
    if (key?.kind !== "number" || list?.kind !== "list") return unknown(located);
    const { elements } = list;
    const isKnown = elements.every(({ kind }) => kind !== "unknown");
    return (isKnown ? elements.at(key.value) : undefined) ?? unknown(located);
  }

  /** The entry of a dictionary, as it is where the expression is read. */
  private entry(object: Expression, key: string, located: Located): Value | undefined {
    const { entries, isOpen, handsOn } = new DictionaryReader(this.project).read(object, located);
    const found = entries.get(key) ?? [];
    const isCertain = found.some((it) => it.isCertain);
    if (!isOpen && !handsOn && found.length > 0 && (isCertain || found.length > 1)) {
      const name = object.kind === "name" || object.kind === "attribute" ? object.name : "";
      return eitherOf(
        found.map((it) => this.changed(this.of(it), name, it, located)),
        writtenAt(located),
      );
    }
    const value = isOpen ? this.inside(object, located) : undefined;
    return value?.kind === "dictionary" ? value.entries.get(key) : undefined;
  }

  private name(name: string, located: Located): Value {
    const { file, scope } = located;
    const bound = located.bound?.get(name);
    if (bound !== undefined) return "target" in bound ? unknown(located) : bound;
    const given = located.parameters?.values.get(name);
    if (given !== undefined) return this.of(given);
    return this.constant(constantOf(located.expression, file, scope, this.project), name, located);
  }

  /** What a constant holds once the code that changes it has run. */
  private constant(constant: Located | undefined, name: string, located: Located): Value {
    if (constant === undefined) return unknown(located);
    const { expression } = constant;
    const isDictionary =
      expression.kind === "dictionary" ||
      (expression.kind === "call" &&
        qualifiedNameOf(expression.callee, constant, this.project) === "dict");
    if (isDictionary) return this.entries(located);
    const value = this.of(constant);
    const isAttribute = located.expression.kind === "attribute";
    if (value.kind === "list") return this.changed(value, name, constant, located);
    return isAttribute && changesOf(name, constant.file) === "adds" ? unknown(located) : value;
  }

  private changed(value: Value, name: string, { file }: Located, located: Located): Value {
    if (value.kind !== "list") return value;
    const changes = changesOf(name, file);
    if (changes === "other") return unknown(located);
    return changes === "adds" || isAliased(name, file)
      ? { ...value, elements: [...value.elements, unknown(located)] }
      : value;
  }

  private attribute(located: Located): Value {
    const { expression, file, scope } = located;
    if (expression.kind !== "attribute") return unknown(located);
    const { object, name } = expression;
    const member = memberBehind(located, this.project);
    if (member?.of === "string") return this.of(member.value);
    if (member?.of === "text") return wrapped(this.of(member.value));
    if (member?.of === "number") return this.of(member.value);
    if (member !== undefined) return unknown(located);
    const shown = name === "value" || name === "name" ? this.memberPart(located) : undefined;
    if (shown !== undefined) return shown;
    const owner = ownerOf(object, located, this.project);
    if (owner !== undefined) return this.attributeOf(owner, name, located);
    const option = optionDefault(expression, file, scope, this.project);
    if (option !== undefined) return asDefault(this.of(option), "environment");
    return this.constant(constantOf(expression, file, scope, this.project), name, located);
  }

  /** `Member.value` and `Member.name` of an enumeration. */
  private memberPart(located: Located): Value | undefined {
    const { expression } = located;
    if (expression.kind !== "attribute") return undefined;
    const member = memberBehind({ ...located, expression: expression.object }, this.project);
    if (member === undefined) return undefined;
    if (expression.name === "value") return this.of(member.value);
    return { ...writtenAt(located), kind: "string", value: member.name };
  }

  private attributeOf(owner: Owner, name: string, located: Located): Value {
    const { expression } = located;
    const { target } = owner;
    const isPart =
      expression.kind === "attribute" &&
      expression.object.kind === "attribute" &&
      settingOf(expression.object, located.file, located.scope, this.project) !== undefined;
    const setting =
      target.kind === "instance" ? settingIn(name, target, isPart, this.project) : undefined;
    const given = fieldGiven(name, owner, setting, this.project);
    if (given === "unknown") return unknown(located);
    if (given !== undefined) {
      if (setting === undefined) return this.of(given);
      return setting.mayChange ? unknown(located) : fittedTo(this.of(given), setting, this.project);
    }
    if (setting !== undefined) return this.settingValue(setting, located);
    const property = propertyOf(target, name, this.project);
    if (property !== undefined) return this.returned(property, undefined, located, owner);
    return this.constant(attributeOf(owner, name, this.project), name, located);
  }

  private settingValue(setting: Setting, located: Located): Value {
    const value = setting.default && asDefault(this.of(setting.default), "setting");
    if (value !== undefined && value.kind !== "unknown")
      return fittedTo(value, setting, this.project);
    const scheme = schemeOfType(setting.annotation);
    return scheme === undefined
      ? unknown(located)
      : { ...writtenAt(located), source: "setting", kind: "prefix", value: scheme };
  }

  /** What a function or property of the project gives; `call` with what it is called with. */
  private returned(
    target: { readonly path: FilePath; readonly row: number },
    call: Call | undefined,
    located: Located,
    owner: Owner | undefined,
  ): Value {
    const { path, row } = target;
    const results = returnedBy(path, row, this.project) ?? [];
    if (results.length === 0) return unknown(located);
    const inside = argumentsFor(target, call, located, owner, this.project);
    const values = results.map((result) => this.of({ ...result, ...inside }));
    if (mayGiveNone(path, row, this.project)) values.push({ ...writtenAt(located), kind: "none" });
    return eitherOf(values, writtenAt(located));
  }

  private called(call: Call, located: Located): Value {
    const { file, scope } = located;
    const { callee } = call;
    const owner =
      callee.kind === "attribute" ? ownerOf(callee.object, located, this.project) : undefined;
    const target = this.project.targetOf(callee, file, scope);
    if (target?.kind === "function") return this.returned(target, call, located, owner);
    const name = this.project.qualifiedName(target);
    if (name === "dict") return this.entries(located);
    return new LibraryCalls(this, this.project).of(name, call, located);
  }
}

function isText(value: Value): boolean {
  return alternatives(value).every(
    (it) => it.kind === "prefix" || (it.kind === "string" && it.form === undefined),
  );
}

function wrapped(value: Value): Value {
  return value.kind === "string" ? { ...value, form: "wrapped" } : value;
}

function isFloat(text: string): boolean {
  return /^[\d_]*(?:\.|\d[eE])/.test(text);
}
