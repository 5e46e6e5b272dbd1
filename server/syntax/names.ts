/**
 * Names as small integers, shared by every outline of one run.
 * A plain word and a dotted name are both one integer; `a.b.c` is the pair (`a.b`, `c`), so that a
 * dotted name is taken apart without touching text.
 */

/**
 * Reserved words come first, so that `id <= LAST_KEYWORD` tells them from identifiers.
 * True, False and None are operands, not keywords, here.
 */
const KEYWORDS = [
  "and",
  "as",
  "assert",
  "async",
  "await",
  "break",
  "class",
  "continue",
  "def",
  "del",
  "elif",
  "else",
  "except",
  "finally",
  "for",
  "from",
  "global",
  "if",
  "import",
  "in",
  "is",
  "lambda",
  "nonlocal",
  "not",
  "or",
  "pass",
  "raise",
  "return",
  "try",
  "while",
  "with",
  "yield",
] as const;
const OTHER_WORDS = [
  "match",
  "case",
  "type",
  "TYPE_CHECKING",
  "*",
  "_",
  "None",
  "True",
  "False",
] as const;

type Word = (typeof KEYWORDS)[number] | (typeof OTHER_WORDS)[number];

export const NO_NAME = 0;
export const LAST_KEYWORD = KEYWORDS.length;
/** What `.get` is called on in `client().get`: something that is no name. Its text is empty. */
export const NO_RECEIVER = LAST_KEYWORD + OTHER_WORDS.length + 1;
/** The ids of the words that the grammar knows; the same in every `Names`. */
export const WORD = Object.fromEntries(
  [...KEYWORDS, ...OTHER_WORDS].map((word, index) => [word, index + 1]),
) as Record<Word, number>;

