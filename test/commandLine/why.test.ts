import assert from "node:assert/strict";
import { folderWith } from "../temporary.ts";
import { BLOCKING, routewright } from "./routewright.ts";

describe("routewright why", () => {
  const cwd = folderWith({ "app.py": BLOCKING });

  it("tells what a line calls", () => {
    const line = BLOCKING.split("\n").findIndex((text) => text.includes("time.sleep(")) + 1;
    const { code, out } = routewright(["why", `app.py:${line}`], { cwd });
    assert.equal(code, 0);
    assert.match(
      out,
      /a coroutine: it runs on the event loop\.\n\ntime\.sleep\(\)\n {2}is time\.sleep, of a library\n {2}keeps the event loop\n$/,
    );
  });

  it("tells why a finding is not reported", () => {
    const line = BLOCKING.split("\n").findIndex((text) => text.includes("time.sleep(")) + 1;
    const allowed = BLOCKING.replace(
      "time.sleep(1)",
      "time.sleep(1)  # routewright: allow[blocking-call-on-event-loop]: only here",
    );
    const files = {
      "app.py": BLOCKING,
      "allowed.py": allowed,
      "ruff.toml": 'lint.select = ["ALL"]',
    };
    const folder = folderWith(files);
    const told = (path: string): string =>
      routewright(["why", `${path}:${line}`], { cwd: folder }).out;
    assert.match(
      told("app.py"),
      /\n\nblocking-call-on-event-loop is not reported: it is left to Ruff \(ASYNC251\)\.\n$/,
    );
    assert.match(
      told("allowed.py"),
      /\n\nblocking-call-on-event-loop is not reported: a comment allows it\.\n$/,
    );
  });

  it("refuses what is no place of a file", () => {
    const wrong: readonly (readonly [place: string, error: RegExp])[] = [
      ["app.py", /^app\.py is no place\. Write FILE:LINE/],
      ["none.py:1", /^none\.py does not exist\.\n$/],
      ["app.py:0", /^app\.py has \d+ lines\.\n$/],
      ["app.py:4000", /^app\.py has \d+ lines\.\n$/],
    ];
    for (const [place, error] of wrong) {
      const result = routewright(["why", place], { cwd });
      assert.deepEqual([result.code, result.out], [2, ""], place);
      assert.match(result.error, error);
    }
  });
});
