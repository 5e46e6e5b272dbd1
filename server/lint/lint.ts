/** Runs the rules over files and keeps what they report, until something that it was made of changes. */
import type { FilePath } from "#host";
import type { Configured } from "#lint/configuration";
import { invalidConfiguration, ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Finding, Rule } from "#lint/rule";
import { withoutSuppressed } from "#lint/suppressions";
import type { Project } from "#model/project";
import { type Stage, stage } from "#model/stage";
import type { Workspace } from "#model/workspace";
import type { Settings } from "#settings";

export interface LintOptions {
  readonly rules: readonly Rule[];
  configurationOf(project: Project): Configured;
  /** Told of a rule that threw; the others go on. */
  onCrash(rule: Rule, path: FilePath, error: unknown): void;
}

interface FileReports {
  /** Of the rules that need nothing but the file, before comments are read. */
  readonly fast: Stage<readonly Report[]>;
  readonly quick: Stage<readonly Report[]>;
  readonly all: Stage<readonly Report[]>;
}

export class Linter {
  private readonly workspace: Workspace;
  private readonly options: LintOptions;
  private readonly files = new Map<FilePath, FileReports>();
  private readonly fastRules: readonly Rule[];
  private readonly slowRules: readonly Rule[];

  constructor(workspace: Workspace, options: LintOptions) {
    this.workspace = workspace;
    this.options = options;
    this.fastRules = options.rules.filter((rule) => rule.needs === "file");
    this.slowRules = options.rules.filter((rule) => rule.needs !== "file");
  }

  /** The reports of a file, in order of their place. The same list as long as nothing changed. */
  reports(path: FilePath): readonly Report[] {
    return this.stagesOf(path).all.get();
  }

  /** Those that can be told before the rest of the workspace has been read. */
  quickReports(path: FilePath): readonly Report[] {
    return this.stagesOf(path).quick.get();
  }

  /** Lets go of a file that is gone. */
  forget(path: FilePath): void {
    const known = this.files.get(path);
    for (const each of known ? [known.fast, known.quick, known.all] : []) each.dispose();
    this.files.delete(path);
  }

  private stagesOf(path: FilePath): FileReports {
    let found = this.files.get(path);
    if (found === undefined) {
      const fast = stage((): readonly Report[] => this.run(path, this.fastRules));
      const slow = (): Report[] => [
        ...this.run(path, this.slowRules),
        ...this.configurationProblems(path),
      ];
      found = {
        fast,
        quick: stage(() => this.allowed(fast.get(), path, "some")),
        all: stage(() => this.allowed([...fast.get(), ...slow()].sort(byPlace), path, "all")),
      };
      this.files.set(path, found);
    }
    return found;
  }

  private run(path: FilePath, rules: readonly Rule[]): Report[] {
    const project = this.workspace.projectOf(path);
    const configured = this.options.configurationOf(project);
    const { settings } = configured;
    if (configured.isExcluded(path)) return [];
    const reports: Report[] = [];
    for (const rule of rules) {
      if (configured.isIgnored(rule, path) || isTurnedOff(rule, settings)) continue;
      for (const finding of this.check(rule, path, project))
        reports.push(toReport(rule, path, finding, settings));
    }
    return reports;
  }

  /**
   * Takes out what comments allow, then what the profile leaves out: a comment may allow what only the strict profile tells.
   * Which comments are left over shows only when all rules ran.
   */
  private allowed(
    reports: readonly Report[],
    path: FilePath,
    ran: "some" | "all",
  ): readonly Report[] {
    const text = this.workspace.file(path)?.text ?? this.workspace.manifest(path);
    if (text === undefined) return reports;
    const configured = this.options.configurationOf(this.workspace.projectOf(path));
    if (configured.isExcluded(path)) return reports;
    const left = withoutSuppressed(
      reports,
      { path, text },
      {
        rules: this.options.rules,
        isComplete: (rule) =>
          ran === "all" &&
          !configured.isIgnored(rule, path) &&
          !isTurnedOff(rule, configured.settings),
      },
    );
    return left.flatMap((report) => {
      if (ownRules.includes(report.rule)) return asConfigured(report, configured);
      return isSelected(report.rule, report, configured.settings) ? report : [];
    });
  }

  private check(rule: Rule, path: FilePath, project: Project): readonly Finding[] {
    const file = this.workspace.file(path);
    try {
      if (file !== undefined) return [...rule.check(file, project)];
      return [...(rule.checkManifests?.(project) ?? [])].filter((it) => it.path === path);
    } catch (error) {
      this.options.onCrash(rule, path, error);
      return [];
    }
  }

  /** What is wrong with a configuration file itself. */
  private configurationProblems(path: FilePath): Report[] {
    if (this.workspace.file(path) !== undefined) return [];
    const configured = this.options.configurationOf(this.workspace.projectOf(path));
    const { severity } = invalidConfiguration;
    return configured.problems
      .filter((problem) => problem.path === path)
      .flatMap(({ range, message }) =>
        asConfigured({ rule: invalidConfiguration, path, range, message, severity }, configured),
      );
  }
}

/** What is said of comments and configuration needs no selecting, but can be ignored. */
function asConfigured(report: Report, { settings, isIgnored }: Configured): Report[] {
  const { rule, path } = report;
  if (isTurnedOff(rule, settings) || isIgnored(rule, path)) return [];
  return [toReport(rule, path, report, settings)];
}

function isTurnedOff({ id, category }: Rule, { select, ignore }: Settings): boolean {
  return !select.includes(id) && (ignore.includes(id) || ignore.includes(category));
}

function isSelected(rule: Rule, finding: Pick<Finding, "profile">, settings: Settings): boolean {
  const names = [rule.id, rule.category];
  if (isTurnedOff(rule, settings)) return false;
  if (settings.select.length > 0) return names.some((name) => settings.select.includes(name));
  return settings.profile === "strict" || (finding.profile ?? rule.profile) === "recommended";
}

function toReport(rule: Rule, path: FilePath, finding: Finding, settings: Settings): Report {
  const severity =
    settings.severity[rule.id] ??
    settings.severity[rule.category] ??
    finding.severity ??
    rule.severity;
  return { ...finding, rule, path, severity };
}

function byPlace(a: Report, b: Report): number {
  return (
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0)
  );
}
