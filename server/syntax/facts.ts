/**
 * Facts: the detail of one span of Python, as plain data. They depend on the text of their span alone.
 * Every node is a `Range` of UTF-16 offsets into its file, the same as Python's `ast` has it: parentheses around an
 * expression are outside, a definition begins behind its decorators. What no kind below describes is `other`, with the
 * expressions inside it; only type parameters and the patterns of `match` are left out. Facts are at most 400 levels
 * deep, so whoever walks them may recurse.
 */
import type { Range } from "#syntax/range";

export type Expression =
  | StringLiteral
  | FormattedString
  | NumberLiteral
  | BooleanLiteral
  | NoneLiteral
  | Name
  | Attribute
  | Call
  | Subscript
  | Sequence
  | Dictionary
  | Operation
  | Comparison
  | Conditional
  | Await
  | Yield
  | Lambda
  | Starred
  | NamedExpression
  | Comprehension
  | OtherExpression;

/** Adjacent literals are joined; `value` has its escapes resolved, but for `\N{…}`. Bytes are characters up to 0xff. */
export interface StringLiteral extends Range {
  readonly kind: "string";
  readonly value: string;
  readonly isBytes: boolean;
}

/**
 * An f-string or t-string, alone or joined with plain literals. Text and fields stand in `parts` as they are shown;
 * an expression in the format of a field follows the field: `{value:{width}}` has two.
 */
export interface FormattedString extends Range {
  readonly kind: "formatted";
  readonly parts: readonly (string | Expression)[];
}

/** Not complex; that is `other`. Integers beyond 2^53 lose digits. */
export interface NumberLiteral extends Range {
  readonly kind: "number";
  readonly value: number;
}

