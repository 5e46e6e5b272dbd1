import assert from "node:assert/strict";
import { Names, NO_NAME, NO_RECEIVER, WORD } from "#syntax/names";

describe("Names", () => {
  it("are one integer for one text", () => {
    const names = new Names();
    assert.equal(names.of("a.b.c"), names.dotted(names.of("a.b"), names.of("c")));
    assert.notEqual(names.of("a.b"), names.of("ab"));
    assert.equal(names.of("match"), WORD.match);
    assert.equal(names.of(""), NO_RECEIVER);
  });

  it("are taken apart without text", () => {
    const names = new Names();
    const name = names.of("a.b.c");
    assert.equal(names.prefix(name), names.of("a.b"));
    assert.equal(names.last(name), names.of("c"));
    assert.equal(names.first(name), names.of("a"));
    const word = names.of("a");
    assert.deepEqual([names.prefix(word), names.last(word), names.first(word)], [0, word, word]);
  });

  it("have their text, also of a receiver that is none", () => {
    const names = new Names();
    assert.equal(names.text(names.of("größe.名前")), "größe.名前");
    assert.equal(names.text(names.dotted(NO_RECEIVER, names.of("get"))), ".get");
    assert.equal(names.text(NO_NAME), "");
  });

  it("stay what they are when there are many", () => {
    const names = new Names();
    const ids = Array.from({ length: 100_000 }, (_, index) =>
      names.of(`module${index % 7}.name_number_${index}`),
    );
    ids.forEach((id, index) => {
      assert.equal(names.text(id), `module${index % 7}.name_number_${index}`);
      assert.equal(names.of(`module${index % 7}.name_number_${index}`), id);
    });
  });

  it("keep their meaning in another run", () => {
    const first = new Names();
    const second = new Names();
    second.of("something.else");
    const name = first.of("a.größe.c");
    const ids = second.absorb(first.export());
    assert.equal(second.text(ids[name] ?? NO_NAME), "a.größe.c");
    assert.equal(ids[WORD.match], WORD.match);
    assert.equal(ids.length, first.size + 1);
  });
});
