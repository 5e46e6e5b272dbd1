/** From the nodes of a tree to facts of statements. */
import type { Expression, Statement } from "#syntax/facts";
import { otherStatement } from "#syntax/pythonBodies";
import { readFor, readIf, readMatch, readTry, readWhile, readWith } from "#syntax/pythonCompounds";
import { readDecorated, readDefinition } from "#syntax/pythonDefinitions";
import { isExpression, isStatement, NODE, TOKEN } from "#syntax/pythonKinds";
import { DEPTH_LIMIT, type Span } from "#syntax/pythonSpan";
import { KIND } from "#syntax/treeSitter";

type Reader = (span: Span, node: number, depth: number) => Statement;

/** The readers by kind of node. A kind without one is `other`. */
const READERS: (Reader | undefined)[] = [];
READERS[NODE.expressionStatement] = readExpressionStatement;
READERS[NODE.returnStatement] = readReturn;
READERS[NODE.raiseStatement] = readRaise;
READERS[NODE.deleteStatement] = readDelete;
READERS[NODE.typeAliasStatement] = readTypeAlias;
READERS[NODE.ifStatement] = readIf;
READERS[NODE.whileStatement] = readWhile;
READERS[NODE.forStatement] = readFor;
READERS[NODE.withStatement] = readWith;
READERS[NODE.tryStatement] = readTry;
READERS[NODE.matchStatement] = readMatch;
READERS[NODE.functionDefinition] = readDefinition;
READERS[NODE.classDefinition] = readDefinition;
READERS[NODE.decoratedDefinition] = readDecorated;

/** The statements of a module or block, or what can be read of damage. */
export function readBlock(span: Span, block: number, depth: number): readonly Statement[] {
  const statements: Statement[] = [];
  if (span.kind(block) === KIND.ERROR) addDamage(statements, span, block, depth);
  else for (const node of span.elements(block)) addStatement(statements, span, node, depth);
  return statements;
}

function addStatement(into: Statement[], span: Span, node: number, depth: number): void {
  if (span.kind(node) === KIND.ERROR) {
    addDamage(into, span, node, depth);
    return;
  }
  const statement = readStatement(span, node, depth);
  into.push(span.isDamaged(node) ? { ...statement, isBroken: true } : statement);
}

/** Of damage, the statements in it are read, and each run of expressions between them is one statement. */
function addDamage(into: Statement[], span: Span, damage: number, depth: number): void {
  const before = into.length;
  let run: Expression[] = [];
  const endRun = (): void => {
    const [first] = run;
    if (first) into.push(broken(first.start, run.at(-1)?.end ?? first.end, run));
    run = [];
  };
  const end = depth > DEPTH_LIMIT ? damage : span.after(damage);
  let node = damage + 1;
  while (node < end) {
    const kind = span.kind(node);
    if (isStatement(kind)) {
      endRun();
      addStatement(into, span, node, depth + 1);
    } else if (isExpression(kind)) run.push(span.read(node, depth + 1));
    node = isStatement(kind) || isExpression(kind) ? span.after(node) : node + 1;
  }
  endRun();
  if (into.length === before) into.push(broken(span.start(damage), span.end(damage), []));
}

function broken(start: number, end: number, children: readonly Expression[]): Statement {
  return { kind: "other", start, end, isBroken: true, word: "", children };
}

function readStatement(span: Span, node: number, depth: number): Statement {
  if (depth > DEPTH_LIMIT) return otherStatement(span, node, []);
  const reader = READERS[span.kind(node)];
  return reader ? reader(span, node, depth) : otherStatement(span, node, span.loose(node, depth));
}

function readExpressionStatement(span: Span, node: number, depth: number): Statement {
  const { start, end } = span.range(node);
  const values = span.operands(node);
  const [value] = values;
  if (value === undefined) return otherStatement(span, node, span.loose(node, depth));
  const kind = span.kind(value);
  if (kind === NODE.assignment) return readAssignment(span, value, depth);
  if (kind === NODE.augmentedAssignment) return readAugmented(span, value, depth);
  const isTuple = values.length > 1 || span.endsWithComma(node);
  if (!isTuple) return { kind: "expression", start, end, value: span.read(value, depth) };
  const elements = span.readAll(values, depth + 1);
  return { kind: "expression", start, end, value: { kind: "tuple", start, end, elements } };
}

/** `a = b = c` is an assignment whose right side is one; both targets get the value. */
function readAssignment(span: Span, node: number, depth: number): Statement {
  const { start, end } = span.range(node);
  const targets: Expression[] = [];
  let annotation: Expression | undefined;
  let value: number | undefined = node;
  while (value !== undefined && span.kind(value) === NODE.assignment) {
    const parts = span.operands(value);
    const [target, ...rest] = parts;
    if (target !== undefined) targets.push(span.read(target, depth));
    const type = rest.find((part) => span.kind(part) === NODE.type);
    if (type !== undefined) annotation = span.read(type, depth);
    value = rest.find((part) => span.kind(part) !== NODE.type);
  }
  return {
    kind: "assignment",
    start,
    end,
    targets,
    ...(annotation === undefined ? {} : { annotation }),
    operator: "=",
    ...(value === undefined ? {} : { value: span.read(value, depth) }),
  };
}

function readAugmented(span: Span, node: number, depth: number): Statement {
  const { start, end } = span.range(node);
  const [target, value] = span.operands(node);
  return {
    kind: "assignment",
    start,
    end,
    targets: target === undefined ? [] : [span.read(target, depth)],
    operator: span.operators(node)[0] ?? "",
    ...(value === undefined ? {} : { value: span.read(value, depth) }),
  };
}

function readReturn(span: Span, node: number, depth: number): Statement {
  const { start, end } = span.range(node);
  const [value] = span.operands(node);
  if (value === undefined) return { kind: "return", start, end };
  return { kind: "return", start, end, value: span.read(value, depth) };
}

function readRaise(span: Span, node: number, depth: number): Statement {
  const { start, end } = span.range(node);
  const operands = span.operands(node);
  const cause = span.hasToken(node, TOKEN.from) ? operands.at(-1) : undefined;
  const [value] = operands;
  if (value === undefined) return { kind: "raise", start, end };
  if (cause === undefined || cause === value) {
    return { kind: "raise", start, end, value: span.read(value, depth) };
  }
  return {
    kind: "raise",
    start,
    end,
    value: span.read(value, depth),
    cause: span.read(cause, depth),
  };
}

/** `del a, b` deletes two things, `del (a, b)` a tuple of them. */
function readDelete(span: Span, node: number, depth: number): Statement {
  const [value] = span.operands(node);
  const isList = value !== undefined && span.kind(value) === NODE.expressionList;
  const targets = isList ? span.elements(value) : span.elements(node);
  return otherStatement(span, node, span.readAll(targets, depth));
}

/** The children are the name, without its type parameters, and the value. */
function readTypeAlias(span: Span, node: number, depth: number): Statement {
  const [left, right] = span.operands(node);
  if (left === undefined || right === undefined) {
    return otherStatement(span, node, span.loose(node, depth));
  }
  const named = span.read(left, depth);
  const name = named.kind === "subscript" ? named.object : named;
  return otherStatement(span, node, [name, span.read(right, depth)]);
}
