import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  activateRoutewright,
  codeAction,
  eventually,
  finding,
  insert,
  noFinding,
  open,
  restoreWorkspace,
  textOnDisk,
} from "./workbench.ts";

const path = "app/database.py";
const rule = "missing-pool-pre-ping";
const fixAll = vscode.CodeActionKind.SourceFixAll.append("routewright");
const repaired =
  /create_async_engine\("postgresql\+asyncpg:\/\/localhost\/orders", pool_pre_ping=True\)/;

describe("fixes", () => {
  before(activateRoutewright);
  afterEach(restoreWorkspace);

  it("repair a finding by its quick fix, and the file can be saved", async () => {
    const { document } = await open(path);
    const { range } = await finding(path, rule);
    const isFix = ({ title }: vscode.CodeAction) => title === "Add pool_pre_ping=True";
    const { edit } = await codeAction(path, range, vscode.CodeActionKind.QuickFix, isFix);
    assert.ok(edit !== undefined && (await vscode.workspace.applyEdit(edit)));
    await noFinding(path, rule);
    assert.ok(await document.save());
    assert.match(textOnDisk(path), repaired);
  });

  it("repair all that is safe when the file is saved", async () => {
    const settings = vscode.workspace.getConfiguration("editor");
    const onSave = { [fixAll.value]: "explicit" };
    await settings.update("codeActionsOnSave", onSave, vscode.ConfigurationTarget.Global);
    try {
      const editor = await open(path);
      const { range } = await finding(path, rule);
      await codeAction(path, range, fixAll, () => true);
      await insert(editor, "engine =", "# The orders of all shops.\n");
      await editor.document.save();
      assert.match(textOnDisk(path), repaired);
      assert.match(textOnDisk(path), /# The orders of all shops/);
    } finally {
      await settings.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("repair all that is safe by the command", async () => {
    const { document } = await open(path);
    const { range } = await finding(path, rule);
    await codeAction(path, range, fixAll, () => true);
    await vscode.commands.executeCommand("routewright.fixAll");
    await eventually("the repaired file", () => repaired.test(document.getText()));
  });

  it("allow a finding on its line", async () => {
    const { document } = await open(path);
    const { range } = await finding(path, rule);
    const { edit } = await codeAction(path, range, vscode.CodeActionKind.QuickFix, (action) =>
      /allow/i.test(action.title),
    );
    assert.ok(edit !== undefined && (await vscode.workspace.applyEdit(edit)));
    assert.match(document.getText(), /# routewright: allow\[missing-pool-pre-ping\]/);
    await noFinding(path, rule);
  });
});
