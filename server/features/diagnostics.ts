/** Findings as the editor shows them. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range as ProtocolRange,
} from "vscode-languageserver";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import type { Related, Severity } from "#lint/rule";
import { pageAddress } from "#lint/ruleNames";
import type { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** The files that findings speak of. */
export interface Files {
  /** The lines of a file as they are now; `undefined` for one that is gone. */
  linesOf(path: FilePath): Lines | undefined;
  /** The editor's name of a file. */
  uriOf(path: FilePath): string;
}

export function toDiagnostic(report: Report, lines: Lines, files: Files): Diagnostic {
  const { rule, range, message, severity, tags = [], related = [] } = report;
  return {
    range: toRange(range, lines),
    severity: SEVERITY[severity],
    source: "routewright",
    code: rule.id,
    codeDescription: { href: pageAddress(rule) },
    message,
    ...(tags.length > 0 && {
      tags: tags.map((tag) =>
        tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary,
      ),
    }),
    ...(related.length > 0 && {
      relatedInformation: related.flatMap((it) => toRelatedInformation(it, files)),
    }),
  };
}

function toRelatedInformation(
  { path, range, message }: Related,
  files: Files,
): DiagnosticRelatedInformation[] {
  const lines = files.linesOf(path);
  if (lines === undefined) return [];
  return [{ location: { uri: files.uriOf(path), range: toRange(range(), lines) }, message }];
}

export function toRange({ start, end }: Range, lines: Lines): ProtocolRange {
  return { start: lines.protocolPosition(start), end: lines.protocolPosition(end) };
}
