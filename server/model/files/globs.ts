/**
 * Globs of configurations and `.gitignore` files. They come from the workspace, so they are matched in time that grows with the length of
 * pattern times text, whatever they hold; libraries that make regular expressions of them can be frozen by one line.
 */

export interface GlobProblem {
  readonly why: string;
}

/** One part of a path: literal text, `?`, `*` or a set of characters. */
export type Token = string | typeof ANY | typeof STAR | CharacterSet;
type Segment = readonly Token[] | typeof GLOBSTAR;

interface CharacterSet {
  readonly isNegated: boolean;
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

const ANY = Symbol("?"),
  STAR = Symbol("*"),
  GLOBSTAR = Symbol("**");
const LONGEST = 1000;
const MOST_ALTERNATIVES = 100;

/** Paths below a folder that a list of globs names. */
export interface Globs {
  /** Whether a path relative to the globs' folder, or a folder that it stands in, is named. */
  matches(path: string): boolean;
}

/**
 * `*` and `?` stay within a part of a path, `**` is any number of parts, `[a-z]` and `{a,b}` are read; a glob without a slash matches a
 * name at any depth. Names that begin with a dot are as any other.
 * @param onProblem is told of each glob that cannot be used
 */
export function globsOf(
  patterns: readonly string[],
  onProblem: (index: number, problem: GlobProblem) => void = () => {},
): Globs {
  const globs = patterns.flatMap((pattern, index) => {
    const compiled = compile(pattern);
    if (!("why" in compiled)) return compiled;
    onProblem(index, compiled);
    return [];
  });
  return {
    matches(path) {
      const parts = path.split("/");
      return globs.some((glob) =>
        parts.some((_, index) => matchesPath(glob, parts.slice(0, index + 1))),
      );
    },
  };
}

function compile(pattern: string): readonly (readonly Segment[])[] | GlobProblem {
  if (pattern.length > LONGEST) return { why: `A glob may have ${LONGEST} characters.` };
  if (/[!+@?*]\(/.test(pattern))
    return { why: "`(…)` after `!`, `+`, `@`, `?` or `*` is not supported in globs." };
  if (pattern.startsWith("!")) return { why: "A glob cannot begin with `!`." };
  if (pattern.split("/").includes("..")) return { why: "A glob cannot lead out of its folder." };
  const expanded = expandBraces(pattern);
  if (expanded === undefined)
    return { why: `A glob may stand for ${MOST_ALTERNATIVES} alternatives.` };
  return expanded.map((each) => {
    const path = each.replace(/^(?:\.\/)+/, ""),
      isName = !path.replace(/\/+$/, "").includes("/"),
      parts = path.split("/").filter((part) => part !== "" && part !== ".");
    return segmentsOf(isName ? ["**", ...parts] : parts);
  });
}

/** `a{b,c}` is `ab` and `ac`. Undefined where there are too many. */
export function expandBraces(pattern: string): readonly string[] | undefined {
  const done: string[] = [];
  const waiting = [pattern];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (done.length + waiting.length > MOST_ALTERNATIVES) return undefined;
    const found = /\{([^{}]*,[^{}]*)\}/.exec(each);
    if (found === null) {
      done.push(each);
      continue;
    }
    const [all, inside = ""] = found,
      before = each.slice(0, found.index),
      behind = each.slice(found.index + all.length);
    waiting.push(...inside.split(",").map((option) => before + option + behind));
  }
  return done;
}

function segmentsOf(parts: readonly string[]): readonly Segment[] {
  return parts
    .map((part) => (part === "**" ? GLOBSTAR : tokensOf(part)))
    .filter((segment, index, all) => segment !== GLOBSTAR || all[index - 1] !== GLOBSTAR);
}

/** The tokens of a pattern without slashes, or of one whose stars take slashes, too. */
export function tokensOf(part: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < part.length; index++) {
    const character = part[index]!;
    if (character === "*") {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (character === "?") tokens.push(ANY);
    else if (character === "\\" && index + 1 < part.length) tokens.push(part[++index]!);
    else {
      const set = character === "[" ? characterSet(part, index) : undefined;
      if (set !== undefined) index = set.end;
      tokens.push(set?.set ?? character);
    }
  }
  return tokens;
}

/** Undefined where the bracket never closes. */
function characterSet(
  part: string,
  open: number,
): { readonly set: CharacterSet; readonly end: number } | undefined {
  const isNegated = part[open + 1] === "!" || part[open + 1] === "^",
    ranges: [number, number][] = [];
  let index = open + (isNegated ? 2 : 1);
  const first = index;
  while (index < part.length && (part[index] !== "]" || index === first)) {
    const named = /^\[:(\w+):\]/.exec(part.slice(index, index + 12));
    if (named !== null) {
      ranges.push(...(NAMED_SETS.get(named[1] ?? "") ?? []));
      index += named[0].length;
      continue;
    }
    if (part[index] === "\\") index++;
    const low = part.charCodeAt(index);
    const isRange = part[index + 1] === "-" && part[index + 2] !== "]" && index + 2 < part.length;
    if (isRange) index += part[index + 2] === "\\" ? 3 : 2;
    ranges.push([low, part.charCodeAt(index)]);
    index++;
  }
  return index < part.length ? { set: { isNegated, ranges }, end: index } : undefined;
}

const NAMED_SETS: ReadonlyMap<string, readonly [number, number][]> = new Map([
  ["digit", [[48, 57]]],
  ["upper", [[65, 90]]],
  ["lower", [[97, 122]]],
  [
    "alpha",
    [
      [65, 90],
      [97, 122],
    ],
  ],
  [
    "alnum",
    [
      [48, 57],
      [65, 90],
      [97, 122],
    ],
  ],
  [
    "space",
    [
      [9, 13],
      [32, 32],
    ],
  ],
  [
    "xdigit",
    [
      [48, 57],
      [65, 70],
      [97, 102],
    ],
  ],
]);

function matchesPath(pattern: readonly Segment[], parts: readonly string[]): boolean {
  return matchesAll(pattern, parts, GLOBSTAR, (segment, part) => matchesPart(segment, part));
}

/** Whether a text matches all of a pattern. */
export function matchesPart(segment: Segment, part: string): boolean {
  if (segment === GLOBSTAR) return true;
  return matchesAll(segment, part, STAR, (token, character) => {
    if (token === ANY) return true;
    if (typeof token === "string") return token === character;
    if (typeof token === "symbol") return false;
    const code = character.charCodeAt(0),
      isIn = token.ranges.some(([first, last]) => first <= code && code <= last);
    return isIn !== token.isNegated;
  });
}

/** Whether items match a pattern in which `star` is any number of them. It goes back to the last star only: an earlier one could take no more than that. */
function matchesAll<P, I>(
  pattern: readonly P[],
  items: ArrayLike<I>,
  star: P,
  matches: (each: P, item: I) => boolean,
): boolean {
  let at = 0,
    starAt = -1,
    starItem = 0;
  for (let item = 0; item < items.length; ) {
    const each = pattern[at];
    if (each === star && at < pattern.length) {
      starAt = at++;
      starItem = item;
    } else if (at < pattern.length && each !== undefined && matches(each, items[item]!)) {
      at++;
      item++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      item = ++starItem;
    } else return false;
  }
  while (pattern[at] === star && at < pattern.length) at++;
  return at === pattern.length;
}

/** One `.gitignore` file. */
export class IgnoreFile {
  private readonly rules: readonly IgnoreRule[];

