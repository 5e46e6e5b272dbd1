/** What Python makes of strings that are known, or whose beginning is: joined, formatted, changed by methods. */

import { eitherOf } from "#model/values/choices";
import { alternatives, type Value, type Written } from "#model/values/value";

/** More combinations of alternatives are given up. */
const MOST_COMBINATIONS = 16;
/** What `str.strip` takes away, in the first 256 characters. */
const BLANK = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0";
const LONGEST = 100_000;

/** The text that `str(…)` and the field of an f-string give; `undefined` where that is not known. */
export function shownText(value: Value): string | undefined {
  switch (value.kind) {
    case "string":
      return value.form === undefined ? value.value : undefined;
    case "number":
      return value.isFloat || !Number.isSafeInteger(value.value) ? undefined : String(value.value);
    case "boolean":
      return value.value ? "True" : "False";
    case "none":
      return value.source === "code" ? "None" : undefined;
    default:
      return undefined;
  }
}

/** Values shown one after another, as far as they are known. */
export function joined(parts: readonly Value[], written: Written): Value {
  const at = parts.findIndex(({ kind }) => kind === "either");
  const part = parts[at];
  const combinations = parts.reduce((count, it) => count * alternatives(it).length, 1);
  if (part !== undefined && combinations <= MOST_COMBINATIONS)
    return eitherOf(
      alternatives(part).map((it) =>
        joined([...parts.slice(0, at), it, ...parts.slice(at + 1)], written),
      ),
      written,
    );
  let text = "";
  // Who sets the beginning sets what kind of string it is.
  const source = parts.find((it) => shownText(it) !== "")?.source ?? written.source;
  for (const each of parts) {
    const shown = shownText(each);
    if (shown === undefined || text.length > LONGEST)
      return asPrefix(each.kind === "prefix" ? text + each.value : text, { ...written, source });
    text += shown;
  }
  return { ...written, source, kind: "string", value: text };
}

function asPrefix(value: string, written: Written): Value {
  return value === "" ? { ...written, kind: "unknown" } : { ...written, kind: "prefix", value };
}

/** Arguments of `format`, or what stands on the right of `%`. */
export interface Fields {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** `template.format(…)` */
export function formatted(template: string, fields: Fields, written: Written): Value {
  const unknown: Value = { ...written, kind: "unknown" };
  const parts: Value[] = [];
  let next = 0;
  for (const [piece, field] of template.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (field === undefined) parts.push(textPart(piece.replace(/^([{}])\1$/, "$1"), written));
    else if (field === "") parts.push(fields.positional[next++] ?? unknown);
    else if (/^\d+$/.test(field)) parts.push(fields.positional[Number(field)] ?? unknown);
    else parts.push(fields.named.get(field) ?? unknown);
  }
  return joined(parts, written);
}

/** `template % values` */
export function percentFormatted(template: string, fields: Fields, written: Written): Value {
  const unknown: Value = { ...written, kind: "unknown" };
  const parts: Value[] = [];
  let next = 0;
  for (const [piece, name, conversion] of template.matchAll(
    /%(?:\(([^)]*)\))?([a-zA-Z%])|[^%]+|%/g,
  )) {
    if (conversion === "%") parts.push(textPart("%", written));
    else if (conversion === undefined)
      parts.push(piece === "%" ? unknown : textPart(piece, written));
    else {
      const value = name === undefined ? fields.positional[next++] : fields.named.get(name);
      const isShown = conversion === "s" || (conversion === "d" && value?.kind === "number");
      parts.push(isShown ? (value ?? unknown) : unknown);
    }
  }
  return joined(parts, written);
}

function textPart(value: string, written: Written): Value {
  return { ...written, kind: "string", value };
}

/** The result of a method of a known string; `undefined` where it is not known. */
export function stringMethod(
  name: string,
  value: Extract<Value, { kind: "string" }>,
  given: readonly Value[],
): Value | undefined {
  const { value: text, form } = value;
  if (form === "bytes" && name === "decode") return { ...value, form: undefined };
  if (form === "wrapped" && name === "get_secret_value") return { ...value, form: undefined };
  if (form !== undefined) return undefined;
  const string = (result: string): Value => ({ ...value, value: result });
  const list = (all: readonly string[]): Value => ({
    ...writtenOf(value),
    kind: "list",
    elements: all.map(string),
  });
  const boolean = (it: boolean): Value => ({ ...writtenOf(value), kind: "boolean", value: it });
  const [first, second] = given;
  const word = first?.kind === "string" && first.form === undefined ? first.value : undefined;
  const isPlain = given.length === 0;
  switch (name) {
    case "get_secret_value":
    case "unicode_string":
      return value;
    case "encode":
      return { ...value, form: "bytes" };
    case "lower":
    case "casefold":
      return isAscii(text) ? string(text.toLowerCase()) : undefined;
    case "upper":
      return isAscii(text) ? string(text.toUpperCase()) : undefined;
    case "strip":
    case "lstrip":
    case "rstrip":
      return isPlain || word !== undefined
        ? string(stripped(text, name, word ?? BLANK))
        : undefined;
    case "removeprefix":
      return word === undefined
        ? undefined
        : string(text.startsWith(word) ? text.slice(word.length) : text);
    case "removesuffix":
      return word === undefined
        ? undefined
        : string(word !== "" && text.endsWith(word) ? text.slice(0, -word.length) : text);
    case "startswith":
      return word === undefined || given.length > 1 ? undefined : boolean(text.startsWith(word));
    case "endswith":
      return word === undefined || given.length > 1 ? undefined : boolean(text.endsWith(word));
    case "replace": {
      const by = second?.kind === "string" ? second.value : undefined;
      const all = word && by !== undefined ? replaced(text, word, by, given[2]) : undefined;
      return all === undefined ? undefined : string(all);
    }
    case "split":
      if (isPlain) return list(words(text));
      if (!word) return undefined;
      if (second === undefined) return list(text.split(word));
      return second.kind === "number" ? list(splitAtMost(text, word, second.value)) : undefined;
    case "splitlines":
      return isPlain && isAscii(text)
        ? list(
            text
              .replace(/(?:\r\n|[\n\r])$/, "")
              .split(/\r\n|[\n\r]/)
              .filter((_, index, all) => all.length > 1 || all[index] !== ""),
          )
        : undefined;
    case "join":
      return joinedList(text, first);
    default:
      return undefined;
  }
}

