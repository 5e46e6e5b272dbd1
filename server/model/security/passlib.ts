/** Where a project uses passlib, and whether its bcrypt still works. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import { isLock } from "#model/packages/manifests";
import type { PackagePlace } from "#model/packages/versions";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import type { Range } from "#syntax/range";
import { lineEnd, lineStart } from "#syntax/scan";

/** From this version on bcrypt refuses what passlib 1.7.4 hashes to try it out (measured). */
const BREAKING_BCRYPT = "5.0.0";

export const PASSLIB_IMPORTS: Start = { imports: ["passlib"] };

export interface PasslibUse {
  /** `true` where bcrypt is used through passlib and is too new for it. */
  readonly isBroken: boolean;
  /** How the version of bcrypt is known: `bcrypt 5.0.0`. */
  readonly bcrypt: string;
}

/** The import statement of a file that names passlib; `undefined` for most files. */
export function passlibImport(file: SourceFile, project: Project): Range | undefined {
  const { names } = project.workspace;
  const { imports } = file.outline;
  const passlib = names.of("passlib");
  for (let row = 0; row < imports.length; row++) {
    if (names.first(imports.module(row)) !== passlib || imports.level(row) > 0) continue;
    return statementAt(imports.start(row), file.text);
  }
  return undefined;
}

/** The line of an import, without indentation and comment. */
function statementAt(name: number, text: string): Range {
  const start = lineStart(text, name);
  const line = text.slice(start, lineEnd(text, name));
  const code = line.replace(/#.*$/, "").trimEnd();
  return { start: start + code.length - code.trimStart().length, end: start + code.length };
}

/** The files of the application that import passlib at module level, by path. */
export function passlibImporters(project: Project): readonly FilePath[] {
  return allPasslibImporters(project).filter((path) => {
    const file = project.file(path);
    return file !== undefined && project.role(file) === "application";
  });
}

/** Tests, scripts and the like included. */
export function allPasslibImporters(project: Project): readonly FilePath[] {
  const { names } = project.workspace;
  const passlib = names.of("passlib");
  return project.files().filter((path) => {
    const bound = project.workspace.declarations(path)?.module.values() ?? [];
    return [...bound].some((origins) =>
      origins.some(
        (origin) => origin.kind === "import" && names.first(origin.imported.module) === passlib,
      ),
    );
  });
}

/** Where a manifest requires passlib; a lock file alone may hold it for another package. */
export function passlibRequirement(project: Project): PackagePlace | undefined {
  const place = project.packages().place("passlib");
  return place === undefined || isLock(place.file.replace(/^.*\//, "")) ? undefined : place;
}

export function passlibUse(project: Project): PasslibUse {
  const packages = project.packages();
  const version = packages.version("bcrypt");
  const usesBcrypt = passlibImporters(project).some((path) =>
    project.file(path)?.text.includes("bcrypt"),
  );
  const isBroken = usesBcrypt && packages.atLeast("bcrypt", BREAKING_BCRYPT) === true;
  if (version.kind === "locked") return { isBroken, bcrypt: `bcrypt ${version.version}` };
  const newest = version.kind === "allowed" ? version.newest : undefined;
  return {
    isBroken,
    bcrypt: newest === undefined ? "bcrypt 5" : `bcrypt ${newest}, the newest that is allowed`,
  };
}
