/** What the tests do in the editor, by the API of extensions. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { RoutewrightApi } from "#client/extension";

/** Milliseconds after which something that should come is said to be missing. */
const limit = 30_000;

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
const originalFiles = new Map(filesOfWorkspace().map((path) => [path, textOnDisk(path)]));

export async function activateRoutewright(): Promise<RoutewrightApi> {
  const extension = vscode.extensions.getExtension<RoutewrightApi>("routewright.routewright");
  if (extension === undefined) throw new Error("Routewright is not installed in this editor");
  return extension.activate();
}

/**
 * Asks again until there is an answer other than undefined and false.
 * Code actions and hovers must be asked for this way: where some extension registers a provider meanwhile, VS Code answers with nothing.
 */
export async function eventually<Value>(
  what: string,
  probe: () => Promise<Value | undefined | false> | Value | undefined | false,
): Promise<Value> {
  for (const end = Date.now() + limit; Date.now() < end; ) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    await sleep(50);
  }
  throw new Error(`${what}: not within ${limit / 1000} s`);
}

/** @param path relative to the workspace */
export function uriOf(path: string): vscode.Uri {
  return vscode.Uri.file(join(root, path));
}

export async function open(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(path)));
}

export function textOnDisk(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function writeToDisk(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Relative paths, sorted. */
export function filesOfWorkspace(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, path)).isFile())
    .sort();
}

/** Types at a place, as another keystroke would: the file is not saved. */
export async function insert(
  editor: vscode.TextEditor,
  before: string,
  text: string,
): Promise<void> {
  const position = editor.document.positionAt(editor.document.getText().indexOf(before));
  await editor.edit((edit) => edit.insert(position, text));
}

/** Our findings of a file, open or not. */
export function findingsIn(path: string): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uriOf(path))
    .filter((diagnostic) => diagnostic.source === "routewright");
}

function ruleOf({ code }: vscode.Diagnostic): string | number | undefined {
  return typeof code === "object" ? code.value : code;
}

/** Waits for a rule's finding in a file. */
export function finding(path: string, rule: string): Promise<vscode.Diagnostic> {
  return eventually(`${rule} in ${path}`, () =>
    findingsIn(path).find((diagnostic) => ruleOf(diagnostic) === rule),
  );
}

/** Waits until a rule finds nothing in a file. */
export async function noFinding(path: string, rule: string): Promise<void> {
  await eventually(`no more ${rule} in ${path}`, () =>
    findingsIn(path).every((diagnostic) => ruleOf(diagnostic) !== rule),
  );
}

/** Waits for a code action, complete with its edit. */
export function codeAction(
  path: string,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
  matches: (action: vscode.CodeAction) => boolean,
): Promise<vscode.CodeAction> {
  return eventually(`code action ${kind.value} in ${path}`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uriOf(path),
      range,
      kind.value,
      50,
    );
    return actions.find(matches);
  });
}

/** Closes every editor without saving and puts the files back as they were before the first test. */
export async function restoreWorkspace(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // The editor itself writes its settings now and then.
    const isOurs = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
    if (!isOurs || !document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  for (const path of filesOfWorkspace()) {
    if (!originalFiles.has(path)) rmSync(join(root, path));
  }
  for (const [path, text] of originalFiles) {
    if (textOnDisk(path) !== text) writeToDisk(path, text);
  }
}
