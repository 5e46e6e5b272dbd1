/** Random edits of a project, and the comparison of what an engine says after them with what a fresh one says. */
import type { FilePath } from "#host";
import { loadPythonGrammar, type PythonReader, readerOf } from "#syntax/python";
import {
  type Answers,
  type Follower,
  linesThatMatter,
  SessionFollower,
  WorkspaceFollower,
} from "./engines.ts";
import {
  editOf,
  type LineThatMatters,
  originalAgain,
  type ProjectEdit,
  type Texts,
} from "./projectEdits.ts";
import { Random } from "./random.ts";
import { shrink } from "./shrink.ts";

export type Mode = "workspace" | "session";

/** A number is the seed of an edit; `ask` compares with a fresh engine; `original` takes all edits back. */
export type Step = number | "ask" | "original";

export interface Subject {
  readonly folder: FilePath;
  readonly original: Texts;
  readonly linesThatMatter: readonly LineThatMatters[];
  readonly mode: Mode;
  newReader(): PythonReader;
}

export function subjectOf(
  folder: FilePath,
  original: Texts,
  newReader: () => PythonReader,
): Omit<Subject, "mode"> {
  return {
    folder,
    original,
    newReader,
    linesThatMatter: linesThatMatter(folder, original, newReader),
  };
}

export interface Course {
  readonly seed: number;
  readonly edits: number;
  /** Edits between two comparisons. */
  readonly burst: number;
  /** Bursts after which all edits are taken back: a project that is broken beyond repair finds nothing any more. */
  readonly burstsUntilOriginal: number;
  readonly onBurst?: (burst: number) => void;
}

export interface Difference {
  readonly steps: readonly Step[];
  /** The first difference, as text. */
  readonly text: string;
}

/** Edits a project again and again; after each burst the engine that followed must say what a fresh one says. */
export async function followEdits(
  subject: Subject,
  course: Course,
): Promise<Difference | undefined> {
  const steps: Step[] = [];
  let follower = await followerOf(subject);
  // The first answers are those of a cold start.
  follower.answers(false);
  const random = new Random(course.seed);
  const bursts = Math.ceil(course.edits / course.burst);
  for (let burst = 0; burst < bursts; burst++) {
    const made = Array.from({ length: course.burst }, () => random.seed());
    steps.push(...made, "ask");
    for (const step of made) await takeStep(follower, step, subject);
    const isDeep = burst % course.burstsUntilOriginal === course.burstsUntilOriginal - 1;
    const text = await differenceAfresh(follower, isDeep);
    if (text !== undefined) return { steps, text };
    course.onBurst?.(burst);
    if (!isDeep) continue;
    // Declarations that were read whole are compared whole from now on: most engines have not read them.
    follower = await followerOf(subject);
    steps.length = 0;
    follower.answers(false);
  }
  return undefined;
}

/** The difference after these steps alone, if there is one. */
export async function replay(
  subject: Subject,
  steps: readonly Step[],
): Promise<string | undefined> {
  const follower = await followerOf(subject);
  follower.answers(false);
  for (const step of steps)
    if (step === "ask") follower.answers(false);
    else await takeStep(follower, step, subject);
  return differenceAfresh(follower, true);
}

/** As few steps as can be found that still make a difference. */
export async function shortened(
  subject: Subject,
  { steps }: Difference,
  trials: number,
): Promise<readonly Step[]> {
  return shrink(steps, async (tried) => (await replay(subject, tried)) !== undefined, trials);
}

/** What each step does to the texts, for a person. */
export async function told(subject: Subject, steps: readonly Step[]): Promise<readonly string[]> {
  const follower = await followerOf(subject);
  const lines: string[] = [];
  for (const step of steps) {
    if (step === "ask") {
      lines.push("ask for all findings");
      continue;
    }
    const before = follower.texts;
    const { kind, changes } = editAt(follower, step, subject);
    lines.push(
      `${step} ${kind}: ${[...changes.keys()].slice(0, 6).join(", ")}${changes.size > 6 ? ` and ${changes.size - 6} more` : ""}`,
    );
    if (changes.size === 1)
      for (const [path, text] of changes) lines.push(...changedLines(before.get(path), text));
    await takeStep(follower, step, subject);
  }
  return lines;
}

export async function followerOf({
  folder,
  original,
  mode,
  newReader,
}: Subject): Promise<Follower> {
  return mode === "workspace"
    ? new WorkspaceFollower(folder, original, newReader)
    : SessionFollower.start(folder, original, newReader);
}

async function takeStep(
  follower: Follower,
  step: Exclude<Step, "ask">,
  subject: Subject,
): Promise<void> {
  const edit = editAt(follower, step, subject);
  await follower.take(edit, step === "original" ? 1 : step);
}

function editAt({ texts }: Follower, step: Exclude<Step, "ask">, subject: Subject): ProjectEdit {
  const project = { ...subject, texts };
  return step === "original" ? originalAgain(project) : editOf(project, step);
}

async function differenceAfresh(follower: Follower, isDeep: boolean): Promise<string | undefined> {
  const got = follower.answers(isDeep);
  const wanted = await follower.afresh(isDeep);
  return firstDifference(got, wanted);
}

const SHOWN = 160;

function firstDifference(got: Answers, wanted: Answers): string | undefined {
  for (const path of [...new Set([...got.keys(), ...wanted.keys()])].sort()) {
    const [ours, fresh] = [got.get(path), wanted.get(path)];
    if (ours === fresh) continue;
    if (ours === undefined) return `${path} is not known after the edits`;
    if (fresh === undefined) return `${path} is known only after the edits`;
    const a = ours.split("\n");
    const b = fresh.split("\n");
    const line = a.findIndex((text, index) => text !== b[index]);
    const at = line < 0 ? a.length : line;
    const [left, right] = [a[at] ?? "nothing", b[at] ?? "nothing"];
    let column = 0;
    while (column < left.length && left[column] === right[column]) column++;
    const shown = (text: string): string =>
      `${text.slice(0, 60)} … ${text.slice(Math.max(0, column - SHOWN), column + SHOWN)}`;
    return `${path}\n--- after the edits\n${shown(left)}\n--- afresh\n${shown(right)}`;
  }
  return undefined;
}

function changedLines(before: string | undefined, after: string | undefined): string[] {
  if (after === undefined) return ["    (gone)"];
  if (before === undefined) return ["    (new)"];
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < Math.min(a.length, b.length) - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end++;
  const shown = (sign: string, lines: readonly string[]): string[] =>
    lines
      .slice(start, lines.length - end)
      .slice(0, 5)
      .map((it) => `    ${sign}${start + 1}: ${it}`);
  return [...shown("-", a), ...shown("+", b)];
}

/** Readers that have read nothing yet, of one grammar: loading it takes long. */
export async function readers(
  wasm: Parameters<typeof loadPythonGrammar>[0],
): Promise<() => PythonReader> {
  const grammar = await loadPythonGrammar(wasm);
  return () => readerOf(grammar);
}
