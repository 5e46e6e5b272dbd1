/** Evaluates expressions while an application is built. What they do not tell is unknown, with the reason. */
import { callExpression } from "#model/routes/calls";
import {
  added,
  asUnknown,
  elementsOf,
  environmentVariable,
  setAttribute,
  setEntry,
} from "#model/routes/elements";
import { Environment } from "#model/routes/environment";
import { lambda } from "#model/routes/lambdas";
import { type Frame, placeOf, type Run } from "#model/routes/run";
import { formatted, percentFormatted } from "#model/routes/texts";
import {
  boolean,
  certaintyOf,
  either,
  list,
  NONE,
  type Place,
  sameValue,
  text,
  truthOf,
  type Unknown,
  unknown,
  type Value,
  weaker,
} from "#model/routes/value";
import type {
  Comparison,
  Comprehension,
  Dictionary,
  Expression,
  Operation,
  Sequence,
  Subscript,
} from "#syntax/facts";

const BUILT_IN_CONSTANTS: ReadonlyMap<string, Value> = new Map([
  ["TYPE_CHECKING", boolean(false)],
  ["NotImplemented", NONE],
]);

export function evaluateExpression(expression: Expression, frame: Frame, run: Run): Value {
  const place = placeOf(expression, frame);
  if (!run.step()) return unknown("code that takes too long to follow", place);
  switch (expression.kind) {
    case "string":
      return expression.isBytes ? unknown("bytes", place) : text(expression.value);
    case "formatted":
      return formatted(
        expression.parts.map((part) =>
          typeof part === "string" ? text(part) : run.evaluate(part, frame),
        ),
        place,
      );
    case "number":
      return { kind: "number", value: expression.value, certainty: "code" };
    case "boolean":
      return boolean(expression.value);
    case "none":
      return NONE;
    case "name":
      return named(expression.name, frame, run, place);
    case "attribute":
      return run.attribute(run.evaluate(expression.object, frame), expression.name, place);
    case "call":
      return callExpression(expression, frame, run);
    case "subscript":
      return subscripted(expression, frame, run);
    case "list":
    case "tuple":
    case "set":
      return sequence(expression, frame, run);
    case "dictionary":
      return dictionary(expression, frame, run);
    case "operation":
      return operated(expression, frame, run);
    case "comparison":
      return compared(expression, frame, run);
    case "conditional": {
      const condition = run.evaluate(expression.condition, frame);
      const truth = certaintyOf(condition) === "code" ? truthOf(condition) : undefined;
      if (truth !== undefined)
        return run.evaluate(truth ? expression.whenTrue : expression.otherwise, frame);
      const values = [expression.whenTrue, expression.otherwise].map((it) =>
        run.underCondition(() => run.evaluate(it, frame)),
      );
      return either(values) ?? NONE;
    }
    case "await":
      return run.evaluate(expression.value, frame);
    case "named": {
      const value = run.evaluate(expression.value, frame);
      frame.environment.bind(expression.name, value);
      return value;
    }
    case "lambda":
      return lambda(expression, frame, run);
    case "comprehension":
      return comprehended(expression, frame, run);
    case "yield": {
      const value = expression.value ? run.evaluate(expression.value, frame) : NONE;
      if (!expression.isFrom) frame.yields.push(value);
      else if (value.kind === "list") frame.yields.push(...value.elements);
      return unknown("what is sent to a generator", place);
    }
    default:
      return unknown("an expression that is not followed", place);
  }
}

function named(name: string, frame: Frame, run: Run, place: Place): Value {
  const bound = frame.environment.lookup(name);
  if (bound !== undefined) return bound;
  const constant = BUILT_IN_CONSTANTS.get(name);
  if (constant !== undefined) return constant;
  if (name === "__name__") return text(run.moduleName(frame.path));
  const { libraries, names } = run.project.workspace;
  if (libraries.builtIns.has(names.of(name))) return { kind: "external", name };
  return unknown(`the name \`${name}\``, place);
}

function sequence(expression: Sequence, frame: Frame, run: Run): Value {
  const made = list([], expression.kind);
  for (const element of expression.elements) {
    if (element.kind !== "starred") {
      made.elements.push(run.evaluate(element, frame));
      continue;
    }
    const value = run.evaluate(element.value, frame);
    const elements = elementsOf(value);
    if (elements !== undefined) made.elements.push(...elements);
    else made.open = asUnknown(value, placeOf(element, frame));
  }
  return made;
}

