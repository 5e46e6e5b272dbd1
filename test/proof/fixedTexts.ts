/** What Python and Ruff say of texts that fixes changed. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { pythonInterpreter } from "../python/environment.ts";
import type { Trial } from "./fixTrials.ts";

export interface Judgement {
  readonly trial: Trial;
  /** Those of the trial, and those that Python and Ruff see. */
  readonly faults: readonly string[];
  /** Whether a file that is edited is no Python before. Then nothing is said of it. */
  readonly isBroken: boolean;
  /** Comments that went with statements that were taken away whole. */
  readonly removedComments: number;
}

/** Comments go with these: they are about comments. */
const REMOVE_COMMENTS = new Set(["unused-suppression", "unknown-suppression"]);
/** Adds a comment, and nothing else. */
export const ALLOW = /^Allow [\w-]+ (?:on this line|in this file)$/;

/** @param python an interpreter as new as the syntax of the files */
export function judge(trials: readonly Trial[], python: string): Judgement[] {
  const pairs = trials.flatMap((trial) =>
    trial.texts.flatMap(({ path, before, after, removed }) =>
      path.endsWith(".py") && before !== undefined ? [{ trial, path, before, after, removed }] : [],
    ),
  );
  const answers = askPython(pairs, python);
  const ruff = newRuffFindings(pairs);
  const faults = new Map<Trial, string[]>(trials.map((trial) => [trial, [...trial.faults]]));
  const broken = new Set<Trial>();
  const gone = new Map<Trial, number>();
  for (const [index, { trial, after, removed }] of pairs.entries()) {
    const answer = answers[index];
    if (answer === null || answer === undefined) broken.add(trial);
    else {
      const lost = answer.lost.filter((comment) => !goesWithStatement(comment, removed, after));
      gone.set(trial, (gone.get(trial) ?? 0) + answer.lost.length - lost.length);
      const found = faultsOf({ ...answer, lost }, trial);
      faults.get(trial)?.push(...found, ...(ruff[index] ?? []));
    }
  }
  return trials.map((trial) => ({
    trial,
    faults: broken.has(trial) ? [] : (faults.get(trial) ?? []),
    isBroken: broken.has(trial),
    removedComments: gone.get(trial) ?? 0,
  }));
}

/** Whether a comment stands on a line that was taken away, and whose code is not written anywhere else. */
function goesWithStatement(comment: string, removed: readonly string[], after: string): boolean {
  const lines = new Set(after.split(/\r\n|\n|\r/).map((line) => line.trim()));
  return removed.some(
    (line) => line.trimEnd().endsWith(comment) && !lines.has(codeOf(line, comment)),
  );
}

function codeOf(line: string, comment: string): string {
  return line.slice(0, line.lastIndexOf(comment)).trim();
}

function* faultsOf(answer: Answer, { rule, title }: Trial): Iterable<string> {
  const isAllowing = ALLOW.test(title);
  if (answer.error !== null) yield `leaves what Python does not take: ${answer.error}`;
  else if (isAllowing !== answer.same && !REMOVE_COMMENTS.has(rule))
    yield isAllowing ? "changes more than a comment" : "changes nothing for Python";
  const isExtended = (comment: string): boolean =>
    isAllowing &&
    (comment.includes("routewright:") ||
      answer.added.some((it) => it.startsWith(`${comment}  # routewright:`)));
  for (const comment of answer.lost.filter((it) => !isExtended(it)))
    if (!REMOVE_COMMENTS.has(rule) || !comment.includes("routewright:"))
      yield `loses the comment ${comment}`;
  for (const comment of answer.added)
    if (!comment.includes("routewright:")) yield `adds the comment ${comment}`;
}

interface Pair {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const Answer = z.object({
  error: z.string().nullable(),
  lost: z.array(z.string()),
  added: z.array(z.string()),
  same: z.boolean(),
});
type Answer = z.infer<typeof Answer>;

function askPython(pairs: readonly Pair[], python: string): readonly (Answer | null)[] {
  const indexes = new Map<string, number>();
  const indexOf = (text: string): number => {
    const known = indexes.get(text) ?? indexes.size;
    indexes.set(text, known);
    return known;
  };
  const asked = pairs.map(({ before, after }) => [indexOf(before), indexOf(after)]);
  const script = join(import.meta.dirname, "fixedTexts.py");
  const input = JSON.stringify({ texts: [...indexes.keys()], pairs: asked });
  return z.array(Answer.nullable()).parse(JSON.parse(run(python, [script], input)));
}

const RuffFinding = z.object({
  code: z.string().nullable(),
  message: z.string(),
  filename: z.string(),
});

/** Pyflakes' rules: undefined and redefined names, unused imports and variables, and the rest of them. */
function newRuffFindings(pairs: readonly Pair[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), "routewright-fixes-"));
  try {
    const files = pairs.map(({ path, before, after }) =>
      [before, after].map((text) => fileFor(path, text, folder)),
    );
    const options = ["--isolated", "--no-cache", "--exit-zero", "--output-format=json"];
    const words = ["-m", "ruff", "check", ...options, "--target-version=py314", "--select=F", "."];
    const output = run(pythonInterpreter(), words, "", folder);
    const found = new Map<string, string[]>();
    for (const { code, message, filename } of z.array(RuffFinding).parse(JSON.parse(output))) {
      const said = `${code ?? "syntax"} ${message.replace(/\d+/g, "N")}`;
      found.set(filename, [...(found.get(filename) ?? []), said]);
    }
    return files.map(([before = "", after = ""]) =>
      without(found.get(after) ?? [], found.get(before) ?? []).map(
        (it) => `makes a finding of Ruff: ${it}`,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ruff judges imports of a file named `__init__.py` otherwise, so that each text has a folder of its own. */
function fileFor(path: string, text: string, folder: string): string {
  const hash = createHash("sha1").update(text).digest("hex");
  const own = join(folder, hash);
  const file = join(own, path.slice(path.lastIndexOf("/") + 1));
  mkdirSync(own, { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Of equal items one for one. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const index = left.indexOf(item);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function run(command: string, words: readonly string[], input: string, folder?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    ...(folder !== undefined && { cwd: folder }),
  });
  if (status !== 0) throw new Error(error?.message ?? stderr);
  return stdout;
}
