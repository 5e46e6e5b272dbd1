import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  activateRoutewright,
  finding,
  findingsIn,
  insert,
  noFinding,
  open,
  restoreWorkspace,
  textOnDisk,
  uriOf,
  writeToDisk,
} from "./workbench.ts";

describe("findings", () => {
  before(activateRoutewright);
  afterEach(restoreWorkspace);

  it("stand in a file that is opened, with rule, severity and a link", async () => {
    const editor = await open("app/database.py");
    const { range, severity, code, message } = await finding(
      "app/database.py",
      "missing-pool-pre-ping",
    );
    assert.match(editor.document.lineAt(range.start).text, /create_async_engine\(/);
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof code === "object", "the rule's name is a link to its page");
    assert.notEqual(message, "");
  });

  it("come and go while one types, without saving", async () => {
    const editor = await open("app/health.py");
    await insert(editor, "from fastapi", "import time\n\n");
    await insert(editor, '    return {"status"', "    time.sleep(1)\n");
    const { range } = await finding("app/health.py", "blocking-call-on-event-loop");
    assert.match(editor.document.lineAt(range.start).text, /time\.sleep/);
    await editor.edit((edit) => edit.delete(editor.document.lineAt(range.start).range));
    await noFinding("app/health.py", "blocking-call-on-event-loop");
    assert.doesNotMatch(textOnDisk("app/health.py"), /time/);
  });

  it("stand in files that are not open, with the path of the call over other files", async () => {
    const { range, relatedInformation = [] } = await finding(
      "app/orders.py",
      "blocking-call-on-event-loop",
    );
    const line = textOnDisk("app/orders.py").split("\n")[range.start.line];
    assert.match(line ?? "", /send_receipt\(address\)/);
    const last = relatedInformation.at(-1)?.location;
    assert.equal(last?.uri.toString(), uriOf("app/mail.py").toString());
    assert.deepEqual(findingsIn("app/mail.py"), []);
    const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.path.endsWith("orders.py"));
    assert.equal(isOpen, false);
  });

  it("follow a change on disk of a file that is not open", async () => {
    await finding("app/orders.py", "blocking-call-on-event-loop");
    writeToDisk("app/mail.py", "def send_receipt(address: str) -> None:\n    print(address)\n");
    await noFinding("app/orders.py", "blocking-call-on-event-loop");
  });

  it("follow a change in another open file that is not saved", async () => {
    await finding("app/orders.py", "blocking-call-on-event-loop");
    const editor = await open("app/mail.py");
    await insert(editor, "    requests.post", "    return\n\n\ndef other(address: str) -> None:\n");
    await noFinding("app/orders.py", "blocking-call-on-event-loop");
  });
});
