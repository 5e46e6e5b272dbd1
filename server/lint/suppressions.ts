/**
 * Comments that allow a finding: `# routewright: allow[rule-id, other-id]: reason` at the end of a line or alone above it, and
 * `# routewright: allow-file[rule-id]: reason` anywhere. Only comments count, never text in a string: `#syntax/scan` tells them apart.
 */
import type { FilePath } from "#host";
import { insert, lineEndOf, replace } from "#lint/edits";
import { nearest } from "#lint/nearest";
import { unknownSuppression, unusedSuppression } from "#lint/ownRules";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Fix, Rule, TextEdit } from "#lint/rule";
import { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";
import { afterLineEnd, commentsOf, freeLines, isLineEnd, logicalLines } from "#syntax/scan";

/** One `allow[…]`. */
interface Suppression {
  /** From its `#` to where the comment, or the next `#` in it, begins. */
  readonly range: Range;
  readonly ids: readonly (Range & { readonly id: string })[];
  /** The offsets of findings that it allows. */
  readonly scope: Range;
  /** Why it has no effect at all. */
  readonly mistake?: string;
}

export interface SuppressedFile {
  readonly path: FilePath;
  readonly text: string;
}

export interface SuppressionOptions {
  /** Every rule there is: a comment that names another one is reported. */
  readonly rules: readonly Rule[];
  /** Whether a rule ran on the file whole, so that a comment without a finding is left over. */
  isComplete(rule: Rule): boolean;
}

const MARK = "routewright:";
/** A reason may hold `#12`; ` # ` begins another comment. */
const COMMENT = /#\s*routewright:\s*((?:(?!\s#\s).)*)/g;
const MOST_NAMES = 100;
const ALLOW = /^(allow(?:-file)?)\s*\[([^\]]*)\]\s*(?::|$)/;
const EXAMPLE = "`# routewright: allow[rule-id]: reason`";

/** Whether a text may hold a comment that allows something. */
export function mentionsUs(text: string): boolean {
  return text.includes(MARK);
}

/** The reports of a file that no comment allows, and those of the comments that allow nothing. In order of their place. */
export function withoutSuppressed(
  reports: readonly Report[],
  file: SuppressedFile,
  { rules, isComplete }: SuppressionOptions,
): readonly Report[] {
  if (!mentionsUs(file.text)) return reports;
  const suppressions = suppressionsIn(file.text),
    known = rulesByName([...rules, unusedSuppression, unknownSuppression]),
    used = new Set<Range>();
  const allows = (report: Report): boolean => {
    const matching = suppressions.flatMap(({ scope, ids }) =>
      isIn(report, scope) ? ids.filter(({ id }) => known.get(id) === report.rule) : [],
    );
    for (const id of matching) used.add(id);
    return matching.length > 0;
  };
  const kept = reports.filter((report) => !allows(report)),
    own = suppressions
      .flatMap((suppression) => faultsOf(suppression, file, known, used, isComplete))
      .filter((report) => !allows(report));
  return [...kept, ...own].sort((a, b) => a.range.start - b.range.start);
}

/** *Allow on this line*: a comment at the end of the line of a finding, or above it where there is no room. */
export function allowOnLine({ rule, path, range }: Report, lines: Lines): Fix {
  return {
    title: `Allow ${rule.id} on this line`,
    safety: "suggestion",
    edits: () => [allowEdit(rule.id, range.start, { path, text: lines.text }, lines)],
  };
}

function allowEdit(id: string, offset: number, file: SuppressedFile, lines: Lines): TextEdit {
  const { text } = file,
    row = lines.lineAt(offset),
    end = lines.end(row),
    existing = suppressionsIn(text).find(
      ({ range, ids }) => range.end <= end && range.start > lines.start(row) && ids.length > 0,
    ),
    last = existing?.ids.at(-1);
  if (last !== undefined) return insert(last.end, `, ${id}`, file);
  const comment = `# routewright: allow[${id}]`,
    free = freeLines(text, offset);
  if (free.has(lines.start(row + 1)) || end === text.length)
    if (lines.line(row).length + comment.length + 2 <= LONGEST_LINE)
      return insert(end, `  ${comment}`, file);
  const start = free.has(lines.start(row)) ? lines.start(row) : Math.min(...free),
    indentation = /^[ \t]*/.exec(lines.line(lines.lineAt(start)))?.[0] ?? "";
  return insert(start, `${indentation}${comment}${lineEndOf(text)}`, file);
}

