/**
 * `npm run prove -- corpus [FOLDER…]`: the whole engine over real applications. Nothing crashes, every finding stands in its file, every
 * fix can be made, and the verdicts of `docs/precision.jsonl` hold. Without a folder, over the corpus.
 * `--sample N --rule ID` prints N findings of a rule with their steps, to be read.
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { corpus } from "../corpus";
import { type EngineRun, runEngine } from "../engineRun";
import { faultsOf } from "../reportFaults";
import { samplesOf, takeTurns } from "../samples";
import { disagreements, readVerdicts } from "../verdicts";

const SHOWN_FAULTS = 20;

export default async function proveCorpus(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { sample: { type: "string" }, rule: { type: "string" } },
  });
  const folders = positionals.length > 0 ? positionals.map((it) => resolve(it)) : corpus();
  if (values.sample !== undefined && values.rule !== undefined)
    await printSamples(folders, values.rule, Number(values.sample));
  else if (!(await holds(folders))) process.exitCode = 1;
}

async function printSamples(folders: readonly string[], rule: string, count: number) {
  const samples: string[][] = [];
  for (const folder of folders) samples.push(samplesOf(await runEngine(folder), rule, count));
  for (const sample of takeTurns(samples, count)) console.log(sample);
}

async function holds(folders: readonly string[]): Promise<boolean> {
  const verdicts = readVerdicts();
  const totals = new Map<string, number>();
  let faultCount = 0;
  let readAgain = 0;
  for (const folder of folders) {
    const run = await runEngine(folder);
    const faults = [...faultsOf(run), ...disagreements(run, verdicts)];
    printRun(run, faults);
    faultCount += faults.length;
    readAgain += run.session.workspace.files().size;
    for (const [rule, count] of counts(run)) totals.set(rule, (totals.get(rule) ?? 0) + count);
  }
  console.log(`\nAll: ${readAgain} files, ${verdicts.length} verdicts, ${faultCount} faults`);
  printCounts(totals);
  return readAgain > 0 && faultCount === 0;
}

function printRun(run: EngineRun, faults: readonly string[]): void {
  const { folder, session, skipped, milliseconds } = run;
  const files = session.workspace.files().size;
  const seconds = (milliseconds / 1000).toFixed(1);
  console.log(`\n${folder.replace(/^.*\//, "")}: ${files} files, ${seconds} s`);
  for (const [path, why] of skipped)
    console.log(`  skipped ${path.slice(folder.length + 1)}: ${why ?? "no reason"}`);
  for (const cut of session.cuts) console.log(`  ${cut}`);
  printCounts(counts(run));
  for (const fault of faults.slice(0, SHOWN_FAULTS)) console.log(`  FAULT ${fault}`);
  if (faults.length > SHOWN_FAULTS) console.log(`  … ${faults.length} faults in all`);
}

function counts({ reports }: EngineRun): Map<string, number> {
  const found = new Map<string, number>();
  for (const { rule } of reports) found.set(rule.id, (found.get(rule.id) ?? 0) + 1);
  return found;
}

function printCounts(found: ReadonlyMap<string, number>): void {
  for (const [rule, count] of [...found].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${String(count).padStart(6)} ${rule}`);
}
