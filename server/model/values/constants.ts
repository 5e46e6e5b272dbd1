/** Which right side a name stands for. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Origin } from "#model/link/origin";
import type { Scopes } from "#model/link/scopes";
import type { Located } from "#model/values/values";
import type { Workspace } from "#model/workspace";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** Imports that lead on and on are given up. */
const DEEPEST = 16;

/** Where a word is bound, and by what. */
export interface Binding {
  /** What it is called there: `app` for `backoffice` of `from backoffice import app as backoffice`. */
  readonly word: number;
  readonly file: SourceFile;
  /** The row of the definition, or `MODULE_LEVEL`. */
  readonly scope: number;
  readonly origins: readonly Origin[];
}

/** The one right side that a word has where it is visible from a scope. */
export function constantIn(
  workspace: Workspace,
  word: number,
  path: FilePath,
  scope: number,
): Located | undefined {
  const binding = bindingOf(workspace, word, path, scope);
  if (binding?.origins.length !== 1) return undefined;
  const { file, scope: at } = binding;
  const { assignments } = file.outline;
  const row = workspace
    .scopes(file.path)
    ?.rows("assignments", at)
    .find((it) => assignments.target(it) === binding.word);
  if (row === undefined || assignments.isAwaited(row)) return undefined;
  const range = assignments.valueRange(row);
  return range.end === 0 ? undefined : { expression: file.expression(range), file, scope: at };
}

/** Where a word that is visible from a scope is bound, imports followed; `undefined` for what no file of the workspace binds. */
export function bindingOf(
  workspace: Workspace,
  word: number,
  path: FilePath,
  scope: number,
  depth = 0,
): Binding | undefined {
  const file = workspace.file(path);
  const scopes = workspace.scopes(path);
  if (file === undefined || scopes === undefined || depth > DEEPEST) return undefined;
  const at = scopeOf(word, scopes, scope);
  const origins = scopes.bindings(at).get(word) ?? [];
  const [only] = origins;
  if (only === undefined) return undefined;
  if (only.kind !== "import" || origins.length > 1) return { word, file, scope: at, origins };
  const { module, name, level } = only.imported;
  if (name === NO_NAME) return undefined;
  const found = workspace.modules(path).resolve(workspace.names.text(module), level, path);
  return found?.kind === "module"
    ? bindingOf(workspace, name, found.path, MODULE_LEVEL, depth + 1)
    : undefined;
}

/** The innermost scope around that binds a word; a class body counts only for code right in it. */
function scopeOf(word: number, scopes: Scopes, scope: number): number {
  const { definitions } = scopes.outline;
  for (let at = scope; at !== MODULE_LEVEL; at = definitions.parent(at)) {
    if (at !== scope && definitions.isClass(at)) continue;
    if (scopes.bindings(at).has(word)) return at;
  }
  return MODULE_LEVEL;
}
