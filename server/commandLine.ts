/** What the commands of the command line do, without the parsing of arguments. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { concise } from "#formats/concise";
import { unifiedDiff } from "#formats/diff";
import { explanationText, leftOutText } from "#formats/explanation";
import { json } from "#formats/json";
import { relativePath, type Summary } from "#formats/reports";
import { routesJson } from "#formats/routes";
import { routesText } from "#formats/routesText";
import { counted } from "#formats/summary";
import { text } from "#formats/text";
import type { Cache, FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Rule, Severity } from "#lint/rule";
import { explain } from "#model/explanation";
import { narrowed, workspaceRoutes } from "#model/routes/workspaceRoutes";
import { forGood } from "#model/stage";
import { allRules, rules } from "#rules/index";
import type { Lines } from "#syntax/lines";
import { loadGrammars } from "./assets.ts";
import { applyFixes } from "./fixing.ts";
import { KeptReports } from "./keptReports.ts";
import { NodeHost, resolved } from "./nodeHost.ts";
import { Session } from "./session.ts";
import { workspaceFolders } from "./workspaceFolders.ts";

export type Format = "text" | "concise" | "json";

export interface CheckOptions extends Selection {
  readonly format: Format;
  /** What earlier runs kept; without it nothing is kept. */
  readonly cache?: Cache | undefined;
  readonly failOn: Severity | "never";
  readonly color: boolean;
}

export interface FixOptions extends Selection {
  readonly suggestions: boolean;
  readonly diff: boolean;
  readonly failOn: Severity | "never";
  readonly color: boolean;
}

export interface RoutesOptions {
  readonly format: "text" | "json";
  readonly dependencies: boolean;
  readonly color: boolean;
}

interface Selection {
  readonly profile?: "recommended" | "strict";
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
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
  readonly folders: readonly FilePath[];
  readonly session: Session;
  readonly reports: readonly Report[];
  readonly summary: Summary;
  hasCrashed(): boolean;
}

/** @returns the exit code: 0 nothing at or above `failOn`, 1 findings, 2 an error of ours or of the call */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  const run = await analyse(paths, options, terminal, forGood);
  if (run === undefined) return 2;
  terminal.out(shown(run, options, terminal));
  return exitCode(run, run.reports, options);
}

function shown(run: Run, options: CheckOptions, { width }: Terminal): string {
  const { reports, session, summary } = run;
  const sources = { text: (path: FilePath) => session.textOf(path) };
  const folder = here();
  switch (options.format) {
    case "json":
      return json(reports, sources, summary, folder);
    case "concise":
      return concise(reports, sources, summary, folder);
    case "text":
      return text(reports, sources, summary, folder, { color: options.color, width });
  }
}

/**
 * Tells what is known of a line, and where knowledge ends.
 * @param place a file and a line, counted from 1: `app/main.py:12`
 */
export async function why(place: string, terminal: Terminal): Promise<number> {
  const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (path === undefined || line === undefined) {
    terminal.error(`${printable(place)} is no place. Write FILE:LINE, such as app/main.py:12.\n`);
    return 2;
  }
  const run = await analyse([path], {}, terminal);
  const file = run?.session.workspace.file(resolved(resolve(path)));
  if (run === undefined || file === undefined) return 2;
  const row = Number(line) - 1;
  if (row < 0 || row >= file.lines.count) {
    terminal.error(`${shownPath(file.path)} has ${counted(file.lines.count, "line")}.\n`);
    return 2;
  }
  const range = { start: file.lines.start(row), end: file.lines.end(row) };
  const explanation = explain(file, range, run.session.workspace.projectOf(file.path));
  const linesOf = (each: FilePath): Lines | undefined => run.session.linesOf(each);
  terminal.out(explanationText(explanation, { folder: here(), linesOf }));
  terminal.out(leftOutText(run.session.leftOut(file.path), range));
  return 0;
}

