/**
 * What a file must have for a subject of the model to be found in it, such as a call of an engine factory. A start is a constant beside
 * the function that finds the subject. Asking for it is cheap, and one look at a file answers for all subjects.
 */
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";

/** A file has it with any one of these. */
export interface Start {
  /** Calls of library functions, by their canonical names. */
  readonly calls?: readonly string[];
  /** Imports of packages, by their first word, at whatever level of the file. */
  readonly imports?: readonly string[];
  /** Anything else. Asked last. */
  readonly or?: (file: SourceFile, project: Project) => boolean;
}
