/** From the bytes of a file to its text. */
import type { Unreadable } from "#host";

/** Larger files are data, not code that somebody wrote. */
export const LARGEST_FILE = 5_000_000;

const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/** PEP 263: a comment in one of the first two lines names the encoding. */
const DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const COMMENT_OR_BLANK = /^[ \t\f]*(?:#|$)/;

type Decoder = InstanceType<typeof TextDecoder>;

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder("utf-8");

/**
 * The text of a file without its byte-order mark, line ends as they are, or why it has none.
 * UTF-8 is tried first, for that is what an editor shows, whatever a comment in the file declares.
 * Bytes that are no UTF-8 follow the declared encoding; without one they become U+FFFD.
 */
export function decode(bytes: Uint8Array): string | Unreadable {
  if (bytes.length > LARGEST_FILE) return { why: "larger than 5 MB" };
  if (UTF16_MARKS.some((mark) => beginsWith(bytes, mark)))
    return { why: "encoded as UTF-16; save it as UTF-8" };
  if (bytes.includes(0)) return { why: "binary file" };
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  const hasMark = beginsWith(bytes, UTF8_MARK);
  const decoder = (hasMark ? undefined : declaredDecoder(bytes)) ?? lenient;
  return decoder.decode(bytes);
}

/** Whether text made by `decode` can be written back as UTF-8 without changing other bytes. */
export function isUtf8(bytes: Uint8Array): boolean {
  return decodeUtf8(bytes) !== undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function declaredDecoder(bytes: Uint8Array): Decoder | undefined {
  const [first = "", second = ""] = lenient.decode(bytes.subarray(0, 1000)).split(/\r\n|\r|\n/, 2);
  const declaration =
    DECLARATION.exec(first) ?? (COMMENT_OR_BLANK.test(first) ? DECLARATION.exec(second) : null);
  if (declaration?.[1] === undefined) return undefined;
  try {
    return new TextDecoder(labelOf(declaration[1]));
  } catch {
    // An encoding that only Python knows.
    return undefined;
  }
}

/** Python knows `latin-1`, `Latin_1` and `iso-latin-1`; the Encoding Standard `latin1` only. */
function labelOf(declared: string): string {
  const label = declared.toLowerCase().replaceAll("_", "-");
  return label.replace(/^(?:iso-)?latin-(?=\d)/, "latin");
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
