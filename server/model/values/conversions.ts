/** What the constructors of built-in types, and what libraries convert settings with, make of values that are known. */

import { truthOf } from "#model/values/choices";
import { shownText } from "#model/values/strings";
import type { Value, Written } from "#model/values/value";

/** A password inside a URL: `str(url)` hides it. */
const WITH_PASSWORD = /^[a-z][\w+.-]*:\/\/[^/@:]*:(?=[^/@]+@)/i;
const TRUE = /^(?:1|t|true|y|yes|on)$/i;
const FALSE = /^(?:0|f|false|n|no|off)$/i;
const SAME_ITEMS: ReadonlySet<string> = new Set(["list", "tuple", "set", "frozenset", "sorted"]);

/** Names of callables that convert their one argument, and are known here. */
const KNOWN: ReadonlySet<string> = new Set([
  ...SAME_ITEMS,
  "str",
  "int",
  "float",
  "bool",
  "pydantic.SecretStr",
  "starlette.datastructures.Secret",
  "starlette.datastructures.CommaSeparatedStrings",
  "decouple.Csv()",
]);

export function isConversion(name: string | undefined): name is string {
  return name !== undefined && KNOWN.has(name);
}

/** `isSetting`: a library converts, which reads words such as `false`; Python's own `bool` does not. */
export function converted(to: string, value: Value, written: Written, isSetting = false): Value {
  if (value.kind === "either")
    return {
      ...value,
      values: value.values.map((it) => converted(to, it, written, isSetting)),
    };
  const unknown: Value = { ...written, kind: "unknown" };
  if (SAME_ITEMS.has(to))
    return value.kind === "list" && (to !== "sorted" || value.elements.length < 2)
      ? value
      : unknown;
  switch (to) {
    case "str":
      return asText(value, written);
    case "int":
      return asInteger(value) ?? unknown;
    case "float":
      return asFloat(value) ?? unknown;
    case "bool":
      return asBoolean(value, isSetting) ?? unknown;
    case "pydantic.SecretStr":
      return value.kind === "string" ? { ...value, form: "wrapped" } : unknown;
    case "starlette.datastructures.Secret":
      return value.kind === "string" || value.kind === "prefix" ? value : unknown;
    default:
      return commaSeparated(value) ?? unknown;
  }
}

function asText(value: Value, written: Written): Value {
  const unknown: Value = { ...written, kind: "unknown" };
  if (value.kind !== "string" && value.kind !== "prefix") {
    const text = shownText(value);
    return text === undefined ? unknown : { ...value, kind: "string", value: text };
  }
  if (value.kind === "string" && value.form !== undefined) return unknown;
  const known = WITH_PASSWORD.exec(value.value)?.[0];
  return known === undefined ? value : { ...value, kind: "prefix", value: known };
}

function asInteger(value: Value): Value | undefined {
  if (value.kind === "number") {
    const whole = Math.trunc(value.value);
    return { ...value, value: whole, isFloat: undefined };
  }
  if (value.kind === "boolean") return { ...value, kind: "number", value: Number(value.value) };
  const isDigits = value.kind === "string" && /^\s*[-+]?\d{1,15}\s*$/.test(value.value);
  return isDigits ? { ...value, kind: "number", value: Number(value.value) } : undefined;
}

function asFloat(value: Value): Value | undefined {
  if (value.kind === "number") return { ...value, isFloat: true };
  const isNumber =
    value.kind === "string" && /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(value.value);
  return isNumber
    ? { ...value, kind: "number", value: Number(value.value), isFloat: true }
    : undefined;
}

function asBoolean(value: Value, isSetting: boolean): Value | undefined {
  const { path, range, source } = value;
  const written = { path, range, source };
  if (isSetting && value.kind === "string") {
    const word = value.value.trim();
    const isTrue = TRUE.test(word);
    return isTrue || FALSE.test(word) ? { ...written, kind: "boolean", value: isTrue } : undefined;
  }
  const truth = truthOf(value);
  return truth === undefined ? undefined : { ...written, kind: "boolean", value: truth };
}

/** Without quotes and backslashes, which `shlex` reads in a way of its own. */
function commaSeparated(value: Value): Value | undefined {
  if (value.kind === "list") return value;
  if (value.kind !== "string" || /["'\\]/.test(value.value)) return undefined;
  const { path, range, source } = value;
  return {
    path,
    range,
    source,
    kind: "list",
    elements: value.value
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean)
      .map((part) => ({ ...value, value: part })),
  };
}
