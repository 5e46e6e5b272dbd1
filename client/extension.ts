/** The editor side of Routewright: it starts the server and shows what the server says. All analysis is the server's. */
import type * as vscode from "vscode";
import { registerCommands } from "#client/commands/register";
import { LanguageServer, type ServerState } from "./languageServer.ts";
import { RoutesView } from "./routesView.ts";
import { showStatus } from "./status.ts";

/** What other extensions, and our tests, may read. */
export interface RoutewrightApi {
  readonly state: ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
}

let server: LanguageServer | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<RoutewrightApi> {
  const started = new LanguageServer(context.asAbsolutePath("dist/server.js"));
  server = started;
  context.subscriptions.push(
    showStatus(started),
    new RoutesView(started),
    ...registerCommands(started),
  );
  // The log and the status item tell of a start that failed; the commands must work to try again.
  await started.start().catch((error: unknown) => started.log.error(String(error)));
  return {
    get state() {
      return started.state;
    },
    onDidChangeState: started.onDidChangeState,
  };
}

/** Awaited by the editor, so that the server's process ends before the editor does. */
export function deactivate(): Promise<void> | undefined {
  return server?.dispose();
}
