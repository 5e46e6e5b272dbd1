/** What must hold where a piece of code runs: the conditions around it, and those under which the code before it has left. */
import type { SourceFile } from "#model/files/sourceFile";
import type { Expression, Statement } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { contains, type Range } from "#syntax/range";
import { logicalEnd } from "#syntax/scan";
import { blocksOf, type Node, nodesAround } from "#syntax/walk";

export interface Condition {
  readonly expression: Expression;
  /** Whether the expression is true there, else it is false. */
  readonly holds: boolean;
}

/** The statements that a place runs among: the body of the innermost function around it, else the whole file. */
export function bodyAround(place: Range, file: SourceFile): readonly Statement[] {
  const row = file.definitionAt(place);
  if (row === MODULE_LEVEL || file.outline.definitions.isClass(row)) return file.statements();
  const definition = file.definition(row);
  return definition?.kind === "function" ? definition.body : [];
}

/** The conditions that hold at a place, those outside its function left out. */
export function conditionsAt(place: Range, file: SourceFile): readonly Condition[] {
  const body = bodyAround(place, file);
  const path = nodesAround(place, body);
  const found = passedBefore(body, place);
  for (const [index, node] of path.entries()) {
    const inside = path[index + 1];
    if (inside !== undefined) found.push(...conditionsIn(node, inside));
    for (const block of blocksOf(node)) found.push(...passedBefore(block, place));
  }
  return found;
}

/** Whether the code around a place did not parse whole, so that no fix may edit it. */
export function isBrokenAt(place: Range, file: SourceFile): boolean {
  const row = file.definitionAt(place);
  if (row !== MODULE_LEVEL && file.definition(row)?.isBroken === true) return true;
  return nodesAround(place, bodyAround(place, file)).some(
    (node) => "isBroken" in node && node.isBroken === true,
  );
}

/**
 * Whether a place is run by a generator expression, `any(f(x) for x in xs)`: an `await` there would make another kind of generator of it.
 * Its first iterable is run outside.
 */
export function isInGenerator(place: Range, statement: number, file: SourceFile): boolean {
  const { text } = file;
  if (!/\bfor\b/.test(text.slice(statement, logicalEnd(text, statement)))) return false;
  return nodesAround(place, bodyAround(place, file)).some(
    (node) =>
      node.kind === "comprehension" &&
      node.of === "generator" &&
      node.clauses[0] !== undefined &&
      !contains(node.clauses[0].iterable, place),
  );
}

/** What a node says of the code at one of its parts. */
function conditionsIn(node: Node, part: Node): readonly Condition[] {
  switch (node.kind) {
    case "if":
    case "while":
      return part === node.condition
        ? []
        : [{ expression: node.condition, holds: isAmong(part, node.body) }];
    case "conditional":
      return part === node.condition
        ? []
        : [{ expression: node.condition, holds: part === node.whenTrue }];
    case "operation":
      return node.left !== undefined && part === node.right && /^(?:and|or)$/.test(node.operator)
        ? [{ expression: node.left, holds: node.operator === "and" }]
        : [];
    default:
      return [];
  }
}

/** What `if x: return` and `assert x` say of the statements after them, where the place is in one of those. */
function passedBefore(block: readonly Statement[], place: Range): Condition[] {
  const at = block.findIndex((statement) => contains(statement, place));
  return block.slice(0, Math.max(at, 0)).flatMap((statement): Condition[] => {
    if (statement.kind === "other" && statement.word === "assert") {
      const [expression] = statement.children;
      return expression === undefined ? [] : [{ expression, holds: true }];
    }
    if (statement.kind !== "if") return [];
    const { condition: expression, body, otherwise } = statement;
    if (leaves(body)) return [{ expression, holds: false }];
    return leaves(otherwise) ? [{ expression, holds: true }] : [];
  });
}

/** Whether nothing after a block runs once it has run. */
export function leaves(block: readonly Statement[]): boolean {
  const last = block.at(-1);
  switch (last?.kind) {
    case "return":
    case "raise":
      return true;
    case "other":
      return last.word === "continue" || last.word === "break";
    case "if":
      return leaves(last.body) && leaves(last.otherwise);
    default:
      return false;
  }
}

function isAmong(part: Node, block: readonly Statement[]): boolean {
  return block.some((statement) => statement === part);
}