  constructor(text: string) {
    this.rules = text.split(/\r?\n/).flatMap((line) => ignoreRule(line) ?? []);
  }

  /** Whether it ignores, or takes back, a path relative to its folder; undefined where it says nothing. Asked from the top folder down: what stands in an ignored folder is ignored. */
  ignores(path: string, isFolder: boolean): boolean | undefined {
    const parts = path.split("/"),
      name = parts.at(-1) ?? "";
    return this.rules.findLast(
      ({ pattern, isFolderOnly }) =>
        (isFolder || !isFolderOnly) &&
        (pattern.kind === "name"
          ? matchesName(pattern, name)
          : matchesPath(pattern.segments, parts)),
    )?.isIgnored;
  }
}

interface IgnoreRule {
  readonly pattern: NamePattern | { readonly kind: "path"; readonly segments: readonly Segment[] };
  readonly isIgnored: boolean;
  readonly isFolderOnly: boolean;
}

/** A pattern without a slash. Most are, so they have a way of their own. */
interface NamePattern {
  readonly kind: "name";
  readonly tokens: readonly Token[];
  /** The name, where the pattern is nothing but a name. */
  readonly literal: string | undefined;
}

function matchesName({ tokens, literal }: NamePattern, name: string): boolean {
  return literal === undefined ? matchesPart(tokens, name) : literal === name;
}

function ignoreRule(line: string): IgnoreRule | undefined {
  if (line.startsWith("#") || line.length > LONGEST) return undefined;
  const trimmed = line.replace(/(?<!\\) +$/, ""),
    isIgnored = !trimmed.startsWith("!"),
    written = isIgnored ? trimmed : trimmed.slice(1),
    path = written.replace(/\/$/, "");
  if (path === "" || /(?<!\\)(?:\\\\)*\\$/.test(path)) return undefined;
  const pattern = path.includes("/") ? pathPattern(path) : namePattern(path);
  return { pattern, isIgnored, isFolderOnly: written.endsWith("/") };
}

function namePattern(name: string): NamePattern {
  const tokens = tokensOf(name),
    isLiteral = tokens.every((token) => typeof token === "string");
  return { kind: "name", tokens, literal: isLiteral ? tokens.join("") : undefined };
}

function pathPattern(path: string): IgnoreRule["pattern"] {
  const parts = path.split("/");
  if (parts[0] === "") parts.shift();
  const segments = segmentsOf(parts);
  // `a/**` is what stands in `a`, not `a`.
  return {
    kind: "path",
    segments: parts.at(-1) === "**" ? [...segments, tokensOf("*")] : segments,
  };
}
