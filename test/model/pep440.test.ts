import assert from "node:assert/strict";
import {
  allows,
  compareVersions,
  parseConstraint,
  parseVersion,
  shareFrom,
} from "#model/packages/pep440";
// Made by the `packaging` library of Python; `source` tells its version.
import oracle from "./pep440.json" with { type: "json" };

function version(text: string) {
  const parsed = parseVersion(text);
  assert.ok(parsed, text);
  return parsed;
}

function constraint(text: string) {
  const parsed = parseConstraint(text);
  assert.ok(parsed, text);
  return parsed;
}

describe("versions", () => {
  it("compare as in packaging", () => {
    for (const [a, b, order] of oracle.order)
      assert.equal(
        Math.sign(compareVersions(version(String(a)), version(String(b)))),
        order,
        `${a} and ${b}`,
      );
  });

  it("refuse what packaging refuses", () => {
    for (const text of oracle.invalid) assert.equal(parseVersion(text), undefined, text);
    assert.equal(parseVersion(`${"9.".repeat(100_000)}9`), undefined);
  });
});

describe("constraints", () => {
  it("allow what packaging allows", () => {
    for (const [text, allowed] of oracle.matches)
      assert.deepEqual(
        oracle.versions.filter((each) => allows(constraint(String(text)), version(each))),
        allowed,
        String(text),
      );
  });

  const forms: readonly (readonly [text: string, allowed: string, refused: string])[] = [
    ["^1.2.3", "1.2.3 1.9", "1.2.2 2.0"],
    ["^0.2.3", "0.2.3 0.2.9", "0.3 1.0"],
    ["^0.0.3", "0.0.3", "0.0.4 0.1"],
    ["^0", "0.0.1 0.9", "1.0"],
    ["^1.2.3a1", "1.2.3", "2.0a1"],
    ["~1.2.3", "1.2.9", "1.3"],
    ["~1.2", "1.2.9", "1.3"],
    ["~1", "1.9", "2.0"],
    ["1.2", "1.2 1.2.0", "1.2.1"],
    ["1.*", "1.0 1.9", "2.0"],
    ["*", "0.1 9", ""],
    ["=1.0", "1.0", "1.1"],
    ["^1.0 || ^3.0", "1.5 3.1", "2.0 4.0"],
    [">=1.0 <2.0", "1.5", "2.0"],
  ];
  for (const [text, allowed, refused] of forms)
    it(`read Poetry's ${text}`, () => {
      const parsed = constraint(text);
      for (const each of allowed.split(" ").filter(Boolean))
        assert.ok(allows(parsed, version(each)), each);
      for (const each of refused.split(" ").filter(Boolean))
        assert.ok(!allows(parsed, version(each)), each);
    });

  it("refuse what is none", () => {
    for (const text of ["latest", ">=", ">=1.x.y", "^", "1.0 || foo", "(a+)+$", "~=1"])
      assert.equal(parseConstraint(text), undefined, text);
  });

  const shares: readonly (readonly [text: string, version: string, share: string])[] = [
    ["", "1.0", "some"],
    [">=1.0", "1.0", "all"],
    [">1.0", "1.0", "all"],
    [">=1.0", "1.1", "some"],
    ["<1.0", "1.0", "none"],
    ["<=1.0", "1.0", "some"],
    ["<=0.9", "1.0", "none"],
    ["==1.0", "1.0", "all"],
    ["==0.9", "1.0", "none"],
    ["==0.9.*", "1.0", "none"],
    ["==1.*", "1.5", "some"],
    ["==1.*", "1.0", "all"],
    ["==1.*", "2.0", "none"],
    ["~=1.4.2", "1.4.2", "all"],
    ["~=1.4.2", "1.5", "none"],
    ["^1.2", "2.0", "none"],
    [">=0.100,<0.133", "0.133.0", "none"],
    ["^1.0 || ^3.0", "2.0", "some"],
    ["^1.0 || ^1.5", "2.0", "none"],
    ["!=1.0", "1.0", "some"],
  ];
  for (const [text, from, share] of shares)
    it(`of ${text || "no constraint"}, ${share} are ${from} or later`, () => {
      assert.equal(shareFrom(constraint(text), version(from)), share);
    });
});
