/**
 * `npm run prove -- resolve [--sample N] [--show WORD] [FOLDER…]`: what calls denote, as Pyright and as our links say. Of each folder a
 * sample of calls, spread over its files; without a folder, three applications of the corpus and the projects in `test/model/link/`.
 * Where both know and differ, one of the two is wrong: `exceptionFor` says when it is Pyright. `--show "we unknown"` prints those.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import type { Workspace } from "#model/workspace";
import { sections } from "../../test/markdown";
import { corpusFolder } from "../corpus";
import { openEngine } from "../engineRun";
import { type DefinitionPlace, Pyright } from "../pyright";

const APPLICATIONS = ["litellm-1.109.1", "open-webui-0.12.4", "prefect-3.9.1"];
const PROJECTS = join(import.meta.dirname, "../../test/model/link");
const SAMPLE = 800;
const FROM_ONE_FILE = 8;
const SHOWN = 400;
const CONSTRUCTORS = new Set(["__init__", "__new__"]);

type Verdict =
  | "agree"
  | "we unknown"
  | "oracle unknown"
  | "both unknown"
  | "explained"
  | "DISAGREE";
const VERDICTS: readonly Verdict[] = [
  "agree",
  "we unknown",
  "oracle unknown",
  "both unknown",
  "explained",
  "DISAGREE",
];

/** What somebody says that a call denotes: a definition of the folder by its place, something outside of it, or nothing. */
interface Opinion {
  readonly kind: "definition" | "outside" | "unknown";
  /** `path:line`; several where one is as good as the other. */
  readonly places: readonly string[];
  readonly text: string;
}

interface Comparison {
  readonly verdict: Verdict;
  /** The call as written, and where. */
  readonly call: string;
  readonly ours: string;
  readonly oracle: string;
  readonly why: string | undefined;
}

export default async function proveResolve(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { sample: { type: "string" }, show: { type: "string" } },
  });
  const sample = Number(values.sample ?? SAMPLE);
  const all: Comparison[] = [];
  if (positionals.length === 0)
    await ofProjects(async (folder) => void all.push(...(await compare(folder, Infinity))));
  if (all.length > 0) print("test/model/link", all);
  const folders =
    positionals.length > 0
      ? positionals.map((it) => resolve(it))
      : APPLICATIONS.map((it) => join(corpusFolder(), it));
  for (const folder of folders) {
    const found = await compare(folder, sample);
    print(basename(folder), found);
    all.push(...found);
  }
  print("All", all);
  printReasons(all);
  for (const verdict of VERDICTS)
    if (verdict === "DISAGREE" || verdict === values.show) printCalls(verdict, all);
  if (all.length === 0 || all.some(({ verdict }) => verdict === "DISAGREE")) process.exitCode = 1;
}

