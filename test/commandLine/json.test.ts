import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../temporary.ts";
import { BLOCKING, ENGINE, json, places, routewright } from "./routewright.ts";

describe("check --format json", () => {
  it("is what the contract says, key by key", () => {
    const cwd = folderWith({ "app/main.py": BLOCKING, "app/db.py": ENGINE });
    const output = json(["--select", "missing-pool-pre-ping"], { cwd });
    const { elapsedMs } = output.summary;
    assert.ok(Number.isInteger(elapsedMs) && elapsedMs >= 0);
    const end = ENGINE.indexOf(")");
    const [found] = output.findings;
    assert.deepEqual(output, {
      version: 1,
      findings: [
        {
          rule: "missing-pool-pre-ping",
          severity: "warning",
          path: "app/db.py",
          line: 3,
          column: 10,
          endLine: 3,
          endColumn: 23,
          message: found?.message,
          tags: [],
          related: found?.related,
          fixes: [
            {
              title: "Add pool_pre_ping=True",
              safety: "safe",
              edits: [{ path: "app/db.py", start: end, end, text: ", pool_pre_ping=True" }],
            },
          ],
        },
      ],
      summary: { files: 2, read: 2, skipped: [], elapsedMs },
    });
  });

  it("names the steps of a path as related places", () => {
    const cwd = folderWith({
      "app/__init__.py": "",
      "app/main.py": BLOCKING.replace("import time", "from app.pause import pause").replace(
        "time.sleep(1)",
        "pause()",
      ),
      "app/pause.py": "import time\n\n\ndef pause() -> None:\n    time.sleep(1)\n",
    });
    const [found] = json([], { cwd }).findings;
    assert.equal(found?.rule, "blocking-call-on-event-loop");
    assert.deepEqual(
      found.related.map(({ message: _, ...place }) => place),
      [{ path: "app/pause.py", line: 5, column: 5, endLine: 5, endColumn: 15 }],
    );
  });

  it("counts in UTF-16 units after a byte-order mark, whatever the line ends", () => {
    const line = '    x = "😀漢é"; time.sleep(1)';
    const text = BLOCKING.replace("    time.sleep(1)", line);
    for (const [name, source] of Object.entries({
      plain: text,
      mark: `\uFEFF${text}`,
      crlf: text.replaceAll("\n", "\r\n"),
      cr: text.replaceAll("\n", "\r"),
    })) {
      const cwd = folderWith({ "main.py": source });
      const [found] = json([], { cwd }).findings;
      const column = line.indexOf("time") + 1;
      assert.deepEqual(
        [found?.line, found?.column, found?.endLine, found?.endColumn],
        [10, column, 10, column + "time.sleep".length],
        name,
      );
      const decoded = source.replace("\uFEFF", "");
      const edit = found?.fixes
        .flatMap(({ edits }) => edits)
        .find(({ text }) => /await/.test(text));
      assert.ok(edit, name);
      assert.equal(decoded.slice(edit.start, edit.end).replace(/\(.*/, ""), "time.sleep", name);
    }
  });

  it("sorts by path, line, column and rule; paths outside begin with ../", () => {
    const folder = folderWith({
      "b/main.py": BLOCKING,
      "b/a.py": ENGINE,
      "b/B.py": `${ENGINE}other = create_engine("postgresql://localhost/b")\n`,
      "here/z.py": ENGINE,
    });
    assert.deepEqual(places(json([".", "../b"], { cwd: join(folder, "here") })), [
      "../b/B.py:3:10 missing-pool-pre-ping",
      "../b/B.py:4:9 missing-pool-pre-ping",
      "../b/a.py:3:10 missing-pool-pre-ping",
      "../b/main.py:10:5 blocking-call-on-event-loop",
      "z.py:3:10 missing-pool-pre-ping",
    ]);
  });

  it("counts what was read and what was skipped, with reasons", () => {
    const cwd = folderWith({
      "main.py": BLOCKING,
      "zero.py": "x = '\0'\n",
      "utf16.py": Buffer.from(`\uFEFF${BLOCKING}`, "utf16le"),
      "latin.py": Buffer.from(`# -*- coding: latin-1 -*-\nname = "é"\n${BLOCKING}`, "latin1"),
      "readme.md": "# Hello\n",
    });
    const { findings, summary } = json([".", "readme.md"], { cwd });
    assert.equal(summary.files, summary.read + summary.skipped.length);
    assert.equal(summary.read, 2);
    assert.deepEqual(
      summary.skipped.map(({ path }) => path),
      ["readme.md", "utf16.py", "zero.py"],
    );
    for (const { why } of summary.skipped) assert.match(why, /^\w[^\n]+$/);
    assert.deepEqual(
      findings.map(({ path }) => path),
      ["latin.py", "main.py"],
    );
  });

  it("leaves out what git ignores, what is excluded, environments and packages", () => {
    const files = {
      ".gitignore": "/generated/\nlocal_*.py\n",
      "pyproject.toml": '[tool.routewright]\nexclude = ["old", "scripts/*.tmp.py"]\n',
      "main.py": BLOCKING,
    };
    const leftOut = [
      "generated/main.py",
      "local_main.py",
      "old/main.py",
      "scripts/x.tmp.py",
      ".venv/lib/python3.12/site-packages/x/main.py",
      "node_modules/x/main.py",
      "env/Scripts/main.py",
      "env/Lib/site-packages/x/main.py",
      "posix/bin/main.py",
      "__pycache__/main.py",
    ];
    const cwd = folderWith({
      ...files,
      "env/Scripts/python.exe": "",
      "posix/pyvenv.cfg": "",
      ...Object.fromEntries(leftOut.map((path) => [path, BLOCKING])),
    });
    const output = json([], { cwd });
    assert.deepEqual(places(output), ["main.py:10:5 blocking-call-on-event-loop"]);
    assert.equal(output.summary.files, 1);
    // Who names a file wants to know of it.
    for (const path of ["local_main.py", "generated/main.py", "old/main.py"])
      assert.deepEqual(
        json([path], { cwd }).findings.map((it) => it.path),
        [path],
      );
  });

  it("reads no link that leads out of the project, and none twice", () => {
    const outside = folderWith({ "secret.py": BLOCKING });
    const cwd = folderWith({ "app/main.py": BLOCKING });
    symlinkSync(join(outside, "secret.py"), join(cwd, "secret.py"));
    symlinkSync(outside, join(cwd, "outside"));
    symlinkSync(".", join(cwd, "app/self"));
    assert.deepEqual(
      json([], { cwd }).findings.map(({ path }) => path),
      ["app/main.py"],
    );
  });

  it("takes names with blanks, percent signs, accents and line ends", () => {
    const names = ["a b.py", "100%.py", "%41.py", "é漢😀.py", "line\nend.py", "$(x).py"].sort();
    const cwd = folderWith(Object.fromEntries(names.map((name) => [name, BLOCKING])));
    const { out } = routewright(["check", "--format", "json"], { cwd });
    const paths = JSON.parse(out).findings.map(({ path }: { path: string }) => path);
    assert.deepEqual(paths, names);
    const text = routewright(["check", "--format", "concise"], { cwd }).out;
    assert.equal(text.trimEnd().split("\n").length, names.length + 1);
    assert.deepEqual(
      json(names, { cwd }).findings.map(({ path }) => path),
      names,
    );
  });

  it("understands a folder or a file by the project around it", () => {
    const cwd = folderWith({
      "requirements.txt": "fastapi\n",
      "pyproject.toml": "[tool.routewright.severity]\nasync = 'warning'\n",
      "app/__init__.py": "",
      "app/pause.py": "import time\n\n\ndef pause() -> None:\n    time.sleep(1)\n",
      "app/api/main.py": BLOCKING.replace("import time", "from app.pause import pause").replace(
        "time.sleep(1)",
        "pause()",
      ),
      "other.py": BLOCKING,
    });
    for (const path of ["app", "app/api", "app/api/main.py"]) {
      const { findings, summary } = json([path], { cwd });
      assert.deepEqual(
        findings.map((it) => `${it.path} ${it.severity}`),
        ["app/api/main.py warning"],
        path,
      );
      assert.equal(summary.read, path === "app" ? 3 : 1);
    }
  });

  it("reads nothing of a folder that only stands above the named one", () => {
    const folder = folderWith({ "pyproject.toml": "", "secret.py": BLOCKING });
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner/main.py"), BLOCKING);
    const { findings, summary } = json([], { cwd: join(folder, "inner") });
    assert.deepEqual([findings.length, summary.files], [1, 1]);
  });
});
