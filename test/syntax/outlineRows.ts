/** An outline as the rows that `scripts/prove/outline_rows.py` makes of Python's `ast`. */
import type { Names } from "#syntax/names";
import type { Outline } from "#syntax/outline";
import type { Range } from "#syntax/range";

export type Row = readonly (string | number | boolean)[];
export type OutlineRows = Readonly<Record<TableName, readonly Row[]>>;
export type TableName = (typeof TABLES)[number];

export const TABLES = [
  "imports",
  "definitions",
  "decorators",
  "bases",
  "parameters",
  "calls",
  "assignments",
  "withs",
  "bindings",
  "results",
] as const;

/** The rows of every table, in the order of the outline. */
export function rowsOf(outline: Outline, names: Names): OutlineRows {
  const { imports, definitions, decorators, bases, parameters } = outline;
  const { calls, assignments, withs, bindings, results } = outline;
  // Python takes identifiers that look alike for one.
  const text = (name: number): string => names.text(name).normalize("NFKC");
  const definition = (row: number): number => (row < 0 ? -1 : definitions.start(row));
  const call = (row: number): number => (row < 0 ? -1 : calls.calleeEnd(row));

  return {
    imports: each(imports, (row) => [
      imports.start(row),
      text(imports.module(row)),
      text(imports.name(row)),
      text(imports.alias(row)),
      imports.level(row),
      definition(imports.owner(row)),
      imports.isTypeChecking(row),
    ]),
    definitions: each(definitions, (row) => [
      definitions.start(row),
      definitions.end(row),
      definitions.body(row),
      text(definitions.name(row)),
      ...ends(definitions.nameRange(row)),
      definitions.isClass(row) ? "class" : definitions.isAsync(row) ? "async def" : "def",
      definition(definitions.parent(row)),
      text(definitions.returns(row)),
      ...ends(definitions.returnsRange(row)),
    ]),
    decorators: each(decorators, (row) => [
      definition(decorators.definition(row)),
      decorators.start(row),
      decorators.end(row),
      text(decorators.name(row)),
      decorators.nameFollow(row),
      decorators.isCalled(row),
    ]),
    bases: each(bases, (row) => [
      definition(bases.definition(row)),
      bases.start(row),
      text(bases.name(row)),
      bases.nameFollow(row),
    ]),
    parameters: each(parameters, (row) => [
      definition(parameters.definition(row)),
      parameters.start(row),
      text(parameters.name(row)),
      parameters.stars(row),
      text(parameters.annotation(row)),
      ...ends(parameters.annotationRange(row)),
      text(parameters.default(row)),
      parameters.defaultFollow(row),
      ...ends(parameters.defaultRange(row)),
      parameters.isDefaultNameOnly(row),
      parameters.isDefaultAwaited(row),
      call(parameters.defaultCall(row)),
    ]),
    calls: each(calls, (row) => [
      calls.start(row),
      calls.calleeEnd(row),
      calls.end(row),
      text(calls.callee(row)),
      definition(calls.owner(row)),
      call(calls.receiver(row)),
      calls.isAwaited(row),
      calls.isInLambda(row),
      calls.statement(row),
    ]),
    assignments: each(assignments, (row) => [
      assignments.start(row),
      text(assignments.target(row)),
      definition(assignments.owner(row)),
      text(assignments.annotation(row)),
      ...ends(assignments.annotationRange(row)),
      text(assignments.value(row)),
      assignments.valueFollow(row),
      ...ends(assignments.valueRange(row)),
      assignments.isNameOnly(row),
      assignments.isAwaited(row),
      call(assignments.call(row)),
    ]),
    withs: each(withs, (row) => [
      text(withs.subject(row)),
      withs.subjectFollow(row),
      ...ends(withs.subjectRange(row)),
      withs.isNameOnly(row),
      withs.isAwaited(row),
      call(withs.call(row)),
      text(withs.alias(row)),
      definition(withs.owner(row)),
      withs.isAsync(row),
    ]),
    bindings: each(bindings, (row) => [
      bindings.start(row),
      text(bindings.name(row)),
      definition(bindings.owner(row)),
      bindings.isOuter(row),
    ]),
    results: each(results, (row) => [
      results.start(row),
      !results.isYield(row) ? "return" : results.isFrom(row) ? "yield from" : "yield",
      definition(results.owner(row)),
      text(results.value(row)),
      results.valueFollow(row),
      ...ends(results.valueRange(row)),
      results.isNameOnly(row),
      results.isAwaited(row),
      call(results.call(row)),
    ]),
  };
}

/** What only one of the two has, a line of JSON each, sorted. */
export function difference(
  expected: readonly Row[],
  actual: readonly Row[],
): { readonly missing: readonly string[]; readonly surplus: readonly string[] } {
  const counts = new Map<string, number>();
  for (const row of expected) count(counts, row, 1);
  for (const row of actual) count(counts, row, -1);
  const missing: string[] = [];
  const surplus: string[] = [];
  for (const [row, number] of counts) {
    for (let copy = 0; copy < number; copy++) missing.push(row);
    for (let copy = 0; copy < -number; copy++) surplus.push(row);
  }
  return { missing: missing.sort(), surplus: surplus.sort() };
}

/** Cells of each table that are numbers but no offsets. */
const NO_OFFSETS: Partial<Record<TableName, number>> = { imports: 4, parameters: 3 };

/** Which cell of a row says where it stands. */
const POSITION: Record<TableName, number> = {
  imports: 0,
  definitions: 0,
  decorators: 1,
  bases: 1,
  parameters: 1,
  calls: 0,
  assignments: 0,
  withs: 2,
  bindings: 0,
  results: 0,
};

/** The rows with every offset changed. Where there is none, (0, 0) and -1 stay. */
export function mapped(rows: OutlineRows, map: (offset: number) => number): OutlineRows {
  return perTable((table) =>
    rows[table].map((row) =>
      row.map((cell, index) => {
        const isOffset = typeof cell === "number" && cell >= 0 && index !== NO_OFFSETS[table];
        return isOffset && !isAbsent(table, row, index) ? map(cell) : cell;
      }),
    ),
  );
}

/** The rows that stand in a range. */
export function rowsInside(rows: OutlineRows, range: Range): OutlineRows {
  return perTable((table) =>
    rows[table].filter((row) => {
      const position = row[POSITION[table]];
      return typeof position === "number" && range.start <= position && position < range.end;
    }),
  );
}

/** Whether a cell is one of the two zeros of a range that has no text. */
function isAbsent(table: TableName, row: Row, index: number): boolean {
  if (row[index] !== 0 || index === POSITION[table]) return false;
  return row[index + 1] === 0 || row[index - 1] === 0;
}

function perTable(rowsOfTable: (table: TableName) => readonly Row[]): OutlineRows {
  return {
    imports: rowsOfTable("imports"),
    definitions: rowsOfTable("definitions"),
    decorators: rowsOfTable("decorators"),
    bases: rowsOfTable("bases"),
    parameters: rowsOfTable("parameters"),
    calls: rowsOfTable("calls"),
    assignments: rowsOfTable("assignments"),
    withs: rowsOfTable("withs"),
    bindings: rowsOfTable("bindings"),
    results: rowsOfTable("results"),
  };
}

function count(counts: Map<string, number>, row: Row, by: number): void {
  const key = JSON.stringify(row);
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function each(table: { readonly length: number }, toRow: (row: number) => Row): Row[] {
  return Array.from({ length: table.length }, (_, row) => toRow(row));
}

function ends({ start, end }: Range): [number, number] {
  return [start, end];
}
