/**
 * What the parser sees in place of text that tree-sitter-python would misread. Every rewrite keeps the length of the
 * text, so offsets stay; names and literals are read from the text as it was written.
 */

/**
 * The grammar takes `type(x).y = 1` for a type alias and looks for statements of Python 2 behind `print` and `exec`.
 * `print "x"` stays: there a statement of Python 2 is what somebody wrote.
 */
const MISREAD = /\b(?:(typ)e(?=[ \t]*[([.])|(prin)t\b(?![ \t]+["'\w])|(exe)c\b(?![ \t]+["'\w]))/g;

/** Python ends a line at a carriage return, too; the grammar does not. */
const LONE_RETURN = /\r(?!\n)/g;

/** `return *[a], b`: a star before a display or a string, which the grammar knows inside of brackets only. */
const STARRED_DISPLAY = /([,=([{]|\b(?:return|yield|in))(\s*)\*(?=\s*[([{"'])/g;

/** `def f[T = int]`: where a list of type parameters begins. */
const TYPE_PARAMETERS = /\b(?:def|class|type)[ \t]+\w+[ \t]*\[/g;

export function rewrite(source: string): string {
  const lines = source.includes("\r") ? source.replace(LONE_RETURN, "\n") : source;
  return lines.replace(MISREAD, "$1$2$3_");
}

/**
 * For text with errors only. A minus sign may stand wherever the star of a display may, and a colon wherever the
 * equals sign of a type parameter's default may.
 */
export function rewriteNewSyntax(source: string): string {
  const starless = source.replace(STARRED_DISPLAY, "$1$2-");
  const letters = [...starless.matchAll(TYPE_PARAMETERS)].flatMap(({ 0: head, index }) =>
    equalsSigns(starless, index + head.length),
  );
  if (letters.length === 0) return starless;
  let rewritten = "";
  let from = 0;
  for (const at of letters) {
    rewritten += `${starless.slice(from, at)}:`;
    from = at + 1;
  }
  return rewritten + starless.slice(from);
}

/** Where equals signs stand in a list that begins at an offset, outside of brackets in it. */
function equalsSigns(source: string, start: number): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const letter = source.charAt(at);
    if (letter === "=" && depth === 0) found.push(at);
    else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter) && depth-- === 0) break;
  }
  return found;
}
