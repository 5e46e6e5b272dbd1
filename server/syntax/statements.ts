/** Statements: imports, assignments, `with`, `match`, `return`, and which of them holds what. */
import { Definitions } from "#syntax/definitions";
import {
  ASSIGN,
  AT,
  AUGMENTED,
  CLOSE,
  COLON,
  COMMA,
  DOT,
  END,
  KEYWORD,
  NAME,
  NEWLINE,
  OPEN,
  OPEN_SQUARE,
  SEMICOLON,
  STAR,
} from "#syntax/lexer";
import { NO_NAME, WORD } from "#syntax/names";
import { endsBefore, kinds, type Mark } from "#syntax/records";
import { ASSIGNMENT, FLAG, IMPORT, Rows, WITH } from "#syntax/tables";

/** What tells a `match` that is a name. */
const FOLLOWS_NAME = kinds(COLON, ASSIGN, DOT, COMMA, CLOSE);
const ENDS_TARGET = endsBefore(ASSIGN, AUGMENTED, COLON);
const ENDS_VALUE = endsBefore(ASSIGN);
const ENDS_ITEM = endsBefore(COMMA, COLON);
const ENDS_RESULT = endsBefore();
const ENDS_PATTERN = endsBefore(COLON);

export abstract class Statements extends Definitions {
  protected readonly imports = new Rows(IMPORT.WIDTH);
  protected readonly assignments = new Rows(ASSIGNMENT.WIDTH);
  protected readonly withs = new Rows(WITH.WIDTH);

  /** A logical line: statements with `;` between them, or a header and what follows on its line. */
  protected line(): void {
    this.closeBlocks(this.column);
    this.statementStart = this.start;
    do {
      this.statement();
      if (this.is(SEMICOLON)) {
        this.next();
        this.statementStart = this.start;
      }
    } while (!this.is(NEWLINE) && !this.is(END));
    if (this.is(NEWLINE)) this.next();
  }

  /** A simple statement, or the header of a compound statement with its colon. */
  private statement(): void {
    switch (this.kind) {
      case KEYWORD:
        this.keywordStatement();
        break;
      case NAME:
        this.nameStatement();
        break;
      case OPEN:
      case OPEN_SQUARE:
      case STAR:
        this.assignmentOrExpression();
        break;
      case AT:
        this.decorator();
        break;
      default:
        this.rest();
    }
  }

  private keywordStatement(): void {
    const start = this.start;
    switch (this.name) {
      case WORD.import:
        this.importStatement();
        break;
      case WORD.from:
        this.fromStatement();
        break;
      case WORD.def:
        this.definition(start, 0);
        break;
      case WORD.class:
        this.definition(start, FLAG.CLASS);
        break;
      case WORD.async:
        this.asyncStatement(start);
        break;
      case WORD.with:
        this.withStatement(0);
        break;
      case WORD.if:
        this.ifStatement();
        break;
      case WORD.return:
        this.next();
        this.result(start, ENDS_RESULT, 0);
        this.rest();
        break;
      case WORD.global:
      case WORD.nonlocal:
        this.outerNames();
        break;
      case WORD.for:
      case WORD.while:
      case WORD.elif:
      case WORD.else:
      case WORD.try:
      case WORD.except:
      case WORD.finally:
        this.header();
        break;
      default:
        this.rest();
    }
  }

  /** `match`, `case` and `type` are names unless the rest of the line says otherwise. */
  private nameStatement(): void {
    if (this.name === WORD.match && this.isMatchHeader()) this.matchStatement();
    else if (this.name === WORD.case && this.beginsClause()) this.caseClause();
    else if (this.name === WORD.type && this.isTypeAlias()) this.typeAlias();
    else this.assignmentOrExpression();
  }

  private asyncStatement(start: number): void {
    this.next();
    if (this.isKeyword(WORD.def)) this.definition(start, FLAG.ASYNC);
    else if (this.isKeyword(WORD.with)) this.withStatement(FLAG.ASYNC);
    else this.header();
  }

  private ifStatement(): void {
    this.next();
    const isName = this.is(NAME);
    if (isName) this.step();
    const isTypeChecking =
      isName &&
      this.is(COLON) &&
      this.headFlags === FLAG.NAME_ONLY &&
      this.names.last(this.head) === WORD.TYPE_CHECKING;
    this.header();
    if (isTypeChecking) this.openTypeChecking();
  }

  /** Recorded as bindings, so that the name is not taken for one of the function's own. */
  private outerNames(): void {
    do {
      this.next();
      if (this.is(NAME)) {
        this.bind(this.start, this.name, FLAG.OUTER);
        this.next();
      }
    } while (this.is(COMMA));
    this.rest();
  }

  // ---- Imports ----

  private importStatement(): void {
    do {
      this.next();
      const start = this.start;
      this.addImport(start, this.dottedName(), NO_NAME, 0);
    } while (this.is(COMMA));
    this.rest();
  }

  private fromStatement(): void {
    let level = 0;
    for (this.next(); this.is(DOT); this.next()) level++;
    const module = this.dottedName();
    if (this.isKeyword(WORD.import)) {
      this.next();
      const isParenthesised = this.is(OPEN);
      if (isParenthesised) this.openGroup();
      while (this.is(NAME) || this.is(STAR)) this.importedName(module, level);
      if (isParenthesised) this.closeGroup();
    }
    this.rest();
  }

  private importedName(module: number, level: number): void {
    const start = this.start;
    const name = this.is(STAR) ? WORD["*"] : this.name;
    this.next();
    this.addImport(start, module, name, level);
    if (this.is(COMMA)) this.next();
  }

