/** Lines of Python as Ruff formats them at its usual width. */

const LONGEST_LINE = 88;
const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** Breaks every line of `code` that is too long and has brackets to break at. Its logical lines are single lines. */
export function wrapLongLines(code: string): string {
  return code
    .split("\n")
    .flatMap((line) => (line.length > LONGEST_LINE ? wrap(line) : [line]))
    .join("\n");
}

/** A bracketed part of a line, by the offsets of its brackets. */
interface Group {
  readonly open: number;
  readonly close: number;
  /** The offsets of the commas directly in it. */
  readonly commas: readonly number[];
}

function wrap(line: string): readonly string[] {
  const groups = groupsIn(line).filter(({ open, close }) => close > open + 1);
  const isDefinition = /^\s*(?:async )?def /.test(line);
  const group = isDefinition ? groups[0] : groups.at(-1);
  if (group === undefined) return [line];
  const indentation = /^\s*/.exec(line)?.[0] ?? "";
  const items = itemsOf(line, group);
  return [
    line.slice(0, group.open + 1),
    ...itemLines(items, `${indentation}    `, isLiteral(line, group)),
    indentation + line.slice(group.close),
  ];
}

/** Arguments share a line where they fit; the items of a literal never do. */
function itemLines(items: readonly string[], indentation: string, isLiteral: boolean): string[] {
  const together = indentation + items.join(", ");
  if (!isLiteral && together.length <= LONGEST_LINE) return [together];
  return items.map((item) => `${indentation}${item},`);
}

function isLiteral(line: string, { open }: Group): boolean {
  return line[open] !== "(" && line[open - 1] === " ";
}

function itemsOf(line: string, { open, close, commas }: Group): readonly string[] {
  const ends = [...commas, close];
  return ends.map((end, index) => line.slice((ends[index - 1] ?? open) + 1, end).trim());
}

/** The groups that stand in no other one. */
function groupsIn(line: string): readonly Group[] {
  const groups: Group[] = [];
  const expected: string[] = [];
  let open = 0,
    commas: number[] = [];
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    const closing = CLOSING.get(character);
    if (character === "#") break;
    if (character === '"' || character === "'") at = endOfString(line, at);
    else if (closing !== undefined) {
      if (expected.length === 0) [open, commas] = [at, []];
      expected.push(closing);
    } else if (character === expected.at(-1)) {
      expected.pop();
      if (expected.length === 0) groups.push({ open, close: at, commas });
    } else if (character === "," && expected.length === 1) commas.push(at);
  }
  return groups;
}

/** The offset of the quote that ends the string which begins at `start`. */
function endOfString(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === line[start]) return at;
  }
  return line.length;
}
