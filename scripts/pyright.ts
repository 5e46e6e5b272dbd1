/**
 * Pyright, asked over its language server what names denote: a second opinion on ours. It is fetched once from the npm registry into
 * the cache folder of the home, outside the repository, and reads source only.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  ConfigurationRequest,
  createProtocolConnection,
  DefinitionRequest,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type Location,
  type LocationLink,
  type Position,
  type ProtocolConnection,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TypeDefinitionRequest,
  WorkDoneProgressCreateRequest,
} from "vscode-languageserver/node";

const VERSION = "1.1.414";

/** Where something is defined, counted from 0. */
export interface DefinitionPlace {
  readonly path: string;
  readonly line: number;
  readonly character: number;
}

export class Pyright {
  private readonly process: ChildProcess;
  private readonly connection: ProtocolConnection;

  private constructor() {
    this.process = spawn(process.execPath, [languageServer(), "--stdio"], { stdio: "pipe" });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error("Pyright has no pipes.");
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(settingsOf));
    this.connection.onRequest(RegistrationRequest.type, () => undefined);
    this.connection.onRequest(WorkDoneProgressCreateRequest.type, () => undefined);
    this.connection.listen();
  }

  static async start(folder: string): Promise<Pyright> {
    const pyright = new Pyright();
    const uri = pathToFileURL(folder).href;
    await pyright.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "folder" }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { definition: { linkSupport: false } },
      },
    });
    await pyright.connection.sendNotification(InitializedNotification.type, {});
    return pyright;
  }

  async open(path: string, text: string): Promise<void> {
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: pathToFileURL(path).href, languageId: "python", version: 1, text },
    });
  }

  async close(path: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: pathToFileURL(path).href },
    });
  }

  /** Where the name at a place is defined, imports followed; several places for one that is bound several times. */
  async definitions(path: string, position: Position): Promise<readonly DefinitionPlace[]> {
    const textDocument = { uri: pathToFileURL(path).href };
    const params = { textDocument, position };
    return placesOf(await this.connection.sendRequest(DefinitionRequest.type, params));
  }

  /** Where the class of the value at a place is defined, or the function that the value is. */
  async types(path: string, position: Position): Promise<readonly DefinitionPlace[]> {
    const textDocument = { uri: pathToFileURL(path).href };
    const params = { textDocument, position };
    return placesOf(await this.connection.sendRequest(TypeDefinitionRequest.type, params));
  }

  stop(): void {
    this.connection.dispose();
    this.process.kill();
  }
}

function settingsOf({ section }: { section?: string | undefined }): unknown {
  const analysis = {
    diagnosticMode: "openFilesOnly",
    typeCheckingMode: "off",
    autoSearchPaths: true,
    useLibraryCodeForTypes: false,
  };
  if (section === "python.analysis") return analysis;
  return section === "python" ? { analysis } : {};
}

function placesOf(found: Location | readonly (Location | LocationLink)[] | null) {
  const all = found === null ? [] : "uri" in found ? [found] : found;
  const places = all.flatMap((it): DefinitionPlace[] =>
    "uri" in it && it.uri.startsWith("file:")
      ? [{ path: fileURLToPath(it.uri), ...it.range.start }]
      : [],
  );
  return places;
}

function languageServer(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "routewright-pyright", VERSION);
  if (!existsSync(folder)) install(folder);
  return join(folder, "node_modules", "pyright", "langserver.index.js");
}

/** It is made beside its place and moved when complete: a run that was stopped leaves nothing half made. */
function install(folder: string): void {
  console.error(`Fetching Pyright ${VERSION}`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const words = ["install", "--prefix", unfinished, "--no-audit", "--no-fund", "--no-save"];
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const { status, stderr, error } = spawnSync(npm, [...words, `pyright@${VERSION}`], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`Pyright was not fetched:\n${error ?? stderr}`);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
