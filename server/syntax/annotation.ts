/** The little that links need to know of a type annotation, read from its text without a tree: annotations are many and short. */

export interface Annotation {
  /** The dotted class that a value has, once `Optional`, `Annotated`, unions with `None`, `Final` and quotes are taken off. */
  readonly type: string | undefined;
  /** The dotted argument of `Depends(…)` or `Security(…)` inside `Annotated`. */
  readonly dependency: string | undefined;
  /** Present for `type[…]`: the value is that class itself. */
  readonly isClass?: true;
}

const WRAPPERS =
  /^(?:[\w.]+\.)?(?:Optional|Annotated|Final|ClassVar|Required|NotRequired|ReadOnly|Mapped)$/;
const UNION = /^(?:[\w.]+\.)?Union$/;
const GENERATORS = /^(?:[\w.]+\.)?(?:Async)?(?:Generator|Iterator|Iterable)$/;
const CLASS = /^(?:typing\.)?[tT]ype$/;
const OPTIONAL = /^(?:typing\.)?Optional\s*\[(.*)\]$/s;
const INSIDE_CLASS = /^(?:typing\.)?[tT]ype\s*\[(.*)\]$/s;
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*/u;
const DEPENDENCY =
  /\b(?:Depends|Security)\(\s*(?:dependency\s*=\s*)?([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*[,)]/u;
/** Most annotations are but a name. */
const PLAIN = /^[A-Za-z_][\w.]*$/;
const NOTHING: Annotation = { type: undefined, dependency: undefined };

/** What was read of texts, since `dict[str, Any]` and its like stand in nearly every file. */
const known = new Map<string, Annotation>();
const MOST_KNOWN = 4_000;

/** @param isGenerator whether the type of what a generator yields is wanted */
export function readAnnotation(text: string, isGenerator = false): Annotation {
  if (PLAIN.test(text)) return text === "None" ? NOTHING : { type: text, dependency: undefined };
  if (isGenerator) return read(text, true);
  let annotation = known.get(text);
  if (annotation === undefined) {
    annotation = read(text, false);
    if (known.size >= MOST_KNOWN) known.clear();
    // A copy: a slice would keep the whole text of its file.
    known.set(text.split("").join(""), annotation);
  }
  return annotation;
}

function read(text: string, isGenerator: boolean): Annotation {
  const dependency = text.includes("(") ? DEPENDENCY.exec(text)?.[1] : undefined;
  const written = isGenerator ? yieldedBy(text) : text;
  const type = typeIn(written);
  const inner = type !== undefined && CLASS.test(type) ? classIn(written) : undefined;
  if (inner !== undefined) return { type: inner, dependency, isClass: true };
  return type === undefined && dependency === undefined ? NOTHING : { type, dependency };
}

/** The one class of a type expression; `undefined` where it may be of several. */
function typeIn(text: string): string | undefined {
  let rest = withoutQuotes(text);
  for (;;) {
    const options = withoutNone(parts(rest, "|"));
    const [only] = options;
    if (only === undefined || options.length > 1) return undefined;
    const name = DOTTED.exec(only)?.[0];
    if (name === undefined) return undefined;
    const inside = only.slice(name.length).trimStart();
    const dotted = name.replace(/\s+/g, "");
    if (!inside.startsWith("[")) return dotted;
    const members = parts(inside.slice(1, closing(inside)), ",");
    if (UNION.test(dotted)) rest = withoutNone(members).join("|");
    else if (WRAPPERS.test(dotted)) rest = withoutQuotes(members[0] ?? "");
    else return dotted;
  }
}

/** `User` of `type[User]`, perhaps optional. */
function classIn(text: string): string | undefined {
  const optional = OPTIONAL.exec(withoutQuotes(text))?.[1] ?? text;
  const [only] = withoutNone(parts(withoutQuotes(optional), "|"));
  const inside = only === undefined ? undefined : INSIDE_CLASS.exec(only)?.[1];
  return inside === undefined ? undefined : typeIn(inside);
}

/** `Session` of `AsyncGenerator[Session, None]` */
function yieldedBy(text: string): string {
  const rest = withoutQuotes(text);
  const open = rest.indexOf("[");
  if (open < 0 || !GENERATORS.test(rest.slice(0, open).trim())) return text;
  return parts(rest.slice(open + 1, open + closing(rest.slice(open))), ",")[0] ?? "";
}

/** Forward references may stand in quotes, as a whole or in parts. */
function withoutQuotes(text: string): string {
  return text
    .trim()
    .replace(/^(["'])([^"']*)\1?$/, "$2")
    .trim();
}

function withoutNone(types: readonly string[]): string[] {
  return types.map(withoutQuotes).filter((type) => type !== "None" && type !== "");
}

/** What a separator divides outside brackets and quotes. */
function parts(text: string, separator: "|" | ","): string[] {
  if (!text.includes(separator)) return [text];
  const found: string[] = [];
  let from = 0;
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ("[({".includes(character)) depth++;
    else if ("])}".includes(character)) depth--;
    else if (character === separator && depth === 0) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  found.push(text.slice(from));
  return found;
}

/** Where the bracket that a text begins with is closed; its end where it is not. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "[") depth++;
    else if (character === "]" && --depth === 0) return at;
  }
  return text.length;
}
