/** The language server: takes what the editor says, asks the engine, publishes what changed. Knows no machine but through `Host`. */
import {
  type CancellationToken,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, FIX_ALL } from "#features/codeActions";
import { answerRequests } from "#features/requests";
import { toPath, toUri } from "#features/uris";
import type { RepositoryTemplates } from "#generate/repository";
import type { Cache, FilePath, Host } from "#host";
import type { EditorSettings } from "#lint/configuration";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import { WATCHED_FILES } from "#model/files/discovery";
import type { PatternEntry } from "#protocol";
import { rules } from "#rules/index";
import type { PythonReader } from "#syntax/python";
import { Coalesced } from "./coalesced.ts";
import { EarlierFindings } from "./earlierFindings.ts";
import { Editor } from "./editor.ts";
import { Help } from "./help.ts";
import { PendingEdits } from "./pendingEdits.ts";
import { Publisher, SLICE } from "./publisher.ts";
import { Session } from "./session.ts";

export interface Surroundings {
  /** What may be read of the machine: these folders and nothing else. */
  hostOf(folders: readonly FilePath[]): Host;
  /** What earlier runs found; absent where nothing is to be kept. */
  readonly cache?: Cache | undefined;
  /** Milliseconds from some fixed moment. */
  now(): number;
  readonly python: PythonReader;
  readonly patterns: readonly PatternEntry[];
  readonly templates: RepositoryTemplates;
  readonly version: string;
  /** A rule's page, as Markdown. */
  rulePage(rule: Rule): string;
  /** Runs something once what is waiting has had its turn. */
  later(run: () => void): void;
  /** Runs something after so many milliseconds. */
  after(milliseconds: number, run: () => void): void;
}

export function serve(connection: Connection, surroundings: Surroundings): void {
  new LanguageServer(connection, surroundings).listen();
}

class LanguageServer {
  private readonly connection: Connection;
  private readonly surroundings: Surroundings;
  private readonly documents = new TextDocuments(TextDocument);
  /** The URIs of open documents, as the editor writes them. */
  private readonly uris = new Map<FilePath, string>();
  private readonly publisher: Publisher;
  private readonly editor: Editor;
  private session: Session;
  private folders: readonly FilePath[] = [];
  private editorSettings: unknown = {};
  /** The same in the folders of the workspace. */
  private folderSettings: readonly EditorSettings[] = [];
  private state: "reading" | "ready" | "asleep" = "reading";
  /** Counts the readings of the workspace: an older one that is still under way gives up. */
  private reading = 0;
  /** Of a burst of changes only the last text counts. */
  private readonly edited: PendingEdits;
  private taking: Promise<void> = Promise.resolve();
  private readonly earlier: EarlierFindings;
  private readonly readAgain: Coalesced;
  /** What `changeCount` gave when the client asked for routes; `undefined` while it need not be told of others. */
  private routesAskedAt: string | undefined;

  constructor(connection: Connection, surroundings: Surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.editor = new Editor(connection);
    this.earlier = new EarlierFindings(surroundings.cache);
    const later = (run: () => void): void => surroundings.later(() => this.guard(run));
    this.session = this.newSession();
    this.publisher = new Publisher({
      send: (diagnostics) => this.editor.send("textDocument/publishDiagnostics", diagnostics),
      isAsked: () => this.editor.asksForDiagnostics,
      askAgain: () => this.editor.askForDiagnosticsAgain(),
      sendStatus: (status) => this.editor.send("routewright/status", status),
      onCrash: (path, error) => {
        this.earlier.distrust();
        this.editor.fail(`Findings of ${path}`, error);
      },
      onComplete: () => {
        void this.earlier.keep();
        this.tellOfRoutes();
      },
      later,
      now: surroundings.now,
      documentAt: (path) => this.documentAt(path),
      uriOf: (path) => this.uriOf(path),
      isBehind: (path) => this.edited.has(path),
    });
    this.edited = new PendingEdits({
      onReady: () => void this.takeEditsAndRefresh(),
      later,
      after: (milliseconds, run) => surroundings.after(milliseconds, () => this.guard(run)),
    });
    this.readAgain = new Coalesced(() => void this.readWorkspace(), later);
  }

