import assert from "node:assert/strict";
import { forGood, Input, stage } from "#model/stage";

describe("stage", () => {
  it("computes when it is asked, and not again while nothing changed", () => {
    const input = new Input(1);
    let runs = 0;
    const doubled = stage(() => {
      runs++;
      return input.get() * 2;
    });
    assert.equal(runs, 0);
    assert.equal(doubled.get(), 2);
    assert.equal(doubled.get(), 2);
    assert.equal(runs, 1);
    input.set(5);
    assert.equal(doubled.get(), 10);
    assert.equal(runs, 2);
  });

  it("computes once, and for good, what is asked for so", () => {
    const input = new Input(1);
    let runs = 0;
    const doubled = stage(() => {
      runs++;
      return input.get() * 2;
    });
    const sum = stage(() => doubled.get() + input.get());
    assert.equal(
      forGood(() => sum.get() + sum.get()),
      6,
    );
    assert.equal(runs, 1);
    // What is computed afterwards follows changes as ever.
    const tripled = stage(() => input.get() * 3);
    assert.equal(tripled.get(), 3);
    input.set(2);
    assert.equal(tripled.get(), 6);
    assert.equal(sum.get(), 3);
  });

  it("stops the wave where a value is equal to its last", () => {
    const input = new Input(1);
    const isOdd = stage(() => input.get() % 2 === 1);
    let runs = 0;
    const text = stage(() => {
      runs++;
      return isOdd.get() ? "odd" : "even";
    });
    assert.equal(text.get(), "odd");
    input.set(3);
    assert.equal(text.get(), "odd");
    assert.equal(runs, 1);
    input.set(4);
    assert.equal(text.get(), "even");
    assert.equal(runs, 2);
  });

  it("keeps its last value, the very object, where the new one is equal by its own measure", () => {
    const input = new Input("b a");
    const words = stage(
      () => input.get().split(" ").sort(),
      (a, b) => a.join() === b.join(),
    );
    const before = words.get();
    input.set("a b");
    assert.equal(words.get(), before);
  });

  it("depends on what it read the last time, not on what it might read", () => {
    const which = new Input<"a" | "b">("a");
    const a = new Input(1);
    const b = new Input(2);
    let runs = 0;
    const chosen = stage(() => {
      runs++;
      return which.get() === "a" ? a.get() : b.get();
    });
    assert.equal(chosen.get(), 1);
    b.set(20);
    assert.equal(chosen.get(), 1);
    assert.equal(runs, 1);
    which.set("b");
    assert.equal(chosen.get(), 20);
    a.set(10);
    assert.equal(chosen.get(), 20);
    assert.equal(runs, 2);
  });

  it("gives the same as computing everything anew, whatever is changed and asked in whatever order", () => {
    const inputs = [1, 2, 3, 4].map((value) => new Input(value));
    const sums = inputs.map((input, index) =>
      stage(() => input.get() + (inputs[(index + 1) % 4]?.get() ?? 0)),
    );
    const parity = sums.map((sum) => stage(() => sum.get() % 2));
    const total = stage(() => parity.reduce((count, each) => count + each.get(), 0));
    const expected = (): number => {
      const values = inputs.map((input) => input.current());
      return values.reduce(
        (count, value, index) => count + ((value + (values[(index + 1) % 4] ?? 0)) % 2),
        0,
      );
    };
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let step = 0; step < 500; step++) {
      inputs[random(4)]?.set(random(10));
      if (random(3) === 0) parity[random(4)]?.get();
      if (random(2) === 0) assert.equal(total.get(), expected());
    }
  });

  it("computes again after a failure", () => {
    const input = new Input(0);
    const inverse = stage(() => {
      if (input.get() === 0) throw new Error("zero");
      return 1 / input.get();
    });
    assert.throws(() => inverse.get(), /zero/);
    input.set(4);
    assert.equal(inverse.get(), 0.25);
  });

  it("refuses a ring", () => {
    const a: { get(): number } = stage((): number => b.get());
    const b = stage((): number => a.get());
    assert.throws(() => a.get(), /reads itself/);
  });

  it("refuses to change an input inside a computation", () => {
    const input = new Input(1);
    assert.throws(() => stage(() => input.set(2)).get(), /set while/);
  });

  it("lets go of what it read when it is disposed", () => {
    const input = new Input(1);
    const doubled = stage(() => input.get() * 2);
    doubled.get();
    doubled.dispose();
    assert.equal(doubled.reads.length, 0);
    input.set(2);
    assert.equal(doubled.get(), 4);
  });
});
