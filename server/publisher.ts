/**
 * Keeps the editor's diagnostics equal to the findings: the file in hand first, the others a slice at a time. An editor is either sent
 * diagnostics, or asks for them and is told when to ask again; never both.
 */
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  PreviousResultId,
  PublishDiagnosticsParams,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { toDiagnostic } from "#features/diagnostics";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import type { FindingCounts, Status } from "#protocol";
import type { Session } from "./session.ts";

export interface PublisherOptions {
  send(diagnostics: PublishDiagnosticsParams): void;
  /** Whether the editor asks for diagnostics. */
  isAsked(): boolean;
  /** Has the editor ask again. */
  askAgain(): void;
  sendStatus(status: Status): void;
  /** Told of a file whose findings could not be had; the others go on. */
  onCrash(path: FilePath, error: unknown): void;
  /** Told when the editor has the findings of all files. */
  onComplete(): void;
  later(run: () => void): void;
  /** Milliseconds. */
  now(): number;
  documentAt(path: FilePath): TextDocument | undefined;
  /** The editor's name of a file. */
  uriOf(path: FilePath): string;
  /** Whether the editor has a newer text of an open file than the engine. It is published once the engine has it. */
  isBehind(path: FilePath): boolean;
}

/** Work in the background pauses after so many milliseconds, so that no request waits longer. */
export const SLICE = 12;

interface Published {
  readonly uri: string;
  readonly reports: readonly Report[];
  readonly isOpen: boolean;
  /** What the editor was sent, or would be, to compare with. */
  readonly diagnostics: string;
  readonly shown: readonly Diagnostic[];
  /** Another one for other diagnostics. */
  readonly resultId: string;
}

/** What an editor asks for, with what it was answered last. */
export interface Question {
  readonly path: FilePath;
  readonly previousResultId?: string | undefined;
}

const NOTHING = "[]";
const NOTHING_TO_LINK: Iterator<void> = [].values();

export class Publisher {
  private readonly options: PublisherOptions;
  private session: Session | undefined;
  private state: "reading" | "ready" | "asleep" = "reading";
  private readonly published = new Map<FilePath, Published>();
  /** What is still to be linked, before the findings that need all files are asked for. */
  private linking: Iterator<void> = NOTHING_TO_LINK;
  /** What is still to be compared with what was published. */
  private waiting: FilePath[] = [];
  private isPlanned = false;
  private lastStatus = "";
  private lastResult = 0;
  /** Whether what the editor was answered may not hold any more. */
  private isAnswerOld = false;

  constructor(options: PublisherOptions) {
    this.options = options;
  }

  /** Shows another session, or the same in another state. */
  show(session: Session, state: "reading" | "ready" | "asleep"): void {
    // While files are read, the rules that need all of them are not asked.
    if (this.state !== state) this.isAnswerOld = true;
    this.session = session;
    this.state = state;
    if (state !== "ready") this.sendStatus();
    this.refresh();
  }

  /** Publishes a file that was edited now, and even where nothing changed: the editor then knows that this is its newest text. */
  first(path: FilePath): void {
    if (this.state !== "asleep") this.publish(path, true);
  }

  /** Shows what an earlier run found in files that are not open, until this one has its own. */
  showEarlier(session: Session, reports: readonly Report[]): void {
    if (this.options.isAsked()) return;
    const files = new Map<FilePath, Report[]>();
    for (const report of reports) {
      const known = files.get(report.path);
      if (known === undefined) files.set(report.path, [report]);
      else known.push(report);
    }
    for (const [path, found] of files) {
      if (this.options.documentAt(path) !== undefined || this.published.has(path)) continue;
      const shown = this.diagnostics(session, path, found, false);
      const diagnostics = JSON.stringify(shown);
      const uri = this.options.uriOf(path);
      const resultId = String(++this.lastResult);
      this.published.set(path, {
        uri,
        reports: found,
        isOpen: false,
        diagnostics,
        shown,
        resultId,
      });
      if (shown.length > 0) this.options.send({ uri, diagnostics: shown });
    }
  }

  /** The diagnostics of a file as they are now. */
  answer({ path, previousResultId }: Question): DocumentDiagnosticReport {
    if (this.state !== "asleep") this.publish(path, true);
    const now = this.published.get(path);
    if (now === undefined) return { kind: "full", items: [] };
    const { resultId, shown } = now;
    return resultId === previousResultId
      ? { kind: "unchanged", resultId }
      : { kind: "full", resultId, items: [...shown] };
  }

  /**
   * The diagnostics of all files, a slice at a time; those that have none and had none are left out.
   * @param turn lets others have their turn; false where nobody waits for the answer any more
   */
  async answerAll(
    previous: readonly PreviousResultId[],
    turn: () => Promise<boolean>,
    pathOf: (uri: string) => FilePath | undefined,
  ): Promise<WorkspaceDocumentDiagnosticReport[]> {
    const known = new Map(previous.map(({ uri, value }) => [pathOf(uri), { uri, value }]));
    const current = this.state === "ready" ? (this.session?.reportedPaths() ?? []) : [];
    const reports: WorkspaceDocumentDiagnosticReport[] = [];
    let end = this.options.now() + SLICE;
    for (const path of new Set([...current, ...known.keys()])) {
      if (path === undefined || (this.state === "reading" && known.has(path))) continue;
      if (this.options.now() > end) {
        if (!(await turn())) return reports;
        end = this.options.now() + SLICE;
      }
      const last = known.get(path);
      const report = this.answer({ path, previousResultId: last?.value });
      if (last === undefined && report.kind === "full" && report.items.length === 0) continue;
      const uri = last?.uri ?? this.options.uriOf(path);
      reports.push({ ...report, uri, version: this.options.documentAt(path)?.version ?? null });
    }
    return reports;
  }

