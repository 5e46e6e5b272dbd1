/** What the editor loads in place of an extension's tests: it runs mocha on the tests of the folder that is open. */
import { appendFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import * as vscode from "vscode";
import type { SuiteRecord } from "#editor/report";

/** Without it, as under @vscode/test-electron, mocha prints to the editor's standard output. */
const reportFile = process.env.ROUTEWRIGHT_SUITE_REPORT;

/** Called by the editor, which ends with an exit code of 1 where this rejects. */
export async function run(): Promise<void> {
  if (reportFile !== undefined) {
    Mocha.reporters.Base.consoleLog = (...words) => tell({ text: format(...words) });
  }
  const { passes, failures, pending } = await runMocha();
  // A test that was left out has not passed.
  const failed = failures + pending;
  tell({ ended: { passed: passes, failed } });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function tell(record: SuiteRecord): void {
  if (reportFile !== undefined) appendFileSync(reportFile, `${JSON.stringify(record)}\n`);
}

function runMocha(): Promise<Mocha.Stats> {
  const mocha = new Mocha({ color: false, timeout: 60_000, slow: 5_000 });
  for (const name of testsOf(basename(vscode.workspace.workspaceFolders?.[0]?.uri.path ?? ""))) {
    mocha.addFile(join(__dirname, name));
  }
  return new Promise((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats === undefined) reject(new Error("mocha ran nothing"));
      else resolve(runner.stats);
    });
  });
}

/** A folder without FastAPI has one file of tests, all others are of the application. */
function testsOf(folder: string): readonly string[] {
  const withoutFastapi = "withoutFastapi.test.cjs";
  const all = readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"));
  return all.filter((name) => (name === withoutFastapi) === (folder === "without-fastapi"));
}
