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
  const units = utf16Units(bytes, length);
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
  units: Int32Array,
  width: number,
  ...columns: readonly number[]
): void {
  for (const column of columns)
    for (let index = column; index < table.length; index += width)
      table[index] = units[table[index]!]!;
}

/** Of each byte, and of the end, how many UTF-16 units stand before its character. */
function utf16Units(bytes: Uint8Array, length: number): Int32Array {
  const units = new Int32Array(length + 1);
  let count = 0;
  for (let index = 0; index < length; index++) {
    units[index] = count;
    const byte = bytes[index]!;
    // The first byte of a character counts; one of four bytes is a pair of surrogates.
    if (byte < 0x80 || byte >= 0xc0) count += byte >= 0xf0 ? 2 : 1;
  }
  units[length] = count;
  return units;
}
