/** Which right side a name stands for. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Origin } from "#model/link/origin";
import type { Scopes } from "#model/link/scopes";
import type { Project } from "#model/project";
import type { Located } from "#model/values/value";
import type { Workspace } from "#model/workspace";
import type { Expression } from "#syntax/facts";
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

/** The right side of the one assignment that a name or dotted name stands for, in whatever file. */
export function constantOf(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Located | undefined {
  const { workspace } = project;
  if (expression.kind === "name")
    return workspace.constant(workspace.names.of(expression.name), file.path, scope);
  if (expression.kind !== "attribute") return undefined;
  const owner = project.targetOf(expression.object, file, scope);
  const word = workspace.names.of(expression.name);
  if (owner?.kind === "module") return workspace.constant(word, owner.path, MODULE_LEVEL);
  if (owner?.kind !== "class" && owner?.kind !== "instance") return undefined;
  // `self.name = …` in a method counts as well: then it has several values.
  const members = workspace.declarations(owner.path)?.classes.get(owner.row)?.members;
  return members?.get(word)?.length === 1
    ? workspace.constant(word, owner.path, owner.row)
    : undefined;
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

/** The assignments to an attribute of an instance in the methods of its class: `self.name = …`. */
export function assignedOnSelf(
  name: string,
  { path, row }: { readonly path: FilePath; readonly row: number },
  { workspace }: { readonly workspace: Workspace },
): readonly { readonly method: number; readonly row: number }[] {
  const scopes = workspace.scopes(path);
  if (scopes === undefined) return [];
  const { assignments, definitions, parameters } = scopes.outline;
  const word = workspace.names.of(name);
  const found: { readonly method: number; readonly row: number }[] = [];
  for (let method = row + 1; method < definitions.length; method++) {
    if (definitions.parent(method) !== row || definitions.isClass(method)) continue;
    const [self] = scopes.rows("parameters", method);
    if (self === undefined) continue;
    const target = workspace.names.dotted(parameters.name(self), word);
    for (const each of scopes.rows("assignments", method))
      if (assignments.target(each) === target) found.push({ method, row: each });
  }
  return found;
}

/** Whether a function binds one of its parameters again. */
export function isRebound(
  name: string,
  file: SourceFile,
  row: number,
  { workspace }: { readonly workspace: Workspace },
): boolean {
  const word = workspace.names.of(name);
  const scopes = workspace.scopes(file.path);
  const { assignments, bindings } = file.outline;
  if (scopes === undefined) return true;
  return (
    scopes.rows("assignments", row).some((it) => assignments.target(it) === word) ||
    scopes.rows("bindings", row).some((it) => bindings.name(it) === word)
  );
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
