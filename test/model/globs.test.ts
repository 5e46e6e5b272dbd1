import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import picomatch from "picomatch";
import { globsOf, IgnoreFile } from "#model/files/globs";

describe("globs", () => {
  const paths =
    "a b.py .hidden a/b a/b.py a/b/c a/b/c.py src/a.py src/x/a.py src/x/y/a.py tests/a_test.py tests/.x/b.py a.b/c [a]/b (group)/a.py a*b".split(
      " ",
    );
  const patterns =
    "a b.py *.py src/**/a.py src/*/a.py src/** **/x/** **/*.py src/x/*.py a/?.py [ab].py src/[^y]/a.py {a,src}/*.py {a,b}.{py,txt} ./src/*.py .* **/.x tests/*_test.py \\[a\\]/b a\\*b **/a/**/c.py a/**/b {src/x,tests}/**".split(
      " ",
    );
  for (const pattern of patterns)
    it(`match as picomatch does: ${pattern}`, () => {
      const options = { dot: true, nocase: false },
        isMatch = picomatch(pattern.replace(/^\.\//, ""), options),
        isName = !pattern.replace(/^\.\//, "").includes("/"),
        globs = globsOf([pattern]);
      const theirs = (path: string): boolean =>
        isMatch(path) || (isName && isMatch(path.split("/").at(-1) ?? ""));
      for (const path of paths) {
        const parts = path.split("/"),
          prefixes = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
        assert.equal(globs.matches(path), prefixes.some(theirs), path);
      }
    });

  it("take parentheses as they stand", () => {
    assert.ok(globsOf(["(group)/*.py"]).matches("(group)/a.py"));
  });

  it("name a folder with all that is in it", () => {
    for (const pattern of ["build", "build/", "./build", "/build", "build/**"])
      assert.ok(globsOf([pattern]).matches("build/lib/a.py"), pattern);
    assert.ok(globsOf(["build"]).matches("x/build/a.py"));
    assert.ok(!globsOf(["x/build"]).matches("y/x/build/a.py"));
  });

  it("tell which cannot be used, and use the others", () => {
    const refused: number[] = [],
      patterns = ["../x", "ok", "!a", "+(a|b)", "{a,b}".repeat(9), "x".repeat(1001)],
      globs = globsOf(patterns, (index, { why }) => {
        assert.match(why, /\.$/);
        refused.push(index);
      });
    assert.deepEqual(refused, [0, 2, 3, 4, 5]);
    assert.ok(globs.matches("ok"));
  });

  it("end on globs that freeze other matchers", () => {
    const name = "a".repeat(255),
      path = Array.from({ length: 64 }, () => name).join("/");
    for (const pattern of [
      "*a".repeat(400),
      "**/a/".repeat(150),
      "*a/".repeat(300),
      "**/*a*a*b/".repeat(90),
    ])
      assert.ok(!globsOf([`${pattern}!`]).matches(path));
    new IgnoreFile(`${"**/a/".repeat(15)}\n${"*a".repeat(20)}b`).ignores(path, false);
  });
});

describe("ignore files", () => {
  const names = ["a", "b", "a.py", "b.pyc", ".env", "a b", "#x", "!y", "x[1]", "a\\b"];
  const paths: string[] = [];
  for (const first of names) {
    paths.push(first);
    for (const second of ["a", "b", "a.py"]) {
      paths.push(`${first}.d/${second}`, `d/${first}.d/${second}`);
    }
  }
  const lines = String.raw`a
/a
b/
*.py
!a.py
*.d
d/
/d/
d/*.d
d/**
d/**/a
**/a
**/a.d/b
a.d/a
/*.d/a
*
!*.py
[ab].py
[!a].py
[^a]*
[a-c]?.d
x\[1\]
x[[]1]
\#x
#x
\!y
a\ b
a b
a b  
a\\b
.env*
/d/a.d/
!/d/a.d/a
a**d
**d
d/a**/b
**/
/
//a
[a
a\
[[:alpha:]]
[]-]x
?
a.d/**/a
/**/a
d/**/
`.split("\n");

  it("ignore what git ignores", () => {
    const folder = mkdtempSync(join(tmpdir(), "ignore-"));
    try {
      for (const path of paths) {
        mkdirSync(join(folder, path, ".."), { recursive: true });
        writeFileSync(join(folder, path), "");
      }
      assert.equal(git(folder, ["init", "-q"]).status, 0);
      let compared = 0;
      for (const text of filesOf(lines)) {
        writeFileSync(join(folder, ".gitignore"), text);
        const theirs = new Set(
          git(
            folder,
            ["check-ignore", "--no-index", "-z", "--stdin"],
            paths.join("\0"),
          ).stdout.split("\0"),
        );
        const file = new IgnoreFile(text);
        for (const path of paths) {
          assert.equal(isIgnored(file, path), theirs.has(path), `${JSON.stringify(text)}: ${path}`);
          compared++;
        }
      }
      assert.ok(compared > 5000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Each line alone, and each with the two after it. */
function filesOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) => [line, lines.slice(index, index + 3).join("\n")]);
}

/** As the walk asks: from the top folder down. */
function isIgnored(file: IgnoreFile, path: string): boolean {
  const parts = path.split("/");
  return parts.some((_, index) => {
    const isFolder = index < parts.length - 1;
    return file.ignores(parts.slice(0, index + 1).join("/"), isFolder) === true;
  });
}

function git(folder: string, args: readonly string[], input = "") {
  return spawnSync("git", args, { cwd: folder, input, encoding: "utf8" });
}
