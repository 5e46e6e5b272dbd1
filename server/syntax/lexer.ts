/**
 * The words, numbers, strings and operators of a Python file, one at a time, from its bytes.
 * Brackets join lines; a line that was cut short does not swallow the rest.
 */
import { LAST_KEYWORD, type Names, WORD } from "#syntax/names";

// Kinds of tokens: these, or the byte of an operator of one character.
export const END = 0;
export const NEWLINE = 1;
export const NAME = 2;
export const KEYWORD = 3;
export const NUMBER = 4;
export const STRING = 5;
export const FORMATTED = 6;
export const OPERATOR = 7;
export const ARROW = 8;
export const WALRUS = 9;
/** `+=`, `//=` … */
export const AUGMENTED = 10;

const TAB = 9;
export const LF = 10;
const FORM_FEED = 12;
export const CR = 13;
const SPACE = 32;
export const BANG = 33;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const QUOTE = 39;
export const OPEN = 40;
export const CLOSE = 41;
export const STAR = 42;
const PLUS = 43;
export const COMMA = 44;
const MINUS = 45;
export const DOT = 46;
const ZERO = 48;
export const COLON = 58;
export const SEMICOLON = 59;
export const ASSIGN = 61;
const GREATER = 62;
export const AT = 64;
export const OPEN_SQUARE = 91;
export const BACKSLASH = 92;
export const CLOSE_SQUARE = 93;
const UNDERSCORE = 95;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

// Letters as they are after `| 32`, which makes them lower case.
const A = 97;
const B = 98;
const D = 100;
const E = 101;
const F = 102;
const J = 106;
const O = 111;
const T = 116;
const X = 120;

const IS_NAME = bytesThat((byte, character) => byte >= 128 || /\w/.test(character));
const IS_DIGIT = bytesThat((_, character) => /\d/.test(character));
const IS_PREFIX = bytesThat((_, character) => /[rbuft]/i.test(character));
/** Operators that no `=` can follow as part of the same token. */
const STANDS_ALONE = bytesThat((_, character) => "()[]{},.;".includes(character));

/** With a `=` after them they compare. */
const IS_COMPARED = bytesThat((_, character) => "=<>!".includes(character));
/** Two of them, and a `=`, are one operator. */
const IS_DOUBLED = bytesThat((_, character) => "*/<>".includes(character));

/** Words that no expression holds: at the start of a line they end a bracket left open above. */
const STATEMENT_ONLY = new Set<number>([
  WORD.assert,
  WORD.break,
  WORD.class,
  WORD.continue,
  WORD.def,
  WORD.del,
  WORD.elif,
  WORD.except,
  WORD.finally,
  WORD.global,
  WORD.import,
  WORD.nonlocal,
  WORD.pass,
  WORD.raise,
  WORD.return,
  WORD.try,
  WORD.while,
  WORD.with,
]);

const DEFINING = ["def ", "class ", "async def "].map((word) => new TextEncoder().encode(word));

/** How many zeros must follow the text: the lexer looks ahead without asking where it ends. */
export const PADDING = 4;

export class Lexer {
  protected readonly names: Names;
  protected bytes: Uint8Array = new Uint8Array(PADDING);
  protected length = 0;
  // The current token. `name` is set where it is a word.
  protected kind: number = END;
  protected start = 0;
  protected end = 0;
  protected name = 0;
  /** Where the token before the current one ended, line ends not counted. */
  protected previousEnd = 0;
  /** Indentation of the current logical line. */
  protected column = 0;
  /** How many brackets are open. */
  protected depth = 0;
  /** Whether the current token is the first of its line inside a bracket. */
  private isFirst = false;

  constructor(names: Names) {
    this.names = names;
  }

  /** Stands on the first token of the text. */
  protected open(bytes: Uint8Array, length: number): void {
    this.bytes = bytes;
    this.length = length;
    this.kind = NEWLINE;
    this.depth = 0;
    this.previousEnd = 0;
    this.end = 0;
    this.next();
  }

  protected is(kind: number): boolean {
    return this.kind === kind;
  }

  protected isKeyword(word: number): boolean {
    return this.kind === KEYWORD && this.name === word;
  }

  protected next(): void {
    if (this.is(NEWLINE)) this.end = this.indentation(this.end);
    else this.previousEnd = this.end;
    const bytes = this.bytes;
    const position = this.afterBlank(this.end);
    const byte = bytes[position]!;
    if (IS_NAME[byte] === 1 && IS_DIGIT[byte] === 0) this.word(position, byte);
    else if (byte === LF || byte === CR) this.token(NEWLINE, position, this.afterLineEnd(position));
    else if (byte === QUOTE || byte === DOUBLE_QUOTE) this.string(position, position);
    else if (IS_DIGIT[byte] === 1 || (byte === DOT && IS_DIGIT[bytes[position + 1]!] === 1))
      this.token(NUMBER, position, this.numberEnd(position));
    else if (position >= this.length) this.token(END, this.length, this.length);
    else this.operator(position, byte);
  }

