/**
 * `npm run prove -- ruff [FOLDER…]`: of each finding that has a counterpart among Ruff's rules, Ruff is asked whether it reports that line,
 * and whether its configuration there selects it. Without a folder, over the corpus. Nothing of the folders is run.
 */
import { resolve } from "node:path";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import { ruffConfigurationOf } from "#lint/ruffConfiguration";
import { rules } from "#rules/index";
import type { Lines } from "#syntax/lines";
import { ruffFindings } from "../../test/python/ruff.ts";
import { corpus } from "../corpus";
import { type EngineRun, runEngine } from "../engineRun";

const CODES = [...new Set(rules.flatMap(({ ruff = [] }) => ruff))];
/** What is said in comments is another question; tests ask it. Files that Ruff's configuration leaves out are named by it alone. */
const PLAIN = ["--ignore-noqa", "--no-respect-gitignore"];

export default async function proveRuff(words: string[]): Promise<void> {
  const folders = words.length > 0 ? words.map((it) => resolve(it)) : corpus();
  let findings = 0;
  let faults = 0;
  for (const folder of folders) {
    const run = await runEngine(folder);
    const common = run.reports.filter(({ ruff }) => ruff !== undefined);
    const wrong = [...wronglySeen(run, common), ...wronglySelected(run, common)];
    console.log(`${folder.replace(/^.*\//, "")}: ${common.length} findings, ${wrong.length} wrong`);
    for (const line of wrong) console.log(`  ${line}`);
    findings += common.length;
    faults += wrong.length;
  }
  console.log(`\nAll: ${findings} findings that may be Ruff's, ${faults} wrong`);
  if (faults > 0) process.exitCode = 1;
}

/** Findings that we say Ruff sees and it does not, or the other way round. */
function wronglySeen({ folder, session }: EngineRun, reports: readonly Report[]): string[] {
  const options = ["--isolated", ...PLAIN, "--exclude", "", "--select", CODES.join(",")];
  const told = linesOf(folder, options);
  return reports.flatMap((report) => {
    const place = placeOf(report, folder, session.linesOf(report.path));
    // On the line of what is reached something else may block, too.
    const isTold = told.has(place) && (report.related ?? []).length === 0;
    return isTold === report.ruff?.isReported ? [] : `${place} is reported by Ruff: ${isTold}`;
  });
}

/** Findings that we say Ruff is configured to report and it is not, or the other way round. */
function wronglySelected({ folder, session }: EngineRun, reports: readonly Report[]): string[] {
  const { workspace } = session;
  const seen = reports.filter(({ ruff }) => ruff?.isReported === true);
  const configured = seen.flatMap((report) => {
    const parent = report.path.slice(0, report.path.lastIndexOf("/"));
    const configuration = ruffConfigurationOf(parent, workspace, true);
    return configuration === undefined ? [] : { report, configuration };
  });
  if (configured.length === 0) return [];
  let told: ReadonlySet<string>;
  try {
    told = linesOf(folder, PLAIN);
  } catch (error) {
    console.log(
      `  Ruff refuses the configuration: ${String(error).split("\n").slice(0, 3).join(" ")}`,
    );
    return [];
  }
  return configured.flatMap(({ report, configuration }) => {
    const place = placeOf(report, folder, session.linesOf(report.path));
    const isTold = told.has(place);
    const isSelected = configuration.reports(report.ruff?.code ?? "", report.path);
    return isTold === isSelected ? [] : `${place} is selected by Ruff: ${isTold}`;
  });
}

function linesOf(folder: FilePath, options: readonly string[]): ReadonlySet<string> {
  return new Set(
    ruffFindings(folder, options).map(({ path, line, code }) => `${path}:${line} ${code}`),
  );
}

function placeOf(
  { path, range, ruff }: Report,
  folder: FilePath,
  lines: Lines | undefined,
): string {
  const line = lines?.position(range.start).line ?? 0;
  return `${path.slice(folder.length + 1)}:${line} ${ruff?.code}`;
}