  /** Compares every file with what was published for it, in the background. */
  refresh(): void {
    const { session } = this;
    if (session === undefined) return;
    if (this.state === "asleep") {
      for (const path of [...this.published.keys()]) this.clear(path);
      this.tellOfOldAnswers();
      return;
    }
    this.linking = this.state === "ready" ? session.link() : NOTHING_TO_LINK;
    // While the workspace is being read, only open documents are shown, so that nothing flashes.
    const paths = this.state === "reading" ? session.openPaths() : session.reportedPaths();
    this.waiting = [...new Set([...session.openPaths(), ...paths])];
    if (this.state === "ready")
      for (const path of this.published.keys()) if (!session.has(path)) this.clear(path);
    this.plan();
  }

  private plan(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    this.options.later(() => this.work());
  }

  private work(): void {
    this.isPlanned = false;
    const end = this.options.now() + SLICE;
    while (this.options.now() < end) if (this.linking.next().done) break;
    let at = 0;
    while (at < this.waiting.length && this.options.now() < end) {
      const path = this.waiting[at++];
      if (path !== undefined && !this.options.isBehind(path)) this.publish(path);
    }
    this.waiting = this.waiting.slice(at);
    if (this.waiting.length > 0) this.plan();
    else {
      this.sendStatus();
      this.tellOfOldAnswers();
      if (this.state === "ready") this.options.onComplete();
    }
  }

  private tellOfOldAnswers(): void {
    if (this.isAnswerOld && this.options.isAsked()) this.options.askAgain();
    this.isAnswerOld = false;
  }

  private publish(path: FilePath, isAsked = false): void {
    try {
      this.compare(path, isAsked);
    } catch (error) {
      this.options.onCrash(path, error);
    }
  }

  private compare(path: FilePath, isAsked: boolean): void {
    const { session } = this;
    if (session?.linesOf(path) === undefined) return;
    const document = this.options.documentAt(path);
    const isOpen = document !== undefined;
    const reports = this.state === "reading" ? session.quickReports(path) : session.reports(path);
    // Nearly every file of a workspace, after nearly every edit: only that of an open file may have another name now.
    if (!isAsked && !isOpen && isAsBefore(this.published.get(path), reports, isOpen)) return;
    const uri = this.options.uriOf(path);
    // An editor may have written the name of the open file in another way.
    if (this.published.get(path)?.uri !== uri) this.clear(path);
    const last = this.published.get(path);
    if (!isAsked && isAsBefore(last, reports, isOpen)) return;
    const shown = this.diagnostics(session, path, reports, isOpen);
    const diagnostics = JSON.stringify(shown);
    const isSame = diagnostics === (last?.diagnostics ?? NOTHING);
    const resultId = isSame && last !== undefined ? last.resultId : String(++this.lastResult);
    this.published.set(path, { uri, reports, isOpen, diagnostics, shown, resultId });
    if (!isAsked && isSame) return;
    if (!isAsked) this.isAnswerOld = true;
    if (this.options.isAsked()) return;
    this.options.send({
      uri,
      ...(document && { version: document.version }),
      diagnostics: shown,
    });
  }

  private diagnostics(
    session: Session,
    path: FilePath,
    reports: readonly Report[],
    isOpen: boolean,
  ): Diagnostic[] {
    const lines = session.linesOf(path);
    if (lines === undefined) return [];
    const files = {
      linesOf: (each: FilePath) => session.linesOf(each),
      uriOf: (each: FilePath) => this.options.uriOf(each),
    };
    // A file that nobody looks at shows what must be mended, not advice.
    return reports
      .filter(({ severity }) => isOpen || severity !== "info")
      .map((report) => toDiagnostic(report, lines, files));
  }

  private clear(path: FilePath): void {
    const last = this.published.get(path);
    this.published.delete(path);
    if (last === undefined || last.diagnostics === NOTHING) return;
    this.isAnswerOld = true;
    if (!this.options.isAsked()) this.options.send({ uri: last.uri, diagnostics: [] });
  }

  private sendStatus(): void {
    const status: Status =
      this.state === "ready"
        ? { state: this.state, findings: this.counts() }
        : { state: this.state };
    const text = JSON.stringify(status);
    if (text === this.lastStatus) return;
    this.lastStatus = text;
    this.options.sendStatus(status);
  }

  private counts(): FindingCounts {
    const counts = { errors: 0, warnings: 0, infos: 0 };
    for (const { reports } of this.published.values())
      for (const { severity } of reports)
        counts[severity === "error" ? "errors" : severity === "warning" ? "warnings" : "infos"]++;
    return counts;
  }
}

function isAsBefore(
  last: Published | undefined,
  reports: readonly Report[],
  isOpen: boolean,
): boolean {
  return last?.reports === reports && last.isOpen === isOpen;
}
