/**
 * `npm run labels -- LABELS [FOLDER…] [--strict]`: holds the findings against lines of real code that people labelled. LABELS has a JSON object a line;
 * a label without a slash in `repo` speaks of a package of the corpus, the others of a repository `owner/name` that lies in
 * `owner__name` in one of the folders, or is one of them.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { rules } from "#rules/index";
import { corpusFolder } from "./corpus";
import { type EngineRun, runEngine } from "./engineRun";
import { fingerprint } from "./verdicts";

/** Which of our rules answer for a label's rule. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  R1: ["blocking-call-on-event-loop", "password-hash-on-event-loop", "blocking-background-task"],
  R2: ["blocking-call-on-event-loop", "password-hash-on-event-loop", "blocking-background-task"],
  R3: ["cors-any-origin", "cors-origins-string", "cors-origin-never-matches", "cors-not-outermost"],
  R4: [
    "missing-pool-pre-ping",
    "pool-out-of-range",
    "refused-pool-class",
    "sync-driver-in-async-engine",
  ],
  R5: ["missing-lifespan", "deprecated-event-handler", "dead-event-handler"],
  R6: [
    "plain-text-password",
    "weak-password-hash",
    "broken-password-library",
    "unmaintained-jwt-library",
  ],
  R7: [
    "naive-expiry",
    "unverified-token",
    "token-without-expiry",
    "hard-coded-secret",
    "short-secret",
  ],
  R8: ["pydantic-v1-validator", "pydantic-v1-config", "pydantic-v1-method", "moved-base-settings"],
  R9: ["expiring-session", "unclosed-session", "lazy-load-in-async", "commit-after-response"],
  R10: ["duplicate-route", "shadowed-route", "unreachable-router", "doubled-prefix"],
  R11: ["exposed-docs", "debug-enabled"],
  R12: ["password-in-response", "orm-object-in-response"],
  R13: ["removed-client-argument"],
  R14: ["unknown-endpoint", "wrong-method", "redirected-slash"],
};

const Label = z.object({
  repo: z.string(),
  ref: z.string(),
  path: z.string(),
  line: z.int(),
  rule: z.string(),
  /** TP: a finding is wanted. TN: it tempts, and must not be there. */
  label: z.enum(["TP", "TN"]),
  note: z.string().optional(),
  /** Other lines, as `path:line`, where a finding is as right. */
  alt: z.array(z.string()).optional(),
  sha1: z.string().optional(),
});
type Label = z.infer<typeof Label>;

type Outcome = "found" | "MISSED" | "silent" | "REPORTED" | "no rule yet" | "no code here";
const OUTCOMES: readonly Outcome[] = [
  "found",
  "MISSED",
  "silent",
  "REPORTED",
  "no rule yet",
  "no code here",
];

async function main(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { strict: { type: "boolean", default: false } },
  });
  const [file, ...folders] = positionals;
  if (file === undefined) {
    console.error("Usage: npm run labels -- LABELS [FOLDER…] [--strict]");
    process.exitCode = 2;
    return;
  }
  const profile = values.strict ? "strict" : "recommended";
  const totals = new Map<Outcome, number>();
  for (const [folder, labels] of byFolder(readLabels(file), folders)) {
    const run = folder === undefined ? undefined : await runEngine(folder, profile);
    for (const label of labels) {
      const outcome = outcomeOf(label, run);
      totals.set(outcome, (totals.get(outcome) ?? 0) + 1);
      if (outcome !== "no rule yet" || folder === undefined) print(label, outcome);
    }
  }
  console.log(`\n${OUTCOMES.map((each) => `${totals.get(each) ?? 0} ${each}`).join(", ")}`);
}

function readLabels(file: string): Label[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Label.parse(JSON.parse(line)));
}

/** The labels by the folder of their code; under `undefined` those whose code is not on this machine. */
function byFolder(
  labels: readonly Label[],
  folders: readonly string[],
): Map<string | undefined, Label[]> {
  const found = new Map<string | undefined, Label[]>();
  for (const label of labels) {
    const folder = folderOf(label, folders);
    found.set(folder, [...(found.get(folder) ?? []), label]);
  }
  return found;
}

function folderOf({ repo, ref }: Label, folders: readonly string[]): string | undefined {
  if (!repo.includes("/")) {
    const folder = join(corpusFolder(), `${repo.replace(/[._]/g, "-")}-${ref}`);
    return existsSync(folder) ? folder : undefined;
  }
  const name = repo.replace("/", "__");
  return folders
    .map((folder) => (basename(folder) === name ? folder : join(folder, name)))
    .find((folder) => existsSync(folder));
}

function outcomeOf(label: Label, run: EngineRun | undefined): Outcome {
  if (run === undefined) return "no code here";
  const known = (ANSWERS[label.rule] ?? []).filter((id) => rules.some((rule) => rule.id === id));
  if (known.length === 0) return "no rule yet";
  const isReported = placesOf(label, run).some((place) => isReportedAt(place, known, run));
  if (label.label === "TP") return isReported ? "found" : "MISSED";
  return isReported ? "REPORTED" : "silent";
}

interface Place {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** Where the labelled line is now, and the places that are as good. */
function placesOf({ path, line, sha1, alt = [] }: Label, run: EngineRun): Place[] {
  const others = alt.map((place) => {
    const colon = place.lastIndexOf(":");
    return { path: place.slice(0, colon), line: Number(place.slice(colon + 1)) };
  });
  return [{ path, line: movedLine(path, line, sha1, run) }, ...others];
}

function movedLine(path: string, line: number, sha1: string | undefined, run: EngineRun): number {
  const lines = run.session.linesOf(`${run.folder}/${path}`);
  if (lines === undefined || sha1 === undefined) return line;
  const isIt = (each: number): boolean => fingerprint(lines.line(each - 1)) === sha1;
  if (isIt(line)) return line;
  const all = Array.from({ length: lines.count }, (_, index) => index + 1);
  return all.find(isIt) ?? line;
}

function isReportedAt({ path, line }: Place, ids: readonly string[], run: EngineRun): boolean {
  return run.reports.some((report) => {
    if (report.path !== `${run.folder}/${path}` || !ids.includes(report.rule.id)) return false;
    const lines = run.session.linesOf(report.path);
    if (lines === undefined) return false;
    const first = lines.lineAt(report.range.start) + 1;
    return first <= line && line <= lines.lineAt(report.range.end) + 1;
  });
}

function print({ repo, path, line, rule, note }: Label, outcome: Outcome): void {
  console.log(
    `${outcome.padEnd(12)} ${rule.padEnd(3)} ${repo} ${path}:${line}${note ? `  ${note}` : ""}`,
  );
}

await main(process.argv.slice(2));
