/** The editor at the other end: what it can do, and how it is asked and told things, none of which may fail on us. */
import type {
  ClientCapabilities,
  CodeAction,
  Connection,
  ProtocolNotificationType,
  WorkDoneProgressReporter,
  WorkspaceEdit,
} from "vscode-languageserver";
import * as z from "zod";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";

const InitializationOptions = z.object({
  diagnostics: z.enum(["push", "pull"]).optional(),
});

export class Editor {
  private readonly connection: Connection;
  private capabilities: ClientCapabilities = {};
  private options: z.infer<typeof InitializationOptions> = {};
  /** What has failed and was told: once is enough. */
  private readonly told = new Set<string>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** @param options what the editor says to this server alone */
  introduce(capabilities: ClientCapabilities | undefined, options: unknown): void {
    this.capabilities = capabilities ?? {};
    this.options = InitializationOptions.safeParse(options).data ?? {};
  }

  /**
   * Whether diagnostics are asked for. Ours depend on other files, so that an editor must let itself be told to ask again; one that can
   * both ask and be sent them may say what it prefers.
   */
  get asksForDiagnostics(): boolean {
    const { textDocument, workspace } = this.capabilities;
    const isAble = Boolean(textDocument?.diagnostic && workspace?.diagnostics?.refreshSupport);
    return isAble && this.options.diagnostics !== "push";
  }

  askForDiagnosticsAgain(): void {
    // What goes wrong there, goes wrong in the editor.
    this.connection.languages.diagnostics.refresh().catch(() => undefined);
  }

  get canWatchFiles(): boolean {
    return this.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
  }

  get canRegisterSettings(): boolean {
    return this.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration ?? false;
  }

  get hasFolders(): boolean {
    return this.capabilities.workspace?.workspaceFolders ?? false;
  }

  get hasSnippets(): boolean {
    return this.capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false;
  }

  get canVersionEdits(): boolean {
    return this.capabilities.workspace?.workspaceEdit?.documentChanges ?? false;
  }

  get canCreateFiles(): boolean {
    const operations = this.capabilities.workspace?.workspaceEdit?.resourceOperations;
    return operations?.includes("create") ?? false;
  }

  send(method: string, params: object): void {
    // A client that has gone away is no fault of ours; the end of our input tells us of it.
    this.connection.sendNotification(method, params).catch(() => undefined);
  }

  register<Params, Options>(
    type: ProtocolNotificationType<Params, Options>,
    options: Options & object,
  ): void {
    this.connection.client
      .register(type, options)
      .catch((error: unknown) => this.fail(`Registering ${type.method}`, error));
  }

  /** Waits for nothing: an editor may take its time to answer, or never do it. */
  beginProgress(title: string): () => void {
    if (!this.capabilities.window?.workDoneProgress) return () => undefined;
    const progress = this.startProgress(title);
    return () => void progress.then((it) => it?.done());
  }

  private async startProgress(title: string): Promise<WorkDoneProgressReporter | undefined> {
    try {
      const progress = await this.connection.window.createWorkDoneProgress();
      progress.begin(title);
      return progress;
    } catch {
      // It would only have been for the eye.
      return undefined;
    }
  }

  /**
   * A section of the settings: as it is everywhere, then as it is in each of some places. Shorter, or empty, where the editor does not say.
   * @param scopes URIs
   */
  async settings(
    section: string,
    scopes: readonly string[],
    pushed: unknown,
  ): Promise<readonly unknown[]> {
    if (!this.capabilities.workspace?.configuration)
      return typeof pushed === "object" && pushed !== null
        ? [new Map(Object.entries(pushed)).get(section)].filter((it) => it !== undefined)
        : [];
    try {
      const items = [{ section }, ...scopes.map((scopeUri) => ({ section, scopeUri }))];
      const answer: unknown = await this.connection.workspace.getConfiguration(items);
      return Array.isArray(answer) ? answer : [];
    } catch (error) {
      this.connection.console.warn(`The editor gave no settings: ${reasonOf(error)}`);
      return [];
    }
  }

  /**
   * Takes out actions that would edit what must not be edited; shows them with the reason where the editor can.
   * @param refusal why a closed file must not be edited, as the end of a sentence about it
   */
  async withoutRefused(
    actions: readonly CodeAction[],
    refusal: (uri: string) => Promise<string | undefined>,
  ): Promise<CodeAction[]> {
    const kept: CodeAction[] = [];
    for (const action of actions) {
      const why = await firstRefusal(action, refusal);
      if (why === undefined) kept.push(action);
      else if (this.capabilities.textDocument?.codeAction?.disabledSupport) {
        const { edit: _, isPreferred: __, ...rest } = action;
        kept.push({ ...rest, disabled: { reason: why } });
      }
    }
    return kept;
  }

  /** Writes to the log what failed, once. */
  fail(what: string, error: unknown, path?: FilePath): void {
    const where = path === undefined ? "" : ` on ${printable(path)}`;
    if (this.told.has(what)) return;
    this.told.add(what);
    this.connection.console.error(`${printable(what)} failed${where}: ${reasonOf(error)}`);
  }
}

async function firstRefusal(
  { edit }: CodeAction,
  refusal: (uri: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const uri of changedUris(edit)) {
    const why = await refusal(uri);
    if (why !== undefined) return `${decodeURIComponent(uri.replace(/^.*\//, ""))} ${why}.`;
  }
  return undefined;
}

/** The files that an edit changes, without those that it creates. */
function changedUris(edit: WorkspaceEdit = {}): ReadonlySet<string> {
  const uris = new Set(Object.keys(edit.changes ?? {}));
  const created = new Set<string>();
  for (const change of edit.documentChanges ?? []) {
    if (!("kind" in change)) uris.add(change.textDocument.uri);
    else if (change.kind === "create") created.add(change.uri);
  }
  return new Set([...uris].filter((uri) => !created.has(uri)));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
