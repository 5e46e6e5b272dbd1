/** What `from module import *` takes along, as the module's `__all__` says. */
import type { Scopes } from "#model/link/scopes";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

export interface Exports {
  readonly words: ReadonlySet<number>;
  /** Modules of which all is handed on, as dotted names: `__all__ += shapes.__all__`. */
  readonly others: readonly number[];
}

/** `undefined` where a module has no `__all__`, "unknown" where it cannot be read off the text. */
export function exportsOf(scopes: Scopes, names: Names): Exports | "unknown" | undefined {
  const { text } = scopes;
  const { assignments, bindings, calls } = scopes.outline;
  const all = names.of("__all__");
  if (scopes.bindings(MODULE_LEVEL).get(all) === undefined) return undefined;
  const words = new Set<number>();
  const others: number[] = [];
  const add = (written: string): boolean => {
    for (const part of written.split("+")) {
      const other = ALL_OF.exec(part)?.[1];
      if (other !== undefined) others.push(names.of(other));
      else if (LIST.test(part.replace(STRING, "").trim()))
        for (const [, , word = ""] of part.matchAll(STRING)) words.add(names.of(word));
      else return false;
    }
    return true;
  };
  for (const row of scopes.rows("assignments", MODULE_LEVEL)) {
    if (assignments.target(row) !== all) continue;
    const { start, end } = assignments.valueRange(row);
    if (!add(withoutComments(text.slice(start, end)))) return "unknown";
  }
  for (const row of scopes.rows("bindings", MODULE_LEVEL)) {
    if (bindings.name(row) !== all) continue;
    const added = ADDED.exec(withoutComments(text.slice(bindings.start(row))))?.[1];
    if (added === undefined || !add(added)) return "unknown";
  }
  for (const row of scopes.rows("calls", MODULE_LEVEL)) {
    const callee = calls.callee(row);
    if (names.prefix(callee) === NO_NAME || names.first(callee) !== all) continue;
    const written = text.slice(calls.calleeEnd(row) + 1, calls.end(row) - 1);
    const isAppended = names.text(callee) === "__all__.append";
    if (!add(isAppended ? `[${withoutComments(written)}]` : withoutComments(written)))
      return "unknown";
  }
  return { words, others };
}

const STRING = /(["'])(\w+)\1/g;
/** What is left of a list or tuple of plain strings. */
const LIST = /^[[(]?[\s,]*[\])]?$/;
const ALL_OF = /^\s*(?:list\()?\s*([\p{L}_][\p{L}\p{N}_.]*)\.__all__\s*\)?\s*$/u;
const ADDED = /^__all__\s*\+=\s*([[(][^\])]*[\])]|[\w.]+)/;

function withoutComments(text: string): string {
  return text.replace(/#[^\n]*/g, "");
}

export function sameExports(
  a: Exports | "unknown" | undefined,
  b: Exports | "unknown" | undefined,
): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === "unknown" || b === "unknown") return false;
  return (
    a.words.size === b.words.size &&
    [...a.words].every((word) => b.words.has(word)) &&
    a.others.join() === b.others.join()
  );
}
