/** Edits of one Python text: typing, deleting, renaming, and the broken states in between. */
import type { Random } from "./random.ts";

/** Lines that rules, links and stages look at, so that edits do more than break things. */
const STATEMENTS = [
  "import time\n",
  "import requests as client\n",
  "from fastapi import Depends, FastAPI\n",
  "from sqlalchemy import create_engine\n",
  "from . import *\n",
  "try:\n    import ujson as json\nexcept ImportError:\n    import json\n",
  "def helper():\n    time.sleep(1)\n",
  "async def handler():\n    helper()\n    time.sleep(1)\n    open('x').read()\n",
  "class Base(Base):\n    def run(self):\n        self.client.get('/')\n",
  "engine = create_engine('postgresql://localhost/x')\n",
  "engine = create_engine('postgresql://localhost/x', pool_size=500)\n",
  "app = FastAPI()\n\n\n@app.on_event('startup')\nasync def start():\n    handler()\n",
  "app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True)\n",
  "from fastapi.middleware.cors import CORSMiddleware\n",
  "x = 1  # routewright: allow[missing-pool-pre-ping]: tried\n",
  "# routewright: allow-file[blocking-call-on-event-loop]: tried\n",
  "if TYPE_CHECKING:\n    from app import x\n",
  "helper = helper\n",
];

const INSERTED = [
  "x",
  "(",
  ")",
  "[",
  "]",
  ":",
  ",",
  "\n",
  "    ",
  "\t",
  '"',
  '"""',
  'f"{',
  "#",
  "\\\n",
  "async ",
  "await ",
  "self.",
  "return ",
  "yield ",
  "@",
  "=",
  "é",
  "🐘",
  "\r\n",
  "\f",
  "lambda: ",
  "*",
];

/** Typing, deleting, cutting, doubling and pasting lines. */
export function typed(text: string, random: Random, other: string): string {
  const at = random.below(text.length + 1);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(20));
    case 1:
      return withLines(text, (lines) => {
        lines.splice(random.below(lines.length), 1 + random.below(3));
      });
    case 2:
      return withLines(text, (lines) => {
        const line = lines[random.below(lines.length)] ?? "";
        lines.splice(random.below(lines.length), 0, line);
      });
    case 3:
      return withLines(text, (lines) => {
        const pasted = other.split("\n");
        const from = random.below(pasted.length);
        lines.splice(random.below(lines.length), 0, ...pasted.slice(from, from + random.below(30)));
      });
    case 4:
      return withLines(text, (lines) => {
        lines.splice(random.below(lines.length), 0, (random.pick(STATEMENTS) ?? "").trimEnd());
      });
    case 5:
      return withLines(text, (lines) => {
        const line = random.below(lines.length);
        const indent = /^\s*/.exec(lines[line] ?? "")?.[0] ?? "";
        const statement = (random.pick(STATEMENTS) ?? "").trimEnd().replaceAll("\n", `\n${indent}`);
        lines.splice(line, 0, indent + statement);
      });
    default:
      return text.slice(0, at) + (random.pick(INSERTED) ?? "") + text.slice(at);
  }
}