  listen(): void {
    const { connection, documents } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onDidChangeConfiguration((params) => this.readEditorSettings(params?.settings));
    connection.onDidChangeWatchedFiles((params) => this.filesChanged(params?.changes ?? []));
    connection.onCodeAction((params) => this.codeActions(params));
    connection.languages.diagnostics.on((params) => this.diagnostics(params));
    connection.languages.diagnostics.onWorkspace((params, token) =>
      this.allDiagnostics(params, token),
    );
    documents.onDidChangeContent(({ document }) => this.documentChanged(document));
    documents.onDidClose(({ document }) => this.documentClosed(document));
    const help = new Help({
      documents,
      patterns: this.surroundings.patterns,
      hasSnippets: () => this.editor.hasSnippets,
      isAsleep: () => this.state === "asleep",
      upToDate: async (uri) => {
        await this.takeEdits(uri);
        return this.session;
      },
      reports: (path) => this.reports(path),
      uriOf: (path) => this.uriOf(path),
    });
    help.listen(connection);
    answerRequests(connection, {
      patterns: this.surroundings.patterns,
      templates: this.surroundings.templates,
      rulePage: this.surroundings.rulePage,
      workspace: () => this.session.workspace,
      upToDate: async () => {
        await this.takeEdits();
        return this.session.workspace;
      },
      onRoutesAsked: () => {
        this.routesAskedAt = this.changeCount();
      },
      uriOf: (path) => this.uriOf(path),
      whyHere: (place) => help.whyHere(place),
      host: () => this.surroundings.hostOf(this.folders),
    });
    documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.editor.introduce(params.capabilities, params.initializationOptions);
    const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? [params.rootUri ?? ""];
    this.folders = foldersAt(roots);
    return {
      serverInfo: { name: "routewright", version: this.surroundings.version },
      capabilities: {
        positionEncoding: "utf-16",
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL],
        },
        completionProvider: { triggerCharacters: ["-", "[", '"', "'"] },
        hoverProvider: true,
        definitionProvider: true,
        workspaceSymbolProvider: true,
        ...(this.editor.asksForDiagnostics && {
          diagnosticProvider: {
            identifier: "routewright",
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  private initialized(): void {
    const { editor } = this;
    if (editor.canWatchFiles)
      editor.register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          ...WATCHED_FILES.map((globPattern) => ({ globPattern })),
          // Of a folder that comes or goes nothing else may be told than the folder itself.
          { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
        ],
      });
    if (editor.canRegisterSettings)
      editor.register(DidChangeConfigurationNotification.type, { section: "routewright" });
    if (editor.hasFolders)
      this.connection.workspace.onDidChangeWorkspaceFolders((event) =>
        this.foldersChanged(event ?? {}),
      );
    void this.readEditorSettings(undefined);
    void this.readWorkspace();
  }

  private foldersChanged({ added = [], removed = [] }: Partial<WorkspaceFoldersChangeEvent>): void {
    const gone = foldersAt(removed.map(({ uri }) => uri));
    const come = foldersAt(added.map(({ uri }) => uri));
    const kept = this.folders.filter((folder) => !gone.includes(folder));
    this.folders = [...new Set([...kept, ...come])];
    void this.readEditorSettings(undefined);
    this.readAgain.ask();
  }

  private newSession(): Session {
    const { hostOf, python } = this.surroundings;
    const session = new Session({
      folders: this.folders,
      host: hostOf(this.folders),
      python,
      rules,
      onCrash: (rule, path, error) => {
        this.earlier.distrust();
        this.editor.fail(`Rule ${rule.id}`, error, path);
      },
    });
    session.setEditorSettings(this.editorSettings, this.folderSettings);
    return session;
  }

  /** Reads all files anew; findings of the last reading stay until there are new ones. */
  private async readWorkspace(): Promise<void> {
    const reading = ++this.reading;
    const session = this.newSession();
    this.session = session;
    this.setState("reading");
    const endProgress = this.editor.beginProgress("Routewright: reading the project");
    try {
      this.edited.clear();
      for (const [path, document] of this.openDocuments())
        await session.openDocument(path, document.getText());
      for await (const _ of session.read()) {
        await this.turn();
        if (reading !== this.reading) return;
      }
      await this.showEarlier(session);
      for (const _ of this.slices(session.link())) {
        await this.turn();
        if (reading !== this.reading) return;
      }
    } catch (error) {
      this.editor.fail("Reading the workspace", error);
    } finally {
      endProgress();
    }
    if (reading !== this.reading) return;
    for (const [path, why] of session.skipped)
      this.connection.console.info(`${printable(path)} is left out: ${why}`);
    for (const cut of session.cuts) this.connection.console.warn(cut);
    this.setState(session.isAwake ? "ready" : "asleep");
  }

  private setState(state: "reading" | "ready" | "asleep"): void {
    this.state = state;
    this.publisher.show(this.session, state);
  }

  private async showEarlier(session: Session): Promise<void> {
    const reports = await this.earlier.of(session);
    if (reports === undefined) return;
    this.publisher.showEarlier(session, reports);
    this.connection.console.info(
      "The findings of the last start are shown until there are new ones.",
    );
  }

  /** Takes steps, and yields when others have waited long enough. */
  private *slices(steps: Iterable<void>): Generator<void> {
    const { now } = this.surroundings;
    let end = now() + SLICE;
    for (const _ of steps) {
      if (now() < end) continue;
      yield;
      end = now() + SLICE;
    }
  }

  private turn(): Promise<void> {
    return new Promise((done) => this.surroundings.later(done));
  }

  /** What fails in work that nobody waits for must not end the server. */
  private guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.editor.fail("Work in the background", error);
    }
  }

