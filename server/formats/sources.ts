import type { FilePath } from "#host";
import { Lines } from "#syntax/lines";

/** The files that findings speak of, for code frames and positions. */
export interface Sources {
  /** A file's text after a byte-order mark, as it was when it was analysed; undefined where it is not known. */
  text(path: FilePath): string | undefined;
}

/** The lines of each file asked for, made once. */
export class SourceLines {
  private readonly known = new Map<FilePath, Lines>();
  private readonly sources: Sources;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  of(path: FilePath): Lines {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const lines = new Lines(this.sources.text(path) ?? "");
    this.known.set(path, lines);
    return lines;
  }
}
