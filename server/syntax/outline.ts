/**
 * What one Python file imports, defines, decorates, assigns, enters, returns and calls, by row.
 * Offsets are UTF-16 units of the file's text, ranges without a text are (0, 0).
 * Names are ids of `Names`, `NO_NAME` where there is none. Owners are definitions.
 * Rows stand in source order. The tables of integers behind it are a fraction of what objects would
 * cost; nobody above `syntax/` sees them.
 */
import type { Range } from "#syntax/range";
import {
  ASSIGNMENT,
  BASE,
  BINDING,
  CALL,
  DECORATOR,
  DEFINITION,
  FLAG,
  IMPORT,
  PARAMETER,
  RESULT,
  type Tables,
  VALUE,
  WITH,
} from "#syntax/tables";

/** The row of a definition that stands for the file itself, outside every definition. */
export const MODULE_LEVEL = -1;

/**
 * What stands right after a dotted name in the source.
 *
 * Values, subjects, defaults, annotations, bases and decorators are read through parentheses around
 * all of them, though these belong to their ranges: `(await f(x))` begins with the name `f`, is
 * awaited, and is the call of `f`. A tuple begins with its first element; a comprehension and
 * `name := value` begin with no name.
 */
export type Follow = "call" | "subscript" | "none";

abstract class Table {
  readonly length: number;
  protected readonly data: Int32Array;
  private readonly width: number;

  constructor(data: Int32Array, width: number) {
    this.data = data;
    this.width = width;
    this.length = data.length / width;
  }

  protected at(row: number, column: number): number {
    return this.data[row * this.width + column]!;
  }

  protected has(row: number, column: number, flag: number): boolean {
    return (this.at(row, column) & flag) !== 0;
  }

  /** A range whose end stands in the column after its start. */
  protected range(row: number, column: number): Range {
    return { start: this.at(row, column), end: this.at(row, column + 1) };
  }

  protected follow(row: number, column: number): Follow {
    const byte = this.at(row, column);
    return byte === 40 ? "call" : byte === 91 ? "subscript" : "none";
  }
}

/** Rows with a value: what is assigned, returned or yielded. */
abstract class ValueTable extends Table {
  private readonly column: number;

  /** `column` is the first of the columns of the value. */
  constructor(data: Int32Array, width: number, column: number) {
    super(data, width);
    this.column = column;
  }

  /** The dotted name with which the value begins. */
  value(row: number): number {
    return this.at(row, this.column + VALUE.HEAD);
  }
  valueFollow(row: number): Follow {
    return this.follow(row, this.column + VALUE.FOLLOW);
  }
  /** The whole value; empty (0, 0) where there is none. */
  valueRange(row: number): Range {
    return this.range(row, this.column + VALUE.START);
  }
  /** Whether the value is nothing but that name (and an `await`). */
  isNameOnly(row: number): boolean {
    return this.has(row, this.column + VALUE.FLAGS, FLAG.NAME_ONLY);
  }
  /** The call that is all of the value (without its `await`), or -1. */
  call(row: number): number {
    return this.at(row, this.column + VALUE.CALL);
  }
  /** Whether the value begins with `await`. */
  isAwaited(row: number): boolean {
    return this.has(row, this.column + VALUE.FLAGS, FLAG.AWAITED);
  }
}

/** One row for each name that an import statement binds. */
class Imports extends Table {
  start(row: number): number {
    return this.at(row, IMPORT.START);
  }
  /** The dotted module as written, without leading dots; `NO_NAME` in `from . import x`. */
  module(row: number): number {
    return this.at(row, IMPORT.MODULE);
  }
  /** The name taken from the module; `NO_NAME` for `import module`, the word `*` for a star. */
  name(row: number): number {
    return this.at(row, IMPORT.NAME);
  }
  alias(row: number): number {
    return this.at(row, IMPORT.ALIAS);
  }
  /** The number of leading dots. */
  level(row: number): number {
    return this.at(row, IMPORT.LEVEL);
  }
  owner(row: number): number {
    return this.at(row, IMPORT.OWNER);
  }
  isTypeChecking(row: number): boolean {
    return this.has(row, IMPORT.FLAGS, FLAG.TYPE_CHECKING);
  }
}

