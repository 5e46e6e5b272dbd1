/** Facts of statements with a body: `if`, `while`, `for`, `with`, `try`, `match`. */
import type { ExceptionHandler, Expression, Match, Statement, With } from "#syntax/facts";
import { bodyOf, clauseBody, compoundRange, nothingIn, otherStatement } from "#syntax/pythonBodies";
import { NODE, TOKEN } from "#syntax/pythonKinds";
import { DEPTH_LIMIT, type Span } from "#syntax/pythonSpan";

export function readIf(span: Span, node: number, depth: number): Statement {
  const clauses = span.operands(node).filter((part) => ALTERNATIVES.has(span.kind(part)));
  return ifOf(span, node, clauses, depth);
}

const ALTERNATIVES = new Set<number>([NODE.elifClause, NODE.elseClause]);

/** The `if` or `elif` that begins at a node, with the clauses after it. */
function ifOf(span: Span, node: number, clauses: readonly number[], depth: number): Statement {
  if (depth > DEPTH_LIMIT) return otherStatement(span, node, []);
  const condition = conditionOf(span, node, depth);
  const body = bodyOf(span, node, depth);
  const otherwise = alternativeOf(span, clauses, depth);
  const { start, end } = compoundRange(span, node, body, otherwise);
  return { kind: "if", start, end, condition, body, otherwise };
}

function alternativeOf(
  span: Span,
  clauses: readonly number[],
  depth: number,
): readonly Statement[] {
  const [clause, ...later] = clauses;
  if (clause === undefined) return [];
  if (span.kind(clause) === NODE.elseClause) return bodyOf(span, clause, depth);
  const chained = ifOf(span, clause, later, depth + 1);
  return [span.isDamaged(clause) ? { ...chained, isBroken: true } : chained];
}

/** What stands between the word and the colon. */
function conditionOf(span: Span, node: number, depth: number): Expression {
  const [condition] = span.operands(node);
  const isThere = condition !== undefined && span.kind(condition) !== NODE.block;
  return isThere ? span.read(condition, depth) : nothingIn(span, node);
}

export function readWhile(span: Span, node: number, depth: number): Statement {
  const parts = span.operands(node);
  const body = bodyOf(span, node, depth);
  const otherwise = clauseBody(span, parts, NODE.elseClause, depth);
  const { start, end } = compoundRange(span, node, body, otherwise);
  const condition = conditionOf(span, node, depth);
  return { kind: "while", start, end, condition, body, otherwise };
}

export function readFor(span: Span, node: number, depth: number): Statement {
  const parts = span.operands(node);
  const [target, iterable] = parts.filter((part) => span.kind(part) !== NODE.block);
  const body = bodyOf(span, node, depth);
  const otherwise = clauseBody(span, parts, NODE.elseClause, depth);
  const { start, end } = compoundRange(span, node, body, otherwise);
  return {
    kind: "for",
    start,
    end,
    isAsync: span.hasToken(node, TOKEN.async),
    target: target === undefined ? nothingIn(span, node) : span.read(target, depth),
    iterable: iterable === undefined ? nothingIn(span, node) : span.read(iterable, depth),
    body,
    otherwise,
  };
}

export function readWith(span: Span, node: number, depth: number): Statement {
  const parts = span.operands(node);
  const clause = parts.find((part) => span.kind(part) === NODE.withClause);
  const items = clause === undefined ? [] : span.operands(clause);
  const body = bodyOf(span, node, depth);
  const { start, end } = compoundRange(span, node, body);
  return {
    kind: "with",
    start,
    end,
    isAsync: span.hasToken(node, TOKEN.async),
    items: items.flatMap((item) => readItems(span, item, depth)),
    body,
  };
}

/** `with (a as b, c):` has its items in parentheses, which the grammar may take for a tuple or a group. */
function readItems(span: Span, node: number, depth: number): With["items"] {
  if (depth > DEPTH_LIMIT) return [];
  const kind = span.kind(node);
  const operands = span.operands(node);
  if (kind === NODE.withItem || kind === NODE.parenthesizedExpression || kind === NODE.tuple) {
    return operands.flatMap((operand) => readItems(span, operand, depth + 1));
  }
  const alias = span.takeAlias(node);
  const subject = span.read(node, depth);
  return [alias === undefined ? { subject } : { subject, alias: span.read(alias, depth) }];
}

