/** Engines that follow the edits of a project, and engines that begin with what is there now. */
import type { FilePath } from "#host";
import { Configurations, configurationOf } from "#lint/configuration";
import { Linter } from "#lint/lint";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import { Workspace } from "#model/workspace";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import type { PythonReader } from "#syntax/python";
import { Session } from "../../server/session.ts";
import { MemoryHost } from "./memoryHost.ts";
import { modelOf } from "./modelDump.ts";
import type { LineThatMatters, ProjectEdit, Texts } from "./projectEdits.ts";
import { Random } from "./random.ts";

/** What an engine says: by path, every finding with its fixes, and the model. */
export type Answers = ReadonlyMap<string, string>;

export interface Follower {
  /** The texts that count now: those of open documents, else those of the disk. */
  readonly texts: Texts;
  /** @param seed for what an editor adds of its own: what is open, what is saved, what is asked */
  take(edit: ProjectEdit, seed: number): Promise<void>;
  answers(isDeep: boolean): Answers;
  /** What an engine answers that knows nothing but what is there now. */
  afresh(isDeep: boolean): Promise<Answers>;
}

const SETTINGS = { profile: "strict" } as const;

function onCrash(rule: Rule, path: FilePath, error: unknown): void {
  throw new Error(`${rule.id} crashed on ${path}`, { cause: error });
}

/** The engine alone: texts go in, and every edit is followed, whatever file it is of. */
export class WorkspaceFollower implements Follower {
  readonly texts: Map<FilePath, string>;
  private readonly folder: FilePath;
  private readonly newReader: () => PythonReader;
  readonly workspace: Workspace;
  private readonly linter: Linter;

  constructor(folder: FilePath, texts: Texts, newReader: () => PythonReader) {
    this.folder = folder;
    this.newReader = newReader;
    this.texts = new Map(texts);
    this.workspace = workspaceAt(folder, newReader());
    this.linter = linterOf(this.workspace);
    this.workspace.update(this.texts);
  }

  async take({ changes }: ProjectEdit, seed: number): Promise<void> {
    this.update(changes);
    // Some is asked in between, so that stages are computed in another order than in a fresh engine.
    const random = new Random(seed);
    const asked = random.chance(30) ? random.pick([...this.texts.keys()]) : undefined;
    if (asked !== undefined)
      if (random.chance(50)) this.reports(asked);
      else this.quickReports(asked);
  }

  update(changes: ReadonlyMap<FilePath, string | undefined>): void {
    for (const [path, text] of changes)
      if (text === undefined) this.texts.delete(path);
      else this.texts.set(path, text);
    this.workspace.update(changes);
    for (const [path, text] of changes) if (text === undefined) this.linter.forget(path);
  }

  reports(path: FilePath): readonly Report[] {
    return this.linter.reports(path);
  }

  quickReports(path: FilePath): readonly Report[] {
    return this.linter.quickReports(path);
  }

  answers(isDeep: boolean): Answers {
    return answersOf(this.workspace, (path) => this.reports(path), isDeep);
  }

  async afresh(isDeep: boolean): Promise<Answers> {
    return new WorkspaceFollower(this.folder, this.texts, this.newReader).answers(isDeep);
  }
}

function workspaceAt(folder: FilePath, python: PythonReader): Workspace {
  const workspace: Workspace = new Workspace(
    [folder],
    python,
    (project) =>
      configurationOf(project.folder, workspace, { folder: project.folder, settings: SETTINGS })
        .settings,
  );
  return workspace;
}

function linterOf(workspace: Workspace): Linter {
  const configurations = new Configurations(workspace, rules, (path) => ({
    folder: workspace.projectOf(path).folder,
    settings: SETTINGS,
  }));
  return new Linter(workspace, {
    rules,
    configurationOf: (path) => configurations.of(path),
    onCrash,
  });
}

/** The lines of findings, of their steps, of the definitions around them, and of the imports of the words in them. */
export function linesThatMatter(
  folder: FilePath,
  texts: Texts,
  newReader: () => PythonReader,
): readonly LineThatMatters[] {
  const follower = new WorkspaceFollower(folder, texts, newReader);
  const found = new Map<FilePath, Set<string>>();
  for (const path of [...texts.keys()].sort())
    for (const report of follower.reports(path)) {
      addLines(found, path, texts.get(path) ?? "", report.range.start);
      for (const step of report.related ?? [])
        addLines(found, step.path, texts.get(step.path) ?? "", step.range().start);
    }
  return [...found].flatMap(([path, lines]) => Array.from(lines, (line) => ({ path, line })));
}

function addLines(
  found: Map<FilePath, Set<string>>,
  path: FilePath,
  text: string,
  offset: number,
): void {
  const lines = found.get(path) ?? new Set();
  found.set(path, lines);
  const before = text.slice(0, offset).split("\n");
  const line = text.split("\n")[before.length - 1] ?? "";
  lines.add(line);
  const definition = before.findLast((it) => /^\s*(?:async )?def |^class /.test(it));
  if (definition !== undefined) lines.add(definition);
  for (const [word] of line.matchAll(/\w+/g))
    for (const [imported] of text.matchAll(new RegExp(`^.*\\bimport\\b.*\\b${word}\\b.*$`, "gm")))
      lines.add(imported);
}

