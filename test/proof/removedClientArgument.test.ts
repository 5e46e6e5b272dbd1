import assert from "node:assert/strict";
import { applyEdits } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import removedClientArgument from "#rules/testing/removed-client-argument";
import { lint } from "../harness";
import { PythonProject } from "../python/project";

const PATH = "client.py";
const SOURCES = {
  "a name": `from httpx2 import AsyncClient
client = AsyncClient(app=object(), base_url="http://test")`,
  "the module": `import httpx2
client = httpx2.AsyncClient(base_url="http://test", app=object())`,
  "the synchronous client": `import httpx2
client = httpx2.Client(app=object())`,
  "a transport beside it": `from httpx2 import ASGITransport, AsyncClient
client = AsyncClient(app=object(), transport=ASGITransport(object()))`,
};

/** The exit code and output of a file that Python runs. */
function run(text: string): { readonly status: number | null; readonly output: string } {
  const project = new PythonProject({ [PATH]: text });
  try {
    return project.run(PATH);
  } finally {
    project.remove();
  }
}

describe("removed-client-argument", () => {
  for (const [name, text] of Object.entries(SOURCES))
    it(`reports what raises, and repairs it: ${name}`, () => {
      const reports = lint(new Map([[PATH, text]]), [removedClientArgument]);
      assert.equal(reports.length, 1);
      assert.match(run(text).output, /TypeError: .* unexpected keyword argument 'app'/);
      const edits = reports.flatMap(({ fixes = [] }) =>
        (fixes[0]?.edits() ?? []).flatMap((edit): TextEdit[] => ("create" in edit ? [] : [edit])),
      );
      assert.deepEqual(run(applyEdits(text, edits)), { status: 0, output: "" });
    });
});
