/** The methods of texts that paths are made with. */
import { braceFormatted } from "#model/routes/texts";
import {
  type Arguments,
  boolean,
  list,
  type Text,
  text,
  unknown,
  type Value,
} from "#model/routes/value";

export const TEXT_METHODS: ReadonlySet<string> = new Set(
  "strip lstrip rstrip lower upper title capitalize replace startswith endswith removeprefix removesuffix split format join".split(
    " ",
  ),
);

/** `of.name(…)`; unknown where an argument is. */
export function callTextMethod(of: Text, name: string, given: Arguments): Value {
  const { positional, keywords, place } = given;
  if (name === "format") return braceFormatted(of.value, positional, keywords, place);
  const texts = positional.map((it) => (it.kind === "text" ? it.value : undefined));
  const [first, second] = texts;
  const same = (value: string): Text => text(value, of.certainty);
  const unreadable = unknown(`what \`${name}\` gives`, place);
  if (positional.length > 0 && first === undefined && name !== "join") return unreadable;
  switch (name) {
    case "strip":
      return same(trimmed(of.value, first, true, true));
    case "lstrip":
      return same(trimmed(of.value, first, true, false));
    case "rstrip":
      return same(trimmed(of.value, first, false, true));
    case "lower":
      return same(of.value.toLowerCase());
    case "upper":
      return same(of.value.toUpperCase());
    case "title":
      return same(of.value.replace(/[a-z]+/gi, capitalized));
    case "capitalize":
      return same(capitalized(of.value));
    case "replace":
      return first === undefined || second === undefined
        ? unreadable
        : same(of.value.replaceAll(first, second));
    case "startswith":
      return first === undefined ? unreadable : boolean(of.value.startsWith(first), of.certainty);
    case "endswith":
      return first === undefined ? unreadable : boolean(of.value.endsWith(first), of.certainty);
    case "removeprefix":
      return same(
        first !== undefined && of.value.startsWith(first) ? of.value.slice(first.length) : of.value,
      );
    case "removesuffix":
      return same(
        first !== undefined && first !== "" && of.value.endsWith(first)
          ? of.value.slice(0, -first.length)
          : of.value,
      );
    case "split":
      return list(
        (first === undefined ? of.value.trim().split(/\s+/) : of.value.split(first)).map(same),
      );
    case "join":
      return joinedBy(of, positional[0]) ?? unreadable;
    default:
      return unreadable;
  }
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

function trimmed(
  value: string,
  characters: string | undefined,
  start: boolean,
  end: boolean,
): string {
  const isCut = (character: string | undefined): boolean =>
    character !== undefined &&
    (characters === undefined ? /\s/.test(character) : characters.includes(character));
  let from = 0;
  let to = value.length;
  while (start && from < to && isCut(value[from])) from++;
  while (end && to > from && isCut(value[to - 1])) to--;
  return value.slice(from, to);
}

function joinedBy(separator: Text, items: Value | undefined): Value | undefined {
  if (items?.kind !== "list" || items.open !== undefined) return undefined;
  const texts = items.elements.flatMap((it) => (it.kind === "text" ? [it.value] : []));
  return texts.length === items.elements.length
    ? text(texts.join(separator.value), separator.certainty)
    : undefined;
}
