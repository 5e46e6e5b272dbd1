/** What Python's string and number literals mean. */

const ESCAPE =
  /\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;
const LETTERS: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Where the text inside a literal begins and ends, and how it is read. */
export interface LiteralShape {
  readonly start: number;
  readonly end: number;
  readonly isRaw: boolean;
  readonly isBytes: boolean;
}

/** The shape of a string literal, prefix and quotes included. One that is not closed ends where the text ends. */
export function shapeOf(literal: string): LiteralShape {
  const prefix = /^[a-z]*/i.exec(literal)?.[0].toLowerCase() ?? "";
  const quote = literal.charAt(prefix.length);
  const triple = quote.repeat(3);
  const quotes = literal.startsWith(triple, prefix.length) ? triple : quote;
  const start = Math.min(prefix.length + quotes.length, literal.length);
  const isClosed = literal.length - quotes.length >= start && literal.endsWith(quotes);
  return {
    start,
    end: isClosed ? literal.length - quotes.length : literal.length,
    isRaw: prefix.includes("r"),
    isBytes: prefix.includes("b"),
  };
}

/** The value of the text inside a literal. `\N{…}` stays as it is written. */
export function decode(text: string, { isRaw, isBytes }: LiteralShape): string {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (isRaw || !lines.includes("\\")) return lines;
  return lines.replace(ESCAPE, (whole, newline, octal, byte, short, long, letter) => {
    if (newline !== undefined) return "";
    if (octal !== undefined) return characterOf(Number.parseInt(octal, 8), isBytes);
    if (byte !== undefined) return characterOf(Number.parseInt(byte, 16), isBytes);
    if (letter !== undefined) return LETTERS[letter] ?? whole;
    if (isBytes) return whole;
    const code = Number.parseInt(short ?? long, 16);
    return code > 0x10ffff ? whole : characterOf(code, false);
  });
}

function characterOf(code: number, isByte: boolean): string {
  return String.fromCodePoint(isByte ? code & 0xff : code);
}

/** The number that a literal stands for, `undefined` for a complex one. */
export function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}
