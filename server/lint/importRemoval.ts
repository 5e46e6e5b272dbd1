/** Takes names out of import statements that nothing uses any more. */
import { type EditedFile, replace } from "#lint/edits";
import type { ImportingFile } from "#lint/importEdits";
import type { TextEdit } from "#lint/rule";
import { wholeLines, withBlankLines } from "#lint/statementLines";
import { headOf, type ImportedName, type ImportStatement } from "#syntax/importStatements";
import { contains, type Range } from "#syntax/range";
import { after, afterBlank, lineStart } from "#syntax/scan";

export interface RemovedImports {
  readonly edits: readonly TextEdit[];
  /** What the file called them. */
  readonly words: readonly string[];
}

/**
 * Removes the imports of names that stand in the removed ranges and nowhere else. A whole module may be imported for what it does: it stays.
 * @param removed ranges of the text that other edits take away; they hold no import
 */
export function removeUnusedImports(
  file: ImportingFile,
  removed: readonly Range[],
): RemovedImports {
  const { all } = file.head ?? headOf(file.text);
  const modules = new Set(all.flatMap((it) => (it.isFrom ? [] : it.names.map(boundBy))));
  const words = unusedImports(file, removed).filter((word) => !modules.has(word));
  return { edits: removeImports(words, file), words };
}

/** The words that only the removed ranges of a file use, and that one import alone binds. */
export function unusedImports(file: ImportingFile, removed: readonly Range[]): readonly string[] {
  const { text } = file;
  const { all } = file.head ?? headOf(text);
  const candidates = new Set(
    removed.flatMap(({ start, end }) => text.slice(start, end).match(/[^\W\d]\w*/g) ?? []),
  );
  const ignored = [...removed, ...all];
  return [...candidates].filter((word) => {
    const binding = all.filter(({ names }) => names.some((it) => boundBy(it) === word));
    const [statement] = binding;
    return (
      statement !== undefined &&
      binding.length === 1 &&
      isRemovable(statement, text) &&
      !isUsed(word, text, ignored)
    );
  });
}

/** @param words what the file calls what it imports */
export function removeImports(words: readonly string[], file: ImportingFile): TextEdit[] {
  const { all } = file.head ?? headOf(file.text);
  return all.flatMap((statement) => {
    const gone = statement.names.filter((it) => words.includes(boundBy(it)));
    return gone.length === 0 ? [] : removeNames(file, statement, gone);
  });
}

function boundBy({ name, alias }: ImportedName): string {
  return alias ?? name.replace(/\..*/, "");
}

/** Whether a statement can go: it has its lines for itself, and its block holds something after it. */
function isRemovable({ start, codeEnd, next, column }: ImportStatement, text: string): boolean {
  if (wholeLines({ start, end: codeEnd }, text) === undefined) return false;
  const following = afterBlank(text, next);
  return column === 0 || following - lineStart(text, following) === column;
}

/** What a string says counts where it may be code: in a formatted one, in `__all__`, as an annotation. */
function isUsed(word: string, text: string, ignored: readonly Range[]): boolean {
  const use = new RegExp(`(?<![\\w.])${word}(?!\\w)`);
  for (let index = 0; index < text.length; ) {
    const next = afterPart(text, index);
    const part = { start: index, end: next };
    const isCode = text[index] !== "#" && !isProse(text.slice(index, next));
    if (isCode && !ignored.some((range) => contains(range, part)) && isIn(use, part, text))
      return true;
    index = next;
  }
  return false;
}

/** A whole word, string or comment, else one character. */
function afterPart(text: string, index: number): number {
  WORD.lastIndex = index;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return after(text, index);
  const end = index + word.length;
  const isPrefix = word.length <= 2 && /["']/.test(text[end] ?? "");
  return isPrefix ? after(text, end) : end;
}

const WORD = /[\w\u0080-\uffff]+/y;

function isIn(use: RegExp, { start, end }: Range, text: string): boolean {
  const found = use.exec(text.slice(start, end));
  return found !== null && !(found.index === 0 && /[\w.]/.test(text[start - 1] ?? ""));
}

/** Whether a part of the text is a string of which no part is read as code. */
function isProse(part: string): boolean {
  const [, prefix = "", content = ""] =
    /^([a-zA-Z]{0,2})(?:"""|'''|"|')([\s\S]*)["']$/.exec(part) ?? [];
  if (content === "" || /[fF]/.test(prefix)) return false;
  return !/^\s*[\w.]+(?:\s*[,|[\]]+\s*[\w.]*)*\s*$/.test(content.replace(/["']+$/, ""));
}

function removeNames(
  file: EditedFile,
  statement: ImportStatement,
  gone: readonly ImportedName[],
): TextEdit[] {
  const { text } = file;
  const { names, codeEnd } = statement;
  if (gone.length < names.length)
    return runsOf(gone, names).flatMap((run) => removeRun(file, names, run));
  const lines = wholeLines({ start: statement.start, end: codeEnd }, text);
  if (lines === undefined) return [];
  const blank = /^\s*/.exec(text.slice(lines.end))?.[0].length ?? 0;
  const isFirst = text.slice(0, lines.start).trim() === "";
  const range = isFirst
    ? { start: lines.start, end: lines.end + blank }
    : withBlankLines(lines, text);
  return [replace(range, "", file)];
}

/** Names that stand beside each other. */
function runsOf(gone: readonly ImportedName[], names: readonly ImportedName[]): ImportedName[][] {
  const runs: ImportedName[][] = [];
  for (const [index, name] of names.entries()) {
    if (!gone.includes(name)) continue;
    const isNext = runs.at(-1)?.at(-1) === names[index - 1] && index > 0;
    if (isNext) runs.at(-1)?.push(name);
    else runs.push([name]);
  }
  return runs;
}

/** With their lines where they have them for themselves, else with the commas behind them; at the end with the one before. */
function removeRun(
  file: EditedFile,
  names: readonly ImportedName[],
  run: readonly ImportedName[],
): TextEdit[] {
  const { text } = file;
  const lines = run.map(({ start, end }) => {
    const comma = afterBlank(text, end);
    return wholeLines({ start, end: text[comma] === "," ? comma + 1 : end }, text);
  });
  if (lines.every((it) => it !== undefined)) return lines.map((it) => replace(it, "", file));
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return [];
  const previous = names[names.indexOf(first) - 1];
  const following = names[names.indexOf(last) + 1];
  if (following !== undefined)
    return [replace({ start: first.start, end: following.start }, "", file)];
  return [replace({ start: previous?.end ?? first.start, end: last.end }, "", file)];
}
