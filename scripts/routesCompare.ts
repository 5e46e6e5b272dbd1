/**
 * `npm run routes:compare -- TABLES FOLDER… [--show] [--source-folder]`: holds the routes of our engine against
 * those that FastAPI gave at run time. TABLES is a folder with a table of each application; its code is a package of the
 * corpus, or lies in `owner__name` in one of the folders, or is one of them. `--show` prints the rows that differ.
 * `--source-folder`: reads only the folder that the application is imported from, not the whole repository. Ends with 1
 * where less than 97 % of all counted rows are found, or more than 1 % are surplus.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { routesJson } from "#formats/routes";
import { workspaceRoutes } from "#model/routes/workspaceRoutes";
import { resolved } from "../server/nodeHost";
import { corpusFolder } from "./corpus";
import { openEngine } from "./engineRun";
import { type Comparison, compareRoutes, OurRoutes, RouteTable } from "./routeTables";

const LEAST_FOUND = 0.97;
const MOST_SURPLUS = 0.01;

/** Where the code of a table lies. */
interface Place {
  /** The whole repository or package. */
  readonly root: string;
  /** What the files of the table are relative to. */
  readonly source: string;
}

async function main(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      show: { type: "boolean", default: false },
      "source-folder": { type: "boolean", default: false },
    },
  });
  const [tables, ...folders] = positionals;
  if (tables === undefined) {
    console.error("Usage: npm run routes:compare -- TABLES FOLDER… [--show] [--source-folder]");
    process.exitCode = 2;
    return;
  }
  const all: Comparison[] = [];
  for (const file of readdirSync(tables).filter((each) => each.endsWith(".json"))) {
    const table = RouteTable.parse(JSON.parse(readFileSync(join(tables, file), "utf8")));
    const place = placeOf(table, folders);
    const name = basename(file, ".json");
    if (place === undefined) {
      console.log(`${name.padEnd(20)} its code is not in these folders`);
      process.exitCode = 1;
      continue;
    }
    const folder = values["source-folder"] ? place.source : place.root;
    const comparison = compareRoutes(table, await routesOrNone(folder, place.source));
    all.push(comparison);
    console.log(`${name.padEnd(20)} ${summary(comparison)}`);
    if (values.show) for (const line of details(comparison)) console.log(`  ${line}`);
  }
  printTotal(all);
}

function placeOf(
  { repo, source_folder }: RouteTable,
  folders: readonly string[],
): Place | undefined {
  const [top = "", ...below] = source_folder.split("/");
  const name = repo.includes("/") ? repo.replace("/", "__") : top;
  const root = [...folders, corpusFolder()]
    .map((folder) => (basename(folder) === name ? folder : join(folder, name)))
    .find((folder) => existsSync(folder));
  return root === undefined ? undefined : { root, source: join(root, ...below) };
}

/** No routes where the engine fails: that costs this application, and not the others. */
async function routesOrNone(folder: string, source: string): Promise<OurRoutes> {
  try {
    return await routesOf(folder, source);
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    return { routes: [], dynamic: [] };
  }
}

/** Our routes of a folder; their paths are relative to `source`. */
async function routesOf(folder: string, source: string): Promise<OurRoutes> {
  const { session } = openEngine(resolved(folder), "recommended");
  for await (const _ of session.read());
  const base = resolved(source);
  const shown = (path: string): string => relative(base, path);
  return OurRoutes.parse(JSON.parse(routesJson(workspaceRoutes(session.workspace), shown)));
}

function summary(comparison: Comparison): string {
  const { app = "no application", counted, found, missing, misplaced, dynamic } = comparison;
  return [
    `${String(found).padStart(4)} of ${String(counted).padStart(4)} found`,
    `${missing.length} missing`,
    `${comparison.surplus.length} surplus`,
    `${comparison.conditional.length} conditional`,
    `${misplaced.length} with another handler`,
    `${dynamic.length} dynamic`,
    app,
  ].join(", ");
}

function details({ missing, surplus, conditional, misplaced, dynamic }: Comparison): string[] {
  const verb = ({ kind, methods }: { kind: string; methods: readonly string[] }): string =>
    kind === "http" ? methods.join(",") : kind.toUpperCase();
  return [
    ...missing.map((row) => `- ${verb(row)} ${row.path} ${row.endpoint} ${row.file}:${row.line}`),
    ...surplus.map((row) => `+ ${verb(row)} ${row.path} ${row.handler} ${row.file}:${row.line}`),
    ...conditional.map(
      (row) => `? ${verb(row)} ${row.path} ${row.handler} ${row.file}:${row.line}`,
    ),
    ...misplaced.map(
      ({ row, ours }) =>
        `~ ${verb(row)} ${row.path} ${row.endpoint} ${row.file}:${row.line}, ours ${ours.handler} ${ours.file}:${ours.line}`,
    ),
    ...dynamic.map(({ why, file, line }) => `dynamic: ${why} ${file}:${line}`),
  ];
}

function printTotal(all: readonly Comparison[]): void {
  const sum = (of: (each: Comparison) => number): number =>
    all.reduce((total, each) => total + of(each), 0);
  const counted = sum((each) => each.counted);
  const found = sum((each) => each.found);
  const surplus = sum((each) => each.surplus.length);
  const conditional = sum((each) => each.conditional.length);
  const misplaced = sum((each) => each.misplaced.length);
  const share = (count: number): string => `${((100 * count) / Math.max(1, counted)).toFixed(2)} %`;
  console.log(
    `\n${all.length} applications: ${found} of ${counted} found (${share(found)}), ` +
      `${surplus} surplus (${share(surplus)}; with conditional ones ${share(surplus + conditional)}), ` +
      `${misplaced} with another handler`,
  );
  if (found < LEAST_FOUND * counted || surplus > MOST_SURPLUS * counted) process.exitCode = 1;
}

await main(process.argv.slice(2));
