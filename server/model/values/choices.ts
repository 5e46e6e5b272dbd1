/** Values of which conditions decide, and what operators make of values. */

import { alternatives, type Source, type Value, type Written } from "#model/values/value";

/** One value for several; more than this are given up. */
export function eitherOf(values: readonly Value[], written: Written): Value {
  const all = values.flatMap(alternatives);
  const [first] = all;
  if (first === undefined || all.length > MOST_ALTERNATIVES) return { ...written, kind: "unknown" };
  return all.length === 1 ? first : { ...written, kind: "either", values: all };
}

const MOST_ALTERNATIVES = 64;

/** What Python's `bool(…)` says of it. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "string":
    case "prefix":
      return value.value !== "";
    case "number":
      return value.value !== 0;
    case "boolean":
      return value.value;
    case "none":
      return false;
    case "list":
      // One that is not known may stand for none.
      if (value.elements.length === 0) return false;
      return value.elements.some(({ kind }) => kind !== "unknown") ? true : undefined;
    case "dictionary":
      return value.entries.size > 0;
    case "either": {
      const truths = new Set(value.values.map(truthOf));
      const [only] = truths;
      return truths.size === 1 ? only : undefined;
    }
    default:
      return undefined;
  }
}

/** `left or right`: the right side stands for a setting or variable that is not set, too. */
export function orValue(left: Value, right: Value, written: Written): Value {
  const all = alternatives(left);
  const source = all.find((it) => it.source !== "code")?.source;
  const kept = all.filter((it) => truthOf(it) !== false && !isUnset(it));
  if (kept.length === all.length && all.every((it) => truthOf(it) === true)) return left;
  return eitherOf([...kept, source === undefined ? right : asDefault(right, source)], written);
}

/** `os.getenv("NAME")` without a default: it has no value but what somebody sets. */
function isUnset({ kind, source }: Value): boolean {
  return kind === "unknown" && source === "environment";
}

/** `left and right` */
export function andValue(left: Value, right: Value, written: Written): Value {
  const all = alternatives(left);
  const kept = all.filter((it) => truthOf(it) !== true);
  if (kept.length === all.length && all.every((it) => truthOf(it) === false)) return left;
  return eitherOf([...kept, right], written);
}

/** A comparison with `==`, `!=`, `in`, `not in`, `is`, `is not`; `undefined` where it may turn out either way. */
export function comparison(operator: string, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
      return negated(isEqual(left, right));
    case "in":
      return isIn(left, right);
    case "not in":
      return negated(isIn(left, right));
    case "is":
      return isNone(left, right);
    case "is not":
      return negated(isNone(left, right));
    default:
      return undefined;
  }
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function isNone(left: Value, right: Value): boolean | undefined {
  if (right.kind !== "none" || right.source !== "code") return undefined;
  if (left.kind === "none") return true;
  return left.kind === "unknown" || left.kind === "either" ? undefined : false;
}

function isEqual(left: Value, right: Value): boolean | undefined {
  if (left.kind === "string" && right.kind === "string")
    return left.form === right.form ? left.value === right.value : undefined;
  if (left.kind === "prefix" && right.kind === "string")
    return right.value.startsWith(left.value) ? undefined : false;
  if (left.kind === "string" && right.kind === "prefix") return isEqual(right, left);
  if (left.kind === "number" && right.kind === "number") return left.value === right.value;
  if (left.kind === "boolean" && right.kind === "boolean") return left.value === right.value;
  if (left.kind === "none" && right.kind === "none") return true;
  const kinds = new Set([left.kind, right.kind]);
  const isApart = kinds.has("string") || kinds.has("prefix") || kinds.has("none");
  const isSimple = [left, right].every(({ kind }) => /^(?:string|number|boolean|none)$/.test(kind));
  return isApart && isSimple && kinds.size === 2 ? false : undefined;
}

function isIn(item: Value, all: Value): boolean | undefined {
  if (item.kind === "string" && all.kind === "string" && item.form === all.form)
    return all.value.includes(item.value);
  if (all.kind === "dictionary" && item.kind === "string") return all.entries.has(item.value);
  if (all.kind !== "list") return undefined;
  const answers = all.elements.map((element) => isEqual(item, element));
  if (answers.includes(true)) return true;
  return answers.every((answer) => answer === false) ? false : undefined;
}

/** `+ - * / // % **` of two numbers; `undefined` where Python raises, or has an integer that a double cannot hold. */
export function calculated(
  operator: string,
  left: Extract<Value, { kind: "number" }>,
  right: Extract<Value, { kind: "number" }>,
  written: Written,
): Value | undefined {
  const a = left.value;
  const b = right.value;
  if (b === 0 && /[/%]/.test(operator)) return undefined;
  const calculate: Readonly<Record<string, () => number>> = {
    "+": () => a + b,
    "-": () => a - b,
    "*": () => a * b,
    "/": () => a / b,
    "//": () => Math.floor(a / b),
    "%": () => a - b * Math.floor(a / b),
    "**": () => a ** b,
  };
  const value = Object.hasOwn(calculate, operator) ? calculate[operator]?.() : undefined;
  const isFloat = left.isFloat || right.isFloat || operator === "/" || (operator === "**" && b < 0);
  if (value === undefined || !(isFloat ? Number.isFinite(value) : Number.isSafeInteger(value)))
    return undefined;
  return { ...written, kind: "number", value, ...(isFloat && { isFloat: true }) };
}

/** The value as the default of a setting or of an environment variable. */
export function asDefault(value: Value, source: Source): Value {
  if (value.kind === "either")
    return { ...value, source, values: value.values.map((it) => asDefault(it, source)) };
  if (value.kind === "list")
    return { ...value, source, elements: value.elements.map((it) => asDefault(it, source)) };
  return { ...value, source };
}
