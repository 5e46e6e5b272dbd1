/**
 * Applies one fix alone, and says what is wrong with what comes of it: in the findings, and in the text as far as it can be seen without
 * Python. `fixedTexts.ts` asks Python and Ruff about the texts.
 */
import { parse } from "smol-toml";
import type { FilePath } from "#host";
import { applyEdits, type EditedFile } from "#lint/edits";
import type { Report } from "#lint/report";
import type { Edit, Fix, TextEdit } from "#lint/rule";
import { Lines } from "#syntax/lines";
import { overlaps, type Range } from "#syntax/range";

/** What a trial needs of a session or a workspace. */
export interface FixEngine {
  /** Every file that rules may speak of. */
  paths(): readonly FilePath[];
  textOf(path: FilePath): string | undefined;
  /** `undefined` takes a file away. */
  update(texts: ReadonlyMap<FilePath, string | undefined>): void;
  /** The same list as long as nothing changed. */
  reports(path: FilePath): readonly Report[];
}

/** One file that a fix edits or creates. */
export interface FixedText {
  readonly path: FilePath;
  /** `undefined` for a new file. */
  readonly before: string | undefined;
  readonly after: string;
  /** What it takes away in whole lines. */
  readonly removed: readonly string[];
}

/** What a fix is meant to leave or to make, with the reason. */
interface MeantFinding {
  readonly rule: string;
  readonly title?: RegExp;
  readonly makes: string;
  readonly why: string;
}

const MEANT: readonly MeantFinding[] = [
  {
    rule: "missing-pool-pre-ping",
    makes: "pool-out-of-range",
    why: "As long as connections are not tested, that finding tells about the size of the pool, too.",
  },
  {
    rule: "broken-password-library",
    title: /^Require bcrypt below/,
    makes: "broken-password-library",
    why: "passlib works again, but stays unmaintained; and a lock file follows when its tool runs.",
  },
];

export interface Trial {
  readonly rule: string;
  readonly title: string;
  /** For a person: the file with the line, from 1. */
  readonly place: string;
  readonly texts: readonly FixedText[];
  /** As ends of a sentence about the fix. */
  readonly faults: readonly string[];
}

/** The engine is afterwards as it was. */
export function tryFix(report: Report, fix: Fix, engine: FixEngine): Trial {
  const { rule, path, range } = report;
  const text = engine.textOf(path) ?? "";
  const place = `${path}:${new Lines(text).lineAt(range.start) + 1}`;
  const trial = { rule: rule.id, title: fix.title, place };
  const edits = fix.edits();
  if (edits.length === 0) return { ...trial, texts: [], faults: ["has no edits"] };
  const texts = fixedTexts(edits, engine);
  if (typeof texts === "string") return { ...trial, texts: [], faults: [texts] };
  const before = findingsOf(engine);
  engine.update(new Map(texts.map((it) => [it.path, it.after])));
  const after = findingsOf(engine);
  const faults = [
    ...texts.flatMap((text) => [...faultsOfText(text)]),
    ...faultsOfFindings(report, fix, before, after),
  ];
  engine.update(new Map(texts.map((it) => [it.path, it.before])));
  return { ...trial, texts, faults };
}

/** The texts after edits, or why they cannot be made. */
export function fixedTexts(edits: readonly Edit[], engine: FixEngine): FixedText[] | string {
  const fixed: FixedText[] = [];
  for (const edit of edits) {
    if (!("create" in edit)) continue;
    if (engine.textOf(edit.path) !== undefined) return `creates ${edit.path}, which exists`;
    fixed.push({ path: edit.path, before: undefined, after: edit.text, removed: [] });
  }
  for (const [path, own] of textEdits(edits)) {
    const before = engine.textOf(path);
    if (before === undefined) return `edits ${path}, which is not known`;
    if (own.some(({ range }) => range.start < 0 || range.end > before.length))
      return `edits outside ${path}`;
    try {
      fixed.push({
        path,
        before,
        after: applyEdits(before, own),
        removed: own.flatMap((edit) => removedLines(edit, before)),
      });
    } catch (error) {
      return `has edits that cannot be made: ${error}`;
    }
  }
  return fixed.some(({ before, after }) => before !== after) ? fixed : "changes nothing";
}

/** The whole lines that an edit takes away: all where it leaves nothing in their place, else imports. */
function removedLines({ range: { start, end }, text }: TextEdit, before: string): string[] {
  const isWhole =
    /(?:^|[\r\n])[ \t]*$/.test(before.slice(0, start)) && /[\r\n]$/.test(before.slice(0, end));
  if (!isWhole) return [];
  const lines = before.slice(start, end).split(/\r\n|\n|\r/);
  const isGone = /^\s*(?:pass\s*)?$/.test(text);
  return lines.filter((line) => isGone || /^\s*(?:import|from)\b/.test(line));
}

function textEdits(edits: readonly Edit[]): Map<FilePath, TextEdit[]> {
  const found = new Map<FilePath, TextEdit[]>();
  for (const edit of edits)
    if (!("create" in edit)) found.set(edit.path, [...(found.get(edit.path) ?? []), edit]);
  return found;
}

