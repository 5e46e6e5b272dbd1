import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Entry, FilePath, Host } from "#host";
import { type DiscoveryOptions, discover, isWanted } from "#model/files/discovery";
import { globsOf } from "#model/files/globs";
import { NodeHost, resolved } from "../../server/nodeHost.ts";

/** A workspace `/w` in memory. Values are texts of files. */
class MemoryHost implements Host {
  private readonly files: ReadonlyMap<FilePath, string>;
  private readonly isSlow: boolean;

  constructor(files: Readonly<Record<string, string>>, isSlow = false) {
    this.files = new Map(Object.entries(files).map(([path, text]) => [`/w/${path}`, text]));
    this.isSlow = isSlow;
  }

  now(): number {
    return 0;
  }

  list(folder: FilePath) {
    const entries = new Map<string, Entry>();
    for (const path of this.files.keys()) {
      if (!path.startsWith(`${folder}/`)) continue;
      const [name = "", ...below] = path.slice(folder.length + 1).split("/");
      entries.set(name, { name, kind: below.length > 0 ? "folder" : "file" });
    }
    const list = [...entries.values()];
    return this.isSlow ? Promise.resolve(list) : list;
  }

  read(path: FilePath) {
    const text = this.files.get(path);
    return text === undefined ? { why: "does not exist" } : new TextEncoder().encode(text);
  }
}

/** The paths found, relative to `/w`; the texts of the files are their values. */
async function found(
  files: Readonly<Record<string, string>>,
  options: Partial<DiscoveryOptions> = {},
): Promise<readonly string[]> {
  const { python, manifests } = await discover(new MemoryHost(files), {
    workspace: "/w",
    ...options,
  });
  return [...python, ...manifests].map((path) => path.slice("/w/".length)).sort();
}

function empty(paths: string): Record<string, string> {
  return Object.fromEntries(paths.split(/\s+/).map((path) => [path, ""]));
}

