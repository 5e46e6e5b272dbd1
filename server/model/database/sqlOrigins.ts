/** Where the parts of an SQL string come from: the code itself, a request, or nobody knows. */

import { isHttpHandler } from "#model/application/handlers";
import { isValueAt, type SqlPart } from "#model/database/sqlStrings";
import { conditionsAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import { bindingOf, constantOf } from "#model/values/constants";
import { defaultOf, passedFor } from "#model/values/parameters";
import { settingOf } from "#model/values/pydanticSettings";
import { returnedBy } from "#model/values/results";
import { alternatives, type Located } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Call, Expression, Parameter } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { nodesIn } from "#syntax/walk";

/**
 * `fixed`: text of the code, or a number, an identifier or a date, whatever a request says.
 * `text`: any string that a caller passes, and nobody knows which callers there are.
 * `request`: what a request says, or a `text` that is written into another string as a value.
 */
export type SqlOrigin = "fixed" | "unknown" | "text" | "request";

const DEEPEST = 16;
const ORDER: readonly SqlOrigin[] = ["fixed", "unknown", "text", "request"];
/** Types whose text holds no SQL. */
const HARMLESS_TYPE =
  /\b(?:int|float|bool|Decimal|UUID[1-8]?|datetime|date|timedelta|Literal|(?:Positive|NonNegative)(?:Int|Float)|conint|ObjectId)\b/;
const TEXT_TYPE = /\b(?:str|bytes|Any|dict|Dict|EmailStr|object)\b/;
/** Functions whose results hold no SQL, or that say they take care of it. */
const HARMLESS_CALL =
  /^(?:int|float|len|bool|range|round|abs|id|hash|hex|isoformat|strftime|timestamp|total_seconds|uuid\d|utcnow|now|today|time|perf_counter|getenv|token_hex|token_urlsafe|compile)$|quote|escape|sanit|safe|valid|allow|identifier|placeholder/i;
/** Functions that give the text of what they are given. */
const SAME_TEXT =
  /^(?:str|repr|list|tuple|set|sorted|reversed|frozenset|min|max|dedent|map|filter|zip|enumerate|next|iter|cast|join|format|upper|lower|strip|lstrip|rstrip|replace|title|capitalize|split|rsplit|splitlines|removeprefix|removesuffix|keys|values|items|get|pop|copy|encode|decode|getattr|indent)$/;
/** What a request gives. */
const OF_REQUEST =
  /^(?:query_params|path_params|headers|cookies|url|json|form|body|receive_text|receive_json)$/;
