/**
 * Globs of Ruff's configuration, which differ from ours: a star takes slashes, too, and a pattern is matched against the whole path, and
 * against the name where it is told so. As ours they are matched in time that grows with the length of pattern times path.
 */
import { expandBraces, matchesPart, type Token, tokensOf } from "#model/files/globs";

const LONGEST = 1000;
const MOST_ALTERNATIVES = 100;

/** Whether a path below the folder of a configuration, or a name, matches. */
export interface RuffGlob {
  matches(text: string): boolean;
}

/** A glob that cannot be used matches nothing. */
export function ruffGlobOf(pattern: string): RuffGlob {
  const alternatives = alternativesOf(pattern);
  return { matches: (text) => alternatives.some((tokens) => matchesPart(tokens, text)) };
}

function alternativesOf(pattern: string): readonly (readonly Token[])[] {
  if (pattern.length > LONGEST) return [];
  const expanded = (expandBraces(pattern.replace(/^(?:\.\/)+/, "")) ?? []).flatMap(withoutDoubles);
  return expanded.slice(0, MOST_ALTERNATIVES).map(tokensOf);
}

/** `**` is any number of folders, none included: each is once a star, once nothing. */
function withoutDoubles(pattern: string): readonly string[] {
  const parts = pattern.split("/");
  let made = [""];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (made.length > MOST_ALTERNATIVES) return [];
    if (part !== "**") made = made.map((before) => `${before}${part}${isLast ? "" : "/"}`);
    else if (isLast) made = made.map((before) => `${before}*`);
    else made = made.flatMap((before) => [before, `${before}*/`]);
  }
  return made;
}
