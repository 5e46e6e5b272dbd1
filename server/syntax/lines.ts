/** A place counted as people count: line and column from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place counted as the language server protocol counts: from 0, the character in UTF-16 units. */
export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

const LINE_FEED = 10,
  CARRIAGE_RETURN = 13;

/** Where the lines of one text begin. A line ends with `\n`, `\r\n` or `\r`, as in the protocol and in Python. */
export class Lines {
  readonly text: string;
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.starts = lineStarts(text);
  }

  /** At least 1: what follows the last line end is a line, too, be it empty. */
  get count(): number {
    return this.starts.length;
  }

  /** `offset` may be anything; it is moved into the text. */
  position(offset: number): Position {
    const { line, character } = this.protocolPosition(offset);
    return { line: line + 1, column: character + 1 };
  }

  /** `offset` may be anything; it is moved into the text, and before a line end of two characters. */
  protocolPosition(offset: number): ProtocolPosition {
    const inside = Math.max(0, Math.min(offset, this.text.length)),
      line = this.lineAt(inside),
      character = Math.min(inside, this.end(line)) - this.start(line);
    return { line, character };
  }

  /** The offset of a place of the protocol; a line or character that does not exist becomes the nearest that does. */
  offset({ line, character }: ProtocolPosition): number {
    if (line < 0) return 0;
    if (line >= this.count) return this.text.length;
    return Math.max(this.start(line), Math.min(this.start(line) + character, this.end(line)));
  }

  /** The line, counted from 0, that holds an offset. A line end belongs to the line that it ends. */
  lineAt(offset: number): number {
    let low = 0,
      high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where a line, counted from 0, begins; the length of the text for a line after the last. */
  start(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** Where a line, counted from 0, ends, before its line end. */
  end(line: number): number {
    let end = this.start(line + 1);
    if (line + 1 >= this.count) return end;
    if (this.text.charCodeAt(end - 1) === LINE_FEED) end--;
    else return end - 1;
    return this.text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > this.start(line)
      ? end - 1
      : end;
  }

  /** A line, counted from 0, without its line end. */
  line(line: number): string {
    return this.text.slice(this.start(line), this.end(line));
  }
}

function lineStarts(text: string): number[] {
  // Nearly no text has another line end, and a search is several times as fast as a look at each character.
  if (text.includes("\r")) return anyLineStarts(text);
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1))
    starts.push(end + 1);
  return starts;
}

function anyLineStarts(text: string): number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === LINE_FEED) starts.push(index + 1);
    else if (code === CARRIAGE_RETURN && text.charCodeAt(index + 1) !== LINE_FEED)
      starts.push(index + 1);
  }
  return starts;
}
