/** Scaffold Repository: the files around a model class, all shown in the Refactor Preview before one is written. */
import * as vscode from "vscode";
import type { LanguageServer } from "#client/languageServer";
import type { ModelEntry, ModelReference, NewTextFile, Scaffold } from "#protocol";

/** @param argument a `ModelReference` where a code action ran the command; anything else asks for a model. */
export async function scaffoldRepository(server: LanguageServer, argument: unknown): Promise<void> {
  const model = isModelReference(argument) ? argument : await pickModel(server);
  if (model === undefined) return;
  const { uri, model: name } = model;
  const scaffold = await server.request("routewright/scaffoldRepository", { uri, model: name });
  const refused = scaffold.refused ?? (await refusalOf(scaffold.files));
  if (refused !== undefined) {
    void vscode.window.showWarningMessage(refused);
    return;
  }
  // As a refactoring, the files are saved where `files.refactoring.autoSave` says so, which is the default.
  const wasApplied = await vscode.workspace.applyEdit(previewOf(scaffold), {
    isRefactoring: true,
  });
  const repository = scaffold.files.find(({ text }) => text !== "");
  if (wasApplied && repository !== undefined) await openIfWritten(repository);
}

/** Other extensions can run our commands too, with whatever arguments. */
function isModelReference(value: unknown): value is ModelReference {
  if (typeof value !== "object" || value === null) return false;
  if (!("uri" in value) || !("model" in value)) return false;
  return typeof value.uri === "string" && typeof value.model === "string";
}

async function pickModel(server: LanguageServer): Promise<ModelReference | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const uri = document?.languageId === "python" ? { uri: document.uri.toString() } : {};
  const models = await server.request("routewright/scaffoldModels", uri);
  if (models.length === 0) {
    void vscode.window.showWarningMessage("There is no SQLAlchemy model class in this workspace.");
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(models.map(toItem), {
    title: "Scaffold Repository",
    placeHolder: "Model class to make a repository for",
    matchOnDescription: true,
  });
  return picked?.model;
}

function toItem(model: ModelEntry) {
  return { label: model.model, description: model.module, model };
}

/** The server does not know files that its settings leave out; VS Code would refuse the edit without a word. */
async function refusalOf(files: readonly NewTextFile[]): Promise<string | undefined> {
  for (const { uri } of files) {
    const target = vscode.Uri.parse(uri, true);
    if (await exists(target)) return `${vscode.workspace.asRelativePath(target)} exists already.`;
  }
  return undefined;
}

/** Nothing is written before the person applies it, and a file that exists by then is never overwritten. */
function previewOf({ files, notes }: Scaffold): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const start = new vscode.Position(0, 0);
  for (const { uri, text } of files) {
    const target = vscode.Uri.parse(uri, true);
    edit.createFile(target, { overwrite: false, ignoreIfExists: false });
    // Not as the contents of the new file: the preview does not show those.
    if (text !== "") edit.insert(target, start, text);
  }
  const last = files.at(-1);
  if (last !== undefined) {
    // VS Code shows the preview when an edit needs confirmation, and leaves such an edit unticked.
    // So an edit that does nothing needs it, and all files are ticked.
    const confirmation = {
      needsConfirmation: true,
      label: "Scaffold Repository",
      description: notes.join(" "),
    };
    edit.insert(vscode.Uri.parse(last.uri, true), start, "", confirmation);
  }
  return edit;
}

/** The person may have left the file out in the preview. */
async function openIfWritten({ uri }: NewTextFile): Promise<void> {
  const target = vscode.Uri.parse(uri, true);
  if (await exists(target)) await vscode.window.showTextDocument(target);
}

function exists(uri: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
