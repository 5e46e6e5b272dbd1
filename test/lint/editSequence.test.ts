import assert from "node:assert/strict";
import { EditSequence } from "#lint/editSequence";
import { applyEdits } from "#lint/edits";
import type { TextEdit } from "#lint/rule";

const path = "/project/app.py";

function at(start: number, end: number, text: string): TextEdit {
  return { path, range: { start, end }, text };
}

describe("EditSequence", () => {
  it("tells edits of edited text as edits of the first one", () => {
    const sequence = new EditSequence({ path, text: "abcdef" });
    sequence.apply([at(2, 4, "CD")]);
    sequence.apply([at(3, 5, "-")]);
    assert.equal(sequence.file.text, "abC-f");
    assert.deepEqual(sequence.edits(), [at(2, 5, "C-")]);
  });

  it("has nothing to tell of what was put in and taken out again", () => {
    const sequence = new EditSequence({ path, text: "abc" });
    sequence.apply([at(1, 1, "x")]);
    sequence.apply([at(1, 2, "")]);
    assert.deepEqual(sequence.edits(), []);
    assert.deepEqual(new EditSequence({ path, text: "" }).edits(), []);
  });

  it("keeps several edits at one place in order", () => {
    const sequence = new EditSequence({ path, text: "abc" });
    sequence.apply([at(3, 3, "!"), at(1, 1, "1"), at(1, 1, "2"), at(1, 2, "B")]);
    assert.equal(sequence.file.text, "a12Bc!");
    assert.equal(applyEdits("abc", sequence.edits()), "a12Bc!");
  });

  it("says what all edits make, whatever they are", () => {
    // A linear congruential generator: the same numbers each time.
    let state = 7;
    const below = (bound: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
    for (let round = 0; round < 300; round++) {
      const text = "abcdefghij";
      const sequence = new EditSequence({ path, text });
      let now = text;
      for (let step = 0; step < 5; step++) {
        const places = [below(now.length + 1), below(now.length + 1)].sort((a, b) => a - b);
        const [start = 0, end = 0] = places;
        const edits = [at(start, end, "XYZ".slice(below(4))), at(end, end, "+")];
        sequence.apply(edits);
        now = applyEdits(now, edits);
      }
      assert.equal(sequence.file.text, now);
      assert.equal(applyEdits(text, sequence.edits()), now);
    }
  });
});
