/** What the commands of the command line do, without the parsing of arguments. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { editsOfAll } from "#features/codeActions";
import { concise } from "#formats/concise";
import { unifiedDiff } from "#formats/diff";
import { json } from "#formats/json";
import type { Summary } from "#formats/reports";
import type { Sources } from "#formats/sources";
import { text } from "#formats/text";
import type { FilePath } from "#host";
import { applyEdits } from "#lint/edits";
import type { Report } from "#lint/report";
import type { Edit, Severity, TextEdit } from "#lint/rule";
import { rules } from "#rules/index";
import { isUtf8 } from "#syntax/text";
import { loadGrammars } from "./assets.ts";
import { NodeHost, resolved } from "./nodeHost.ts";
import { Session } from "./session.ts";

export type Format = "text" | "concise" | "json";

export interface CheckOptions {
  readonly format: Format;
  readonly failOn: Severity | "never";
  readonly profile?: "recommended" | "strict";
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly color: boolean;
}

export interface FixOptions {
  readonly suggestions: boolean;
  readonly diff: boolean;
  readonly select?: readonly string[];
  readonly color: boolean;
}

/** Writes to standard output, which carries the payload only; everything else goes to standard error. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Characters in a line. */
  readonly width: number;
}

interface Run {
  /** The files and folders that the person named. */
  readonly named: readonly FilePath[];
  readonly session: Session;
  readonly reports: readonly Report[];
  readonly summary: Summary;
  readonly sources: Sources;
  readonly hasCrashed: boolean;
}

/** @returns the exit code: 0 nothing at or above `failOn`, 1 findings, 2 an error of ours or of the call */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  const run = await analyse(paths, options, terminal);
  if (run === undefined) return 2;
  terminal.out(shown(run, options, terminal));
  if (run.hasCrashed) return 2;
  return run.reports.some((report) => weighs(report.severity, options.failOn)) ? 1 : 0;
}

function shown(run: Run, options: CheckOptions, terminal: Terminal): string {
  const { reports, sources, summary } = run;
  const folder = resolved(process.cwd());
  switch (options.format) {
    case "json":
      return json(reports, sources, summary, folder);
    case "concise":
      return concise(reports, sources, summary, folder);
    case "text":
      return text(reports, sources, summary, folder, {
        color: options.color,
        width: terminal.width,
      });
  }
}

/** Fixes can make room for others; more rounds than this means that two fixes undo each other. */
const MOST_ROUNDS = 8;

/** Applies fixes until there are none left. With `diff` nothing is written, and what would change is shown. */
export async function fix(
  paths: readonly string[],
  options: FixOptions,
  terminal: Terminal,
): Promise<number> {
  const run = await analyse(paths, options, terminal);
  if (run === undefined) return 2;
  const { session, named } = run;
  const before = new Map<FilePath, string>();
  const created = new Set<FilePath>();
  let fixed = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edits = editsFor(allReports(session, named), options);
    const changes = changesOf(edits, session, created, terminal);
    if (changes.size === 0) break;
    fixed += edits.length;
    for (const [path, changed] of changes) {
      if (!before.has(path)) before.set(path, session.textOf(path) ?? "");
      session.setText(path, changed);
    }
  }
  const folder = resolved(process.cwd());
  for (const [path, old] of [...before].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const changed = session.textOf(path) ?? "";
    if (options.diff) terminal.out(unifiedDiff(path, old, changed, folder, options.color));
    else writeFileSync(path, withMark(path, changed));
  }
  const left = allReports(session, named).length;
  const verb = options.diff ? "Would change" : "Changed";
  terminal.error(
    fixed === 0
      ? `Nothing to fix. ${left} findings need a person.\n`
      : `${verb} ${before.size} files. ${left} findings are left.\n`,
  );
  return run.hasCrashed ? 2 : 0;
}

function editsFor(reports: readonly Report[], { suggestions }: FixOptions): Edit[] {
  const chosen = reports.flatMap(({ fixes = [] }) => {
    const safe = fixes.find(({ safety }) => safety === "safe");
    return safe ?? (suggestions ? (fixes[0] ?? []) : []);
  });
  return editsOfAll(chosen);
}