  private addImport(start: number, module: number, name: number, level: number): void {
    let alias = NO_NAME;
    if (this.isKeyword(WORD.as)) {
      this.next();
      alias = this.name;
      this.next();
    }
    const row = this.imports.add();
    const data = this.imports.data;
    data[row + IMPORT.START] = start;
    data[row + IMPORT.MODULE] = module;
    data[row + IMPORT.NAME] = name;
    data[row + IMPORT.ALIAS] = alias;
    data[row + IMPORT.LEVEL] = level;
    data[row + IMPORT.OWNER] = this.owner;
    data[row + IMPORT.FLAGS] = this.flags;
  }

  // ---- With ----

  private withStatement(flags: number): void {
    this.next();
    if (this.is(OPEN)) {
      // `with (a as b, c):` lists items, `with (a or b).c as d:` begins with an expression.
      // Which of them it is shows only after the parenthesis.
      const mark = this.mark();
      const before = this.withs.length;
      this.openGroup();
      this.withItems(flags);
      this.closeGroup();
      if (!this.is(COLON)) {
        this.rewind(mark);
        this.withs.length = before;
      }
    }
    this.withItems(flags);
    this.header();
  }

  private withItems(flags: number): void {
    while (!this.isAt(ENDS_PATTERN)) {
      if (this.is(COMMA)) this.next();
      else this.withItem(flags);
    }
  }

  private withItem(flags: number): void {
    const row = this.withs.add();
    const data = this.withs.data;
    data[row + WITH.OWNER] = this.owner;
    this.expression(ENDS_ITEM, WORD.as);
    this.putValue(data, row + WITH.SUBJECT, flags | this.flags);
    if (!this.isKeyword(WORD.as)) return;
    this.next();
    const bound = this.bindings.length;
    this.isTarget = true;
    this.expression(ENDS_ITEM);
    this.isTarget = false;
    const alias = this.plainTarget();
    if (alias === NO_NAME) return;
    data[row + WITH.ALIAS] = alias;
    this.bindings.length = bound;
  }

  // ---- Assignments ----

  private assignmentOrExpression(): void {
    const first = this.assignments.length;
    let mark = this.mark();
    this.expression(ENDS_TARGET);
    let hasAnnotation = false;
    if (this.is(AUGMENTED)) this.augmented(mark.start);
    else if (this.is(COLON)) {
      hasAnnotation = true;
      this.annotation(mark);
    }
    while (this.is(ASSIGN)) {
      if (!hasAnnotation) this.target(mark);
      this.next();
      mark = this.mark();
      this.expression(ENDS_VALUE);
    }
    const data = this.assignments.data;
    for (let index = first; index < this.assignments.length; index++)
      this.putValue(data, index * ASSIGNMENT.WIDTH + ASSIGNMENT.VALUE, this.flags);
    this.rest();
  }

  /** `x += 1` gives `x` another value, but not this one. */
  private augmented(start: number): void {
    const target = this.plainTarget();
    if (target !== NO_NAME) this.bindPlain(start, target);
    this.next();
  }

  /** The annotation of the target that was just read, from `mark` on. */
  private annotation(mark: Mark): void {
    const before = this.assignments.length;
    this.target(mark);
    this.next();
    this.expression(ENDS_VALUE);
    if (this.assignments.length > before) {
      const row = before * ASSIGNMENT.WIDTH;
      const data = this.assignments.data;
      data[row + ASSIGNMENT.ANNOTATION] = this.head;
      data[row + ASSIGNMENT.ANNOTATION_START] = this.valueStart;
      data[row + ASSIGNMENT.ANNOTATION_END] = this.valueEnd;
    }
    this.noExpression();
  }

  /** What was read since `mark` turns out to be assigned to. */
  private target(mark: Mark): void {
    const target = this.plainTarget();
    if (target !== NO_NAME) {
      const row = this.assignments.add();
      const data = this.assignments.data;
      data[row + ASSIGNMENT.START] = mark.start;
      data[row + ASSIGNMENT.TARGET] = target;
      data[row + ASSIGNMENT.OWNER] = this.owner;
    } else if (mark.kind !== NAME || !this.isOneOperand) {
      this.rewind(mark);
      this.targets(ENDS_TARGET);
    }
  }

  /** The target that was just read, where it is a dotted name without parentheses. */
  private plainTarget(): number {
    const isPlain = this.headFlags === FLAG.NAME_ONLY && this.headEnd === this.valueEnd;
    return isPlain ? this.head : NO_NAME;
  }

  private isTypeAlias(): boolean {
    return this.ahead(() => {
      this.next();
      return this.is(NAME);
    });
  }

  private typeAlias(): void {
    this.next();
    this.bind(this.start, this.name);
    this.next();
    this.rest();
  }

  // ---- Match ----

  private isMatchHeader(): boolean {
    return this.ahead(() => {
      this.next();
      const isEllipsis = this.is(DOT) && this.bytes[this.end] === DOT;
      if (FOLLOWS_NAME[this.kind] === 1 && !isEllipsis) return false;
      this.rest();
      return this.is(NEWLINE) && this.bytes[this.previousEnd - 1] === COLON;
    });
  }

  private matchStatement(): void {
    this.next();
    this.header();
    this.openMatch();
  }

  /** `Point(x=0)` in a pattern is no call; in the guard it is. */
  private caseClause(): void {
    const before = this.calls.length;
    this.isPattern = true;
    this.next();
    this.targets(ENDS_PATTERN, WORD.if);
    this.calls.length = before;
    this.isPattern = false;
    this.header();
  }
}