describe("discovery", () => {
  it("gives Python and what describes projects, in order", async () => {
    const files = empty(
      "b.py a.py a/x.py README.md a.pyi a.pyc pyproject.toml setup.cfg setup.py requirements.txt requirements-dev.txt requirements/base.txt notes.txt Pipfile Pipfile.lock uv.lock poetry.lock pdm.lock routewright.toml ruff.toml .ruff.toml .env .env.example",
    );
    const { python, manifests } = await discover(new MemoryHost(files), { workspace: "/w" });
    assert.deepEqual(python, ["/w/a.py", "/w/a/x.py", "/w/b.py"]);
    assert.deepEqual(
      manifests.map((path) => path.slice(3)),
      ".env.example .ruff.toml Pipfile Pipfile.lock pdm.lock poetry.lock pyproject.toml requirements-dev.txt requirements.txt requirements/base.txt routewright.toml ruff.toml setup.cfg setup.py uv.lock".split(
        " ",
      ),
    );
  });

  it("leaves out environments, caches and installed packages", async () => {
    const out = empty(
      "venv/pyvenv.cfg venv/lib/python3.12/site-packages/a.py my-env/pyvenv.cfg my-env/bin/activate_this.py win/Lib/site-packages/a.py win/Scripts/a.py conda/conda-meta/history conda/x.py .venv/a.py node_modules/a/setup.py .git/hooks/a.py __pycache__/a.py .tox/a.py .nox/a.py .mypy_cache/a.py .ruff_cache/a.py .pytest_cache/a.py lib/site-packages/a.py cdk.out/a.py",
    );
    assert.deepEqual(await found({ ...out, "app.py": "" }), ["app.py"]);
  });

  it("keeps packages that are only called like environments or builds", async () => {
    const kept = empty(
      "build/__init__.py dist/tool.py venv/__init__.py env/a.py lib/a.py bin/a.py Lib/a.py Scripts/a.py src/build/lib/x.py src/build/__init__.py .github/a.py",
    );
    assert.deepEqual(await found(kept), Object.keys(kept).sort());
  });

  it("leaves out what setuptools built", async () => {
    assert.deepEqual(await found(empty("build/lib/app/a.py build/bdist.linux-x86_64/x a.py")), [
      "a.py",
    ]);
  });

  it("honours ignore files, nested ones over those above", async () => {
    const files = {
      ...empty("a.py gen/a.py gen/keep.py x/gen.py x/y/local.py x/y/other.py out/z.py"),
      ".gitignore": "/gen/*\n!/gen/keep.py\nlocal.py\nout/\n",
      "x/.gitignore": "gen.py\n",
      "x/y/.gitignore": "!local.py\nother.py\n",
      "out/.gitignore": "!z.py\n",
    };
    assert.deepEqual(await found(files), ["a.py", "gen/keep.py", "x/y/local.py"]);
  });

  it("begins anew in a repository within", async () => {
    const files = {
      ...empty("a.py inner/a.py inner/b.py inner/c.py"),
      ".gitignore": "a.py\n",
      "inner/.git/info/exclude": "b.py\n",
      "inner/.gitignore": "c.py\n",
    };
    assert.deepEqual(await found(files), ["inner/a.py"]);
  });

  it("asks each configuration for what to leave out, the nearest one counts", async () => {
    const files = {
      ...empty("old/a.py new/old/a.py new/x/a.py other/old/a.py"),
      "pyproject.toml": "old",
      "new/routewright.toml": "x",
      "new/pyproject.toml": "nothing",
      "other/pyproject.toml": "",
    };
    const asked: string[] = [];
    const excludes = (path: string, text: string) => {
      asked.push(path);
      return text === "" ? undefined : globsOf([text]);
    };
    assert.deepEqual(
      (await found(files, { excludes })).filter((path) => path.endsWith(".py")),
      ["new/old/a.py"],
    );
    assert.deepEqual(asked.sort(), [
      "/w/new/routewright.toml",
      "/w/other/pyproject.toml",
      "/w/pyproject.toml",
    ]);
  });

  it("reads what was named, though it is ignored, and tells what is missing", async () => {
    const files = {
      ...empty("a.py out/b.py out/c/d.py out/c/skip.py venv/pyvenv.cfg venv/e.py"),
      ".gitignore": "out/\n",
      "out/c/.gitignore": "skip.py\n",
    };
    assert.deepEqual(await found(files, { named: ["/w/out/b.py"] }), ["a.py", "out/b.py"]);
    assert.deepEqual(await found(files, { named: ["/w/out"] }), ["a.py", "out/b.py", "out/c/d.py"]);
    assert.deepEqual(await found(files, { named: ["/w/venv", "/w"] }), ["a.py", "venv/e.py"]);
    const { missing } = await discover(new MemoryHost(files), {
      workspace: "/w",
      named: ["/w/no.py", "/w/a.py"],
    });
    assert.deepEqual(missing, ["/w/no.py"]);
  });

  it("stops at 64 levels and at 200,000 entries, and says so", async () => {
    const deep = `${"d/".repeat(64)}in.py`,
      tooDeep = `${"d/".repeat(65)}out.py`,
      host = new MemoryHost(empty(`${deep} ${tooDeep}`)),
      result = await discover(host, { workspace: "/w" });
    assert.deepEqual(result.python, [`/w/${deep}`]);
    assert.match(result.cuts.join(), /64 levels/);
    const endless: Host = {
      now: () => 0,
      list: () =>
        Array.from({ length: 1000 }, (_, index): Entry => ({ name: `d${index}`, kind: "folder" })),
      read: () => ({ why: "" }),
    };
    assert.match((await discover(endless, { workspace: "/w" })).cuts.join(), /200000/);
  });

  it("knows of files that appear later whether they belong", async () => {
    const files = {
      ...empty("a.py x/a.py venv/pyvenv.cfg"),
      ".gitignore": "local.py\nout/\n",
      "pyproject.toml": "old",
    };
    const { includes } = await discover(new MemoryHost(files), {
      workspace: "/w",
      excludes: (_, text) => globsOf([text]),
    });
    const cases = {
      "a.py": true,
      "new.py": true,
      "new/folder/a.py": true,
      "x/uv.lock": true,
      "x/a.txt": false,
      "x/local.py": false,
      "out/deep/a.py": false,
      "old/a.py": false,
      "venv/bin/a.py": false,
      "node_modules/a.py": false,
    };
    for (const [path, isIncluded] of Object.entries(cases))
      assert.equal(await includes(`/w/${path}`), isIncluded, path);
    assert.equal(await includes("/elsewhere/a.py"), false);
  });

  it("waits for hosts that answer later", async () => {
    const host = new MemoryHost(empty("a.py b/c.py"), true);
    assert.deepEqual((await discover(host, { workspace: "/w" })).python, ["/w/a.py", "/w/b/c.py"]);
  });

  it("judges a path by its name alone where nothing else is known", () => {
    assert.ok(isWanted("/w/a.py"));
    assert.ok(isWanted("/w/uv.lock"));
    assert.ok(!isWanted("/w/a.txt"));
    assert.ok(!isWanted("/w/node_modules/x/a.py"));
  });
});

