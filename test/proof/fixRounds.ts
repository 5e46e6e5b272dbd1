/** Applies all fixes of a file, at once and one by one, to see whether both come to the same end. */
import { editsOfAll } from "#features/codeActions";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import type { Fix } from "#lint/rule";
import { type FixEngine, type FixedText, fixedTexts } from "./fixTrials.ts";

/** Two fixes that make room for each other for longer undo each other. */
export const MOST_ROUNDS = 5;
const MOST_STEPS = 100;

/** Which fix of a finding is applied, if any. */
export type Choice = (report: Report) => Fix | undefined;

export const safeFix: Choice = ({ fixes = [] }) => fixes.find(({ safety }) => safety === "safe");
export const firstFix: Choice = ({ fixes = [] }) => fixes[0];

export interface Rounds {
  readonly count: number;
  /** What was the same before is not in it. */
  readonly texts: readonly FixedText[];
  /** As the end of a sentence about the file. */
  readonly fault: string | undefined;
}

/** All fixes that do not overlap, again and again until there are none. The engine is afterwards as it was. */
export function fixAtOnce(path: FilePath, choice: Choice, engine: FixEngine): Rounds {
  return rounds(path, choice, MOST_ROUNDS, engine, (fixes) => fixes);
}

/** The first fix, again and again until there is none. The engine is afterwards as it was. */
export function fixOneByOne(path: FilePath, choice: Choice, engine: FixEngine): Rounds {
  return rounds(path, choice, MOST_STEPS, engine, (fixes) => fixes.slice(0, 1));
}

function rounds(
  path: FilePath,
  choice: Choice,
  most: number,
  engine: FixEngine,
  taken: (fixes: readonly Fix[]) => readonly Fix[],
): Rounds {
  const before = new Map<FilePath, string | undefined>();
  let count = 0;
  let fault: string | undefined;
  for (;;) {
    const fixes = engine.reports(path).flatMap((report) => choice(report) ?? []);
    if (fixes.length === 0) break;
    if (count === most) {
      fault = `still has ${fixes.length} fixes after ${count} rounds, such as "${fixes[0]?.title}"`;
      break;
    }
    const texts = fixedTexts(editsOfAll(taken(fixes)), engine);
    if (typeof texts === "string") {
      fault = `has fixes of which one ${texts}`;
      break;
    }
    for (const text of texts) if (!before.has(text.path)) before.set(text.path, text.before);
    engine.update(new Map(texts.map((text) => [text.path, text.after])));
    count++;
  }
  const texts = [...before].map(([changed, old]) => ({
    path: changed,
    before: old,
    after: engine.textOf(changed) ?? "",
    removed: [],
  }));
  engine.update(before);
  return { count, texts: texts.toSorted((a, b) => (a.path < b.path ? -1 : 1)), fault };
}
