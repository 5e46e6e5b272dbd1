/** Edits that are made one after the other, and told as edits of the text before all of them. */
import { applyEdits, type EditedFile, replace } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import type { Range } from "#syntax/range";

/** A range of the first text that is still there, or text that was put in. */
type Piece = Range | string;

export class EditSequence {
  private readonly original: EditedFile;
  private pieces: readonly Piece[];
  private text: string;

  constructor(file: EditedFile) {
    this.original = file;
    this.pieces = [{ start: 0, end: file.text.length }];
    this.text = file.text;
  }

  /** The file as it is now. */
  get file(): EditedFile {
    return { path: this.original.path, text: this.text };
  }

  /** Makes edits of the text as it is now. */
  apply(edits: readonly TextEdit[]): void {
    this.text = applyEdits(this.text, edits);
    for (const { range, text } of edits.toReversed().toSorted(fromLast))
      this.pieces = [
        ...this.between(0, range.start),
        text,
        ...this.between(range.end, Number.POSITIVE_INFINITY),
      ];
  }

  /** All of them as edits of the first text. */
  edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let start = 0;
    let text = "";
    for (const piece of [...this.pieces, END]) {
      if (typeof piece === "string") {
        text += piece;
        continue;
      }
      const end = Math.min(piece.start, this.original.text.length);
      if (text !== "" || end > start) edits.push(replace({ start, end }, text, this.original));
      text = "";
      start = piece.end;
    }
    return edits;
  }

  private between(from: number, to: number): readonly Piece[] {
    let at = 0;
    return this.pieces.flatMap((piece): Piece[] => {
      const length = typeof piece === "string" ? piece.length : piece.end - piece.start;
      const start = Math.max(from - at, 0);
      const end = Math.min(to - at, length);
      at += length;
      if (start >= end) return [];
      if (typeof piece === "string") return [piece.slice(start, end)];
      return [{ start: piece.start + start, end: piece.start + end }];
    });
  }
}

const END: Range = { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY };

function fromLast(a: TextEdit, b: TextEdit): number {
  return b.range.start - a.range.start || b.range.end - a.range.end;
}
