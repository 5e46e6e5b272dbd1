/** Why something cannot be generated, as one sentence for the person who asked. */
export class Refusal extends Error {}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names go into paths and code, so only the plainest are taken. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name);
}

/** The words of `text` that could be names, wherever they stand. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z_]\w*/g) ?? []);
}
