/** The result: a line a measure, with what it must be and what it should be. */

export interface Row {
  readonly measure: string;
  /** In words, ours and the other's: `8.1 s, 2.2 s`. */
  readonly values: string;
  /** What is judged: a ratio, or a value in the unit of the limits. */
  readonly value: number;
  /** How `value` and the limits are written: `×`, ` MB`. */
  readonly unit: string;
  readonly must: number;
  readonly aim: number;
}

const HEADINGS = ["measure", "ours, other", "value", "must", "aim", ""];

export function printTable(rows: readonly Row[]): void {
  const cells = rows.map(({ measure, values, value, unit, must, aim }) => [
    measure,
    values,
    `${shown(value)}${unit}`,
    `≤ ${must}${unit}`,
    `≤ ${aim}${unit}`,
    verdict(value, must, aim),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => (row[column] ?? "").length)),
  );
  for (const row of [HEADINGS, widths.map((width) => "-".repeat(width)), ...cells])
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
}

function verdict(value: number, must: number, aim: number): string {
  if (Number.isNaN(value)) return "not measured";
  if (value <= aim) return "ok, aim reached";
  return value <= must ? "ok" : "short";
}

export function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
