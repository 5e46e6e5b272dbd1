import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../dist.ts";
import { folderWith } from "../temporary.ts";
import { BLOCKING, ENGINE, json, routewright } from "./routewright.ts";

const sample = join(root, "docs/sample");

describe("check", () => {
  it("shows a finding with its code, the way down and what can be done", () => {
    const cwd = folderWith({
      "app/__init__.py": "",
      "app/main.py": BLOCKING.replace("import time", "from app.pause import pause").replace(
        "time.sleep(1)",
        "pause()",
      ),
      "app/pause.py": "import time\n\n\ndef pause() -> None:\n    time.sleep(1)\n",
    });
    const { code, out, error } = routewright(["check"], { cwd });
    assert.deepEqual([code, error], [1, ""]);
    const [head, ...rest] = out.split("\n");
    assert.match(
      head ?? "",
      /^error\[blocking-call-on-event-loop\]: pause\(\) reaches time\.sleep, .+\.$/,
    );
    assert.deepEqual(
      rest.slice(0, 10).map((line) => line.replace(/: pause\(\) .*/, ": …")),
      [
        "  --> app/main.py:10:5",
        "   |",
        ' 8 | @app.get("/")',
        " 9 | async def home() -> None:",
        "10 |     pause()",
        "   |     ^^^^^",
        "   |",
        "   → app/pause.py:5:5: …",
        " 5 |     time.sleep(1)",
        "   |     ----------",
      ],
    );
    assert.match(rest[10] ?? "", /^ {3}= suggestion: \w/);
    assert.match(out, /\nFound 1 error in 3 files \(\d+\.\d\d s\)\. 1 fixable with [^\n]+\n$/);
  });

  it("says a remark about the same place in one line", () => {
    const cwd = folderWith({ "db.py": ENGINE });
    const { out } = routewright(["check"], { cwd });
    assert.match(out, /\n {2}= note: pool_size is not set[^\n]+\n {2}= note: max_overflow[^\n]+\n/);
    assert.equal(out.match(/create_engine\("postgresql/g)?.length, 1);
  });

  it("says the same of the sample in every format", () => {
    const { findings, summary } = json([sample], { cwd: sample });
    assert.ok(findings.length > 0);
    assert.deepEqual(summary.skipped, []);
    assert.equal(summary.files, 19);
    const heads = findings.map(({ severity, rule }) => `${severity}[${rule}]`);
    const text = routewright(["check"], { cwd: sample }).out;
    assert.deepEqual(text.match(/^\w+\[[\w-]+\]/gm), heads);
    const concise = routewright(["check", "--format", "concise"], { cwd: sample }).out;
    assert.deepEqual(
      concise.split("\n").slice(0, findings.length),
      findings.map(
        ({ path, line, column, severity, rule, message }) =>
          `${path}:${line}:${column}: ${severity} ${rule} ${message}`,
      ),
    );
    const last = (out: string): string | undefined =>
      out
        .trimEnd()
        .split("\n")
        .at(-1)
        ?.replace(/\(.*?\)/, "");
    assert.equal(last(text), last(concise));
  });
});
