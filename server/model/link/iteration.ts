/** Where the body of a generator runs: at a call whose result is iterated there and then. */
import type { Scopes } from "#model/link/scopes";

/** What takes all items, or the first, at once. */
const TAKING =
  /(?:^|[^\w.])(?:list|tuple|set|frozenset|dict|sorted|sum|any|all|min|max|next|deque|Counter)\s*\(\s*$|\bjoin\s*\(\s*$/;
const ITERATING = /\b(?:in|yield\s+from)\s*$/;
/** They hand on what they are iterated over, when they are iterated themselves. */
const HANDING_ON = /\b(?:enumerate|tqdm|zip)\s*\(\s*$/;
/** What stands before a call in its statement is looked at no further. */
const LONGEST = 400;

/** Whether the call is iterated by what stands around it. A generator expression over it runs later, unless something takes its items. */
export function isIterated(call: number, { outline: { calls }, text }: Scopes): boolean {
  const start = calls.start(call);
  const statement = Math.max(calls.statement(call), start - LONGEST);
  const before = text.slice(statement, start).replace(HANDING_ON, "");
  if (/^\s*\./.test(text.slice(calls.end(call), calls.end(call) + 40))) return false;
  if (TAKING.test(before)) return true;
  if (!ITERATING.test(before)) return false;
  const opening = openBracket(before);
  if (opening < 0 || before[opening] !== "(") return true;
  return TAKING.test(before.slice(0, opening + 1));
}

/** The last bracket of a text that is not closed in it, or -1. */
function openBracket(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text.charAt(at);
    if (")]}".includes(character)) depth++;
    else if ("([{".includes(character) && depth-- === 0) return at;
  }
  return -1;
}