/** Lists the routes of the applications that are made in a named file or folder, and those that are handled there. */
export async function routes(
  paths: readonly string[],
  options: RoutesOptions,
  terminal: Terminal,
): Promise<number> {
  const opened = await open(paths, {}, terminal);
  if (opened === undefined) return 2;
  const { named, session } = opened;
  const isHere = (path: FilePath): boolean => isNamed(path, named);
  const shown = (path: FilePath): string => relativePath(here(), path);
  terminal.out(
    forGood(() => {
      const listed = workspaceRoutes(session.workspace).flatMap((it) => narrowed(it, isHere));
      if (listed.length === 0) terminal.error("There is no FastAPI application here.\n");
      return options.format === "json"
        ? routesJson(listed, shown)
        : routesText(listed, { ...options, shown });
    }),
  );
  return 0;
}

/** Applies fixes until there are none left. With `diff` nothing is written, and what would change is shown. */
export async function fix(
  paths: readonly string[],
  options: FixOptions,
  terminal: Terminal,
): Promise<number> {
  const run = await analyse(paths, options, terminal);
  if (run === undefined) return 2;
  const { session, named, folders } = run;
  const { before, refused } = await applyFixes(session, {
    suggestions: options.suggestions,
    reports: () => allReports(session, named),
    canCreate: (path) => !existsSync(path) && folders.some((it) => path.startsWith(`${it}/`)),
  });
  for (const [path, why] of refused) terminal.error(`${shownPath(path)} ${why}; left as it is.\n`);
  const changed = [...before.keys()].sort();
  const unwritten = changed.filter((path) => {
    const after = session.textOf(path) ?? "";
    if (!options.diff) return !write(path, after, terminal);
    terminal.out(diffOf(path, before.get(path), after, options.color));
    return false;
  });
  const left = allReports(session, named);
  const fixed = run.reports.length - left.length;
  terminal.error(`${outcome(fixed, before.size, left, options)}\n`);
  if (unwritten.length > 0) return 2;
  return exitCode(run, options.diff ? run.reports : left, options);
}

function outcome(
  fixed: number,
  files: number,
  left: readonly Report[],
  { diff, suggestions }: FixOptions,
): string {
  const done = `${diff ? "Would fix" : "Fixed"} ${counted(fixed, "finding")} in ${counted(files, "file")}.`;
  const first = files === 0 ? "Nothing to fix." : done;
  if (left.length === 0) return first;
  const more = suggestions ? 0 : left.filter(hasOnlySuggestions).length;
  return `${first} ${counted(left.length, "finding")} left${more > 0 ? `, ${more} fixable with --suggestions` : ""}.`;
}

function hasOnlySuggestions({ fixes = [] }: Report): boolean {
  return fixes.length > 0 && fixes.every(({ safety }) => safety === "suggestion");
}

function diffOf(
  path: FilePath,
  before: string | undefined,
  after: string,
  isColored: boolean,
): string {
  const mark = markOf(path);
  const old = before === undefined ? undefined : mark + before;
  return unifiedDiff(relativePath(here(), path), old, mark + after, isColored);
}

function write(path: FilePath, changed: string, terminal: Terminal): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, markOf(path) + changed);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    terminal.error(`${shownPath(path)} could not be written: ${reason}\n`);
    return false;
  }
}

