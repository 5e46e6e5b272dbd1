/** Ways through facts that hold for every kind of node. */
import type { Expression, Statement } from "#syntax/facts";
import { contains, type Range } from "#syntax/range";

export type Node = Expression | Statement;

/** The nodes right inside a node, in source order. */
export function childrenOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const part of Object.values(node)) collect(part, found);
  return found;
}

/** Arguments, parameters, handlers and entries are no nodes: what is in them counts. */
function collect(part: unknown, found: Node[]): void {
  if (typeof part !== "object" || part === null) return;
  if (isNode(part)) found.push(part);
  else for (const inner of Object.values(part)) collect(inner, found);
}

function isNode(part: object): part is Node {
  return "kind" in part && "start" in part;
}

/** A node and everything in it, outside first. `isEntered` says of which nodes the inside is wanted. */
export function* nodesIn(
  node: Node,
  isEntered: (node: Node) => boolean = () => true,
): Generator<Node> {
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    if (isEntered(next)) open.push(...childrenOf(next).toReversed());
  }
}

/** The nodes around a place, the outermost first; the last one may be the node of the place itself. */
export function nodesAround(place: Range, statements: readonly Statement[]): readonly Node[] {
  const path: Node[] = [];
  let inside: readonly Node[] = statements;
  for (;;) {
    const next = inside.find((node) => contains(node, place));
    if (next === undefined) return path;
    path.push(next);
    inside = childrenOf(next);
  }
}

/** The lists of statements right inside a compound statement. */
export function blocksOf(node: Node): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case "if":
    case "while":
    case "for":
      return [node.body, node.otherwise];
    case "try":
      return [node.body, ...node.handlers.map(({ body }) => body), node.otherwise, node.finally];
    case "match":
      return node.cases.map(({ body }) => body);
    case "with":
    case "function":
    case "class":
      return [node.body];
    default:
      return [];
  }
}
