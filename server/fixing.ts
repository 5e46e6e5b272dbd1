/** Applies fixes to a session, each whole or not at all, until there are none left. Writes nothing. */
import { editsOfAll } from "#features/codeActions";
import type { FilePath } from "#host";
import { applyEdits } from "#lint/edits";
import type { Report } from "#lint/report";
import type { Edit, Fix, TextEdit } from "#lint/rule";
import type { Session } from "./session.ts";

/** Fixes can make room for others; more rounds than this means that two fixes undo each other. */
const MOST_ROUNDS = 8;

export interface FixingOptions {
  /** Applies the first suggestion of a finding that has no safe fix. */
  readonly suggestions: boolean;
  reports(): readonly Report[];
  /** Whether a file can be created: it is in the workspace, and not there yet. */
  canCreate(path: FilePath): boolean;
}

export interface Fixed {
  /** The texts that files had before; `undefined` for those that are new. */
  readonly before: ReadonlyMap<FilePath, string | undefined>;
  /** Files that must not be changed, with the end of a sentence that says why. */
  readonly refused: ReadonlyMap<FilePath, string>;
}

export async function applyFixes(session: Session, options: FixingOptions): Promise<Fixed> {
  const fixing = new Fixing(session, options);
  for (let round = 0; round < MOST_ROUNDS; round++) if (!(await fixing.round())) break;
  return fixing;
}

class Fixing implements Fixed {
  readonly before = new Map<FilePath, string | undefined>();
  readonly refused = new Map<FilePath, string>();
  private readonly session: Session;
  private readonly options: FixingOptions;

  constructor(session: Session, options: FixingOptions) {
    this.session = session;
    this.options = options;
  }

  /** Whether anything changed. */
  async round(): Promise<boolean> {
    const fixes: Fix[] = [];
    for (const report of this.options.reports()) {
      const fix = this.chosen(report);
      if (fix !== undefined && (await this.isAllowed(fix.edits()))) fixes.push(fix);
    }
    const edits = editsOfAll(fixes);
    const isCreated = this.create(edits);
    return this.change(edits) || isCreated;
  }

  private chosen({ fixes = [] }: Report): Fix | undefined {
    const safe = fixes.find(({ safety }) => safety === "safe");
    return safe ?? (this.options.suggestions ? fixes[0] : undefined);
  }

  private async isAllowed(edits: readonly Edit[]): Promise<boolean> {
    for (const edit of edits) if (!(await this.canMake(edit))) return false;
    return true;
  }

  private async canMake(edit: Edit): Promise<boolean> {
    const { path } = edit;
    if ("create" in edit) return !this.before.has(path) && this.options.canCreate(path);
    if (this.before.has(path)) return true;
    const why = this.refused.get(path) ?? (await this.session.refusal(path));
    if (why !== undefined) this.refused.set(path, why);
    return why === undefined;
  }

  private create(edits: readonly Edit[]): boolean {
    const created = edits.filter((edit) => "create" in edit);
    for (const { path, text } of created) {
      this.before.set(path, undefined);
      this.session.setText(path, text);
    }
    return created.length > 0;
  }

  private change(edits: readonly Edit[]): boolean {
    const byPath = new Map<FilePath, TextEdit[]>();
    for (const edit of edits)
      if (!("create" in edit)) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
    let isChanged = false;
    for (const [path, textEdits] of byPath) {
      const old = this.session.textOf(path) ?? "";
      const changed = applyEdits(old, textEdits);
      if (changed === old) continue;
      if (!this.before.has(path)) this.before.set(path, old);
      this.session.setText(path, changed);
      isChanged = true;
    }
    return isChanged;
  }
}
