import assert from "node:assert/strict";
import { importClosure } from "#model/link/importGraph";
import { FOLDER, workspaceOf } from "../harness.ts";

describe("the imports of a file", () => {
  const workspace = workspaceOf(
    Object.entries({
      "app/__init__.py": "",
      "app/main.py":
        "from typing import TYPE_CHECKING\nfrom app import api\nfrom .db import engine\nimport os\nif TYPE_CHECKING:\n    from app import types\n\n\ndef later():\n    import app.late\n",
      "app/api/__init__.py": "from app.api.users import router\n",
      "app/api/users.py": "from app.db import engine\n",
      "app/db.py": "from app import main\n",
      "app/late.py": "",
      "app/types.py": "",
      "app/alone.py": "",
    }),
  );
  const short = (paths: Iterable<string>): string[] =>
    Array.from(paths, (path) => path.slice(FOLDER.length + 1)).sort();

  it("are the files that run, packages around them included", () => {
    assert.deepEqual(short(workspace.imports(`${FOLDER}/app/main.py`)), [
      "app/__init__.py",
      "app/api/__init__.py",
      "app/db.py",
      "app/late.py",
    ]);
  });

  it("lead on, also in rings", () => {
    const closure = importClosure([`${FOLDER}/app/main.py`], (path) => workspace.imports(path));
    assert.deepEqual(short(closure), [
      "app/__init__.py",
      "app/api/__init__.py",
      "app/api/users.py",
      "app/db.py",
      "app/late.py",
      "app/main.py",
    ]);
  });

  it("follow edits", () => {
    workspace.update(new Map([[`${FOLDER}/app/main.py`, "from app import alone\n"]]));
    assert.deepEqual(short(workspace.imports(`${FOLDER}/app/main.py`)), [
      "app/__init__.py",
      "app/alone.py",
    ]);
  });
});
