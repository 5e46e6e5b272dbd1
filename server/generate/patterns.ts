/** Snippets for the editor, made from the runnable files of `snippets/patterns`. */

export interface Pattern {
  /** The name of its file without the extension: `current_user`. */
  readonly name: string;
  /** What one types to get it: `fa-current-user`. */
  readonly prefix: string;
  /** One sentence, without a full stop. */
  readonly description: string;
  /** The code in the snippet syntax of LSP: linked tab stops, the last one `$0`. */
  readonly body: string;
  /** The code alone, for a terminal and for editors that know no snippets. */
  readonly text: string;
}

const HEADER = /^# (fa-[a-z-]+): (.+)\n(?:# stops: (.+)\n)?/;
const IDENTIFIER_OR_SPECIAL = /[A-Za-z_]\w*|[$}\\]/g;

/**
 * Reads one file. Its first line is `# fa-name: What it is`; a second line `# stops: one, two` may name the
 * identifiers that become tab stops, in their order. Throws an `Error` with the file's name where that is not so.
 */
export function readPattern(name: string, source: string): Pattern {
  const lines = source.replaceAll("\r\n", "\n");
  const [header, prefix, description, list] = HEADER.exec(lines) ?? [];
  if (header === undefined || prefix === undefined || description === undefined)
    throw new Error(`${name}: the first line is not "# fa-name: What it is".`);
  const text = lines.slice(header.length);
  const stops = list?.split(", ") ?? [];
  return { name, prefix, description, body: `${withTabStops(name, text, stops)}\n$0`, text };
}

/** Every occurrence of a name has the same number, so the editor changes them together. */
function withTabStops(name: string, text: string, stops: readonly string[]): string {
  const numbers = new Map(stops.map((stop, index) => [stop, index + 1]));
  const seen = new Set<string>();
  const body = text.trimEnd().replaceAll(IDENTIFIER_OR_SPECIAL, (token) => {
    if (token === "$" || token === "}" || token === "\\") return `\\${token}`;
    const number = numbers.get(token);
    if (number === undefined) return token;
    seen.add(token);
    return `\${${number}:${token}}`;
  });
  const missing = stops.filter((stop) => !seen.has(stop));
  if (missing.length > 0) throw new Error(`${name}: no such tab stop: ${missing.join(", ")}.`);
  return body;
}
