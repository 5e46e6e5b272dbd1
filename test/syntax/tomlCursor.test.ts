import assert from "node:assert/strict";
import { tomlCursor } from "#syntax/tomlCursor";

/** Where `|` stands, as `place path: word`. */
function at(marked: string): string | undefined {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = tomlCursor(text, offset);
  if (found === undefined) return undefined;
  const { place, path, word, quote, isItem, hasValue } = found;
  const written = `${quote}${text.slice(word.start, word.end)}${quote}`;
  return `${place} ${path.join("/")}: ${written}${isItem ? " item" : ""}${hasValue ? " =" : ""}`;
}

describe("a cursor in TOML", () => {
  const cases: readonly (readonly [text: string, expected: string | undefined])[] = [
    ["|", "key : "],
    ["pro|", "key : pro"],
    ["pro|file = 1", "key : profile ="],
    ["a = 1\npro|", "key : pro"],
    ["a = 1|", "value a: 1"],
    ["a = |", "value a: "],
    ["a =|", "value a: "],
    ["a = |\nb = 2", "value a: "],
    ["a = tr|", "value a: tr"],
    ['a = "x|', 'value a: "x"'],
    ['a = "x|y"', 'value a: "xy"'],
    ["a = '|'", "value a: ''"],
    ['a = "x" |', undefined],
    ["a = [|", "value a:  item"],
    ["a = [|]", "value a:  item"],
    ['a = ["x|', 'value a: "x" item'],
    ['a = ["x", "|"]', 'value a: "" item'],
    ['a = ["x", |]', "value a:  item"],
    ['a = [\n  "x",\n  |\n]', "value a:  item"],
    ['a = [\n  "x", # why [\n  "y|"\n]', 'value a: "y" item'],
    ['a = ["x"]\n|', "key : "],
    ["# |", undefined],
    ["a = 1 # |", undefined],
    ['a = """\n|\n"""', undefined],
    ['a = """\nx = 1\n"""\nb|', "key : b"],
    ["[to|", "header to: to"],
    ["[tool.routew|", "header tool/routew: tool.routew"],
    ["[tool.routewright]\npro|", "key tool/routewright: pro"],
    ["[a]\nx = 1\n[ b . 'c d' ]\ny = |", "value b/c d/y: "],
    ["[[a]]\nx = |", "value a/x: "],
    ["a.b|", "key a: b"],
    ["a.b = |", "value a/b: "],
    ["a = { b|", "key a: b"],
    ["a = { b = |", "value a/b: "],
    ['a = { b = 1, "c|" = 2 }', 'key a: "c" ='],
    ["a = { b = 1, | }", "key a: "],
    ["a = { b = [1] }\nc|", "key : c"],
    ['a = { "b*" = ["x|"] }', 'value a/b*: "x" item'],
    ["broken = = 3\n[x\ny = |", "value x/y: "],
    ['a = "never closed\nb = |', "value b: "],
    ["a\r\nb|", "key : b"],
    ['"a|"', 'key : "a"'],
    ["a = [[1], [|", "value a:  item"],
  ];
  for (const [text, expected] of cases)
    it(JSON.stringify(text), () => {
      assert.equal(at(text), expected);
    });

  it("ends for any text", () => {
    const parts = ["[", "]", "{", "}", '"', "'", "=", ",", "\n", "#", "a", ".", " ", "\\", '"""'];
    for (let seed = 1; seed < 3000; seed++) {
      let text = "";
      for (let rest = seed * 7919; rest > 0; rest = Math.floor(rest / 15)) text += parts[rest % 15];
      for (let offset = 0; offset <= text.length; offset++) tomlCursor(text, offset);
    }
  });
});