/** The projects that are written as Markdown, each in a folder for as long as it is looked at. */
async function ofProjects(use: (folder: string) => Promise<void>): Promise<void> {
  for (const name of readdirSync(PROJECTS).filter((it) => it.endsWith(".md"))) {
    const folder = mkdtempSync(join(tmpdir(), "routewright-link-"));
    try {
      const projects = sections(readFileSync(join(PROJECTS, name), "utf8"));
      for (const [index, { files }] of projects.entries()) {
        const root = join(folder, String(index));
        for (const [path, text] of files) {
          mkdirSync(dirname(join(root, path)), { recursive: true });
          writeFileSync(join(root, path), text);
        }
        await use(root);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function compare(path: string, most: number): Promise<Comparison[]> {
  const { session } = openEngine(resolve(path), "strict");
  for await (const _ of session.read());
  const { workspace } = session;
  const pyright = await Pyright.start(path);
  const found: Comparison[] = [];
  try {
    for (const [file, rows] of sampleOf(workspace, most)) {
      await pyright.open(file.path, file.text);
      for (const row of rows) found.push(await compareCall(file, row, workspace, pyright, path));
      await pyright.close(file.path);
    }
  } finally {
    pyright.stop();
  }
  return found;
}

/** Calls of a name, by file: the same ones at each run. */
function sampleOf(workspace: Workspace, most: number): Map<SourceFile, number[]> {
  const found = new Map<SourceFile, number[]>();
  const paths = [...workspace.files()].map((path) => ({ path, order: hash(path) }));
  paths.sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1));
  let count = 0;
  for (const { path } of paths) {
    const file = workspace.file(path);
    if (file === undefined || count >= most) continue;
    const rows = Array.from({ length: file.outline.calls.length }, (_, row) => row)
      .filter((row) =>
        /[\p{L}\p{N}_]/u.test(file.text.charAt(file.outline.calls.calleeEnd(row) - 1)),
      )
      .map((row) => ({ row, order: hash(`${path}:${row}`) }))
      .sort((a, b) => a.order - b.order || a.row - b.row)
      .slice(0, Number.isFinite(most) ? Math.min(FROM_ONE_FILE, most - count) : undefined)
      .map(({ row }) => row);
    if (rows.length === 0) continue;
    count += rows.length;
    found.set(file, rows);
  }
  return found;
}

/** FNV-1a: spreads, and is the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text.replace(/^.*\/site-packages\//, ""))
    value = Math.imul(value ^ character.charCodeAt(0), 0x01000193);
  return value >>> 0;
}

async function compareCall(
  file: SourceFile,
  row: number,
  workspace: Workspace,
  pyright: Pyright,
  folder: string,
): Promise<Comparison> {
  const { calls } = file.outline;
  const end = calls.calleeEnd(row) - 1;
  const { line, character } = file.lines.protocolPosition(end);
  const position = { line, character };
  const target = workspace.links(file.path)?.targets[row];
  const ours = ourOpinion(target, workspace);
  let oracle = oracleOpinion(await pyright.definitions(file.path, position), workspace, folder);
  // A variable: what its value is.
  if (oracle.kind === "unknown")
    oracle = oracleOpinion(await pyright.types(file.path, position), workspace, folder);
  const text = file.text.slice(Math.max(calls.start(row), end - 70), end + 1).replace(/\s+/g, " ");
  const why = exceptionFor(ours, oracle);
  const verdict = why === undefined ? verdictOn(ours, oracle) : "explained";
  const call = `${file.path.slice(folder.length + 1)}:${line + 1} ${text}()`;
  return { verdict, call, ours: ours.text, oracle: oracle.text, why };
}

function ourOpinion(target: Target | undefined, workspace: Workspace): Opinion {
  if (target === undefined) return { kind: "unknown", places: [], text: "unknown" };
  switch (target.kind) {
    case "external": {
      const name = workspace.names.text(target.name).replaceAll(".()", "()");
      return { kind: "outside", places: [], text: name };
    }
    case "module":
      return { kind: "definition", places: [`${target.path}:0`], text: target.path };
    case "package":
      return { kind: "definition", places: [target.folder], text: target.folder };
    default: {
      const place = definitionPlace(target.path, target.row, workspace);
      return { kind: "definition", places: [place], text: `${target.kind} ${place}` };
    }
  }
}

/** Pyright answers with places; those that are no definition are variables, of which nothing is known. */
function oracleOpinion(
  places: readonly DefinitionPlace[],
  workspace: Workspace,
  folder: string,
): Opinion {
  const inside = places.filter(({ path }) => path.startsWith(`${folder}/`));
  const definitions = inside.flatMap((place) => definitionAt(place, workspace));
  const text = places.map(({ path, line }) => `${path}:${line + 1}`).join(" | ");
  if (definitions.length > 0)
    return {
      kind: "definition",
      places: definitions,
      text,
    };
  if (places.length > 0 && inside.length === 0) return { kind: "outside", places: [], text };
  return { kind: "unknown", places: [], text };
}

/** Where the definition at a place begins; of a constructor the class as well, since a call may mean either. */
function definitionAt(
  { path, line, character }: DefinitionPlace,
  workspace: Workspace,
): readonly string[] {
  const file = workspace.file(path);
  if (file === undefined) return [];
  const { definitions } = file.outline;
  for (let row = 0; row < definitions.length; row++) {
    const start = file.lines.protocolPosition(definitions.nameRange(row).start);
    if (start.line !== line || start.character !== character) continue;
    const isConstructor = CONSTRUCTORS.has(workspace.names.text(definitions.name(row)));
    const rows = isConstructor ? [row, definitions.parent(row)] : [row];
    return rows.map((each) => definitionPlace(path, each, workspace));
  }
  return [];
}

function definitionPlace(path: FilePath, row: number, workspace: Workspace): string {
  const file = workspace.file(path);
  if (file === undefined) return path;
  const { start } = file.outline.definitions.nameRange(row);
  return `${path}:${file.lines.protocolPosition(start).line + 1}`;
}

/** Where the two differ and Pyright is wrong. */
function exceptionFor(ours: Opinion, oracle: Opinion): string | undefined {
  const [word = ""] = ours.text.split(/[.(]/, 1);
  const isBeside = oracle.places.some((it) => it.replace(/:\d+$/, "").endsWith(`/${word}.py`));
  const isPackage = oracle.places.some((it) => it.includes(`/${word}/__init__.py:`));
  if (ours.kind === "outside" && oracle.kind === "definition" && (isBeside || isPackage))
    return "an installed package, which Pyright takes for the file beside the importer";
  if (ours.kind === "definition" && /functools\.pyi:/.test(oracle.text))
    return "what a partial calls, where Pyright answers with the partial";
  return undefined;
}

/** What is left unknown, by what Pyright knows of it. */
function reasonOf({ oracle }: Comparison): string {
  if (/\/stdlib\/(?:builtins|typing)\.pyi:/.test(oracle)) return "a method of a built-in value";
  return /\.pyi:|site-packages/.test(oracle) ? "outside of the folder" : "inside of the folder";
}

function verdictOn(ours: Opinion, oracle: Opinion): Verdict {
  if (ours.kind === "unknown") return oracle.kind === "unknown" ? "both unknown" : "we unknown";
  if (oracle.kind === "unknown") return "oracle unknown";
  if (ours.kind !== oracle.kind) return "DISAGREE";
  if (ours.kind === "outside") return "agree";
  return ours.places.some((place) => oracle.places.includes(place)) ? "agree" : "DISAGREE";
}

function print(name: string, found: readonly Comparison[]): void {
  const cells = VERDICTS.map((verdict) => {
    const count = found.filter((it) => it.verdict === verdict).length;
    return `${String(count).padStart(5)} ${verdict}`;
  });
  console.log(`${name.padEnd(28)} ${String(found.length).padStart(5)} calls: ${cells.join(", ")}`);
}

function printReasons(all: readonly Comparison[]): void {
  const reasons = new Map<string, number>();
  for (const each of all) {
    const reason = each.verdict === "we unknown" ? `we do not know ${reasonOf(each)}` : each.why;
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of reasons) console.log(`  ${String(count).padStart(5)} ${reason}`);
}

function printCalls(verdict: Verdict, all: readonly Comparison[]): void {
  const found = all.filter((it) => it.verdict === verdict);
  for (const { call, ours, oracle } of found.slice(0, SHOWN))
    console.log(`${verdict}  ${call}\n    ours:   ${ours}\n    oracle: ${oracle}`);
}
