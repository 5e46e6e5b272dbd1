/** Mutants of the files of a project, each in its place: nothing crashes, and what is said of them can be shown and done. */
import type { FilePath } from "#host";
import { applyEdits } from "#lint/edits";
import type { Report } from "#lint/report";
import type { Edit, TextEdit } from "#lint/rule";
import { explain } from "#model/explanation";
import type { Range } from "#syntax/range";
import { WorkspaceFollower } from "./engines.ts";
import { mutant } from "./mutants.ts";
import { Random } from "./random.ts";
import type { Subject } from "./randomEdits.ts";

export interface MutantFault {
  /** The seed of the mutant; `mutantOf` makes it again. */
  readonly seed: number;
  readonly path: FilePath;
  readonly kind: string;
  readonly why: string;
}

interface Mutant {
  readonly path: FilePath;
  readonly kind: string;
  readonly text: string;
}

type Project = Pick<Subject, "folder" | "original" | "newReader">;

export function mutantOf({ original }: Project, seed: number): Mutant {
  const random = new Random(seed);
  const paths = [...original.keys()].filter((path) => path.endsWith(".py")).sort();
  const path = random.pick(paths) ?? "";
  const other = original.get(random.pick(paths) ?? path) ?? "";
  return { path, ...mutant(original.get(path) ?? "", random, other) };
}

/** The faults of so many mutants. One engine sees them all, one after the other, each in the otherwise whole project. */
export function faultsOfMutants(project: Project, seed: number, count: number): MutantFault[] {
  const { folder, original, newReader } = project;
  const random = new Random(seed);
  const faults: MutantFault[] = [];
  let follower = new WorkspaceFollower(folder, original, newReader);
  for (let index = 0; index < count; index++) {
    const each = random.seed();
    const { path, kind, text } = mutantOf(project, each);
    try {
      follower.update(new Map([[path, text]]));
      for (const why of faultsAt(follower, path, random))
        faults.push({ seed: each, path, kind, why });
      follower.update(new Map([[path, original.get(path)]]));
    } catch (error) {
      const why = error instanceof Error ? `${error.stack} ${error.cause ?? ""}` : String(error);
      faults.push({ seed: each, path, kind, why });
      follower = new WorkspaceFollower(folder, original, newReader);
    }
  }
  return faults;
}

function* faultsAt(follower: WorkspaceFollower, path: FilePath, random: Random): Iterable<string> {
  const text = follower.texts.get(path) ?? "";
  for (const report of [...follower.quickReports(path), ...follower.reports(path)])
    yield* faultsOfReport(report, text, follower);
  const { workspace } = follower;
  const file = workspace.file(path);
  if (file === undefined) return;
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(200));
  explain(file, { start, end }, workspace.projectOf(path));
}

function* faultsOfReport(
  report: Report,
  text: string,
  follower: WorkspaceFollower,
): Iterable<string> {
  const { rule, range, related = [], fixes = [] } = report;
  if (!isPlace(range, text)) yield `${rule.id}: ${shown(range)} is no place in the text`;
  for (const { path, range: place } of related)
    if (!isPlace(place(), follower.texts.get(path) ?? ""))
      yield `${rule.id}: a step at ${shown(place())} is no place in ${path}`;
  for (const { title, edits } of fixes) {
    for (const [path, made] of textEdits(edits())) {
      const before = follower.texts.get(path) ?? "";
      if (made.some(({ range: edited }) => !isPlace(edited, before)))
        yield `${rule.id}: "${title}" edits outside ${path}`;
      else if (applyEdits(before, made) === before) yield `${rule.id}: "${title}" changes nothing`;
    }
  }
}

/** Inside the text, and not in the middle of a character of two units. */
function isPlace({ start, end }: Range, text: string): boolean {
  const isWhole = (offset: number): boolean =>
    !/^[\uDC00-\uDFFF]/.test(text.slice(offset, offset + 1)) ||
    !/[\uD800-\uDBFF]$/.test(text.slice(Math.max(0, offset - 1), offset));
  return start >= 0 && start <= end && end <= text.length && isWhole(start) && isWhole(end);
}

function shown({ start, end }: Range): string {
  return `${start} to ${end}`;
}

function textEdits(edits: readonly Edit[]): Map<FilePath, TextEdit[]> {
  const found = new Map<FilePath, TextEdit[]>();
  for (const edit of edits)
    if (!("create" in edit)) found.set(edit.path, [...(found.get(edit.path) ?? []), edit]);
  return found;
}
