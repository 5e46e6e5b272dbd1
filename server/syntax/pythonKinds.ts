/** The kinds of node of tree-sitter-python that facts are read from, and what of its trees is left out. */
import { KIND, type Sweep } from "#syntax/treeSitter";

/** Names are the grammar's, in camel case. */
export const NODE = {
  module: 4,
  block: 5,
  expressionStatement: 6,
  assignment: 7,
  augmentedAssignment: 8,
  returnStatement: 9,
  raiseStatement: 10,
  passStatement: 11,
  breakStatement: 12,
  continueStatement: 13,
  deleteStatement: 14,
  assertStatement: 15,
  globalStatement: 16,
  nonlocalStatement: 17,
  importStatement: 18,
  importFromStatement: 19,
  futureImportStatement: 20,
  printStatement: 21,
  execStatement: 22,
  typeAliasStatement: 23,
  ifStatement: 24,
  elifClause: 25,
  elseClause: 26,
  forStatement: 27,
  whileStatement: 28,
  tryStatement: 29,
  exceptClause: 30,
  finallyClause: 31,
  withStatement: 32,
  withClause: 33,
  withItem: 34,
  matchStatement: 35,
  caseClause: 36,
  casePattern: 37,
  ifClause: 38,
  functionDefinition: 39,
  classDefinition: 40,
  decoratedDefinition: 41,
  decorator: 42,
  parameters: 43,
  lambdaParameters: 44,
  typedParameter: 45,
  defaultParameter: 46,
  typedDefaultParameter: 47,
  listSplatPattern: 48,
  dictionarySplatPattern: 49,
  typeParameter: 50,
  identifier: 51,
  string: 52,
  concatenatedString: 53,
  interpolation: 54,
  formatSpecifier: 55,
  formatExpression: 56,
  integer: 57,
  float: 58,
  true: 59,
  false: 60,
  none: 61,
  ellipsis: 62,
  attribute: 63,
  subscript: 64,
  slice: 65,
  call: 66,
  argumentList: 67,
  keywordArgument: 68,
  listSplat: 69,
  dictionarySplat: 70,
  parenthesizedExpression: 71,
  parenthesizedListSplat: 72,
  list: 73,
  tuple: 74,
  set: 75,
  dictionary: 76,
  pair: 77,
  listPattern: 78,
  tuplePattern: 79,
  patternList: 80,
  expressionList: 81,
  unaryOperator: 82,
  notOperator: 83,
  binaryOperator: 84,
  booleanOperator: 85,
  comparisonOperator: 86,
  conditionalExpression: 87,
  await: 88,
  yield: 89,
  lambda: 90,
  namedExpression: 91,
  listComprehension: 92,
  setComprehension: 93,
  dictionaryComprehension: 94,
  generatorExpression: 95,
  forInClause: 96,
  asPattern: 97,
  asPatternTarget: 98,
  type: 99,
  genericType: 100,
  unionType: 101,
  memberType: 102,
  constrainedType: 103,
  splatType: 104,
  chevron: 105,
} as const;

/** Words that are no operators and yet say something. */
export const TOKEN = { async: 110, from: 111, as: 112 } as const;

const FIRST_OPERATOR = 120;
const OPERATORS = (
  "+ - * / // % @ ** | & ^ << >> ~ and or not < <= == != >= > <> in is not_in is_not" +
  " += -= *= /= //= %= @= **= >>= <<= &= ^= |="
)
  .split(" ")
  .map((operator) => operator.replace("_", " "));

/** Parts of a larger expression that are none by themselves. */
const PARTS = new Set<number>([
  NODE.interpolation,
  NODE.formatSpecifier,
  NODE.formatExpression,
  NODE.argumentList,
  NODE.pair,
  NODE.keywordArgument,
  NODE.forInClause,
]);

/** Parts of a larger statement that are none by themselves. */
const CLAUSES = new Set<number>([
  NODE.assignment,
  NODE.augmentedAssignment,
  NODE.elifClause,
  NODE.elseClause,
  NODE.exceptClause,
  NODE.finallyClause,
  NODE.withClause,
  NODE.withItem,
  NODE.caseClause,
  NODE.casePattern,
  NODE.ifClause,
]);

const NAMED = new Map<string, number>(Object.entries(NODE));
const TOKENS = new Map<string, number>(Object.entries(TOKEN));

/** Nothing of a comment, of the inside of a plain string, of an import or of a pattern of `match` becomes a fact. */
const SKIPPED = new Set([
  "comment",
  "line_continuation",
  "string_start",
  "string_content",
  "string_end",
  "type_conversion",
  "keyword_separator",
  "positional_separator",
]);
const LEAVES = new Set<number>([
  NODE.importStatement,
  NODE.importFromStatement,
  NODE.futureImportStatement,
  NODE.globalStatement,
  NODE.nonlocalStatement,
  NODE.casePattern,
  NODE.identifier,
]);

export const PYTHON_SWEEP: Sweep = {
  kindOf(type, isNamed) {
    if (isNamed) {
      return SKIPPED.has(type) ? KIND.SKIPPED : (NAMED.get(camelCase(type)) ?? KIND.UNKNOWN);
    }
    const operator = OPERATORS.indexOf(type);
    return operator === -1 ? (TOKENS.get(type) ?? KIND.SKIPPED) : FIRST_OPERATOR + operator;
  },
  isLeaf(kind, source, start) {
    return kind === NODE.string ? !hasFields(source, start) : LEAVES.has(kind);
  },
};

/** Whether a string literal has fields in braces, by its prefix. */
export function hasFields(source: string, start: number): boolean {
  for (let at = start; ; at++) {
    const letter = source.charCodeAt(at) | 0x20;
    if (letter === 0x66 || letter === 0x74) return true;
    if (letter !== 0x72 && letter !== 0x62 && letter !== 0x75) return false;
  }
}

/** The operator that a node of this kind is, `undefined` for every other node. */
export function operatorOf(kind: number): string | undefined {
  return OPERATORS[kind - FIRST_OPERATOR];
}

export function isExpression(kind: number): boolean {
  return kind >= NODE.identifier && kind <= NODE.splatType && !PARTS.has(kind);
}

export function isStatement(kind: number): boolean {
  return kind >= NODE.expressionStatement && kind <= NODE.decoratedDefinition && !CLAUSES.has(kind);
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