function dictionary(expression: Dictionary, frame: Frame, run: Run): Value {
  const made: Extract<Value, { kind: "dictionary" }> = { kind: "dictionary", entries: [] };
  for (const { key, value } of expression.entries) {
    const given = run.evaluate(value, frame);
    if (key !== undefined) setEntry(made, run.evaluate(key, frame), given);
    else if (given.kind === "dictionary")
      for (const entry of given.entries) setEntry(made, entry.key, entry.value);
    else made.open = asUnknown(given, placeOf(value, frame));
  }
  return made;
}

function subscripted(expression: Subscript, frame: Frame, run: Run): Value {
  const of = run.evaluate(expression.object, frame);
  const place = placeOf(expression, frame);
  const indices = expression.indices.map((index) => run.evaluate(index, frame));
  const [index] = indices;
  switch (of.kind) {
    case "list": {
      if (index?.kind !== "number") return either(of.elements) ?? unknown("an empty list", place);
      return of.elements.at(index.value) ?? unknown("an element that is not there", place);
    }
    case "dictionary": {
      const found = index && of.entries.find(({ key }) => sameValue(key, index));
      if (found !== undefined) return found.value;
      return index?.kind === "unknown" || index?.kind === "external"
        ? (either(of.entries.map(({ value }) => value)) ?? unknown("an empty dictionary", place))
        : unknown("an entry that is not there", place);
    }
    case "text": {
      const slice = index?.kind === "number" ? of.value.at(index.value) : undefined;
      const cut = slice ?? sliceOf(of.value, expression, frame, run);
      return cut === undefined ? unknown("part of a text", place) : text(cut, of.certainty);
    }
    case "external":
      if (of.name === "os.environ") return unknown(environmentVariable(index), place);
      return { kind: "subscripted", of, indices };
    case "class": {
      // A member of an enumeration by its name, or a generic class with its parameter.
      const member = index?.kind === "text" ? of.members.get(index.value) : undefined;
      return member ?? { kind: "subscripted", of, indices };
    }
    case "subscripted":
      return { kind: "subscripted", of, indices };
    case "unknown":
      return of;
    default:
      return unknown("an element of something that is no list", place);
  }
}

/** `text[1:]`, `text[:-1]`: facts keep the bounds of a slice as what is inside something else, so its own text is read. */
function sliceOf(
  value: string,
  { object, end }: Subscript,
  frame: Frame,
  run: Run,
): string | undefined {
  if (!run.step()) return undefined;
  const written = frame.code.text.slice(object.end, end);
  const [, from = "", to = ""] = /^\s*\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]$/.exec(written) ?? [];
  if (from === "" && to === "") return undefined;
  return value.slice(from === "" ? 0 : Number(from), to === "" ? undefined : Number(to));
}

function operated(expression: Operation, frame: Frame, run: Run): Value {
  const { operator } = expression;
  const place = placeOf(expression, frame);
  if (expression.left === undefined) {
    const value = run.evaluate(expression.right, frame);
    const truth = operator === "not" ? truthOf(value) : undefined;
    if (truth !== undefined) return boolean(!truth, certaintyOf(value));
    if (operator === "-" && value.kind === "number") return { ...value, value: -value.value };
    return asUnknown(value, place);
  }
  const left = run.evaluate(expression.left, frame);
  if (operator === "and" || operator === "or") {
    const truth = truthOf(left);
    if (truth === (operator === "or")) return left;
    const right = run.evaluate(expression.right, frame);
    if (truth !== undefined) return right;
    return left.kind === "unknown" && right.kind !== "text"
      ? left
      : (either([left, right]) ?? left);
  }
  const right = run.evaluate(expression.right, frame);
  switch (operator) {
    case "+":
      return added(left, right, place);
    case "%":
      return percentFormatted(left, right, place);
    case "/":
      return joinedPath(left, right, place);
    case "|":
      if (left.kind === "dictionary" && right.kind === "dictionary") {
        const made: typeof left = { kind: "dictionary", entries: [...left.entries] };
        for (const { key, value } of right.entries) setEntry(made, key, value);
        return made;
      }
      return { kind: "union", values: [left, right] };
    default:
      return unknown("a computed value", place);
  }
}

/** `Path("static") / name` is no path of a URL. */
function joinedPath(left: Value, right: Value, place: Place): Unknown {
  if (left.kind === "unknown") return left;
  return right.kind === "unknown" ? right : unknown("a path of the disk", place);
}

function compared({ operands, operators, ...range }: Comparison, frame: Frame, run: Run): Value {
  const place = placeOf(range, frame);
  const [left, right, third] = operands.map((operand) => run.evaluate(operand, frame));
  const [operator] = operators;
  if (left === undefined || right === undefined || third !== undefined)
    return unknown("a comparison", place);
  const certainty = weaker(certaintyOf(left), certaintyOf(right));
  const result = comparison(left, operator ?? "", right);
  return result === undefined ? unknown("a comparison", place) : boolean(result, certainty);
}

