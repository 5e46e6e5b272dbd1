/** Runs the rules over files and keeps what they report, until something that it was made of changes. */
import type { FilePath } from "#host";
import type { Configured } from "#lint/configuration";
import { type ConfigurationProblem, sentence } from "#lint/configurationReader";
import { invalidConfiguration, ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import { RuffOverlap } from "#lint/ruffOverlap";
import type { Finding, Rule } from "#lint/rule";
import { type FileStarts, Starts } from "#lint/starts";
import { mentionsUs, withoutSuppressed } from "#lint/suppressions";
import type { Project } from "#model/project";
import { type Stage, stage } from "#model/stage";
import type { Workspace } from "#model/workspace";
import type { Settings } from "#settings";

export interface LintOptions {
  readonly rules: readonly Rule[];
  /** What is configured for a file. */
  configurationOf(path: FilePath): Configured;
  /** Told of a rule that threw; the others go on. */
  onCrash(rule: Rule, path: FilePath, error: unknown): void;
}

export interface LeftOut {
  readonly report: Report;
  /** As the end of a sentence, Markdown. */
  readonly why: string;
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
  private readonly starts: Starts;
  private readonly ruff: RuffOverlap;

  constructor(workspace: Workspace, options: LintOptions) {
    this.workspace = workspace;
    this.options = options;
    this.ruff = new RuffOverlap(workspace);
    this.fastRules = options.rules.filter((rule) => rule.needs === "file");
    this.slowRules = options.rules.filter((rule) => rule.needs !== "file");
    this.starts = new Starts(
      options.rules.flatMap(({ startsAt }) => startsAt ?? []),
      workspace.names,
    );
  }

  /** The reports of a file, in order of their place. The same list as long as nothing changed. */
  reports(path: FilePath): readonly Report[] {
    return this.stagesOf(path).all.get();
  }

  /** Those that can be told before the rest of the workspace has been read. */
  quickReports(path: FilePath): readonly Report[] {
    return this.stagesOf(path).quick.get();
  }

  /** What rules find in a file and nobody is shown, with the reason. Runs them all; for the few who ask. */
  leftOut(path: FilePath): readonly LeftOut[] {
    const configured = this.options.configurationOf(path);
    const text = this.workspace.file(path)?.text ?? "";
    const project = this.workspace.projectOf(path);
    const all = this.options.rules.flatMap((rule) =>
      this.check(rule, path, project).map((it) => toReport(rule, path, it, configured.settings)),
    );
    const options = { rules: this.options.rules, isComplete: () => false };
    const told = new Set(withoutSuppressed(all, { path, text }, options));
    return all.flatMap((report) => {
      const why = told.has(report)
        ? this.silenceOf(report, text, configured)
        : "a comment allows it";
      return why === undefined ? [] : { report, why };
    });
  }

  private silenceOf(report: Report, text: string, configured: Configured): string | undefined {
    const { rule, path, ruff } = report;
    const { settings } = configured;
    if (configured.isExcluded(path)) return "`exclude` leaves the file out";
    if (configured.isIgnored(rule, path))
      return "`per-file-ignores` turns the rule off in this file";
    if (isTurnedOff(rule, settings)) return "`ignore` turns the rule off";
    if (!isSelected(rule, report, settings))
      return settings.select.length > 0
        ? "`select` does not name the rule"
        : "only the strict profile tells it";
    if (settings["respect-ruff"] && this.ruff.covers(report, text))
      return `it is left to Ruff (${ruff?.code})`;
    return undefined;
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
    const configured = this.options.configurationOf(path);
    const { settings } = configured;
    if (configured.isExcluded(path)) return [];
    const reports: Report[] = [];
    const file = this.workspace.file(path);
    const starts = file && this.starts.of(file, project);
    // A comment may allow what nobody asked for: whether it is left over shows only when its rule ran.
    const isSelecting = settings.select.length > 0 && !(file && mentionsUs(file.text));
    for (const rule of rules) {
      if (configured.isIgnored(rule, path) || isTurnedOff(rule, settings)) continue;
      if (isSelecting && !isNamed(rule, settings)) continue;
      for (const finding of this.check(rule, path, project, starts))
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
    const configured = this.options.configurationOf(path);
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
      if (!isSelected(report.rule, report, configured.settings)) return [];
      return configured.settings["respect-ruff"] && this.ruff.covers(report, text) ? [] : report;
    });
  }

  /** @param starts what the file has; without it, the rule is run in any case */
  private check(
    rule: Rule,
    path: FilePath,
    project: Project,
    starts?: FileStarts,
  ): readonly Finding[] {
    const file = this.workspace.file(path);
    try {
      if (starts !== undefined && rule.startsAt !== undefined && !starts.has(rule.startsAt))
        return [];
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
    const configured = this.options.configurationOf(path);
    const { severity } = invalidConfiguration;
    const problems = configured.problems.filter((problem) => problem.path === path);
    // What keeps all of a file from being read is told once.
    return (problems.length > 0 ? problems : this.manifestProblems(path)).flatMap(
      ({ range, message, fixes }) =>
        asConfigured(
          { rule: invalidConfiguration, path, range, message, severity, fixes },
          configured,
        ),
    );
  }

  /** Why the versions in a manifest or lock file cannot be known. */
  private manifestProblems(path: FilePath): ConfigurationProblem[] {
    const project = this.workspace.projectOf(path);
    return project
      .packages()
      .problems.filter(({ file }) => `${project.folder}/${file}` === path)
      .map(({ range, why }) => ({
        path,
        range,
        message: `${sentence(why)} No version in this file is known.`,
        fixes: [],
      }));
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

/** Whether `select` leaves a rule in. */
function isNamed({ id, category }: Rule, { select }: Settings): boolean {
  return select.length === 0 || select.includes(id) || select.includes(category);
}

function isSelected(rule: Rule, finding: Pick<Finding, "profile">, settings: Settings): boolean {
  if (isTurnedOff(rule, settings)) return false;
  if (settings.select.length > 0) return isNamed(rule, settings);
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
