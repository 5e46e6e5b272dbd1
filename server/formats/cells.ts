/** Text as a terminal shows it: what each character becomes and how many cells it takes. */
import { printable } from "#lint/printable";
import type { Range } from "#syntax/range";

/** One character of a line. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

const TAB = 4;
/** Marks that stand on the character before them, and characters that are not shown. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** East Asian wide and full-width characters and emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** One line of source, safe to print, with tabs filled up and the width of every character known. */
export class CellLine {
  private readonly cells: readonly Cell[];
  /** Of each UTF-16 unit, and of the end, where it begins in cells. */
  private readonly columns: readonly number[];

  constructor(line: string) {
    const cells: Cell[] = [],
      columns: number[] = [];
    let column = 0;
    for (const character of line) {
      for (let unit = 0; unit < character.length; unit++) columns.push(column);
      const cell = cellOf(character, column);
      cells.push(cell);
      column += cell.width;
    }
    this.cells = cells;
    this.columns = [...columns, column];
  }

  get width(): number {
    return this.columns.at(-1) ?? 0;
  }

  /** Where a UTF-16 offset of the line stands, in cells. */
  column(offset: number): number {
    return this.columns[Math.max(0, Math.min(offset, this.columns.length - 1))] ?? 0;
  }

  /** The cells from `from` on that fit into `width`, with `…` where something is left out. */
  slice(from: number, width: number): string {
    let text = "",
      column = 0;
    const isCut = this.width - from > width,
      room = isCut ? width - 1 : width;
    for (const cell of this.cells) {
      const isHidden = column < from + (from > 0 ? 1 : 0);
      column += cell.width;
      if (isHidden) continue;
      if (column - from > room) break;
      // The rest of a wide character that is cut in two.
      if (text === "" && from > 0) text = "…".padEnd(column - cell.width - from, " ");
      text += cell.text;
    }
    return isCut ? `${text}…` : text;
  }
}

function cellOf(character: string, column: number): Cell {
  if (character === "\t") {
    const width = TAB - (column % TAB);
    return { text: " ".repeat(width), width };
  }
  return PLAIN[character.charCodeAt(0)] ?? otherCell(character);
}

function otherCell(character: string): Cell {
  const text = printable(character);
  if (text !== character) return { text, width: text.length };
  if (ZERO_WIDTH.test(character)) return { text, width: 0 };
  return { text, width: WIDE.test(character) ? 2 : 1 };
}

/** The cells of ASCII, but for tabs, by their code: lines of generated code are very long, and nearly all of them. */
const PLAIN: readonly Cell[] = Array.from({ length: 128 }, (_, code) =>
  otherCell(String.fromCharCode(code)),
);

/** A range of cells. */
export function cellsOf(line: CellLine, { start, end }: Range): Range {
  const from = line.column(start);
  return { start: from, end: Math.max(line.column(end), from + 1) };
}