  // ---- What the person does ----

  private documentChanged(document: TextDocument): void {
    const path = toPath(document.uri);
    if (path === undefined) return;
    this.uris.set(path, document.uri);
    this.edited.add(path, document.getText().length);
  }

  private async takeEditsAndRefresh(): Promise<void> {
    await this.takeEdits();
    if (this.state !== "asleep") this.publisher.refresh();
  }

  /**
   * Gives the engine the newest texts; requests ask for this first.
   * @param uri the document in hand, whose newest text is waited for
   */
  private async takeEdits(uri?: string): Promise<void> {
    const inHand = uri === undefined ? undefined : toPath(uri);
    if (inHand !== undefined) await this.edited.rested(inHand);
    // Who asks while texts are being taken waits for these, too.
    this.taking = this.taking.then(() => this.takeAll());
    await this.taking;
  }

  private async takeAll(): Promise<void> {
    const paths = this.edited.take();
    for (const path of paths) {
      const document = this.documentAt(path);
      if (document === undefined) continue;
      try {
        await this.session.openDocument(path, document.getText());
      } catch (error) {
        this.editor.fail("Reading a document", error, path);
      }
      if (this.state === "asleep" && this.session.isAwake) void this.readWorkspace();
      else this.publisher.first(path);
    }
  }

  private async documentClosed({ uri }: TextDocument): Promise<void> {
    const path = toPath(uri);
    if (path === undefined || this.uris.get(path) !== uri) return;
    this.uris.delete(path);
    this.edited.delete(path);
    await this.session.closeDocument(path);
    this.publisher.refresh();
  }

  private async filesChanged(changes: readonly FileEvent[]): Promise<void> {
    const { session } = this;
    const paths = changes.flatMap(({ uri }) => toPath(uri) ?? []).map(withoutSlash);
    const decide = (): boolean => paths.some((path) => session.decidesWhatIsRead(path));
    const decidedBefore = decide();
    await session.refresh(paths);
    if (decidedBefore || decide() || (this.state === "asleep" && session.isAwake))
      this.readAgain.ask();
    else this.publisher.refresh();
  }

