/** Which fixes of real applications are tried: of each rule some, from as many applications as possible, the same for the same seed. */
import type { Report } from "#lint/report";
import type { EngineRun } from "./engineRun";
import { fingerprint, reportIdentity } from "./verdicts";

/** How many findings there are, by folder and rule. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The name under which *Allow on this line* and *in this file* are counted, which every finding has. */
export const ALLOWING = "(allow)";

export function countFixable(reports: readonly Report[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, fixes = [] } of reports) {
    counts.set(ALLOWING, (counts.get(ALLOWING) ?? 0) + 1);
    if (fixes.length > 0) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  }
  return counts;
}

/** How many of a rule are tried in a folder: each folder has its turn, until there are enough or none are left. */
export function shareOf(folder: string, rule: string, counts: Counts, most: number): number {
  const left = new Map([...counts].map(([each, rules]) => [each, rules.get(rule) ?? 0]));
  const taken = new Map<string, number>();
  for (let total = 0; total < most; ) {
    const turns = [...left].filter(([, count]) => count > 0).slice(0, most - total);
    if (turns.length === 0) break;
    for (const [each, count] of turns) {
      left.set(each, count - 1);
      taken.set(each, (taken.get(each) ?? 0) + 1);
    }
    total += turns.length;
  }
  return taken.get(folder) ?? 0;
}

/** As many findings, in the order of a hash. */
export function sampleOf(
  reports: readonly Report[],
  count: number,
  seed: number,
  run: EngineRun,
): Report[] {
  return reports
    .map((report) => ({
      report,
      hash: fingerprint(`${seed} ${reportIdentity(report, run)} ${report.range.start}`),
    }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count)
    .map(({ report }) => report);
}
