/** Characters that move a terminal's cursor, end a line or turn the direction of text, and halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const SHORT = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** A name or message from a workspace, safe to show on one line of a terminal, a log or a hover: `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT.get(character) ?? escaped(character));
}

/** The same inside JSON text, where it must stay an escape of JSON. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character === "\n" ? character : `\\u${hexadecimal(character, 4)}`,
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${hexadecimal(character, 2)}` : `\\u${hexadecimal(character, 4)}`;
}

function hexadecimal(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