/** The new texts that edits give. A file whose bytes are not plain UTF-8 is left alone. */
function changesOf(
  edits: readonly Edit[],
  session: Session,
  created: Set<FilePath>,
  terminal: Terminal,
): Map<FilePath, string> {
  const byPath = new Map<FilePath, TextEdit[]>();
  const changes = new Map<FilePath, string>();
  for (const edit of edits) {
    if ("create" in edit) {
      if (existsSync(edit.path) || created.has(edit.path)) continue;
      created.add(edit.path);
      changes.set(edit.path, edit.text);
    } else byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
  }
  for (const [path, textEdits] of byPath) {
    const old = session.textOf(path);
    if (old === undefined) continue;
    if (existsSync(path) && !isUtf8(readFileSync(path))) {
      terminal.error(`${path} is not valid UTF-8, so it is not changed.\n`);
      continue;
    }
    const changed = applyEdits(old, textEdits);
    if (changed !== old) changes.set(path, changed);
  }
  return changes;
}

/** Keeps the byte-order mark of a file that has one. */
function withMark(path: FilePath, text: string): string {
  const hasMark = existsSync(path) && readFileSync(path).subarray(0, 3).equals(MARK);
  return hasMark ? `\uFEFF${text}` : text;
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function analyse(
  paths: readonly string[],
  options: Pick<CheckOptions, "profile" | "select" | "ignore">,
  terminal: Terminal,
): Promise<Run | undefined> {
  const started = performance.now();
  let hasCrashed = false;
  const named = paths.map(resolved);
  const folders = workspaceFolders(named);
  const session = new Session({
    folders,
    host: new NodeHost(folders),
    python: await loadGrammars(),
    rules,
    onCrash(rule, path, error) {
      hasCrashed = true;
      terminal.error(`${rule.id} failed on ${path}: ${String(error)}\n`);
    },
  });
  session.wake();
  session.setEditorSettings(settingsFrom(options));
  for await (const _ of session.read(named));
  if (session.missing.length > 0) {
    for (const path of session.missing) terminal.error(`${path} does not exist.\n`);
    return undefined;
  }
  for (const cut of session.cuts) terminal.error(`${cut}\n`);
  const reports = allReports(session, named);
  return {
    named,
    session,
    reports,
    hasCrashed,
    sources: { text: (path) => session.textOf(path) },
    summary: {
      read: [...session.workspace.files()].filter((path) => isNamed(path, named)).length,
      skipped: Array.from(session.skipped, ([path, why]) => ({ path, why })),
      elapsedMs: performance.now() - started,
    },
  };
}

function settingsFrom({
  profile,
  select,
  ignore,
}: Pick<CheckOptions, "profile" | "select" | "ignore">): object {
  return {
    ...(profile && { profile }),
    ...(select && { select }),
    ...(ignore && { ignore }),
  };
}

/** The reports of the files that were named; the rest of the workspace was read to understand them. */
function allReports(session: Session, named: readonly FilePath[]): Report[] {
  return session
    .reportedPaths()
    .filter((path) => isNamed(path, named))
    .flatMap((path) => session.reports(path));
}

function isNamed(path: FilePath, named: readonly FilePath[]): boolean {
  return named.some((it) => path === it || path.startsWith(`${it}/`));
}

/** A folder is a workspace of its own; a file belongs to the folder of its repository or manifest. */
function workspaceFolders(named: readonly FilePath[]): FilePath[] {
  const folders = new Set(named.map(workspaceOf));
  return [...folders].filter(
    (folder) => ![...folders].some((other) => folder.startsWith(`${other}/`)),
  );
}

const ROOT_MARKS = [".git", "pyproject.toml", "requirements.txt", "setup.py", "setup.cfg"];

function workspaceOf(path: FilePath): FilePath {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const own = isFolder ? path : parentOf(path);
  if (isFolder) return own;
  for (let folder = own; folder !== ""; folder = parentOf(folder))
    if (ROOT_MARKS.some((mark) => existsSync(`${folder}/${mark}`))) return folder;
  return own;
}

function parentOf(path: FilePath): FilePath {
  return path.slice(0, path.lastIndexOf("/"));
}

function weighs(severity: Severity, failOn: Severity | "never"): boolean {
  const order = ["info", "warning", "error"];
  return failOn !== "never" && order.indexOf(severity) >= order.indexOf(failOn);
}
