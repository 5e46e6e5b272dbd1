/** Which of Ruff's rules a configuration selects: `select`, `ignore` and the like, as Ruff weighs them. */

import { parseConstraint, parseVersion, shareFrom } from "#model/packages/pep440";

/** One configuration file's share; of a chain of `extend` there are several, the outermost first. */
export interface RuffSelection {
  /** In place of all that was selected before. */
  readonly select?: readonly string[];
  readonly extendSelect: readonly string[];
  /** With `extend-ignore`, which means the same. */
  readonly ignore: readonly string[];
}

/** Where nobody selects, since Ruff 0.16. Of our counterparts; read off `ruff check --show-settings`. */
const DEFAULT_CODES: ReadonlySet<string> = new Set([
  "ASYNC210",
  "ASYNC220",
  "ASYNC221",
  "ASYNC222",
  "ASYNC230",
  "ASYNC251",
  "B008",
]);

const WIDE_DEFAULTS = parseVersion("0.16.0");

/** Whether a constraint allows a version of Ruff that selects more than pyflakes and a few of pycodestyle where nobody selects. */
export function allowsWideDefaults(constraint: string): boolean {
  const parsed = parseConstraint(constraint);
  if (parsed === undefined || WIDE_DEFAULTS === undefined) return true;
  return shareFrom(parsed, WIDE_DEFAULTS) !== "none";
}

/** @param hasWideDefaults whether it is Ruff 0.16 or newer; before, none of our counterparts ran unless selected */
export function isCodeSelected(
  code: string,
  selections: readonly RuffSelection[],
  hasWideDefaults: boolean,
): boolean {
  let isSelected = hasWideDefaults && DEFAULT_CODES.has(code);
  for (const { select, extendSelect, ignore } of selections) {
    const chosen = mostSpecific(code, [...(select ?? []), ...extendSelect]);
    const refused = mostSpecific(code, ignore);
    // Of two that are as specific, `ignore` wins.
    if (refused >= 0 && refused >= chosen) isSelected = false;
    else if (chosen >= 0) isSelected = true;
    else if (select !== undefined) isSelected = false;
  }
  return isSelected;
}

/** Whether one of the selectors names the code itself, and not a family that it belongs to. */
export function isNamed(code: string, selectors: readonly string[]): boolean {
  return selectors.includes(code);
}

/** Whether a selector stands for a code: `ALL`, a family such as `S`, a prefix such as `S6`, or the code. */
export function selects(selector: string, code: string): boolean {
  return specificity(selector, code) >= 0;
}

function mostSpecific(code: string, selectors: readonly string[]): number {
  return Math.max(-1, ...selectors.map((selector) => specificity(selector, code)));
}

/** How many characters of a code a selector fixes; -1 where it does not stand for it. */
function specificity(selector: string, code: string): number {
  if (selector === "ALL") return 0;
  if (!code.startsWith(selector)) return -1;
  return /^\d*$/.test(code.slice(selector.length)) ? selector.length : -1;
}