/** *Allow in this file*: a name more in such a comment, else a comment below those that the file begins with. */
export function allowInFile({ rule, path }: Report, lines: Lines): Fix {
  const file = { path, text: lines.text };
  return {
    title: `Allow ${rule.id} in this file`,
    safety: "suggestion",
    edits: () => {
      const existing = suppressionsIn(file.text).find(({ scope }) => scope === EVERYWHERE);
      const last = existing?.ids.at(-1);
      if (last !== undefined) return [insert(last.end, `, ${rule.id}`, file)];
      const comment = `# routewright: allow-file[${rule.id}]`;
      const lineEnd = lineEndOf(file.text);
      const start = afterHeadComments(lines);
      const isOpen = start === file.text.length && start > 0 && !isLineEnd(file.text, start - 1);
      return [insert(start, `${isOpen ? lineEnd : ""}${comment}${lineEnd}`, file)];
    },
  };
}

/** Below the interpreter, the encoding and what else is said at the top. */
function afterHeadComments(lines: Lines): number {
  let row = 0;
  while (row < lines.count && /^#/.test(lines.line(row))) row++;
  return row < lines.count ? lines.start(row) : lines.text.length;
}

const LONGEST_LINE = 100;

function suppressionsIn(text: string): readonly Suppression[] {
  if (!text.includes(MARK)) return [];
  const statements = new Statements(text);
  const found: Suppression[] = [];
  for (const comment of commentsOf(text)) {
    const written = text.slice(comment.start, comment.end);
    if (!written.includes(MARK)) continue;
    for (const match of written.matchAll(COMMENT))
      found.push(suppressionOf(match, comment, statements));
  }
  return found;
}

function suppressionOf(
  match: RegExpExecArray,
  comment: Range,
  statements: Statements,
): Suppression {
  const [all, body = ""] = match,
    start = comment.start + match.index,
    range = { start, end: start + all.trimEnd().length },
    allow = ALLOW.exec(body);
  if (allow === null)
    return {
      range,
      ids: [],
      scope: NOWHERE,
      mistake: `This comment has no effect. Write ${EXAMPLE}.`,
    };
  const [, word, list = ""] = allow,
    listStart = start + all.indexOf("[") + 1,
    ids = [...list.matchAll(/[^\s,]+/g)].slice(0, MOST_NAMES).map(({ 0: id, index }) => ({
      id,
      start: listStart + index,
      end: listStart + index + id.length,
    })),
    scope = word === "allow-file" ? EVERYWHERE : statements.scopeOf(comment);
  return ids.length > 0
    ? { range, ids, scope }
    : { range, ids, scope, mistake: `This comment names no rule. Write ${EXAMPLE}.` };
}

const EVERYWHERE: Range = { start: 0, end: Number.POSITIVE_INFINITY };
const NOWHERE: Range = { start: 0, end: -1 };

/** The statements of a text, for what a comment beside one speaks of. */
class Statements {
  private readonly text: string;
  private readonly lines: Lines;
  private readonly ranges: readonly Range[];

  constructor(text: string) {
    this.text = text;
    this.lines = new Lines(text);
    this.ranges = [...logicalLines(text)];
  }

  /**
   * At the end of a line: that line, and the whole statement where the line is its first or last, since formatters move comments there.
   * Alone: the next line that is no comment, and the whole statement that begins there.
   */
  scopeOf(comment: Range): Range {
    const row = this.lines.lineAt(comment.start),
      before = this.text.slice(this.lines.start(row), comment.start);
    if (before.trim() !== "") return this.lineScope(row, true);
    let next = row + 1;
    while (next < this.lines.count && this.lines.line(next).trimStart().startsWith("#")) next++;
    return this.lineScope(next, false);
  }

  private lineScope(row: number, isAtEnd: boolean): Range {
    const line = { start: this.lines.start(row), end: this.lines.end(row) },
      statement = this.ranges.find(({ start, end }) => start <= line.end && end >= line.start);
    if (statement === undefined) return line;
    const isFirst = statement.start >= line.start,
      isLast = isAtEnd && statement.end <= line.end;
    return isFirst || isLast ? statement : line;
  }
}

function faultsOf(
  suppression: Suppression,
  file: SuppressedFile,
  known: ReadonlyMap<string, Rule>,
  used: ReadonlySet<Range>,
  isComplete: (rule: Rule) => boolean,
): readonly Report[] {
  const { ids, range, mistake } = suppression;
  if (mistake !== undefined)
    return [fault(unknownSuppression, range, mistake, suppression, ids, file)];
  return ids.flatMap((place) => {
    const rule = known.get(place.id),
      shown = `\`${printable(place.id.slice(0, 60))}\``;
    if (rule === undefined) {
      const meant = nearest(place.id, [...known.keys()]);
      const advice =
        meant === undefined ? "This comment allows nothing." : `Did you mean \`${meant}\`?`;
      const message = `There is no rule ${shown}. ${advice}`;
      const report = fault(unknownSuppression, place, message, suppression, [place], file);
      return meant === undefined ? report : withSpelling(report, place, meant, file);
    }
    if (used.has(place) || !isComplete(rule)) return [];
    const message = `${shown} finds nothing here. Remove the comment.`;
    return [fault(unusedSuppression, place, message, suppression, [place], file)];
  });
}

function withSpelling(report: Report, place: Range, meant: string, file: SuppressedFile): Report {
  const spelling: Fix = {
    title: `Change it to ${meant}`,
    safety: "suggestion",
    edits: () => [replace(place, meant, file)],
  };
  return { ...report, fixes: [spelling, ...(report.fixes ?? [])] };
}

/** The fix is no safe one: while a file is being typed, a finding may be away for a moment. */
function fault(
  rule: Rule,
  { start, end }: Range,
  message: string,
  suppression: Suppression,
  removed: readonly Range[],
  file: SuppressedFile,
): Report {
  const isWhole = removed.length === suppression.ids.length;
  const fix: Fix = {
    title: isWhole ? "Remove the comment" : "Remove the name",
    safety: "suggestion",
    edits: () => [
      isWhole ? removeComment(suppression, file) : removeId(suppression, removed[0], file),
    ],
  };
  const { severity } = rule;
  return {
    rule,
    path: file.path,
    severity,
    range: { start, end },
    message,
    tags: ["unnecessary"],
    fixes: [fix],
  };
}

/** With the line where nothing else stands on it, else with the blanks before it. */
function removeComment({ range }: Suppression, file: SuppressedFile): TextEdit {
  const { text } = file;
  let { start, end } = range;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  while (text[end] === " " || text[end] === "\t") end++;
  const isLine = start === 0 || isLineEnd(text, start - 1),
    isLast = end === text.length || isLineEnd(text, end);
  if (isLine && isLast) return replace({ start, end: afterLineEnd(text, end) }, "", file);
  // Another comment follows: the blanks before this one part it from the code.
  return replace(isLast ? { start, end } : { start: range.start, end }, "", file);
}

function removeId({ ids }: Suppression, id: Range | undefined, file: SuppressedFile): TextEdit {
  const index = ids.findIndex(({ start }) => start === id?.start),
    previous = ids[index - 1],
    next = ids[index + 1],
    start = previous?.end ?? id?.start ?? 0,
    end = previous === undefined ? (next?.start ?? start) : (id?.end ?? start);
  return replace({ start, end }, "", file);
}

function isIn({ range }: Report, scope: Range): boolean {
  return scope.start <= range.start && range.start <= scope.end;
}

function rulesByName(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  return new Map(
    rules.flatMap((rule) =>
      [rule.id, ...(rule.aliases ?? [])].map((name) => [name, rule] as const),
    ),
  );
}
