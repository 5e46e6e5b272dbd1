/**
 * `npm run prove -- edits [--seed N] [--count N] [--burst N] [FOLDER…]`: real projects are edited at random: typing, deleting, renaming,
 * moving, broken states, manifests, configuration, branches switched. After each burst, findings and model of an engine that followed equal
 * those of one that begins with the texts as they are, to the letter. Every project is edited `--count` times, in turns by the engine alone
 * and by a session with open documents. Without a folder, three projects of the corpus.
 * A failure is made as short as it gets and written to a file; `--replay FILE` runs it again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import type { FilePath } from "#host";
import { discover } from "#model/files/discovery";
import { decode } from "#syntax/text";
import { NodeHost, resolved } from "../../server/nodeHost";
import { isEdited, type Texts } from "../../test/proof/projectEdits";
import {
  type Difference,
  followEdits,
  type Mode,
  readers,
  replay,
  type Subject,
  shortened,
  subjectOf,
  told,
} from "../../test/proof/randomEdits";
import { packagesOfCorpus } from "../corpus";
import { wasm } from "../engineRun";

const DEFAULT_PROJECTS = ["freqtrade", "litellm-enterprise", "open-webui"];
/** Runs of a sequence while it is made shorter; each costs a cold start and more. */
const TRIALS = 80;
const BURSTS_UNTIL_ORIGINAL = 10;

export default async function proveEdits(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "1" },
      count: { type: "string", default: "5000" },
      burst: { type: "string", default: "25" },
      replay: { type: "string" },
    },
  });
  if (values.replay !== undefined) return replayFile(values.replay);
  const folders =
    positionals.length > 0
      ? positionals.map((it) => resolve(it))
      : packagesOfCorpus(...DEFAULT_PROJECTS);
  const [seed, edits, burst] = [values.seed, values.count, values.burst].map(Number);
  if (seed === undefined || edits === undefined || burst === undefined) return;
  for (const folder of folders) await proveProject(folder, { seed, edits, burst });
}

interface Amount {
  readonly seed: number;
  readonly edits: number;
  readonly burst: number;
}

async function proveProject(path: string, { seed, edits, burst }: Amount): Promise<void> {
  const subject = await subjectAt(path);
  const started = performance.now();
  let compared = 0;
  // Each part begins cold, so that both ways to follow get their share of long and of short lives.
  const part = burst * BURSTS_UNTIL_ORIGINAL;
  for (let done = 0; done < edits; done += part) {
    const mode: Mode = (done / part) % 2 === 0 ? "workspace" : "session";
    const course = {
      seed: seed * 1_000_003 + done,
      edits: Math.min(part, edits - done),
      burst,
      burstsUntilOriginal: BURSTS_UNTIL_ORIGINAL,
      onBurst: () => compared++,
    };
    const difference = await followEdits({ ...subject, mode }, course);
    if (difference !== undefined) {
      console.log(`${path}: seed ${seed}, within ${part} edits after ${done}, ${mode}`);
      await tellFailure({ ...subject, mode }, difference);
      process.exitCode = 1;
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${path.replace(/^.*\//, "")}: ${subject.original.size} files, seed ${seed}, ${edits} edits, ${compared} comparisons held, ${seconds} s`,
  );
}

async function tellFailure(subject: Subject, difference: Difference): Promise<void> {
  console.log(difference.text);
  console.log(`Shortening ${difference.steps.length} steps …`);
  const steps = await shortened(subject, difference, TRIALS);
  const file = join(tmpdir(), `routewright-edits-${Date.now()}.json`);
  writeFileSync(file, JSON.stringify({ folder: subject.folder, mode: subject.mode, steps }));
  for (const line of await told(subject, steps)) console.log(`  ${line}`);
  console.log((await replay(subject, steps)) ?? "(the shortened sequence holds)");
  console.log(`Again: npm run prove -- edits --replay ${file}`);
}

const REPLAY = z.object({
  folder: z.string(),
  mode: z.enum(["workspace", "session"]),
  steps: z.array(z.union([z.number(), z.literal("ask"), z.literal("original")])),
});

async function replayFile(file: string): Promise<void> {
  const { folder, mode, steps } = REPLAY.parse(JSON.parse(readFileSync(file, "utf8")));
  const subject = { ...(await subjectAt(folder)), mode };
  for (const line of await told(subject, steps)) console.log(`  ${line}`);
  const difference = await replay(subject, steps);
  console.log(difference ?? "It holds.");
  if (difference !== undefined) process.exitCode = 1;
}

async function subjectAt(path: string): Promise<Omit<Subject, "mode">> {
  const folder = resolved(path);
  return subjectOf(folder, await textsIn(folder), await readers(wasm));
}

/** What the engine reads of a folder. */
async function textsIn(folder: FilePath): Promise<Texts> {
  const host = new NodeHost([folder]);
  const { python, manifests } = await discover(host, { workspace: folder });
  const texts = new Map<FilePath, string>();
  for (const path of [...python, ...manifests].filter(isEdited)) {
    const bytes = host.read(path);
    const text = bytes instanceof Uint8Array ? decode(bytes) : undefined;
    if (typeof text === "string") texts.set(path, text);
  }
  return texts;
}