/** Functions and classes; a nested one comes after the one around it. */
class Definitions extends Table {
  /** Where `def`, `async` or `class` begins; decorators stand before it. */
  start(row: number): number {
    return this.at(row, DEFINITION.START);
  }
  end(row: number): number {
    return this.at(row, DEFINITION.END);
  }
  /** Where the body begins: after the colon and what is blank. */
  body(row: number): number {
    return this.at(row, DEFINITION.BODY);
  }
  name(row: number): number {
    return this.at(row, DEFINITION.NAME);
  }
  nameRange(row: number): Range {
    return this.range(row, DEFINITION.NAME_START);
  }
  /** The definition around it, or `MODULE_LEVEL`. */
  parent(row: number): number {
    return this.at(row, DEFINITION.PARENT);
  }
  isClass(row: number): boolean {
    return this.has(row, DEFINITION.FLAGS, FLAG.CLASS);
  }
  isAsync(row: number): boolean {
    return this.has(row, DEFINITION.FLAGS, FLAG.ASYNC);
  }
  /** The dotted name with which the return annotation begins. */
  returns(row: number): number {
    return this.at(row, DEFINITION.RETURNS);
  }
  returnsRange(row: number): Range {
    return this.range(row, DEFINITION.RETURNS_START);
  }
}

class Decorators extends Table {
  definition(row: number): number {
    return this.at(row, DECORATOR.DEFINITION);
  }
  /** Where the expression begins, after the `@`. */
  start(row: number): number {
    return this.at(row, DECORATOR.START);
  }
  end(row: number): number {
    return this.at(row, DECORATOR.END);
  }
  /** The dotted name with which it begins. */
  name(row: number): number {
    return this.at(row, DECORATOR.NAME);
  }
  nameFollow(row: number): Follow {
    return this.follow(row, DECORATOR.FOLLOW);
  }
  /** Whether the whole decorator is a call. */
  isCalled(row: number): boolean {
    return this.at(row, DECORATOR.CALLED) !== 0;
  }
}

/** Base classes, without keywords. */
class Bases extends Table {
  definition(row: number): number {
    return this.at(row, BASE.DEFINITION);
  }
  start(row: number): number {
    return this.at(row, BASE.START);
  }
  name(row: number): number {
    return this.at(row, BASE.NAME);
  }
  nameFollow(row: number): Follow {
    return this.follow(row, BASE.FOLLOW);
  }
}

class Parameters extends Table {
  definition(row: number): number {
    return this.at(row, PARAMETER.DEFINITION);
  }
  start(row: number): number {
    return this.at(row, PARAMETER.START);
  }
  name(row: number): number {
    return this.at(row, PARAMETER.NAME);
  }
  /** 1 for `*name`, 2 for `**name`. */
  stars(row: number): number {
    return this.at(row, PARAMETER.STARS);
  }
  /** The dotted name with which the annotation begins. */
  annotation(row: number): number {
    return this.at(row, PARAMETER.ANNOTATION);
  }
  /** Empty (0, 0) where there is none. */
  annotationRange(row: number): Range {
    return this.range(row, PARAMETER.ANNOTATION_START);
  }
  /** The call that is all of the default, or -1. */
  defaultCall(row: number): number {
    return this.at(row, PARAMETER.DEFAULT_CALL);
  }
  isDefaultAwaited(row: number): boolean {
    return this.has(row, PARAMETER.FLAGS, FLAG.AWAITED);
  }
  /** Whether the default is nothing but a dotted name. */
  isDefaultNameOnly(row: number): boolean {
    return this.has(row, PARAMETER.FLAGS, FLAG.NAME_ONLY);
  }
  /** The dotted name with which the default begins. */
  default(row: number): number {
    return this.at(row, PARAMETER.DEFAULT);
  }
  defaultFollow(row: number): Follow {
    return this.follow(row, PARAMETER.DEFAULT_FOLLOW);
  }
  /** Empty (0, 0) where there is none. */
  defaultRange(row: number): Range {
    return this.range(row, PARAMETER.DEFAULT_START);
  }
}

/** In the order of their opening parentheses. */
class Calls extends Table {
  /** Where the whole operand begins, parentheses included: of `a().b()` both calls start at `a`. */
  start(row: number): number {
    return this.at(row, CALL.START);
  }
  /** Where the callee ends, before the parenthesis. */
  calleeEnd(row: number): number {
    return this.at(row, CALL.NAME_END);
  }
  /** After the closing parenthesis. */
  end(row: number): number {
    return this.at(row, CALL.END);
  }
  /**
   * The dotted callee. It is or begins with `NO_RECEIVER`, the empty word, where what is called is
   * an expression: `.get` in `client().get()`.
   */
  callee(row: number): number {
    return this.at(row, CALL.CALLEE);
  }
  owner(row: number): number {
    return this.at(row, CALL.OWNER);
  }
  /**
   * The call whose result this one is called on, or -1: `a()` of `a().b()`, of `a().b.c()` and of
   * `(await a()).b()`, where that call is awaited.
   */
  receiver(row: number): number {
    return this.at(row, CALL.RECEIVER);
  }
  isAwaited(row: number): boolean {
    return this.has(row, CALL.FLAGS, FLAG.AWAITED);
  }
  isInLambda(row: number): boolean {
    return this.has(row, CALL.FLAGS, FLAG.IN_LAMBDA);
  }
  /** Where the logical line that holds it begins. */
  statement(row: number): number {
    return this.at(row, CALL.STATEMENT);
  }
}

