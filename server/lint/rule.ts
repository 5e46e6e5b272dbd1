/** What a rule is, and what it reports. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import type { Range } from "#syntax/range";

export type Severity = "error" | "warning" | "info";
export type Category =
  | "async"
  | "database"
  | "security"
  | "lifecycle"
  | "routing"
  | "validation"
  | "testing"
  | "architecture"
  | "configuration";
/** `recommended` is the default; `strict` adds advice. */
export type Profile = "recommended" | "strict";

export interface Rule {
  /** Names the fault, so that `allow[missing-pool-pre-ping]` reads as a sentence. */
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly profile: Profile;
  /** One line for lists of rules: the fault, without a full stop. */
  readonly summary: string;
  /** What it must know: `file` rules are told at once, while the rest of the project is still being read. */
  readonly needs: "file" | "project" | "application";
  /** What a file must have for the rule to find anything in it. Without it, the rule is run on every file. */
  readonly startsAt?: Start;
  /** Ruff's rules that say the same of a direct case. */
  readonly ruff?: readonly string[];
  /** Names that this rule had before. */
  readonly aliases?: readonly string[];
  /** Yields findings of `file` alone; others go to the run for their own file. */
  check(file: SourceFile, project: Project): Iterable<Finding>;
  /** Yields findings that stand in the project's manifests and lock files. */
  checkManifests?(project: Project): Iterable<ManifestFinding>;
}

export interface ManifestFinding extends Finding {
  readonly path: FilePath;
}

export interface Finding {
  readonly range: Range;
  /** Two short sentences: what happens, what to do. */
  readonly message: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** Where it differs from the rule's. */
  readonly profile?: Profile;
  readonly tags?: readonly ("unnecessary" | "deprecated")[];
  readonly related?: readonly Related[];
  /** Best first; at most one is safe. */
  readonly fixes?: readonly Fix[];
  /** Ruff's rule for the same fault, where there is one. */
  readonly ruff?: RuffCounterpart;
}

export interface RuffCounterpart {
  /** One of the rule's `ruff`. */
  readonly code: string;
  /** Whether Ruff reports it at this place, too. It knows one file at a time, so it often does not. */
  readonly isReported: boolean;
}

/** A further place. Its range is asked for when the finding is shown, since that file may change in between. */
export interface Related {
  readonly path: FilePath;
  readonly range: () => Range;
  readonly message: string;
}

export interface Fix {
  readonly title: string;
  /** `safe`: no program that worked stops working, so it may run on save. `suggestion`: a person picks it. */
  readonly safety: "safe" | "suggestion";
  readonly edits: () => readonly Edit[];
}

/** Replaces a range of a file, or creates a file that does not exist yet. Edits of a fix do not overlap and refer to the text before all of them. */
export type Edit = TextEdit | NewFile;

export interface TextEdit {
  readonly path: FilePath;
  readonly range: Range;
  readonly text: string;
}

export interface NewFile {
  readonly path: FilePath;
  readonly create: true;
  readonly text: string;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
