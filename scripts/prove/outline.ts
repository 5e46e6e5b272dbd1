/**
 * `npm run prove -- outline [FOLDER…]`: the outline of every Python file equals Python's `ast`,
 * row by row with offsets. Without a folder, over the corpus.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Names } from "#syntax/names";
import { OutlineReader } from "#syntax/outliner";
import { decode } from "#syntax/text";
import { difference, type OutlineRows, rowsOf, TABLES } from "../../test/syntax/outlineRows";
import { corpus } from "../corpus";

/** Rows in which we are known to differ from `ast` over the corpus; more are a failure. */
const KNOWN_DIFFERENCES = 0;
const PROCESSES = 2;
const SHOWN_PER_TABLE = 10;
const FINDERS = ["python3.14", "python3.13", "python3.12", "python3"];

/** What `outline_rows.py` says about one file. */
type Answer =
  | { readonly path: string; readonly rows: OutlineRows }
  | { readonly path: string; readonly skipped: string };

interface Count {
  rows: number;
  missing: number;
  surplus: number;
  readonly samples: string[];
}

export default async function proveOutline(words: string[]): Promise<void> {
  if (!(await holds(words))) process.exitCode = 1;
}

async function holds(words: readonly string[]): Promise<boolean> {
  const python = findPython();
  if (python === undefined) {
    console.error("This proof needs Python 3.12 or newer as python3.13, python3.12 or python3.");
    return false;
  }
  const folders = words.length > 0 ? words.map((folder) => resolve(folder)) : corpus();
  const absent = folders.find((folder) => !existsSync(folder));
  if (absent !== undefined) {
    console.error(`There is no folder ${absent}.`);
    return false;
  }
  const comparison = new Comparison();
  const paths = folders.flatMap(pythonFilesIn).values();
  await Promise.all(Array.from({ length: PROCESSES }, () => compareAll(python, paths, comparison)));
  return comparison.print();
}

function findPython(): string | undefined {
  const test = "import sys; sys.exit(sys.version_info < (3, 12))";
  return FINDERS.find((name) => spawnSync(name, ["-c", test]).status === 0);
}

function pythonFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pythonFilesIn(path);
    return entry.isFile() && entry.name.endsWith(".py") ? [path] : [];
  });
}

/** Takes one path after the other until none is left. */
async function compareAll(
  python: string,
  paths: Iterator<string>,
  comparison: Comparison,
): Promise<void> {
  const script = join(import.meta.dirname, "outline_rows.py");
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  let asked = ask(child, paths);
  for await (const line of createInterface({ input: child.stdout })) {
    const answer: Answer = JSON.parse(line);
    comparison.add(answer);
    asked = ask(child, paths);
  }
  if (asked !== undefined) throw new Error(`Python ended while it read ${asked}`);
}

function ask(child: ChildProcess, paths: Iterator<string>): string | undefined {
  const { value, done } = paths.next();
  if (done === true) child.stdin?.end();
  else child.stdin?.write(`${value}\n`);
  return done === true ? undefined : value;
}

class Comparison {
  private readonly names = new Names();
  private readonly reader = new OutlineReader(this.names);
  private readonly counts = new Map<string, Count>();
  private readonly skipped: string[] = [];
  private files = 0;
  private lines = 0;

  add(answer: Answer): void {
    const text = decode(readFileSync(answer.path));
    if ("skipped" in answer) this.skipped.push(`${answer.path}: ${answer.skipped}`);
    if (typeof text !== "string") this.skipped.push(`${answer.path}: ${text.why}`);
    if (typeof text !== "string" || "skipped" in answer) return;
    this.files++;
    this.lines += text.split("\n").length - 1;
    const rows = rowsOf(this.reader.read(text), this.names);
    for (const table of TABLES) {
      const count = this.countOf(table);
      const { missing, surplus } = difference(answer.rows[table], rows[table]);
      count.rows += answer.rows[table].length;
      count.missing += missing.length;
      count.surplus += surplus.length;
      for (const row of missing) count.samples.push(`- ${answer.path} ${row}`);
      for (const row of surplus) count.samples.push(`+ ${answer.path} ${row}`);
    }
  }

  /** Prints the figures, and says whether they are as good as they are known to be. */
  print(): boolean {
    for (const sentence of this.skipped) console.log(`skipped ${sentence}`);
    console.log(`${this.files} files, ${this.lines} lines, ${this.skipped.length} skipped`);
    let differences = 0;
    for (const [table, { rows, missing, surplus, samples }] of this.counts) {
      differences += missing + surplus;
      const cells = [table.padEnd(12), String(rows).padStart(9), "rows"];
      console.log(`${cells.join(" ")}, ${missing} missing, ${surplus} surplus`);
      for (const sample of samples.slice(0, SHOWN_PER_TABLE)) console.log(`  ${sample}`);
    }
    return this.files > 0 && differences <= KNOWN_DIFFERENCES;
  }

  private countOf(table: string): Count {
    const count = this.counts.get(table) ?? { rows: 0, missing: 0, surplus: 0, samples: [] };
    this.counts.set(table, count);
    return count;
  }
}
