import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Pattern, readPattern } from "#generate/patterns";

const FOLDER = join(import.meta.dirname, "..", "..", "snippets", "patterns", "python");

const PREFIXES = [
  "fa-app",
  "fa-cors",
  "fa-current-user",
  "fa-database",
  "fa-jwt",
  "fa-model",
  "fa-password",
  "fa-repository",
  "fa-session",
  "fa-settings",
  "fa-test-client",
  "fa-test-database",
  "fa-websocket",
];

describe("a pattern", () => {
  it("has the prefix, the description and the code of its file", () => {
    const { name, prefix, description, text } = read("# fa-greet: Say hello\nprint('hello')\n");
    assert.deepEqual([name, prefix, description], ["greet", "fa-greet", "Say hello"]);
    assert.equal(text, "print('hello')\n");
  });

  it("links every occurrence of a stop, as a whole word only", () => {
    const { body } = read(
      "# fa-x: X\n# stops: acme, User\nfrom acme import User, UserOut, acme_2\n",
    );
    assert.equal(body, `from \${1:acme} import \${2:User}, UserOut, acme_2\n$0`);
  });

  it("escapes what the snippet syntax would read", () => {
    const { body, text } = read(`# fa-x: X\n# stops: a\nf'{a} \${HOME} $1 \\d \\$ \\\\'\n`);
    assert.equal(body, `f'{\${1:a}\\} \\\${HOME\\} \\$1 \\\\d \\\\\\$ \\\\\\\\'\n$0`);
    assert.equal(expand(body), text);
  });

  it("may have no stops, and Windows line ends", () => {
    assert.equal(read("# fa-x: X\r\npass\r\n").body, "pass\n$0");
  });

  it("is refused without a header", () => {
    assert.throws(() => read("pass\n"), /greet: the first line/);
    assert.throws(() => read("# greet: Say hello\npass\n"), /greet: the first line/);
  });

  it("is refused with a stop that is not in the code", () => {
    assert.throws(() => read("# fa-x: X\n# stops: a, b\na = 1\n"), /greet: no such tab stop: b/);
  });
});

describe("our patterns", () => {
  const patterns = readAll();

  it("are these", () => {
    assert.deepEqual(patterns.map(({ prefix }) => prefix).toSorted(), PREFIXES);
  });

  for (const { name, body, text, description } of patterns)
    it(`${name} reads as its file does, once inserted`, () => {
      assert.equal(expand(body), text);
      assert.match(description, /^[A-Z][^.]*[^.]$/);
      assert.ok(text.split("\n").length <= 80, "more than 80 lines");
    });
});

function read(source: string): Pattern {
  return readPattern("greet", source);
}

function readAll(): readonly Pattern[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".py"))
    .map((file) =>
      readPattern(file.slice(0, -".py".length), readFileSync(join(FOLDER, file), "utf8")),
    );
}

/** What an editor inserts, by the grammar of LSP 3.17: escapes, placeholders and plain text. */
function expand(body: string): string {
  let text = "";
  for (let at = 0; at < body.length; at++) {
    const rest = body.slice(at);
    const placeholder = /^\$\{\d+:(\w+)\}|^\$\d/.exec(rest);
    if (placeholder !== null) {
      text += placeholder[1] ?? "";
      at += placeholder[0].length - 1;
    } else if (/^\\[\\$}]/.test(rest)) {
      at += 1;
      text += body[at];
    } else {
      assert.doesNotMatch(rest, /^[$\\]/, `not escaped: ${rest.slice(0, 20)}`);
      text += body[at];
    }
  }
  return text;
}
