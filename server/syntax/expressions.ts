/** Expressions: the calls in them, what they bind and yield, and the name each begins with. */
import { DEEPEST, FormattedStrings } from "#syntax/formatted";
import {
  ASSIGN,
  BANG,
  CLOSE,
  CLOSE_BRACE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DOT,
  END,
  FORMATTED,
  KEYWORD,
  NAME,
  NEWLINE,
  NUMBER,
  OPEN,
  OPEN_BRACE,
  OPEN_SQUARE,
  STRING,
  WALRUS,
} from "#syntax/lexer";
import { NO_NAME, NO_RECEIVER, WORD } from "#syntax/names";
import { endsBefore, type Kinds, kinds } from "#syntax/records";
import { CALL, FLAG, RESULT, VALUE } from "#syntax/tables";

const STARTS_OPERAND = kinds(NAME, NUMBER, STRING, FORMATTED, OPEN, OPEN_SQUARE, OPEN_BRACE);
const STARTS_TRAILER = kinds(DOT, OPEN, OPEN_SQUARE);
const CLOSES_GROUP = kinds(CLOSE, CLOSE_SQUARE, CLOSE_BRACE, NEWLINE, END);
const ENDS_YIELD = endsBefore(ASSIGN, BANG, COLON, WALRUS);
const ENDS_TARGETS = endsBefore();
const ENDS_LAMBDA = endsBefore(COMMA, COLON, ASSIGN, BANG);
const ENDS_DEFAULT = endsBefore(COMMA, COLON);

const NO_CALL = -1;

export abstract class Expressions extends FormattedStrings {
  // What `step` and `expression` leave about the operand or expression that they read.
  /** The dotted name with which it begins, where that ends, the byte after it if `(` or `[`. */
  protected head = NO_NAME;
  protected headEnd = 0;
  protected headFollow = 0;
  protected headFlags = 0;

  // What `expression` leaves besides.
  protected valueCall = NO_CALL;
  protected valueStart = 0;
  protected valueEnd = 0;
  /** Whether it is one operand, with an `await` or without. */
  protected isOneOperand = false;

  /** Whether names being read are bound: targets of loops, tuples, `as`. */
  protected isTarget = false;
  /** In a pattern the names inside brackets are bound, too, and calls are none. */
  protected isPattern = false;
  private lambdas = 0;
  /** Words being read inside one another: `lambda: lambda: …`. */
  private nesting = 0;

  /**
   * Reads an expression up to one of `ends` or to `endWord`, and leaves what it is.
   * Parentheses around all of it are seen through, but belong to its range.
   */
  protected expression(ends: Kinds, endWord = NO_NAME): void {
    const start = this.start;
    if (this.isAt(ends, endWord)) {
      this.noExpression();
      return;
    }
    let call = this.step();
    const isOneOperand = this.isAt(ends, endWord);
    if (!isOneOperand) {
      call = NO_CALL;
      const { head, headFollow, headFlags } = this;
      let hasHead = !this.is(WALRUS);
      while (!this.isAt(ends, endWord)) {
        // A comprehension begins with its element, which is not its value.
        if (this.isKeyword(WORD.for) || this.isKeyword(WORD.async)) hasHead = false;
        this.step();
      }
      this.head = hasHead ? head : NO_NAME;
      this.headFollow = hasHead ? headFollow : 0;
      this.headFlags = hasHead ? headFlags & FLAG.AWAITED : 0;
    }
    this.isOneOperand = isOneOperand;
    this.valueCall = call;
    this.valueStart = start;
    this.valueEnd = this.previousEnd;
  }

  /** Leaves what is known where an expression is missing. */
  protected noExpression(): void {
    this.noHead();
    this.isOneOperand = false;
    this.valueCall = NO_CALL;
    this.valueStart = 0;
    this.valueEnd = 0;
  }

  /** Writes what `expression` left into the columns of `VALUE`, from `offset` on. */
  protected putValue(data: Int32Array, offset: number, flags: number): void {
    data[offset + VALUE.HEAD] = this.head;
    data[offset + VALUE.FOLLOW] = this.headFollow;
    data[offset + VALUE.CALL] = this.valueCall;
    data[offset + VALUE.START] = this.valueStart;
    data[offset + VALUE.END] = this.valueEnd;
    data[offset + VALUE.FLAGS] = flags | this.headFlags;
  }

