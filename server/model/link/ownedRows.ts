/** The rows of an outline's tables by the definition that they belong to. */
import { MODULE_LEVEL, type Outline } from "#syntax/outline";

export type OwnedTable =
  | "imports"
  | "definitions"
  | "decorators"
  | "bases"
  | "parameters"
  | "assignments"
  | "withs"
  | "bindings"
  | "results"
  | "calls";

export interface RowsByOwner {
  of(owner: number): Int32Array;
}

/** Groups the rows of a table by the definition that they belong to. */
export function grouped(outline: Outline, table: OwnedTable): RowsByOwner {
  const owners = outline.definitions.length;
  switch (table) {
    case "definitions":
      return groupedBy(owners, (row) => outline.definitions.parent(row), owners);
    case "decorators":
    case "bases":
    case "parameters": {
      const rows = outline[table];
      return groupedBy(rows.length, (row) => rows.definition(row), owners);
    }
    default: {
      const rows = outline[table];
      return groupedBy(rows.length, (row) => rows.owner(row), owners);
    }
  }
}

const NO_ROWS: RowsByOwner = { of: () => EMPTY };
const EMPTY = new Int32Array(0);

/** Groups rows by owner, `MODULE_LEVEL` included, in two passes over integers. */
function groupedBy(length: number, ownerOf: (row: number) => number, owners: number): RowsByOwner {
  if (length === 0) return NO_ROWS;
  // `ends[owner + 1]` first counts an owner's rows, then tells where they begin, and in the end where they end.
  const ends = new Int32Array(owners + 2);
  for (let row = 0; row < length; row++) ends[ownerOf(row) + 1]!++;
  let start = 0;
  for (let owner = 0; owner <= owners; owner++) {
    const count = ends[owner]!;
    ends[owner] = start;
    start += count;
  }
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[ends[ownerOf(row) + 1]!++] = row;
  return {
    of: (owner) => {
      const from = owner === MODULE_LEVEL ? 0 : ends[owner]!;
      const to = ends[owner + 1]!;
      return from === to ? EMPTY : rows.subarray(from, to);
    },
  };
}
