/** One Python file at one moment: its text, its outline, and facts of its spans on request. */
import type { FilePath } from "#host";
import type {
  Call,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Statement,
} from "#syntax/facts";
import { type FileHead, headOf } from "#syntax/importStatements";
import { Lines } from "#syntax/lines";
import { MODULE_LEVEL, type Outline } from "#syntax/outline";
import type { OutlineReader } from "#syntax/outliner";
import type { PythonReader } from "#syntax/python";
import { contains, type Range } from "#syntax/range";
import { afterBlank, lineStart } from "#syntax/scan";

export class SourceFile {
  readonly path: FilePath;
  /** Decoded, without a byte-order mark; line ends as on disk. */
  readonly text: string;
  private readonly outlines: OutlineReader;
  private readonly reader: PythonReader;
  private readOutline: Outline | undefined;
  private readLines: Lines | undefined;
  private readHead: FileHead | undefined;

  constructor(path: FilePath, text: string, outlines: OutlineReader, reader: PythonReader) {
    this.path = path;
    this.text = text;
    this.outlines = outlines;
    this.reader = reader;
  }

  /** Read when it is first asked for: nobody may ask, where the findings of an earlier run still hold. */
  get outline(): Outline {
    this.readOutline ??= this.outlines.read(this.text);
    return this.readOutline;
  }

  get lines(): Lines {
    this.readLines ??= new Lines(this.text);
    return this.readLines;
  }

  /** The import statements with the places of their names, for edits. Every fix of a file asks for them. */
  get head(): FileHead {
    this.readHead ??= headOf(this.text);
    return this.readHead;
  }

  slice(range: Range): string {
    return this.text.slice(range.start, range.end);
  }

  /** The facts of an expression that stands alone in a range: an argument, a right side, an annotation. */
  expression(range: Range): Expression {
    return this.reader.expression(this.slice(range), range.start);
  }

  /** The facts of a call row; `undefined` where the code is too broken to be read. */
  call(row: number): Call | undefined {
    const { calls } = this.outline;
    const expression = this.expression({ start: calls.start(row), end: calls.end(row) });
    return expression.kind === "call" ? expression : undefined;
  }

  /** The facts of a definition row, without its decorators. */
  definition(row: number): FunctionDefinition | ClassDefinition | undefined {
    const { definitions } = this.outline;
    const range = { start: definitions.start(row), end: definitions.end(row) };
    const [statement] = this.reader.statements(this.slice(range), range.start);
    return statement?.kind === "function" || statement?.kind === "class" ? statement : undefined;
  }

  /** The facts of the whole file. It is parsed as a whole, so ask only where no row of the outline will do. */
  statements(): readonly Statement[] {
    return this.reader.statements(this.text, 0);
  }

  /** The row of the innermost definition around a place, or `MODULE_LEVEL`. */
  definitionAt(place: Range): number {
    const { definitions } = this.outline;
    let found = MODULE_LEVEL;
    for (let row = 0; row < definitions.length && definitions.start(row) <= place.start; row++)
      if (contains({ start: definitions.start(row), end: definitions.end(row) }, place))
        found = row;
    return found;
  }

  /** Whether a statement that begins at an offset stands right in the body of a definition (or at module level), in no block of it. */
  isInBody(start: number, definition: number): boolean {
    const { text } = this;
    const column = (offset: number): number => offset - lineStart(text, offset);
    const isModule = definition === MODULE_LEVEL;
    const first = isModule
      ? 0
      : column(afterBlank(text, this.outline.definitions.body(definition)));
    return column(start) === first;
  }

  /** Where a definition begins, its decorators included. */
  startWithDecorators(definition: number): number {
    const { decorators, definitions } = this.outline;
    for (let row = 0; row < decorators.length; row++)
      if (decorators.definition(row) === definition)
        return this.text.lastIndexOf("@", decorators.start(row));
    return definitions.start(definition);
  }

  /** From where a call's own callee begins, `b` in `a().b()`, to where it ends. */
  calleeRange(row: number): Range {
    const { calls } = this.outline;
    const receiver = calls.receiver(row);
    const start = receiver < 0 ? calls.start(row) : calls.end(receiver);
    const end = calls.calleeEnd(row);
    const blank = /^[\s.\\]*/.exec(this.text.slice(start, end))?.[0].length ?? 0;
    // In `make()()` nothing of its own is called.
    return { start: start + blank < end ? start + blank : calls.start(row), end };
  }
}
