/**
 * What of a module has to be executed for what it registers: its imports, its compound statements, and the statements that may register
 * something. Everything else only binds names, which are looked for when somebody asks for them.
 */
import type { OwnCode, OwnImport } from "#model/files/ownCode";
import { NO_NAME } from "#syntax/names";
import type { Range } from "#syntax/range";

export type Step =
  | { readonly kind: "import"; readonly imported: OwnImport }
  | { readonly kind: "statement"; readonly range: Range };

const COMPOUND = /^(?:if|for|while|with|try|match|async)\b/;
/** `router.prefix = …`, `ROUTERS["users"] = …` */
const CHANGE = /^\w+(?:\.\w+|\[[^=\n]*\])+\s*(?:[+|]?=)(?!=)/;
const FOR_CHECKERS = /^if\s+(?:typing\.)?TYPE_CHECKING\s*:/;
const MAIN_GUARD = /^if\s+__name__\s*==/;

/** @param starts where the code may register something */
export function stepsOf(code: OwnCode, starts: readonly number[]): readonly Step[] {
  const ranges = code.statements;
  const executed = rebinding(code, ranges);
  for (const start of starts) executed.add(indexAt(ranges, start));
  const imported = new Map<number, OwnImport[]>();
  for (const each of code.imports) {
    const index = indexAt(ranges, each.start);
    imported.set(index, [...(imported.get(index) ?? []), each]);
  }
  return ranges.flatMap((range, index): Step[] => {
    const text = code.text.slice(range.start, range.end);
    if (isNeverRun(text)) return [];
    if (executed.has(index) || CHANGE.test(text)) return [{ kind: "statement", range }];
    return (imported.get(index) ?? []).map((it) => ({ kind: "import", imported: it }));
  });
}

/** The `if`, `try` or the like around a place in a module that decides what is bound there. */
export function compoundAt(code: OwnCode, offset: number): Range | undefined {
  const ranges = code.statements;
  const range = ranges[indexAt(ranges, offset)];
  if (range === undefined || range.start > offset) return undefined;
  const text = code.text.slice(range.start, range.end);
  return COMPOUND.test(text) && !isNeverRun(text) ? range : undefined;
}

function isNeverRun(text: string): boolean {
  return FOR_CHECKERS.test(text) || MAIN_GUARD.test(text);
}

/** The statements that bind names which another one binds, too: which one is meant depends on the order. */
function rebinding(
  { imports, definitions, assignments }: OwnCode,
  ranges: readonly Range[],
): Set<number> {
  const binding = new Map<number, Set<number>>();
  const add = (name: number, start: number): void => {
    const known = binding.get(name) ?? new Set();
    binding.set(name, known.add(indexAt(ranges, start)));
  };
  for (const { alias, name, module, start, isTypeChecking } of imports)
    if (!isTypeChecking) add(alias !== NO_NAME ? alias : name !== NO_NAME ? name : module, start);
  for (const { name, start } of definitions.values()) add(name, start);
  for (const { name, start } of assignments) add(name, start);
  return new Set([...binding.values()].filter(({ size }) => size > 1).flatMap((it) => [...it]));
}

/** The last statement that begins at or before an offset. */
function indexAt(ranges: readonly Range[], offset: number): number {
  let first = 0;
  for (let last = ranges.length; first < last; ) {
    const middle = (first + last) >> 1;
    if ((ranges[middle]?.start ?? 0) <= offset) first = middle + 1;
    else last = middle;
  }
  return first - 1;
}
