/**
 * `npm run prove -- fixes [FOLDER…] [--rule ID] [--most N] [--seed N]`: each fix of real findings, in the strict profile, applied alone.
 * The files that it edits are compiled by Python as before and keep their comments, line ends and final line end; Ruff finds no undefined,
 * redefined or unused name that it did not find before; the finding is gone, and there is no new one in the workspace. All fixes of a file
 * at once leave it as whole and come to an end within five rounds; that of the safe ones is the same as that of one after the other.
 * Without folders, over the corpus, and over the examples of the rules' pages and specs in many manners. `--most` is how many findings of a
 * rule are tried, 200 where it is not given.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { FilePath } from "#host";
import { ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Fix } from "#lint/rule";
import { allowInFile, allowOnLine } from "#lint/suppressions";
import { allRules as rules } from "#rules/index";
import { tryExamples } from "../../test/proof/exampleFixes";
import { examplesOf, showsFindings, variantsOf } from "../../test/proof/examples";
import { type Judgement, judge } from "../../test/proof/fixedTexts";
import { firstFix, fixAtOnce, fixOneByOne, safeFix } from "../../test/proof/fixRounds";
import { type FixEngine, type Trial, tryFix } from "../../test/proof/fixTrials";
import { pythonInterpreter } from "../../test/python/environment";
import { corpus } from "../corpus";
import { type EngineRun, runEngine } from "../engineRun";
import { ALLOWING, type Counts, countFixable, sampleOf, shareOf } from "../fixSample";
import { fingerprint } from "../verdicts";

const SHOWN_FAULTS = 40;
/** Files with more fixes are not fixed one by one: each step runs the rules of the whole workspace again. */
const MOST_ONE_BY_ONE = 12;
/** Of an application as many files are fixed whole. */
const MOST_FILES = 25;

interface Tally {
  tried: number;
  /** In files that are no Python before, or that must not be edited. */
  leftOut: number;
  removedComments: number;
  faults: number;
}

class Proof {
  readonly rows = new Map<string, Tally>();
  readonly faults: string[] = [];

  add({ trial, faults, isBroken, removedComments }: Judgement, name = trial.rule): void {
    const row = this.row(name);
    if (isBroken) row.leftOut++;
    else row.tried++;
    row.removedComments += removedComments;
    for (const fault of faults) this.fault(name, `${trial.place}: "${trial.title}" ${fault}`);
  }

  leaveOut(name: string): void {
    this.row(name).leftOut++;
  }

  fault(name: string, sentence: string): void {
    this.row(name).faults++;
    this.faults.push(`${name}: ${sentence}`);
  }

  private row(name: string): Tally {
    const row = this.rows.get(name) ?? { tried: 0, leftOut: 0, removedComments: 0, faults: 0 };
    this.rows.set(name, row);
    return row;
  }

  print(title: string): void {
    console.log(
      `\n${title}\n${"tried".padStart(8)}${"left out".padStart(10)}${"faults".padStart(8)}`,
    );
    const rows = [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, { tried, leftOut, faults, removedComments }] of rows) {
      const numbers = `${`${tried}`.padStart(8)}${`${leftOut}`.padStart(10)}${`${faults}`.padStart(8)}`;
      const note = removedComments > 0 ? `, ${removedComments} comments went with statements` : "";
      console.log(`${numbers}  ${name}${note}`);
    }
    for (const fault of this.faults.slice(0, SHOWN_FAULTS)) console.log(`  ${fault}`);
    const more = this.faults.length - SHOWN_FAULTS;
    if (more > 0) console.log(`  and ${more} more`);
    const tried = rows.reduce((sum, [, row]) => sum + row.tried, 0);
    console.log(`${tried} fixes, ${this.faults.length} faults`);
    if (this.faults.length > 0) process.exitCode = 1;
  }
}

