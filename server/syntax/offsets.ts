/** From offsets in UTF-8 bytes to offsets in UTF-16 units. */
import {
  ASSIGNMENT,
  BASE,
  BINDING,
  CALL,
  DECORATOR,
  DEFINITION,
  IMPORT,
  PARAMETER,
  RESULT,
  type Tables,
  WITH,
} from "#syntax/tables";

/** Changes every offset in `tables`, which were made from these bytes. */
export function toUtf16(tables: Tables, bytes: Uint8Array, length: number): void {
  const units = new Utf16Units(bytes, length);
  convert(tables.imports, units, IMPORT.WIDTH, IMPORT.START);
  convert(
    tables.definitions,
    units,
    DEFINITION.WIDTH,
    DEFINITION.START,
    DEFINITION.END,
    DEFINITION.BODY,
    DEFINITION.NAME_START,
    DEFINITION.NAME_END,
    DEFINITION.RETURNS_START,
    DEFINITION.RETURNS_END,
  );
  convert(tables.decorators, units, DECORATOR.WIDTH, DECORATOR.START, DECORATOR.END);
  convert(tables.bases, units, BASE.WIDTH, BASE.START);
  convert(
    tables.parameters,
    units,
    PARAMETER.WIDTH,
    PARAMETER.START,
    PARAMETER.ANNOTATION_START,
    PARAMETER.ANNOTATION_END,
    PARAMETER.DEFAULT_START,
    PARAMETER.DEFAULT_END,
  );
  convert(tables.calls, units, CALL.WIDTH, CALL.START, CALL.NAME_END, CALL.END, CALL.STATEMENT);
  convert(
    tables.assignments,
    units,
    ASSIGNMENT.WIDTH,
    ASSIGNMENT.START,
    ASSIGNMENT.ANNOTATION_START,
    ASSIGNMENT.ANNOTATION_END,
    ASSIGNMENT.VALUE_START,
    ASSIGNMENT.VALUE_END,
  );
  convert(tables.withs, units, WITH.WIDTH, WITH.SUBJECT_START, WITH.SUBJECT_END);
  convert(tables.bindings, units, BINDING.WIDTH, BINDING.START);
  convert(tables.results, units, RESULT.WIDTH, RESULT.START, RESULT.VALUE_START, RESULT.VALUE_END);
}

function convert(
  table: Int32Array,
  units: Utf16Units,
  width: number,
  ...columns: readonly number[]
): void {
  for (const column of columns)
    for (let index = column; index < table.length; index += width)
      table[index] = units.at(table[index]!);
}

/** How many UTF-16 units stand before a byte where a character begins. Most text is ASCII: only the other characters are kept. */
class Utf16Units {
  /** Of each character that is not ASCII: where its bytes end, and how many bytes more than units there are up to there. */
  private readonly ends: number[] = [];
  private readonly surplus: number[] = [];
  /** How many of these characters stood before the last offset. The next offset is mostly near. */
  private last = 0;

  constructor(bytes: Uint8Array, length: number) {
    let surplus = 0;
    for (let index = afterAscii(bytes, 0, length); index < length; ) {
      const byte = bytes[index]!;
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      // One of four bytes is a pair of surrogates.
      surplus += size === 4 ? 2 : size - 1;
      index += size;
      this.ends.push(index);
      this.surplus.push(surplus);
      index = afterAscii(bytes, index, length);
    }
  }

  at(offset: number): number {
    if (!this.isAfter(this.last, offset))
      this.last = this.isAfter(this.last + 1, offset) ? this.last + 1 : this.countBefore(offset);
    return this.last === 0 ? offset : offset - this.surplus[this.last - 1]!;
  }

  /** Whether an offset stands after so many of the characters, and no more. */
  private isAfter(count: number, offset: number): boolean {
    const { ends } = this;
    if (count > ends.length || (count > 0 && ends[count - 1]! > offset)) return false;
    return count === ends.length || ends[count]! > offset;
  }

  private countBefore(offset: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The first byte from `start` on that is not ASCII, or `length`. */
function afterAscii(bytes: Uint8Array, start: number, length: number): number {
  let index = start;
  while (index < length && bytes[index]! < 0x80) index++;
  return index;
}
