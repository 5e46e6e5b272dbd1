/**
 * `npm run bench [-- --quick] [--json]`: how fast we are, beside Ruff in the same run. Whatever is compared runs by turns, and ratios
 * are medians of pairs, since the machine may have other things to do. `--quick` measures less, and less often; `--json` prints a line of
 * JSON a measure. Ends with 1 where a measure is not what it must be.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../scripts/build";
import { corpus } from "../scripts/corpus";
import {
  costOf,
  ourCheck,
  ourServer,
  ourWarmCheck,
  ruffCheck,
  ruffServer,
  ruffVersion,
} from "./commands";
import { documentOf } from "./documents";
import { byTurns, type Latencies, Typist } from "./keystrokes";
import { costOfRules } from "./rulesCost";
import { median } from "./statistics";
import { passes, printJson, printTable, type Row, shown } from "./table";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const PAIRS = options.quick ? 1 : 3;
const EDITS = options.quick ? { warmUp: 10, count: 40 } : { warmUp: 20, count: 100 };
const BURSTS = { warmUp: 3, count: options.quick ? 10 : 30 };
const BURST = 10;
/** After so many, V8 has taken the memory that it takes for the work. */
const FIRST_EDITS = 2_500;
const EDITS_WEIGHED = 1_000;
/** How many edits the server has to stand without growing. */
const MANY_EDITS = options.quick ? 1_000 : 10_000;

/** By lines of the file, the most times that a keystroke may take as long as Ruff's. */
const KEYSTROKES = [
  { lines: 1_000, must: 2, aim: 1 },
  { lines: 5_000, must: 1.5, aim: 0.5 },
  { lines: 10_000, must: 1, aim: 0.25 },
];

async function main(): Promise<void> {
  const large = corpus().find((folder) => basename(folder).startsWith("litellm-1."));
  if (large === undefined) throw new Error("the corpus has no large package");
  console.error(`${ruffVersion()}, node ${process.version}, ${process.platform} ${process.arch}`);
  console.error(`large workspace: ${basename(large)}`);
  const small = mkdtempSync(join(tmpdir(), "routewright-bench-"));
  writeFileSync(
    join(small, "pyproject.toml"),
    '[project]\nname = "shop"\ndependencies = ["fastapi"]\n',
  );
  try {
    const rows: Row[] = [];
    for (const measure of [
      () => coldCheck(large),
      () => warmCheck(large),
      () => keystrokes(small),
      () => inLargeWorkspace(small, large),
      () => bursts(small),
      () => manyEdits(small),
      () => rulesAlone(large),
      packageSize,
    ])
      rows.push(...(await measure()));
    if (options.json) printJson(rows);
    else printTable(rows);
    if (!rows.every(passes)) process.exitCode = 1;
  } finally {
    rmSync(small, { recursive: true, force: true });
  }
}

async function coldCheck(folder: string): Promise<Row[]> {
  const pairs = Array.from({ length: PAIRS }, () => ({
    ours: costOf(ourCheck, folder),
    ruff: costOf(ruffCheck, folder),
  }));
  const ours = median(pairs.map((pair) => pair.ours.cpu));
  const ruff = median(pairs.map((pair) => pair.ruff.cpu));
  const memory = median(pairs.map((pair) => pair.ours.memory)) / 1e6;
  const ruffMemory = median(pairs.map((pair) => pair.ruff.memory)) / 1e6;
  return [
    {
      measure: "cold check of 1 M lines, CPU",
      values: `${shown(ours)} s, ${shown(ruff)} s`,
      value: median(pairs.map((pair) => pair.ours.cpu / pair.ruff.cpu)),
      unit: "×",
      must: 4,
      aim: 2,
    },
    {
      measure: "its peak memory",
      values: `${shown(memory)} MB, ${shown(ruffMemory)} MB`,
      value: memory,
      unit: " MB",
      must: 300,
      aim: 200,
    },
  ];
}

