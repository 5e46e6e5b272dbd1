/** Moves the definition of a route above the one that takes its requests. */
import { insert, lineEndOf, replace } from "#lint/edits";
import { placeInFile } from "#lint/routePlaces";
import type { Fix, TextEdit } from "#lint/rule";
import { wholeLines, withBlankLines } from "#lint/statementLines";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Place } from "#model/routes/value";
import type { Range } from "#syntax/range";
import { lineStart } from "#syntax/scan";

/** @param shown the path of the route above which it goes */
export function routeMovedAbove(
  route: Place,
  other: Place,
  shown: string,
  file: SourceFile,
  project: Project,
): readonly Fix[] {
  if (other.path !== file.path || other.scope !== route.scope) return [];
  const moved = decoratedAt(route, file);
  const above = decoratedAt(other, file);
  if (moved === undefined || above === undefined || moved === above) return [];
  const { definitions } = file.outline;
  if (file.definition(moved)?.isBroken === true) return [];
  if (![moved, above].every((row) => file.isInBody(definitions.start(row), route.scope))) return [];
  const start = file.startWithDecorators(above);
  if (usesNamesFrom(start, moved, file, project)) return [];
  const { text } = file;
  const from = withComments(file.startWithDecorators(moved), text);
  const lines = wholeLines({ start: from, end: bodyEnd(moved, file) }, text);
  if (lines === undefined || lines.start < start) return [];
  return [
    {
      title: `Move the route above ${shown}`,
      safety: "suggestion",
      edits: () => moving(lines, withComments(start, text), file),
    },
  ];
}

function moving(lines: Range, to: number, file: SourceFile): TextEdit[] {
  const { text } = file;
  const removed = withBlankLines(lines, text);
  const newLine = lineEndOf(text);
  const moved = text.slice(lines.start, lines.end);
  const ended = moved.endsWith("\n") || moved.endsWith("\r") ? moved : moved + newLine;
  const above = withBlankLines({ start: to, end: text.length }, text);
  return [insert(to, ended + text.slice(above.start, to), file), replace(removed, "", file)];
}

/** Where the comments right above a line begin, else the line. */
function withComments(offset: number, text: string): number {
  let start = lineStart(text, offset);
  while (start > 0) {
    const above = lineStart(text, start - (text.slice(0, start).endsWith("\r\n") ? 2 : 1));
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/** The definition whose decorator a call is. */
function decoratedAt(place: Place, file: SourceFile): number | undefined {
  const { decorators } = file.outline;
  const { start } = placeInFile(place, file);
  for (let row = 0; row < decorators.length; row++)
    if (decorators.start(row) === start) return decorators.definition(row);
  return undefined;
}

/** Whether decorators, defaults or annotations use a name that is bound between a place and the definition. */
function usesNamesFrom(start: number, row: number, file: SourceFile, project: Project): boolean {
  const { names } = project.workspace;
  const { definitions, imports, assignments, bindings } = file.outline;
  const end = file.startWithDecorators(row);
  const head = file.slice({ start: end, end: definitions.body(row) });
  const used = new Set(Array.from(head.matchAll(/[A-Za-z_]\w*/g), ([name]) => name));
  const isUsed = (table: { readonly length: number; start(row: number): number }, of: NameOf) => {
    for (let at = 0; at < table.length; at++)
      if (table.start(at) >= start && table.start(at) < end && used.has(names.text(of(at))))
        return true;
    return false;
  };
  return (
    isUsed(definitions, (at) => definitions.name(at)) ||
    isUsed(imports, (at) =>
      names.first(imports.alias(at) || imports.name(at) || imports.module(at)),
    ) ||
    isUsed(assignments, (at) => names.first(assignments.target(at))) ||
    isUsed(bindings, (at) => bindings.name(at))
  );
}

type NameOf = (row: number) => number;

function bodyEnd(row: number, { text, outline: { definitions } }: SourceFile): number {
  let end = definitions.end(row);
  while (end > definitions.body(row) && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}
