/** What the readers of statements share: bodies, and what stands where nothing could be read. */
import type { Expression, Statement } from "#syntax/facts";
import { NODE } from "#syntax/pythonKinds";
import type { Span } from "#syntax/pythonSpan";
import type { Range } from "#syntax/range";
import { KIND } from "#syntax/treeSitter";

const BODY_PARTS = new Set<number>([NODE.block, KIND.ERROR]);

/** `pass`, `import` and all that has no reader. */
export function otherStatement(
  span: Span,
  node: number,
  children: readonly Expression[],
): Statement {
  const { start, end } = span.range(node);
  const word = /^\w*/.exec(span.textOf(node))?.[0] ?? "";
  return { kind: "other", start, end, word, children };
}

/** Stands for an expression that is missing in broken text. */
export function nothingIn(span: Span, node: number): Expression {
  const start = span.start(node);
  return { kind: "other", start, end: start, children: [] };
}

/** The statements of the block in a statement or clause, and what can be read of damage beside it. */
export function bodyOf(span: Span, node: number, depth: number): readonly Statement[] {
  const parts = span.elements(node).filter((part) => BODY_PARTS.has(span.kind(part)));
  const [block, ...more] = parts;
  if (block !== undefined && more.length === 0) return span.block(block, depth + 1);
  return parts.flatMap((part) => span.block(part, depth + 1));
}

/** The statements of a clause, such as `else`, among the parts of a statement. */
export function clauseBody(
  span: Span,
  parts: readonly number[],
  kind: number,
  depth: number,
): readonly Statement[] {
  const clause = parts.find((part) => span.kind(part) === kind);
  return clause === undefined ? [] : bodyOf(span, clause, depth);
}

/** From the first word to the end of the last statement: comments after it are left out. */
export function compoundRange(
  span: Span,
  node: number,
  ...bodies: readonly (readonly Range[])[]
): { start: number; end: number } {
  const last = bodies.findLast((body) => body.length > 0)?.at(-1);
  return { start: span.start(node), end: last?.end ?? span.end(node) };
}