/** The byte-order mark of a file that has one. */
function markOf(path: FilePath): string {
  const hasMark = existsSync(path) && readFileSync(path).subarray(0, 3).equals(MARK);
  return hasMark ? "\uFEFF" : "";
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** V8 takes 132 KB. From twice to eight times as many, a run over a million lines costs the same. */
const BYTECODES_BEFORE_OPTIMISING = 400_000;

/** @param computed runs what computes the reports: `forGood` where nothing of the session changes afterwards */
async function analyse(
  paths: readonly string[],
  selection: Selection & Pick<CheckOptions, "cache">,
  terminal: Terminal,
  computed: (run: () => Report[]) => Report[] = (run) => run(),
): Promise<Run | undefined> {
  const started = performance.now();
  const opened = await open(paths, selection, terminal);
  if (opened === undefined) return undefined;
  const { named, folders, session, crashed } = opened;
  const compute = (): Report[] => computed(() => allReports(session, named));
  const kept = selection.cache && new KeptReports(selection.cache, { session, rules, compute });
  const known = await kept?.load();
  const reports = known ?? compute();
  if (known === undefined && crashed.size === 0) await kept?.keep(reports);
  const summary = summaryOf(session, named, performance.now() - started);
  if (summary.read + summary.skipped.length === 0 && !named.some((path) => session.has(path)))
    terminal.error("There are no Python files here.\n");
  return { named, folders, session, reports, summary, hasCrashed: () => crashed.size > 0 };
}

interface Opened extends Pick<Run, "named" | "folders" | "session"> {
  /** The rules that failed so far. */
  readonly crashed: ReadonlySet<Rule>;
}

/** Reads what is needed to understand the named files and folders. */
async function open(
  paths: readonly string[],
  selection: Selection,
  terminal: Terminal,
): Promise<Opened | undefined> {
  // Code that runs for a second or two seldom earns back what V8 spends on optimising it: a sixth of the CPU of a run.
  setFlagsFromString(`--interrupt-budget=${BYTECODES_BEFORE_OPTIMISING}`);
  const named = [...new Set(paths.map((path) => resolved(resolve(path))))];
  const faults = [...wrongNames(selection), ...missing(named)];
  for (const fault of faults) terminal.error(`${fault}\n`);
  if (faults.length > 0) return undefined;
  const crashed = new Set<Rule>();
  const folders = workspaceFolders(named, here());
  const session = new Session({
    folders,
    host: new NodeHost(folders),
    python: await loadGrammars(),
    rules,
    onCrash(rule, path, error) {
      if (!crashed.has(rule))
        terminal.error(`${rule.id} failed on ${shownPath(path)}: ${String(error)}\n`);
      crashed.add(rule);
    },
  });
  session.wake();
  session.setEditorSettings(settingsFrom(selection));
  for await (const _ of session.read(named));
  for (const cut of session.cuts) terminal.error(`${cut}\n`);
  return { named, folders, session, crashed };
}

function missing(named: readonly FilePath[]): readonly string[] {
  return named
    .filter((path) => !existsSync(path))
    .map((path) => `${shownPath(path)} does not exist.`);
}

/** A misspelt name would silently check nothing. */
function wrongNames({ select = [], ignore = [] }: Selection): readonly string[] {
  const known = new Set(allRules.flatMap((rule) => [rule.category, ...namesOf(rule)]));
  return [...select, ...ignore]
    .filter((name) => !known.has(name))
    .map((name) => `There is no rule or category ${printable(name)}.`);
}

function namesOf({ id, aliases = [] }: { id: string; aliases?: readonly string[] }): string[] {
  return [id, ...aliases];
}

function settingsFrom({ profile, select, ignore }: Selection): object {
  const today = (name: string): string =>
    rules.find((rule) => namesOf(rule).includes(name))?.id ?? name;
  return {
    ...(profile && { profile }),
    ...(select && { select: select.map(today) }),
    ...(ignore && { ignore: ignore.map(today) }),
  };
}

function summaryOf(session: Session, named: readonly FilePath[], elapsedMs: number): Summary {
  const skipped = new Map(session.skipped);
  for (const path of named)
    if (!session.has(path) && !skipped.has(path) && !statSync(path).isDirectory())
      skipped.set(path, "neither a .py file nor a manifest");
  return {
    read: [...session.workspace.files()].filter((path) => isNamed(path, named)).length,
    skipped: Array.from(skipped, ([path, why]) => ({ path, why })).filter(({ path }) =>
      isNamed(path, named),
    ),
    elapsedMs,
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

function exitCode(
  run: Run,
  reports: readonly Report[],
  { failOn }: Pick<CheckOptions, "failOn">,
): number {
  if (run.hasCrashed()) return 2;
  return reports.some(({ severity }) => weighs(severity, failOn)) ? 1 : 0;
}

function weighs(severity: Severity, failOn: Severity | "never"): boolean {
  const order = ["info", "warning", "error"];
  return failOn !== "never" && order.indexOf(severity) >= order.indexOf(failOn);
}

/** The working directory. */
function here(): FilePath {
  return resolved(process.cwd());
}

function shownPath(path: FilePath): string {
  return printable(relativePath(here(), path));
}
