/** Keyword arguments as they arrive at a call: written out, or in dictionaries passed with `**`. */
import type { Located } from "#model/values/value";
import type { Argument } from "#syntax/facts";

export interface Keywords {
  /** By name: all that may be passed; several where conditions decide. */
  readonly entries: ReadonlyMap<string, readonly Keyword[]>;
  /** Whether a dictionary that cannot be read may add any other. */
  readonly isOpen: boolean;
  /** Whether the `**` parameter of the function is handed on, so that its callers may add any other. */
  readonly handsOn: boolean;
}

export interface Keyword extends Located {
  /** Whether it is passed, with this value, whenever the call runs. */
  readonly isCertain: boolean;
  /** The argument that it is written as; `undefined` for an entry of a dictionary. */
  readonly argument: Argument | undefined;
}

export const NO_KEYWORDS: Keywords = { entries: new Map(), isOpen: false, handsOn: false };
export const UNREADABLE: Keywords = { entries: new Map(), isOpen: true, handsOn: false };
export const HANDED_ON: Keywords = { entries: new Map(), isOpen: false, handsOn: true };

/** Collects keywords in the order in which they are set. */
export class KeywordSet {
  private readonly entries = new Map<string, readonly Keyword[]>();
  private isOpen = false;
  private handsOn = false;

  constructor(initial: Keywords = NO_KEYWORDS) {
    this.merge(initial, true);
  }

  /** @param isCertain whether the statement always runs, so that it replaces what was set before */
  set(name: string, keyword: Located, isCertain: boolean, argument?: Argument): void {
    const before = isCertain ? [] : (this.entries.get(name) ?? []);
    this.entries.set(name, [
      ...before.map((it) => ({ ...it, isCertain: false })),
      { ...keyword, isCertain, argument },
    ]);
  }

  merge({ entries, isOpen, handsOn }: Keywords, isCertain: boolean): void {
    for (const [name, keywords] of entries) {
      const replaces = isCertain && keywords.some((it) => it.isCertain);
      const before = replaces ? [] : (this.entries.get(name) ?? []);
      this.entries.set(name, [
        ...before.map((it) => ({ ...it, isCertain: false })),
        ...keywords.map((it) => ({ ...it, isCertain: isCertain && it.isCertain })),
      ]);
    }
    this.isOpen ||= isOpen;
    this.handsOn ||= handsOn;
  }

  /** `setdefault`: keeps what is there. */
  setDefault(name: string, keyword: Located, isCertain: boolean): void {
    const known = this.entries.get(name);
    if (known?.some((it) => it.isCertain)) return;
    const isFree = known === undefined && !this.isOpen && !this.handsOn;
    this.set(name, keyword, isCertain && isFree);
  }

  remove(name: string, isCertain: boolean): void {
    const known = this.entries.get(name);
    if (isCertain || known === undefined) this.entries.delete(name);
    else
      this.entries.set(
        name,
        known.map((it) => ({ ...it, isCertain: false })),
      );
  }

  /** Another dictionary may have taken its place: either holds. */
  mayBecome(other: Keywords): void {
    for (const [name, keywords] of this.entries)
      this.entries.set(
        name,
        keywords.map((it) => ({ ...it, isCertain: false })),
      );
    this.merge(other, false);
  }

  /** From here on it may hold anything. */
  open(): void {
    this.isOpen = true;
  }

  result(): Keywords {
    return { entries: new Map(this.entries), isOpen: this.isOpen, handsOn: this.handsOn };
  }
}
