/** One line a finding, which editors and terminals can follow: `path:line:column: severity rule-id message`. */
import { placed, type Summary } from "#formats/reports";
import { SourceLines, type Sources } from "#formats/sources";
import { summaryLines } from "#formats/summary";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";

/** Paths are relative to `folder`. */
export function concise(
  reports: readonly Report[],
  sources: Sources,
  summary: Summary,
  folder: FilePath,
): string {
  const lines = placed(reports, new SourceLines(sources), folder).map(({ report, path, start }) => {
    const place = `${printable(path)}:${start.line}:${start.column}`;
    return `${place}: ${report.severity} ${report.rule.id} ${printable(report.message)}`;
  });
  return [...lines, ...summaryLines(reports, summary, folder), ""].join("\n");
}
