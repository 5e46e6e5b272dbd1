/**
 * Which requests the path of a route takes, as Starlette's `compile_path` decides it. Paths come from the workspace, so no regular
 * expression is made of them: they are matched in time that grows with the length of both.
 */

/** What a path takes, a step for each character or run of characters. */
export type PathPattern = readonly Step[];

interface Step {
  readonly takes: (character: string) => boolean;
  /** Whether it takes any number of them, at least one. */
  readonly repeats: boolean;
  /** How many steps, from this one, a request may leave out. */
  readonly optional: number;
  /** The one character that it takes. */
  readonly literal?: string;
}

const NAMES = /\{([A-Za-z_][A-Za-z0-9_]*)(?::([A-Za-z_][A-Za-z0-9_]*))?\}/g;

const isDigit = (it: string): boolean => it >= "0" && it <= "9" && it.length === 1;
const isHexadecimal = (it: string): boolean => /^[0-9a-fA-F]$/.test(it);
const isNoSlash = (it: string): boolean => it !== "/";
const isNoLineEnd = (it: string): boolean => it !== "\n";

const run = (takes: Step["takes"], optional = 0): Step => ({ takes, repeats: true, optional });
const hexadecimals = (count: number): Step[] =>
  Array.from({ length: count }, () => ({ takes: isHexadecimal, repeats: false, optional: 0 }));
/** Starlette takes a UUID without its dashes since 0.36. */
const DASH = literal("-", 1);

/** Starlette's own converters; a project can register more, of which nothing is known here. */
const CONVERTERS: ReadonlyMap<string, PathPattern> = new Map([
  ["str", [run(isNoSlash)]],
  ["path", [run(isNoLineEnd, 1)]],
  ["int", [run(isDigit)]],
  ["float", [run(isDigit), literal(".", 2), run(isDigit)]],
  [
    "uuid",
    [8, 4, 4, 4, 12].flatMap((count, index) => [
      ...(index > 0 ? [DASH] : []),
      ...hexadecimals(count),
    ]),
  ],
]);

/**
 * What a route of this final path takes. `undefined` for a path that no request has (without a slash at its beginning), that
 * Starlette refuses (a name twice), or whose converter is the project's own.
 */
export function pathPattern(path: string): PathPattern | undefined {
  if (!path.startsWith("/")) return undefined;
  const steps: Step[] = [];
  const names = new Set<string>();
  let at = 0;
  for (const { 0: written, 1: name = "", 2: converter = "str", index } of path.matchAll(NAMES)) {
    const takes = CONVERTERS.get(converter);
    if (takes === undefined || names.has(name)) return undefined;
    names.add(name);
    steps.push(...literals(path.slice(at, index)), ...takes);
    at = index + written.length;
  }
  return [...steps, ...literals(path.slice(at))];
}

/** What something takes that is mounted at a path: all below it, but not the path without a slash behind it. */
export function mountPattern(path: string): PathPattern | undefined {
  return pathPattern(`${path.replace(/\/+$/, "")}/{path_:path}`);
}

/** @param path of a request, decoded, without the query */
export function takesPath(pattern: PathPattern, path: string): boolean {
  let states = entered([0], pattern);
  // Python's `$` also stands before a line end that is the last character.
  let wasAtEnd = false;
  for (const character of characters(path)) {
    wasAtEnd = states.has(pattern.length);
    states = after(states, character, pattern);
  }
  return states.has(pattern.length) || (wasAtEnd && path.endsWith("\n"));
}

/** Whether one pattern takes every path that another takes, so that this other one is never asked after it. */
export function takesAllOf(earlier: PathPattern, later: PathPattern): boolean {
  const alphabet = alphabetOf(earlier, later);
  const seen = new Set<string>();
  const open: (readonly [number, ReadonlySet<number>])[] = [];
  const visit = (step: number, states: ReadonlySet<number>): void => {
    const key = `${step}:${[...states].sort((a, b) => a - b)}`;
    if (seen.has(key)) return;
    seen.add(key);
    open.push([step, states]);
  };
  for (const step of entered([0], later)) visit(step, entered([0], earlier));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [step, states] = next;
    if (step === later.length && !states.has(earlier.length)) return false;
    if (seen.size > MOST_STATES) return false;
    for (const character of alphabet) {
      const taken = after(states, character, earlier);
      for (const each of after(new Set([step]), character, later)) visit(each, taken);
    }
  }
  return true;
}

/** Real paths need some hundred. */
const MOST_STATES = 20_000;

/** The steps that may be next, those included that come after optional ones. */
function entered(steps: Iterable<number>, pattern: PathPattern): Set<number> {
  const found = new Set(steps);
  // A set goes on over what is added while it is gone through.
  for (const step of found) {
    const optional = pattern[step]?.optional ?? 0;
    if (optional > 0) found.add(step + optional);
  }
  return found;
}

function after(states: ReadonlySet<number>, character: string, pattern: PathPattern): Set<number> {
  const found: number[] = [];
  for (const state of states) {
    const step = pattern[state];
    if (step === undefined || !step.takes(character)) continue;
    if (step.repeats) found.push(state);
    found.push(state + 1);
  }
  return entered(found, pattern);
}

/** One character for all that both patterns treat alike. */
function alphabetOf(...patterns: readonly PathPattern[]): readonly string[] {
  const written = patterns.flatMap((steps) => steps.flatMap(({ literal: it }) => it ?? []));
  return [...new Set([...written, "/", "0", "a", "-", ".", "~", ...unwritten(written)])];
}

/** A digit, a hexadecimal letter and another character that stand in neither pattern, where there are such. */
function unwritten(written: readonly string[]): readonly string[] {
  const first = (among: string): string[] =>
    [...among].filter((it) => !written.includes(it)).slice(0, 1);
  return [first("0123456789"), first("abcdefABCDEF"), first("~!\u0001\u0002\u0003")].flat();
}

function literals(text: string): Step[] {
  return characters(text).map((it) => literal(it));
}

function literal(character: string, optional = 0): Step {
  return { takes: (it) => it === character, repeats: false, optional, literal: character };
}

/** As Python counts them. */
function characters(text: string): readonly string[] {
  return [...text];
}
