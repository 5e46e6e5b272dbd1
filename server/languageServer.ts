/** The language server: takes what the editor says, asks the engine, publishes what changed. Knows no machine but through `Host`. */
import {
  CodeActionKind,
  type CodeActionParams,
  type CompletionParams,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, FIX_ALL } from "#features/codeActions";
import { patternCompletions } from "#features/completion";
import { answerRequests } from "#features/requests";
import { toPath, toUri } from "#features/uris";
import type { RepositoryTemplates } from "#generate/repository";
import type { FilePath, Host } from "#host";
import { printable } from "#lint/printable";
import type { Rule } from "#lint/rule";
import { WATCHED_FILES } from "#model/files/discovery";
import type { PatternEntry } from "#protocol";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import type { PythonReader } from "#syntax/python";
import { Coalesced } from "./coalesced.ts";
import { Editor } from "./editor.ts";
import { Publisher } from "./publisher.ts";
import { Session } from "./session.ts";

export interface Surroundings {
  /** What may be read of the machine: these folders and nothing else. */
  hostOf(folders: readonly FilePath[]): Host;
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
  private state: "reading" | "ready" | "asleep" = "reading";
  /** Counts the readings of the workspace: an older one that is still under way gives up. */
  private reading = 0;
  /** Open documents whose newest text the engine does not have yet. */
  private readonly edited = new Set<FilePath>();
  /** Of a burst of changes only the last text counts. */
  private readonly flush: Coalesced;
  private readonly readAgain: Coalesced;

  constructor(connection: Connection, surroundings: Surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.editor = new Editor(connection);
    const later = (run: () => void): void => surroundings.later(() => this.guard(run));
    this.session = this.newSession();
    this.publisher = new Publisher({
      send: (diagnostics) => this.editor.send("textDocument/publishDiagnostics", diagnostics),
      sendStatus: (status) => this.editor.send("routewright/status", status),
      onCrash: (path, error) => this.editor.fail(`Findings of ${path}`, error),
      later,
      now: surroundings.now,
      documentAt: (path) => this.documentAt(path),
      uriOf: (path) => this.uriOf(path),
      isBehind: (path) => this.edited.has(path),
    });
    this.flush = new Coalesced(() => void this.takeEditsAndRefresh(), later);
    this.readAgain = new Coalesced(() => void this.readWorkspace(), later);
  }

  listen(): void {
    const { connection, documents } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onDidChangeConfiguration((params) => this.readEditorSettings(params?.settings));
    connection.onDidChangeWatchedFiles((params) => this.filesChanged(params?.changes ?? []));
    connection.onCodeAction((params) => this.codeActions(params));
    connection.onCompletion((params) => this.complete(params));
    documents.onDidChangeContent(({ document }) => this.documentChanged(document));
    documents.onDidClose(({ document }) => this.documentClosed(document));
    answerRequests(connection, {
      patterns: this.surroundings.patterns,
      templates: this.surroundings.templates,
      rulePage: this.surroundings.rulePage,
      workspace: () => this.session.workspace,
      host: () => this.surroundings.hostOf(this.folders),
    });
    documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.editor.introduce(params.capabilities);
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
        completionProvider: { triggerCharacters: ["-"] },
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
    this.readAgain.ask();
  }

  private newSession(): Session {
    const { hostOf, python } = this.surroundings;
    const session = new Session({
      folders: this.folders,
      host: hostOf(this.folders),
      python,
      rules,
      onCrash: (rule, path, error) => this.editor.fail(`Rule ${rule.id}`, error, path),
    });
    session.setEditorSettings(this.editorSettings);
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
    this.edited.add(path);
    this.flush.ask();
  }

  private async takeEditsAndRefresh(): Promise<void> {
    await this.takeEdits();
    if (this.state !== "asleep") this.publisher.refresh();
  }

  /** Gives the engine the newest texts; requests ask for this first. */
  private async takeEdits(): Promise<void> {
    const paths = [...this.edited];
    this.edited.clear();
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
    const settings = await this.editor.settings("routewright", pushed);
    if (settings === undefined) return;
    this.editorSettings = settings;
    this.session.setEditorSettings(settings);
    this.publisher.refresh();
  }

  // ---- What the person asks for ----

  private async codeActions({ textDocument, range, context }: CodeActionParams) {
    await this.takeEdits();
    const { session } = this;
    const path = toPath(textDocument.uri);
    const lines = path === undefined ? undefined : session.linesOf(path);
    if (path === undefined || lines === undefined || this.state === "asleep") return [];
    const actions = codeActions(
      {
        path,
        selection: { start: lines.offset(range.start), end: lines.offset(range.end) },
        reports: this.state === "reading" ? session.quickReports(path) : session.reports(path),
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

  private complete({ textDocument, position }: CompletionParams) {
    const document = this.documents.get(textDocument.uri);
    if (document === undefined || document.languageId !== "python") return [];
    const lines = new Lines(document.getText());
    const { patterns } = this.surroundings;
    return patternCompletions(patterns, lines, lines.offset(position), this.editor.hasSnippets);
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

function foldersAt(uris: readonly string[]): FilePath[] {
  return [...new Set(uris.flatMap((uri) => toPath(uri) ?? []).map(withoutSlash))];
}

function withoutSlash(path: FilePath): FilePath {
  return path.replace(/\/+$/, "");
}