/** All names of one `Names`, for another run, worker or cache file. */
interface ExportedNames {
  readonly heap: Uint8Array;
  readonly origin: Int32Array;
  readonly detail: Int32Array;
  readonly hashes: Int32Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Names {
  private count = 0;
  /** The bytes of all words, one after the other. */
  private heap = new Uint8Array(1 << 20);
  private heapEnd = 0;
  /** Of each id: where a word begins in the heap; of a dotted name, its prefix, negated. */
  private origin = new Int32Array(1 << 16);
  /** Of each id: how many bytes a word has; of a dotted name, its last word. */
  private detail = new Int32Array(1 << 16);
  private hashes = new Int32Array(1 << 16);
  /** A hash table of ids, at most half full. */
  private slots = new Int32Array(1 << 18);
  private readonly texts = new Map<number, string>();
  private readonly ids = new Map<string, number>();

  constructor() {
    for (const word of [...KEYWORDS, ...OTHER_WORDS, ""]) this.of(word);
  }

  /** How many names there are; ids are 1 to this. */
  get size(): number {
    return this.count;
  }

  /** The id of a name, dotted or plain, given as text. */
  of(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    let name = NO_NAME;
    for (const part of text.split(".")) {
      const bytes = encoder.encode(part);
      const word = this.word(bytes, 0, bytes.length, hashOf(bytes));
      name = name === NO_NAME ? word : this.dotted(name, word);
    }
    this.ids.set(text, name);
    return name;
  }

  /** The id of a word given by its bytes and their hash, each byte `hash = hash * 31 + byte`. */
  word(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    let slot = this.slot(hash);
    for (let id = this.slots[slot]!; id !== 0; id = this.slots[slot]!) {
      if (
        this.hashes[id] === hash &&
        this.detail[id] === length &&
        this.isWordAt(this.origin[id]!, bytes, start, length)
      )
        return id;
      slot = this.slotAfter(slot);
    }
    const origin = this.store(bytes, start, length);
    return this.insert(slot, hash, origin, length);
  }

  /** The id of `prefix.word`. */
  dotted(prefix: number, word: number): number {
    const hash = (Math.imul(prefix, 0x01000193) ^ word) | 0;
    let slot = this.slot(hash);
    for (let id = this.slots[slot]!; id !== 0; id = this.slots[slot]!) {
      if (this.origin[id] === -prefix && this.detail[id] === word) return id;
      slot = this.slotAfter(slot);
    }
    return this.insert(slot, hash, -prefix, word);
  }

  /** What stands before the last dot; `NO_NAME` for a plain word. */
  prefix(id: number): number {
    const origin = this.origin[id]!;
    return origin < 0 ? -origin : NO_NAME;
  }

  last(id: number): number {
    return this.origin[id]! < 0 ? this.detail[id]! : id;
  }

  first(id: number): number {
    let first = id;
    while (this.origin[first]! < 0) first = -this.origin[first]!;
    return first;
  }

  /** Empty for `NO_NAME`. */
  text(id: number): string {
    if (id === NO_NAME) return "";
    const known = this.texts.get(id);
    if (known !== undefined) return known;
    // Not by recursion: a chain of attributes can be as long as a file.
    let prefix = id;
    let text = "";
    for (; this.origin[prefix]! < 0; prefix = this.prefix(prefix))
      text = `.${this.wordText(this.detail[prefix]!)}${text}`;
    text = this.wordText(prefix) + text;
    this.texts.set(id, text);
    return text;
  }

  export(): ExportedNames {
    const end = this.count + 1;
    return {
      heap: this.heap.slice(0, this.heapEnd),
      origin: this.origin.slice(0, end),
      detail: this.detail.slice(0, end),
      hashes: this.hashes.slice(0, end),
    };
  }

  /** Adds the names of an export; the result maps its ids to ours. */
  absorb({ heap, origin, detail, hashes }: ExportedNames): Int32Array {
    const ids = new Int32Array(origin.length);
    for (let id = 1; id < ids.length; id++) {
      const from = origin[id]!;
      const more = detail[id]!;
      ids[id] =
        from < 0
          ? this.dotted(ids[-from]!, ids[more]!)
          : this.word(heap, from, from + more, hashes[id]!);
    }
    return ids;
  }

  private wordText(id: number): string {
    const start = this.origin[id]!;
    return decoder.decode(this.heap.subarray(start, start + this.detail[id]!));
  }

  private isWordAt(origin: number, bytes: Uint8Array, start: number, length: number): boolean {
    if (origin < 0) return false;
    const heap = this.heap;
    let index = 0;
    while (index < length && heap[origin + index] === bytes[start + index]) index++;
    return index === length;
  }

  /** Copies a word to the heap. Returns where it is there. */
  private store(bytes: Uint8Array, start: number, length: number): number {
    const origin = this.heapEnd;
    if (origin + length > this.heap.length) {
      const larger = new Uint8Array((this.heap.length + length) * 2);
      larger.set(this.heap);
      this.heap = larger;
    }
    for (let index = 0; index < length; index++) this.heap[origin + index] = bytes[start + index]!;
    this.heapEnd = origin + length;
    return origin;
  }

  private insert(slot: number, hash: number, origin: number, detail: number): number {
    const id = ++this.count;
    if (id === this.origin.length) {
      this.origin = doubled(this.origin);
      this.detail = doubled(this.detail);
      this.hashes = doubled(this.hashes);
    }
    this.origin[id] = origin;
    this.detail[id] = detail;
    this.hashes[id] = hash;
    this.slots[slot] = id;
    if (id * 2 > this.slots.length) this.rehash();
    return id;
  }

  /** Where the search for a hash begins. */
  private slot(hash: number): number {
    return (Math.imul(hash, 0x9e3779b1) >>> 7) & (this.slots.length - 1);
  }

  private slotAfter(slot: number): number {
    return (slot + 1) & (this.slots.length - 1);
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let id = 1; id <= this.count; id++) {
      let slot = this.slot(this.hashes[id]!);
      while (this.slots[slot] !== 0) slot = this.slotAfter(slot);
      this.slots[slot] = id;
    }
  }
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
