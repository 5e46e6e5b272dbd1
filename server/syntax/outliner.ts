/** The outline of a Python file, read from its bytes without a syntax tree. */
import { END, PADDING } from "#syntax/lexer";
import type { Names } from "#syntax/names";
import { toUtf16 } from "#syntax/offsets";
import { Outline } from "#syntax/outline";
import { Statements } from "#syntax/statements";
import type { Rows, Tables } from "#syntax/tables";

/** Bytes of a buffer that stay for the next file. */
const MOST_KEPT = 4_000_000;

/** Reads outlines one after the other, with the same buffers. */
export class OutlineReader {
  private readonly outliner: Outliner;
  private readonly encoder = new TextEncoder();
  private bytes = new Uint8Array(1 << 16);

  constructor(names: Names) {
    this.outliner = new Outliner(names);
  }

  /** `text` has no byte-order mark; offsets are counted in it. Never fails, whatever it holds. */
  read(text: string): Outline {
    const most = text.length * 3 + PADDING;
    // What a giant needed is not kept.
    if (most > this.bytes.length || this.bytes.length > MOST_KEPT)
      this.bytes = new Uint8Array(Math.max(most, Math.min(most * 2, MOST_KEPT)));
    const { written } = this.encoder.encodeInto(text, this.bytes);
    this.bytes.fill(0, written, written + PADDING);
    const tables = this.outliner.outline(this.bytes, written);
    const isAscii = written === text.length;
    if (!isAscii) toUtf16(tables, this.bytes, written);
    return new Outline(tables);
  }
}

class Outliner extends Statements {
  /** `bytes` holds `length` bytes of UTF-8 and then zeros, which are the offsets of the result. */
  outline(bytes: Uint8Array, length: number): Tables {
    this.reset();
    this.open(bytes, length);
    while (!this.is(END)) this.line();
    this.closeBlocks(-1);
    return this.tables();
  }

  private reset(): void {
    this.flags = 0;
    this.owner = -1;
    this.imports.clear();
    this.definitions.clear();
    this.decorators.clear();
    this.bases.clear();
    this.parameters.clear();
    this.calls.clear();
    this.assignments.clear();
    this.withs.clear();
    this.bindings.clear();
    this.results.clear();
  }

  private tables(): Tables {
    const rows = [
      this.imports,
      this.definitions,
      this.decorators,
      this.bases,
      this.parameters,
      this.calls,
      this.assignments,
      this.withs,
      this.bindings,
      this.results,
    ];
    // One buffer a file: it is cached, sent and dropped as a whole.
    const all = new Int32Array(rows.reduce((sum, table) => sum + table.length * table.width, 0));
    let end = 0;
    const part = ({ data, length, width }: Rows): Int32Array => {
      const start = end;
      end += length * width;
      all.set(data.subarray(0, length * width), start);
      return all.subarray(start, end);
    };
    return {
      imports: part(this.imports),
      definitions: part(this.definitions),
      decorators: part(this.decorators),
      bases: part(this.bases),
      parameters: part(this.parameters),
      calls: part(this.calls),
      assignments: part(this.assignments),
      withs: part(this.withs),
      bindings: part(this.bindings),
      results: part(this.results),
    };
  }
}
