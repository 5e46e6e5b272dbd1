/** Functions and classes: header, decorators, bases, parameters, and which block ends where. */

import { Expressions } from "#syntax/expressions";
import { ARROW, ASSIGN, COLON, COMMA, NAME, OPEN, OPEN_SQUARE, STAR } from "#syntax/lexer";
import { NO_NAME } from "#syntax/names";
import { endsBefore } from "#syntax/records";
import { BASE, DECORATOR, DEFINITION, FLAG, PARAMETER, Rows } from "#syntax/tables";

const ENDS_HEADER = endsBefore(COLON);
const ENDS_ARGUMENT = endsBefore(COMMA, ASSIGN);
const ENDS_DEFAULT = endsBefore(COMMA);
const ENDS_DECORATOR = endsBefore();

const NO_DEFINITION = -1;

/** An open block that matters: a definition, `if TYPE_CHECKING` or `match`. */
interface Block {
  readonly column: number;
  readonly definition: number;
  /** Owner and flags of the code around it. */
  readonly owner: number;
  readonly flags: number;
  readonly isMatch: boolean;
  /** Where the `case` clauses of a `match` stand; unknown until the first. */
  clauseColumn: number;
}

export abstract class Definitions extends Expressions {
  protected readonly definitions = new Rows(DEFINITION.WIDTH);
  protected readonly decorators = new Rows(DECORATOR.WIDTH);
  protected readonly bases = new Rows(BASE.WIDTH);
  protected readonly parameters = new Rows(PARAMETER.WIDTH);
  private readonly blocks: Block[] = [];

  /** From `def` or `class` on. `start` is before an `async`. */
  protected definition(start: number, flags: number): void {
    this.next();
    if (!this.is(NAME)) {
      this.rest();
      return;
    }
    const index = this.definitions.length;
    const row = this.definitions.add();
    // A header holds no definition, so that the array stays the same while it is read.
    const data = this.definitions.data;
    data[row + DEFINITION.START] = start;
    data[row + DEFINITION.NAME] = this.name;
    data[row + DEFINITION.NAME_START] = this.start;
    data[row + DEFINITION.NAME_END] = this.end;
    data[row + DEFINITION.PARENT] = this.owner;
    data[row + DEFINITION.FLAGS] = flags;
    this.next();
    if (this.is(OPEN_SQUARE)) this.group();
    if (this.is(OPEN)) {
      if ((flags & FLAG.CLASS) !== 0) this.baseList(index);
      else this.parameterList(index);
    }
    if (this.is(ARROW)) {
      this.next();
      this.expression(ENDS_HEADER);
      data[row + DEFINITION.RETURNS] = this.head;
      data[row + DEFINITION.RETURNS_START] = this.valueStart;
      data[row + DEFINITION.RETURNS_END] = this.valueEnd;
    }
    this.header();
    data[row + DEFINITION.BODY] = this.start;
    data[row + DEFINITION.END] = this.previousEnd;
    this.openBlock(index, false);
  }

  /** Belongs to the definition that comes next. */
  protected decorator(): void {
    this.next();
    const start = this.start;
    this.expression(ENDS_DECORATOR);
    const row = this.decorators.add();
    const data = this.decorators.data;
    data[row + DECORATOR.DEFINITION] = this.definitions.length;
    data[row + DECORATOR.START] = start;
    data[row + DECORATOR.END] = this.previousEnd;
    data[row + DECORATOR.NAME] = this.head;
    data[row + DECORATOR.FOLLOW] = this.headFollow;
    data[row + DECORATOR.CALLED] = this.valueCall >= 0 ? 1 : 0;
  }

  /** All that is left of a statement. */
  protected rest(): void {
    while (!this.endsStatement()) this.step();
  }

  /** All that is left of the header of a compound statement, and its colon. */
  protected header(): void {
    while (!this.is(COLON) && !this.endsStatement()) this.step();
    if (this.is(COLON)) this.next();
  }

  protected openBlock(definition: number, isMatch: boolean): void {
    const { column, owner, flags } = this;
    this.blocks.push({ column, definition, owner, flags, isMatch, clauseColumn: -1 });
    if (definition !== NO_DEFINITION) this.owner = definition;
  }

  protected openTypeChecking(): void {
    this.openBlock(NO_DEFINITION, false);
    this.flags |= FLAG.TYPE_CHECKING;
  }

  protected openMatch(): void {
    this.openBlock(NO_DEFINITION, true);
  }

  /** Ends the blocks that a line at this indentation does not belong to. */
  protected closeBlocks(column: number): void {
    for (;;) {
      const block = this.blocks.at(-1);
      if (block === undefined || block.column < column) return;
      if (block.definition !== NO_DEFINITION) {
        const row = block.definition * DEFINITION.WIDTH;
        this.definitions.data[row + DEFINITION.END] = this.previousEnd;
      }
      this.owner = block.owner;
      this.flags = block.flags;
      this.blocks.pop();
    }
  }

  /** The first `case` directly in a `match` says at which indentation its fellows stand. */
  protected beginsClause(): boolean {
    const block = this.blocks.at(-1);
    if (block === undefined || !block.isMatch) return false;
    if (block.clauseColumn < 0) block.clauseColumn = this.column;
    return block.clauseColumn === this.column;
  }

  private baseList(definition: number): void {
    this.openGroup();
    while (!this.closesGroup()) {
      const start = this.start;
      this.expression(ENDS_ARGUMENT);
      if (this.is(ASSIGN)) this.expression(ENDS_DEFAULT);
      else if (this.head !== NO_NAME) {
        const row = this.bases.add();
        const data = this.bases.data;
        data[row + BASE.DEFINITION] = definition;
        data[row + BASE.START] = start;
        data[row + BASE.NAME] = this.head;
        data[row + BASE.FOLLOW] = this.headFollow;
      }
      if (this.is(COMMA)) this.next();
    }
    this.closeGroup();
  }

  private parameterList(definition: number): void {
    this.openGroup();
    let stars = 0;
    while (!this.closesGroup()) {
      if (this.is(NAME)) {
        this.parameter(definition, stars);
        stars = 0;
      } else {
        stars = this.is(STAR) ? stars + 1 : 0;
        this.step();
      }
    }
    this.closeGroup();
  }

  private parameter(definition: number, stars: number): void {
    const row = this.parameters.add();
    const data = this.parameters.data;
    data[row + PARAMETER.DEFINITION] = definition;
    data[row + PARAMETER.START] = this.start;
    data[row + PARAMETER.NAME] = this.name;
    data[row + PARAMETER.STARS] = stars;
    this.next();
    if (this.is(COLON)) {
      this.next();
      this.expression(ENDS_ARGUMENT);
      data[row + PARAMETER.ANNOTATION] = this.head;
      data[row + PARAMETER.ANNOTATION_START] = this.valueStart;
      data[row + PARAMETER.ANNOTATION_END] = this.valueEnd;
    }
    this.noExpression();
    if (this.is(ASSIGN)) {
      this.next();
      this.expression(ENDS_DEFAULT);
    }
    this.putValue(data, row + PARAMETER.DEFAULT, 0);
    while (!this.is(COMMA) && !this.closesGroup()) this.step();
    if (this.is(COMMA)) this.next();
  }
}
