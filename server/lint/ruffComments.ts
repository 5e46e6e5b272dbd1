/**
 * Comments by which an author tells Ruff not to report a code: `# noqa: S608` on a line, `# ruff: noqa: S608` for a file, and since Ruff
 * 0.16 `# ruff: ignore[S608]`, `# ruff: disable[S608]` with `# ruff: enable[S608]`, and `# ruff: file-ignore[S608]`.
 * Only comments that name the code count. A bare `# noqa` says nothing about any fault in particular.
 */
import type { Range } from "#syntax/range";
import { commentsOf, freeLinesOf, type LogicalLine, lineStart, logicalLines } from "#syntax/scan";

const MAY_SPEAK = /noqa|ruff\s*:/i;
const CODES = "((?:[A-Z]+[0-9]+[\\s,]*)+)";
const LINE = new RegExp(`#\\s*[nN][oO][qQ][aA]\\s*:\\s*${CODES}`);
const FILE = new RegExp(`^#\\s*(?:ruff|flake8)\\s*:\\s*[nN][oO][qQ][aA]\\s*:\\s*${CODES}`, "i");
const BRACKETS = /#\s*ruff:\s*(ignore|disable|enable|file-ignore)\s*\[([^\]]*)\]/;

/** The comments of one text, read when they are first asked for. */
export class RuffComments {
  readonly text: string;
  private readonly maySpeak: boolean;
  /** By code, whether the text holds it anywhere. */
  private readonly mentioned = new Map<string, boolean>();
  private readComments: readonly Comment[] | undefined;
  private readStatements: readonly LogicalLine[] | undefined;

  constructor(text: string) {
    this.text = text;
    this.maySpeak = MAY_SPEAK.test(text);
  }

  /** Whether a comment names a code for what begins at an offset. */
  allows(code: string, offset: number): boolean {
    if (!this.mentions(code)) return false;
    const named = this.comments.filter((comment) => comment.codes.includes(code));
    if (named.length === 0) return false;
    const line = this.lineOfComment(offset);
    return named.some((comment) => {
      switch (comment.kind) {
        case "file":
          return comment.isAlone;
        case "line":
          return isInside(comment.range.start, line);
        case "ignore":
          return comment.isAlone
            ? this.isNextStatement(comment, offset)
            : isInside(comment.range.start, line);
        case "disable":
          return comment.isAlone && this.isDisabled(comment, offset);
        default:
          return false;
      }
    });
  }

  /** Before comments are told from code. */
  private mentions(code: string): boolean {
    let isMentioned = this.mentioned.get(code);
    if (isMentioned === undefined) {
      isMentioned = this.maySpeak && this.text.includes(code);
      this.mentioned.set(code, isMentioned);
    }
    return isMentioned;
  }

  private get comments(): readonly Comment[] {
    this.readComments ??= Array.from(
      commentsOf(this.text),
      (range) => new Comment(range, this.text),
    ).filter(({ codes }) => codes.length > 0);
    return this.readComments;
  }

  private get statements(): readonly LogicalLine[] {
    this.readStatements ??= [...logicalLines(this.text)];
    return this.readStatements;
  }

  /** The line at whose end a comment speaks of an offset: behind a string of several lines, or a joined line, the last of them. */
  private lineOfComment(offset: number): Range {
    const { text } = this;
    const statement = this.statements[this.firstAfter(offset)];
    const start = lineStart(text, offset);
    const free = statement === undefined ? [] : [...freeLinesOf(text, statement)];
    const next = free.find((line) => line > offset) ?? text.length;
    return { start, end: Math.max(start, next - 1) };
  }

  /** The first statement that ends after an offset. */
  private firstAfter(offset: number): number {
    let low = 0;
    let high = this.statements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.statements[middle]?.next ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private isNextStatement({ range }: Comment, offset: number): boolean {
    let index = this.firstAfter(range.end);
    while ((this.statements[index]?.start ?? range.end + 1) <= range.end) index++;
    const statement = this.statements[index];
    return statement !== undefined && isInside(offset, statement);
  }

  /** From the comment to the one that takes it back, or to the end of the block that it stands in. */
  private isDisabled(comment: Comment, offset: number): boolean {
    const { start } = comment.range;
    if (offset < start) return false;
    const column = start - lineStart(this.text, start);
    const enabled = this.comments.find(
      ({ kind, range, codes }) =>
        kind === "enable" && range.start > start && isSameList(codes, comment.codes),
    );
    if (enabled !== undefined && enabled.range.start < offset) return false;
    for (let index = this.firstAfter(start); index < this.statements.length; index++) {
      const line = this.statements[index];
      if (line === undefined || line.start > offset) break;
      if (line.start > start && line.column < column) return false;
    }
    return true;
  }
}

class Comment {
  readonly range: Range;
  /** Nothing else stands on its line. */
  readonly isAlone: boolean;
  readonly kind: "line" | "file" | "ignore" | "disable" | "enable" | undefined;
  readonly codes: readonly string[];

  constructor(range: Range, text: string) {
    this.range = range;
    const written = text.slice(range.start, range.end);
    this.isAlone = text.slice(lineStart(text, range.start), range.start).trim() === "";
    const file = FILE.exec(written);
    const line = LINE.exec(written);
    const [, word, listed] = BRACKETS.exec(written) ?? [];
    this.kind = file ? "file" : line ? "line" : kindOf(word);
    this.codes = (file ?? line)?.[1]?.match(/[A-Z]+[0-9]+/g) ?? listed?.split(/[\s,]+/) ?? [];
  }
}

function kindOf(word: string | undefined): Comment["kind"] {
  switch (word) {
    case "ignore":
    case "disable":
    case "enable":
      return word;
    case "file-ignore":
      return "file";
    default:
      return undefined;
  }
}

function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((code) => others.includes(code));
}

function isInside(offset: number, { start, end }: Range): boolean {
  return start <= offset && offset <= end;
}
