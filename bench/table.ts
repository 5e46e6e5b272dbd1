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
  const cells = rows.map((row) => [
    row.measure,
    row.values,
    `${shown(row.value)}${row.unit}`,
    `≤ ${row.must}${row.unit}`,
    `≤ ${row.aim}${row.unit}`,
    verdict(row),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => (row[column] ?? "").length)),
  );
  for (const row of [HEADINGS, widths.map((width) => "-".repeat(width)), ...cells])
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
}

/** The same for a program to read: a line a measure. */
export function printJson(rows: readonly Row[]): void {
  for (const row of rows) console.log(JSON.stringify({ ...row, passes: passes(row) }));
}

/** Whether a measure is what it must be. One that could not be taken is not. */
export function passes({ value, must }: Row): boolean {
  return value <= must;
}

function verdict(row: Row): string {
  if (Number.isNaN(row.value)) return "not measured";
  if (row.value <= row.aim) return "pass, aim reached";
  return passes(row) ? "pass" : "FAIL";
}

export function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
