/** Facts of the expressions that bind names: lambdas and their parameters, comprehensions, `:=`. */
import type { Comprehension, Expression, Parameter } from "#syntax/facts";
import { NODE } from "#syntax/pythonKinds";
import type { Span } from "#syntax/pythonSpan";

export function readLambda(span: Span, node: number, depth: number): Expression {
  const operands = span.operands(node);
  const [first] = operands;
  const body = operands.at(-1);
  if (first === undefined || body === undefined) return span.other(node, depth);
  const hasParameters = span.kind(first) === NODE.lambdaParameters;
  const parameters = hasParameters ? readParameters(span, first, depth + 1) : [];
  return {
    kind: "lambda",
    start: span.start(node),
    end: span.end(node),
    parameters: parameters.map((parameter) => parameter.name),
    defaults: parameters.flatMap((parameter) => parameter.default ?? []),
    body: span.read(body, depth + 1),
  };
}

export function readParameters(span: Span, list: number, depth: number): readonly Parameter[] {
  return span.operands(list).flatMap((node) => readParameter(span, node, depth) ?? []);
}

function readParameter(span: Span, node: number, depth: number): Parameter | undefined {
  const kind = span.kind(node);
  const isBare = kind === NODE.identifier || isSplat(kind);
  const [named = node, ...rest] = isBare ? [node] : span.operands(node);
  const namedKind = span.kind(named);
  const name = isSplat(namedKind) ? span.operands(named)[0] : named;
  if (name === undefined || span.kind(name) !== NODE.identifier) return undefined;
  const annotation = rest.find((part) => span.kind(part) === NODE.type);
  const value = rest.find((part) => span.kind(part) !== NODE.type);
  return {
    start: span.start(node),
    end: span.end(node),
    name: span.nameOf(name),
    stars: isSplat(namedKind) ? (namedKind === NODE.listSplatPattern ? 1 : 2) : 0,
    ...(annotation === undefined ? {} : { annotation: span.read(annotation, depth) }),
    ...(value === undefined ? {} : { default: span.read(value, depth) }),
  };
}

function isSplat(kind: number | undefined): boolean {
  return kind === NODE.listSplatPattern || kind === NODE.dictionarySplatPattern;
}

export function readNamed(span: Span, node: number, depth: number): Expression {
  const [name, value] = span.operands(node);
  if (name === undefined || value === undefined) return span.other(node, depth);
  return {
    kind: "named",
    start: span.start(node),
    end: span.end(node),
    name: span.nameOf(name),
    value: span.read(value, depth + 1),
  };
}

export function readComprehension(span: Span, node: number, depth: number): Expression {
  const [element, ...parts] = span.operands(node);
  if (element === undefined) return span.other(node, depth);
  const elements = span.kind(element) === NODE.pair ? span.operands(element) : [element];
  const clauses = parts.filter((part) => span.kind(part) === NODE.forInClause);
  const conditions = parts.filter((part) => span.kind(part) === NODE.ifClause);
  return {
    kind: "comprehension",
    start: span.start(node),
    end: span.end(node),
    of: comprehensionOf(span.kind(node)),
    elements: span.readAll(elements, depth + 1),
    clauses: clauses.map((clause) => readClause(span, clause, depth + 1)),
    conditions: conditions.map((condition) => span.inner(condition, depth)),
  };
}

function comprehensionOf(kind: number): Comprehension["of"] {
  if (kind === NODE.listComprehension) return "list";
  if (kind === NODE.setComprehension) return "set";
  return kind === NODE.dictionaryComprehension ? "dictionary" : "generator";
}

function readClause(
  span: Span,
  node: number,
  depth: number,
): { target: Expression; iterable: Expression } {
  const [target, iterable] = span.operands(node);
  if (target === undefined || iterable === undefined) {
    const other = span.other(node, depth);
    return { target: other, iterable: other };
  }
  return { target: span.read(target, depth), iterable: span.read(iterable, depth) };
}