  /** @param pushed the settings that came with a notification, for clients that cannot be asked */
  private async readEditorSettings(pushed: unknown): Promise<void> {
    const { folders } = this;
    const [everywhere, ...own] = await this.editor.settings(
      "routewright",
      folders.map((folder) => toUri(folder)),
      pushed,
    );
    if (everywhere === undefined) return;
    this.editorSettings = everywhere;
    this.folderSettings = folders.flatMap((folder, index) =>
      index < own.length ? { folder, settings: own[index] } : [],
    );
    this.session.setEditorSettings(everywhere, this.folderSettings);
    this.publisher.refresh();
  }

  // ---- What the person asks for ----

  private async codeActions({ textDocument, range, context }: CodeActionParams) {
    await this.takeEdits(textDocument.uri);
    const { session } = this;
    const path = toPath(textDocument.uri);
    const lines = path === undefined ? undefined : session.linesOf(path);
    if (path === undefined || lines === undefined || this.state === "asleep") return [];
    const actions = codeActions(
      {
        path,
        selection: { start: lines.offset(range.start), end: lines.offset(range.end) },
        reports: this.reports(path),
        only: context.only,
        workspace: session.workspace,
      },
      {
        linesOf: (each) => session.linesOf(each),
        uriOf: (each) => this.uriOf(each),
        versionOf: (each) => this.documentAt(each)?.version ?? null,
        canVersionEdits: this.editor.canVersionEdits,
        canCreateFiles: this.editor.canCreateFiles,
      },
    );
    return this.editor.withoutRefused(actions, async (uri) => {
      const changed = toPath(uri);
      return changed === undefined ? undefined : session.refusal(changed);
    });
  }

  private async diagnostics({ textDocument, previousResultId }: DocumentDiagnosticParams) {
    await this.takeEdits(textDocument.uri);
    const path = toPath(textDocument.uri);
    return path === undefined ? NO_DIAGNOSTICS : this.publisher.answer({ path, previousResultId });
  }

  private async allDiagnostics(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
  ) {
    await this.takeEdits();
    const turn = async (): Promise<boolean> => {
      await this.turn();
      return !token.isCancellationRequested;
    };
    return { items: await this.publisher.answerAll(previousResultIds, turn, toPath) };
  }

  /** Once after each time that the client asked for routes: it asks again when somebody looks at them. Nothing is computed here. */
  private tellOfRoutes(): void {
    if (this.routesAskedAt === undefined || this.routesAskedAt === this.changeCount()) return;
    this.routesAskedAt = undefined;
    this.editor.send("routewright/routesChanged", {});
  }

  private changeCount(): string {
    return `${this.reading}:${this.session.changes}`;
  }

  /** What is known of a file by now. */
  private reports(path: FilePath): readonly Report[] {
    return this.state === "reading" ? this.session.quickReports(path) : this.session.reports(path);
  }

  private *openDocuments(): Generator<[FilePath, TextDocument]> {
    for (const path of this.uris.keys()) {
      const document = this.documentAt(path);
      if (document !== undefined) yield [path, document];
    }
  }

  private documentAt(path: FilePath): TextDocument | undefined {
    return this.documents.get(this.uris.get(path) ?? "");
  }

  private uriOf(path: FilePath): string {
    return this.uris.get(path) ?? toUri(path);
  }
}

const NO_DIAGNOSTICS: DocumentDiagnosticReport = { kind: "full", items: [] };

function foldersAt(uris: readonly string[]): FilePath[] {
  return [...new Set(uris.flatMap((uri) => toPath(uri) ?? []).map(withoutSlash))];
}

function withoutSlash(path: FilePath): FilePath {
  return path.replace(/\/+$/, "");
}
