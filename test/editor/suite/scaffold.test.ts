import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  activateRoutewright,
  codeAction,
  eventually,
  filesOfWorkspace,
  open,
  restoreWorkspace,
  textOnDisk,
  uriOf,
  writeToDisk,
} from "./workbench.ts";

const path = "app/models.py";

describe("Scaffold Repository", () => {
  before(activateRoutewright);
  afterEach(restoreWorkspace);

  it("writes nothing when its preview is discarded", async () => {
    const before = filesOfWorkspace();
    await answerPreview(scaffoldOrder(), "refactorPreview.discard");
    assert.deepEqual(filesOfWorkspace(), before);
  });

  it("writes repository, schemas, router and tests when its preview is applied", async () => {
    const made = await scaffoldAndApply();
    assert.ok(made.length >= 4, made.join(", "));
    const repository = vscode.window.activeTextEditor?.document;
    assert.match(repository?.getText() ?? "", /class OrderRepository/);
    assert.equal(repository?.isDirty, false);
  });

  it("writes them again after they were deleted", async () => {
    const made = await scaffoldAndApply();
    await restoreWorkspace();
    assert.deepEqual(await scaffoldAndApply(), made);
  });

  it("never writes over a file", async () => {
    writeToDisk("app/repositories/order.py", "# Mine.\n");
    const before = filesOfWorkspace();
    await scaffoldOrder();
    assert.deepEqual(filesOfWorkspace(), before);
    assert.equal(textOnDisk("app/repositories/order.py"), "# Mine.\n");
  });

  it("is offered on a model class", async () => {
    const { document } = await open(path);
    const at = document.positionAt(document.getText().indexOf("Order(Base)"));
    const { command } = await codeAction(
      path,
      new vscode.Range(at, at),
      vscode.CodeActionKind.Refactor,
      (action) => action.command?.command === "routewright.scaffoldRepository",
    );
    assert.deepEqual(command?.arguments, [{ uri: uriOf(path).toString(), model: "Order" }]);
  });
});

/** Resolves when the command has ended, which is after the preview. */
function scaffoldOrder(): Thenable<unknown> {
  const model = { uri: uriOf(path).toString(), model: "Order" };
  return vscode.commands.executeCommand("routewright.scaffoldRepository", model);
}

/** Gives the files that were written. An answer that comes before the list of the preview is filled is one to nothing, so it starts again. */
function scaffoldAndApply(): Promise<readonly string[]> {
  const before = filesOfWorkspace();
  return eventually("the files of the scaffold", async () => {
    await answerPreview(scaffoldOrder(), "refactorPreview.apply");
    const made = filesOfWorkspace().filter((file) => !before.includes(file));
    return made.length > 0 && made;
  });
}

/** The answer does nothing until the preview is there, so it is given until the command ends. */
async function answerPreview(command: Thenable<unknown>, answer: string): Promise<void> {
  let hasEnded = false;
  const end = command.then(() => {
    hasEnded = true;
  });
  await eventually("the end of the preview", async () => {
    await vscode.commands.executeCommand(answer);
    return hasEnded;
  });
  await end;
}
