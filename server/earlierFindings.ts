/** Findings of an earlier run over the same files: shown until this run has its own, and kept of this run for the next. */
import type { Cache } from "#host";
import type { Report } from "#lint/report";
import { rules } from "#rules/index";
import { KeptReports } from "./keptReports.ts";
import type { Session } from "./session.ts";

export class EarlierFindings {
  private readonly cache: Cache | undefined;
  /** What is to be kept, once all is known. */
  private open: { readonly kept: KeptReports; compute(): readonly Report[] } | undefined;
  private isSound = true;

  /** @param cache absent where nothing is to be kept */
  constructor(cache: Cache | undefined) {
    this.cache = cache;
  }

  /** What was found in the files of a session that was read; `undefined` where none of it is known to hold. */
  async of(session: Session): Promise<readonly Report[] | undefined> {
    this.open = undefined;
    this.isSound = true;
    if (this.cache === undefined || !session.isAwake) return undefined;
    const compute = (): Report[] =>
      session.reportedPaths().flatMap((path) => [...session.reports(path)]);
    const kept = new KeptReports(this.cache, { session, rules, compute });
    const known = await kept.load();
    if (known === undefined) this.open = { kept, compute };
    return known;
  }

  /** What is found may lack something: it is not kept. */
  distrust(): void {
    this.isSound = false;
  }

  /** To be called when the findings of all files are there. */
  async keep(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    if (open !== undefined && this.isSound) await open.kept.keep(open.compute());
  }
}