  protected token(kind: number, start: number, end: number): void {
    this.kind = kind;
    this.start = start;
    this.end = end;
  }

  protected openGroup(): void {
    this.depth++;
    this.next();
  }

  protected closeGroup(): void {
    this.depth--;
    if (this.is(CLOSE) || this.is(CLOSE_SQUARE) || this.is(CLOSE_BRACE)) this.next();
  }

  protected closesGroup(): boolean {
    const kind = this.kind;
    return (
      kind === CLOSE ||
      kind === CLOSE_SQUARE ||
      kind === CLOSE_BRACE ||
      kind === NEWLINE ||
      kind === END
    );
  }

  protected endsStatement(): boolean {
    const kind = this.kind;
    return kind === NEWLINE || kind === END || kind === SEMICOLON;
  }

  /** Skips blanks, comments and joined lines. Returns where the next token or line end stands. */
  private afterBlank(from: number): number {
    const bytes = this.bytes;
    let position = from;
    this.isFirst = false;
    for (;;) {
      const byte = bytes[position]!;
      if (byte === SPACE || byte === TAB || byte === FORM_FEED) position++;
      else if (byte === HASH) position = this.lineEnd(position);
      else if (byte === BACKSLASH) position = this.afterLineEnd(position + 1);
      else if ((byte === LF || byte === CR) && this.depth > 0) {
        position = this.afterLineEnd(position);
        this.isFirst = true;
      } else return position;
    }
  }

  /**
   * Skips blank and comment lines, and measures the indentation of the next line that holds code.
   * Returns where that code begins.
   */
  private indentation(from: number): number {
    const bytes = this.bytes;
    let position = from;
    for (let column = 0; ; position++) {
      const byte = bytes[position]!;
      if (byte === SPACE) column++;
      else if (byte === TAB) column = afterTab(column);
      else if (byte === FORM_FEED || byte === LF || byte === CR) column = 0;
      else if (byte === HASH) position = this.lineEnd(position) - 1;
      else {
        this.column = column;
        return position;
      }
    }
  }

  private lineEnd(from: number): number {
    const bytes = this.bytes;
    let position = from;
    while (bytes[position] !== LF && bytes[position] !== CR && position < this.length) position++;
    return position;
  }

  private afterLineEnd(position: number): number {
    const isPair = this.bytes[position] === CR && this.bytes[position + 1] === LF;
    return isPair ? position + 2 : position + 1;
  }

