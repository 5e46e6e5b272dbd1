/** What expressions record, and going back in the text with what was recorded there forgotten. */
import {
  CLOSE,
  CLOSE_BRACE,
  CLOSE_SQUARE,
  END,
  KEYWORD,
  Lexer,
  NEWLINE,
  SEMICOLON,
} from "#syntax/lexer";
import { NO_NAME } from "#syntax/names";
import { BINDING, CALL, RESULT, Rows } from "#syntax/tables";

/** Of each kind of token, whether it is one of a set. */
export type Kinds = Uint8Array;

export function kinds(...members: number[]): Kinds {
  const table = new Uint8Array(128);
  for (const member of members) table[member] = 1;
  return table;
}

/** Ends of an expression: these kinds of tokens, and whatever ends a bracket or a statement. */
export function endsBefore(...more: number[]): Kinds {
  return kinds(CLOSE, CLOSE_SQUARE, CLOSE_BRACE, NEWLINE, END, SEMICOLON, ...more);
}

/** A place in the text to go back to, and how much had been recorded there. */
export interface Mark {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  readonly name: number;
  readonly previousEnd: number;
  readonly column: number;
  readonly calls: number;
  readonly bindings: number;
  readonly results: number;
}

export abstract class Records extends Lexer {
  protected readonly calls = new Rows(CALL.WIDTH);
  protected readonly bindings = new Rows(BINDING.WIDTH);
  protected readonly results = new Rows(RESULT.WIDTH);
  /** The definition that the code being read belongs to, and what holds for all in it. */
  protected owner = -1;
  protected flags = 0;
  protected statementStart = 0;

  protected isAt(ends: Kinds, endWord = NO_NAME): boolean {
    return ends[this.kind] === 1 || (this.kind === KEYWORD && this.name === endWord);
  }

  protected mark(): Mark {
    return {
      kind: this.kind,
      start: this.start,
      end: this.end,
      name: this.name,
      previousEnd: this.previousEnd,
      column: this.column,
      calls: this.calls.length,
      bindings: this.bindings.length,
      results: this.results.length,
    };
  }

  /** Goes back to the mark and forgets what was recorded since. */
  protected rewind(mark: Mark): void {
    this.token(mark.kind, mark.start, mark.end);
    this.name = mark.name;
    this.previousEnd = mark.previousEnd;
    this.column = mark.column;
    this.calls.length = mark.calls;
    this.bindings.length = mark.bindings;
    this.results.length = mark.results;
  }

  /** Answers a question about what follows, and stays where it is. */
  protected ahead(test: () => boolean): boolean {
    const mark = this.mark();
    const answer = test();
    this.rewind(mark);
    return answer;
  }

  protected bind(start: number, name: number, flags = 0): void {
    const row = this.bindings.add();
    const data = this.bindings.data;
    data[row + BINDING.START] = start;
    data[row + BINDING.NAME] = name;
    data[row + BINDING.OWNER] = this.owner;
    data[row + BINDING.FLAGS] = flags;
  }
}
