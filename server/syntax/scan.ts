/**
 * Python text, character by character, for edits and comments: what is string, comment, line. It reads UTF-16 text of open and broken files
 * alike and knows nothing of names; what code means is told by the outline and the facts.
 */
import type { Range } from "#syntax/range";

const HASH = 35,
  QUOTE = 39,
  DOUBLE_QUOTE = 34,
  BACKSLASH = 92,
  OPEN_BRACE = 123,
  CLOSE_BRACE = 125;
const FORMATTED = /(?:^|\W)(?:[ft]r?|r[ft])$/i;
/** Keeps a text full of braces that never close from being read again and again. */
const LONGEST_FIELD = 300;

/** A statement with all its lines, or the header of a block. */
export interface LogicalLine extends Range {
  /** The number of characters of its indentation. */
  readonly column: number;
  /** After its line end. */
  readonly next: number;
}

/** The offset after what stands at `position`: a whole string, a whole comment, a joined line, else one character. */
export function after(text: string, position: number): number {
  const code = text.charCodeAt(position);
  if (code === HASH) return lineEnd(text, position);
  if (code === QUOTE || code === DOUBLE_QUOTE) return stringEnd(text, position);
  if (code === BACKSLASH && position + 1 < text.length) return afterLineEnd(text, position + 1);
  return position + 1;
}

/** Where the line of `position` ends, before its line end. */
export function lineEnd(text: string, position: number): number {
  let end = position;
  while (end < text.length && !isLineEnd(text, end)) end++;
  return end;
}

export function lineStart(text: string, position: number): number {
  let start = position;
  while (start > 0 && !isLineEnd(text, start - 1)) start--;
  return start;
}

export function isLineEnd(text: string, position: number): boolean {
  const character = text[position];
  return character === "\n" || character === "\r";
}

/** The offset after the character at `position`, or after a line end of two. */
export function afterLineEnd(text: string, position: number): number {
  const length = text.startsWith("\r\n", position) ? 2 : 1;
  return Math.min(position + length, text.length);
}

/** The offset of the first character from `position` on that is neither blank, line end, comment nor joined line. */
export function afterBlank(text: string, position: number): number {
  let index = position;
  while (index < text.length && /[\s\\#]/.test(text[index]!)) index = after(text, index);
  return index;
}

/** Comments in order, from `#` to the end of their line. */
export function* commentsOf(text: string): Generator<Range> {
  for (let index = 0; index < text.length; ) {
    const next = after(text, index);
    if (text.charCodeAt(index) === HASH) yield { start: index, end: next };
    index = next;
  }
}

/** All logical lines, at every indentation, in order. `end` is before the last line end; a comment behind the code is inside. */
export function* logicalLines(text: string): Generator<LogicalLine> {
  for (let index = 0; index < text.length; ) {
    const start = afterBlank(text, index);
    if (start >= text.length) return;
    const end = logicalEnd(text, start);
    index = end < text.length ? afterLineEnd(text, end) : end;
    yield { start, end, column: start - lineStart(text, start), next: index };
  }
}

/** Where the logical line that begins at `start` ends. */
export function logicalEnd(text: string, start: number): number {
  let depth = 0,
    index = start;
  while (index < text.length && !(depth <= 0 && isLineEnd(text, index))) {
    const character = text[index]!;
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    index = after(text, index);
  }
  return index;
}

/** `quote` is where the opening quote stands, after a prefix. A string inside a replacement field is read as a plain one. */
function stringEnd(text: string, quote: number, isInside = false): number {
  const mark = text[quote]!,
    triple = text.startsWith(mark.repeat(3), quote),
    closing = triple ? mark.repeat(3) : mark;
  let isFormatted = !isInside && FORMATTED.test(text.slice(Math.max(0, quote - 3), quote)),
    index = quote + closing.length;
  while (index < text.length) {
    if (text.startsWith(closing, index)) return index + closing.length;
    if (!triple && isLineEnd(text, index)) return index;
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index = afterLineEnd(text, index + 1);
    else if (isFormatted && code === OPEN_BRACE) {
      const end = replacementEnd(text, index, triple);
      isFormatted = end !== undefined;
      index = end ?? index + 1;
    } else index++;
  }
  return text.length;
}

/** The offset after a replacement field of a formatted string, or after `{{`; undefined where the field never ends. */
function replacementEnd(text: string, brace: number, triple: boolean): number | undefined {
  if (text.charCodeAt(brace + 1) === OPEN_BRACE) return brace + 2;
  const limit = Math.min(text.length, brace + LONGEST_FIELD);
  let depth = 0,
    index = brace;
  while (index < limit && (triple || !isLineEnd(text, index))) {
    const code = text.charCodeAt(index);
    if (code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACE && --depth === 0) return index + 1;
    const isQuote = code === QUOTE || code === DOUBLE_QUOTE;
    index = isQuote ? stringEnd(text, index, true) : after(text, index);
  }
  return undefined;
}

/** Where the lines of the statement around an offset begin, but those within a string or behind a backslash, where no comment can stand. */
export function freeLines(text: string, offset: number): ReadonlySet<number> {
  for (const line of logicalLines(text))
    if (line.next > offset || line.next >= text.length) return freeLinesOf(text, line);
  return new Set();
}

/** The same for a statement that is known. */
export function freeLinesOf(text: string, { start, next }: LogicalLine): ReadonlySet<number> {
  const free = new Set([lineStart(text, start)]);
  for (let index = start; index < next; ) {
    const isEnd = isLineEnd(text, index);
    index = isEnd ? afterLineEnd(text, index) : after(text, index);
    if (isEnd) free.add(index);
  }
  return free;
}