  /**
   * One operand with its trailers, one lambda, one `yield`, or one other token.
   * Returns the row of the call that is all of an operand, or -1.
   */
  protected step(): number {
    if (STARTS_OPERAND[this.kind] === 1) return this.operand();
    if (this.isKeyword(WORD.await)) return this.awaited();
    if (this.is(KEYWORD) && this.nesting < DEEPEST) {
      this.nesting++;
      this.keyword();
      this.nesting--;
    } else this.next();
    this.noHead();
    return NO_CALL;
  }

  /** Reads targets up to one of `ends` or to `endWord`: the names in them are bound. */
  protected targets(ends: Kinds, endWord = NO_NAME): void {
    const before = this.isTarget;
    this.isTarget = true;
    while (!this.isAt(ends, endWord)) this.step();
    this.isTarget = before;
  }

  /** The value of the `return` or `yield` whose word was just read. */
  protected result(start: number, ends: Kinds, flags: number): void {
    // A `yield` in a lambda makes the lambda a generator, not the function around it.
    if (this.lambdas > 0) {
      this.expression(ends);
      return;
    }
    const row = this.results.add();
    const { owner } = this;
    this.expression(ends);
    const data = this.results.data;
    data[row + RESULT.START] = start;
    data[row + RESULT.OWNER] = owner;
    this.putValue(data, row + RESULT.VALUE, flags);
  }

  protected dottedName(): number {
    if (!this.is(NAME)) return NO_NAME;
    let name = this.name;
    for (this.next(); this.is(DOT); this.next()) {
      this.next();
      if (!this.is(NAME)) return name;
      name = this.names.dotted(name, this.name);
    }
    return name;
  }

  /** A bracket and all in it. */
  protected group(): void {
    if (this.depth > DEEPEST) this.skipGroup();
    else {
      this.openGroup();
      while (!this.closesGroup()) this.step();
      this.closeGroup();
    }
  }

  private noHead(): void {
    this.head = NO_NAME;
    this.headFollow = 0;
    this.headFlags = 0;
  }

  private keyword(): void {
    const { start, name } = this;
    this.next();
    if (name === WORD.lambda) this.lambda();
    else if (name === WORD.for) this.targets(ENDS_TARGETS, WORD.in);
    else if (name === WORD.as) this.alias();
    else if (name === WORD.yield) this.yielded(start);
  }

  private yielded(start: number): void {
    const isFrom = this.isKeyword(WORD.from);
    if (isFrom) this.next();
    this.result(start, ENDS_YIELD, isFrom ? FLAG.YIELD | FLAG.FROM : FLAG.YIELD);
  }

  /** What stands after `as`. */
  private alias(): void {
    const before = this.isTarget;
    this.isTarget = true;
    if (!this.isAt(ENDS_TARGETS)) this.step();
    this.isTarget = before;
  }

  private awaited(): number {
    this.next();
    if (STARTS_OPERAND[this.kind] === 0) {
      this.noHead();
      return NO_CALL;
    }
    const call = this.operand();
    this.headFlags |= FLAG.AWAITED;
    if (call !== NO_CALL) this.calls.data[call * CALL.WIDTH + CALL.FLAGS]! |= FLAG.AWAITED;
    return call;
  }

  private operand(): number {
    const start = this.start;
    const bound = this.bindings.length;
    let inside = NO_CALL;
    switch (this.kind) {
      case NAME:
        return this.nameOperand(start);
      case OPEN:
        inside = this.parenthesis();
        break;
      case OPEN_SQUARE:
      case OPEN_BRACE:
        this.group();
        this.noHead();
        break;
      default:
        this.literal();
        this.noHead();
    }
    if (STARTS_TRAILER[this.kind] === 0) return inside;
    const before = this.isTarget;
    if (before && !this.isPattern) {
      // `(a).b = …` binds no `a`.
      this.bindings.length = bound;
      this.isTarget = false;
    }
    const call = this.trailers(start, NO_RECEIVER, inside);
    this.isTarget = before;
    this.noHead();
    return call;
  }

  private nameOperand(start: number): number {
    const head = this.dottedName();
    const headEnd = this.previousEnd;
    const follow = this.is(OPEN) || this.is(OPEN_SQUARE) ? this.kind : 0;
    if (this.isBound(follow)) this.bindPlain(start, head);
    let call = NO_CALL;
    if (follow !== 0) {
      const before = this.isTarget;
      // `a[i] = …` binds neither `a` nor `i`.
      if (!this.isPattern) this.isTarget = false;
      call = this.trailers(start, head, NO_CALL);
      this.isTarget = before;
    }
    this.head = head;
    this.headEnd = headEnd;
    this.headFollow = follow;
    this.headFlags = follow === 0 ? FLAG.NAME_ONLY : 0;
    return call;
  }