/** The same of a string of which the beginning is known. */
export function prefixMethod(
  name: string,
  value: Extract<Value, { kind: "prefix" }>,
  given: readonly Value[],
): Value | undefined {
  const { value: text } = value;
  const prefix = (result: string): Value => asPrefix(result, { ...value });
  const [first] = given;
  const word = first?.kind === "string" ? first.value : undefined;
  switch (name) {
    case "get_secret_value":
    case "unicode_string":
      return value;
    case "lower":
      return isAscii(text) ? prefix(text.toLowerCase()) : undefined;
    case "upper":
      return isAscii(text) ? prefix(text.toUpperCase()) : undefined;
    case "strip":
    case "lstrip":
    case "rstrip":
      return given.length === 0 || word !== undefined
        ? prefix(stripped(text, name, word ?? BLANK))
        : undefined;
    case "removeprefix":
      if (word === undefined || word.length > text.length) return undefined;
      return prefix(text.startsWith(word) ? text.slice(word.length) : text);
    case "startswith":
      if (word === undefined || given.length > 1) return undefined;
      if (word.length > text.length && word.startsWith(text)) return undefined;
      return { ...writtenOf(value), kind: "boolean", value: text.startsWith(word) };
    case "replace":
      return prefixReplaced(text, given, prefix);
    default:
      return undefined;
  }
}

/** What may go on behind the known part may be replaced together with its end. */
function prefixReplaced(
  text: string,
  [from, by, count]: readonly Value[],
  prefix: (text: string) => Value,
): Value | undefined {
  if (from?.kind !== "string" || by?.kind !== "string" || from.value === "") return undefined;
  const isOnce = count?.kind === "number" && count.value === 1;
  if (isOnce && text.includes(from.value)) return prefix(text.replace(from.value, () => by.value));
  if (count !== undefined) return undefined;
  const parts = text.split(from.value);
  const last = parts.pop() ?? "";
  let overlap = Math.min(from.value.length - 1, last.length);
  while (overlap > 0 && !from.value.startsWith(last.slice(last.length - overlap))) overlap--;
  return prefix([...parts, last.slice(0, last.length - overlap)].join(by.value));
}

function joinedList(separator: string, list: Value | undefined): Value | undefined {
  if (list?.kind !== "list") return undefined;
  const written = writtenOf(list);
  const parts = list.elements.flatMap((element, index): Value[] =>
    index === 0 ? [element] : [textPart(separator, written), element],
  );
  // Anything else than a string raises.
  const isText = list.elements.every(({ kind }) => /^(?:string|prefix|unknown|either)$/.test(kind));
  return isText ? joined(parts, written) : undefined;
}

function stripped(text: string, side: string, characters: string): string {
  let start = 0;
  let end = text.length;
  const isBlank = (index: number): boolean => characters.includes(text[index] ?? "");
  if (side !== "rstrip") while (start < end && isBlank(start)) start++;
  if (side !== "lstrip") while (end > start && isBlank(end - 1)) end--;
  return text.slice(start, end);
}

function replaced(text: string, from: string, by: string, count: Value | undefined) {
  if (count === undefined) return text.replaceAll(from, () => by);
  if (count.kind !== "number") return undefined;
  return splitAtMost(text, from, count.value).join(by);
}

function splitAtMost(text: string, separator: string, most: number): string[] {
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

/** What `str.split()` gives. */
function words(text: string): string[] {
  const spaced = Array.from(text, (letter) => (BLANK.includes(letter) ? " " : letter)).join("");
  return spaced.split(" ").filter(Boolean);
}

function isAscii(text: string): boolean {
  return [...text].every((letter) => letter < "\x80");
}

function writtenOf({ path, range, source }: Written): Written {
  return { path, range, source };
}
