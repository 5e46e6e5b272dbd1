/** Texts made of parts. */
import {
  alternatives,
  type Certainty,
  either,
  type Place,
  text,
  type Unknown,
  unknown,
  type Value,
  weaker,
} from "#model/routes/value";

/** The text that a value has in an f-string or a sum; why it has none. */
export function textOf(value: Value, place: Place): Extract<Value, { kind: "text" }> | Unknown {
  switch (value.kind) {
    case "text":
      return value;
    case "number":
      return text(String(value.value), value.certainty);
    case "member":
      return textOf(value.value, place);
    case "unknown":
      return value;
    case "external":
      return unknown(`\`${value.name}\` of a package`, place);
    case "none":
      return unknown("a value that is None by default", place);
    default:
      return unknown("a value that is no text", place);
  }
}

export function concatenated(left: Value, right: Value, place: Place): Value {
  return joined([textOf(left, place), textOf(right, place)]);
}

/** One text of all parts, for each combination of what they may be. */
export function formatted(parts: readonly Value[], place: Place): Value {
  let found: Value[] = [text("")];
  for (const part of parts) {
    if (found.length > MOST_ALTERNATIVES) return unknown("a text with too many values", place);
    found = found.flatMap((before) =>
      alternatives(part).map((it) => joined([before, textOf(it, place)])),
    );
  }
  return either(found) ?? text("");
}

const MOST_ALTERNATIVES = 8;

function joined(parts: readonly Value[]): Value {
  let value = "";
  let certainty: Certainty = "code";
  for (const part of parts) {
    if (part.kind !== "text") return part;
    value += part.value;
    certainty = weaker(certainty, part.certainty);
  }
  return text(value, certainty);
}

/** `"%s/%d" % (a, b)` */
export function percentFormatted(left: Value, right: Value, place: Place): Value {
  if (left.kind !== "text") return unknown("a computed value", place);
  const given = right.kind === "list" && right.of === "tuple" ? right.elements : [right];
  const pieces = left.value.split(/%[sd]/);
  if (pieces.length !== given.length + 1 || /%[^sd%]/.test(left.value))
    return unknown("a formatted text", place);
  return formatted(interleaved(pieces, given), place);
}

/** `"{}/{name}".format(a, name=b)` */
export function braceFormatted(
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  place: Place,
): Value {
  const parts: Value[] = [];
  let next = 0;
  let end = 0;
  for (const match of template.matchAll(/\{\{|\}\}|\{(\w*)\}/g)) {
    parts.push(text(template.slice(end, match.index)));
    end = match.index + match[0].length;
    const name = match[1];
    if (name === undefined) parts.push(text(match[0].charAt(0)));
    else {
      const value = /^\d*$/.test(name)
        ? positional[name === "" ? next++ : Number(name)]
        : keywords.get(name);
      if (value === undefined) return unknown("a formatted text", place);
      parts.push(value);
    }
  }
  parts.push(text(template.slice(end)));
  return formatted(parts, place);
}

function interleaved(pieces: readonly string[], values: readonly Value[]): Value[] {
  return pieces.flatMap((piece, index) => {
    const value = values[index];
    return value === undefined ? [text(piece)] : [text(piece), value];
  });
}
