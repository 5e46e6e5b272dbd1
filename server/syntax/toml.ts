/** TOML with the places of its keys and values. */
import { parse, TomlError } from "smol-toml";
import { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";

export type TomlPath = readonly (string | number)[];

export interface TomlPlace {
  /** The last part of a key, or the header that opens a table. */
  readonly key: Range;
  /** The same as the key for a table under a header. */
  readonly value: Range;
}

export interface TomlDocument {
  /** Tables are objects without a prototype. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Where a key stands and its value; an index stands for an item of an array. Undefined for a table that only other headers imply. */
  place(path: TomlPath): TomlPlace | undefined;
}

/** Why a text is no TOML: a sentence for a person, and where. */
export interface TomlProblem {
  readonly why: string;
  readonly range: Range;
}

export function readToml(text: string): TomlDocument | TomlProblem {
  try {
    const value = parse(text, { integersAsBigInt: false });
    let places: ReadonlyMap<string, TomlPlace> | undefined;
    return {
      value,
      place(path) {
        places ??= new Places(text).read();
        return places.get(keyOf(path));
      },
    };
  } catch (error) {
    return problemOf(error, text);
  }
}

export function isTomlProblem(read: TomlDocument | TomlProblem): read is TomlProblem {
  return "why" in read;
}

function problemOf(error: unknown, text: string): TomlProblem {
  if (!(error instanceof TomlError)) {
    const why = error instanceof Error ? error.message : "It cannot be read.";
    return { why, range: { start: 0, end: 0 } };
  }
  const lines = new Lines(text),
    start = lines.offset({ line: error.line - 1, character: error.column - 1 }),
    [message = ""] = error.message.split("\n");
  return {
    why: message.replace(/^Invalid TOML document: /, ""),
    range: { start, end: lines.end(lines.lineAt(start)) },
  };
}

function keyOf(path: TomlPath): string {
  return JSON.stringify(path);
}

/** Walks TOML that the parser has accepted, so it checks nothing; text that it does not expect ends the walk. */
class Places {
  private readonly text: string;
  private readonly places = new Map<string, TomlPlace>();
  /** How many tables each array of tables has so far. */
  private readonly counts = new Map<string, number>();
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): ReadonlyMap<string, TomlPlace> {
    let table: TomlPath = [];
    for (this.blank(); this.position < this.text.length; this.blank()) {
      const start = this.position;
      if (this.text[start] === "[") table = this.header();
      else this.pair(table);
      if (this.position === start) break;
    }
    return this.places;
  }

  private header(): TomlPath {
    const start = this.position,
      isArray = this.text.startsWith("[[", start);
    this.position += isArray ? 2 : 1;
    const written = this.key().map(({ word }) => word);
    this.position = Math.min(this.text.length, this.position + (isArray ? 2 : 1));
    let path: TomlPath = [];
    for (const [index, word] of written.entries()) {
      path = [...path, word];
      const count = this.counts.get(keyOf(path)) ?? 0,
        isNew = isArray && index === written.length - 1;
      if (isNew) this.counts.set(keyOf(path), count + 1);
      if (isNew || count > 0) path = [...path, isNew ? count : count - 1];
    }
    const place = { start, end: this.position };
    this.places.set(keyOf(path), { key: place, value: place });
    return path;
  }

  /** `key = value` in a table. */
  private pair(table: TomlPath): void {
    const parts = this.key(),
      last = parts.at(-1);
    if (last === undefined || this.text[this.position] !== "=") return;
    this.position++;
    const path = [...table, ...parts.map(({ word }) => word)],
      value = this.value(path);
    this.places.set(keyOf(path), { key: last.range, value });
  }

  private value(path: TomlPath): Range {
    this.spaces();
    const start = this.position,
      character = this.text[start];
    if (character === "[") this.items((index) => this.item([...path, index]));
    else if (character === "{") this.items(() => this.pair(path));
    else if (character === '"' || character === "'") this.string(character);
    else this.position += /^[^,\]}#\r\n]*/.exec(this.text.slice(start))?.[0].trimEnd().length ?? 0;
    return { start, end: this.position };
  }

  private item(path: TomlPath): void {
    const value = this.value(path);
    this.places.set(keyOf(path), { key: value, value });
  }

  /** The inside of brackets or braces. */
  private items(read: (index: number) => void): void {
    this.position++;
    for (let index = 0; ; index++) {
      this.blank();
      const start = this.position;
      if (start >= this.text.length || "]}".includes(this.text[start]!)) break;
      read(index);
      this.blank();
      if (this.text[this.position] === ",") this.position++;
      if (this.position === start) break;
    }
    this.position = Math.min(this.text.length, this.position + 1);
  }

  private key(): { readonly word: string; readonly range: Range }[] {
    const parts: { word: string; range: Range }[] = [];
    do {
      if (parts.length > 0) this.position++;
      this.spaces();
      const start = this.position,
        quote = this.text[start];
      if (quote === '"' || quote === "'") this.string(quote);
      else while (/[\w-]/.test(this.text[this.position] ?? "")) this.position++;
      const range = { start, end: this.position };
      parts.push({ word: wordOf(this.text.slice(start, this.position)), range });
      this.spaces();
    } while (this.text[this.position] === ".");
    return parts;
  }

  private string(quote: string): void {
    const closing = this.text.startsWith(quote.repeat(3), this.position) ? quote.repeat(3) : quote;
    let end = this.position + closing.length;
    while (end < this.text.length && !this.text.startsWith(closing, end))
      end += quote === '"' && this.text[end] === "\\" ? 2 : 1;
    end += closing.length;
    // A string of three quotes may end with up to two more.
    while (closing.length === 3 && this.text[end] === quote) end++;
    this.position = Math.min(end, this.text.length);
  }

  private spaces(): void {
    while (this.text[this.position] === " " || this.text[this.position] === "\t") this.position++;
  }

  private blank(): void {
    while (/[\s#]/.test(this.text[this.position] ?? "")) {
      if (this.text[this.position] !== "#") this.position++;
      else while (!/^[\r\n]?$/.test(this.text[this.position] ?? "")) this.position++;
    }
  }
}

function wordOf(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1);
  if (!key.startsWith('"')) return key;
  try {
    return String(JSON.parse(key));
  } catch {
    return key.slice(1, -1);
  }
}
