/**
 * The own code of a module, class or function: its text without the bodies of the definitions in it. It stays the same while
 * somebody types in one of those, so what is made of it stays, too.
 */
import type { SourceFile } from "#model/files/sourceFile";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";

export interface OwnCode {
  readonly text: string;
  /** The definitions in it: where each begins in `text`, after its decorators, and its row. */
  readonly definitions: ReadonlyMap<number, number>;
  /** The names that its import statements bind. */
  readonly imports: readonly OwnImport[];
}

/** One name that an import statement binds; the numbers are names. */
export interface OwnImport {
  /** Where it stands in the text. */
  readonly start: number;
  readonly module: number;
  /** `NO_NAME` for `import module`. */
  readonly name: number;
  readonly alias: number;
  readonly level: number;
}

/** What stands for the body of a definition. */
const BODY = "...";

/** A part of the own code that stands in the file as it is. */
interface Segment {
  readonly start: number;
  readonly end: number;
  /** Where it stands in the own code. */
  readonly at: number;
}

/** Empty for a row that the file does not have, as one of an earlier text. */
export function ownCodeOf(file: SourceFile, definition: number): OwnCode {
  const { definitions, imports } = file.outline;
  if (definition >= definitions.length) return { text: "", definitions: new Map(), imports: [] };
  const segments = segmentsOf(file, definition);
  const within = new Map<number, number>();
  const imported: OwnImport[] = [];
  for (const row of childrenOf(file, definition))
    within.set(toOwn(segments, definitions.start(row)), row);
  for (let row = 0; row < imports.length; row++)
    if (imports.owner(row) === definition)
      imported.push({
        start: toOwn(segments, imports.start(row)),
        module: imports.module(row),
        name: imports.name(row),
        alias: imports.alias(row),
        level: imports.level(row),
      });
  const texts = segments.map(({ start, end }) => file.text.slice(start, end));
  return { text: texts.join(BODY), definitions: within, imports: imported };
}

export function sameOwnCode(a: OwnCode, b: OwnCode): boolean {
  if (a.text !== b.text || a.definitions.size !== b.definitions.size) return false;
  for (const [start, row] of a.definitions) if (b.definitions.get(start) !== row) return false;
  return true;
}

/** Where a range of the own code of a definition stands in its file. */
export function rangeInFile(range: Range, file: SourceFile, definition: number): Range {
  const segments = segmentsOf(file, definition);
  const inFile = (offset: number): number => {
    const segment = segments.findLast(({ at }) => at <= offset) ?? segments[0];
    return segment === undefined
      ? offset
      : Math.min(segment.start + offset - segment.at, segment.end);
  };
  return { start: inFile(range.start), end: inFile(range.end) };
}

function segmentsOf(file: SourceFile, definition: number): Segment[] {
  const { definitions } = file.outline;
  const isModule = definition === MODULE_LEVEL;
  const end = isModule ? file.text.length : definitions.end(definition);
  const segments: Segment[] = [];
  let start = isModule ? 0 : definitions.start(definition);
  let at = 0;
  const close = (until: number): void => {
    segments.push({ start, end: until, at });
    at += until - start + BODY.length;
  };
  for (const row of childrenOf(file, definition)) {
    if (definitions.start(row) < start) continue;
    close(definitions.body(row));
    start = bodyEnd(file, row);
  }
  close(end);
  return segments;
}

function childrenOf({ outline: { definitions } }: SourceFile, parent: number): number[] {
  const found: number[] = [];
  const end = parent === MODULE_LEVEL ? Number.POSITIVE_INFINITY : definitions.end(parent);
  for (let row = parent + 1; row < definitions.length && definitions.start(row) < end; row++)
    if (definitions.parent(row) === parent) found.push(row);
  return found;
}

/** Without the line ends and blanks after the last statement. */
function bodyEnd({ text, outline: { definitions } }: SourceFile, row: number): number {
  let end = definitions.end(row);
  while (end > definitions.body(row) && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

function toOwn(segments: readonly Segment[], offset: number): number {
  const segment = segments.findLast(({ start }) => start <= offset);
  return segment === undefined ? offset : segment.at + offset - segment.start;
}
