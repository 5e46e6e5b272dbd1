/**
 * `npm run prove -- fuzz [--minutes N] [--seed N] [FOLDER…]`: mutants of real files through the engine, and random traffic to the built
 * server, in turns until the time is over: nothing crashes, every request is answered, nothing is logged as an error, memory stays within
 * its budget, and the diagnostics equal those of a fresh server. Without a folder, over our examples and some packages of the corpus.
 * A failing session is made as short as it gets and written to a file; `--replay FILE` runs it again.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { dist } from "../../test/dist";
import { endInTheMiddle, fuzz, type Outcome, playAgain, type Theatre } from "../../test/proof/fuzz";
import { projectOnDisk, writeFuzzProject } from "../../test/proof/fuzzProject";
import { faultsOfMutants, mutantOf } from "../../test/proof/mutantCheck";
import { readers } from "../../test/proof/randomEdits";
import { shrink } from "../../test/proof/shrink";
import type { Happening } from "../../test/proof/traffic";
import { packagesOfCorpus } from "../corpus";
import { wasm } from "../engineRun";

const DEFAULT_PACKAGES = ["fastapi-utils", "langserve", "kedro-viz", "litellm-enterprise"];
const MUTANTS = 1_000;
const STEPS = 2_000;
const SESSIONS = 5;
/** Runs of a failing session while it is made shorter. */
const TRIALS = 40;

export default async function proveFuzz(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      minutes: { type: "string", default: "20" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
      replay: { type: "string" },
    },
  });
  const examples = mkdtempSync(join(tmpdir(), "routewright-examples-"));
  writeFuzzProject(examples);
  try {
    if (values.replay !== undefined) return await replayFile(values.replay, examples);
    const folders =
      positionals.length > 0
        ? positionals.map((it) => resolve(it))
        : [examples, ...packagesOfCorpus(...DEFAULT_PACKAGES)];
    await fuzzFor(Number(values.minutes), Number(values.seed), folders, examples);
  } finally {
    rmSync(examples, { recursive: true, force: true });
  }
}

async function fuzzFor(
  minutes: number,
  seed: number,
  folders: readonly string[],
  examples: string,
): Promise<void> {
  console.log(`Seed ${seed}, ${minutes} minutes`);
  const end = performance.now() + minutes * 60_000;
  const sum = { mutants: 0, happenings: 0, compared: 0, sessions: 0, growth: 0 };
  const newReader = await readers(wasm);
  for (let round = 0; performance.now() < end; round++) {
    const source = folders[round % folders.length] ?? examples;
    const theatre = { server: dist("server.js"), source };
    const own = seed + round;
    const project = { ...projectOnDisk(source), newReader };
    for (const { path, kind, why, seed: each } of faultsOfMutants(project, own, MUTANTS)) {
      const file = join(tmpdir(), `routewright-mutant-${each}.py`);
      writeFileSync(file, mutantOf(project, each).text);
      fail(`${path}, ${kind}: ${why}\nThe text: ${file}`);
    }
    const outcome = await fuzz(theatre, own, STEPS);
    if (outcome.faults.length > 0) await tellFailure(theatre, outcome, source === examples);
    for (const fault of await endInTheMiddle(theatre, own, SESSIONS)) fail(fault);
    sum.mutants += MUTANTS;
    sum.happenings += outcome.happenings.length;
    sum.compared += outcome.compared;
    sum.sessions += 1 + SESSIONS;
    sum.growth = Math.max(sum.growth, outcome.memory.after - outcome.memory.before);
  }
  console.log(
    `${sum.mutants} mutants, ${sum.sessions} sessions with ${sum.happenings} messages and changes of the disk in the longest ones, ${sum.compared} findings compared with fresh servers, at most ${(sum.growth / 1_000_000).toFixed(1)} MB more in the end`,
  );
}

function fail(what: string): void {
  console.log(`FAULT ${what}`);
  process.exitCode = 1;
}

/** @param isExample whether it was played with our examples, which are made anew each time */
async function tellFailure(theatre: Theatre, outcome: Outcome, isExample: boolean): Promise<void> {
  for (const fault of outcome.faults) fail(fault.slice(0, 3_000));
  const fails = async (tried: readonly Happening[]): Promise<boolean> =>
    (await playAgain(theatre, tried)).faults.length > 0;
  console.log(`Shortening ${outcome.happenings.length} happenings …`);
  const happenings = await shrink(outcome.happenings, fails, TRIALS);
  const file = join(tmpdir(), `routewright-fuzz-${Date.now()}.json`);
  const source = isExample ? undefined : theatre.source;
  writeFileSync(file, JSON.stringify({ source, happenings }));
  console.log(`Again: npm run prove -- fuzz --replay ${file}`);
}

async function replayFile(file: string, examples: string): Promise<void> {
  const { source = examples, happenings }: { source?: string; happenings: Happening[] } =
    JSON.parse(readFileSync(file, "utf8"));
  const { faults } = await playAgain({ server: dist("server.js"), source }, happenings);
  for (const fault of faults) fail(fault);
  if (faults.length === 0) console.log("It holds.");
}