const REQUEST_TYPE = /\b(?:Request|WebSocket|HTTPConnection)\b/;
/** A parameter or field whose text is held to a pattern. */
const PATTERN = /\b(?:pattern|regex|enum)\s*=/;
const ADDS = /^(?:append|extend|insert|add|appendleft)$/;
/** A call that says it makes sure of its arguments. */
const CHECK =
  /\w*(?:valid|check|assert|allow|sanit|safe|verif|ensure|match|identifier)\w*\(([^()]*)/gi;

type Bound = ReadonlyMap<string, SqlOrigin>;
const NOTHING: Bound = new Map();

export function sqlOriginOf(part: SqlPart, project: Project): SqlOrigin {
  return new Search(project).of(part, NOTHING);
}

class Search {
  private readonly project: Project;
  private readonly open = new Set<string>();

  constructor(project: Project) {
    this.project = project;
  }

  of(located: Located, bound: Bound): SqlOrigin {
    const { expression } = located;
    const inside = (inner: Expression): SqlOrigin =>
      this.of({ ...located, expression: inner }, bound);
    switch (expression.kind) {
      case "string":
      case "number":
      case "boolean":
      case "none":
      case "comparison":
        return "fixed";
      case "formatted":
        return worst(
          expression.parts.map((it, index, parts) => {
            const origin = typeof it === "string" ? "fixed" : inside(it);
            return origin === "text" && isValueAt(index, parts) ? "request" : origin;
          }),
        );
      case "operation":
        if (/^(?:-|\/|\/\/|\*\*|not)$/.test(expression.operator)) return "fixed";
        return worst([expression.left, expression.right].map((it) => (it ? inside(it) : "fixed")));
      case "conditional":
        return worst([inside(expression.whenTrue), inside(expression.otherwise)]);
      case "list":
      case "tuple":
      case "set":
        return worst(expression.elements.map(inside));
      case "dictionary":
        return worst(
          expression.entries.flatMap(({ key, value }) => [
            key === undefined ? "fixed" : inside(key),
            inside(value),
          ]),
        );
      case "starred":
      case "named":
      case "await":
        return inside(expression.value);
      case "comprehension": {
        const inner = new Map(bound);
        for (const { target, iterable } of expression.clauses)
          this.bind(target, { ...located, expression: iterable }, inner);
        return worst(
          expression.elements.map((it) => this.of({ ...located, expression: it }, inner)),
        );
      }
      case "subscript":
        return this.isEnvironment(expression.object, located) ? "fixed" : inside(expression.object);
      case "call":
        return this.called(expression, located, bound);
      case "name":
        return bound.get(expression.name) ?? this.variable(expression.name, located);
      case "attribute":
        return this.attribute(located, bound);
      default:
        return "unknown";
    }
  }

  /** What the targets of a loop take from what it goes over. */
  private bind(target: Expression, located: Located, bound: Map<string, SqlOrigin>): void {
    const { expression } = located;
    const [first, ...others] =
      target.kind === "tuple" || target.kind === "list" ? target.elements : [target];
    const set = (names: Expression | undefined, origin: SqlOrigin): void => {
      for (const node of names === undefined ? [] : nodesIn(names))
        if (node.kind === "name") bound.set(node.name, origin);
    };
    const counted = countedIn(expression);
    if (counted !== undefined && others[0] !== undefined) {
      set(first, "fixed");
      this.bind(others[0], { ...located, expression: counted }, bound);
      return;
    }
    const text = located.file.slice(expression);
    const origin = this.of(located, bound);
    for (const other of others) set(other, origin);
    // The keys of a dictionary are mostly written in the code, those of a model always.
    const isModel = /\bmodel_dump\(|\.dict\(|\bmodel_fields\b/.test(text);
    if (isModel && !/\.values\(\)$/.test(text)) set(first, "fixed");
    else set(first, origin === "text" && /\.items\(\)$/.test(text) ? "unknown" : origin);
  }

  private isEnvironment(object: Expression, { file, scope }: Located): boolean {
    return this.project.qualifiedName(this.project.targetOf(object, file, scope)) === "os.environ";
  }

  private called(call: Call, located: Located, bound: Bound): SqlOrigin {
    const { file, scope } = located;
    const { callee } = call;
    const name = callee.kind === "attribute" || callee.kind === "name" ? callee.name : "";
    if (HARMLESS_CALL.test(name)) return "fixed";
    const target = this.project.targetOf(callee, file, scope);
    if (target?.kind === "function") {
      const results = returnedBy(target.path, target.row, this.project);
      return results === undefined
        ? "unknown"
        : this.once(`${target.path}:${target.row}()`, () =>
            worst(results.map((it) => this.of(it, NOTHING))),
          );
    }
    if (/^(?:os\.|uuid\.|secrets\.|time\.)/.test(this.project.qualifiedName(target) ?? ""))
      return "fixed";
    if (
      callee.kind === "attribute" &&
      OF_REQUEST.test(name) &&
      this.isRequest(callee.object, located)
    )
      return "request";
    if (!SAME_TEXT.test(name)) return "unknown";
    const given = call.arguments.map(({ value }) => value);
    const used = callee.kind === "attribute" ? [callee.object, ...given] : given;
    // The key of `names.get(key)` is no part of the result.
    const parts = /^(?:get|pop)$/.test(name) ? [used[0], ...given.slice(1)] : used;
    return worst(
      parts.map((it) =>
        it === undefined || isModule(it) ? "fixed" : this.of({ ...located, expression: it }, bound),
      ),
    );
  }

  private attribute(located: Located, bound: Bound): SqlOrigin {
    const { expression, file, scope } = located;
    if (expression.kind !== "attribute") return "unknown";
    if (settingOf(expression, file, scope, this.project) !== undefined) return "fixed";
    const values = alternatives(evaluate(expression, file, scope, this.project));
    if (values.every(({ kind }) => kind !== "unknown" && kind !== "prefix")) return "fixed";
    const { object, name } = expression;
    if (OF_REQUEST.test(name) && this.isRequest(object, located)) return "request";
    const owner = this.project.targetOf(object, file, scope);
    if (owner?.kind === "class" || owner?.kind === "instance") {
      if (this.isEnum(owner.path, owner.row)) return "fixed";
      if (this.isHarmlessField(owner.path, owner.row, name)) return "fixed";
    }
    const constant = constantOf(expression, file, scope, this.project);
    if (constant !== undefined)
      return this.once(`${file.path}:${expression.start}`, () => this.of(constant, NOTHING));
    if (object.kind === "name" && /^(?:self|cls)$/.test(object.name)) return "unknown";
    const outer = this.of({ ...located, expression: object }, bound);
    // Attributes of a body are; a string has none.
    return outer === "request" ? "request" : "unknown";
  }

  /** A parameter that is the request itself. */
  private isRequest(object: Expression, { file, scope }: Located): boolean {
    const definition = scope === MODULE_LEVEL ? undefined : file.definition(scope);
    if (definition?.kind !== "function" || object.kind !== "name") return false;
    const annotation = definition.parameters.find(({ name }) => name === object.name)?.annotation;
    return annotation !== undefined && REQUEST_TYPE.test(file.slice(annotation));
  }

  /** The type of a field, perhaps of a base class, where its text holds no SQL. */
  private isHarmlessField(path: string, row: number, name: string, depth = 0): boolean {
    const file = this.project.file(path);
    const word = this.project.workspace.names.of(name);
    const rows = this.project.workspace.scopes(path)?.rows("assignments", row) ?? [];
    const field = Array.from(rows).find((it) => file?.outline.assignments.target(it) === word);
    if (file !== undefined && field !== undefined) {
      const { assignments } = file.outline;
      const type = file.slice(assignments.annotationRange(field));
      return (
        (HARMLESS_TYPE.test(type) && !TEXT_TYPE.test(type)) ||
        PATTERN.test(type + file.slice(assignments.valueRange(field)))
      );
    }
    return this.project
      .basesOf(path, row)
      .some(
        (base) =>
          base.kind === "class" &&
          depth < DEEPEST &&
          this.isHarmlessField(base.path, base.row, name, depth + 1),
      );
  }

  private isEnum(path: string, row: number, depth = 0): boolean {
    return this.project.basesOf(path, row).some((base) => {
      const name = this.project.qualifiedName(base);
      if (name !== undefined) return /^enum\./.test(name);
      return (
        base.kind === "class" && depth < DEEPEST && this.isEnum(base.path, base.row, depth + 1)
      );
    });
  }

  private variable(name: string, located: Located): SqlOrigin {
    const { expression, file, scope } = located;
    if (isChecked(name, located)) return "fixed";
    const values = alternatives(evaluate(expression, file, scope, this.project));
    if (values.every(({ kind }) => /^(?:string|number|boolean|none)$/.test(kind))) return "fixed";
    const { workspace } = this.project;
    const binding = bindingOf(workspace, workspace.names.of(name), file.path, scope);
    if (binding === undefined) return "unknown";
    const key = `${binding.file.path}:${binding.scope}:${binding.word}`;
    return this.once(key, () => {
      if (binding.scope !== MODULE_LEVEL) return this.local(name, binding.file, binding.scope);
      const constant = workspace.constant(binding.word, binding.file.path, MODULE_LEVEL);
      return constant === undefined ? "unknown" : this.of(constant, NOTHING);
    });
  }

  /** All that a function may put into one of its variables. */
  private local(name: string, file: Located["file"], scope: number): SqlOrigin {
    const definition = file.definition(scope);
    if (definition?.kind !== "function") return "unknown";
    const found: SqlOrigin[] = [];
    const parameter = definition.parameters.find((it) => it.name === name);
    const at = (expression: Expression): Located => ({ expression, file, scope });
    for (const statement of definition.body)
      for (const node of nodesIn(statement, ({ kind }) => kind !== "function" && kind !== "class"))
        if (node.kind === "assignment" && node.targets.some((it) => isNamed(it, name)))
          found.push(node.value === undefined ? "fixed" : this.of(at(node.value), NOTHING));
        else if (node.kind === "assignment" && node.targets.some((it) => holds(it, name)))
          found.push(node.value === undefined ? "unknown" : this.unpacked(at(node.value)));
        else if (node.kind === "for" && holds(node.target, name)) {
          const bound = new Map<string, SqlOrigin>();
          this.bind(node.target, at(node.iterable), bound);
          found.push(bound.get(name) ?? "unknown");
        } else if (node.kind === "call" && isAdding(node, name))
          found.push(...node.arguments.map(({ value }) => this.of(at(value), NOTHING)));
        else if (
          node.kind === "with" &&
          node.items.some(({ alias }) => alias && holds(alias, name))
        )
          found.push("unknown");
    if (parameter !== undefined) found.push(this.parameter(parameter, file, scope));
    return found.length === 0 ? "unknown" : worst(found);
  }

  private unpacked(located: Located): SqlOrigin {
    return this.of(located, NOTHING) === "fixed" ? "fixed" : "unknown";
  }

  private parameter(
    { name, annotation, stars }: Parameter,
    file: Located["file"],
    scope: number,
  ): SqlOrigin {
    const type = annotation === undefined ? "" : file.slice(annotation);
    const fallback = defaultOf(name, file, scope);
    const said = type + (fallback === undefined ? "" : file.slice(fallback.expression));
    if (HARMLESS_TYPE.test(type) && !TEXT_TYPE.test(type)) return "fixed";
    if (PATTERN.test(said)) return "fixed";
    if (stars > 0 || /^(?:self|cls)$/.test(name)) return "unknown";
    const at = file.outline.definitions.parent(scope);
    const owner = annotation && this.project.targetOf(annotation, file, at);
    if (owner?.kind === "class" && this.isEnum(owner.path, owner.row)) return "fixed";
    const isText = type === "" || TEXT_TYPE.test(type);
    if (isHttpHandler(file, scope, this.project)) {
      const alias = annotation && constantOf(annotation, file, at, this.project);
      const isGiven = /\bDepends\b/.test(said + (alias ? alias.file.slice(alias.expression) : ""));
      return !isGiven && (isText || owner?.kind === "class") ? "request" : "unknown";
    }
    const passed = passedFor(name, file, scope, this.project);
    if (passed.length === 0) return isText && type !== "" ? "text" : "unknown";
    return worst(
      passed.map(({ given }) => {
        const value = given ?? fallback;
        return value === undefined ? "unknown" : this.of(value, NOTHING);
      }),
    );
  }

  /** What leads back to itself adds nothing. */
  private once(key: string, compute: () => SqlOrigin): SqlOrigin {
    if (this.open.has(key)) return "fixed";
    if (this.open.size >= DEEPEST) return "unknown";
    this.open.add(key);
    const found = compute();
    this.open.delete(key);
    return found;
  }
}

/** What `enumerate(…)` counts. */
function countedIn(expression: Expression): Expression | undefined {
  if (expression.kind !== "call" || expression.callee.kind !== "name") return undefined;
  return expression.callee.name === "enumerate" ? expression.arguments[0]?.value : undefined;
}

function worst(origins: readonly SqlOrigin[]): SqlOrigin {
  return ORDER.findLast((origin) => origins.includes(origin)) ?? "fixed";
}

/** Whether the code around asks what the variable is, or hands it to something that says it does. */
function isChecked(name: string, { expression, file, scope }: Located): boolean {
  const isAsked = conditionsAt(expression, file).some(({ expression: condition }) => {
    const text = file.slice(condition);
    return words(text).includes(name) && /\bin\b|==|!=|match\(|\.is\w+\(|valid|allow/i.test(text);
  });
  if (isAsked || scope === MODULE_LEVEL) return isAsked;
  const before = file.text.slice(file.outline.definitions.start(scope), expression.start);
  return [...before.matchAll(CHECK)].some(([, given = ""]) => words(given).includes(name));
}

function words(text: string): readonly string[] {
  return text.match(/[^\W\d]\w*/g) ?? [];
}

function isNamed(target: Expression, name: string): boolean {
  return target.kind === "name" && target.name === name;
}

function holds(target: Expression, name: string): boolean {
  const isPattern = /^(?:name|tuple|list|starred)$/.test(target.kind);
  return isPattern && [...nodesIn(target)].some((it) => it.kind === "name" && it.name === name);
}

/** `conditions.append(…)` */
function isAdding({ callee }: Call, name: string): boolean {
  return callee.kind === "attribute" && ADDS.test(callee.name) && isNamed(callee.object, name);
}

/** `", ".join` and `re.escape` are asked for what they are given alone. */
function isModule(expression: Expression): boolean {
  return (
    expression.kind === "name" && /^(?:re|os|json|textwrap|datetime|uuid)$/.test(expression.name)
  );
}
