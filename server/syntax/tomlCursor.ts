/**
 * Where an offset stands in TOML that is being written: it need not be valid, and mostly is not. Read from the beginning up to the offset,
 * so that a broken line costs nothing above it.
 */
import type { Range } from "#syntax/range";

export interface TomlCursor {
  /** `header`: in `[…]`; `key`: before `=`; `value`: behind it. */
  readonly place: "header" | "key" | "value";
  /** The table around a key, or the key of a value; indexes of lists are left out. */
  readonly path: readonly string[];
  /** The word or string at the offset, without its quotes. */
  readonly word: Range;
  /** The quote around the word; empty where it stands bare. */
  readonly quote: "" | '"' | "'";
  /** Whether the word is an item of a list. */
  readonly isItem: boolean;
  /** Whether `=` follows a key already. */
  readonly hasValue: boolean;
}

/** Undefined in a comment, in a string of several lines, and behind a value that has ended. */
export function tomlCursor(text: string, offset: number): TomlCursor | undefined {
  return new Reader(text, offset).read();
}

/** An open list or inline table, with the key that it is the value of. */
interface Open {
  readonly kind: "list" | "table";
  readonly path: readonly string[];
}

class Reader {
  private readonly text: string;
  private readonly offset: number;
  private position = 0;
  private table: readonly string[] = [];
  private path: readonly string[] = [];
  private place: "key" | "value" | "end" = "key";
  private open: Open[] = [];

  constructor(text: string, offset: number) {
    this.text = text;
    this.offset = offset;
  }

  read(): TomlCursor | undefined {
    while (this.position <= this.offset) {
      const found = this.step();
      if (found !== undefined) return found === "nowhere" ? undefined : found;
    }
    return undefined;
  }

  /** Reads one part of the text; what it returns ends the reading. */
  private step(): TomlCursor | "nowhere" | undefined {
    const character = this.text[this.position];
    if (character === "#") return this.skipTo(this.lineEnd());
    if (character === "\n" || character === "\r") return this.endLine();
    if (this.place === "key" && this.open.length === 0 && character === "[") return this.header();
    if (character === " " || character === "\t") {
      if (this.position === this.offset && this.place !== "end") return this.at(this.emptyWord());
      this.position++;
      return undefined;
    }
    if (this.place === "key") return this.key();
    return this.value(character);
  }