/** One word or line of code, changed so that it stays code: what names, functions and calls mean changes, and little else. */
const REFACTORINGS: readonly (readonly [
  where: RegExp,
  into: (found: string, random: Random) => string,
])[] = [
  [/^[ \t]*async def /gm, (found) => found.replace("async ", "")],
  [/^[ \t]*def /gm, (found) => found.replace("def ", "async def ")],
  [/\bawait /g, () => ""],
  [/(?<=return |= )(?=\w+\()/g, () => "await "],
  [/^[ \t]*@.*\n/gm, () => ""],
  [/^from \S+ import \w+$/gm, (found) => `${found} as other`],
  [/^(?:from \S+ )?import .*\n/gm, () => ""],
  [/^[ \t]*(?:async )?def \w+\(/gm, (found) => found.replace("(", "(self, ")],
  [/^class \w+\((?=\w)/gm, (found) => `${found}Base, `],
  [/^class \w+\([^)\n]*\)/gm, (found) => found.replace(/\(.*/, "")],
  [/^ {4}(?=\S)/gm, () => ""],
  [/^ {8}(?=\S)/gm, (found) => found.slice(4)],
  [/^(?=[a-z]\w* = )/gm, () => "if True:\n    "],
  [/\bself\./g, () => ""],
  [/(?<=\()\w+=/g, () => ""],
  [/, \w+=[^,()\n]+/g, () => ""],
  [/"[^"\n]{0,30}"/g, (_, random) => random.pick(['"*"', "None", 'f"{x}"', '"sqlite://"']) ?? ""],
  [/\b\d+\b/g, (_, random) => String(random.below(300))],
  [/-> \w+/g, (_, random) => random.pick(["-> None", "-> Session", ""]) ?? ""],
  [/^[ \t]*(?:with|async with) .*:$/gm, (found) => found.replace(/with .*:/, "if True:")],
  [/^[ \t]*return .*$/gm, (found) => found.replace("return", "yield")],
  [/\bTrue\b/g, () => "False"],
  [/\bDepends\(\w+\)/g, () => "None"],
];

export function refactored(text: string, random: Random): string {
  const [where, into] = random.pick(REFACTORINGS) ?? [/$/g, () => ""];
  const found = random.pick([...text.matchAll(where)]);
  if (found === undefined) return text;
  const [old] = found;
  return text.slice(0, found.index) + into(old, random) + text.slice(found.index + old.length);
}

/** The first line that reads so is changed, moved, doubled, commented out or taken away; the text as it is where there is none. */
export function lineChanged(text: string, random: Random, line: string): string {
  const lines = text.split("\n");
  const at = lines.indexOf(line);
  if (at < 0) return refactored(text, random);
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  switch (random.below(8)) {
    case 0:
      return lines.toSpliced(at, 1).join("\n");
    case 1:
      return lines.toSpliced(at, 0, line).join("\n");
    case 2:
      return lines.with(at, `${indent}# ${line.trim()}`).join("\n");
    case 3: {
      const others = lines.toSpliced(at, 1);
      return others.toSpliced(random.below(others.length), 0, line).join("\n");
    }
    case 4:
      return lines.with(at, random.chance(50) ? `    ${line}` : line.slice(4)).join("\n");
    default:
      return lines.with(at, oneOf(line, random)).join("\n");
  }
}

/** One of the refactorings that a line is open to. */
function oneOf(line: string, random: Random): string {
  const open = REFACTORINGS.flatMap(([where, into]) =>
    Array.from(line.matchAll(where), (found) => ({ found, into })),
  );
  const chosen = random.pick(open);
  if (chosen === undefined) return `${line})`;
  const { found, into } = chosen;
  const end = found.index + found[0].length;
  return line.slice(0, found.index) + into(found[0], random) + line.slice(end);
}

/** Two lines of one indent change places: perhaps between two functions. */
export function linesSwapped(text: string, random: Random): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const indent = (line: string | undefined): string => /^\s*/.exec(line ?? "")?.[0] ?? "";
  const others = lines.flatMap((line, index) =>
    indent(line) === indent(lines[at]) && line.trim() !== "" ? index : [],
  );
  const other = random.pick(others) ?? at;
  const line = lines[at] ?? "";
  lines[at] = lines[other] ?? "";
  lines[other] = line;
  return lines.join("\n");
}

/** What a half-typed line, a merge, or a bad tool leaves behind. */
export function brokenText(text: string, random: Random, other: string): string {
  const at = random.below(text.length + 1);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return `${text.slice(0, at)}${random.pick(["(", "[", "{", '"""', "'''", 'f"'])}${text.slice(at)}`;
    case 3:
      return `${text.slice(0, at)}\n<<<<<<< HEAD\n${other.slice(0, 200)}\n=======\n>>>>>>> other\n${text.slice(at)}`;
    case 4:
      return text.replaceAll("    ", "\t");
    case 5:
      return text.replaceAll(/\r?\n/g, random.pick(["\r\n", "\r", "\n\n"]) ?? "\n");
    default:
      return "";
  }
}

/** Gives another name to a definition, and perhaps to its uses. */
export function renamedIn(text: string, random: Random): string {
  const names = [...text.matchAll(/\b(?:def|class) (\w+)/g)].map(([, name]) => name ?? "");
  const name = random.pick(names);
  if (name === undefined) return text;
  const next = `${name}_${random.below(3)}`;
  return random.chance(50)
    ? text.replace(name, next)
    : text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), next);
}

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}
