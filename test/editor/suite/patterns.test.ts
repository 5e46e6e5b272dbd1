import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  activateRoutewright,
  eventually,
  open,
  restoreWorkspace,
  uriOf,
  writeToDisk,
} from "./workbench.ts";

const path = "app/pattern.py";

describe("patterns", () => {
  before(activateRoutewright);
  afterEach(restoreWorkspace);

  it("are offered as snippets under fa-", async () => {
    writeToDisk(path, "fa-");
    await open(path);
    const items = await eventually("twelve patterns", async () => {
      const offered = await patternsOffered();
      return offered.length >= 12 && offered;
    });
    for (const item of items) {
      assert.equal(item.kind, vscode.CompletionItemKind.Snippet);
      assert.ok(item.insertText instanceof vscode.SnippetString, labelOf(item));
    }
  });

  it("are inserted by typing their prefix, and Tab goes from stop to stop", async () => {
    writeToDisk(path, "fa-");
    const editor = await open(path);
    const prefix = await eventually("a pattern with two tab stops", async () => {
      const offered = await patternsOffered();
      const item = offered.find(
        ({ insertText }) =>
          insertText instanceof vscode.SnippetString && /\$\{?2/.test(insertText.value),
      );
      return item && labelOf(item);
    });
    await vscode.commands.executeCommand("cursorBottom");
    await vscode.commands.executeCommand("type", { text: prefix.replace(/^fa-/, "") });
    await vscode.commands.executeCommand("editor.action.triggerSuggest");
    await eventually("the pattern in the file", async () => {
      await vscode.commands.executeCommand("acceptSelectedSuggestion");
      return editor.document.lineCount > 3;
    });
    assert.doesNotMatch(editor.document.getText(), /\$\{?\d/, "tab stops are no text");
    const first = editor.selection;
    await vscode.commands.executeCommand("jumpToNextSnippetPlaceholder");
    await eventually("the next tab stop", () => !editor.selection.isEqual(first));
  });

  it("are inserted by the command Insert Pattern…", async () => {
    writeToDisk(path, "");
    const editor = await open(path);
    const done = vscode.commands.executeCommand("routewright.insertPattern");
    await eventually("the pattern in the file", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return editor.document.lineCount > 3;
    });
    await done;
  });
});

async function patternsOffered(): Promise<readonly vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    uriOf(path),
    new vscode.Position(0, "fa-".length),
  );
  return list.items.filter((item) => labelOf(item).startsWith("fa-"));
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === "string" ? label : label.label;
}
