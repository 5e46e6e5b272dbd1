/** An editor without a screen: talks to the built language server over standard input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  type FileChangeType,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Registration,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  WorkDoneProgressCreateRequest,
} from "vscode-languageserver/node";
import type { Requests, Status } from "#protocol";
import { dist } from "../dist.ts";
import { folderWith } from "../temporary.ts";
import { MODERN } from "./clientCapabilities.ts";

export interface EditorOptions {
  /** Folders on disk; none is an editor with single files only. */
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  /** The answer to `workspace/configuration`, for each item asked for; it may throw, or never come. */
  readonly settings?: (scopeUri?: string) => unknown;
  readonly params?: Partial<InitializeParams>;
  /** Whether a request for progress is never answered. */
  readonly ignoresProgress?: boolean;
  readonly bundle?: string;
  /** Where findings are kept between starts; by default nowhere that another start would look. */
  readonly cacheHome?: string;
}

const running = new Set<Editor>();

afterEach(async () => {
  for (const editor of running) await editor.end();
});

export class Editor {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  /** All that was published, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: Status[] = [];
  readonly registrations: Registration[] = [];
  readonly log: string[] = [];
  /** Tokens that the server asked for. */
  readonly progress: unknown[] = [];
  /** How often the server had diagnostics asked for again. */
  refreshes = 0;
  readonly exit: Promise<number | null>;
  initialized: InitializeResult | undefined;
  /** Standard error. */
  errors = "";
  private readonly folder: string;
  private readonly versions = new Map<string, number>();
  private waiting: (() => void)[] = [];

  private constructor({
    folders,
    ignoresProgress = false,
    settings = () => ({}),
    bundle = dist("server.js"),
    cacheHome = folderWith({}, "routewright-cache-"),
  }: EditorOptions) {
    this.folder = folders[0] ?? "";
    this.process = spawn(process.execPath, [bundle, "--stdio"], {
      stdio: "pipe",
      env: { ...process.env, XDG_CACHE_HOME: cacheHome },
    });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error("The server has no pipes.");
    this.process.stderr?.on("data", (bytes) => {
      this.errors += bytes;
    });
    this.exit = new Promise((done) => this.process.once("exit", done));
    const connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection = connection;
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.wake();
    });
    connection.onNotification("routewright/status", (status: Status) => {
      this.statuses.push(status);
      this.wake();
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.log.push(message);
      this.wake();
    });
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registrations.push(...registrations);
      this.wake();
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes++;
      this.wake();
    });
    connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      this.progress.push(token);
      return ignoresProgress ? new Promise<void>(() => undefined) : undefined;
    });
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ scopeUri }) => settings(scopeUri)),
    );
    connection.onError(() => undefined);
    connection.listen();
  }

  /** Starts a server and waits until it has read its folders. */
  static async start(options: EditorOptions): Promise<Editor> {
    const editor = new Editor(options);
    running.add(editor);
    const workspaceFolders = options.folders.map((path) => ({ uri: toUri(path), name: path }));
    editor.initialized = await editor.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders,
      capabilities: options.capabilities ?? MODERN,
      ...options.params,
    });
    await editor.connection.sendNotification(InitializedNotification.type, {});
    await editor.rest();
    return editor;
  }

  /** A server that was told nothing yet. */
  static raw(): Editor {
    const editor = new Editor({ folders: [] });
    running.add(editor);
    return editor;
  }

  uri(path: string): string {
    return path.startsWith("file:") ? path : toUri(join(this.folder, path));
  }

  async open(path: string, text?: string): Promise<void> {
    const uri = this.uri(path);
    this.versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: {
        uri,
        languageId: path.endsWith(".py") ? "python" : "toml",
        version: 1,
        text: text ?? readFileSync(new URL(uri), "utf8"),
      },
    });
  }

  async change(path: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const uri = this.uri(path);
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(path: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path) },
    });
  }

  async watched(...changes: readonly (readonly [path: string, type: FileChangeType])[]) {
    await this.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: changes.map(([path, type]) => ({ uri: this.uri(path), type })),
    });
  }

  /** What stands in the editor for a file now: `line:character rule` from 0. */
  shown(path: string): readonly string[] {
    return this.diagnostics(path).map(
      ({ range: { start }, code }) => `${start.line}:${start.character} ${code}`,
    );
  }

  diagnostics(path: string): readonly Diagnostic[] {
    return this.published.findLast(({ uri }) => uri === this.uri(path))?.diagnostics ?? [];
  }

  /** Waits until a file shows these, and stays so once the server has nothing more to do. */
  async shows(path: string, ...expected: string[]): Promise<void> {
    const wanted = expected.join("\n");
    await this.until(
      () => this.shown(path).join("\n") === wanted,
      () => this.shown(path),
    );
    await this.rest();
    await this.until(
      () => this.shown(path).join("\n") === wanted,
      () => this.shown(path),
    );
  }

  /** Every file that shows anything, by its URI. */
  everything(): ReadonlyMap<string, readonly Diagnostic[]> {
    const last = new Map(this.published.map(({ uri, diagnostics }) => [uri, diagnostics]));
    return new Map([...last].filter(([, diagnostics]) => diagnostics.length > 0));
  }

  async until(isSo: () => boolean, found: () => unknown = () => this.statuses): Promise<void> {
    const late = setTimeout(() => this.wake(true), 10_000);
    try {
      while (!isSo()) {
        const isLate = await new Promise<boolean>((resolve) => {
          this.waiting.push(() => resolve(this.isLate));
        });
        if (isLate && !isSo())
          throw new Error(`Waited in vain; found ${JSON.stringify(found())} ${this.errors}`);
      }
    } finally {
      clearTimeout(late);
    }
  }

  /** Waits until the server has read its folders and done what was to be done in the background. */
  async rest(): Promise<void> {
    await this.until(() => ["ready", "asleep"].includes(this.statuses.at(-1)?.state ?? ""));
    // It works in turns, and each answer takes one.
    for (let turn = 0; turn < 5; turn++) await this.ask("routewright/rules", {});
  }

  ask<Method extends keyof Requests>(
    method: Method,
    params: Requests[Method]["params"],
  ): Promise<Requests[Method]["result"]> {
    return this.connection.sendRequest<Requests[Method]["result"]>(method, params);
  }

  /** The actions at the first place where `part` stands in an open text. */
  async actions(
    path: string,
    { line, character }: { readonly line: number; readonly character: number },
    only?: string[],
  ): Promise<readonly CodeAction[]> {
    const place = { line, character };
    const answer = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: this.uri(path) },
      range: { start: place, end: place },
      context: { diagnostics: [], ...(only && { only }) },
    });
    return (answer ?? []).filter(
      (action): action is CodeAction =>
        !("command" in action && typeof action.command === "string"),
    );
  }

  async shutdown(): Promise<number | null> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return this.exit;
  }

  async end(): Promise<void> {
    running.delete(this);
    this.connection.dispose();
    if (this.process.exitCode === null) this.process.kill("SIGKILL");
    await this.exit;
  }

  private isLate = false;

  private wake(isLate = false): void {
    this.isLate = isLate;
    for (const wake of this.waiting.splice(0)) wake();
  }
}

export function toUri(path: string): string {
  return pathToFileURL(path).href;
}
