/** Runs the compiled mocha suite in the extension host of a real VS Code, against the packed extension. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { remoteUri, startBrowser, workbenchUrl } from "./browser.ts";
import { type Editor, startEditor } from "./editor.ts";
import { SuiteReport, type SuiteResult } from "./report.ts";

export interface SuiteRun {
  readonly vsix: string;
  /** The compiled suite: a CommonJS module that exports `run(): Promise<void>`. */
  readonly suite: string;
  /** The tests see a copy of it. */
  readonly workspace: string;
  /** Where a failed run leaves its screenshot and its logs. */
  readonly failureFolder: string;
  /** Milliseconds for the whole run. */
  readonly limit: number;
}

/** How the extension host ended. */
interface Exit {
  readonly code: number;
  readonly why?: string;
  readonly logs?: readonly LogFile[];
}

interface LogFile {
  readonly relativePath: string;
  readonly contents: string;
}

/** Prints mocha's report as it grows. A run that did not end by itself counts as one more failed test. */
export async function runSuite(run: SuiteRun): Promise<SuiteResult> {
  const scratch = mkdtempSync(join(tmpdir(), "rw-suite-"));
  const folder = join(scratch, basename(run.workspace));
  cpSync(run.workspace, folder, { recursive: true });
  const report = new SuiteReport(join(scratch, "report.jsonl"));
  const editor = await startEditor({
    extensions: [run.vsix],
    environment: { ROUTEWRIGHT_SUITE_REPORT: report.file },
  });
  try {
    const url = workbenchUrl(editor, folder, [
      ["extensionDevelopmentPath", remoteUri(editor, makeStandIn(scratch))],
      ["extensionTestsPath", remoteUri(editor, run.suite)],
    ]);
    const exit = await openUntilExit(editor, url, report, run);
    return resultOf(exit, report, run);
  } finally {
    await editor.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** VS Code runs a suite only beside an extension under development. Ours is installed, so this one is empty. */
export function makeStandIn(folder: string): string {
  const path = join(folder, "stand-in");
  mkdirSync(path);
  const manifest = {
    name: "stand-in",
    publisher: "routewright",
    version: "0.0.0",
    engines: { vscode: "*" },
  };
  writeFileSync(join(path, "package.json"), JSON.stringify(manifest));
  return path;
}

async function openUntilExit(
  editor: Editor,
  url: string,
  report: SuiteReport,
  run: SuiteRun,
): Promise<Exit> {
  const browser = await startBrowser(editor);
  const printing = setInterval(() => report.print(), 100);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const log: string[] = [];
    const exit = await exitOf(page, url, log, run.limit);
    report.print();
    if (exit.code !== 0) await keepEvidence(editor, page, log, exit, run.failureFolder);
    return exit;
  } finally {
    clearInterval(printing);
    await browser.close();
  }
}

/** Opens the workbench. Its smoke test driver calls two functions of the page: one for each line of its log, one at the end. */
async function exitOf(page: Page, url: string, log: string[], limit: number): Promise<Exit> {
  let end: (exit: Exit) => void = () => undefined;
  const exit = new Promise<Exit>((resolve) => {
    end = resolve;
  });
  const timer = setTimeout(() => end({ code: 1, why: `No end after ${limit / 1000} s.` }), limit);
  page.on("crash", () => end({ code: 1, why: "The page of the workbench crashed." }));
  page.on("console", (message) => log.push(message.text()));
  await page.exposeFunction("codeAutomationLog", (level: string, words?: readonly unknown[]) =>
    log.push(`[${level}] ${(words ?? []).map(textOf).join(" ")}`),
  );
  await page.exposeFunction("codeAutomationExit", (code: number, logs?: readonly LogFile[]) =>
    end({ code, logs: logs ?? [] }),
  );
  await page.goto(url);
  return exit.finally(() => clearTimeout(timer));
}

function textOf(word: unknown): string {
  return typeof word === "string" ? word : JSON.stringify(word);
}

/** Exit code 0 alone proves nothing: an extension host that was killed "ends", too. */
function resultOf(exit: Exit, { result }: SuiteReport, { failureFolder }: SuiteRun): SuiteResult {
  if (exit.code === 0 && result !== undefined) return result;
  const why = exit.why ?? (result === undefined ? "The suite did not end by itself." : undefined);
  if (why !== undefined) console.error(why);
  console.error(`The last screenshot and the logs are in ${failureFolder}`);
  const { passed, failed } = result ?? { passed: 0, failed: 0 };
  return { passed, failed: Math.max(failed, 1) };
}

async function keepEvidence(
  editor: Editor,
  page: Page,
  log: readonly string[],
  exit: Exit,
  folder: string,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // A page that has crashed has no screenshot.
  await page.screenshot({ path: join(folder, "last.png") }).catch(() => undefined);
  copyFileSync(editor.logFile, join(folder, "server.log"));
  writeFileSync(join(folder, "workbench.log"), `${log.join("\n")}\n`);
  for (const { relativePath, contents } of exit.logs ?? []) {
    const file = join(folder, "logs", relativePath);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}
