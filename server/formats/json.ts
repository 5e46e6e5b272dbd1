/** The output contract of `routewright check --format json`, version 1. */
import { byText, type PlacedReport, placed, relativePath, type Summary } from "#formats/reports";
import { SourceLines, type Sources } from "#formats/sources";
import type { FilePath } from "#host";
import { printableJson } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Edit, Fix, Related } from "#lint/rule";

/** Paths are relative to `folder`. */
export function json(
  reports: readonly Report[],
  sources: Sources,
  summary: Summary,
  folder: FilePath,
): string {
  const lines = new SourceLines(sources),
    output = {
      version: 1,
      findings: placed(reports, lines, folder).map((report) => finding(report, lines, folder)),
      summary: {
        files: summary.read + summary.skipped.length,
        read: summary.read,
        skipped: summary.skipped
          .map(({ path, why }) => ({ path: relativePath(folder, path), why }))
          .sort((a, b) => byText(a.path, b.path)),
        elapsedMs: Math.round(summary.elapsedMs),
      },
    };
  return `${printableJson(JSON.stringify(output, undefined, 2))}\n`;
}

function finding({ report, path, start, end }: PlacedReport, lines: SourceLines, folder: FilePath) {
  return {
    rule: report.rule.id,
    severity: report.severity,
    path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: report.message,
    tags: report.tags ?? [],
    related: (report.related ?? []).map((place) => related(place, lines, folder)),
    fixes: (report.fixes ?? []).map((each) => fix(each, folder)),
  };
}

/** The order is the rule's: the steps of a path. */
function related({ path, range, message }: Related, lines: SourceLines, folder: FilePath) {
  const { start, end } = range(),
    from = lines.of(path).position(start),
    to = lines.of(path).position(end);
  return {
    path: relativePath(folder, path),
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    message,
  };
}

function fix({ title, safety, edits }: Fix, folder: FilePath) {
  return {
    title,
    safety,
    edits: edits()
      .map((each) => edit(each, folder))
      .sort((a, b) => byText(a.path, b.path) || a.start - b.start || a.end - b.end),
  };
}

function edit(each: Edit, folder: FilePath) {
  const path = relativePath(folder, each.path);
  if ("create" in each) return { path, create: each.create, start: 0, end: 0, text: each.text };
  return { path, start: each.range.start, end: each.range.end, text: each.text };
}
