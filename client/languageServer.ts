/** The server's process, as the rest of the client sees it: start, stop, ask, and what it is doing. */
import * as vscode from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import type { Requests, Status } from "#protocol";

/** What the server says of itself, or what the client knows of it while it cannot say anything. */
export type ServerState = Status | { readonly state: "starting" } | { readonly state: "stopped" };

/** A server that ends by itself so often within `crashWindow` milliseconds is not started again. */
const crashLimit = 4;
const crashWindow = 180_000;

export class LanguageServer implements vscode.Disposable {
  readonly log: vscode.LogOutputChannel;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** The routes that were asked for last may be others now. */
  readonly onRoutesChanged: vscode.Event<void>;
  readonly #client: LanguageClient;
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly #routesChanged = new vscode.EventEmitter<void>();
  #state: ServerState = { state: "stopped" };
  #crashes: readonly number[] = [];
  #lastStep: Promise<void> = Promise.resolve();

  /** @param module the absolute path of the server's bundle. */
  constructor(module: string) {
    this.log = vscode.window.createOutputChannel("Routewright", { log: true });
    this.onDidChangeState = this.#changed.event;
    this.onRoutesChanged = this.#routesChanged.event;
    const server = { module, transport: TransportKind.ipc };
    this.#client = new LanguageClient(
      "routewright",
      "Routewright",
      { run: server, debug: server },
      this.#options(),
    );
    this.#client.onDidChangeState(({ newState }) => this.#clientIsNow(newState));
    this.#client.onNotification("routewright/status", (status: Status) => this.#setState(status));
    this.#client.onNotification("routewright/routesChanged", () => this.#routesChanged.fire());
  }

  get state(): ServerState {
    return this.#state;
  }

  start(): Promise<void> {
    this.#crashes = [];
    return this.#next(async () => {
      if (this.#client.needsStart()) await this.#client.start();
    });
  }

  stop(): Promise<void> {
    return this.#next(async () => {
      if (this.#client.needsStop()) await this.#client.stop();
    });
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Waits while the server starts. Rejects where it is stopped or refuses. */
  async request<Method extends keyof Requests>(
    method: Method,
    params: Requests[Method]["params"],
  ): Promise<Requests[Method]["result"]> {
    await this.#lastStep;
    if (!this.#client.isRunning()) throw new Error("Routewright is stopped. Start it first.");
    return this.#client.sendRequest<Requests[Method]["result"]>(method, params);
  }

  async dispose(): Promise<void> {
    await this.#next(() => this.#client.dispose());
    this.#changed.dispose();
    this.#routesChanged.dispose();
    this.log.dispose();
  }

  /** One after the other: the client library refuses to start while it is stopping. */
  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#lastStep.then(step);
    this.#lastStep = done.catch(() => undefined);
    return done;
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "python" },
        { scheme: "file", pattern: "**/{pyproject,routewright}.toml" },
      ],
      // The Problems of all files as soon as they are known; VS Code would ask for those of open files only, and for the others now and then.
      initializationOptions: { diagnostics: "push" },
      diagnosticCollectionName: "routewright",
      outputChannel: this.log,
      // A failure shows in the status item and the log; nothing pops up while one types.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      markdown: { isTrusted: false, supportHtml: false },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (_error, _message, count) => ({
          action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        }),
        closed: () => this.#crashed(),
      },
    };
  }

  #crashed(): CloseHandlerResult {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < crashWindow), now];
    const action =
      this.#crashes.length < crashLimit ? CloseAction.Restart : CloseAction.DoNotRestart;
    return { action, handled: true };
  }

  #clientIsNow(state: State): void {
    if (state === State.Starting) this.#setState({ state: "starting" });
    if (state === State.StartFailed) {
      this.#setState({ state: "failed", detail: "The server did not start." });
    }
    if (state !== State.Stopped) return;
    const gaveUp = this.#crashes.length >= crashLimit;
    this.#setState(
      gaveUp
        ? { state: "failed", detail: "The server ended several times in a row." }
        : { state: "stopped" },
    );
  }

  #setState(state: ServerState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
