/**
 * The tables of an outline, and which columns they have.
 * The lexer writes offsets as UTF-8 bytes; `OutlineReader` turns them into UTF-16 units.
 * Owners, parents and receivers are row numbers, -1 for none. Names are ids of `Names`, 0 for none.
 */

/** Integers of a table that stay for the next file. */
const MOST_KEPT = 250_000;

/** Rows of `width` integers in one growing array: `rows.data[row * width + COLUMN]`. */
export class Rows {
  data: Int32Array;
  length = 0;
  readonly width: number;

  constructor(width: number) {
    this.width = width;
    this.data = new Int32Array(width * 256);
  }

  /** Forgets all rows, and the room that only a giant file needed. */
  clear(): void {
    this.length = 0;
    if (this.data.length > MOST_KEPT) this.data = new Int32Array(this.width * 256);
  }

  /** Appends a row of zeros and returns its offset in `data`, which may be a new array. */
  add(): number {
    const offset = this.length++ * this.width;
    if (offset + this.width > this.data.length) {
      const larger = new Int32Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data.fill(0, offset, offset + this.width);
    return offset;
  }
}

export const IMPORT = {
  START: 0,
  MODULE: 1,
  NAME: 2,
  ALIAS: 3,
  LEVEL: 4,
  OWNER: 5,
  FLAGS: 6,
  WIDTH: 7,
} as const;

export const DEFINITION = {
  START: 0,
  END: 1,
  BODY: 2,
  NAME: 3,
  NAME_START: 4,
  NAME_END: 5,
  PARENT: 6,
  FLAGS: 7,
  RETURNS: 8,
  RETURNS_START: 9,
  RETURNS_END: 10,
  WIDTH: 11,
} as const;

export const DECORATOR = {
  DEFINITION: 0,
  START: 1,
  END: 2,
  NAME: 3,
  FOLLOW: 4,
  CALLED: 5,
  WIDTH: 6,
} as const;

export const BASE = { DEFINITION: 0, START: 1, NAME: 2, FOLLOW: 3, WIDTH: 4 } as const;

/**
 * The columns of a value, side by side in every table that has one: assigned, returned, yielded,
 * entered by `with`, default of a parameter.
 * `HEAD` is the dotted name with which it begins, `FOLLOW` the byte after that name if it is `(`
 * or `[`, `CALL` the row of the call that is all of it (without its `await`) or -1.
 */
export const VALUE = {
  HEAD: 0,
  FOLLOW: 1,
  CALL: 2,
  START: 3,
  END: 4,
  FLAGS: 5,
} as const;

export const PARAMETER = {
  DEFINITION: 0,
  START: 1,
  NAME: 2,
  ANNOTATION: 3,
  ANNOTATION_START: 4,
  ANNOTATION_END: 5,
  DEFAULT: 6,
  DEFAULT_FOLLOW: 7,
  DEFAULT_CALL: 8,
  DEFAULT_START: 9,
  DEFAULT_END: 10,
  FLAGS: 11,
  STARS: 12,
  WIDTH: 13,
} as const;

/**
 * `NAME_END` is where the callee ends, `END` is after the closing parenthesis, `STATEMENT` the
 * start of the logical line.
 */
export const CALL = {
  START: 0,
  NAME_END: 1,
  END: 2,
  CALLEE: 3,
  OWNER: 4,
  RECEIVER: 5,
  FLAGS: 6,
  STATEMENT: 7,
  WIDTH: 8,
} as const;

export const ASSIGNMENT = {
  START: 0,
  TARGET: 1,
  OWNER: 2,
  ANNOTATION: 3,
  ANNOTATION_START: 4,
  ANNOTATION_END: 5,
  VALUE: 6,
  FOLLOW: 7,
  CALL: 8,
  VALUE_START: 9,
  VALUE_END: 10,
  FLAGS: 11,
  WIDTH: 12,
} as const;

export const WITH = {
  ALIAS: 0,
  OWNER: 1,
  SUBJECT: 2,
  FOLLOW: 3,
  CALL: 4,
  SUBJECT_START: 5,
  SUBJECT_END: 6,
  FLAGS: 7,
  WIDTH: 8,
} as const;

export const BINDING = { START: 0, NAME: 1, OWNER: 2, FLAGS: 3, WIDTH: 4 } as const;

export const RESULT = {
  START: 0,
  OWNER: 1,
  VALUE: 2,
  FOLLOW: 3,
  CALL: 4,
  VALUE_START: 5,
  VALUE_END: 6,
  FLAGS: 7,
  WIDTH: 8,
} as const;

/**
 * `AWAITED`: of a call, that it stands right after `await`; of a value, that it begins with it.
 * `NAME_ONLY`: the value is a dotted name and nothing else, but perhaps an `await` before it.
 * `FROM`: `yield from`. `OUTER`: a name in a `global` or `nonlocal` statement.
 */
export const FLAG = {
  CLASS: 1,
  ASYNC: 2,
  AWAITED: 4,
  IN_LAMBDA: 8,
  TYPE_CHECKING: 16,
  YIELD: 32,
  NAME_ONLY: 64,
  FROM: 128,
  OUTER: 256,
} as const;

export interface Tables {
  readonly imports: Int32Array;
  readonly definitions: Int32Array;
  readonly decorators: Int32Array;
  readonly bases: Int32Array;
  readonly parameters: Int32Array;
  readonly calls: Int32Array;
  readonly assignments: Int32Array;
  readonly withs: Int32Array;
  readonly bindings: Int32Array;
  readonly results: Int32Array;
}
