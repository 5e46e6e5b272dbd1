/** A workspace that is being worked on: what is on disk, what is open in an editor, and what the rules say of it. */
import type { FilePath, Host } from "#host";
import {
  Configurations,
  type Configured,
  type EditorSettings,
  excludesOf,
} from "#lint/configuration";
import { type LeftOut, Linter } from "#lint/lint";
import { ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import { type Discovery, discover, isWanted } from "#model/files/discovery";
import { Input } from "#model/stage";
import { Workspace } from "#model/workspace";
import { Lines } from "#syntax/lines";
import type { PythonReader } from "#syntax/python";
import { decode, isUtf8 } from "#syntax/text";

export interface SessionOptions {
  readonly folders: readonly FilePath[];
  readonly host: Host;
  readonly python: PythonReader;
  readonly rules: readonly Rule[];
  onCrash(rule: Rule, path: FilePath, error: unknown): void;
}

/** Files that are read between two turns. */
const BATCH = 50;

interface AllEditorSettings {
  readonly everywhere: unknown;
  readonly folders: readonly EditorSettings[];
}

/** New texts by path; `undefined` for a file that is gone. */
type Changes = Map<FilePath, string | undefined>;

/** Whether a text holds the words without which no file of a workspace concerns us. */
function mentionsFramework(text: string): boolean {
  return text.includes("fastapi") || text.includes("FastAPI") || text.includes("starlette");
}

export class Session {
  readonly workspace: Workspace;
  /** Goes up with every change of a text or setting. */
  changes = 0;
  /** Files that could not be read, with the reason. */
  readonly skipped = new Map<FilePath, string>();
  private readonly options: SessionOptions;
  private readonly linter: Linter;
  private readonly configurations: Configurations;
  /** Open documents: their text counts, whatever is on disk. */
  private readonly documents = new Map<FilePath, string>();
  private readonly editorSettings = new Input<AllEditorSettings>({ everywhere: {}, folders: [] });
  private readonly discoveries: Discovery[] = [];
  private named: readonly FilePath[] = [];
  private isFrameworkUsed = false;
  /** What was read while nothing used FastAPI. */
  private asleep: Changes = new Map();
  private isRead = false;
  /** What changed while the workspace was being read, perhaps behind the back of the reader. */
  private readonly changedMeanwhile = new Set<FilePath>();

  constructor(options: SessionOptions) {
    this.options = options;
    this.workspace = new Workspace(
      options.folders,
      options.python,
      // Any file of the folder.
      (project) => this.configurations.of(`${project.folder}/pyproject.toml`).settings,
      (path) => this.configurations.of(path).roleOf(path),
    );
    const rules = [...options.rules, ...ownRules];
    this.configurations = new Configurations(this.workspace, rules, (path) => this.editorOf(path));
    this.linter = new Linter(this.workspace, {
      rules: options.rules,
      configurationOf: (path) => this.configuration(path),
      onCrash: options.onCrash,
    });
  }

  /**
   * Whether anything in the workspace uses FastAPI. Until then files are read, but not analysed. A session that wakes after it was read
   * has nothing to work with: the workspace must be read by a new one.
   */
  get isAwake(): boolean {
    return this.isFrameworkUsed;
  }

  /** Analyses the workspace whether it uses FastAPI or not. */
  wake(): void {
    this.isFrameworkUsed = true;
    const texts = this.asleep;
    this.asleep = new Map();
    this.update(texts);
  }

  /**
   * Reads the files of the workspace; yields now and then, so that the caller may let others have a turn.
   * @param named files and folders that are read, and reported, even where they are ignored or left out
   */
  async *read(named: readonly FilePath[] = []): AsyncGenerator<void> {
    this.named = named;
    for (const workspace of this.options.folders) {
      const found = await discover(this.options.host, { workspace, named, excludes: excludesOf });
      this.discoveries.push(found);
      yield* this.readFiles([...found.manifests, ...found.python]);
      for (const path of found.others) await this.skipOther(path);
    }
    this.isRead = true;
    this.asleep.clear();
    await this.closeStrangers();
    await this.refresh(this.changedMeanwhile);
  }

  /** Why the workspace was not read whole, as sentences for a person. */
  get cuts(): readonly string[] {
    return this.discoveries.flatMap(({ cuts }) => cuts);
  }

  /** Named paths that do not exist. */
  get missing(): ReadonlySet<FilePath> {
    return new Set(this.discoveries.flatMap(({ missing }) => missing));
  }

  /** Takes over what is on disk now, for files that are not open: of a folder everything in it. */
  async refresh(paths: Iterable<FilePath>): Promise<void> {
    const changes: Changes = new Map();
    let folders: ReadonlySet<FilePath> | undefined;
    for (const path of new Set(paths)) {
      if (!this.isRead) this.changedMeanwhile.add(path);
      const files = await this.filesAt(path, () => (folders ??= this.knownFolders()));
      for (const file of files)
        if (this.has(file) || (await this.belongs(file)))
          changes.set(file, await this.readText(file));
    }
    // A document may have been opened while its file was being read.
    for (const [path, text] of this.documents) if (changes.has(path)) changes.set(path, text);
    this.update(changes);
  }

  /** Whether a change of this file may change which files belong to the workspace, so that all must be read anew. */
  decidesWhatIsRead(path: FilePath): boolean {
    if (/\/(?:\.gitignore|routewright\.toml)$/.test(path)) return true;
    if (!path.endsWith("/pyproject.toml")) return false;
    // Asleep, no texts are held.
    return !this.isFrameworkUsed || (this.textOf(path) ?? "").includes("routewright");
  }

  /** Takes the text of an open document, unless its file is one of those that a workspace leaves out. */
  async openDocument(path: FilePath, text: string): Promise<void> {
    if (!this.documents.has(path) && !(await this.accepts(path))) return;
    this.documents.set(path, text);
    this.update(new Map([[path, text]]));
  }

  async closeDocument(path: FilePath): Promise<void> {
    if (this.documents.delete(path)) await this.refresh([path]);
  }

  /**
   * The settings `routewright.*` of the editor, which stand above those of the project.
   * @param folders those of folders of the workspace that have some of their own
   */
  setEditorSettings(everywhere: unknown, folders: readonly EditorSettings[] = []): void {
    this.changes++;
    this.editorSettings.set({ everywhere, folders });
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

  /** The text that the findings of a file speak of. */
  textOf(path: FilePath): string | undefined {
    return this.workspace.file(path)?.text ?? this.workspace.manifest(path);
  }

  /** Works on with another text than that on disk. */
  setText(path: FilePath, text: string): void {
    this.update(new Map([[path, text]]));
  }

  /** Why a file must not be edited, as the end of a sentence about it; `undefined` where it may be. The editor answers for what is open. */
  async refusal(path: FilePath): Promise<string | undefined> {
    if (this.documents.has(path)) return undefined;
    const bytes = await this.options.host.read(path);
    if (!(bytes instanceof Uint8Array)) return bytes.why;
    if (!isUtf8(bytes)) return "is not valid UTF-8";
    return decode(bytes) === this.textOf(path) ? undefined : "changed since it was read";
  }

  linesOf(path: FilePath): Lines | undefined {
    const file = this.workspace.file(path);
    if (file !== undefined) return file.lines;
    const text = this.textOf(path);
    return text === undefined ? undefined : new Lines(text);
  }

  /** All that the reports are made of, but us: with the same list, in the same order, every run of the same build reports the same. */
  *inputs(): Generator<string> {
    const { folders, rules } = this.options;
    const settings = this.editorSettings.current();
    yield JSON.stringify([folders, this.named, settings, rules.map(({ id }) => id)]);
    for (const path of this.reportedPaths()) {
      yield path;
      yield this.textOf(path) ?? "";
    }
  }

  /** Links the files one after the other and yields after each, so that no question has to wait until all are. */
  *link(): Generator<void> {
    for (const path of this.workspace.files()) {
      try {
        this.workspace.links(path);
      } catch {
        // Whoever asks for its findings is told.
      }
      yield;
    }
  }

  reports(path: FilePath): readonly Report[] {
    return this.linter.reports(path);
  }

  /** What is found in a file and not reported, with the reason. */
  leftOut(path: FilePath): readonly LeftOut[] {
    return this.linter.leftOut(path);
  }

  quickReports(path: FilePath): readonly Report[] {
    return this.linter.quickReports(path);
  }

  private async belongs(path: FilePath): Promise<boolean> {
    for (const discovery of this.discoveries) if (await discovery.includes(path)) return true;
    return false;
  }

  /** What is outside all folders, or not yet looked for, is judged by its name. */
  private async accepts(path: FilePath): Promise<boolean> {
    const isInside = this.options.folders.some((folder) => path.startsWith(`${folder}/`));
    return isInside && this.isRead ? this.belongs(path) : isWanted(path);
  }

  /** Documents that were opened before it was known that their files are left out. */
  private async closeStrangers(): Promise<void> {
    for (const path of [...this.documents.keys()]) {
      if (await this.accepts(path)) continue;
      this.documents.delete(path);
      this.update(new Map([[path, undefined]]));
    }
  }

  private knownFolders(): ReadonlySet<FilePath> {
    const folders = new Set<FilePath>();
    for (const path of [...this.workspace.files(), ...this.workspace.manifestFiles()])
      for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder))
        folders.add(folder);
    return folders;
  }

  /** A file itself; of a folder the files that are known, and those that are on disk now. */
  private async filesAt(
    path: FilePath,
    knownFolders: () => ReadonlySet<FilePath>,
  ): Promise<readonly FilePath[]> {
    if (isWanted(path)) return [path];
    const files = knownFolders().has(path)
      ? this.reportedPaths().filter((file) => file.startsWith(`${path}/`))
      : [];
    const folders = [path];
    for (const current of folders) {
      // Whatever file is asked for, a folder that is left out belongs to no workspace.
      if (!(await this.belongs(`${current}/__init__.py`))) continue;
      for (const { name, kind } of await this.options.host.list(current)) {
        if (kind === "folder") folders.push(`${current}/${name}`);
        else if (kind === "file" && isWanted(`${current}/${name}`))
          files.push(`${current}/${name}`);
      }
    }
    return files;
  }

  private async *readFiles(paths: readonly FilePath[]): AsyncGenerator<void> {
    for (let start = 0; start < paths.length; start += BATCH) {
      const batch: Changes = new Map();
      for (const path of paths.slice(start, start + BATCH))
        batch.set(path, await this.readText(path));
      this.update(batch);
      yield;
    }
  }

  private configuration(path: FilePath): Configured {
    const configured = this.configurations.of(path);
    return this.named.length === 0 ? configured : this.withNamed(configured);
  }

  private editorOf(path: FilePath): EditorSettings {
    const { everywhere, folders } = this.editorSettings.get();
    const around = this.options.folders.filter((folder) => path.startsWith(`${folder}/`));
    const folder = around.sort((a, b) => b.length - a.length)[0] ?? "";
    const own = folders.find((it) => it.folder === folder);
    return own ?? { folder, settings: everywhere };
  }

  /** A person who names a file wants to know of it, though the configuration leaves it out. */
  private withNamed(configured: Configured): Configured {
    const { named } = this;
    return {
      ...configured,
      isExcluded: (path) =>
        configured.isExcluded(path) &&
        !named.some((it) => path === it || path.startsWith(`${it}/`)),
    };
  }

  private update(changes: Changes): void {
    this.changes++;
    if (this.isFrameworkUsed) {
      this.workspace.update(changes);
      for (const [path, text] of changes) if (text === undefined) this.linter.forget(path);
      return;
    }
    if (!this.isRead) for (const [path, text] of changes) this.asleep.set(path, text);
    if ([...changes.values()].some((text) => text !== undefined && mentionsFramework(text)))
      this.wake();
  }

  /** Tells of what is no regular file, but for links to files that are read where they stand, or to none. */
  private async skipOther(path: FilePath): Promise<void> {
    const read = await this.options.host.read(path);
    if (!(read instanceof Uint8Array) && !read.isGone) this.skipped.set(path, read.why);
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

function parentOf(path: FilePath): FilePath {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
