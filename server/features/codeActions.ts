/** What the light bulb and *fix on save* offer. */
import {
  type CodeAction,
  CodeActionKind,
  type CreateFile,
  type Diagnostic,
  type TextEdit as ProtocolEdit,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { type Files, toDiagnostic, toRange } from "#features/diagnostics";
import { scaffoldActions } from "#features/scaffold";
import type { FilePath } from "#host";
import { ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Edit, Fix } from "#lint/rule";
import { allowInFile, allowOnLine } from "#lint/suppressions";
import type { Workspace } from "#model/workspace";
import { overlaps, type Range } from "#syntax/range";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.routewright`;

/** What an action needs to know of the editor's documents. */
export interface Documents extends Files {
  /** The version of an open document; null for a file on disk. */
  versionOf(path: FilePath): number | null;
  /** Whether the client knows edits of documents of a certain version. */
  readonly canVersionEdits: boolean;
  /** Whether the client can create files in an edit. */
  readonly canCreateFiles: boolean;
}

export interface ActionRequest {
  readonly path: FilePath;
  readonly selection: Range;
  readonly reports: readonly Report[];
  /** The kinds asked for; every kind where none is named. */
  readonly only: readonly string[] | undefined;
  readonly workspace: Workspace;
}

export function codeActions(request: ActionRequest, documents: Documents): CodeAction[] {
  const isWanted = (kind: string): boolean =>
    request.only === undefined ||
    request.only.some((it) => it === "" || kind === it || kind.startsWith(`${it}.`));
  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix)) actions.push(...quickFixes(request, documents));
  if (isWanted(CodeActionKind.Refactor))
    actions.push(...scaffoldActions(request.path, request.selection, request.workspace));
  // Only where it is asked for: as an entry of the menu it would stand beside every finding.
  if (request.only !== undefined && isWanted(FIX_ALL)) actions.push(...fixAll(request, documents));
  return actions;
}

function quickFixes(request: ActionRequest, documents: Documents): CodeAction[] {
  const { path, selection, reports } = request;
  const lines = documents.linesOf(path);
  if (lines === undefined) return [];
  const touched = reports.filter(({ range }) => touches(range, selection));
  // What is wrong with a comment or the configuration itself is mended, never allowed.
  const allowable = touched.filter(({ rule }) => !ownRules.includes(rule));
  return [
    ...touched.flatMap((report) => {
      const diagnostics = [toDiagnostic(report, lines, documents)];
      return (report.fixes ?? []).flatMap((fix) => toAction(fix, diagnostics, documents));
    }),
    ...fixesOfWholeFile(touched, reports, documents),
    ...allowable.flatMap((report) => {
      const diagnostics = [toDiagnostic(report, lines, documents)];
      return toAction(allowOnLine(report, lines), diagnostics, documents);
    }),
    ...allowable.flatMap((report, index) => {
      // Once for a rule is enough.
      if (allowable.findIndex(({ rule }) => rule === report.rule) !== index) return [];
      const diagnostics = [toDiagnostic(report, lines, documents)];
      return toAction(allowInFile(report, lines), diagnostics, documents);
    }),
  ];
}

/** *Fix all of this rule*, where the same safe fix stands more than once in the file. */
function fixesOfWholeFile(
  touched: readonly Report[],
  reports: readonly Report[],
  documents: Documents,
): CodeAction[] {
  const rules = new Set(touched.map(({ rule }) => rule));
  return [...rules].flatMap((rule) => {
    const fixes = safeFixes(reports.filter((report) => report.rule === rule));
    if (fixes.length < 2) return [];
    const edit = toWorkspaceEdit(editsOfAll(fixes), documents);
    const title = `Fix all ${fixes.length} of ${rule.id} in this file`;
    return edit === undefined ? [] : [{ title, kind: CodeActionKind.QuickFix, edit }];
  });
}

function fixAll({ reports }: ActionRequest, documents: Documents): CodeAction[] {
  const edits = editsOfAll(safeFixes(reports));
  const edit = toWorkspaceEdit(edits, documents);
  if (edit === undefined || edits.length === 0) return [];
  return [{ title: "Apply all safe fixes", kind: FIX_ALL, edit }];
}

function safeFixes(reports: readonly Report[]): Fix[] {
  return reports.flatMap(({ fixes = [] }) => fixes.find(({ safety }) => safety === "safe") ?? []);
}

/** The edits of many fixes; of two that overlap only the first is made, the next run makes the other. */
export function editsOfAll(fixes: readonly Fix[]): Edit[] {
  const made: Edit[] = [];
  for (const fix of fixes) {
    const edits = fix.edits().filter((edit) => !made.some((other) => isSame(edit, other)));
    if (!edits.some((edit) => made.some((other) => conflicts(edit, other)))) made.push(...edits);
  }
  return made;
}

function isSame(a: Edit, b: Edit): boolean {
  if (a.path !== b.path || a.text !== b.text) return false;
  if ("create" in a || "create" in b) return "create" in a && "create" in b;
  return a.range.start === b.range.start && a.range.end === b.range.end;
}

function conflicts(a: Edit, b: Edit): boolean {
  if (a.path !== b.path) return false;
  if ("create" in a || "create" in b) return true;
  return overlaps(a.range, b.range) || a.range.start === b.range.start;
}

function toAction(fix: Fix, diagnostics: Diagnostic[], documents: Documents): CodeAction[] {
  const edit = toWorkspaceEdit(fix.edits(), documents);
  if (edit === undefined) return [];
  return [
    {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      edit,
      ...(fix.safety === "safe" && { isPreferred: true }),
    },
  ];
}

/** Edits carry the version of the text that they were made for; `undefined` where the client cannot make them. */
function toWorkspaceEdit(edits: readonly Edit[], documents: Documents): WorkspaceEdit | undefined {
  const { linesOf, uriOf, versionOf, canVersionEdits, canCreateFiles } = documents;
  const created: NonNullable<WorkspaceEdit["documentChanges"]> = [];
  const byPath = new Map<FilePath, ProtocolEdit[]>();
  for (const edit of edits) {
    if ("create" in edit) {
      if (!canVersionEdits || !canCreateFiles) return undefined;
      created.push(...creation(uriOf(edit.path), edit.text));
      continue;
    }
    const lines = linesOf(edit.path);
    if (lines === undefined) return undefined;
    const known = byPath.get(edit.path) ?? [];
    byPath.set(edit.path, [...known, { range: toRange(edit.range, lines), newText: edit.text }]);
  }
  if (!canVersionEdits)
    return { changes: Object.fromEntries([...byPath].map(([path, all]) => [uriOf(path), all])) };
  const changed = Array.from(
    byPath,
    ([path, all]): TextDocumentEdit => ({
      textDocument: { uri: uriOf(path), version: versionOf(path) },
      edits: all,
    }),
  );
  return { documentChanges: [...created, ...changed] };
}

/** A file that exists already is not overwritten. */
function creation(uri: string, text: string): [CreateFile, TextDocumentEdit] {
  return [
    { kind: "create", uri, options: { overwrite: false, ignoreIfExists: false } },
    { textDocument: { uri, version: null }, edits: [{ range: START, newText: text }] },
  ];
}

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A cursor at either end counts, too. */
function touches(range: Range, selection: Range): boolean {
  return range.start <= selection.end && selection.start <= range.end;
}
