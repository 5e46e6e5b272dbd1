/**
 * Looks along while messages come over standard input: what can never become one would be waited for, or be kept in memory, for ever.
 * The format is that of the base protocol: a header of lines that end with `\r\n`, an empty line, a body of `Content-Length` bytes.
 */
export class Frames {
  /** Bytes of the header so far, one to a character. */
  private header = "";
  private bodyLeft = 0;

  /** Why nothing can be read after these bytes; `undefined` where all is well. */
  fault(bytes: Buffer): string | undefined {
    for (let at = 0; at < bytes.length; ) {
      if (this.bodyLeft > 0) {
        const skipped = Math.min(this.bodyLeft, bytes.length - at);
        this.bodyLeft -= skipped;
        at += skipped;
        continue;
      }
      const before = this.header.length;
      this.header += bytes.toString("latin1", at, at + LONGEST_HEADER + 1);
      const end = this.header.indexOf(HEADER_END);
      const lines = end < 0 ? this.header : this.header.slice(0, end);
      if (lines.length > LONGEST_HEADER || BARE_LINE_FEED.test(lines)) return "No header ends.";
      if (end < 0) return undefined;
      const length = Number(CONTENT_LENGTH.exec(lines)?.[1] ?? Number.NaN);
      if (!(length <= LONGEST_BODY)) return "A header has no Content-Length that can be.";
      this.header = "";
      this.bodyLeft = length;
      at += end + HEADER_END.length - before;
    }
    return undefined;
  }
}

const HEADER_END = "\r\n\r\n";
const CONTENT_LENGTH = /^content-length: *(\d+) *$/im;
const BARE_LINE_FEED = /(?<!\r)\n/;
/** Bytes; real ones have less than a hundred. */
const LONGEST_HEADER = 8_192;
/** Bytes; editors open no text so large. */
const LONGEST_BODY = 256_000_000;