  private header(): TomlCursor | "nowhere" | undefined {
    const start = this.position + (this.text.startsWith("[[", this.position) ? 2 : 1);
    const inside = /^[^\]\r\n]*/.exec(this.text.slice(start))?.[0] ?? "";
    const end = start + inside.length;
    if (this.offset < start) return "nowhere";
    if (this.offset <= end)
      return {
        place: "header",
        path: partsOf(inside.slice(0, this.offset - start)),
        word: { start, end },
        quote: "",
        isItem: false,
        hasValue: false,
      };
    this.table = partsOf(inside);
    this.place = "end";
    this.position = end;
    this.position += /^\]*/.exec(this.text.slice(end))?.[0].length ?? 0;
    return undefined;
  }

  private key(): TomlCursor | undefined {
    const start = this.position;
    const written = /^(?:"[^"\r\n]*"?|'[^'\r\n]*'?|[^=\s,{}[\]"'#]+|[ \t]+(?=\.))+/.exec(
      this.text.slice(start),
    )?.[0];
    const end = start + (written ?? "").length;
    const around = this.open.at(-1)?.path ?? this.table;
    if (written !== undefined && this.offset <= end) {
      const hasValue = /^[ \t]*=/.test(this.text.slice(end));
      const dot =
        written.startsWith('"') || written.startsWith("'")
          ? -1
          : written.lastIndexOf(".", this.offset - start - 1);
      const path = [...around, ...(dot < 0 ? [] : partsOf(written.slice(0, dot)))];
      const { word, quote } = this.wordIn({ start: start + dot + 1, end });
      return { place: "key", path, word, quote, isItem: false, hasValue };
    }
    if (written === undefined && start === this.offset) return this.at(this.emptyWord());
    if (written !== undefined) this.path = [...around, ...partsOf(written)];
    this.position = end;
    const next = this.text[end];
    if (next === "=") this.place = "value";
    if (next === "}") this.close();
    else if (next !== "#" && next !== "\n" && next !== "\r") this.position++;
    return undefined;
  }

  private value(character: string | undefined): TomlCursor | "nowhere" | undefined {
    const isEnd = this.place === "end";
    if (character === '"' || character === "'") return this.string(character);
    if (character === "[" || character === "{") {
      this.position++;
      this.open.push({ kind: character === "[" ? "list" : "table", path: this.path });
      this.place = character === "[" ? "value" : "key";
      return undefined;
    }
    if (character === "]" || character === "}") {
      const isEmptyItem = this.position === this.offset && !isEnd;
      if (isEmptyItem) return this.at(this.emptyWord());
      this.close();
      this.position++;
      return undefined;
    }
    if (character === ",") {
      this.position++;
      this.place = this.open.at(-1)?.kind === "table" ? "key" : "value";
      return undefined;
    }
    const word = /^[^\s,\]}#]*/.exec(this.text.slice(this.position))?.[0] ?? "";
    const range = { start: this.position, end: this.position + word.length };
    if (this.offset <= range.end) return isEnd ? "nowhere" : this.at({ word: range, quote: "" });
    this.position = Math.max(range.end, this.position + 1);
    this.place = "end";
    return undefined;
  }

  private string(quote: '"' | "'"): TomlCursor | "nowhere" | undefined {
    const { text, position } = this;
    const isLong = text.startsWith(quote.repeat(3), position);
    const pattern = isLong
      ? new RegExp(`^${quote.repeat(3)}[\\s\\S]*?(?:${quote.repeat(3)}|$)`)
      : quote === '"'
        ? /^"(?:[^"\\\r\n]|\\.)*"?/
        : /^'[^'\r\n]*'?/;
    const end = position + (pattern.exec(text.slice(position))?.[0].length ?? 1);
    const isOpen = !isLong && (end === position + 1 || text[end - 1] !== quote);
    const isInside =
      this.offset > position && (this.offset < end || (isOpen && this.offset === end));
    if (isInside) {
      if (isLong || this.place === "end") return "nowhere";
      return this.at(this.wordIn({ start: position, end }));
    }
    this.position = end;
    this.place = "end";
    return undefined;
  }

  private endLine(): TomlCursor | undefined {
    if (this.position === this.offset && this.place !== "end") return this.at(this.emptyWord());
    this.position++;
    if (this.open.length === 0) this.place = "key";
    return undefined;
  }

  private close(): void {
    this.path = this.open.pop()?.path ?? this.path;
    this.place = "end";
  }

  private at({ word, quote }: Pick<TomlCursor, "word" | "quote">): TomlCursor {
    const around = this.open.at(-1);
    const place = this.place === "key" ? "key" : "value";
    const path =
      place === "key"
        ? (around?.path ?? this.table)
        : around?.kind === "list"
          ? around.path
          : this.path;
    return { place, path, word, quote, isItem: around?.kind === "list", hasValue: false };
  }

  private emptyWord(): Pick<TomlCursor, "word" | "quote"> {
    return { word: { start: this.offset, end: this.offset }, quote: "" };
  }

  private wordIn({ start, end }: Range): Pick<TomlCursor, "word" | "quote"> {
    const first = this.text[start];
    if (first !== '"' && first !== "'") return { word: { start, end }, quote: "" };
    const isClosed = end > start + 1 && this.text[end - 1] === first;
    return { word: { start: start + 1, end: isClosed ? end - 1 : end }, quote: first };
  }

  private skipTo(end: number): "nowhere" | undefined {
    if (this.offset > this.position && this.offset <= end) return "nowhere";
    this.position = Math.max(end, this.position + 1);
    return undefined;
  }

  private lineEnd(): number {
    return this.position + (/^[^\r\n]*/.exec(this.text.slice(this.position))?.[0].length ?? 0);
  }
}

/** The parts of a dotted key, those without anything in them left out. */
function partsOf(written: string): readonly string[] {
  return Array.from(
    written.matchAll(/"([^"]*)"?|'([^']*)'?|([^\s."']+)/g),
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
