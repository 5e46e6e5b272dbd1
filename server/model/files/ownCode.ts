/**
 * The own code of a module, class or function: its text without the bodies of the definitions in it. It stays the same while
 * somebody types in one of those, so what is made of it stays, too.
 */
import type { SourceFile } from "#model/files/sourceFile";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { logicalLines } from "#syntax/scan";

export interface OwnCode {
  readonly text: string;
  /** The definitions in it, by where each begins in `text`, after its decorators. */
  readonly definitions: ReadonlyMap<number, OwnDefinition>;
  /** The names that its import statements bind. */
  readonly imports: readonly OwnImport[];
  /** Its assignments to a name, from the name to the end of the value. */
  readonly assignments: readonly OwnAssignment[];
  /** The statements at the left margin, each with its decorators and blocks. */
  readonly statements: readonly Range[];
}

export interface OwnAssignment extends Range {
  readonly name: number;
}

/** From the first of its decorators to what stands for its body. */
export interface OwnDefinition extends Range {
  readonly row: number;
  readonly name: number;
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
  /** Whether only type checkers see it. */
  readonly isTypeChecking: boolean;
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

const NO_CODE: OwnCode = {
  text: "",
  definitions: new Map(),
  imports: [],
  assignments: [],
  statements: [],
};

/** Empty for a row that the file does not have, as one of an earlier text. */
export function ownCodeOf(file: SourceFile, definition: number): OwnCode {
  const { definitions, imports, assignments } = file.outline;
  if (definition >= definitions.length) return NO_CODE;
  const segments = segmentsOf(file, definition);
  const extent = extentOf(file, definition);
  const decoratorStarts = decoratorStartsIn(file, extent);
  const within = new Map<number, OwnDefinition>();
  const imported: OwnImport[] = [];
  for (const row of childrenOf(file, definition))
    within.set(toOwn(segments, definitions.start(row)), {
      row,
      name: definitions.name(row),
      start: toOwn(segments, decoratorStarts.get(row) ?? definitions.start(row)),
      end: toOwn(segments, definitions.body(row)) + BODY.length,
    });
  for (const row of rowsBetween(imports, extent))
    if (imports.owner(row) === definition)
      imported.push({
        start: toOwn(segments, imports.start(row)),
        module: imports.module(row),
        name: imports.name(row),
        alias: imports.alias(row),
        level: imports.level(row),
        isTypeChecking: imports.isTypeChecking(row),
      });
  const assigned: OwnAssignment[] = [];
  for (const row of rowsBetween(assignments, extent))
    if (assignments.owner(row) === definition && assignments.valueRange(row).end > 0)
      assigned.push({
        name: assignments.target(row),
        start: toOwn(segments, assignments.start(row)),
        end: toOwn(segments, assignments.valueRange(row).end),
      });
  const texts = segments.map(({ start, end }) => file.text.slice(start, end));
  return new Code(texts.join(BODY), within, imported, assigned);
}

/** Of most code nobody asks for the statements. */
class Code implements OwnCode {
  readonly text: string;
  readonly definitions: OwnCode["definitions"];
  readonly imports: OwnCode["imports"];
  readonly assignments: OwnCode["assignments"];
  private known: readonly Range[] | undefined;

  constructor(
    text: string,
    definitions: OwnCode["definitions"],
    imports: OwnCode["imports"],
    assignments: OwnCode["assignments"],
  ) {
    this.text = text;
    this.definitions = definitions;
    this.imports = imports;
    this.assignments = assignments;
  }

  get statements(): readonly Range[] {
    this.known ??= [...statementsIn(this.text)];
    return this.known;
  }
}

export function sameOwnCode(a: OwnCode, b: OwnCode): boolean {
  if (a.text !== b.text || a.definitions.size !== b.definitions.size) return false;
  for (const [start, { row }] of a.definitions)
    if (b.definitions.get(start)?.row !== row) return false;
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

/** The part of a text that is a statement of its own, with what stands in it. */
export function partOf(code: OwnCode, { start, end }: Range): OwnCode {
  const isInside = (at: number): boolean => at >= start && at < end;
  const definitions = new Map<number, OwnDefinition>();
  for (const [at, it] of code.definitions) if (isInside(at)) definitions.set(at - start, it);
  return {
    text: code.text.slice(start, end),
    definitions,
    imports: code.imports
      .filter((it) => isInside(it.start))
      .map((it) => ({ ...it, start: it.start - start })),
    assignments: [],
    statements: [{ start: 0, end: end - start }],
  };
}

/** Where offsets of a file stand in the own code of a definition. */
export function offsetsInOwnCode(
  offsets: readonly number[],
  file: SourceFile,
  definition: number,
): readonly number[] {
  if (offsets.length === 0) return offsets;
  const segments = segmentsOf(file, definition);
  return offsets.map((offset) => toOwn(segments, offset));
}

function extentOf(file: SourceFile, definition: number): Range {
  const { definitions } = file.outline;
  return definition === MODULE_LEVEL
    ? { start: 0, end: file.text.length }
    : { start: definitions.start(definition), end: definitions.end(definition) };
}

interface Rows {
  readonly length: number;
  start(row: number): number;
}

/** The rows that begin in a range; rows stand in source order. */
function* rowsBetween(table: Rows, { start, end }: Range): Generator<number> {
  let first = 0;
  for (let last = table.length; first < last; ) {
    const middle = (first + last) >> 1;
    if (table.start(middle) < start) first = middle + 1;
    else last = middle;
  }
  for (let row = first; row < table.length && table.start(row) < end; row++) yield row;
}

/** By definition, where the first of its decorators begins. */
function decoratorStartsIn(
  { text, outline: { decorators } }: SourceFile,
  extent: Range,
): Map<number, number> {
  const found = new Map<number, number>();
  for (const row of rowsBetween(decorators, extent)) {
    const definition = decorators.definition(row);
    if (!found.has(definition)) found.set(definition, text.lastIndexOf("@", decorators.start(row)));
  }
  return found;
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
  let first = 0;
  for (let last = segments.length; first < last; ) {
    const middle = (first + last) >> 1;
    if ((segments[middle]?.start ?? 0) <= offset) first = middle + 1;
    else last = middle;
  }
  const segment = segments[first - 1];
  return segment === undefined ? offset : segment.at + offset - segment.start;
}

/** What goes on with the statement above. */
const CONTINUED = /^(?:elif|else|except|finally)\b/;
/** The statements at the left margin, each with its decorators and blocks. */
function* statementsIn(text: string): Generator<Range> {
  let start: number | undefined;
  let end = 0;
  let isDecorator = false;
  for (const line of logicalLines(text)) {
    const goesOn =
      line.column > 0 || isDecorator || CONTINUED.test(text.slice(line.start, line.start + 8));
    if (!goesOn) {
      if (start !== undefined) yield { start, end };
      start = line.start;
    }
    if (line.column === 0) isDecorator = text[line.start] === "@";
    end = line.end;
  }
  if (start !== undefined) yield { start, end };
}