export function readTry(span: Span, node: number, depth: number): Statement {
  const parts = span.operands(node);
  const clauses = parts.filter((part) => span.kind(part) === NODE.exceptClause);
  const body = bodyOf(span, node, depth);
  const handlers = clauses.map((clause) => readHandler(span, clause, depth));
  const otherwise = clauseBody(span, parts, NODE.elseClause, depth);
  const last = clauseBody(span, parts, NODE.finallyClause, depth);
  const { start, end } = compoundRange(span, node, body, handlers, otherwise, last);
  return { kind: "try", start, end, body, handlers, otherwise, finally: last };
}

function readHandler(span: Span, node: number, depth: number): ExceptionHandler {
  const parts = span.operands(node);
  const body = bodyOf(span, node, depth);
  const { start, end } = compoundRange(span, node, body);
  const values = parts.filter((part) => span.kind(part) !== NODE.block);
  const [first, second] = values;
  if (first === undefined) return { start, end, body };
  const isAlias = span.kind(first) === NODE.asPattern;
  const [type = first, name] = isAlias ? span.operands(first) : values;
  if (name !== undefined && (isAlias || span.hasToken(node, TOKEN.as))) {
    return { start, end, type: span.read(type, depth), name: span.nameOf(name), body };
  }
  if (second === undefined) return { start, end, type: span.read(type, depth), body };
  const several: Expression = {
    kind: "tuple",
    start: span.start(first),
    end: span.end(values.at(-1) ?? second),
    elements: span.readAll(values, depth + 1),
  };
  return { start, end, type: several, body };
}

export function readMatch(span: Span, node: number, depth: number): Statement {
  const parts = span.operands(node);
  const subjects = parts.filter((part) => span.kind(part) !== NODE.block);
  const block = parts.find((part) => span.kind(part) === NODE.block);
  const clauses = block === undefined ? [] : span.operands(block);
  const cases = clauses.map((clause) => readCase(span, clause, depth + 1));
  const { start, end } = compoundRange(span, node, ...cases.map((one) => one.body));
  return { kind: "match", start, end, subject: subjectOf(span, node, subjects, depth), cases };
}

function subjectOf(
  span: Span,
  node: number,
  subjects: readonly number[],
  depth: number,
): Expression {
  const [first] = subjects;
  const last = subjects.at(-1);
  if (first === undefined || last === undefined) return nothingIn(span, node);
  const isTuple = subjects.length > 1 || span.commaAfter(first) !== undefined;
  if (!isTuple) return span.read(first, depth);
  const end = span.commaAfter(last) ?? span.end(last);
  const elements = span.readAll(subjects, depth + 1);
  return { kind: "tuple", start: span.start(first), end, elements };
}

function readCase(span: Span, node: number, depth: number): Match["cases"][number] {
  const parts = span.operands(node);
  const patterns = parts.filter((part) => span.kind(part) === NODE.casePattern);
  const guard = parts.find((part) => span.kind(part) === NODE.ifClause);
  const body = bodyOf(span, node, depth);
  if (guard !== undefined) return { guard: span.inner(guard, depth), body, isDefault: false };
  const [pattern, second] = patterns;
  if (pattern === undefined || second !== undefined) return { body, isDefault: false };
  const isSequence = span.commaAfter(pattern) !== undefined;
  return { body, isDefault: !isSequence && matchesAll(span.textOf(pattern)) };
}

/** Whether a pattern is `_` or a bare name, alone or as the last alternative. */
function matchesAll(pattern: string): boolean {
  let text = pattern.trim();
  while (text.startsWith("(") && text.endsWith(")")) text = text.slice(1, -1).trim();
  const name = /(?:^|\|)\s*([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text)?.[1];
  return name !== undefined && !["True", "False", "None"].includes(name);
}