describe("the Node host", () => {
  let root: FilePath, outside: string;
  const read = (path: string, host = new NodeHost([root])): string => {
    const read = host.read(`${root}/${path}`);
    return read instanceof Uint8Array ? new TextDecoder().decode(read) : `why: ${read.why}`;
  };

  before(() => {
    root = resolved(mkdtempSync(join(tmpdir(), "node-host-")));
    outside = resolved(mkdtempSync(join(tmpdir(), "outside-")));
    mkdirSync(join(root, "app/deep"), { recursive: true });
    for (const [path, text] of Object.entries({
      "app/main.py": "a",
      "app/é.py": "b",
      "big.py": "",
    }))
      writeFileSync(join(root, path), text);
    truncateSync(join(root, "big.py"), 6_000_000);
    writeFileSync(join(outside, "secret.py"), "do not read me");
    for (const [link, target] of Object.entries({
      "app/deep/up": "../..",
      "app/self": "self",
      "app/a": "b",
      "app/b": "a",
      "app/again.py": "main.py",
      "app/secret.py": join(outside, "secret.py"),
      "app/outside": outside,
      "app/null.py": "/dev/null",
      "app/nowhere.py": "/nowhere",
      "linked-app": "app",
    }))
      symlinkSync(target, join(root, link));
    spawnSync("mkfifo", [join(root, "app/fifo.py"), join(root, "pyproject.toml")]);
    mkdirSync(join(root, "folder.py"));
  });
  after(() => {
    for (const folder of [root, outside]) rmSync(folder, { recursive: true });
  });

  it("finds each regular file once, whatever links and pipes there are", async () => {
    const { python, manifests, cuts } = await discover(new NodeHost([root]), { workspace: root });
    assert.deepEqual(
      python.map((path) => path.slice(root.length + 1)),
      ["app/main.py", "app/é.py", "big.py"],
    );
    assert.deepEqual(manifests, []);
    assert.deepEqual(cuts, []);
  });

  it("reads regular files, and links that stay inside", () => {
    assert.equal(read("app/main.py"), "a");
    assert.equal(read("app/again.py"), "a");
    assert.equal(read("linked-app/main.py"), "a");
  });

  it("says why it does not read others", () => {
    const cases = {
      "big.py": /larger than 5 MB/,
      "app/fifo.py": /not a regular file/,
      "pyproject.toml": /not a regular file/,
      "folder.py": /not a regular file/,
      "app/secret.py": /out of the workspace/,
      "app/outside/secret.py": /outside the workspace/,
      "app/null.py": /out of the workspace/,
      "app/nowhere.py": /out of the workspace|does not exist/,
      "app/self": /link to itself|out of the workspace/,
      "none.py": /does not exist/,
      "app/main.py/x": /does not exist/,
      [`../${"x".repeat(300)}`]: /too long/,
    };
    for (const [path, why] of Object.entries(cases)) assert.match(read(path), why, path);
  });

  it("lists nothing outside its roots", () => {
    const host = new NodeHost([root]);
    for (const path of [outside, `${root}/app/outside`, `${root}/../`, "/etc", `${root}/none`])
      assert.deepEqual(host.list(path), [], path);
  });

  it("takes no folder for a root that only begins like it", () => {
    const host = new NodeHost([root.slice(0, -1)]);
    assert.deepEqual(host.list(root), []);
    assert.match(read("app/main.py", host), /outside the workspace/);
  });
});