/** A project that did not change since an earlier run, against Ruff without its cache. */
async function warmCheck(folder: string): Promise<Row[]> {
  const cache = mkdtempSync(join(tmpdir(), "routewright-bench-"));
  try {
    costOf(ourWarmCheck(cache), folder);
    const pairs = Array.from({ length: PAIRS }, () => ({
      ours: costOf(ourWarmCheck(cache), folder).cpu,
      ruff: costOf(ruffCheck, folder).cpu,
    }));
    const values = [pairs.map(({ ours }) => ours), pairs.map(({ ruff }) => ruff)].map(median);
    return [
      {
        measure: "the same, warm",
        values: values.map((value) => `${shown(value)} s`).join(", "),
        value: median(pairs.map(({ ours, ruff }) => ours / ruff)),
        unit: "×",
        must: 1.5,
        aim: 0.5,
      },
    ];
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function keystrokes(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { lines, must, aim } of options.quick ? KEYSTROKES.slice(0, 1) : KEYSTROKES) {
    const text = documentOf(lines);
    const ours = await Typist.start(ourServer, folder, text, true);
    const ruff = await Typist.start(ruffServer, folder, text, false);
    const [own, other] = await byTurns((typist) => typist.type(), [ours, ruff], EDITS);
    await Promise.all([ours.client.stop(), ruff.client.stop()]);
    rows.push({
      measure: `keystroke, ${lines.toLocaleString("en")} lines`,
      ...compared(own, other),
      must,
      aim,
    });
  }
  return rows;
}

/** The same server twice: with nothing around the file, and with a million lines. */
async function inLargeWorkspace(small: string, large: string): Promise<Row[]> {
  if (options.quick) return [];
  const text = documentOf(1_000);
  const alone = await Typist.start(ourServer, small, text, true);
  const among = await Typist.start(ourServer, large, text, true);
  const [own, other] = await byTurns((typist) => typist.type(), [among, alone], EDITS);
  await Promise.all([alone.client.stop(), among.client.stop()]);
  const measure = "the same with 1 M lines around it, against ours without";
  return [{ measure, ...compared(own, other), must: 2, aim: 1.2 }];
}

async function bursts(folder: string): Promise<Row[]> {
  const text = documentOf(1_000);
  const ours = await Typist.start(ourServer, folder, text, true);
  const ruff = await Typist.start(ruffServer, folder, text, false);
  const [own, other] = await byTurns((typist) => typist.burst(BURST), [ours, ruff], BURSTS);
  await Promise.all([ours.client.stop(), ruff.client.stop()]);
  return [{ measure: "ten changes in a burst", ...compared(own, other), must: 1, aim: 0.3 }];
}

async function manyEdits(folder: string): Promise<Row[]> {
  const typist = await Typist.start(ourServer, folder, documentOf(1_000), true);
  for (let edit = 0; edit < FIRST_EDITS; edit++) await typist.type();
  const before = await memoryWhileTyping(typist);
  for (let edit = 0; edit < MANY_EDITS; edit++) await typist.type();
  const after = await memoryWhileTyping(typist);
  await typist.client.stop();
  if (before === undefined || after === undefined) return [];
  return [
    {
      measure: `growth over ${MANY_EDITS.toLocaleString("en")} edits`,
      values: `${shown(before / 1e6)} MB to ${shown(after / 1e6)} MB`,
      value: (after / before - 1) * 100,
      unit: " %",
      must: 10,
      aim: 0,
    },
  ];
}

/** The median over many edits: between two garbage collections a process grows by some fifty megabytes, and shrinks again. */
async function memoryWhileTyping(typist: Typist): Promise<number | undefined> {
  const values: number[] = [];
  for (let edit = 0; edit < EDITS_WEIGHED; edit++) {
    await typist.type();
    const memory = typist.client.memory();
    if (memory !== undefined) values.push(memory);
  }
  return values.length > 0 ? median(values) : undefined;
}

async function rulesAlone(folder: string): Promise<Row[]> {
  const { before, rules } = await costOfRules(folder);
  return [
    {
      measure: "all rules, against everything before them",
      values: `${shown(rules)} s, ${shown(before)} s`,
      value: rules / before,
      unit: "×",
      must: 0.3,
      aim: 0.1,
    },
  ];
}

async function packageSize(): Promise<Row[]> {
  const stats = statSync(join(root, "dist/routewright.vsix"), { throwIfNoEntry: false });
  const size = stats === undefined ? Number.NaN : stats.size / 1e6;
  return [
    { measure: "VSIX", values: `${shown(size)} MB`, value: size, unit: " MB", must: 2, aim: 1.5 },
  ];
}

function compared(own: Latencies, other: Latencies): Pick<Row, "values" | "value" | "unit"> {
  return {
    values: `${shown(own.median)} ms (p95 ${shown(own.p95)}), ${shown(other.median)} ms (p95 ${shown(other.p95)})`,
    value: own.median / other.median,
    unit: "×",
  };
}

await main();
