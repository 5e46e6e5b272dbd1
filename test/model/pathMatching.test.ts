import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { mountPattern, pathPattern, takesAllOf, takesPath } from "#model/routes/pathMatching";
import { Random } from "../proof/random.ts";
import { pythonInterpreter } from "../python/environment.ts";

const PATHS = [
  "/",
  "/users",
  "/users/",
  "/users/{id}",
  "/users/me",
  "/users/{id}/items/{item_id}",
  "/users/{id:int}",
  "/users/{user_id:int}.json",
  "/price/{price:float}",
  "/files/{rest:path}",
  "/files/{rest:path}/edit",
  "/{rest:path}",
  "/of/{id:uuid}",
  "/of/{id:uuid}/{name}",
  "/a{b}c{d}e",
  "/{a}-{b}",
  "/{a}.{b}",
  "/x.y+z(1)|*?[a]^$\\",
  "/{a}/{a}",
  "/{a:unknown}",
  "/{not a name}/{1}",
  "/{a",
  "/käse/{ä}",
  "/😀/{a}",
];

const REQUESTS = [
  ...["", "/", "//", "/users", "/users/", "/users/me", "/users/42", "/users/4x", "/users/42/"],
  ...["/users/42/items/7", "/users//items/7", "/users/42.json", "/users/.json", "/users/4\n"],
  ...["/users\n", "/users\n\n", "/price/1", "/price/1.5", "/price/1.", "/price/.5", "/price/1.5.2"],
  ...["/files/", "/files", "/files/a/b/c", "/files/a/edit", "/files//edit", "/files/edit"],
  ...["/files/a\nb", "/files/a\n", "/files/a\u2028b", "/\n", "/x.y+z(1)|*?[a]^$\\", "/xzy"],
  "/of/3f0e2f1c-0000-4000-8000-00000000abCD",
  "/of/3f0e2f1c000040008000-00000000abCD/x",
  "/of/3f0e2f1c000040008000-00000000abC/x",
  ...[
    "/abc",
    "/a1c2e",
    "/aacce",
    "/a/c/e",
    "/a-b",
    "/a-b-c",
    "/-b",
    "/a.b",
    "/a.b.c",
    "/{a",
    "/{a}",
  ],
  ...["/{not a name}/{1}", "/käse/{ä}", "/käse/ä", "/😀/😀", "/😀/", "/\ud83d/x", "/users/٣"],
];

/** By path, for each request whether Starlette's own pattern takes it. */
function matchedByStarlette(
  paths: readonly string[],
  requests: readonly string[],
): readonly (readonly boolean[] | null)[] {
  const { stdout, stderr, status } = spawnSync(
    pythonInterpreter(),
    [join(import.meta.dirname, "compile_path.py")],
    { input: JSON.stringify([paths, requests]), encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function matchedHere(path: string, requests: readonly string[]): readonly boolean[] | null {
  const pattern = pathPattern(path);
  return pattern === undefined ? null : requests.map((request) => takesPath(pattern, request));
}

describe("paths of routes", () => {
  it("take the requests that Starlette's take", () => {
    const expected = matchedByStarlette(PATHS, REQUESTS);
    for (const [index, path] of PATHS.entries())
      assert.deepEqual(matchedHere(path, REQUESTS), expected[index], path);
  });

  it("take them whatever they are made of", () => {
    const random = new Random(7);
    const of = (parts: readonly string[], count: number): string =>
      `/${Array.from({ length: count }, () => random.pick(parts)).join("")}`;
    const made = [..."ab1/-."];
    const names = ["str", "int", "float", "path"].map((it, at) => `{p${at}:${it}}`);
    const paths = Array.from({ length: 300 }, () => of([...made, ...names], 1 + random.below(6)));
    const requests = Array.from({ length: 300 }, () => of(made, random.below(7)));
    const expected = matchedByStarlette(paths, requests);
    for (const [index, path] of paths.entries())
      assert.deepEqual(matchedHere(path, requests), expected[index], path);
  });

  it("take nothing without a slash at the beginning", () => {
    assert.equal(pathPattern(""), undefined);
    assert.equal(pathPattern("users"), undefined);
  });

  it("are matched at once where a regular expression would never end", () => {
    const path = Array.from({ length: 60 }, (_, index) => `{p${index}:path}`).join("");
    const pattern = pathPattern(`/${path}x`) ?? [];
    assert.equal(takesPath(pattern, `/${"a".repeat(2000)}`), false);
  });

  it("take all below where something is mounted", () => {
    const taken = (path: string, request: string): boolean =>
      takesPath(mountPattern(path) ?? [], request);
    assert.equal(taken("/static", "/static"), false);
    assert.equal(taken("/static", "/static/"), true);
    assert.equal(taken("/static/", "/static/a/b.css"), true);
    assert.equal(taken("/", "/anything"), true);
    assert.equal(taken("/static", "/statics/a"), false);
  });
});

describe("a path before another", () => {
  const COVERING = [
    ["/users/{id}", "/users/me", true],
    ["/users/me", "/users/{id}", false],
    ["/users/{id}", "/users/{name}", true],
    ["/users/{id:int}", "/users/{name}", false],
    ["/users/{name}", "/users/{id:int}", true],
    ["/users/{id:int}", "/users/42", true],
    ["/users/{id:int}", "/users/me", false],
    ["/users/{id}", "/users/{id}/items", false],
    ["/users/{rest:path}", "/users/{id}/items", true],
    ["/users/{rest:path}", "/users", false],
    ["/{rest:path}", "/users", true],
    ["/{a}/{b}", "/{a}/b", true],
    ["/{a}.{b}", "/{a}", false],
    ["/{a}", "/{a}.{b}", true],
    ["/{a:float}", "/{a:int}", true],
    ["/{a:int}", "/{a:float}", false],
    ["/x/{a}", "/x/{id:uuid}", true],
    ["/x/{id:uuid}", "/x/{a}", false],
    ["/{a}-{b}", "/{a}-{b}-{c}", true],
    ["/{a}-{b}-{c}", "/{a}-{b}", false],
    ["/a/", "/a", false],
  ] as const;

  for (const [earlier, later, isCovering] of COVERING)
    it(`${earlier} ${isCovering ? "takes" : "leaves something of"} ${later}`, () => {
      const patterns = [pathPattern(earlier) ?? [], pathPattern(later) ?? []] as const;
      assert.equal(takesAllOf(...patterns), isCovering);
    });
});
