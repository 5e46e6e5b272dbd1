/** Formatted strings: where one ends shows only when the expressions in it are read (PEP 701). */
import {
  BACKSLASH,
  BANG,
  CLOSE_BRACE,
  COLON,
  CR,
  FORMATTED,
  LF,
  NEWLINE,
  OPEN_BRACE,
  OPERATOR,
  WALRUS,
} from "#syntax/lexer";
import { Records } from "#syntax/records";

/** What is nested deeper than this is skipped, not read: the stack is finite. */
export const DEEPEST = 400;

const UPPER_N = 78;
const LOWER_R = 114;

export abstract class FormattedStrings extends Records {
  /** How many brackets are open directly in a field, where `:=` begins a format specification. */
  protected fieldDepth = -1;

  /** Reads one operand or one other token. */
  protected abstract step(): number;

  /** Reads the current formatted string to its end, with the calls in its replacement fields. */
  protected formatted(): void {
    const bytes = this.bytes;
    const start = this.start;
    const quote = this.end;
    const mark = bytes[quote]!;
    const isRaw = (bytes[start]! | 32) === LOWER_R || (bytes[quote - 1]! | 32) === LOWER_R;
    const isTriple = bytes[quote + 1] === mark && bytes[quote + 2] === mark;
    let position = quote + (isTriple ? 3 : 1);
    while (position < this.length) {
      const byte = bytes[position]!;
      if (byte === mark && this.closesString(position, mark, isTriple)) {
        position += isTriple ? 3 : 1;
        break;
      }
      if (!isTriple && (byte === LF || byte === CR)) break;
      if (byte === BACKSLASH) position = this.afterEscape(position, isRaw);
      else if (byte !== OPEN_BRACE) position++;
      else if (bytes[position + 1] === OPEN_BRACE) position += 2;
      else position = this.field(position + 1, mark, isTriple);
    }
    this.token(FORMATTED, start, Math.min(position, this.length));
  }

  private closesString(position: number, mark: number, isTriple: boolean): boolean {
    if (!isTriple) return true;
    return this.bytes[position + 1] === mark && this.bytes[position + 2] === mark;
  }

  /** Where the text goes on after a backslash. A brace after it still opens a field. */
  private afterEscape(position: number, isRaw: boolean): number {
    const bytes = this.bytes;
    const next = bytes[position + 1];
    if (!isRaw && next === UPPER_N && bytes[position + 2] === OPEN_BRACE)
      return this.afterNamedCharacter(position + 3);
    if (next === OPEN_BRACE || next === CLOSE_BRACE) return position + 1;
    return next === CR && bytes[position + 2] === LF ? position + 3 : position + 2;
  }

  private afterNamedCharacter(from: number): number {
    let position = from;
    while (position < this.length && this.bytes[position] !== CLOSE_BRACE) position++;
    return position + 1;
  }

  /** One replacement field, from after its brace. Returns where it ends. */
  private field(from: number, mark: number, isTriple: boolean): number {
    if (this.depth > DEEPEST) return from;
    const { previousEnd, fieldDepth } = this;
    this.token(OPERATOR, from, from);
    this.openGroup();
    this.fieldDepth = this.depth;
    while (!this.is(COLON) && !this.is(WALRUS) && !this.is(BANG) && !this.closesGroup())
      this.step();
    if (this.is(BANG)) {
      this.next();
      this.next();
    }
    // A format specification is text, which may hold fields again.
    let end = this.end;
    if (this.is(NEWLINE)) end = this.start - 1;
    else if (this.is(COLON) || this.is(WALRUS))
      end = this.specification(this.start + 1, mark, isTriple);
    this.depth--;
    this.fieldDepth = fieldDepth;
    this.previousEnd = previousEnd;
    return end;
  }

  private specification(from: number, mark: number, isTriple: boolean): number {
    const bytes = this.bytes;
    let position = from;
    while (position < this.length) {
      const byte = bytes[position]!;
      if (byte === CLOSE_BRACE) return position + 1;
      if (byte === mark && this.closesString(position, mark, isTriple)) return position;
      if (!isTriple && (byte === LF || byte === CR)) return position;
      position = byte === OPEN_BRACE ? this.field(position + 1, mark, isTriple) : position + 1;
    }
    return position;
  }
}
