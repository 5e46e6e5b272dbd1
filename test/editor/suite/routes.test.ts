import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  activateRoutewright,
  eventually,
  finding,
  open,
  restoreWorkspace,
  uriOf,
} from "./workbench.ts";

describe("routes", () => {
  before(async () => {
    await activateRoutewright();
    await finding("app/database.py", "missing-pool-pre-ping");
  });
  afterEach(restoreWorkspace);

  it("have a card on their decorator, that follows what is typed elsewhere", async () => {
    const { document } = await open("app/orders.py");
    const at = document.positionAt(document.getText().indexOf("router.post") + 8);
    const card = (path: RegExp) =>
      eventually(`a card with ${path}`, async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          "vscode.executeHoverProvider",
          uriOf("app/orders.py"),
          at,
        );
        const texts = hovers.flatMap(({ contents }) =>
          contents.map((it) => (it instanceof vscode.MarkdownString ? it.value : "")),
        );
        return texts.find((it) => path.test(it));
      });
    assert.match(await card(/`\/orders\/\{order_id\}\/receipt`/), /^\*\*POST\*\* /);
    const main = await open("app/main.py");
    const argument = main.document.getText().indexOf("(orders)") + "(orders".length;
    await main.edit((edit) => edit.insert(main.document.positionAt(argument), ', prefix="/v2"'));
    await card(/`\/v2\/orders\/\{order_id\}\/receipt`/);
  });

  it("are symbols of the workspace", async () => {
    const symbol = await eventually("the symbol of a route", async () => {
      const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        "vscode.executeWorkspaceSymbolProvider",
        "POST orders",
      );
      return symbols.find(({ name }) => name === "POST /orders/{order_id}/receipt");
    });
    assert.equal(symbol.location.uri.toString(), uriOf("app/orders.py").toString());
  });

  it("stand in the Explorer, and open their handler", async () => {
    await vscode.commands.executeCommand("routewright.routes.focus");
    await eventually("the first route opened from the view", async () => {
      await vscode.commands.executeCommand("routewright.routes.focus");
      await vscode.commands.executeCommand("list.focusFirst");
      await vscode.commands.executeCommand("list.select");
      return vscode.window.activeTextEditor?.document.uri.path.endsWith("/health.py");
    });
  });
});