export interface BooleanLiteral extends Range {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface NoneLiteral extends Range {
  readonly kind: "none";
}

export interface Name extends Range {
  readonly kind: "name";
  readonly name: string;
}

/** `object.name`; the name ends where the node ends. */
export interface Attribute extends Range {
  readonly kind: "attribute";
  readonly object: Expression;
  readonly name: string;
}

export interface Call extends Range {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** From the opening parenthesis to after the closing one. */
  readonly argumentList: Range;
}

/** One argument, with its keyword and stars; parentheses around it are inside. */
export interface Argument extends Range {
  readonly keyword?: string;
  readonly stars: 0 | 1 | 2;
  readonly value: Expression;
}

export interface Subscript extends Range {
  readonly kind: "subscript";
  readonly object: Expression;
  readonly indices: readonly Expression[];
}

export interface Sequence extends Range {
  readonly kind: "list" | "tuple" | "set";
  readonly elements: readonly Expression[];
}

export interface Dictionary extends Range {
  readonly kind: "dictionary";
  /** An entry without a key is `**value`. */
  readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[];
}

/** A unary operation has no `left`. `and`, `or`, `not` are operations. */
export interface Operation extends Range {
  readonly kind: "operation";
  readonly operator: string;
  readonly left?: Expression;
  readonly right: Expression;
}

/** `a < b < c`: one operator fewer than operands. Operators of two words hold one space: `not in`, `is not`. */
export interface Comparison extends Range {
  readonly kind: "comparison";
  readonly operands: readonly Expression[];
  readonly operators: readonly string[];
}

export interface Conditional extends Range {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly otherwise: Expression;
}

export interface Await extends Range {
  readonly kind: "await";
  readonly value: Expression;
}

export interface Yield extends Range {
  readonly kind: "yield";
  readonly isFrom: boolean;
  readonly value?: Expression;
}

export interface Lambda extends Range {
  readonly kind: "lambda";
  readonly parameters: readonly string[];
  /** The defaults of the parameters that have one. They run where the lambda is made, not where it is called. */
  readonly defaults: readonly Expression[];
  readonly body: Expression;
}

export interface Starred extends Range {
  readonly kind: "starred";
  readonly value: Expression;
}

/** `name := value` */
export interface NamedExpression extends Range {
  readonly kind: "named";
  readonly name: string;
  readonly value: Expression;
}

export interface Comprehension extends Range {
  readonly kind: "comprehension";
  readonly of: "list" | "set" | "dictionary" | "generator";
  /** The element; key and value of a dictionary. */
  readonly elements: readonly Expression[];
  readonly clauses: readonly { readonly target: Expression; readonly iterable: Expression }[];
  readonly conditions: readonly Expression[];
}

export interface OtherExpression extends Range {
  readonly kind: "other";
  readonly children: readonly Expression[];
}

export type Statement =
  | ExpressionStatement
  | Assignment
  | Return
  | Raise
  | If
  | While
  | For
  | With
  | Try
  | Match
  | FunctionDefinition
  | ClassDefinition
  | OtherStatement;

/** What every statement has. Compound statements end where their last statement ends: a comment after it is outside. */
interface StatementNode extends Range {
  /** Set where something inside did not parse. What could be read is there; offer no fix that edits it. */
  readonly isBroken?: true;
}

export interface ExpressionStatement extends StatementNode {
  readonly kind: "expression";
  readonly value: Expression;
}

/** `a = b = value`, `a: T = value`, `a: T`, `a += value` (`operator` is then `+=`). */
export interface Assignment extends StatementNode {
  readonly kind: "assignment";
  readonly targets: readonly Expression[];
  readonly annotation?: Expression;
  readonly operator: string;
  readonly value?: Expression;
}

export interface Return extends StatementNode {
  readonly kind: "return";
  readonly value?: Expression;
}

export interface Raise extends StatementNode {
  readonly kind: "raise";
  readonly value?: Expression;
  readonly cause?: Expression;
}

/** `elif` is an `If` alone in `otherwise`. */
export interface If extends StatementNode {
  readonly kind: "if";
  readonly condition: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface While extends StatementNode {
  readonly kind: "while";
  readonly condition: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface For extends StatementNode {
  readonly kind: "for";
  readonly isAsync: boolean;
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface With extends StatementNode {
  readonly kind: "with";
  readonly isAsync: boolean;
  readonly items: readonly { readonly subject: Expression; readonly alias?: Expression }[];
  readonly body: readonly Statement[];
}

export interface Try extends StatementNode {
  readonly kind: "try";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptionHandler[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
}

/** Without a `type` it catches everything. */
export interface ExceptionHandler extends Range {
  readonly type?: Expression;
  readonly name?: string;
  readonly body: readonly Statement[];
}

export interface Match extends StatementNode {
  readonly kind: "match";
  readonly subject: Expression;
  readonly cases: readonly {
    readonly guard?: Expression;
    readonly body: readonly Statement[];
    /** Whether it is `case _:` or `case name:` without a guard, so that no later case is reached. */
    readonly isDefault: boolean;
  }[];
}

export interface FunctionDefinition extends StatementNode {
  readonly kind: "function";
  readonly name: string;
  readonly nameRange: Range;
  readonly isAsync: boolean;
  readonly decorators: readonly Expression[];
  readonly parameters: readonly Parameter[];
  readonly returns?: Expression;
  readonly body: readonly Statement[];
}

export interface Parameter extends Range {
  readonly name: string;
  readonly stars: 0 | 1 | 2;
  readonly annotation?: Expression;
  readonly default?: Expression;
}

export interface ClassDefinition extends StatementNode {
  readonly kind: "class";
  readonly name: string;
  readonly nameRange: Range;
  readonly decorators: readonly Expression[];
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
}

/**
 * `pass`, `break`, `continue`, `del`, `assert`, `global`, `import`; `type`, whose children are the name and the value;
 * and what does not parse, which has no word.
 */
export interface OtherStatement extends StatementNode {
  readonly kind: "other";
  readonly word: string;
  readonly children: readonly Expression[];
}
