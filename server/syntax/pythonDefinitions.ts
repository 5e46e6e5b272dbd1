/** Facts of functions and classes. */
import type { Argument, Expression, Statement } from "#syntax/facts";
import { readArguments } from "#syntax/pythonArguments";
import { bodyOf, compoundRange, otherStatement } from "#syntax/pythonBodies";
import { NODE, TOKEN } from "#syntax/pythonKinds";
import { readParameters } from "#syntax/pythonScopes";
import type { Span } from "#syntax/pythonSpan";

export function readDecorated(span: Span, node: number, depth: number): Statement {
  const parts = span.operands(node);
  const decorators = parts.filter((part) => span.kind(part) === NODE.decorator);
  const definition = parts.find((part) => span.kind(part) !== NODE.decorator);
  const expressions = decorators.map((decorator) => span.inner(decorator, depth));
  if (definition === undefined) return otherStatement(span, node, expressions);
  return definitionOf(span, definition, expressions, depth);
}

export function readDefinition(span: Span, node: number, depth: number): Statement {
  return definitionOf(span, node, [], depth);
}

function definitionOf(
  span: Span,
  node: number,
  decorators: readonly Expression[],
  depth: number,
): Statement {
  const parts = span.operands(node);
  const named = parts.find((part) => span.kind(part) === NODE.identifier);
  const body = bodyOf(span, node, depth);
  const { start, end } = compoundRange(span, node, body);
  const name = named === undefined ? "" : span.nameOf(named);
  const nameRange = named === undefined ? { start, end: start } : span.range(named);
  const definition = { start, end, name, nameRange, decorators };
  if (span.kind(node) === NODE.classDefinition) {
    const list = parts.find((part) => span.kind(part) === NODE.argumentList);
    const bases: readonly Argument[] = list === undefined ? [] : readArguments(span, list, depth);
    return { kind: "class", ...definition, bases, body };
  }
  const list = parts.find((part) => span.kind(part) === NODE.parameters);
  const returns = parts.find((part) => span.kind(part) === NODE.type);
  return {
    kind: "function",
    ...definition,
    isAsync: span.hasToken(node, TOKEN.async),
    parameters: list === undefined ? [] : readParameters(span, list, depth),
    ...(returns === undefined ? {} : { returns: span.read(returns, depth) }),
    body,
  };
}
