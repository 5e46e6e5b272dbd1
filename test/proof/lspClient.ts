/** A client of the built server that keeps account of every message: what was asked and not answered, answered twice, or logged as an error. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import {
  type Diagnostic,
  type Message,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { MODERN } from "../server/clientCapabilities.ts";

/** A message of any kind, as it comes. */
interface Incoming {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Published {
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Milliseconds that an answer may take on the slowest machine. */
const PATIENCE = 120_000;
/** Answers in a row during which nothing else came. */
const QUIET = 12;

export class LspClient {
  readonly published = new Map<string, Published>();
  /** What went wrong, as sentences. */
  readonly faults: string[] = [];
  /** The answer to `workspace/configuration`. */
  settings: unknown = {};
  readonly exit: Promise<number | null>;
  private readonly process: ChildProcess;
  private readonly writer: StreamMessageWriter;
  private readonly asked = new Map<number, string>();
  private readonly waiting = new Map<number, (answer: Incoming) => void>();
  private lastId = 0;
  /** Messages that came and were not answers. */
  private heard = 0;
  private state = "";
  private isEnding = false;

  private constructor(server: string) {
    const probe = join(import.meta.dirname, "memoryProbe.mjs");
    this.process = spawn(process.execPath, ["--expose-gc", "--import", probe, server, "--stdio"], {
      stdio: ["pipe", "pipe", "pipe", "ipc"],
    });
    const { stdin, stdout, stderr } = this.process;
    if (stdin === null || stdout === null) throw new Error("The server has no pipes.");
    stdin.on("error", () => undefined);
    stderr?.on("data", (bytes) => this.faults.push(`standard error: ${bytes}`));
    this.exit = new Promise((done) =>
      this.process.once("exit", (code, signal) => {
        if (!this.isEnding) this.faults.push(`the server ended with ${code ?? signal}`);
        for (const answer of this.waiting.values()) answer({});
        done(code);
      }),
    );
    this.writer = new StreamMessageWriter(stdin);
    new StreamMessageReader(stdout).listen((message) => this.take(message));
  }

  /** @param folders URIs */
  static async start(
    server: string,
    folders: readonly string[],
    settings: unknown = {},
  ): Promise<LspClient> {
    const client = new LspClient(server);
    client.settings = settings;
    await client.ask("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
      capabilities: MODERN,
    });
    client.notify("initialized", {});
    return client;
  }

  notify(method: string, params: unknown): void {
    this.send({ jsonrpc: "2.0", method, params });
  }

  /** @returns the id of the request */
  request(method: string, params: unknown): number {
    const id = ++this.lastId;
    this.asked.set(id, method);
    this.send({ jsonrpc: "2.0", id, method, params });
    return id;
  }

  /** The result, or `undefined` for an error. */
  async ask(method: string, params: unknown): Promise<unknown> {
    const id = this.request(method, params);
    const { result } = await new Promise<Incoming>((resolve) => this.waiting.set(id, resolve));
    return result;
  }

  /** Waits until the server has nothing more to do, and has answered all. */
  async rest(): Promise<void> {
    const late = setTimeout(() => this.giveUp(), PATIENCE);
    for (let quiet = 0; quiet < QUIET && !this.isGone; ) {
      const before = this.heard;
      await this.ask("routewright/rules", {});
      const isQuiet = before === this.heard && this.state !== "reading" && this.asked.size === 0;
      quiet = isQuiet ? quiet + 1 : 0;
    }
    clearTimeout(late);
  }

  get isGone(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Bytes that are held after the garbage was collected. */
  async memory(): Promise<number> {
    const told = new Promise<number>((resolve) => {
      this.process.once("message", (bytes) => resolve(Number(bytes)));
      void this.exit.then(() => resolve(0));
    });
    this.process.send("memory");
    return told;
  }

  /** The diagnostics of every file that has any, by URI, as text. */
  shown(): ReadonlyMap<string, string> {
    const shown = new Map<string, string>();
    for (const [uri, { diagnostics }] of [...this.published].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (diagnostics.length > 0) shown.set(uri, JSON.stringify(diagnostics));
    return shown;
  }

  /** How many diagnostics are shown. */
  get findings(): number {
    return [...this.published.values()].reduce((sum, it) => sum + it.diagnostics.length, 0);
  }

  async end(): Promise<void> {
    this.isEnding = true;
    if (!this.isGone) this.process.kill("SIGKILL");
    await this.exit;
  }

  /** Ends as an editor does. */
  async shutDown(): Promise<number | null> {
    await this.ask("shutdown", null);
    // Too late, and answered all the same.
    await this.ask("routewright/rules", {});
    this.notify("textDocument/didOpen", {});
    this.isEnding = true;
    this.notify("exit", null);
    return this.exit;
  }

  /** Leaves in the middle: the end of the input is all that the server hears of it. */
  async hangUp(): Promise<number | null> {
    this.isEnding = true;
    this.process.stdin?.end();
    return this.exit;
  }

  private send(message: object): void {
    // What is malformed on purpose has no type.
    void this.writer.write(message as Message).catch(() => undefined);
  }

  private giveUp(): void {
    this.faults.push(`no rest; not answered: ${[...new Set(this.asked.values())].join(", ")}`);
    this.process.kill("SIGKILL");
  }

  private take(message: Message): void {
    const { id, method, params, result, error } = message as Incoming;
    if (method !== undefined && id !== undefined) this.serve(id, method, params);
    else if (method !== undefined) this.hear(method, params);
    else this.takeAnswer(Number(id), { result, ...(error && { error }) });
  }

  private takeAnswer(id: number, answer: Incoming): void {
    const method = this.asked.get(id);
    if (method === undefined) this.faults.push(`answer ${id} was not asked for, or came twice`);
    this.asked.delete(id);
    // -32603 is what a handler that threw answers.
    if (answer.error?.code === -32603) this.faults.push(`${method}: ${answer.error.message}`);
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }

  private serve(id: number | string | null, method: string, params: unknown): void {
    this.heard++;
    const items = (params as { items?: readonly unknown[] } | undefined)?.items ?? [];
    const result = method === "workspace/configuration" ? items.map(() => this.settings) : null;
    this.send({ jsonrpc: "2.0", id, result });
  }

  private hear(method: string, params: unknown): void {
    this.heard++;
    if (method === "textDocument/publishDiagnostics") {
      const { uri, ...published } = params as Published & { readonly uri: string };
      this.published.set(uri, published);
    } else if (method === "routewright/status") this.state = (params as { state: string }).state;
    else if (method === "window/logMessage" || method === "window/showMessage") {
      const { type, message } = params as { readonly type: number; readonly message: string };
      if (type === 1) this.faults.push(`logged: ${message}`);
    }
  }
}
