/** One imported name in place of another: `await asyncio.sleep(…)` for `time.sleep(…)`. */
import { EditSequence } from "#lint/editSequence";
import { replace } from "#lint/edits";
import { addImport, type WantedImport } from "#lint/importEdits";
import { removeImports } from "#lint/importRemoval";
import type { TextEdit } from "#lint/rule";
import { unneededImports } from "#lint/unneededImports";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Range } from "#syntax/range";

/** Writes a name into a range and imports it; what was imported for the range alone goes. */
export function exchangeName(
  range: Range,
  wanted: WantedImport,
  file: SourceFile,
  project: Project,
): readonly TextEdit[] {
  const unused = unneededImports(file, [range], project);
  const { localName, edits } = addImport(file, wanted);
  const imports = new EditSequence(file);
  imports.apply(edits);
  imports.apply(removeImports(unused, imports.file));
  return [...imports.edits(), replace(range, localName, file)];
}
