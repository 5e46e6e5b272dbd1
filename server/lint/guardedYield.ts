/** Puts what follows a `yield` into a `finally`. */
import { insert, lineEndOf, replace } from "#lint/edits";
import { indentationOf } from "#lint/lifespanText";
import type { Fix, TextEdit } from "#lint/rule";
import { wholeLines } from "#lint/statementLines";
import type { UnguardedYield } from "#model/application/lifespanCleanup";
import type { SourceFile } from "#model/files/sourceFile";
import { nodesIn } from "#syntax/walk";

export function guardYield({ block }: UnguardedYield, file: SourceFile): readonly Fix[] {
  const [first, ...rest] = block ?? [];
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return [];
  const { text } = file;
  const before = wholeLines(first, text);
  const after = wholeLines({ start: rest[0]?.start ?? 0, end: last.end }, text);
  const body = before && after && text.slice(before.start, after.end);
  if (before === undefined || after === undefined || body === undefined) return [];
  // A string over several lines would change; a `return` in `finally` would hide the error.
  const isSimple = !/"""|'''|\\\r?\n/.test(body) && !rest.some(leaves);
  if (!isSimple) return [];
  const indentation = /^[ \t]*/.exec(body)?.[0] ?? "";
  const unit = indentationOf(text);
  const newLine = lineEndOf(text);
  // Comments between belong to what follows.
  const middle = before.end;
  const line = (word: string): string => `${indentation}${word}:${newLine}`;
  const indented = (part: string): string =>
    part.replace(/^(?=[^\r\n])/gm, unit).replace(/^[ \t]+$/gm, "");
  const edits: readonly TextEdit[] = [
    insert(before.start, line("try"), file),
    replace(before, indented(text.slice(before.start, before.end)), file),
    replace(
      { start: middle, end: after.end },
      line("finally") + indented(text.slice(middle, after.end).replace(/^(?:[ \t]*\r?\n)+/, "")),
      file,
    ),
  ];
  return [{ title: "Clean up in finally", safety: "suggestion", edits: () => edits }];
}

function leaves(statement: Parameters<typeof nodesIn>[0]): boolean {
  return [...nodesIn(statement)].some(({ kind }) => kind === "return" || kind === "yield");
}
