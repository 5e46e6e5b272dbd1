import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { COROUTINE_CALLS } from "#model/eventLoop/coroutineCalls";
import { externalName, librariesOf } from "#model/link/libraries";
import { Names } from "#syntax/names";
import { pythonInterpreter } from "../python/environment";
import { REQUIREMENTS } from "./catalogueJudge";

describe("the list of library calls that give a coroutine", function () {
  this.timeout(300_000);

  it("lists nothing twice", () => {
    assert.deepEqual(
      COROUTINE_CALLS.filter((name, index) => COROUTINE_CALLS.indexOf(name) !== index),
      [],
    );
  });

  it("uses canonical names, which alone are asked for", () => {
    const names = new Names();
    const { canonical } = librariesOf(names);
    assert.deepEqual(
      COROUTINE_CALLS.filter((name) => {
        const id = externalName(name, names);
        return canonical(id) !== id;
      }),
      [],
    );
  });

  it("is true of the packages themselves", () => {
    const script = join(import.meta.dirname, "coroutine_calls.py");
    const { status, stdout, stderr } = spawnSync(pythonInterpreter(REQUIREMENTS), [script], {
      input: JSON.stringify(COROUTINE_CALLS),
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), []);
  });
});