/** What an author would see in a diff. */
function* faultsOfText({ path, before = "", after }: FixedText): Iterable<string> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const ends = lineEnds(before);
  const surplus = [...lineEnds(after)].filter((end) => !ends.has(end));
  if (ends.size === 1 && surplus.length > 0) yield `writes other line ends into ${name}`;
  if (trailingBlanks(after) > trailingBlanks(before))
    yield `leaves blanks at a line's end in ${name}`;
  if (/[\r\n]$/.test(before) && after !== "" && !/[\r\n]$/.test(after))
    yield `takes the last line end of ${name}`;
  if (after.startsWith("\uFEFF")) yield `writes a second byte-order mark into ${name}`;
  if (HALF_CHARACTER.test(after) && !HALF_CHARACTER.test(before))
    yield `cuts a character of ${name} in two`;
  if (path.endsWith(".toml")) yield* faultsOfToml({ path, text: after }, before);
}

const HALF_CHARACTER = /\p{Surrogate}/u;

function* faultsOfToml({ path, text }: EditedFile, before: string): Iterable<string> {
  if (isToml(before) && !isToml(text)) yield `breaks ${path}`;
}

function isToml(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function lineEnds(text: string): Set<string> {
  return new Set(text.match(/\r\n|\n|\r/g));
}

function trailingBlanks(text: string): number {
  return text.match(/[ \t]+$/gm)?.length ?? 0;
}

/** The findings of every file, with the text that they speak of. */
export type Findings = ReadonlyMap<FilePath, FileFindings>;

interface FileFindings {
  readonly reports: readonly Report[];
  readonly text: string;
}

export function findingsOf(engine: FixEngine): Findings {
  return new Map(
    engine
      .paths()
      .map((path) => [path, { reports: engine.reports(path), text: engine.textOf(path) ?? "" }]),
  );
}

interface Finding {
  readonly report: Report;
  /** The line in which it begins, without the blanks around it. */
  readonly line: string;
  /** Where it stands after the edits, with all that they put into it or at its ends. */
  readonly image: Range;
}

/**
 * Findings before and after are compared one by one. One from before is the same afterwards where it has the same rule and message and
 * stands in what became of its range; where it has the same rule, message and line elsewhere, as the code was moved; or where it has the
 * same rule and just what became of its range, as a name in its message changed. What is left over afterwards is new, but for what is
 * meant; and of the rule that was fixed there is none in what became of the range.
 */
function faultsOfFindings(fixed: Report, fix: Fix, before: Findings, after: Findings): string[] {
  const edits = textEdits(fix.edits());
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path)?.reports !== after.get(path)?.reports,
  );
  const old = changed.flatMap((path) => findingsIn(path, before, edits.get(path) ?? []));
  const now = changed.flatMap((path) => findingsIn(path, after, []));
  const target = old.find(({ report }) => isSameReport(report, fixed));
  if (target === undefined) return ["changes no finding"];
  const others = old.filter((it) => it !== target);
  const isInImage = ({ report, image }: Finding, { report: { path, range } }: Finding): boolean =>
    report.path === path && image.start <= range.start && range.end <= image.end;
  const elsewhere = takeOut(
    others,
    now,
    (a, b) => isInImage(a, b) && a.report.message === b.report.message,
  );
  const renamed = takeOut(
    elsewhere,
    now,
    (a, b) => a.line === b.line && a.report.message === b.report.message,
  );
  takeOut(renamed, now, (a, b) => isInImage(a, b) && isSame(a.image, b.report.range));
  const surplus = now.filter(({ report }) => !isMeant(report, fixed, fix));
  return surplus.map(({ report }) => {
    const isThere =
      report.rule === fixed.rule &&
      report.path === fixed.path &&
      overlaps(report.range, target.image);
    return `${isThere ? "leaves" : "makes"} a finding of ${report.rule.id}: ${report.message}`;
  });
}

function isMeant(report: Report, fixed: Report, { title }: Fix): boolean {
  return MEANT.some(
    (meant) =>
      meant.rule === fixed.rule.id &&
      meant.makes === report.rule.id &&
      meant.title?.test(title) !== false,
  );
}

function isSameReport(a: Report, b: Report): boolean {
  return (
    a.rule === b.rule && a.path === b.path && a.message === b.message && isSame(a.range, b.range)
  );
}

function isSame(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

function findingsIn(path: FilePath, all: Findings, edits: readonly TextEdit[]): Finding[] {
  const { reports = [], text = "" } = all.get(path) ?? {};
  const lines = new Lines(text);
  return reports.map((report) => ({
    report,
    line: lines.line(lines.lineAt(report.range.start)).trim(),
    image: imageOf(report.range, edits),
  }));
}

/** Where a range is after edits. */
function imageOf({ start, end }: Range, edits: readonly TextEdit[]): Range {
  let [first, last] = [start, end];
  for (const { range, text } of edits) {
    const growth = text.length - (range.end - range.start);
    // What is put right before a range counts to it, as `await ` does.
    if (range.end <= start && range.start < start) first += growth;
    else if (range.start < start) first += range.start - start;
    if (range.end <= end) last += growth;
    else if (range.start < end) last += range.start + text.length - end;
  }
  return { start: first, end: last };
}

/** Takes pairs of one rule out of the second list; returns those of the first that found none. */
function takeOut(
  before: readonly Finding[],
  after: Finding[],
  isSamePlace: (before: Finding, after: Finding) => boolean,
): readonly Finding[] {
  return before.filter((old) => {
    const index = after.findIndex(
      (now) => now.report.rule === old.report.rule && isSamePlace(old, now),
    );
    if (index >= 0) after.splice(index, 1);
    return index < 0;
  });
}
