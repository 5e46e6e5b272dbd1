import assert from "node:assert/strict";
import { FOLDER, workspaceOf } from "../harness.ts";

const FILES: readonly (readonly [string, string])[] = [
  [
    "app/mail.py",
    "class Mailer:\n    def send(self, to): ...\n\n\ndef connect(): ...\n\n\nasync def ping(): ...\n",
  ],
  [
    "app/main.py",
    "from app.mail import Mailer, connect, ping\n\nconnect()\n\n\ndef handle(mailer: Mailer):\n    connect()\n    later = lambda: connect()\n    mailer.send('a')\n\n\nasync def check():\n    await ping()\n",
  ],
];

/** The lines of the calls of a function, by the line of its `def`. */
function callersOf(name: string): string[] {
  const workspace = workspaceOf(FILES);
  const file = workspace.file(`${FOLDER}/app/mail.py`);
  assert.ok(file);
  const { definitions } = file.outline;
  const rows = Array.from({ length: definitions.length }, (_, row) => row);
  const row = rows.find((it) => workspace.names.text(definitions.name(it)) === name);
  assert.ok(row !== undefined);
  return workspace.callersOf(file.path, row).map(({ path, call }) => {
    const caller = workspace.file(path);
    assert.ok(caller);
    const { line } = caller.lines.position(caller.outline.calls.start(call));
    return `${path.slice(FOLDER.length + 1)}:${line}`;
  });
}

describe("callersOf", () => {
  it("knows calls in functions and at module level, but none in a lambda", () => {
    assert.deepEqual(callersOf("connect"), ["app/main.py:3", "app/main.py:7"]);
  });

  it("knows calls of methods and of coroutines", () => {
    assert.deepEqual(callersOf("send"), ["app/main.py:9"]);
    assert.deepEqual(callersOf("ping"), ["app/main.py:13"]);
  });

  it("is empty for a class, and for what nobody calls", () => {
    assert.deepEqual(callersOf("Mailer"), []);
  });
});