/** Assignments to a name or dotted name; `a = b = c` makes two rows. */
class Assignments extends ValueTable {
  start(row: number): number {
    return this.at(row, ASSIGNMENT.START);
  }
  target(row: number): number {
    return this.at(row, ASSIGNMENT.TARGET);
  }
  owner(row: number): number {
    return this.at(row, ASSIGNMENT.OWNER);
  }
  /** The dotted name with which the annotation begins. */
  annotation(row: number): number {
    return this.at(row, ASSIGNMENT.ANNOTATION);
  }
  annotationRange(row: number): Range {
    return this.range(row, ASSIGNMENT.ANNOTATION_START);
  }
}

/** The subjects of `with` statements. */
class Withs extends Table {
  start(row: number): number {
    return this.at(row, WITH.SUBJECT_START);
  }
  /** The dotted name with which the subject begins. */
  subject(row: number): number {
    return this.at(row, WITH.SUBJECT);
  }
  subjectFollow(row: number): Follow {
    return this.follow(row, WITH.FOLLOW);
  }
  /** Whether the subject is nothing but that name (and an `await`). */
  isNameOnly(row: number): boolean {
    return this.has(row, WITH.FLAGS, FLAG.NAME_ONLY);
  }
  /** The call that is all of the subject (without its `await`), or -1. */
  call(row: number): number {
    return this.at(row, WITH.CALL);
  }
  /** The dotted name after `as`. A plain one is bound here, it has no row in the bindings. */
  alias(row: number): number {
    return this.at(row, WITH.ALIAS);
  }
  /** The whole subject. */
  subjectRange(row: number): Range {
    return this.range(row, WITH.SUBJECT_START);
  }
  /** Whether the subject begins with `await`. */
  isAwaited(row: number): boolean {
    return this.has(row, WITH.FLAGS, FLAG.AWAITED);
  }
  owner(row: number): number {
    return this.at(row, WITH.OWNER);
  }
  isAsync(row: number): boolean {
    return this.has(row, WITH.FLAGS, FLAG.ASYNC);
  }
}

/**
 * Names bound by anything that has no row of its own in another table: loops, comprehensions,
 * tuples, `except … as`, `:=`, lambda parameters, patterns, `type` statements; and those that
 * `global` and `nonlocal` name.
 */
class Bindings extends Table {
  start(row: number): number {
    return this.at(row, BINDING.START);
  }
  name(row: number): number {
    return this.at(row, BINDING.NAME);
  }
  /** Whether `global` or `nonlocal` names it: what its owner assigns to it is an outer scope's. */
  isOuter(row: number): boolean {
    return this.has(row, BINDING.FLAGS, FLAG.OUTER);
  }
  owner(row: number): number {
    return this.at(row, BINDING.OWNER);
  }
}

/**
 * `return` and `yield`, whether they carry a value or not. A `yield` in a lambda has no row: it
 * says nothing about the function around it.
 */
class Results extends ValueTable {
  /** Where the word stands. */
  start(row: number): number {
    return this.at(row, RESULT.START);
  }
  owner(row: number): number {
    return this.at(row, RESULT.OWNER);
  }
  isYield(row: number): boolean {
    return this.has(row, RESULT.FLAGS, FLAG.YIELD);
  }
  /** Whether it is `yield from`: the values are those of its value. */
  isFrom(row: number): boolean {
    return this.has(row, RESULT.FLAGS, FLAG.FROM);
  }
}

export class Outline {
  readonly imports: Imports;
  readonly definitions: Definitions;
  readonly decorators: Decorators;
  readonly bases: Bases;
  readonly parameters: Parameters;
  readonly calls: Calls;
  readonly assignments: Assignments;
  readonly withs: Withs;
  readonly bindings: Bindings;
  readonly results: Results;

  constructor(tables: Tables) {
    this.imports = new Imports(tables.imports, IMPORT.WIDTH);
    this.definitions = new Definitions(tables.definitions, DEFINITION.WIDTH);
    this.decorators = new Decorators(tables.decorators, DECORATOR.WIDTH);
    this.bases = new Bases(tables.bases, BASE.WIDTH);
    this.parameters = new Parameters(tables.parameters, PARAMETER.WIDTH);
    this.calls = new Calls(tables.calls, CALL.WIDTH);
    this.assignments = new Assignments(tables.assignments, ASSIGNMENT.WIDTH, ASSIGNMENT.VALUE);
    this.withs = new Withs(tables.withs, WITH.WIDTH);
    this.bindings = new Bindings(tables.bindings, BINDING.WIDTH);
    this.results = new Results(tables.results, RESULT.WIDTH, RESULT.VALUE);
  }
}
