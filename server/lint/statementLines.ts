/** The lines that a statement takes up, for edits that take it away. */
import type { Range } from "#syntax/range";
import { isLineEnd, lineStart } from "#syntax/scan";

/** The range of a whole statement with its line end; `undefined` where other code shares its lines. */
export function wholeLines(range: Range, text: string): Range | undefined {
  const start = lineStart(text, range.start);
  if (text.slice(start, range.start).trim() !== "") return undefined;
  let end = range.end;
  while (end < text.length && !isLineEnd(text, end)) end++;
  if (!/^[ \t]*(?:#.*)?$/.test(text.slice(range.end, end))) return undefined;
  if (text.startsWith("\r\n", end)) end += 2;
  else if (end < text.length) end += 1;
  return { start, end };
}

/** Takes in as many of the blank lines before a removed range as there are after it; at the end of a file all. */
export function withBlankLines({ start, end }: Range, text: string): Range {
  const after = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(text.slice(end))?.[0] ?? "";
  const isLast = end + after.length === text.length;
  let surplus = isLast ? Number.POSITIVE_INFINITY : after.split(/\r\n|\n|\r/).length - 1;
  let first = start;
  while (surplus > 0 && first > 0) {
    const above = lineStart(text, first - (text.slice(0, first).endsWith("\r\n") ? 2 : 1));
    if (text.slice(above, first).trim() !== "") break;
    first = above;
    surplus--;
  }
  return { start: first, end };
}
