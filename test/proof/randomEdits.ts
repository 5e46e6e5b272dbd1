/** Random edits of a project, and the comparison of what the engine says after them with what a fresh one says. */
import type { FilePath } from "#host";
import { configurationOf } from "#lint/configuration";
import { Linter } from "#lint/lint";
import { Workspace } from "#model/workspace";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import type { PythonReader } from "#syntax/python";

/** Numbers that look random and are the same for the same seed (a linear congruential generator). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761) >>> 0;
  }

  /** From 0 to `bound` exclusive. */
  below(bound: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 0x100000000) * bound);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}

export type Texts = Map<FilePath, string>;

/** One change of a project, as a person or a tool makes it. Returns the paths that changed. */
export function randomEdit(texts: Texts, random: Random): readonly FilePath[] {
  const path = random.pick([...texts.keys()].sort());
  if (path === undefined) return [];
  const text = texts.get(path) ?? "";
  const kind = random.below(100);
  if (kind < 4) return moveFile(path, texts, random);
  if (kind < 6) return deleteFile(path, texts);
  texts.set(path, kind < 20 ? renamed(text, random) : typed(text, random));
  return [path];
}

const INSERTED = [
  "x",
  "(",
  ")",
  ":",
  "\n",
  "    ",
  '"',
  '"""',
  "#",
  "async ",
  "await ",
  "def helper():\n    pass\n",
  "import time\n",
  "time.sleep(1)\n",
  "from app import *\n",
  "self.",
  "return ",
  "@",
  "é",
  "🐘",
  "\r\n",
];

/** Typing, deleting, and cutting lines. */
function typed(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(20));
    case 1: {
      const lines = text.split("\n");
      lines.splice(random.below(lines.length), 1 + random.below(3));
      return lines.join("\n");
    }
    case 2: {
      const lines = text.split("\n");
      const line = lines[random.below(lines.length)] ?? "";
      lines.splice(random.below(lines.length), 0, line);
      return lines.join("\n");
    }
    default:
      return text.slice(0, at) + (random.pick(INSERTED) ?? "") + text.slice(at);
  }
}

/** Gives another name to a definition, and perhaps to its uses. */
function renamed(text: string, random: Random): string {
  const names = [...text.matchAll(/\b(?:def|class) (\w+)/g)].map(([, name]) => name ?? "");
  const name = random.pick(names);
  if (name === undefined) return text;
  const next = `${name}_${random.below(3)}`;
  return random.below(2) === 0
    ? text.replace(name, next)
    : text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), next);
}

function moveFile(path: FilePath, texts: Texts, random: Random): FilePath[] {
  const next = path.replace(/(\w+)\.py$/, `moved_${random.below(5)}_$1.py`).slice(0, 200);
  if (next === path || texts.has(next)) return [];
  texts.set(next, texts.get(path) ?? "");
  texts.delete(path);
  return [path, next];
}

function deleteFile(path: FilePath, texts: Texts): FilePath[] {
  if (texts.size < 3) return [];
  texts.delete(path);
  return [path];
}

export class Engine {
  private readonly workspace: Workspace;
  private readonly linter: Linter;

  constructor(folder: FilePath, python: PythonReader) {
    this.workspace = new Workspace([folder], python);
    this.linter = new Linter(this.workspace, {
      rules,
      configurationOf: (project) =>
        configurationOf(project.folder, this.workspace, { profile: "strict" }, rules),
      onCrash(rule, path, error) {
        throw new Error(`${rule.id} crashed on ${path}`, { cause: error });
      },
    });
  }

  update(changes: ReadonlyMap<FilePath, string | undefined>): void {
    this.workspace.update(changes);
    for (const [path, text] of changes) if (text === undefined) this.linter.forget(path);
  }

  /** Asks for some answers and forgets them, so that stages are computed in another order than in a fresh engine. */
  ask(path: FilePath): void {
    this.linter.reports(path);
  }

  /** Everything that a person could see, as text. */
  answers(): string {
    const paths = [...this.workspace.files(), ...this.workspace.manifestFiles()].sort();
    return JSON.stringify(
      paths.map((path) =>
        this.linter.reports(path).map((report) => ({
          rule: report.rule.id,
          path,
          severity: report.severity,
          at: this.place(path, report.range.start),
          end: report.range.end,
          message: report.message,
          related: (report.related ?? []).map((it) => ({
            path: it.path,
            at: this.place(it.path, it.range().start),
            message: it.message,
          })),
          fixes: (report.fixes ?? []).map(({ title, edits }) => ({ title, edits: edits() })),
        })),
      ),
      undefined,
      1,
    );
  }

  private place(path: FilePath, offset: number): string {
    const text = this.workspace.file(path)?.text ?? this.workspace.manifest(path) ?? "";
    const { line, column } = new Lines(text).position(offset);
    return `${line}:${column}`;
  }
}

/**
 * Edits a project again and again; after each burst the engine that followed must say what a fresh one says.
 * Returns the first difference as text, or `undefined`.
 */
export function followEdits(
  folder: FilePath,
  original: ReadonlyMap<FilePath, string>,
  python: PythonReader,
  options: { readonly seed: number; readonly bursts: number; readonly burst: number },
): string | undefined {
  const random = new Random(options.seed);
  let texts: Texts = new Map(original);
  let engine = new Engine(folder, python);
  engine.update(texts);
  engine.answers();
  for (let burst = 0; burst < options.bursts; burst++) {
    for (let edit = 0; edit < options.burst; edit++) {
      const changed = randomEdit(texts, random);
      engine.update(new Map(changed.map((path) => [path, texts.get(path)])));
      const asked = random.pick([...texts.keys()]);
      if (asked !== undefined && random.below(3) === 0) engine.ask(asked);
    }
    const fresh = new Engine(folder, python);
    fresh.update(texts);
    const [got, wanted] = [engine.answers(), fresh.answers()];
    if (got !== wanted) return firstDifference(got, wanted, burst, options.seed);
    // Broken beyond repair, a project finds nothing any more: begin anew.
    if (burst % 25 === 24) {
      const gone = [...texts.keys()].map((path): [FilePath, undefined] => [path, undefined]);
      engine.update(new Map([...gone, ...original]));
      texts = new Map(original);
      if (burst % 100 === 99) {
        engine = new Engine(folder, python);
        engine.update(texts);
      }
    }
  }
  return undefined;
}

function firstDifference(got: string, wanted: string, burst: number, seed: number): string {
  const a = got.split("\n");
  const b = wanted.split("\n");
  const line = a.findIndex((text, index) => text !== b[index]);
  const around = (lines: readonly string[]): string =>
    lines.slice(Math.max(0, line - 12), line + 6).join("\n");
  return `seed ${seed}, burst ${burst}\n--- after the edits\n${around(a)}\n--- afresh\n${around(b)}`;
}