export default async function proveFixes(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      rule: { type: "string" },
      most: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
    },
  });
  const { rule } = values;
  const python = newestPython();
  if (positionals.length === 0) proveExamples(rule, python);
  const folders = positionals.length > 0 ? positionals.map((it) => resolve(it)) : corpus();
  const [most, seed] = [Number(values.most), Number(values.seed)];
  const proof = new Proof();
  const counts = await countAll(folders, rule);
  for (const folder of folders) {
    const run = await runEngine(folder);
    const started = performance.now();
    const tried = await proveFolder(run, { counts, most, seed, rule, python }, proof);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${run.folder.replace(/^.*\//, "")}: ${tried} fixes, ${seconds} s`);
  }
  proof.print(`Of real applications, seed ${seed}`);
}

function proveExamples(rule: string | undefined, python: string): void {
  const proof = new Proof();
  const examples = rules
    .filter(({ id }) => rule === undefined || id === rule)
    .flatMap(examplesOf)
    .filter(showsFindings);
  const variants = variantsOf(examples);
  const { judgements, faults } = tryExamples(examples, variants, python);
  for (const judgement of judgements) proof.add(judgement);
  for (const [name, all] of faults)
    for (const fault of all) proof.fault("(examples)", `${name}: ${fault}`);
  proof.print(`Of ${examples.length} examples and ${variants.length} variants of them`);
}

async function countAll(folders: readonly string[], rule: string | undefined): Promise<Counts> {
  const counts = new Map<string, ReadonlyMap<string, number>>();
  for (const folder of folders) {
    const { folder: path, reports } = await runEngine(folder);
    const all = countFixable(reports);
    counts.set(path, rule === undefined ? all : new Map([[rule, all.get(rule) ?? 0]]));
  }
  return counts;
}

interface Options {
  readonly counts: Counts;
  readonly most: number;
  readonly seed: number;
  readonly rule: string | undefined;
  readonly python: string;
}

/** Returns how many fixes were tried. */
async function proveFolder(run: EngineRun, options: Options, proof: Proof): Promise<number> {
  const { counts, most, seed, python } = options;
  const engine = engineOf(run);
  const trials: { readonly name: string; readonly trial: Trial }[] = [];
  const attempt = async (name: string, report: Report, fix: Fix): Promise<void> => {
    if (await isRefused(fix, run)) proof.leaveOut(name);
    else trials.push({ name, trial: tryFix(report, fix, engine) });
  };
  for (const name of counts.get(run.folder)?.keys() ?? []) {
    const isAllowing = name === ALLOWING;
    const ofRule = run.reports.filter(
      ({ rule, fixes = [] }) => isAllowing || (rule.id === name && fixes.length > 0),
    );
    for (const report of sampleOf(ofRule, shareOf(run.folder, name, counts, most), seed, run))
      for (const fix of fixesOf(report, isAllowing, run)) await attempt(name, report, fix);
  }
  const judgements = judge(
    trials.map(({ trial }) => trial),
    python,
  );
  for (const [index, judgement] of judgements.entries()) proof.add(judgement, trials[index]?.name);
  proveRounds(run, engine, options, proof);
  return trials.length;
}

function fixesOf(report: Report, isAllowing: boolean, { session }: EngineRun): readonly Fix[] {
  if (!isAllowing) return report.fixes ?? [];
  const lines = session.linesOf(report.path);
  if (lines === undefined || ownRules.includes(report.rule)) return [];
  return [allowOnLine(report, lines), allowInFile(report, lines)];
}

/** Whether a fix edits a file that cannot be written back as it was, such as one that is not UTF-8. */
async function isRefused(fix: Fix, { session }: EngineRun): Promise<boolean> {
  for (const edit of fix.edits())
    if (!("create" in edit) && (await session.refusal(edit.path)) !== undefined) return true;
  return false;
}

function proveRounds(
  run: EngineRun,
  engine: FixEngine,
  { rule, python }: Options,
  proof: Proof,
): void {
  if (rule !== undefined) return;
  const files = new Map<FilePath, number>();
  for (const report of run.reports)
    if (firstFix(report) !== undefined) files.set(report.path, (files.get(report.path) ?? 0) + 1);
  const results: Trial[] = [];
  for (const [path, count] of [...files].sort(byHash).slice(0, MOST_FILES))
    for (const [choice, title] of [
      [safeFix, "all safe fixes"],
      [firstFix, "all first fixes"],
    ] as const) {
      const atOnce = fixAtOnce(path, choice, engine);
      const faults = atOnce.fault === undefined ? [] : [atOnce.fault];
      if (choice === safeFix && count <= MOST_ONE_BY_ONE) {
        const oneByOne = fixOneByOne(path, choice, engine);
        if (JSON.stringify(atOnce.texts) !== JSON.stringify(oneByOne.texts))
          faults.push("come to another end at once than one after the other");
      }
      if (atOnce.texts.length > 0 || faults.length > 0)
        results.push({ rule: title, title, place: path, texts: atOnce.texts, faults });
    }
  for (const judgement of judge(results, python)) proof.add(judgement);
}

function byHash([a]: readonly [FilePath, number], [b]: readonly [FilePath, number]): number {
  return fingerprint(a) < fingerprint(b) ? -1 : 1;
}

function engineOf({ session }: EngineRun): FixEngine {
  return {
    paths: () => session.reportedPaths(),
    textOf: (path) => session.textOf(path),
    reports: (path) => session.reports(path),
    update(texts) {
      for (const [path, text] of texts)
        if (text === undefined) session.workspace.update(new Map([[path, undefined]]));
        else session.setText(path, text);
    },
  };
}

/** The corpus is written for many versions: the newest Python reads most of it. */
function newestPython(): string {
  const test = "import sys; sys.exit(sys.version_info < (3, 12))";
  const names = ["python3.15", "python3.14", "python3.13", "python3.12"];
  return names.find((name) => spawnSync(name, ["-c", test]).status === 0) ?? pythonInterpreter();
}
