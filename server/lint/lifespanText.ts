/** Writes a lifespan function and finds the place for it. */
import { type EditedFile, insert, lineEndOf } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import { lineStart } from "#syntax/scan";

export interface LifespanText {
  readonly name: string;
  /** The parameter for the application. */
  readonly parameter: string;
  /** The class of the application as the file names it; `undefined` where it has no plain name. */
  readonly annotation: string | undefined;
  /** What the file calls `asynccontextmanager` and `AsyncIterator`. */
  readonly contextManager: string;
  readonly iterator: string;
  readonly localImports: readonly string[];
  readonly startup: readonly string[];
  readonly shutdown: readonly string[];
}

/** @param place the offset of the statement before which the function goes, at the start of its first word */
export function insertLifespan(text: LifespanText, place: number, file: EditedFile): TextEdit {
  const newLine = lineEndOf(file.text);
  const at = aboveComments(lineStart(file.text, place), file.text);
  const indentation = file.text.slice(lineStart(file.text, place), place);
  const lines = lifespanLines(text, indentationOf(file.text)).map((line) =>
    line === "" ? "" : indentation + line,
  );
  const isNested = indentation !== "";
  const above = newLine.repeat(missingBlankLines(file.text, at, isNested));
  const below = newLine.repeat(isNested ? 1 : 2);
  return insert(at, `${above}${lines.join(newLine)}${newLine}${below}`, file);
}

function lifespanLines(text: LifespanText, unit: string): readonly string[] {
  const annotation = text.annotation === undefined ? "" : `: ${text.annotation}`;
  const imports = text.localImports.length === 0 ? [] : [...text.localImports, ""];
  return [
    `@${text.contextManager}`,
    `async def ${text.name}(${text.parameter}${annotation}) -> ${text.iterator}[None]:`,
    ...[...imports, ...aroundYield(text.startup, text.shutdown, "yield", unit)].map((line) =>
      line === "" ? "" : unit + line,
    ),
  ];
}

/** What runs before and after a `yield`, the latter also where the application ends with an error. */
export function aroundYield(
  startup: readonly string[],
  shutdown: readonly string[],
  yielded: string,
  unit: string,
): readonly string[] {
  if (shutdown.length === 0) return [...startup, yielded];
  const indent = (line: string): string => unit + line;
  return [...startup, "try:", indent(yielded), "finally:", ...shutdown.map(indent)];
}

/** Spaces or tabs of the first indented line; four spaces where there is none. */
export function indentationOf(text: string): string {
  return /:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)([ \t]+)\S/.exec(text)?.[1] ?? "    ";
}

/** The start of the comment lines right above a line, which speak of it. */
function aboveComments(start: number, text: string): number {
  let at = start;
  while (at > 0) {
    const previous = lineStart(text, at - (text.slice(0, at).endsWith("\r\n") ? 2 : 1));
    if (!/^[ \t]*#/.test(text.slice(previous, at))) break;
    at = previous;
  }
  // What stands at the top of a file speaks of the file.
  return at === 0 ? start : at;
}

function missingBlankLines(text: string, at: number, isNested: boolean): number {
  const before = text.slice(0, at);
  if (before.trim() === "") return 0;
  const lines = before.split(/\r\n|\n|\r/);
  let blank = 0;
  for (let index = lines.length - 2; index >= 0 && lines[index]?.trim() === ""; index--) blank++;
  const last = before.trimEnd();
  if (isNested && last.endsWith(":")) return 0;
  const wanted = isNested ? 1 : 2;
  return Math.max(0, wanted - blank);
}
