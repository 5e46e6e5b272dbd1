/**
 * The open documents whose newest text the engine does not have yet. A long one takes so long to analyse that it waits until nobody types
 * in it: all that is asked about other documents comes first.
 */
import type { FilePath } from "#host";
import { Coalesced } from "./coalesced.ts";

export interface PendingEditsOptions {
  /** Told once what is waiting has had its turn, and once long documents have rested. */
  onReady(): void;
  /** Runs something once what is waiting has had its turn. */
  later(run: () => void): void;
  /** Runs something after so many milliseconds. */
  after(milliseconds: number, run: () => void): void;
}

/** In UTF-16 units; some 12,000 lines, which take about 0.1 s. */
const LONG_TEXT = 500_000;
/** How long nobody must type in a long document, in milliseconds. */
const REST = 150;

export class PendingEdits {
  private readonly ready = new Set<FilePath>();
  /** Long documents, with who waits for them. */
  private readonly resting = new Map<FilePath, (() => void)[]>();
  private readonly turn: Coalesced;
  private readonly rest: Coalesced;

  constructor({ onReady, later, after }: PendingEditsOptions) {
    this.turn = new Coalesced(onReady, later);
    this.rest = new Coalesced(
      () => this.endRest(),
      (run) => after(REST, run),
    );
  }

  /** @param length of the text, in UTF-16 units */
  add(path: FilePath, length: number): void {
    if (length > LONG_TEXT) {
      this.resting.set(path, this.resting.get(path) ?? []);
      this.rest.ask();
      return;
    }
    this.ready.add(path);
    this.turn.ask();
  }

  has(path: FilePath): boolean {
    return this.ready.has(path) || this.resting.has(path);
  }

  /** Waits until a document is not to be put off any longer. */
  async rested(path: FilePath): Promise<void> {
    const waiting = this.resting.get(path);
    if (waiting !== undefined) await new Promise<void>((go) => waiting.push(go));
  }

  /** The documents to be brought up to date now; they are pending no longer. */
  take(): readonly FilePath[] {
    const paths = [...this.ready];
    this.ready.clear();
    return paths;
  }

  delete(path: FilePath): void {
    this.ready.delete(path);
    this.letGo(path);
  }

  /** For an engine that is given all texts anew. */
  clear(): void {
    this.ready.clear();
    for (const path of [...this.resting.keys()]) this.letGo(path);
  }

  private endRest(): void {
    for (const path of [...this.resting.keys()]) {
      this.ready.add(path);
      this.letGo(path);
    }
    this.turn.ask();
  }

  private letGo(path: FilePath): void {
    const waiting = this.resting.get(path) ?? [];
    this.resting.delete(path);
    for (const go of waiting) go();
  }
}
