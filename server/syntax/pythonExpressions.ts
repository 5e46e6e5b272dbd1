/** From the nodes of a tree to facts of expressions. */
import type { Expression } from "#syntax/facts";
import { readArguments } from "#syntax/pythonArguments";
import { NODE, TOKEN } from "#syntax/pythonKinds";
import { readConstant, readNumber, readString } from "#syntax/pythonLiterals";
import { readComprehension, readLambda, readNamed } from "#syntax/pythonScopes";
import { DEPTH_LIMIT, type Readers, type Span } from "#syntax/pythonSpan";

/** The readers by kind of node. A kind without one is `other`. */
const READERS: (Readers["expression"] | undefined)[] = [];
READERS[NODE.identifier] = readName;
READERS[NODE.string] = readString;
READERS[NODE.concatenatedString] = readString;
READERS[NODE.integer] = readNumber;
READERS[NODE.float] = readNumber;
READERS[NODE.true] = readConstant;
READERS[NODE.false] = readConstant;
READERS[NODE.none] = readConstant;
READERS[NODE.attribute] = readAttribute;
READERS[NODE.memberType] = readAttribute;
READERS[NODE.call] = readCall;
READERS[NODE.subscript] = readSubscript;
READERS[NODE.genericType] = readSubscript;
READERS[NODE.list] = readSequence;
READERS[NODE.listPattern] = readSequence;
READERS[NODE.tuple] = readSequence;
READERS[NODE.tuplePattern] = readTuplePattern;
READERS[NODE.patternList] = readSequence;
READERS[NODE.expressionList] = readSequence;
READERS[NODE.set] = readSequence;
READERS[NODE.dictionary] = readDictionary;
READERS[NODE.parenthesizedExpression] = (span, node, depth) => span.inner(node, depth);
READERS[NODE.parenthesizedListSplat] = (span, node, depth) => span.inner(node, depth);
READERS[NODE.type] = (span, node, depth) => span.inner(node, depth);
READERS[NODE.asPatternTarget] = (span, node, depth) => span.inner(node, depth);
READERS[NODE.listSplat] = readStarred;
READERS[NODE.listSplatPattern] = readStarred;
READERS[NODE.dictionarySplat] = readStarred;
READERS[NODE.dictionarySplatPattern] = readStarred;
READERS[NODE.splatType] = readStarred;
READERS[NODE.unaryOperator] = readUnary;
READERS[NODE.notOperator] = readUnary;
READERS[NODE.binaryOperator] = readBinary;
READERS[NODE.booleanOperator] = readBinary;
READERS[NODE.unionType] = readUnion;
READERS[NODE.comparisonOperator] = readComparison;
READERS[NODE.conditionalExpression] = readConditional;
READERS[NODE.await] = readAwait;
READERS[NODE.yield] = readYield;
READERS[NODE.lambda] = readLambda;
READERS[NODE.namedExpression] = readNamed;
READERS[NODE.listComprehension] = readComprehension;
READERS[NODE.setComprehension] = readComprehension;
READERS[NODE.dictionaryComprehension] = readComprehension;
READERS[NODE.generatorExpression] = readComprehension;

export function readExpression(span: Span, node: number, depth: number): Expression {
  if (depth > DEPTH_LIMIT) return { kind: "other", ...span.range(node), children: [] };
  if (span.beginsWithStar(node) && !STARRED.has(span.kind(node)))
    return readStarOf(span, node, depth);
  const reader = READERS[span.kind(node)];
  return reader ? reader(span, node, depth) : span.other(node, depth);
}

function readName(span: Span, node: number): Expression {
  return {
    kind: "name",
    start: span.start(node),
    end: span.end(node),
    name: span.nameOf(node),
  };
}

function readAttribute(span: Span, node: number, depth: number): Expression {
  const [object, name] = span.operands(node);
  if (object === undefined || name === undefined) return span.other(node, depth);
  return {
    kind: "attribute",
    start: span.start(node),
    end: span.end(node),
    object: span.read(object, depth + 1),
    name: span.nameOf(name),
  };
}

function readCall(span: Span, node: number, depth: number): Expression {
  const [callee, list] = span.operands(node);
  if (callee === undefined || list === undefined) return span.other(node, depth);
  return {
    kind: "call",
    start: span.start(node),
    end: span.end(node),
    callee: span.read(callee, depth + 1),
    arguments: readArguments(span, list, depth + 1),
    argumentList: span.range(list),
  };
}

function readSubscript(span: Span, node: number, depth: number): Expression {
  const [object, ...rest] = span.operands(node);
  if (object === undefined) return span.other(node, depth);
  const isGeneric = span.kind(node) === NODE.genericType;
  const indices = isGeneric ? rest.flatMap((list) => span.operands(list)) : rest;
  return {
    kind: "subscript",
    start: span.start(node),
    end: span.end(node),
    object: span.read(object, depth + 1),
    indices: span.readAll(indices, depth + 1),
  };
}

function readSequence(span: Span, node: number, depth: number): Expression {
  const kind = span.kind(node);
  const isList = kind === NODE.list || kind === NODE.listPattern;
  return {
    kind: isList ? "list" : kind === NODE.set ? "set" : "tuple",
    start: span.start(node),
    end: span.end(node),
    elements: span.readAll(span.elements(node), depth + 1),
  };
}

/** Parentheses around one name without a comma are no tuple. */
function readTuplePattern(span: Span, node: number, depth: number): Expression {
  const [first, second] = span.elements(node);
  const isGroup =
    first !== undefined && second === undefined && span.commaAfter(first) === undefined;
  return isGroup ? span.read(first, depth + 1) : readSequence(span, node, depth);
}

