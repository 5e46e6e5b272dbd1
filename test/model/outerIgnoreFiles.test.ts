import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { discover } from "#model/files/discovery";
import { NodeHost, resolved } from "../../server/nodeHost.ts";

const FILES: Readonly<Record<string, string>> = {
  ".gitignore": "local_*.py\n/backend/generated/\n!local_kept.py\n",
  "backend/.gitignore": "scratch.py\n",
  "backend/api/.gitignore": "!local_settings.py\n",
  "backend/api/main.py": "",
  "backend/api/local_settings.py": "",
  "backend/api/local_kept.py": "",
  "backend/api/scratch.py": "",
  "backend/api/excluded.py": "",
  "backend/core/local_settings.py": "",
  "backend/generated/client.py": "",
  "backend/api/generated/client.py": "",
};

describe("a workspace inside a git repository", () => {
  const around = resolved(mkdtempSync(join(tmpdir(), "routewright-around-")));
  const root = `${around}/repository`;

  before(() => {
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    writeFileSync(join(around, ".gitignore"), "*.py\n");
    git("init", "--quiet");
    mkdirSync(join(root, ".git/info"), { recursive: true });
    writeFileSync(join(root, ".git/info/exclude"), "excluded.py\n");
  });
  after(() => rmSync(around, { recursive: true }));

  function git(...words: readonly string[]): string {
    const { stdout, stderr, status } = spawnSync("git", words, { cwd: root, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  async function pythonIn(folder: string) {
    const workspace = `${root}/${folder}`;
    return discover(new NodeHost([workspace]), { workspace });
  }

  it("leaves out what git ignores by the files above it", async () => {
    const seen = git("ls-files", "--others", "--exclude-standard", "--", "backend/*.py");
    for (const folder of ["backend", "backend/api"]) {
      const { python } = await pythonIn(folder);
      assert.deepEqual(
        python.map((path) => path.slice(root.length + 1)),
        seen
          .split("\n")
          .filter((path) => path.startsWith(`${folder}/`))
          .sort(),
      );
    }
  });

  it("knows of files that appear later", async () => {
    const { includes } = await pythonIn("backend/core");
    assert.equal(await includes(`${root}/backend/core/local_other.py`), false);
    assert.equal(await includes(`${root}/backend/core/other.py`), true);
  });

  it("reads nothing else above it, follows no links, and knows nothing outside a repository", () => {
    symlinkSync(join(around, ".gitignore"), join(root, "backend/core/.gitignore"));
    mkdirSync(join(root, "backend/core/inner"), { recursive: true });
    const host = new NodeHost([`${root}/backend/core/inner`]);
    const above = host.ignoreFilesAbove(`${root}/backend/core/inner`);
    assert.deepEqual(
      above.map(({ folder }) => folder.slice(root.length)),
      ["", "", "/backend"],
    );
    assert.deepEqual(host.ignoreFilesAbove(root), []);
    assert.deepEqual(host.ignoreFilesAbove(around), []);
    assert.deepEqual(host.list(root), []);
  });
});
