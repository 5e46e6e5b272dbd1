/** Edits of Python calls that keep the author's style: trailing commas, one argument a line, indentation, comments, line ends. */
import type { FilePath } from "#host";
import type { TextEdit } from "#lint/rule";
import type { Argument, Call } from "#syntax/facts";
import type { Range } from "#syntax/range";
import { after, afterBlank, afterLineEnd, isLineEnd, lineEnd, lineStart } from "#syntax/scan";

export interface EditedFile {
  readonly path: FilePath;
  readonly text: string;
}

/** Edits may come in any order; those at one offset take effect in the order given. Throws a `RangeError` where two overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { range, text: replacement } of edits.toSorted(byStart)) {
    if (range.start < done) throw new RangeError(`Edits overlap at ${range.start}.`);
    parts.push(text.slice(done, range.start), replacement);
    done = range.end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

function byStart(a: TextEdit, b: TextEdit): number {
  return a.range.start - b.range.start || a.range.end - b.range.end;
}

export function replace(range: Range, text: string, file: EditedFile): TextEdit {
  return { path: file.path, range: { start: range.start, end: range.end }, text };
}

export function insert(offset: number, text: string, file: EditedFile): TextEdit {
  return replace({ start: offset, end: offset }, text, file);
}

/** The line end of a text; `\n` where it has none. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

/** Adds an argument such as `pool_pre_ping=True` as the last one; a trailing comma stays last. */
export function addKeyword(call: Call, keyword: string, file: EditedFile): TextEdit {
  const { text } = file,
    last = call.arguments.at(-1);
  if (last === undefined) return insert(call.argumentList.start + 1, keyword, file);
  if (sharesParentheses(call, text))
    return replace(call.argumentList, `(${slice(text, call.argumentList)}, ${keyword})`, file);
  const tail = tailOf(call, last, text);
  if (!startsLine(text, tail.start)) return insert(tail.end, `, ${keyword}`, file);
  const newLine = lineEndOf(text) + text.slice(lineStart(text, tail.start), tail.start),
    stop = restOfLine(text, tail.comma === undefined ? tail.end : tail.comma + 1);
  if (stop === undefined) return insert(tail.end, `,${newLine}${keyword}`, file);
  if (tail.comma !== undefined) return insert(stop, `${newLine}${keyword},`, file);
  const rest = { start: tail.end, end: stop };
  return replace(rest, `,${slice(text, rest)}${newLine}${keyword}`, file);
}

/** Removes an argument with its comma; comments around it stay. */
export function removeArgument(call: Call, argument: Argument, file: EditedFile): TextEdit {
  const { text } = file,
    inside = { start: call.argumentList.start + 1, end: call.argumentList.end - 1 };
  if (call.arguments.length === 1 && !hasComment(text, inside)) return replace(inside, "", file);
  const tail = tailOf(call, argument, text),
    gap = { start: tail.end, end: tail.comma ?? tail.end };
  if (hasComment(text, gap)) {
    const end = afterSpaces(text, gap.end + 1);
    return replace({ start: tail.start, end }, slice(text, gap).trimStart(), file);
  }
  return replace(removalOf(call, argument, tail, text), "", file);
}

/** The argument, one comma, and the blanks or whole lines around them, without a comment. */
function removalOf(call: Call, argument: Argument, tail: Tail, text: string): Range {
  const { start, end, comma } = tail,
    behind = comma === undefined ? end : comma + 1,
    stop = restOfLine(text, behind),
    isFirstOfLine = startsLine(text, start);
  if (isFirstOfLine && stop !== undefined) {
    const comment = afterSpaces(text, behind);
    return comment === stop
      ? { start: lineStart(text, start), end: afterLineEnd(text, stop) }
      : { start, end: comment };
  }
  const isLast = argument === call.arguments.at(-1);
  if (isFirstOfLine ? isLast : argument !== call.arguments[0]) {
    const before = commaBefore(call, argument, start, text);
    if (before !== undefined) return { start: before, end };
  }
  return { start, end: stop === undefined ? afterSpaces(text, behind) : behind };
}

/** Where to cut so that the comma before an argument goes, too; undefined where a comment stands between. */
function commaBefore(call: Call, argument: Argument, start: number, text: string) {
  const previous = call.arguments[call.arguments.indexOf(argument) - 1];
  if (previous === undefined) return undefined;
  const { end } = tailOf(call, previous, text);
  if (!hasComment(text, { start: end, end: start })) return end;
  const comma = text.lastIndexOf(",", start);
  return comma >= lineStart(text, start) ? comma : undefined;
}

