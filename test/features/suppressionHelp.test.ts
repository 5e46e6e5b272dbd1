import assert from "node:assert/strict";
import { suppressionCompletions, suppressionHover } from "#features/suppressionHelp";
import { allRules } from "#rules/index";
import { Lines } from "#syntax/lines";
import { FOLDER, linterOf, workspaceOf } from "../harness.ts";

/** What is offered where `|` stands, in order. */
function offers(marked: string): readonly string[] {
  const text = marked.replace("|", "");
  const workspace = workspaceOf([["app/main.py", text]]);
  const reports = linterOf(workspace, allRules).reports(`${FOLDER}/app/main.py`);
  return suppressionCompletions(new Lines(text), marked.indexOf("|"), reports, allRules, true)
    .toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
    .map(({ label }) => label);
}

const HEAD = `import time
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def read():
`;
const BLOCKS = "blocking-call-on-event-loop";

describe("completion in a comment that allows a finding", () => {
  it("offers the rules, those that are reported there first", () => {
    for (const text of [
      `${HEAD}    time.sleep(1)  # routewright: allow[|`,
      `${HEAD}    time.sleep(1)  # routewright: allow[|]: why`,
      `${HEAD}    time.sleep(1)  # noqa: E501  #routewright:allow[block|`,
      `${HEAD}    # routewright: allow[x, |]\n    time.sleep(1)\n`,
      `# routewright: allow-file[|]\n${HEAD}    time.sleep(1)\n`,
    ]) {
      const found = offers(text);
      assert.equal(found[0], BLOCKS, text);
      assert.equal(found.length, allRules.length);
    }
    assert.notEqual(offers(`${HEAD}    pass  # routewright: allow[|]\n\n\nx = 1`)[0], BLOCKS);
  });

  it("offers what a comment may say", () => {
    assert.deepEqual(offers(`${HEAD}    time.sleep(1)  # routewright: |`), ["allow", "allow-file"]);
    assert.deepEqual(offers(`${HEAD}    time.sleep(1)  # routewright: al|`), [
      "allow",
      "allow-file",
    ]);
  });

  it("offers nothing anywhere else", () => {
    for (const text of [
      "x = 1  # allow[|",
      "x = '# routewright: allow[|'",
      "x = 1  # routewright: allow[a]: |",
      "|x = 1  # routewright: allow[a]",
    ])
      assert.deepEqual(offers(text), [], text);
  });
});

describe("hover in a comment that allows a finding", () => {
  const hover = (marked: string): string => {
    const found = suppressionHover(
      new Lines(marked.replace("|", "")),
      marked.indexOf("|"),
      allRules,
    );
    return JSON.stringify(found?.contents ?? null);
  };

  it("tells what a rule is", () => {
    assert.match(
      hover("x = 1  # routewright: allow[missing-|pool-pre-ping]: why"),
      /An engine hands out/,
    );
    assert.match(
      hover("# routewright: allow-file[x, blocking|-call-on-event-loop]"),
      /A coroutine calls/,
    );
  });

  it("tells nothing anywhere else", () => {
    for (const text of [
      "x = 1  # routewright: allow[nope|]",
      "x = '# routewright: allow[missing-|pool-pre-ping]'",
      "x| = 1  # routewright: allow[missing-pool-pre-ping]",
      "x = 1  # routewright: allow[missing-pool-pre-ping]: missing-|pool-pre-ping",
    ])
      assert.equal(hover(text), "null", text);
  });
});
