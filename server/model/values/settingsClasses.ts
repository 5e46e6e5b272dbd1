/** The settings classes of a project, and how code gets at their instance. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import { isSettingsClass } from "#model/values/pydanticSettings";
import { MODULE_LEVEL } from "#syntax/outline";

export interface SettingsAccess {
  readonly file: SourceFile;
  /** The row of the class in its file. */
  readonly row: number;
  /** What gives the instance: `settings`, or a function such as `get_settings`. */
  readonly name: string;
  readonly isCalled: boolean;
  /** Whether the name is visible where it is asked for; else the class's own file binds it. */
  readonly isVisible: boolean;
}

/** The one way to the settings from a scope of a file; `undefined` where there is none, or several. */
export function settingsAccess(
  file: SourceFile,
  scope: number,
  project: Project,
): SettingsAccess | undefined {
  return onlyClass(visibleFrom(file, scope, project)) ?? onlyClass(declaredIn(project));
}

/** The first way of each class, where all ways lead to one class. */
function onlyClass(all: readonly SettingsAccess[]): SettingsAccess | undefined {
  const [first] = all;
  return all.every(({ file, row }) => file === first?.file && row === first.row)
    ? first
    : undefined;
}

function visibleFrom(file: SourceFile, scope: number, project: Project): SettingsAccess[] {
  const found: SettingsAccess[] = [];
  const { definitions } = file.outline;
  for (let at = scope; ; at = definitions.parent(at)) {
    found.push(...boundIn(file, at, project, true));
    if (at === MODULE_LEVEL) return found;
  }
}

/** The instances that the files of the settings classes offer themselves. */
function declaredIn(project: Project): SettingsAccess[] {
  return project.files().flatMap((path) => {
    const file = project.file(path);
    if (file === undefined || !file.text.includes("BaseSettings")) return [];
    return project.role(file) === "application" ? boundIn(file, MODULE_LEVEL, project, false) : [];
  });
}

function boundIn(
  file: SourceFile,
  scope: number,
  project: Project,
  isVisible: boolean,
): SettingsAccess[] {
  const { names } = project.workspace;
  const scopes = project.workspace.scopes(file.path);
  const resolver = new Resolver(project.workspace);
  return [...(scopes?.bindings(scope).keys() ?? [])].flatMap((word): SettingsAccess[] => {
    const target = scopes && resolver.resolve(scopes.ofName(word, scope), file.path);
    const given = target?.kind === "function" ? resolver.result(target, false) : target;
    const owner = settingsClass(given, project);
    if (owner === undefined) return [];
    const isCalled = target?.kind === "function";
    return [{ ...owner, name: names.text(word), isCalled, isVisible }];
  });
}

function settingsClass(
  target: Target | undefined,
  project: Project,
): Pick<SettingsAccess, "file" | "row"> | undefined {
  if (target?.kind !== "instance") return undefined;
  const file = project.file(target.path);
  return file !== undefined && isSettingsClass(target.path, target.row, project)
    ? { file, row: target.row }
    : undefined;
}
