import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { RoutewrightApi } from "#client/extension";
import {
  activateRoutewright,
  eventually,
  finding,
  findingsIn,
  open,
  restoreWorkspace,
} from "./workbench.ts";

describe("commands", () => {
  let routewright: RoutewrightApi;
  before(async () => {
    routewright = await activateRoutewright();
  });
  afterEach(restoreWorkspace);

  it("are all there that the manifest names", async () => {
    const manifest = vscode.extensions.getExtension("routewright.routewright")?.packageJSON;
    const named: string[] = manifest.contributes.commands.map(
      ({ command }: { command: string }) => command,
    );
    const known = new Set(await vscode.commands.getCommands());
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
  });

  it("stop and start the server, whose findings go and come back", async () => {
    await finding("app/database.py", "missing-pool-pre-ping");
    await vscode.commands.executeCommand("routewright.stop");
    assert.deepEqual(findingsIn("app/database.py"), []);
    assert.equal(routewright.state.state, "stopped");
    await vscode.commands.executeCommand("routewright.start");
    await finding("app/database.py", "missing-pool-pre-ping");
    await eventually("ready", () => routewright.state.state === "ready");
  });

  it("restart the server", async () => {
    const states: string[] = [];
    const watching = routewright.onDidChangeState(({ state }) => states.push(state));
    await vscode.commands.executeCommand("routewright.restart");
    await eventually("ready", () => states.includes("ready"));
    watching.dispose();
    assert.deepEqual(states.slice(0, 2), ["stopped", "starting"]);
    await finding("app/database.py", "missing-pool-pre-ping");
  });

  it("tell what is known of the place at the cursor, beside the code", async () => {
    await finding("app/database.py", "missing-pool-pre-ping");
    const editor = await open("app/main.py");
    const call = editor.document.getText().indexOf("include_router(health)");
    const position = editor.document.positionAt(call);
    editor.selection = new vscode.Selection(position, position);
    await vscode.commands.executeCommand("routewright.whyHere");
    await eventually("the preview", () =>
      vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.label.includes("Why Here")),
    );
    const uri = vscode.Uri.parse("routewright-why:/Why Here.md");
    const page = await vscode.workspace.openTextDocument(uri);
    assert.match(page.getText(), /Is `fastapi\.FastAPI\(\)\.include_router`, of a library/);
    assert.equal(vscode.window.tabGroups.all.length, 2);
  });

  it("show a rule's page as a preview", async () => {
    await vscode.commands.executeCommand("routewright.showRule", "missing-pool-pre-ping");
    await eventually("the preview", () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes("missing-pool-pre-ping"),
    );
    const uri = vscode.Uri.parse("routewright-rule:/missing-pool-pre-ping.md");
    const page = await vscode.workspace.openTextDocument(uri);
    assert.match(page.getText(), /^# /m);
  });
});
