/** Where a project uses python-jose. */

import type { SourceFile } from "#model/files/sourceFile";
import { isCompiled, isLock } from "#model/packages/manifests";
import type { PackagePlace } from "#model/packages/versions";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import type { ImportedName, ImportStatement } from "#syntax/importStatements";

export const JOSE = "python-jose";
export const JOSE_IMPORTS: Start = { imports: ["jose"] };

/** Where a manifest of the project itself requires python-jose; a lock file, or a list that a tool wrote, may hold it for another package. */
export function josePlace(project: Project): PackagePlace | undefined {
  const place = project.packages().place(JOSE);
  const name = place?.file.slice(place.file.lastIndexOf("/") + 1);
  if (place === undefined || name === undefined || isLock(name)) return undefined;
  const text = project.workspace.manifest(`${project.folder}/${place.file}`) ?? "";
  return isCompiled(text) ? undefined : place;
}

/** The first name that the file takes from python-jose, where it is the first file of the project that does. */
export function firstJoseImport(file: SourceFile, project: Project): ImportedName | undefined {
  if (!importsJose(file, project) || isOwnModule(file, project)) return undefined;
  for (const path of project.files()) {
    if (path === file.path) break;
    const other = project.file(path);
    if (other !== undefined && importsJose(other, project) && project.role(other) === "application")
      return undefined;
  }
  return joseImports(file)[0]?.names[0];
}

/** The import statements of a file that name python-jose. */
export function joseImports(file: SourceFile): readonly ImportStatement[] {
  return file.head.all.filter(({ module, isFrom, names }) =>
    isFrom ? isJose(module) : names.some(({ name }) => isJose(name)),
  );
}

export function importsJose({ outline: { imports } }: SourceFile, { workspace }: Project): boolean {
  for (let row = 0; row < imports.length; row++)
    if (imports.level(row) === 0 && isJose(workspace.names.text(imports.module(row)))) return true;
  return false;
}

function isJose(module: string): boolean {
  return module === "jose" || module.startsWith("jose.");
}

function isOwnModule({ path }: SourceFile, project: Project): boolean {
  return project.modules().resolve("jose", 0, path)?.kind === "module";
}
