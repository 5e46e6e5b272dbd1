import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist } from "./dist.ts";
import { wasm } from "./harness.ts";
import { endInTheMiddle, fuzz, type Outcome } from "./proof/fuzz.ts";
import { projectOnDisk, writeFuzzProject } from "./proof/fuzzProject.ts";
import { faultsOfMutants } from "./proof/mutantCheck.ts";
import { readers } from "./proof/randomEdits.ts";
import { folderWith } from "./temporary.ts";

/** The same every day, so that a failure is one of the change at hand; `npm run prove -- fuzz` takes others, for longer. */
const SEED = 20_261_124;

describe(`what nobody should write or send, seed ${SEED}`, function () {
  // A minute on two busy cores; it is bounded by what is done, not by time.
  this.timeout(900_000);
  let source = "";

  before(() => {
    source = folderWith({});
    writeFuzzProject(source);
  });

  it("is survived as text: the engine crashes on no mutant, and says nothing of it that cannot be shown or done", async () => {
    const project = { ...projectOnDisk(source), newReader: await readers(wasm) };
    assert.deepEqual(faultsOfMutants(project, SEED, 1_500), []);
  });

  it("is survived as traffic: all is answered, nothing is logged, and in the end all is as afresh", async () => {
    const outcome = await fuzz({ server: dist("server.js"), source }, SEED, 750);
    assert.deepEqual(outcome.faults, [], told(outcome));
    assert.ok(outcome.compared > 100, `only ${outcome.compared} findings were compared`);
  });

  it("is survived when the session ends in the middle of it", async () => {
    assert.deepEqual(await endInTheMiddle({ server: dist("server.js"), source }, SEED, 12), []);
  });
});

function told({ faults, happenings }: Outcome): string {
  const folder = join(tmpdir(), "routewright-fuzz");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${SEED}.json`);
  writeFileSync(file, JSON.stringify({ happenings }));
  return `${faults.join("\n").slice(0, 4_000)}\nAgain: npm run prove -- fuzz --replay ${file}`;
}