  private word(start: number, first: number): void {
    const bytes = this.bytes;
    let end = start + 1;
    let hash = first;
    let byte = bytes[end]!;
    while (IS_NAME[byte] === 1) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      byte = bytes[++end]!;
    }
    if (
      (byte === QUOTE || byte === DOUBLE_QUOTE) &&
      end - start <= 2 &&
      IS_PREFIX[first] === 1 &&
      IS_PREFIX[bytes[end - 1]!] === 1
    )
      this.string(start, end);
    else {
      this.name = this.names.word(bytes, start, end, hash);
      if (this.name > LAST_KEYWORD) this.token(NAME, start, end);
      else if (this.isFirst && this.beginsStatement(end)) this.abandonBracket(start);
      else this.token(KEYWORD, start, end);
    }
  }

  /** Whether the word that was just read can only begin a statement. `async for` need not. */
  private beginsStatement(end: number): boolean {
    return STATEMENT_ONLY.has(this.name) || (this.name === WORD.async && this.bytes[end + 1] === D);
  }

  /**
   * `@name` may be a matrix product that goes on from the line above; not where it stands no deeper
   * than that statement, or where a definition or another decorator comes next.
   */
  private beginsDecorator(position: number): boolean {
    if (!this.isFirst || IS_NAME[this.bytes[position + 1]!] === 0) return false;
    const { column } = this;
    const following = this.indentation(this.lineEnd(position));
    this.column = column;
    return this.columnAt(position) <= column || this.beginsDefinition(following);
  }

  private beginsDefinition(position: number): boolean {
    const { bytes } = this;
    if (bytes[position] === AT) return true;
    return DEFINING.some((word) => word.every((byte, index) => bytes[position + index] === byte));
  }

  /**
   * A line that begins a statement ends whatever bracket was left open above it: code that is
   * being typed. The current token becomes the end of the line before.
   */
  private abandonBracket(position: number): void {
    const lineStart = this.lineStart(position);
    this.token(NEWLINE, lineStart, lineStart);
  }

  /** The indentation of a token that is the first of its line. */
  private columnAt(position: number): number {
    let column = 0;
    for (let index = this.lineStart(position); index < position; index++)
      column = this.bytes[index] === TAB ? afterTab(column) : column + 1;
    return column;
  }

  private lineStart(position: number): number {
    const bytes = this.bytes;
    let start = position;
    while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--;
    return start;
  }

  private numberEnd(start: number): number {
    const bytes = this.bytes;
    const base = bytes[start + 1]! | 32;
    if (bytes[start] === ZERO && (base === X || base === B || base === O))
      return this.integerEnd(start + 2, base === X);
    let position = this.integerEnd(start, false);
    if (bytes[position] === DOT) position = this.integerEnd(position + 1, false);
    if ((bytes[position]! | 32) === E) {
      const sign = bytes[position + 1];
      const digits = position + (sign === PLUS || sign === MINUS ? 2 : 1);
      if (IS_DIGIT[bytes[digits]!] === 1) position = this.integerEnd(digits, false);
    }
    return (bytes[position]! | 32) === J ? position + 1 : position;
  }

  private integerEnd(start: number, isHexadecimal: boolean): number {
    const bytes = this.bytes;
    let position = start;
    for (;;) {
      const byte = bytes[position]!;
      const letter = byte | 32;
      const isPart =
        IS_DIGIT[byte] === 1 ||
        byte === UNDERSCORE ||
        (isHexadecimal && letter >= A && letter <= F);
      if (!isPart) return position;
      position++;
    }
  }

  private operator(start: number, byte: number): void {
    const second = this.bytes[start + 1]!;
    if (second === ASSIGN && STANDS_ALONE[byte] === 0)
      this.token(this.assigning(byte), start, start + 2);
    else if (byte === MINUS && second === GREATER) this.token(ARROW, start, start + 2);
    else if (second === byte && this.bytes[start + 2] === ASSIGN && IS_DOUBLED[byte] === 1)
      this.token(AUGMENTED, start, start + 3);
    else if (byte === AT && this.beginsDecorator(start)) this.abandonBracket(start);
    // A stray control character must not pass for one of the kinds above.
    else this.token(byte < SPACE ? OPERATOR : byte, start, start + 1);
  }

  /** The kind of an operator of two characters, of which the second is `=`. */
  private assigning(first: number): number {
    if (first === COLON) return WALRUS;
    return IS_COMPARED[first] === 1 ? OPERATOR : AUGMENTED;
  }

  /**
   * `quote` is where the opening quote stands, after the prefix. The inside of a formatted string
   * is read later, by `formatted`, when its place in the code is known.
   */
  private string(start: number, quote: number): void {
    const bytes = this.bytes;
    const mark = bytes[quote]!;
    if (this.isFormatted(start, quote)) this.token(FORMATTED, start, quote);
    else {
      const isTriple = bytes[quote + 1] === mark && bytes[quote + 2] === mark;
      const end = isTriple ? this.tripleEnd(quote + 3, mark) : this.stringEnd(quote + 1, mark);
      this.token(STRING, start, Math.min(end, this.length));
    }
  }

  private isFormatted(start: number, quote: number): boolean {
    for (let position = start; position < quote; position++) {
      const prefix = this.bytes[position]! | 32;
      if (prefix === F || prefix === T) return true;
    }
    return false;
  }

  /** Where a string on one line ends; without its quote, at the end of the line. */
  private stringEnd(start: number, mark: number): number {
    const bytes = this.bytes;
    let position = start;
    while (position < this.length) {
      const byte = bytes[position]!;
      if (byte === mark) return position + 1;
      if (byte === LF || byte === CR) return position;
      position = byte === BACKSLASH ? this.afterLineEnd(position + 1) : position + 1;
    }
    return position;
  }

  private tripleEnd(start: number, mark: number): number {
    const bytes = this.bytes;
    let position = start;
    while (position < this.length) {
      const byte = bytes[position]!;
      if (byte === mark && bytes[position + 1] === mark && bytes[position + 2] === mark)
        return position + 3;
      position += byte === BACKSLASH ? 2 : 1;
    }
    return position;
  }
}

function afterTab(column: number): number {
  return (column | 7) + 1;
}

function bytesThat(test: (byte: number, character: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    test(byte, String.fromCharCode(byte)) ? 1 : 0,
  );
}
