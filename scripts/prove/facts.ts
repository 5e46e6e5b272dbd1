/**
 * `npm run prove -- facts [FILE…]`: the facts of whole files equal Python's own `ast`; and those of every definition
 * and of many values, read from their own text, equal those read from the whole file. Without files, over a sample of
 * the corpus: `--files N` of them (1,500 unless told), spread over the packages. `--show N`: how many differences of
 * each kind are printed (5 unless told).
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import type { Expression, Statement } from "#syntax/facts";
import { loadPython, type PythonReader } from "#syntax/python";
import { corpus } from "../corpus";

const DUMP = join(import.meta.dirname, "facts_of.py");
const FINDERS = ["python3.14", "python3.13", "python3.12", "python3"];
const BATCH = 50;

/** Longer files are not parsed whole. */
const LONGEST_FILE = 300_000;

/** Python's word for a file: its facts, or why it has none. */
type Answer = { readonly facts: unknown } | { readonly error: string };

class Tally {
  files = 0;
  lines = 0;
  notPython = 0;
  compared = 0;
  readonly different = new Map<string, number>();
  private readonly show: number;

  constructor(show: number) {
    this.show = show;
  }

  report(kind: string, where: string, what: string): void {
    const count = (this.different.get(kind) ?? 0) + 1;
    this.different.set(kind, count);
    if (count <= this.show) console.log(`${kind}: ${where}\n  ${what}`);
  }
}

export default async function proveFacts(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      files: { type: "string", default: "1500" },
      show: { type: "string", default: "5" },
    },
  });
  const paths = positionals.length > 0 ? positionals : sample(Number(values.files));
  const interpreter = findPython();
  const python = await loadPython({
    runtime: bytesOf("web-tree-sitter/web-tree-sitter.wasm"),
    grammar: bytesOf("tree-sitter-python/tree-sitter-python.wasm"),
  });
  const tally = new Tally(Number(values.show));
  for (let at = 0; at < paths.length; at += BATCH) {
    const batch = paths.slice(at, at + BATCH).map((path) => [path, textOf(path)] as const);
    const texts = new Map(batch.filter(([, text]) => text.length <= LONGEST_FILE));
    const answers = askPython(interpreter, texts);
    for (const [path, text] of texts) compare(python, path, text, answers.get(path), tally);
  }
  const differences = [...tally.different].map(([kind, count]) => `${count} ${kind}`);
  console.log(
    `${tally.files} files, ${tally.lines} lines, ${tally.notPython} that Python refuses, ` +
      `${tally.compared} spans. Different: ${differences.join(", ") || "none"}.`,
  );
  if (differences.length > 0) process.exitCode = 1;
}

function findPython(): string {
  const test = "import sys; sys.exit(sys.version_info < (3, 12))";
  const found = FINDERS.find((name) => spawnSync(name, ["-c", test]).status === 0);
  if (found !== undefined) return found;
  throw new Error("This proof needs Python 3.12 or newer as python3.13, python3.12 or python3.");
}

function bytesOf(name: string): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(name));
}

/** Files of the corpus, as many of each package as there are, at even distances. */
function sample(count: number): string[] {
  const packages = corpus();
  const each = Math.ceil(count / packages.length);
  return packages.flatMap((folder) => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".py"))
      .sort();
    const step = Math.max(1, files.length / each);
    const picked = new Set<string>();
    for (let at = 0; at < files.length; at += step) picked.add(files[Math.floor(at)] ?? "");
    return [...picked].map((path) => join(folder, path));
  });
}

/** The text without a byte-order mark. Names of characters are taken out: facts leave them as they are written. */
function textOf(path: string): string {
  return new TextDecoder().decode(readFileSync(path)).replace(/\\N\{[^}]*\}/g, "\\n");
}

function askPython(python: string, texts: ReadonlyMap<string, string>): Map<string, Answer> {
  const input = [...texts].map(([id, text]) => JSON.stringify({ id, text })).join("\n");
  const { status, stdout, stderr, error } = spawnSync(python, [DUMP], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(error?.message ?? stderr);
  const answers = new Map<string, Answer>();
  for (const line of stdout.split("\n")) {
    if (line === "") continue;
    const { id, ...answer }: { id: string } & Answer = JSON.parse(line);
    answers.set(id, answer);
  }
  return answers;
}

function compare(
  python: PythonReader,
  path: string,
  text: string,
  answer: Answer | undefined,
  tally: Tally,
): void {
  tally.files++;
  tally.lines += text.split("\n").length;
  const facts = python.statements(text, 0);
  if (answer === undefined || "error" in answer) {
    tally.notPython++;
    return;
  }
  const plain: unknown = JSON.parse(JSON.stringify(facts));
  if (!isDeepStrictEqual(plain, answer.facts)) {
    const difference = firstDifference(plain, answer.facts, 0);
    const at = difference.offset;
    const line = text.slice(0, at).split("\n").length;
    tally.report("file unlike ast", `${path}:${line}`, difference.text);
  }
  compareSpans(python, path, text, facts, tally);
}

/** Reads every definition, and every right side, argument and annotation, from its own text. */
function compareSpans(
  python: PythonReader,
  path: string,
  text: string,
  facts: unknown,
  tally: Tally,
): void {
  const open: unknown[] = [facts];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if (isDefinition(node)) {
      const first = node.decorators[0];
      const start = first ? text.lastIndexOf("@", first.start - 1) : node.start;
      const own = python.statements(text.slice(start, node.end), start);
      checkSpan("definition unlike its file", path, text, [node], own, tally);
    }
    for (const [key, value] of Object.entries(node)) {
      if (VALUES.has(key) && isExpression(value)) {
        const own = python.expression(text.slice(value.start, value.end), value.start);
        checkSpan("expression unlike its file", path, text, value, own, tally);
      }
      open.push(value);
    }
  }
}

const VALUES = new Set(["value", "annotation", "returns", "default", "condition", "iterable"]);

function checkSpan(
  kind: string,
  path: string,
  text: string,
  whole: unknown,
  own: unknown,
  tally: Tally,
): void {
  tally.compared++;
  if (isDeepStrictEqual(own, whole)) return;
  const difference = firstDifference(own, whole, 0);
  const line = text.slice(0, difference.offset).split("\n").length;
  tally.report(kind, `${path}:${line}`, difference.text);
}

function isDefinition(node: object): node is Extract<Statement, { kind: "function" | "class" }> {
  return "kind" in node && (node.kind === "function" || node.kind === "class");
}

function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "kind" in value && "start" in value;
}

/** Where two facts begin to differ, and how. */
function firstDifference(
  ours: unknown,
  theirs: unknown,
  offset: number,
): { readonly offset: number; readonly text: string } {
  const [a, b] = [fieldsOf(ours), fieldsOf(theirs)];
  if (!a || !b) return { offset, text: `${short(ours)} for ${short(theirs)}` };
  const inside = rangeStart(theirs) ?? offset;
  const keys = new Set([...a.keys(), ...b.keys()]);
  for (const key of keys) {
    if (isDeepStrictEqual(a.get(key), b.get(key))) continue;
    const difference = firstDifference(a.get(key), b.get(key), inside);
    return { offset: difference.offset, text: `${key}.${difference.text}` };
  }
  return { offset, text: "nothing" };
}

function fieldsOf(value: unknown): Map<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

function rangeStart(value: unknown): number | undefined {
  const start = fieldsOf(value)?.get("start");
  return typeof start === "number" ? start : undefined;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 200);
}
