import assert from "node:assert/strict";
import { Coalesced } from "../server/coalesced.ts";

describe("work asked for in bursts", () => {
  it("runs once, when a turn has passed in which nobody asked", () => {
    const turns: (() => void)[] = [];
    let runs = 0;
    const turn = (): void => turns.shift()?.();
    const work = new Coalesced(
      () => runs++,
      (run) => turns.push(run),
    );
    for (let burst = 0; burst < 3; burst++) {
      work.ask();
      work.ask();
      turn();
      assert.equal(runs, 0);
    }
    turn();
    assert.deepEqual([runs, turns.length], [1, 0]);
    work.ask();
    turn();
    turn();
    assert.equal(runs, 2);
  });
});
