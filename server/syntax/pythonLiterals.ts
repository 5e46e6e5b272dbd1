/** Facts of literals: constants, numbers, strings and strings with fields. */
import type { Expression } from "#syntax/facts";
import { hasFields, NODE } from "#syntax/pythonKinds";
import type { Span } from "#syntax/pythonSpan";
import { decode, type LiteralShape, numberOf, shapeOf } from "#syntax/pythonStrings";

export function readConstant(span: Span, node: number): Expression {
  const { start, end } = span.range(node);
  const kind = span.kind(node);
  if (kind === NODE.none) return { kind: "none", start, end };
  return { kind: "boolean", start, end, value: kind === NODE.true };
}

/** A complex number is `other`. */
export function readNumber(span: Span, node: number): Expression {
  const { start, end } = span.range(node);
  const value = numberOf(span.textOf(node));
  if (value === undefined) return { kind: "other", start, end, children: [] };
  return { kind: "number", start, end, value };
}

/** Reads one string literal or several side by side. */
export function readString(span: Span, node: number, depth: number): Expression {
  const { start, end } = span.range(node);
  const literals = span.kind(node) === NODE.string ? [node] : span.operands(node);
  const parts: (string | Expression)[] = [];
  let isBytes = false;
  let isFormatted = false;
  for (const literal of literals) {
    const text = span.textOf(literal);
    const shape = shapeOf(text);
    isBytes ||= shape.isBytes;
    if (hasFields(text, 0)) {
      isFormatted = true;
      addFields(parts, span, literal, shape, depth + 1);
    } else addText(parts, decode(text.slice(shape.start, shape.end), shape));
  }
  if (isFormatted) return { kind: "formatted", start, end, parts };
  const [value = ""] = parts;
  return { kind: "string", start, end, value: typeof value === "string" ? value : "", isBytes };
}

/** Adds the text and the fields of a string with fields. */
function addFields(
  parts: (string | Expression)[],
  span: Span,
  literal: number,
  shape: LiteralShape,
  depth: number,
): void {
  const literalStart = span.start(literal);
  let at = literalStart + shape.start;
  const addLiteral = (end: number): void => {
    const text = span.slice(at, Math.max(at, end)).replace(/\{\{|\}\}/g, (pair) => pair.charAt(0));
    addText(parts, decode(text, shape));
  };
  for (const field of span.operands(literal)) {
    if (span.kind(field) !== NODE.interpolation) continue;
    addLiteral(span.start(field));
    addField(parts, span, field, depth);
    at = span.end(field);
  }
  addLiteral(literalStart + shape.end);
}

/** Adds what one field shows, and the expressions in its format: `{value:{width}}` has two. */
function addField(parts: (string | Expression)[], span: Span, field: number, depth: number): void {
  const [first, ...rest] = span.operands(field);
  if (first === undefined) return;
  // Of `{value:=10}` the format is `=10`.
  const [value = first] =
    span.kind(first) === NODE.namedExpression ? span.operands(first) : [first];
  addText(parts, labelOf(span, field, value));
  parts.push(span.read(value, depth));
  for (const part of rest) parts.push(...span.loose(part, depth));
}

/** The text that `{value = }` shows before the value. */
function labelOf(span: Span, field: number, value: number): string {
  const after = /^\s*=\s*/.exec(span.slice(span.end(value), span.end(field)));
  return after ? span.slice(span.start(field) + 1, span.end(value) + after[0].length) : "";
}

function addText(parts: (string | Expression)[], text: string): void {
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last + text;
  else if (text !== "") parts.push(text);
}
