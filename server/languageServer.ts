/** The language server: takes what the editor says, asks the engine, publishes what changed. Knows no machine but through `Host`. */
import {
  CodeActionKind,
  type CodeActionParams,
  type CompletionParams,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, FIX_ALL } from "#features/codeActions";
import { patternCompletions } from "#features/completion";
import { answerRequests } from "#features/requests";
import { toPath, toUri } from "#features/uris";
import type { RepositoryTemplates } from "#generate/repository";
import type { FilePath, Host } from "#host";
import type { Rule } from "#lint/rule";
import { WATCHED_FILES } from "#model/discovery";
import type { PatternEntry } from "#protocol";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import type { PythonReader } from "#syntax/python";
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
  private readonly publisher: Publisher;
  private session: Session;
  private capabilities: InitializeParams["capabilities"] = {};
  private folders: FilePath[] = [];
  private editorSettings: unknown = {};
  private state: "reading" | "ready" | "asleep" = "reading";
  /** Counts the readings of the workspace: an older one that is still under way gives up. */
  private reading = 0;
  /** Open documents whose newest text the engine does not have yet. */
  private readonly edited = new Set<FilePath>();
  private isFlushPlanned = false;
  private hasNewerEdit = false;

  constructor(connection: Connection, surroundings: Surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.session = this.newSession();
    this.publisher = new Publisher({
      send: (diagnostics) => void connection.sendDiagnostics(diagnostics),
      sendStatus: (status) => void connection.sendNotification("routewright/status", status),
      later: surroundings.later,
      now: surroundings.now,
      documentAt: (path) => this.documentAt(path),
    });
  }

  listen(): void {
    const { connection, documents } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onDidChangeConfiguration(() => this.readEditorSettings());
    connection.onDidChangeWatchedFiles(({ changes }) => this.filesChanged(changes));
    connection.onCodeAction((params) => this.codeActions(params));
    connection.onCompletion((params) => this.complete(params));
    documents.onDidChangeContent(({ document }) => this.documentChanged(document));
    documents.onDidClose(({ document }) => this.documentClosed(document));
    answerRequests(connection, {
      patterns: this.surroundings.patterns,
      templates: this.surroundings.templates,
      rulePage: this.surroundings.rulePage,
      workspace: () => this.session.workspace,
    });
    documents.listen(connection);
    connection.listen();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.capabilities = params.capabilities;
    const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? [params.rootUri ?? ""];
    this.folders = roots.flatMap((uri) => toPath(uri) ?? []).map(withoutSlash);
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

  private async initialized(): Promise<void> {
    const { workspace } = this.capabilities;
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration)
      void this.connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: WATCHED_FILES.map((globPattern) => ({ globPattern })),
      });
    if (workspace?.didChangeConfiguration?.dynamicRegistration)
      void this.connection.client.register(DidChangeConfigurationNotification.type, {
        section: "routewright",
      });
    if (workspace?.workspaceFolders)
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.flatMap(({ uri }) => toPath(uri) ?? []).map(withoutSlash));
        const come = added.flatMap(({ uri }) => toPath(uri) ?? []).map(withoutSlash);
        this.folders = [...this.folders.filter((folder) => !gone.has(folder)), ...come];
        void this.readWorkspace();
      });
    void this.readEditorSettings();
    await this.readWorkspace();
  }

  private newSession(): Session {
    const { hostOf, python } = this.surroundings;
    const session = new Session({
      folders: this.folders,
      host: hostOf(this.folders),
      python,
      rules,
      onCrash: (rule, path, error) =>
        this.connection.console.error(`${rule.id} failed on ${path}: ${reasonOf(error)}`),
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
    for (const document of this.documents.all()) {
      const path = toPath(document.uri);
      if (path !== undefined) session.openDocument(path, document.getText());
    }
    const progress = await this.beginProgress();
    try {
      for await (const _ of session.read()) {
        await this.turn();
        if (reading !== this.reading) return;
      }
    } catch (error) {
      this.connection.console.error(`Reading the workspace failed: ${reasonOf(error)}`);
    } finally {
      progress?.done();
    }
    if (reading !== this.reading) return;
    for (const [path, why] of session.skipped)
      this.connection.console.info(`${path} is left out: ${why}`);
    for (const cut of session.cuts) this.connection.console.warn(cut);
    this.setState(session.isAwake ? "ready" : "asleep");
  }

  private async beginProgress(): Promise<{ done(): void } | undefined> {
    if (!this.capabilities.window?.workDoneProgress) return undefined;
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin("Routewright: reading the project");
    return progress;
  }

  private setState(state: "reading" | "ready" | "asleep"): void {
    this.state = state;
    this.publisher.show(this.session, state);
  }

  private turn(): Promise<void> {
    return new Promise((done) => this.surroundings.later(done));
  }

  // ---- What the person does ----

  private documentChanged({ uri }: TextDocument): void {
    const path = toPath(uri);
    if (path === undefined) return;
    this.edited.add(path);
    this.hasNewerEdit = true;
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    this.surroundings.later(() => this.flush());
  }

  /** Of a burst of changes only the last text counts: as long as more come in, they come first. */
  private flush(): void {
    if (this.hasNewerEdit) {
      this.hasNewerEdit = false;
      this.surroundings.later(() => this.flush());
      return;
    }
    this.isFlushPlanned = false;
    this.takeEdits();
    if (this.state !== "asleep") this.publisher.refresh();
  }

  /** Gives the engine the newest texts; requests ask for this first. */
  private takeEdits(): void {
    for (const path of this.edited) {
      const document = this.documentAt(path);
      if (document === undefined) continue;
      const text = document.getText();
      this.session.openDocument(path, text);
      if (this.state === "asleep" && this.session.isAwake) void this.readWorkspace();
      else this.publisher.first(path);
    }
    this.edited.clear();
  }

  private async documentClosed({ uri }: TextDocument): Promise<void> {
    const path = toPath(uri);
    if (path === undefined) return;
    this.edited.delete(path);
    await this.session.closeDocument(path);
    this.publisher.refresh();
  }

  private async filesChanged(changes: readonly FileEvent[]): Promise<void> {
    const paths = changes.flatMap(({ uri }) => toPath(uri) ?? []);
    const deleted = changes
      .filter(({ type }) => type === FileChangeType.Deleted)
      .flatMap(({ uri }) => toPath(uri) ?? []);
    await this.session.refresh([...paths, ...this.session.filesBelow(deleted)]);
    const mustReadAll = paths.some((path) => this.session.decidesWhatIsRead(path));
    if (mustReadAll || (this.state === "asleep" && this.session.isAwake))
      await this.readWorkspace();
    else this.publisher.refresh();
  }

  private async readEditorSettings(): Promise<void> {
    if (!this.capabilities.workspace?.configuration) return;
    try {
      this.editorSettings = await this.connection.workspace.getConfiguration("routewright");
    } catch (error) {
      this.connection.console.warn(`The editor gave no settings: ${reasonOf(error)}`);
      return;
    }
    this.session.setEditorSettings(this.editorSettings);
    this.publisher.refresh();
  }

  // ---- What the person asks for ----

  private codeActions({ textDocument, range, context }: CodeActionParams) {
    this.takeEdits();
    const path = toPath(textDocument.uri);
    const lines = path === undefined ? undefined : this.linesOf(path);
    if (path === undefined || lines === undefined || this.state === "asleep") return [];
    return codeActions(
      {
        path,
        selection: { start: lines.offset(range.start), end: lines.offset(range.end) },
        reports: this.session.reports(path),
        only: context.only,
        workspace: this.session.workspace,
      },
      {
        linesOf: (each) => this.linesOf(each),
        versionOf: (each) => this.documentAt(each)?.version ?? null,
        canCreateFiles:
          this.capabilities.workspace?.workspaceEdit?.resourceOperations?.includes("create") ??
          false,
      },
    );
  }

  private complete({ textDocument, position }: CompletionParams) {
    const document = this.documents.get(textDocument.uri);
    if (document === undefined || document.languageId !== "python") return [];
    const lines = new Lines(document.getText());
    return patternCompletions(this.surroundings.patterns, lines, lines.offset(position));
  }

  private linesOf(path: FilePath): Lines | undefined {
    return this.session.linesOf(path);
  }

  /** The open document of a path, under whatever URI the editor knows it. */
  private documentAt(path: FilePath): TextDocument | undefined {
    return (
      this.documents.get(toUri(path)) ??
      this.documents.all().find(({ uri }) => toPath(uri) === path)
    );
  }
}

function withoutSlash(path: FilePath): FilePath {
  return path.replace(/\/+$/, "");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
