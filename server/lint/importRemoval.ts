/** Takes names out of import statements that nothing uses any more. */
import { type EditedFile, replace } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import { headOf, type ImportedName, type ImportStatement } from "#syntax/importStatements";
import { contains, type Range } from "#syntax/range";
import { lineStart } from "#syntax/scan";

export interface RemovedImports {
  readonly edits: readonly TextEdit[];
  /** What the file called them. */
  readonly words: readonly string[];
}

/**
 * Removes the imports of names that stand in the removed ranges and nowhere else.
 * @param removed ranges of the text that other edits take away; they hold no import
 */
export function removeUnusedImports(file: EditedFile, removed: readonly Range[]): RemovedImports {
  const { text } = file;
  const { all } = headOf(text);
  const statements = all.filter(({ isFrom }) => isFrom);
  const candidates = new Set(
    removed.flatMap(({ start, end }) => text.slice(start, end).match(/[^\W\d]\w*/g) ?? []),
  );
  const ignored = [...removed, ...all];
  const words = [...candidates].filter(
    (word) =>
      statements.flatMap(({ names }) => names).filter((it) => boundBy(it) === word).length === 1 &&
      !isUsed(word, text, ignored),
  );
  const edits = statements.flatMap((statement) => {
    const gone = statement.names.filter((it) => words.includes(boundBy(it)));
    return gone.length === 0 ? [] : removeNames(file, statement, gone);
  });
  return { edits, words };
}

function boundBy({ name, alias }: ImportedName): string {
  return alias ?? name;
}

function isUsed(word: string, text: string, ignored: readonly Range[]): boolean {
  const uses = new RegExp(`(?<![\\w.])${word}(?!\\w)`, "g");
  return [...text.matchAll(uses)].some(
    ({ index }) =>
      !ignored.some((range) => contains(range, { start: index, end: index + word.length })),
  );
}

function removeNames(
  file: EditedFile,
  statement: ImportStatement,
  gone: readonly ImportedName[],
): TextEdit {
  const { text } = file;
  const { names } = statement;
  const rest = names.filter((name) => !gone.includes(name));
  const [first, second] = names;
  const last = names.at(-1);
  if (rest.length === 0 || first === undefined || second === undefined || last === undefined) {
    const start = lineStart(text, statement.start);
    const blank = /^\s*/.exec(text.slice(statement.next))?.[0].length ?? 0;
    const isFirst = text.slice(0, start).trim() === "";
    return replace({ start, end: statement.next + (isFirst ? blank : 0) }, "", file);
  }
  const separator = text.slice(first.end, second.start);
  const kept = rest.map(({ start, end }) => text.slice(start, end)).join(separator);
  return replace({ start: first.start, end: last.end }, kept, file);
}
