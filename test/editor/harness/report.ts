/** How the suite, inside the extension host, tells this process what it prints and how it ended: one JSON value a line, in a file. */
import { existsSync, readFileSync } from "node:fs";

export type SuiteRecord =
  /** A line of mocha's report. */
  | { readonly text: string }
  /** The last record. `error` is set where mocha itself could not run. */
  | { readonly ended: SuiteResult; readonly error?: string };

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
}

export class SuiteReport {
  readonly file: string;
  /** Set when the suite has ended by itself; an editor that was ended from outside leaves it unset. */
  result: SuiteResult | undefined;
  #printed = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Prints what has come since the last call. */
  print(): void {
    if (!existsSync(this.file)) return;
    // The last line is still being written until its line end is there.
    const lines = readFileSync(this.file, "utf8").split("\n").slice(0, -1);
    for (const line of lines.slice(this.#printed)) this.#take(JSON.parse(line) as SuiteRecord);
    this.#printed = lines.length;
  }

  #take(record: SuiteRecord): void {
    if ("text" in record) {
      console.log(record.text);
      return;
    }
    this.result = record.ended;
    if (record.error !== undefined) console.error(record.error);
  }
}
