/** The whole engine over one folder, as the command line runs it, for the proofs. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import { rules } from "#rules/index";
import { loadPython } from "#syntax/python";
import type { Wasm } from "#syntax/treeSitter";
import { NodeHost, resolved } from "../server/nodeHost";
import { Session } from "../server/session";

const { resolve } = createRequire(import.meta.url);

export const wasm: Wasm = {
  runtime: readFileSync(resolve("web-tree-sitter/web-tree-sitter.wasm")),
  grammar: readFileSync(resolve("tree-sitter-python/tree-sitter-python.wasm")),
};

export const python = await loadPython(wasm);

export interface EngineRun {
  /** Absolute, links resolved. */
  readonly folder: FilePath;
  readonly session: Session;
  /** By path, then place. */
  readonly reports: readonly Report[];
  /** Rules that threw, as sentences. */
  readonly crashes: readonly string[];
  /** Python files on disk that were not read, with the reason where there is one. */
  readonly skipped: ReadonlyMap<FilePath, string | undefined>;
  readonly milliseconds: number;
}

export type Profile = "recommended" | "strict";

/** Runs all rules of a profile. */
export async function runEngine(path: string, profile: Profile = "strict"): Promise<EngineRun> {
  const started = performance.now();
  const folder = resolved(path);
  const { session, crashes } = openEngine(folder, profile);
  for await (const _ of session.read());
  const reports = session.reportedPaths().flatMap((each) => session.reports(each));
  const milliseconds = performance.now() - started;
  return { folder, session, reports, crashes, skipped: skipped(folder, session), milliseconds };
}

/** A session that has not read anything yet, with the list that its crashes go to. */
export function openEngine(
  folder: FilePath,
  profile: Profile,
): { readonly session: Session; readonly crashes: readonly string[] } {
  const crashes: string[] = [];
  const session = new Session({
    folders: [folder],
    host: new NodeHost([folder]),
    python,
    rules,
    onCrash(rule, where, error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      crashes.push(`${rule.id} failed on ${where}: ${reason}`);
    },
  });
  // What a project leaves to Ruff is still the engine's to find.
  session.setEditorSettings({ profile, respectRuff: false });
  session.wake();
  return { session, crashes };
}

function skipped(folder: FilePath, session: Session): Map<FilePath, string | undefined> {
  const reasons = new Map<FilePath, string | undefined>(session.skipped);
  for (const path of session.cuts.length > 0 ? [] : pythonFilesIn(folder))
    if (!session.has(path) && !reasons.has(path)) reasons.set(path, leftOut(path, folder));
  return reasons;
}

/** Folders that discovery leaves out by name. What a workspace's own configuration leaves out shows here as having no reason. */
function leftOut(path: FilePath, folder: FilePath): string | undefined {
  const part = /\/(site-packages|node_modules|\.[^/]+|__\w+__)\//.exec(path.slice(folder.length));
  return part?.[1] === undefined ? undefined : `in a folder ${part[1]}`;
}

function pythonFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pythonFilesIn(path);
    return entry.isFile() && entry.name.endsWith(".py") ? [path] : [];
  });
}
