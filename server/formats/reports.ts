/** What every format needs of reports: order, and paths as the reader knows them. */

import type { SourceLines } from "#formats/sources";
import type { FilePath } from "#host";
import type { Report } from "#lint/report";
import type { Position } from "#syntax/lines";

/** What a run read, beside what it found. */
export interface Summary {
  /** Files that were read, and those that were not. */
  readonly read: number;
  readonly skipped: readonly { readonly path: FilePath; readonly why: string }[];
  readonly elapsedMs: number;
}

/** A report with what its output needs. */
export interface PlacedReport {
  readonly report: Report;
  /** Relative to the working directory. */
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** Reports with paths relative to `folder`, by path, line, column and rule. */
export function placed(
  reports: readonly Report[],
  lines: SourceLines,
  folder: FilePath,
): readonly PlacedReport[] {
  return reports
    .map((report) => ({
      report,
      path: relativePath(folder, report.path),
      start: lines.of(report.path).position(report.range.start),
      end: lines.of(report.path).position(report.range.end),
    }))
    .sort(inOrder);
}

function inOrder(a: PlacedReport, b: PlacedReport): number {
  return (
    byText(a.path, b.path) ||
    a.start.line - b.start.line ||
    a.start.column - b.start.column ||
    byText(a.report.rule.id, b.report.rule.id) ||
    byText(a.report.message, b.report.message)
  );
}

/** Order by UTF-16 unit: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** With `/`; it begins with `../` outside the folder, and stays absolute on another drive. */
export function relativePath(folder: FilePath, path: FilePath): string {
  const from = folder.split("/").filter((part) => part !== ""),
    to = path.split("/").filter((part) => part !== "");
  const first = to[0];
  if (first !== from[0] && (first?.endsWith(":") || path.startsWith("//"))) return path;
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
