/** Odd texts made of real ones: what typing, merging, bad tools and other editors leave behind, and what nobody should write. */
import type { Random } from "./random.ts";
import { brokenText, renamedIn, typed } from "./textEdits.ts";

type Mutate = (text: string, random: Random, other: string) => string;

const TOKEN =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|\s+|\w+|./gsu;
const ODD = [
  "\0",
  "\u0001",
  "\u001b[31m",
  "\f",
  "\v",
  "\r",
  "\u0085",
  "\u00a0",
  "\u200b",
  "\u2028",
  "\u202e",
  "\ufeff",
  "\ufffd",
  "\ud800",
  "é",
  "漢",
  "𝐱",
  "👩‍🚀",
  "\\",
  "`",
];
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** By what is done to the text. */
const KINDS: Readonly<Record<string, Mutate>> = {
  typed,
  broken: brokenText,
  renamed: renamedIn,
  "cut at both ends": (text, random) => {
    const start = random.below(text.length);
    return text.slice(start, start + random.below(text.length - start));
  },
  "tokens deleted": (text, random) =>
    withTokens(text, random, (tokens, at) => void tokens.splice(at, 1)),
  "tokens doubled": (text, random) =>
    withTokens(text, random, (tokens, at) => void tokens.splice(at, 0, tokens[at] ?? "")),
  "tokens of another file": (text, random, other) => {
    const others = other.match(TOKEN) ?? [""];
    return withTokens(text, random, (tokens, at) => {
      tokens[at] = random.pick(others) ?? "";
    });
  },
  "lines shuffled": (text, random) =>
    withLines(text, (lines) => {
      for (let count = 0; count < 10; count++)
        lines.splice(random.below(lines.length), 0, ...lines.splice(random.below(lines.length), 1));
    }),
  "two files in one": (text, random, other) =>
    text.slice(0, random.below(text.length)) + other.slice(random.below(other.length)),
  indented: (text, random) =>
    withLines(text, (lines) => {
      for (let count = 0; count < 5; count++) {
        const at = random.below(lines.length);
        lines[at] = (random.pick(["\t", " ", "   ", "\t ", " \t"]) ?? "") + (lines[at] ?? "");
      }
    }),
  dedented: (text, random) =>
    withLines(text, (lines) => {
      for (let count = 0; count < 5; count++) {
        const at = random.below(lines.length);
        lines[at] = (lines[at] ?? "").replace(/^\s{1,4}/, "");
      }
    }),
  "brackets dropped": (text, random) => without(text, random, /[()[\]{}]/g),
  "quotes dropped": (text, random) => without(text, random, /["']/g),
  "many brackets": (text, random) => {
    const opening = random.pick(Object.keys(CLOSING)) ?? "(";
    const count = random.pick([100, 1_000, 10_000]) ?? 100;
    const closing = random.chance(50) ? (CLOSING[opening] ?? "").repeat(count) : "";
    return inserted(text, random, opening.repeat(count) + closing);
  },
  "many blocks": (text, random) => {
    const depth = random.pick([50, 99, 101, 500]) ?? 50;
    const lines = Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}if x:\n`);
    return `${lines.join("")}${" ".repeat(depth)}pass\n${text}`;
  },
  "many calls": (text, random) =>
    `x = ${"f(".repeat(random.pick([100, 1_000, 5_000]) ?? 100)}${")".repeat(100)}\n${text}`,
  "a long chain": (text, random) => {
    const links = [".b", " + b", " and b", "[0]", "()", ".b(lambda: 0)", " if a else b"];
    return `x = a${(random.pick(links) ?? "").repeat(random.pick([100, 2_000, 20_000]) ?? 1)}\n${text}`;
  },
  "a long line": (text, random) =>
    random.chance(50)
      ? text.replaceAll("\n", " ")
      : inserted(text, random, "a".repeat(random.pick([5_000, 100_000]) ?? 1)),
  "odd characters": (text, random) => {
    let odd = text;
    for (let count = 1 + random.below(6); count > 0; count--)
      odd = inserted(odd, random, random.pick(ODD) ?? "");
    return odd;
  },
  "odd names": (text, random) => {
    const name = random.pick(text.match(/\b[a-z_]{4,}\b/g) ?? ["x"]) ?? "x";
    const odd = random.pick(["é", "漢", "𝐱", "ſ", "\u0301", "_".repeat(300)]) ?? "";
    return text.replaceAll(name, name.slice(0, 1) + odd + name.slice(1));
  },
  "keywords as names": (text, random) => {
    const name = random.pick(text.match(/\b[a-z_]{3,}\b/g) ?? ["x"]) ?? "x";
    const words = "match case type async await print lambda None __proto__ constructor toString";
    return text.replaceAll(name, random.pick(words.split(" ")) ?? "");
  },
  "a byte-order mark": (text, random) =>
    (random.pick(["\ufeff", "\ufeff\ufeff", "\n\ufeff"]) ?? "") + text,
  "mixed line ends": (text, random) =>
    text.replaceAll(/\r?\n/g, () => random.pick(["\n", "\r\n", "\r", "\n\r", "\n\f\n"]) ?? "\n"),
  "bytes changed": (text, random) => {
    const bytes = new TextEncoder().encode(text);
    for (let count = 1 + random.below(8); count > 0 && bytes.length > 0; count--)
      bytes[random.below(bytes.length)] = random.below(256);
    return new TextDecoder().decode(bytes);
  },
  "zeros at the end": (text, random) => text + "\0".repeat(random.pick([1, 512, 4_096]) ?? 1),
  "many decorators": (text, random) =>
    text.replace(
      /^([ \t]*)(async def |def |class )/m,
      (_, indent: string, word: string) =>
        `${`${indent}@a.b(c)\n`.repeat(random.pick([3, 50, 1_000]) ?? 1)}${indent}${word}`,
    ),
  "comments everywhere": (text, random) =>
    text.replaceAll(/[,(]/g, (mark) => (random.chance(15) ? `${mark}  # note\n` : mark)),
  continuations: (text, random) =>
    text.replaceAll(/ = | and | or |, /g, (mark) =>
      random.chance(15) ? `${mark.trimEnd()} \\\n    ` : mark,
    ),
  "parentheses around callees": (text, random) =>
    text.replaceAll(/\b([a-z_]+)\(/g, (call, name: string) =>
      random.chance(5) ? `(${name})(` : call,
    ),
  semicolons: (text, random) =>
    text.replaceAll(/([^:\s,([{\\])\n(?=\S)/g, (end, last: string) =>
      random.chance(10) ? `${last}; ` : end,
    ),
  "imports in other words": (text, random) =>
    text.replaceAll(/^from (\S+) import (\w+)$/gm, (line, module: string, name: string) =>
      random.chance(30) ? (random.pick(importsOf(module, name)) ?? line) : line,
    ),
  "stars and walruses": (text, random) =>
    text.replaceAll(/\((\w+)\)/g, (group, name: string) =>
      random.chance(20) ? (random.pick(argumentsOf(name)) ?? group) : group,
    ),
};

export const MUTATIONS: readonly string[] = Object.keys(KINDS);

/** @returns what was done, and the text */
export function mutant(
  text: string,
  random: Random,
  other: string,
): { readonly kind: string; readonly text: string } {
  const first = random.pick(MUTATIONS) ?? "";
  const once = KINDS[first]?.(text, random, other) ?? text;
  if (!random.chance(15)) return { kind: first, text: once };
  const second = random.pick(MUTATIONS) ?? "";
  return { kind: `${first}, ${second}`, text: KINDS[second]?.(once, random, other) ?? once };
}

function importsOf(module: string, name: string): readonly string[] {
  return [
    `from ${module} import (\n    ${name},  # noqa\n)`,
    `from ${module} import ${name} as ${name}_`,
    `import ${module} as q; ${name} = q.${name}`,
    `try:\n    from ${module} import ${name}\nexcept ImportError:\n    ${name} = None`,
    `from ${module} import *`,
    `if True:\n    from ${module} import ${name}`,
  ];
}

function argumentsOf(name: string): readonly string[] {
  return [
    `(*${name})`,
    `(**${name})`,
    `(${name} := 1)`,
    `(${name},)`,
    `(await ${name})`,
    `(${name} for ${name} in ${name})`,
  ];
}

function inserted(text: string, random: Random, added: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + added + text.slice(at);
}

function without(text: string, random: Random, pattern: RegExp): string {
  let cut = text;
  for (let count = 1 + random.below(6); count > 0; count--) {
    const at = random.pick([...cut.matchAll(pattern)])?.index;
    if (at !== undefined) cut = cut.slice(0, at) + cut.slice(at + 1);
  }
  return cut;
}

function withTokens(
  text: string,
  random: Random,
  change: (tokens: string[], at: number) => void,
): string {
  const tokens: string[] = text.match(TOKEN) ?? [];
  for (let count = 1 + random.below(4); count > 0; count--)
    change(tokens, random.below(tokens.length));
  return tokens.join("");
}

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}
