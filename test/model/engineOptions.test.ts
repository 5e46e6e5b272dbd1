import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Engine, enginesIn } from "#model/database/engines";
import { FOLDER, workspaceOf } from "../harness";
import { pythonInterpreter } from "../python/environment";

type Options = Readonly<Record<string, unknown>>;

/** What Python passes in each of four runs, for each call that is reached. */
function passedByPython(sources: readonly string[]): readonly (readonly (readonly Options[])[])[] {
  const { stdout, stderr, status } = spawnSync(
    pythonInterpreter(),
    [join(import.meta.dirname, "engineOptions.py")],
    { input: JSON.stringify(sources), encoding: "utf8", maxBuffer: 50_000_000 },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** The one engine of each source, each in a file of its own. */
function enginesOf(sources: readonly string[]): readonly (Engine | undefined)[] {
  const paths = sources.map((_, index) => `app/file_${index}.py`);
  const workspace = workspaceOf(
    sources.map((source, index): [string, string] => [
      paths[index] ?? "",
      `from sqlalchemy import create_engine\n\n${source}`,
    ]),
  );
  return paths.map((path) => {
    const file = workspace.file(`${FOLDER}/${path}`);
    return file && enginesIn(file, workspace.projectOf(file.path))[0];
  });
}

/** The values of a name that the model thinks possible, and whether it thinks that it is surely passed. */
function valuesIn(engine: Engine, name: string) {
  const keywords = engine.keywords.entries.get(name) ?? [];
  return {
    isCertain: keywords.some(({ isCertain }) => isCertain),
    values: keywords.map(({ expression }) =>
      expression.kind === "number" ? expression.value : undefined,
    ),
  };
}

/** What one run shows to be wrong in what the model says of a call. */
function faultsIn(engine: Engine, passed: Options): string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries(passed)) {
    const { values } = valuesIn(engine, name);
    if (!engine.keywords.isOpen && !values.includes(Number(value)))
      faults.push(`${name}=${value} is passed and not known`);
  }
  for (const [name] of engine.keywords.entries) {
    const { isCertain, values } = valuesIn(engine, name);
    if (isCertain && !values.includes(Number(passed[name] ?? Number.NaN)))
      faults.push(`${name} should be certain and is ${passed[name]}`);
  }
  return faults;
}

/** Functions with one call each, out of the statements that people write. */
class Programs {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  next(): string {
    return `def make(first, second):\n${this.block(1, 4)}    create_engine("sqlite://", **d)\n`;
  }

  private block(depth: number, most: number): string {
    const indentation = "    ".repeat(depth);
    const start = depth === 1 ? `${indentation}d = ${this.dictionary()}\n` : "";
    const length = 1 + this.below(most);
    return start + Array.from({ length }, () => this.statement(depth, indentation)).join("");
  }

  private statement(depth: number, indentation: string): string {
    const key = JSON.stringify(this.key());
    const simple = [
      `d[${key}] = ${this.below(9)}`,
      `d.update(${this.dictionary()})`,
      `d.update(${this.key()}=${this.below(9)})`,
      `d.setdefault(${key}, ${this.below(9)})`,
      `d.pop(${key}, None)`,
      `d |= ${this.dictionary()}`,
      `d = {**d, ${key}: ${this.below(9)}}`,
      `d = ${this.dictionary()}`,
      `d = d | ${this.dictionary()}`,
      `d = dict(${this.dictionary()}, ${this.key()}=${this.below(9)})`,
      `d = ${this.dictionary()} if ${this.flag()} else ${this.dictionary()}`,
    ];
    const choice = this.below(depth > 2 ? simple.length : simple.length + 5);
    const line = simple[choice];
    if (line !== undefined) return `${indentation}${line}\n`;
    const block = (): string => this.block(depth + 1, 2);
    switch (choice - simple.length) {
      case 0:
        return `${indentation}if ${this.flag()}:\n${block()}`;
      case 1:
        return `${indentation}if ${this.flag()}:\n${block()}${indentation}else:\n${block()}`;
      case 2:
        return `${indentation}if ${this.flag()}:\n${block()}${indentation}    return\n`;
      case 3:
        return `${indentation}for _ in range(int(${this.flag()})):\n${block()}`;
      default:
        return `${indentation}try:\n${block()}${indentation}except KeyError:\n${block()}`;
    }
  }

  private dictionary(): string {
    const entries = Array.from(
      { length: this.below(3) },
      () => `${JSON.stringify(this.key())}: ${this.below(9)}`,
    );
    return `{${entries.join(", ")}}`;
  }

  private key(): string {
    return ["pool_size", "max_overflow", "echo"][this.below(3)] ?? "";
  }

  private flag(): string {
    return this.below(2) === 0 ? "first" : "second";
  }

  /** A linear congruential generator: the same programs in every run. */
  private below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }
}

describe("options of an engine", () => {
  const programs = new Programs(7);
  const sources = Array.from({ length: 300 }, () => programs.next());
  const engines = enginesOf(sources);

  it("hold what Python passes, and what is certain is always passed", () => {
    const runs = passedByPython(sources);
    const faults = sources.flatMap((source, index) => {
      const engine = engines[index];
      if (engine === undefined) return [`no engine in\n${source}`];
      const calls = runs[index]?.flat() ?? [];
      return calls.flatMap((passed) =>
        faultsIn(engine, passed).map((fault) => `${fault}\n${source}`),
      );
    });
    assert.deepEqual(faults, []);
  });

  it("are read whole", () => {
    const open = sources.filter((_, index) => engines[index]?.keywords.isOpen !== false);
    assert.deepEqual(open, []);
  });
});
