import assert from "node:assert/strict";
import { isTomlProblem, readToml, type TomlDocument } from "#syntax/toml";

function document(text: string): TomlDocument {
  const read = readToml(text);
  assert.ok(!isTomlProblem(read), JSON.stringify(read));
  return read;
}

/** Every value of a document that holds no others, with its path. */
function* leaves(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[(string | number)[], unknown]> {
  if (typeof value !== "object" || value === null || value instanceof Date)
    yield [[...path], value];
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* leaves(item, [...path, index]);
  else for (const [key, item] of Object.entries(value)) yield* leaves(item, [...path, key]);
}

const text = `# comment = 1
title = "TOML \\"x\\" # no"  # yes
'quo ted'."b.c" . d = 'lit\\'
numbers = [1, 2.5, [ "a" , 'b', ], # why ]
  true,
]
inline = { a = 1, "b" = { c = [ { d = "}" } ] }, e.f = 2 }
multi = """
one "" two \\""" three
"""""
literal = '''it's'''
when = 1979-05-27 07:32:00Z

[table] # header
x = 0x1F
[table.sub."with.dot"]
y = -inf
[[many]]
name = "first"
[[many.inner]]
z = 1
[[many.inner]]
z = 2
[[many]]
name = "second"
[many.table]
w = """"quoted""""
[empty]
`;

describe("places of TOML", () => {
  for (const [name, variant] of [
    ["\\n", text],
    ["\\r\\n", text.replaceAll("\n", "\r\n")],
  ] as const)
    it(`tell every value, with ${name}`, () => {
      const read = document(variant);
      let count = 0;
      for (const [path, value] of leaves(read.value)) {
        const place = read.place(path);
        assert.ok(place, JSON.stringify(path));
        const written = variant.slice(place.value.start, place.value.end);
        assert.deepEqual(document(`x = ${written}`).value.x, value, `${path}: ${written}`);
        const key = path.findLast((part) => typeof part === "string");
        if (typeof path.at(-1) === "string")
          assert.ok(variant.slice(place.key.start, place.key.end).includes(String(key)));
        count++;
      }
      assert.equal(count, 20);
    });

  it("tell the headers of tables, and nothing for what is not there", () => {
    const read = document(text);
    const shown = (path: (string | number)[]): string | undefined => {
      const place = read.place(path);
      return place && text.slice(place.key.start, place.key.end);
    };
    assert.equal(shown(["table"]), "[table]");
    assert.equal(shown(["many", 1]), "[[many]]");
    assert.equal(shown(["many", 0, "inner", 1]), "[[many.inner]]");
    assert.equal(shown(["many", 1, "table"]), "[many.table]");
    assert.equal(shown(["empty"]), "[empty]");
    assert.equal(shown(["inline", "b", "c", 0, "d"]), "d");
    assert.equal(shown(["nothing"]), undefined);
    assert.equal(shown(["table", "sub"]), undefined);
  });
});

describe("broken TOML", () => {
  it("has a reason and a place", () => {
    const broken = "a = 1\nb = = 2\nc = 3\n",
      read = readToml(broken);
    assert.ok(isTomlProblem(read));
    assert.match(read.why, /\w/);
    assert.equal(broken.slice(0, read.range.start).split("\n").length, 2);
    assert.ok(read.range.end <= broken.indexOf("\nc"));
  });

  it("never throws, whatever is cut off or nested", () => {
    for (let end = 0; end < text.length; end++) {
      const read = readToml(text.slice(0, end));
      if (!isTomlProblem(read)) read.place(["title"]);
    }
    assert.ok(isTomlProblem(readToml(`a = ${"[".repeat(100_000)}`)));
    const deep = readToml(`a = ${"[".repeat(900)}1${"]".repeat(900)}`);
    if (!isTomlProblem(deep)) assert.ok(deep.place(["a"]));
  });

  it("pollutes nothing", () => {
    const read = document("__proto__ = { polluted = 1 }\n[constructor.prototype]\npolluted = 1\n");
    assert.ok(read.place(["__proto__", "polluted"]));
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });
});
