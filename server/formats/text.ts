/** Findings for a person at a terminal: code, the way down to a blocking call, what can be done. */
import { CellLine, cellsOf } from "#formats/cells";
import { type PlacedReport, placed, relativePath, type Summary } from "#formats/reports";
import { SourceLines, type Sources } from "#formats/sources";
import { summaryLines } from "#formats/summary";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Related, Severity } from "#lint/rule";
import type { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";

export interface TextOptions {
  readonly color: boolean;
  /** Cells in a line of the terminal; longer lines of code are cut around what they are shown for. */
  readonly width: number;
}

/** Lines shown before and after the one that a finding stands at. */
const CONTEXT = 2;
/** A finding over more lines than this shows its first ones. */
const MOST_LINES = 4;
const NARROWEST = 40;

const SEVERITY_COLOR: Readonly<Record<Severity, string>> = {
  error: "1;31",
  warning: "1;33",
  info: "1;36",
};
const GUTTER = "34",
  PLACE = "36",
  STRONG = "1",
  FIX = "32";

/** Paths are relative to `folder`. */
export function text(
  reports: readonly Report[],
  sources: Sources,
  summary: Summary,
  folder: FilePath,
  { color, width }: TextOptions,
): string {
  const lines = new SourceLines(sources),
    paint: Paint = color
      ? (code, words) => `\u001b[${code}m${words}\u001b[0m`
      : (_, words) => words,
    painter = new Painter(lines, folder, paint, Math.max(width, NARROWEST)),
    shown = placed(reports, lines, folder).map((report) => painter.report(report));
  return [...shown, ...summaryLines(reports, summary, folder), ""].join("\n");
}

type Paint = (code: string, words: string) => string;

class Painter {
  private readonly lines: SourceLines;
  private readonly folder: FilePath;
  private readonly paint: Paint;
  private readonly width: number;

  constructor(lines: SourceLines, folder: FilePath, paint: Paint, width: number) {
    this.lines = lines;
    this.folder = folder;
    this.paint = paint;
    this.width = width;
  }

  /** One finding with an empty line behind it. */
  report({ report, path, start }: PlacedReport): string {
    const { rule, severity, message, range, related = [], fixes = [] } = report,
      source = this.lines.of(report.path),
      all = related.map((each) => ({ each, range: each.range() })),
      // What is said of the same place needs no second look at it.
      notes = all.filter((place) => place.each.path === report.path && isSame(place.range, range)),
      places = all.filter((place) => !notes.includes(place)),
      gutter = new Gutter(this.paint, [
        lastShown(source, range),
        ...places.map((place) => this.lines.of(place.each.path).position(place.range.start).line),
      ]),
      color = SEVERITY_COLOR[severity],
      head = `${this.paint(color, `${severity}[${rule.id}]`)}: ${this.paint(STRONG, printable(message))}`;
    return [
      head,
      `${gutter.blank}${this.paint(GUTTER, "-->")} ${printable(path)}:${start.line}:${start.column}`,
      ...this.frame(source, range, gutter, color),
      ...places.flatMap((place) => this.related(place.each, place.range, gutter)),
      ...notes.map(({ each }) => gutter.remark(this.paint(STRONG, "note"), each.message)),
      ...fixes.map(({ title, safety }) => {
        const [word, hue] = safety === "safe" ? ["fix", FIX] : ["suggestion", PLACE];
        return gutter.remark(this.paint(hue, word), title);
      }),
      "",
    ].join("\n");
  }

  /** The lines around a range, the range underlined. */
  private frame(source: Lines, range: Range, gutter: Gutter, color: string): readonly string[] {
    const first = source.lineAt(range.start),
      last = Math.min(lastLine(source, range), first + MOST_LINES - 1),
      shift = this.shift(source, range, gutter),
      rows: string[] = [gutter.empty];
    for (const row of rowsAround(source, first, last)) {
      rows.push(this.code(source, row, shift, gutter));
      if (row >= first && row <= last)
        rows.push(this.underline(source, row, range, shift, gutter, color, "^"));
    }
    return [...rows, gutter.empty];
  }

  /** A step of a path or another place: where, what, and its line. */
  private related({ path, message }: Related, range: Range, gutter: Gutter): readonly string[] {
    const source = this.lines.of(path),
      { line, column } = source.position(range.start),
      place = `${printable(relativePath(this.folder, path))}:${line}:${column}`,
      shift = this.shift(source, range, gutter);
    return [
      `${gutter.blank} ${this.paint(PLACE, `→ ${place}`)}: ${printable(message)}`,
      this.code(source, line - 1, shift, gutter),
      this.underline(source, line - 1, range, shift, gutter, PLACE, "-"),
    ];
  }

  private code(source: Lines, row: number, shift: number, gutter: Gutter): string {
    const line = new CellLine(source.line(row)).slice(shift, this.room(gutter));
    return gutter.line(row + 1, line);
  }

  private underline(
    source: Lines,
    row: number,
    range: Range,
    shift: number,
    gutter: Gutter,
    color: string,
    mark: string,
  ): string {
    const text = source.line(row),
      start = Math.max(range.start - source.start(row), indentationOf(text)),
      end = Math.min(range.end - source.start(row), text.length),
      cells = cellsOf(new CellLine(text), { start, end }),
      from = Math.max(0, cells.start - shift),
      marks = mark.repeat(Math.max(1, Math.min(cells.end - shift, this.room(gutter)) - from));
    return gutter.line(undefined, " ".repeat(from) + this.paint(color, marks));
  }

  /** How many cells to leave out at the left so that a range is seen, or at least its beginning. */
  private shift(source: Lines, range: Range, gutter: Gutter): number {
    const row = source.lineAt(range.start),
      line = new CellLine(source.line(row)),
      room = this.room(gutter);
    if (line.width <= room) return 0;
    const { start, end } = cellsOf(line, {
      start: range.start - source.start(row),
      end: range.end - source.start(row),
    });
    const shown = Math.min(end - start, Math.floor(room / 2));
    return start + shown < room ? 0 : start - Math.floor((room - shown) / 2);
  }

  private room(gutter: Gutter): number {
    return this.width - gutter.width;
  }
}

/** The column of line numbers, as wide as the longest number of one finding. */
class Gutter {
  readonly blank: string;
  readonly empty: string;
  /** Cells before the code. */
  readonly width: number;
  private readonly bar: string;
  private readonly paint: Paint;
  private readonly digits: number;

  constructor(paint: Paint, numbers: readonly number[]) {
    this.digits = String(Math.max(...numbers)).length;
    this.blank = " ".repeat(this.digits);
    this.bar = paint(GUTTER, "|");
    this.empty = `${this.blank} ${this.bar}`;
    this.width = this.digits + " | ".length;
    this.paint = paint;
  }

  /** `= fix: …` below the code. */
  remark(word: string, words: string): string {
    return `${this.blank} ${this.paint(GUTTER, "=")} ${word}: ${printable(words)}`;
  }

  line(number: number | undefined, code: string): string {
    const shown = number === undefined ? this.blank : String(number).padStart(this.digits);
    return `${this.paint(GUTTER, shown)} ${this.bar} ${code}`.trimEnd();
  }
}

/** The rows of a range and those around it, without empty ones at the ends. */
function rowsAround(source: Lines, first: number, last: number): readonly number[] {
  let from = Math.max(0, first - CONTEXT),
    to = Math.min(source.count - 1, last + CONTEXT);
  while (from < first && isBlank(source, from)) from++;
  while (to > last && isBlank(source, to)) to--;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function isSame(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

function isBlank(source: Lines, row: number): boolean {
  return source.line(row).trim() === "";
}

/** The row that holds the last character of a range. */
function lastLine(source: Lines, { start, end }: Range): number {
  return source.lineAt(Math.max(start, end - 1));
}

/** The number of the last line of a frame. */
function lastShown(source: Lines, range: Range): number {
  const first = source.lineAt(range.start),
    last = Math.min(lastLine(source, range), first + MOST_LINES - 1);
  return Math.min(source.count, last + CONTEXT + 1);
}

function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}
