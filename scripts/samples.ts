/** Findings of one rule, with the code around them and every step, for a person to read. */
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Range } from "#syntax/range";
import type { EngineRun } from "./engineRun";
import { fingerprint, packageOf, reportIdentity } from "./verdicts";

const LINES_AROUND = 6;
const LINES_AROUND_STEP = 2;

/**
 * The text of as many findings of a rule, in the order of a hash: the choice is wide, and always the same. Of findings that one verdict
 * would judge there is one. It is made at once, so that a run can be forgotten.
 */
export function samplesOf(run: EngineRun, rule: string, count: number): string[] {
  const byHash = new Map<string, Report>();
  for (const report of run.reports) {
    const hash = fingerprint(reportIdentity(report, run));
    if (report.rule.id === rule && !byHash.has(hash)) byHash.set(hash, report);
  }
  return [...byHash]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count)
    .map(([, report]) => sample(report, run));
}

/** One sample of each package after the other, until there are enough. */
export function takeTurns(samples: readonly (readonly string[])[], count: number): string[] {
  const longest = Math.max(0, ...samples.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    samples.flatMap((ofPackage) => ofPackage[turn] ?? []),
  )
    .flat()
    .slice(0, count);
}

function sample(report: Report, run: EngineRun): string {
  const { path, range, message, related = [], rule } = report;
  return [
    "─".repeat(100),
    `${rule.id} ${report.severity}: ${message}`,
    ...place(path, range, run, LINES_AROUND),
    ...related.flatMap((step) => [
      `  ↳ ${step.message}`,
      ...place(step.path, step.range(), run, LINES_AROUND_STEP),
    ]),
    verdictLine(report, run),
  ]
    .map(printable)
    .join("\n");
}

function place(path: FilePath, range: Range, run: EngineRun, around: number): string[] {
  const lines = run.session.linesOf(path);
  if (lines === undefined) return [];
  const at = lines.lineAt(range.start);
  const shown = [`  ${path.slice(run.folder.lastIndexOf("/") + 1)}:${at + 1}`];
  const last = Math.min(at + around, lines.count - 1);
  for (let line = Math.max(0, at - around); line <= last; line++) {
    const mark = line === at ? ">" : " ";
    shown.push(`  ${mark}${String(line + 1).padStart(6)} ${lines.line(line)}`);
  }
  return shown;
}

/** A line for `docs/precision.jsonl`; its verdict is for the reader to fill in. */
function verdictLine(report: Report, run: EngineRun): string {
  const lines = run.session.linesOf(report.path);
  const line = lines?.lineAt(report.range.start) ?? 0;
  return JSON.stringify({
    rule: report.rule.id,
    package: packageOf(run.folder),
    path: report.path.slice(run.folder.length + 1),
    line: line + 1,
    sha1: fingerprint(lines?.line(line) ?? ""),
    verdict: "",
    why: "",
  });
}
