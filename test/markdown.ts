/**
 * The format of rule pages, specs and model tests: headings name the tests, fenced blocks are files, comments in them say what is expected.
 *
 * - A fence may say `title=path`, else it is `app/main.py`. Its language says nothing else.
 * - `# error|warning|info: [rule-id]` at the end of a line: a finding begins there. Several ids stand in one pair of brackets.
 * - A line `#   ^^^` under it: the columns of that finding.
 * - `fixed` after the language: the file as it is after the fix. A heading `Fixed by "<title>"` names the fix; else it is the first one.
 */
export interface Section {
  readonly heading: string;
  /** Path to text, markers included. */
  readonly files: ReadonlyMap<string, string>;
  readonly fixed: ReadonlyMap<string, string>;
}

export interface Expectation {
  /** From 0. */
  readonly line: number;
  readonly severity: string;
  readonly rule: string;
  /** Present where a caret comment gives them; from 0, the end exclusive. */
  readonly columns?: readonly [number, number];
}

const DEFAULT_PATH = "app/main.py";
/** A whole fenced block, or a heading. The fence comes first, so that a comment of Python is no heading. */
const BLOCK = /^(`{3,})(\w*)([^\n]*)\n([\s\S]*?)^\1$|^#{1,3} (.*)$/gm;
const MARKER = / *(?:#|\/\/) (error|warning|info): \[([\w, -]+)\]$/;
const CARETS = /^(?:#|\/\/)? *(\^+)$/;

export function sections(markdown: string): Section[] {
  const found: { heading: string; files: Map<string, string>; fixed: Map<string, string> }[] = [];
  for (const [, fence, , info = "", code = "", heading = ""] of markdown.matchAll(BLOCK)) {
    if (fence === undefined) found.push({ heading, files: new Map(), fixed: new Map() });
    else {
      const path = /title=(\S+)/.exec(info)?.[1] ?? DEFAULT_PATH;
      found.at(-1)?.[/(?:^|\s)fixed(?:\s|$)/.test(info) ? "fixed" : "files"].set(path, code);
    }
  }
  return found.filter(({ files, fixed }) => files.size + fixed.size > 0);
}

export function expectations(code: string): Expectation[] {
  const expected: Expectation[] = [];
  let line = -1;
  for (const text of code.split("\n")) {
    const carets = CARETS.exec(text)?.[1];
    const last = expected.at(-1);
    if (carets !== undefined && last !== undefined) {
      expected[expected.length - 1] = {
        ...last,
        columns: [text.length - carets.length, text.length],
      };
      continue;
    }
    line++;
    const marker = MARKER.exec(text);
    for (const rule of marker?.[2]?.split(", ") ?? [])
      expected.push({ line, severity: marker?.[1] ?? "", rule });
  }
  return expected;
}

/** The code as its author would have it: no markers, no caret lines. */
export function withoutMarkers(code: string): string {
  return code
    .split("\n")
    .filter((line) => !CARETS.test(line))
    .map((line) => line.replace(MARKER, ""))
    .join("\n");
}
