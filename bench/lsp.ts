/** A client of language servers over stdio, the same for every server, that adds as little time of its own as it can. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly words: readonly string[];
  readonly initializationOptions?: object;
}

export interface Change {
  /** Lines and characters from 0. */
  readonly line: number;
  readonly character: number;
  /** How many characters go. */
  readonly removed: number;
  readonly text: string;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: {
    readonly uri?: string;
    readonly version?: number | null;
    readonly state?: string;
  };
  readonly result?: unknown;
}

interface Waiting {
  isMet(message: Message): boolean;
  done(): void;
  fail(why: Error): void;
  readonly timer: NodeJS.Timeout;
}

/** Milliseconds until a server that does not answer is given up. */
const PATIENCE = 180_000;
const HEADER_END = Buffer.from("\r\n\r\n");

export class LanguageClient {
  private readonly server: ChildProcess;
  private readonly folder: string;
  private readonly options: ServerCommand;
  private received: Buffer = Buffer.alloc(0);
  private readonly waiting = new Set<Waiting>();
  private readonly versions = new Map<string, number>();
  private lastId = 0;

  /** Starts the server for a workspace of one folder. */
  constructor(options: ServerCommand, folder: string) {
    this.options = options;
    this.folder = folder;
    this.server = spawn(options.command, options.words, {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.server.stdout?.on("data", (bytes: Buffer) => this.receive(bytes));
    this.server.on("exit", () => {
      for (const { timer, fail } of this.waiting) {
        clearTimeout(timer);
        fail(new Error(`${options.name} ended`));
      }
      this.waiting.clear();
    });
  }

  async initialize(): Promise<void> {
    const uri = pathToFileURL(this.folder).href;
    await this.request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "bench" }],
      // No pulled diagnostics: a server then pushes them.
      capabilities: {
        textDocument: {
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
        },
        workspace: { workspaceFolders: true },
      },
      initializationOptions: this.options.initializationOptions,
    });
    this.notify("initialized", {});
  }

  /** Waits until our own server has read its workspace. Asked before `initialize`, since that may be quick. */
  ready(): Promise<void> {
    return this.next(
      ({ method, params }) => method === "routewright/status" && params?.state === "ready",
    );
  }

  async open(path: string, text: string): Promise<void> {
    const uri = pathToFileURL(path).href;
    this.versions.set(uri, 1);
    const published = this.published(uri, 1);
    this.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "python", version: 1, text },
    });
    await published;
  }

  /** Sends changes, each a notification of its own, in one go. Milliseconds until the diagnostics of the last one are there. */
  async change(path: string, changes: readonly Change[]): Promise<number> {
    const uri = pathToFileURL(path).href;
    const first = (this.versions.get(uri) ?? 0) + 1;
    const last = first + changes.length - 1;
    this.versions.set(uri, last);
    const bytes = changes.map(({ line, character, removed, text }, index) =>
      encoded({
        method: "textDocument/didChange",
        params: {
          textDocument: { uri, version: first + index },
          contentChanges: [
            {
              range: {
                start: { line, character },
                end: { line, character: character + removed },
              },
              text,
            },
          ],
        },
      }),
    );
    const published = this.published(uri, last);
    const started = performance.now();
    this.server.stdin?.write(Buffer.concat(bytes));
    await published;
    return performance.now() - started;
  }

  /** Bytes of memory that the server holds now; `undefined` where the system does not tell. */
  memory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.server.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    const exited = new Promise((done) => this.server.once("exit", done));
    await this.request("shutdown", undefined);
    this.notify("exit", undefined);
    await exited;
  }

  private published(uri: string, version: number): Promise<void> {
    return this.next(
      ({ method, params }) =>
        method === "textDocument/publishDiagnostics" &&
        params?.uri === uri &&
        (params.version ?? 0) >= version,
    );
  }

  private async request(method: string, params: unknown): Promise<void> {
    const id = ++this.lastId;
    const answered = this.next((message) => message.id === id && message.method === undefined);
    this.server.stdin?.write(encoded({ id, method, params }));
    await answered;
  }

  private notify(method: string, params: unknown): void {
    this.server.stdin?.write(encoded({ method, params }));
  }

  private next(isMet: (message: Message) => boolean): Promise<void> {
    return new Promise((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${this.options.name} did not answer`)),
        PATIENCE,
      );
      this.waiting.add({ isMet, done, fail, timer });
    });
  }

  private receive(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    for (;;) {
      const end = this.received.indexOf(HEADER_END);
      if (end < 0) return;
      const header = this.received.toString("latin1", 0, end);
      const start = end + HEADER_END.length;
      const stop = start + Number(/Content-Length: *(\d+)/i.exec(header)?.[1]);
      if (this.received.length < stop) return;
      const text = this.received.toString("utf8", start, stop);
      this.received = this.received.subarray(stop);
      this.take(JSON.parse(text));
    }
  }

  private take(message: Message): void {
    if (message.method !== undefined && message.id !== undefined)
      this.server.stdin?.write(encoded({ id: message.id, result: null }));
    for (const each of [...this.waiting])
      if (each.isMet(message)) {
        this.waiting.delete(each);
        clearTimeout(each.timer);
        each.done();
      }
  }
}

function encoded(message: object): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}