  /** Whether what stands after a name makes it one that is bound. */
  private isBound(follow: number): boolean {
    if (this.is(WALRUS) && this.depth !== this.fieldDepth) return true;
    const isKeyword = this.isPattern && this.is(ASSIGN);
    return this.isTarget && follow === 0 && !isKeyword;
  }

  /** `a.b` binds nothing; neither does `_` in a pattern, nor `None`. */
  protected bindPlain(start: number, name: number): void {
    if (this.names.prefix(name) !== NO_NAME || (this.isPattern && !isCapture(name))) return;
    this.bind(start, name);
  }

  /** Strings and numbers side by side. */
  private literal(): void {
    while (this.is(STRING) || this.is(FORMATTED) || this.is(NUMBER)) {
      if (this.is(FORMATTED)) this.formatted();
      this.next();
    }
  }

  /** Returns the call that is all that it holds, or -1; leaves the head of what it holds. */
  private parenthesis(): number {
    if (this.depth > DEEPEST) {
      this.skipGroup();
      this.noHead();
      return NO_CALL;
    }
    this.openGroup();
    this.expression(CLOSES_GROUP);
    this.closeGroup();
    return this.valueCall;
  }

  /**
   * `.name`, `(…)` and `[…]` after an operand. Returns the row of the last call when it ends the
   * operand, -1 when something else does.
   */
  private trailers(start: number, callee: number, receiver: number): number {
    let name = callee;
    let on = receiver;
    let last = NO_CALL;
    for (;;) {
      if (this.is(DOT)) {
        this.next();
        if (!this.is(NAME)) return NO_CALL;
        name = this.names.dotted(name, this.name);
        this.next();
        last = NO_CALL;
      } else if (this.is(OPEN)) {
        last = this.call(start, name, on);
        name = NO_RECEIVER;
        on = last;
      } else if (this.is(OPEN_SQUARE)) {
        this.group();
        name = NO_RECEIVER;
        on = NO_CALL;
        last = NO_CALL;
      } else return last;
    }
  }

  private call(start: number, callee: number, receiver: number): number {
    const index = this.calls.length;
    const row = this.calls.add();
    const data = this.calls.data;
    data[row + CALL.START] = start;
    data[row + CALL.NAME_END] = this.previousEnd;
    data[row + CALL.CALLEE] = callee;
    data[row + CALL.OWNER] = this.owner;
    data[row + CALL.RECEIVER] = receiver;
    data[row + CALL.FLAGS] = this.flags | (this.lambdas > 0 ? FLAG.IN_LAMBDA : 0);
    data[row + CALL.STATEMENT] = this.statementStart;
    this.group();
    this.calls.data[row + CALL.END] = this.previousEnd;
    return index;
  }

  /** A bracket that is too deep to be read: only its end is found. */
  private skipGroup(): void {
    const depth = this.depth;
    do {
      if (this.is(FORMATTED)) this.formatted();
      if (this.is(OPEN) || this.is(OPEN_SQUARE) || this.is(OPEN_BRACE)) this.openGroup();
      else if (this.is(CLOSE) || this.is(CLOSE_SQUARE) || this.is(CLOSE_BRACE)) this.closeGroup();
      else this.next();
    } while (this.depth > depth && !this.is(NEWLINE) && !this.is(END));
    this.depth = depth;
  }

  /** From after the word. Its body is marked as such: it does not run where it stands. */
  private lambda(): void {
    const wasTarget = this.isTarget;
    this.isTarget = false;
    while (!this.is(COLON) && !this.isAt(ENDS_TARGETS)) {
      if (!this.is(NAME)) {
        this.step();
        continue;
      }
      this.bind(this.start, this.name);
      this.next();
      while (!this.isAt(ENDS_DEFAULT)) this.step();
    }
    if (this.is(COLON)) this.next();
    this.lambdas++;
    while (!this.isAt(ENDS_LAMBDA, WORD.for) && !this.isKeyword(WORD.async)) this.step();
    this.lambdas--;
    this.isTarget = wasTarget;
  }
}

function isCapture(name: number): boolean {
  return name !== WORD._ && name !== WORD.None && name !== WORD.True && name !== WORD.False;
}
