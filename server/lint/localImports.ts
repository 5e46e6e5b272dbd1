/** Imports for code inside a function, which may import the same itself. */
import { type AddedImport, addImport, type WantedImport } from "#lint/importEdits";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** What the code at a call says for something: as a function around it imports it before, else by an import at the top of the file. */
export function importAt(
  call: number,
  wanted: WantedImport,
  file: SourceFile,
  project: Project,
): AddedImport {
  const { calls, definitions } = file.outline;
  const { names } = project.workspace;
  const word = names.of(wanted.name ?? wanted.modules[0]);
  const owner = calls.owner(call);
  for (let scope = owner; scope !== MODULE_LEVEL; scope = definitions.parent(scope)) {
    if (scope !== owner && definitions.isClass(scope)) continue;
    const localName = importedIn(scope, calls.start(call), wanted, file, project);
    if (localName !== undefined) return { edits: [], localName };
    // The word is the function's own, so that an import at the top would not be seen.
    const isHidden = project.workspace.scopes(file.path)?.bindings(scope).has(word) === true;
    if (isHidden) return addImport(file, { ...wanted, isHidden });
  }
  return addImport(file, wanted);
}

/** What a function calls something that it imports in its body, under no condition, before an offset. */
function importedIn(
  scope: number,
  before: number,
  { modules, name }: WantedImport,
  file: SourceFile,
  { workspace }: Project,
): string | undefined {
  const { names } = workspace;
  const { imports } = file.outline;
  for (const row of workspace.scopes(file.path)?.rows("imports", scope) ?? []) {
    const module = names.text(imports.module(row));
    const imported = imports.name(row) === NO_NAME ? undefined : names.text(imports.name(row));
    if (imports.level(row) > 0 || imported !== name || !modules.includes(module)) continue;
    const place = imports.start(row);
    const statement = file.head.all.find(({ start, end }) => start <= place && place < end);
    if (statement === undefined || place > before) continue;
    if (!file.isInBody(statement.start, scope)) continue;
    const alias = imports.alias(row);
    return alias === NO_NAME ? (name ?? module) : names.text(alias);
  }
  return undefined;
}
