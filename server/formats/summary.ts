/** What a run comes to, in words. */
import { relativePath, type Summary } from "#formats/reports";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Report } from "#lint/report";
import type { Severity } from "#lint/rule";

/** `Found 3 errors, 2 warnings in 39 files (0.41 s).`, how many of them can be fixed, and which files were not read. */
export function summaryLines(
  reports: readonly Report[],
  summary: Summary,
  folder: FilePath,
): readonly string[] {
  const { read, skipped, elapsedMs } = summary,
    files = counted(read, "file"),
    seconds = `${(elapsedMs / 1000).toFixed(2)} s`,
    found = reports.length === 0 ? "Found nothing" : `Found ${countsOf(reports)}`;
  return [
    ...skipped.map(
      ({ path, why }) => `Skipped ${printable(relativePath(folder, path))}: ${printable(why)}`,
    ),
    `${found} in ${files} (${seconds}).${fixable(reports)}`,
  ];
}

function countsOf(reports: readonly Report[]): string {
  const severities: readonly Severity[] = ["error", "warning", "info"];
  return severities
    .flatMap((severity) => {
      const count = reports.filter((report) => report.severity === severity).length;
      if (count === 0) return [];
      return severity === "info" ? `${count} info` : counted(count, severity);
    })
    .join(", ");
}

/** A fix that is safe is applied by `routewright fix`, others with `--suggestions`. */
function fixable(reports: readonly Report[]): string {
  const safe = reports.filter(({ fixes = [] }) => fixes.some(({ safety }) => safety === "safe")),
    other = reports.filter((report) => (report.fixes ?? []).length > 0 && !safe.includes(report));
  if (safe.length > 0) {
    const more = other.length > 0 ? `, ${other.length} more with --suggestions` : "";
    return ` ${safe.length} fixable with routewright fix${more}.`;
  }
  return other.length > 0 ? ` ${other.length} fixable with routewright fix --suggestions.` : "";
}

/** `1 file`, `2 files`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
