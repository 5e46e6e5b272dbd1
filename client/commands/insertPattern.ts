/** Insert Pattern: a pattern at the cursor, with its tab stops; in a new Python file where no editor is open. */
import * as vscode from "vscode";
import type { LanguageServer } from "#client/languageServer";
import type { PatternEntry } from "#protocol";

export async function insertPattern(server: LanguageServer): Promise<void> {
  const items = server.request("routewright/patterns", {}).then(toItems);
  const picked = await vscode.window.showQuickPick(items, {
    title: "Insert Pattern",
    placeHolder: "What one types to get it, or a word of what it is",
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const editor = vscode.window.activeTextEditor ?? (await newPythonFile());
  await editor.insertSnippet(new vscode.SnippetString(picked.body));
}

function toItems(patterns: readonly PatternEntry[]) {
  return patterns.map(({ title, prefix, body }) => ({
    label: prefix,
    detail: title,
    body,
  }));
}

async function newPythonFile(): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: "python", content: "" });
  return vscode.window.showTextDocument(document);
}
