/**
 * What of a module has to be executed for what it registers: its imports, its compound statements, and the statements that may register
 * something. Everything else only binds names, which are looked for when somebody asks for them.
 */
import type { OwnCode, OwnImport } from "#model/files/ownCode";
import { NO_NAME } from "#syntax/names";
import type { Range } from "#syntax/range";
import { logicalLines } from "#syntax/scan";

export type Step =
  | { readonly kind: "import"; readonly imported: OwnImport }
  | { readonly kind: "statement"; readonly range: Range };

const COMPOUND = /^(?:if|for|while|with|try|match|async)\b/;
/** What goes on with the statement above. */
const CONTINUED = /^(?:elif|else|except|finally)\b/;
/** `router.prefix = …`, `ROUTERS["users"] = …` */
const CHANGE = /^\w+(?:\.\w+|\[[^=\n]*\])+\s*(?:[+|]?=)(?!=)/;
const FOR_CHECKERS = /^if\s+(?:typing\.)?TYPE_CHECKING\s*:/;
const MAIN_GUARD = /^if\s+__name__\s*==/;

/** @param starts where the code may register something */
export function stepsOf(code: OwnCode, starts: readonly number[]): readonly Step[] {
  const steps: Step[] = [];
  const rebinding = rebindingStarts(code);
  const ordered = [...starts].sort((a, b) => a - b);
  const imports = [...code.imports].sort((a, b) => a.start - b.start);
  let [nextStart, nextImport, nextRebinding] = [0, 0, 0];
  for (const range of statementsIn(code.text)) {
    let registers = false;
    for (; (ordered[nextStart] ?? Number.POSITIVE_INFINITY) < range.end; nextStart++)
      registers = true;
    const imported: OwnImport[] = [];
    for (let at = imports[nextImport]; at !== undefined && at.start < range.end; ) {
      imported.push(at);
      at = imports[++nextImport];
    }
    for (; (rebinding[nextRebinding] ?? Number.POSITIVE_INFINITY) < range.end; nextRebinding++)
      registers = true;
    const text = code.text.slice(range.start, range.end);
    if (FOR_CHECKERS.test(text) || MAIN_GUARD.test(text)) continue;
    if (registers || COMPOUND.test(text) || CHANGE.test(text))
      steps.push({ kind: "statement", range });
    else for (const it of imported) steps.push({ kind: "import", imported: it });
  }
  return steps;
}

/** Where names are bound that are bound more than once: which one is meant depends on the order. */
function rebindingStarts({ imports, definitions, assignments }: OwnCode): readonly number[] {
  const starts = new Map<number, number[]>();
  const add = (name: number, start: number): void => {
    const known = starts.get(name);
    if (known === undefined) starts.set(name, [start]);
    else known.push(start);
  };
  for (const { alias, name, module, start } of imports)
    add(alias !== NO_NAME ? alias : name !== NO_NAME ? name : module, start);
  for (const { name, start } of definitions.values()) add(name, start);
  for (const { name, start } of assignments) add(name, start);
  return [...starts.values()]
    .filter((each) => each.length > 1)
    .flat()
    .sort((a, b) => a - b);
}

/** The statements at the left margin, each with its decorators and blocks. */
function* statementsIn(text: string): Generator<Range> {
  let start: number | undefined;
  let end = 0;
  let isDecorator = false;
  for (const line of logicalLines(text)) {
    const goesOn =
      line.column > 0 || isDecorator || CONTINUED.test(text.slice(line.start, line.start + 8));
    if (!goesOn) {
      if (start !== undefined) yield { start, end };
      start = line.start;
    }
    if (line.column === 0) isDecorator = text[line.start] === "@";
    end = line.end;
  }
  if (start !== undefined) yield { start, end };
}