export interface Wrapper {
  /** The name to call, as the file knows it: `run_in_threadpool`. */
  readonly callee: string;
  readonly isAwaited: boolean;
  /** Names of the wrapper's own parameters: a call that passes one of them is wrapped in a lambda. */
  readonly parameters?: readonly string[];
}

/** Turns `f(a, b=c)` into `await run_in_threadpool(f, a, b=c)`. */
export function wrapCall(call: Call, wrapper: Wrapper, file: EditedFile): readonly TextEdit[] {
  const { text } = file,
    callee = slice(text, { start: call.start, end: call.argumentList.start }).trimEnd(),
    isOperand = wrapper.isAwaited && isFollowedByTrailer(text, call.end),
    before = `${isOperand ? "(" : ""}${wrapper.isAwaited ? "await " : ""}${wrapper.callee}(`,
    after = isOperand ? ")" : "",
    head = { start: call.start, end: call.argumentList.start + 1 };
  if (call.arguments.some(({ keyword }) => wrapper.parameters?.includes(keyword ?? "")))
    return [insert(call.start, `${before}lambda: `, file), insert(call.end, `)${after}`, file)];
  if (sharesParentheses(call, text))
    return [
      replace({ start: call.start, end: call.argumentList.start }, `${before}${callee}, `, file),
      insert(call.end, `)${after}`, file),
    ];
  const closing = after === "" ? [] : [insert(call.end, after, file)];
  return [replace(head, before + firstArgument(call, callee, text), file), ...closing];
}

/** The text of a new first argument, with what must stand before and after it. */
function firstArgument(call: Call, argument: string, text: string): string {
  const first = call.arguments[0];
  if (first === undefined) return argument;
  if (restOfLine(text, call.argumentList.start + 1) === undefined) return `${argument}, `;
  const start = lineStart(text, first.start),
    indentation = /^[ \t]*/.exec(text.slice(start, first.start))?.[0] ?? "";
  return `${lineEndOf(text)}${indentation}${argument},`;
}

interface Tail {
  /** Where the argument begins, with its own parentheses. */
  readonly start: number;
  /** After the argument, with its own parentheses. */
  readonly end: number;
  /** The comma behind it. */
  readonly comma: number | undefined;
}

/** The facts may leave out parentheses around an argument: `f((a))`. */
function tailOf(call: Call, argument: Argument, text: string): Tail {
  const close = call.argumentList.end - 1;
  let start = argument.start,
    end = argument.end,
    position = afterBlank(text, end);
  while (text[position] === ")" && position < close) {
    start = Math.max(text.lastIndexOf("(", start - 1), call.argumentList.start + 1);
    end = position + 1;
    position = afterBlank(text, end);
  }
  return { start, end, comma: text[position] === "," && position < close ? position : undefined };
}

/** Whether the call's parentheses are those of its only argument, a generator: `f(x for x in y)`. */
function sharesParentheses(call: Call, text: string): boolean {
  const [first] = call.arguments;
  if (first?.value.kind !== "comprehension" || first.value.of !== "generator") return false;
  return (
    first.start === call.argumentList.start ||
    (text[first.start] !== "(" && afterBlank(text, call.argumentList.start + 1) === first.start)
  );
}

/** Whether `.name`, `[…]` or `(…)` follows, which binds tighter than `await`. */
function isFollowedByTrailer(text: string, end: number): boolean {
  const next = afterBlank(text, end),
    isSameLine = lineEnd(text, end) >= next;
  return text[next] === "." || (isSameLine && (text[next] === "[" || text[next] === "("));
}

function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

/** Where the line ends if nothing but blanks and a comment follows; else undefined. */
function restOfLine(text: string, offset: number): number | undefined {
  const next = afterSpaces(text, offset),
    end = text[next] === "#" ? lineEnd(text, next) : next;
  return isLineEnd(text, end) ? end : undefined;
}

function afterSpaces(text: string, offset: number): number {
  let end = offset;
  while (text[end] === " " || text[end] === "\t") end++;
  return end;
}

/** Whether a range of code, which begins in no string, holds a comment. */
export function hasComment(text: string, span: Range): boolean {
  for (let index = span.start; index < span.end; index = after(text, index))
    if (text[index] === "#") return true;
  return false;
}

function slice(text: string, { start, end }: Range): string {
  return text.slice(start, end);
}