/**
 * A session as the server has it, with documents that are open on top of a disk. Where an edit decides which files are read, the server
 * takes a new session, and so does this.
 */
export class SessionFollower implements Follower {
  private readonly folder: FilePath;
  private readonly newReader: () => PythonReader;
  private readonly host: MemoryHost;
  private readonly documents = new Map<FilePath, string>();
  private session: Session;

  private constructor(folder: FilePath, texts: Texts, newReader: () => PythonReader) {
    this.folder = folder;
    this.newReader = newReader;
    this.host = new MemoryHost(texts);
    this.session = this.newSession();
  }

  static async start(
    folder: FilePath,
    texts: Texts,
    newReader: () => PythonReader,
  ): Promise<SessionFollower> {
    const follower = new SessionFollower(folder, texts, newReader);
    follower.session = await follower.readSession();
    return follower;
  }

  get texts(): Texts {
    return new Map([...this.host.files, ...this.documents]);
  }

  async take(edit: ProjectEdit, seed: number): Promise<void> {
    const random = new Random(seed);
    if (random.chance(10)) await this.openOrClose(random);
    const told = new Set<FilePath>(edit.folders);
    for (const [path, text] of edit.changes) {
      if (text !== undefined && this.documents.has(path) && random.chance(85)) {
        this.documents.set(path, text);
        await this.session.openDocument(path, text);
        if (!random.chance(30)) continue;
      }
      this.host.write(path, text);
      if (edit.folders === undefined) told.add(path);
    }
    await this.tell(told);
    const asked = random.chance(30) ? random.pick(this.session.reportedPaths()) : undefined;
    if (asked !== undefined)
      if (random.chance(50)) this.session.reports(asked);
      else this.session.quickReports(asked);
  }

  answers(isDeep: boolean): Answers {
    return sessionAnswers(this.session, isDeep);
  }

  async afresh(isDeep: boolean): Promise<Answers> {
    return sessionAnswers(await this.readSession(), isDeep);
  }

  private async openOrClose(random: Random): Promise<void> {
    const closed = random.chance(50) ? random.pick([...this.documents.keys()]) : undefined;
    if (closed !== undefined) {
      this.documents.delete(closed);
      await this.session.closeDocument(closed);
      return;
    }
    const path = random.pick([...this.host.files.keys()].sort());
    const text = this.host.files.get(path ?? "");
    if (path === undefined || text === undefined || this.documents.has(path)) return;
    this.documents.set(path, text);
    await this.session.openDocument(path, text);
  }

  private async tell(paths: ReadonlySet<FilePath>): Promise<void> {
    if (paths.size === 0) return;
    const decide = (): boolean => [...paths].some((path) => this.session.decidesWhatIsRead(path));
    const decidedBefore = decide();
    await this.session.refresh(paths);
    if (decidedBefore || decide()) this.session = await this.readSession();
  }

  private newSession(): Session {
    const session = new Session({
      folders: [this.folder],
      host: this.host,
      python: this.newReader(),
      rules,
      onCrash,
    });
    session.setEditorSettings(SETTINGS);
    session.wake();
    return session;
  }

  private async readSession(): Promise<Session> {
    const session = this.newSession();
    for (const [path, text] of this.documents) await session.openDocument(path, text);
    for await (const _ of session.read());
    return session;
  }
}

function sessionAnswers(session: Session, isDeep: boolean): Answers {
  return answersOf(session.workspace, (path) => session.reports(path), isDeep);
}

function answersOf(
  workspace: Workspace,
  reports: (path: FilePath) => readonly Report[],
  isDeep: boolean,
): Answers {
  const answers = modelOf(workspace, isDeep);
  for (const path of [...workspace.files(), ...workspace.manifestFiles()].sort())
    answers.set(
      path,
      [...reports(path).map((it) => reportText(it, workspace)), answers.get(path)].join("\n"),
    );
  return answers;
}

/** Everything that a person could see of a finding. */
function reportText(report: Report, workspace: Workspace): string {
  const place = (path: FilePath, offset: number): string => {
    const text = workspace.file(path)?.text ?? workspace.manifest(path) ?? "";
    const { line, column } = new Lines(text).position(offset);
    return `${line}:${column}`;
  };
  return JSON.stringify({
    rule: report.rule.id,
    severity: report.severity,
    at: place(report.path, report.range.start),
    end: report.range.end,
    message: report.message,
    tags: report.tags,
    related: (report.related ?? []).map((it) => ({
      path: it.path,
      at: place(it.path, it.range().start),
      message: it.message,
    })),
    fixes: (report.fixes ?? []).map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits(),
    })),
  });
}
