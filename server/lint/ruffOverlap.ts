/** What is left to Ruff: no finding is told twice, and what an author said to Ruff about a fault counts here, too. */
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import { RuffComments } from "#lint/ruffComments";
import { type RuffConfiguration, ruffConfigurationOf } from "#lint/ruffConfiguration";
import { allowsWideDefaults } from "#lint/ruffSelection";
import { type Stage, stage } from "#model/stage";
import type { Workspace } from "#model/workspace";

export class RuffOverlap {
  private readonly workspace: Workspace;
  /** By folder, of those that have a finding which Ruff may have, too. */
  private readonly configurations = new Map<FilePath, Stage<RuffConfiguration | undefined>>();

  private comments = new RuffComments("");

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /**
   * Whether a finding stands where Ruff reports the same, or would if its author had not said otherwise. What Ruff cannot see, since it
   * reads one file at a time, stays ours, unless a comment on that very line names Ruff's code.
   */
  covers({ ruff, path, range }: Report, text: string): boolean {
    if (ruff === undefined) return false;
    // One file after the other is asked about.
    if (this.comments.text !== text) this.comments = new RuffComments(text);
    if (this.comments.allows(ruff.code, range.start)) return true;
    if (!ruff.isReported) return false;
    const configuration = this.configurationOf(path);
    if (configuration === undefined) return false;
    return configuration.reports(ruff.code, path) || configuration.isRefused(ruff.code, path);
  }

  private configurationOf(path: FilePath): RuffConfiguration | undefined {
    const folder = path.slice(0, path.lastIndexOf("/"));
    let found = this.configurations.get(folder);
    if (found === undefined) {
      found = stage(() => ruffConfigurationOf(folder, this.workspace, this.hasWideDefaults(path)));
      this.configurations.set(folder, found);
    }
    return found.get();
  }

  /** By the version that the project locks or allows; where it says nothing, Ruff is as new as can be. */
  private hasWideDefaults(path: FilePath): boolean {
    const known = this.workspace.projectOf(path).packages().version("ruff");
    if (known.kind === "locked") return allowsWideDefaults(`==${known.version}`);
    return known.kind !== "allowed" || allowsWideDefaults(known.constraint);
  }
}
