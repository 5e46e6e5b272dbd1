/** A workspace that is being worked on: what is on disk, what is open in an editor, and what the rules say of it. */
import type { FilePath, Host } from "#host";
import { type Configured, configurationOf, excludesOf } from "#lint/configuration";
import { Linter } from "#lint/lint";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import { type Discovery, discover } from "#model/discovery";
import type { Project } from "#model/project";
import { Input, type Stage, stage } from "#model/stage";
import { Workspace } from "#model/workspace";
import { Lines } from "#syntax/lines";
import type { PythonReader } from "#syntax/python";
import { decode } from "#syntax/text";

export interface SessionOptions {
  readonly folders: readonly FilePath[];
  readonly host: Host;
  readonly python: PythonReader;
  readonly rules: readonly Rule[];
  onCrash(rule: Rule, path: FilePath, error: unknown): void;
}

/** Files that are read between two turns. */
const BATCH = 50;

/** Whether a text holds the words without which no file of a workspace concerns us. */
export function mentionsFramework(text: string): boolean {
  return text.includes("fastapi") || text.includes("FastAPI") || text.includes("starlette");
}

export class Session {
  readonly workspace: Workspace;
  /** Files that could not be read, with the reason. */
  readonly skipped = new Map<FilePath, string>();
  private readonly options: SessionOptions;
  private readonly linter: Linter;
  private readonly configurations = new Map<Project, Stage<Configured>>();
  /** Open documents: their text counts, whatever is on disk. */
  private readonly documents = new Map<FilePath, string>();
  private readonly editorSettings = new Input<unknown>({});
  private readonly discoveries: Discovery[] = [];
  private isFrameworkUsed = false;
  /** What was read while nothing used FastAPI. */
  private readonly asleep = new Map<FilePath, string | undefined>();

  constructor(options: SessionOptions) {
    this.options = options;
    this.workspace = new Workspace(options.folders, options.python);
    this.linter = new Linter(this.workspace, {
      rules: options.rules,
      configurationOf: (project) => this.configuration(project),
      onCrash: options.onCrash,
    });
  }

  /** Whether anything in the workspace uses FastAPI. Until then files are read, but not analysed. */
  get isAwake(): boolean {
    return this.isFrameworkUsed;
  }

  /** Analyses the workspace whether it uses FastAPI or not. */
  wake(): void {
    this.isFrameworkUsed = true;
    this.update(this.asleep);
    this.asleep.clear();
  }

  /**
   * Reads the files of the workspace; yields now and then, so that the caller may let others have a turn.
   * @param named files and folders that are read even where they are ignored
   */
  async *read(named: readonly FilePath[] = []): AsyncGenerator<void> {
    for (const workspace of this.options.folders) {
      const found = await discover(this.options.host, { workspace, named, excludes: excludesOf });
      this.discoveries.push(found);
      yield* this.readFiles([...found.manifests, ...found.python]);
    }
  }

  /** Why the workspace was not read whole, as sentences for a person. */
  get cuts(): readonly string[] {
    return this.discoveries.flatMap(({ cuts }) => cuts);
  }

  /** Named paths that do not exist. */
  get missing(): readonly FilePath[] {
    return this.discoveries.flatMap(({ missing }) => missing);
  }

  /** Takes over what is on disk now, for files that are not open. */
  async refresh(paths: Iterable<FilePath>): Promise<void> {
    const changes = new Map<FilePath, string | undefined>();
    for (const path of paths)
      if (this.has(path) || (await this.belongs(path)))
        changes.set(path, await this.readText(path));
    this.update(changes);
  }

  /** Whether a change of this file may change which files belong to the workspace, so that all must be read anew. */
  decidesWhatIsRead(path: FilePath): boolean {
    if (/\/(?:\.gitignore|routewright\.toml)$/.test(path)) return true;
    return path.endsWith("/pyproject.toml") && (this.textOf(path) ?? "").includes("routewright");
  }

  openDocument(path: FilePath, text: string): void {
    this.documents.set(path, text);
    this.update(new Map([[path, text]]));
  }

  async closeDocument(path: FilePath): Promise<void> {
    this.documents.delete(path);
    await this.refresh([path]);
  }

  /** The settings `routewright.*` of the editor, which stand above those of the project. */
  setEditorSettings(settings: unknown): void {
    this.editorSettings.set(settings);
  }

  has(path: FilePath): boolean {
    return this.workspace.files().has(path) || this.workspace.manifestFiles().has(path);
  }

  /** Every file that rules may speak of. */
  reportedPaths(): readonly FilePath[] {
    return [...this.workspace.files(), ...this.workspace.manifestFiles()].sort();
  }

  openPaths(): readonly FilePath[] {
    return [...this.documents.keys()].filter((path) => this.has(path));
  }

  /** The known files in folders, or the files themselves. */
  filesBelow(paths: readonly FilePath[]): readonly FilePath[] {
    return this.reportedPaths().filter((path) =>
      paths.some((folder) => path.startsWith(`${folder}/`)),
    );
  }

  /** The text that the findings of a file speak of. */
  textOf(path: FilePath): string | undefined {
    return this.workspace.file(path)?.text ?? this.workspace.manifest(path);
  }

  /** Works on with another text than that on disk. */
  setText(path: FilePath, text: string): void {
    this.update(new Map([[path, text]]));
  }

  linesOf(path: FilePath): Lines | undefined {
    const file = this.workspace.file(path);
    if (file !== undefined) return file.lines;
    const text = this.textOf(path);
    return text === undefined ? undefined : new Lines(text);
  }

  reports(path: FilePath): readonly Report[] {
    return this.linter.reports(path);
  }

  quickReports(path: FilePath): readonly Report[] {
    return this.linter.quickReports(path);
  }

  private async belongs(path: FilePath): Promise<boolean> {
    for (const discovery of this.discoveries) if (await discovery.includes(path)) return true;
    return false;
  }

  private async *readFiles(paths: readonly FilePath[]): AsyncGenerator<void> {
    for (let start = 0; start < paths.length; start += BATCH) {
      const batch = new Map<FilePath, string | undefined>();
      for (const path of paths.slice(start, start + BATCH))
        batch.set(path, await this.readText(path));
      this.update(batch);
      yield;
    }
  }

  private configuration(project: Project): Configured {
    let found = this.configurations.get(project);
    if (found === undefined) {
      found = stage(() =>
        configurationOf(
          project.folder,
          this.workspace,
          this.editorSettings.get(),
          this.options.rules,
        ),
      );
      this.configurations.set(project, found);
    }
    return found.get();
  }

  private update(changes: ReadonlyMap<FilePath, string | undefined>): void {
    if (!this.isFrameworkUsed) {
      for (const [path, text] of changes) this.asleep.set(path, text);
      if ([...changes.values()].some((text) => text !== undefined && mentionsFramework(text)))
        this.wake();
      return;
    }
    this.workspace.update(changes);
    for (const [path, text] of changes) if (text === undefined) this.linter.forget(path);
  }

  private async readText(path: FilePath): Promise<string | undefined> {
    const open = this.documents.get(path);
    if (open !== undefined) return open;
    const bytes = await this.options.host.read(path);
    const text = bytes instanceof Uint8Array ? decode(bytes) : bytes;
    if (typeof text === "string") {
      this.skipped.delete(path);
      return text;
    }
    if (text.isGone) this.skipped.delete(path);
    else this.skipped.set(path, text.why);
    return undefined;
  }
}