function readDictionary(span: Span, node: number, depth: number): Expression {
  const entries = span.elements(node).map((entry) => {
    const [first, second] = span.operands(entry);
    const kind = span.kind(entry);
    if (kind === NODE.pair && first !== undefined && second !== undefined) {
      return {
        key: span.read(first, depth + 1),
        value: span.read(second, depth + 1),
      };
    }
    const isSplat = kind === NODE.dictionarySplat && first !== undefined;
    return { value: span.read(isSplat ? first : entry, depth + 1) };
  });
  return { kind: "dictionary", start: span.start(node), end: span.end(node), entries };
}

function readStarred(span: Span, node: number, depth: number): Expression {
  const [value] = span.operands(node);
  if (value === undefined) return span.other(node, depth);
  return {
    kind: "starred",
    start: span.start(node),
    end: span.end(node),
    value: span.read(value, depth + 1),
  };
}

const STARRED = new Set<number>([
  NODE.listSplat,
  NODE.listSplatPattern,
  NODE.dictionarySplat,
  NODE.dictionarySplatPattern,
  NODE.splatType,
  NODE.type,
  NODE.unaryOperator,
  NODE.expressionList,
  NODE.patternList,
]);

/** The grammar takes `*f(x)` for a call of `*f`; the star belongs to all of it. */
function readStarOf(span: Span, node: number, depth: number): Expression {
  const { start, end } = span.range(node);
  if (!span.dropStar(node)) return span.other(node, depth);
  return { kind: "starred", start, end, value: span.read(node, depth + 1) };
}

function readUnary(span: Span, node: number, depth: number): Expression {
  const [operand] = span.operands(node);
  if (operand === undefined) return span.other(node, depth);
  if (span.beginsWithStar(node)) return readStarred(span, node, depth);
  return {
    kind: "operation",
    start: span.start(node),
    end: span.end(node),
    operator: span.operators(node)[0] ?? "",
    right: span.read(operand, depth + 1),
  };
}

function readBinary(span: Span, node: number, depth: number): Expression {
  const [left, right] = span.operands(node);
  if (left === undefined || right === undefined) return span.other(node, depth);
  return {
    kind: "operation",
    start: span.start(node),
    end: span.end(node),
    operator: span.operators(node)[0] ?? "",
    left: span.read(left, depth + 1),
    right: span.read(right, depth + 1),
  };
}

/** The grammar nests `a | b[c] | d` of types by chance; Python from the left. */
function readUnion(span: Span, node: number, depth: number): Expression {
  const [first = node, ...rest] = membersOf(span, node);
  const innermost = depth + rest.length;
  if (innermost > DEPTH_LIMIT) return { kind: "other", ...span.range(node), children: [] };
  const start = span.start(first);
  return rest.reduce<Expression>(
    (left, member, index) => ({
      kind: "operation",
      start,
      end: span.end(member),
      operator: "|",
      left,
      right: span.read(member, innermost - index),
    }),
    span.read(first, innermost),
  );
}

/** The members of a union from left to right, however it is nested. */
function membersOf(span: Span, union: number): number[] {
  const members: number[] = [];
  const open = [union];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const kind = span.kind(node);
    const isUnion = kind === NODE.binaryOperator && span.operators(node)[0] === "|";
    if (isUnion || kind === NODE.unionType || kind === NODE.type) {
      open.push(...span.operands(node).reverse());
    } else members.push(node);
  }
  return members;
}

function readComparison(span: Span, node: number, depth: number): Expression {
  return {
    kind: "comparison",
    start: span.start(node),
    end: span.end(node),
    operands: span.readAll(span.operands(node), depth + 1),
    operators: span.operators(node),
  };
}

function readConditional(span: Span, node: number, depth: number): Expression {
  const [first] = span.operands(node);
  if (first === undefined || span.kind(first) !== NODE.namedExpression) {
    return conditionalOf(span, node, first, depth);
  }
  // The grammar takes `x := a if b else c` for `(x := a) if b else c`.
  const [name, value] = span.operands(first);
  if (name === undefined) return span.other(node, depth);
  return {
    kind: "named",
    start: span.start(node),
    end: span.end(node),
    name: span.nameOf(name),
    value: conditionalOf(span, node, value, depth + 1),
  };
}

function conditionalOf(
  span: Span,
  node: number,
  whenTrue: number | undefined,
  depth: number,
): Expression {
  const [, condition, otherwise] = span.operands(node);
  if (whenTrue === undefined || condition === undefined || otherwise === undefined) {
    return span.other(node, depth);
  }
  return {
    kind: "conditional",
    start: span.start(whenTrue),
    end: span.end(node),
    condition: span.read(condition, depth + 1),
    whenTrue: span.read(whenTrue, depth + 1),
    otherwise: span.read(otherwise, depth + 1),
  };
}

function readAwait(span: Span, node: number, depth: number): Expression {
  const [value] = span.operands(node);
  if (value === undefined) return span.other(node, depth);
  return {
    kind: "await",
    start: span.start(node),
    end: span.end(node),
    value: span.read(value, depth + 1),
  };
}

function readYield(span: Span, node: number, depth: number): Expression {
  const { start, end } = span.range(node);
  const isFrom = span.hasToken(node, TOKEN.from);
  const [value] = span.operands(node);
  if (value === undefined) return { kind: "yield", start, end, isFrom };
  return { kind: "yield", start, end, isFrom, value: span.read(value, depth + 1) };
}
