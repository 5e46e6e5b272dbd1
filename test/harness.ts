/** A workspace held in memory, for tests. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FilePath } from "#host";
import { Configurations, configurationOf } from "#lint/configuration";
import { Linter } from "#lint/lint";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import { Workspace } from "#model/workspace";
import type { Settings } from "#settings";
import { loadPython } from "#syntax/python";
import type { Wasm } from "#syntax/treeSitter";

const { resolve } = createRequire(import.meta.url);

export const wasm: Wasm = {
  runtime: readFileSync(resolve("web-tree-sitter/web-tree-sitter.wasm")),
  grammar: readFileSync(resolve("tree-sitter-python/tree-sitter-python.wasm")),
};

export const python = await loadPython(wasm);

/** The folder of every test project. */
export const FOLDER: FilePath = "/project";

/** @param files by path below the folder */
export function workspaceOf(
  files: Iterable<readonly [string, string]>,
  settings: Partial<Settings> = {},
): Workspace {
  const configured = (folder: FilePath) =>
    configurationOf(folder, workspace, { folder: FOLDER, settings });
  const workspace: Workspace = new Workspace(
    [FOLDER],
    python,
    (project) => configured(project.folder).settings,
    (path) => configured(path.slice(0, path.lastIndexOf("/"))).roleOf(path),
  );
  workspace.update(new Map(Array.from(files, ([path, text]) => [`${FOLDER}/${path}`, text])));
  return workspace;
}

/** Unlike the server, a test stops at the first crash of a rule. */
export function linterOf(
  workspace: Workspace,
  rules: readonly Rule[],
  settings: Partial<Settings> = {},
): Linter {
  const configurations = new Configurations(workspace, rules, () => ({ folder: FOLDER, settings }));
  return new Linter(workspace, {
    rules,
    configurationOf: (path) => configurations.of(path),
    onCrash(rule, path, error) {
      throw new Error(`${rule.id} crashed on ${path}`, { cause: error });
    },
  });
}

/** The reports of all files, paths below the folder. */
export function lint(
  files: ReadonlyMap<string, string>,
  rules: readonly Rule[],
  settings: Partial<Settings> = {},
): Report[] {
  const workspace = workspaceOf(files, settings);
  const linter = linterOf(workspace, rules, settings);
  return [...files.keys()].flatMap((path) => linter.reports(`${FOLDER}/${path}`));
}
