/** Imports that nothing in the project needs any more. */
import { unusedImports } from "#lint/importRemoval";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Range } from "#syntax/range";

/**
 * The words that a file imports for the removed ranges alone, and that no file which imports this one speaks of.
 * @param removed ranges of the text that other edits take away; they hold no import
 */
export function unneededImports(
  file: SourceFile,
  removed: readonly Range[],
  project: Project,
): readonly string[] {
  const words = unusedImports(file, removed);
  if (words.length === 0) return words;
  const others = project
    .files()
    .filter((path) => path !== file.path && project.workspace.imports(path).includes(file.path));
  return words.filter((word) => {
    const use = new RegExp(`\\b${word}\\b`);
    return !others.some((path) => use.test(project.file(path)?.text ?? ""));
  });
}
