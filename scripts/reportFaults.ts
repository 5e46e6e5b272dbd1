/** What must be true of every finding and fix, whatever it says. */
import { editsOfAll } from "#features/codeActions";
import type { FilePath } from "#host";
import { applyEdits } from "#lint/edits";
import type { Report } from "#lint/report";
import type { Edit, Fix, TextEdit } from "#lint/rule";
import { Names } from "#syntax/names";
import { OutlineReader } from "#syntax/outliner";
import type { Range } from "#syntax/range";
import { nodesIn } from "#syntax/walk";
import { type EngineRun, python } from "./engineRun";

/** The faults of a run, as sentences; none where all is well. */
export function faultsOf(run: EngineRun): string[] {
  const faults = [...run.crashes];
  for (const [path, why] of run.skipped)
    if (why === undefined) faults.push(`${path} was not read, and nothing says why`);
  for (const report of run.reports)
    for (const fault of faultsOfReport(report, run)) faults.push(`${name(report)}: ${fault}`);
  return [...faults, ...new FixedFiles(run).faults()];
}

function name({ rule, path, range }: Report): string {
  return `${rule.id} at ${path} ${range.start}`;
}

function* faultsOfReport(report: Report, run: EngineRun): Iterable<string> {
  const text = run.session.textOf(report.path);
  if (text === undefined) yield "its file is not known";
  else if (!isInside(report.range, text)) yield `its range ${shown(report.range)} is outside`;
  for (const { path, range } of report.related ?? []) {
    const other = run.session.textOf(path);
    if (other === undefined) yield `its related file ${path} is not known`;
    else if (!isInside(range(), other) || range().end === range().start)
      yield `its related range ${shown(range())} in ${path} is no place`;
  }
  const fixes = report.fixes ?? [];
  if (fixes.slice(1).some(({ safety }) => safety === "safe")) yield "a safe fix is not the first";
  for (const fix of fixes)
    for (const fault of faultsOfFix(fix, run)) yield `fix "${fix.title}": ${fault}`;
}

function* faultsOfFix(fix: Fix, run: EngineRun): Iterable<string> {
  let edits: readonly Edit[];
  try {
    edits = fix.edits();
  } catch (error) {
    yield `its edits cannot be computed: ${error instanceof Error ? error.stack : error}`;
    return;
  }
  if (edits.length === 0) yield "it changes nothing";
  for (const [path, texts] of textEdits(edits)) {
    const text = run.session.textOf(path);
    if (text === undefined) yield `it edits ${path}, which is not known`;
    else if (texts.some(({ range }) => !isInside(range, text))) yield `it edits outside ${path}`;
    else yield* faultsOfEdits(text, texts);
  }
}

function* faultsOfEdits(text: string, edits: readonly TextEdit[]): Iterable<string> {
  try {
    const fixed = applyEdits(text, edits);
    if (fixed === text) yield "it changes nothing";
    if (outline(fixed) < outline(text)) yield "definitions are lost";
  } catch (error) {
    yield String(error);
  }
}

const outlines = new OutlineReader(new Names());

/** How many definitions a text has. */
function outline(text: string): number {
  return outlines.read(text).definitions.length;
}

/** Every file with all fixes of one title applied at once: what was whole must be whole. Reading trees for each fix alone would take hours. */
class FixedFiles {
  private readonly run: EngineRun;
  private readonly damages = new Map<string, number>();

  constructor(run: EngineRun) {
    this.run = run;
  }

  *faults(): Iterable<string> {
    for (const [title, fixes] of this.fixesByTitle())
      for (const [path, edits] of textEdits(editsOfAll(fixes))) {
        const text = this.run.session.textOf(path) ?? "";
        if (!path.endsWith(".py")) continue;
        const fixed = applyEdits(text, edits);
        if (damage(fixed) > this.damageOf(text)) yield `${path} is broken by "${title}"`;
      }
  }

  private fixesByTitle(): Map<string, Fix[]> {
    const found = new Map<string, Fix[]>();
    for (const { path, fixes = [] } of this.run.reports)
      for (const fix of fixes) {
        const key = `${fix.title} in ${path}`;
        found.set(key, [...(found.get(key) ?? []), fix]);
      }
    return found;
  }

  private damageOf(text: string): number {
    const known = this.damages.get(text) ?? damage(text);
    this.damages.set(text, known);
    return known;
  }
}

/** How many statements of a text cannot be read. */
function damage(text: string): number {
  let found = 0;
  for (const statement of python.statements(text, 0))
    for (const node of nodesIn(statement)) if ("isBroken" in node) found++;
  return found;
}

function textEdits(edits: readonly Edit[]): Map<FilePath, TextEdit[]> {
  const found = new Map<FilePath, TextEdit[]>();
  for (const edit of edits)
    if (!("create" in edit)) found.set(edit.path, [...(found.get(edit.path) ?? []), edit]);
  return found;
}

function isInside({ start, end }: Range, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function shown({ start, end }: Range): string {
  return `${start} to ${end}`;
}
