import assert from "node:assert/strict";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "../harness.ts";

const MAKER = `${FOLDER}/maker.py`;
const USER = `${FOLDER}/user.py`;

function maker(value: string): string {
  return `import httpx\nimport requests\n\n\ndef make():\n    client = ${value}\n    return client\n`;
}

/** What the last call of a file calls. */
function lastCallee(path: string, workspace: Workspace): string | undefined {
  const target = workspace.links(path)?.targets.at(-1);
  return workspace.projectOf(path).qualifiedName(target);
}

describe("declarations", () => {
  it("stay the same object while only bodies change that nobody has read", () => {
    const workspace = workspaceOf([["maker.py", maker("requests.Session()")]]);
    const before = workspace.declarations(MAKER);
    workspace.update(new Map([[MAKER, maker("httpx.Client()")]]));
    assert.equal(workspace.declarations(MAKER), before);
  });

  it("tell what the newest text says of what nobody had read before an edit", () => {
    const workspace = workspaceOf([
      ["maker.py", maker("requests.Session()")],
      ["user.py", "from maker import make\n"],
    ]);
    workspace.declarations(MAKER);
    workspace.update(new Map([[MAKER, maker("httpx.Client()")]]));
    workspace.declarations(MAKER);
    workspace.update(new Map([[USER, "from maker import make\n\nmake().get('/')\n"]]));
    assert.equal(lastCallee(USER, workspace), "httpx.Client().get");
  });

  it("change with a body that somebody has read", () => {
    const workspace = workspaceOf([
      ["maker.py", maker("requests.Session()")],
      ["user.py", "from maker import make\n\nmake().get('/')\n"],
    ]);
    assert.equal(lastCallee(USER, workspace), "requests.Session().get");
    workspace.update(new Map([[MAKER, maker("httpx.Client()")]]));
    assert.equal(lastCallee(USER, workspace), "httpx.Client().get");
  });

  it("change with a class, its bases and its attributes once they have been read", () => {
    const model = (base: string, value: string): string =>
      `import httpx\nimport requests\n\n\nclass Base:\n    def __init__(self):\n        self.http = ${value}\n\n\nclass Client(${base}):\n    pass\n`;
    const workspace = workspaceOf([
      ["maker.py", model("Base", "requests.Session()")],
      ["user.py", "from maker import Client\n\nClient().http.get('/')\n"],
    ]);
    assert.equal(lastCallee(USER, workspace), "requests.Session().get");
    workspace.update(new Map([[MAKER, model("Base", "httpx.Client()")]]));
    assert.equal(lastCallee(USER, workspace), "httpx.Client().get");
    workspace.update(new Map([[MAKER, model("object", "httpx.Client()")]]));
    assert.equal(lastCallee(USER, workspace), undefined);
  });
});
