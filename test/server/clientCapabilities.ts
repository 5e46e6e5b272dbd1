import type { ClientCapabilities } from "vscode-languageserver/node";

/** What VS Code can do, as far as the server asks. */
export const MODERN: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    codeAction: { disabledSupport: true },
  },
};
