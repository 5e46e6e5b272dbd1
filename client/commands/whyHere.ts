/** Why Here: what the server knows of the place at the cursor, as a Markdown preview beside the code. Its links lead to the code. */
import { posix } from "node:path";
import * as vscode from "vscode";
import type { LanguageServer } from "#client/languageServer";
import type { SourcePlace } from "#protocol";

const page = vscode.Uri.from({ scheme: "routewright-why", path: "/Why Here.md" });

/** One page, which shows the place that was asked for last. */
export class WhyHerePages implements vscode.Disposable {
  readonly #server: LanguageServer;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider: vscode.Disposable;
  #place: SourcePlace | undefined;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(page.scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text(),
    });
  }

  async show(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== "python") {
      void vscode.window.showInformationMessage("Put the cursor into a Python file first.");
      return;
    }
    const { line, character } = editor.selection.active;
    this.#place = { uri: editor.document.uri.toString(), line, character };
    this.#changed.fire(page);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }

  async #text(): Promise<string> {
    if (this.#place === undefined) return "Run *Why Here?* in a Python file.";
    const explained = await this.#server.request("routewright/whyHere", this.#place);
    return withWorkspaceLinks(explained?.markdown ?? "Routewright does not read this file.");
  }
}

/** A preview follows no link to a `file:`, but those that begin at the first folder of the workspace. */
function withWorkspaceLinks(markdown: string): string {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.path;
  if (root === undefined) return markdown;
  return markdown.replaceAll(/\]\((file:[^()\s]+)\)/g, (_, address: string) => {
    const { path, fragment } = vscode.Uri.parse(address, true);
    const encoded = posix.relative(root, path).split("/").map(encodeURIComponent).join("/");
    return `](/${encoded.replace(/[()]/g, (it) => `%${it.charCodeAt(0).toString(16)}`)}#${fragment})`;
  });
}
