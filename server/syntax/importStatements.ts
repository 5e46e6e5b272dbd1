/** The import statements of a text, with the places of their names: what an edit needs. What a file imports is told by its outline. */
import type { Range } from "#syntax/range";
import { afterBlank, logicalLines } from "#syntax/scan";

export interface ImportStatement extends Range {
  /** After its last name or closing parenthesis; `end` is after a comment behind them. */
  readonly codeEnd: number;
  /** After its line end. */
  readonly next: number;
  /** The number of characters of its indentation. */
  readonly column: number;
  readonly isFrom: boolean;
  /** As written, with leading dots. Of `import a, b` the first. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  readonly isParenthesised: boolean;
}

export interface ImportedName extends Range {
  /** The dotted module in `import a.b`. */
  readonly name: string;
  readonly alias?: string;
}

export interface FileHead {
  /** Every import statement of the file, also in functions and under conditions. */
  readonly all: readonly ImportStatement[];
  /** Those before the first definition that stand in no block. */
  readonly leading: readonly ImportStatement[];
  /** The docstring with its line end. */
  readonly docstring?: Range;
  /** Where the first statement begins; the length of the text where there is none. */
  readonly firstStatement: number;
}

const WORD = "[\\w\\u0080-\\uffff]+";
const FROM = new RegExp(
  `from\\b\\s*((?:\\.\\s*)*(?:${WORD}(?:\\.${WORD})*)?)\\s*import\\b\\s*(\\(?)`,
  "y",
);
const IMPORT = /import\s+/y;
const NAME = new RegExp(`(\\*|${WORD}(?:\\.${WORD})*)(?:\\s+as\\s+(${WORD}))?`, "y");
const DEFINITION = /(?:async\s|def\s|class\s|@)/y;
const STRING = /[rbu]*["']/iy;

export function headOf(text: string): FileHead {
  const all: ImportStatement[] = [],
    leading: ImportStatement[] = [];
  let firstStatement: number | undefined,
    docstring: Range | undefined,
    isHead = true;
  for (const line of logicalLines(text)) {
    if (firstStatement === undefined && matches(STRING, text, line.start))
      docstring = { start: line.start, end: line.next };
    firstStatement ??= line.start;
    if (line.column === 0 && isDefinition(text, line.start)) isHead = false;
    const statement = importStatement(text, line);
    if (statement === undefined) continue;
    all.push(statement);
    if (isHead && line.column === 0) leading.push(statement);
  }
  const head = { all, leading, firstStatement: firstStatement ?? text.length };
  return docstring === undefined ? head : { ...head, docstring };
}

/** Whether a function, a class or its first decorator begins at `offset`. */
export function isDefinition(text: string, offset: number): boolean {
  return matches(DEFINITION, text, offset);
}

function importStatement(
  text: string,
  line: Range & { readonly next: number; readonly column: number },
): ImportStatement | undefined {
  const from = match(FROM, text, line.start),
    header = from ?? match(IMPORT, text, line.start);
  if (header === undefined) return;
  const names = importedNames(text, line.start + header[0].length, line.end),
    module = from === undefined ? names[0]?.name : from[1]?.replaceAll(/\s/g, "");
  if (module === undefined || names.length === 0) return;
  const { start, end, next, column } = line;
  const isFrom = from !== undefined,
    isParenthesised = from?.[2] === "(";
  const codeEnd = isParenthesised ? closingParenthesis(text, names) : names.at(-1)?.end;
  if (codeEnd === undefined) return;
  return { start, end, codeEnd, next, column, isFrom, module, names, isParenthesised };
}

function closingParenthesis(text: string, names: readonly ImportedName[]): number | undefined {
  const last = names.at(-1)?.end;
  if (last === undefined) return;
  const position = afterBlank(text, last),
    close = text[position] === "," ? afterBlank(text, position + 1) : position;
  return text[close] === ")" ? close + 1 : last;
}

function importedNames(text: string, from: number, end: number): ImportedName[] {
  const names: ImportedName[] = [];
  let position = afterBlank(text, from);
  while (position < end) {
    const found = match(NAME, text, position);
    if (found === undefined) break;
    const [all, name = "", alias] = found,
      place = { start: position, end: position + all.length, name };
    names.push(alias === undefined ? place : { ...place, alias });
    position = afterBlank(text, place.end);
    if (text[position] !== ",") break;
    position = afterBlank(text, position + 1);
  }
  return names;
}

function match(sticky: RegExp, text: string, position: number): RegExpExecArray | undefined {
  sticky.lastIndex = position;
  return sticky.exec(text) ?? undefined;
}

function matches(sticky: RegExp, text: string, position: number): boolean {
  return match(sticky, text, position) !== undefined;
}