function comparison(left: Value, operator: string, right: Value): boolean | undefined {
  switch (operator) {
    case "==":
    case "is":
      return isEqual(left, right);
    case "!=":
    case "is not": {
      const same = isEqual(left, right);
      return same === undefined ? undefined : !same;
    }
    case "in":
      return contains(right, left);
    case "not in": {
      const found = contains(right, left);
      return found === undefined ? undefined : !found;
    }
    default:
      return left.kind === "number" && right.kind === "number"
        ? ordered(left.value, operator, right.value)
        : undefined;
  }
}

function ordered(left: number, operator: string, right: number): boolean | undefined {
  switch (operator) {
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    default:
      return undefined;
  }
}

/** Only what both are known for. */
function isEqual(left: Value, right: Value): boolean | undefined {
  const [a, b] = [left, right].map((it) => (it.kind === "member" ? it.value : it));
  if (a === undefined || b === undefined) return undefined;
  if (sameValue(a, b) && a.kind !== "unknown") return true;
  const isKnown = (value: Value): boolean => truthOf(value) !== undefined;
  return isKnown(a) && isKnown(b) ? false : undefined;
}

function contains(container: Value, item: Value): boolean | undefined {
  if (container.kind === "text" && item.kind === "text")
    return container.value.includes(item.value);
  const elements = elementsOf(container);
  if (elements === undefined) return undefined;
  const results = elements.map((element) => isEqual(element, item));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

function comprehended(expression: Comprehension, frame: Frame, run: Run): Value {
  const place = placeOf(expression, frame);
  const environment = new Environment(frame.path, frame.scope, frame.environment);
  const inner: Frame = { ...frame, environment };
  const found: Value[][] = [];
  const isKnown = eachOf(expression, 0, inner, run, (isCertain) => {
    const values = expression.elements.map((element) => run.evaluate(element, inner));
    found.push(isCertain ? values : values.map((value) => ({ kind: "perhaps", value })));
  });
  if (!isKnown) return unknown("a comprehension over something unknown", place);
  if (expression.of !== "dictionary") return list(found.flatMap(([value]) => value ?? []));
  const made: Extract<Value, { kind: "dictionary" }> = { kind: "dictionary", entries: [] };
  for (const [key, value] of found)
    if (key !== undefined && value !== undefined) setEntry(made, key, value);
  return made;
}

function eachOf(
  expression: Comprehension,
  depth: number,
  frame: Frame,
  run: Run,
  give: (isCertain: boolean) => void,
): boolean {
  const clause = expression.clauses[depth];
  if (clause === undefined) {
    const truths = expression.conditions.map((it) => truthOf(run.evaluate(it, frame)));
    if (!truths.includes(false)) give(!truths.includes(undefined));
    return true;
  }
  const elements = elementsOf(run.evaluate(clause.iterable, frame));
  if (elements === undefined) return false;
  return elements.every((element) => {
    assign(clause.target, element, frame, run);
    return eachOf(expression, depth + 1, frame, run, give);
  });
}

/** Binds a target of an assignment or loop. */
export function assign(target: Expression, value: Value, frame: Frame, run: Run): void {
  switch (target.kind) {
    case "name":
      frame.environment.bind(target.name, value);
      return;
    case "attribute":
      setAttribute(run.evaluate(target.object, frame), target.name, value);
      return;
    case "subscript": {
      const of = run.evaluate(target.object, frame);
      const [index] = target.indices;
      if (of.kind === "dictionary" && index !== undefined)
        setEntry(of, run.evaluate(index, frame), run.isConditional ? perhaps(value) : value);
      return;
    }
    case "tuple":
    case "list":
      unpack(target.elements, value, frame, run);
      return;
    case "starred":
      assign(target.value, value, frame, run);
  }
}

function perhaps(value: Value): Value {
  return value.kind === "perhaps" ? value : { kind: "perhaps", value };
}

function unpack(targets: readonly Expression[], value: Value, frame: Frame, run: Run): void {
  const elements = elementsOf(value);
  const star = targets.findIndex(({ kind }) => kind === "starred");
  for (const [index, target] of targets.entries()) {
    const fromEnd = star >= 0 && index > star;
    const element = elements?.at(fromEnd ? index - targets.length : index);
    const rest =
      index === star && elements !== undefined
        ? list(elements.slice(star, elements.length - (targets.length - 1 - star)))
        : undefined;
    assign(target, rest ?? element ?? asUnknown(value, placeOf(target, frame)), frame, run);
  }
}
