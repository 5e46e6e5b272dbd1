/** What a file does to a list that a name stands for, beside binding it. */

import type { SourceFile } from "#model/files/sourceFile";

const CHANGE =
  /(?<![\p{L}\p{N}_])([\p{L}\p{N}_]+)(?:\.([a-z]+)\(|\s{0,9}(?:\[[^\]\n]{0,200}\]\s{0,9}=[^=]|[-+*|&^]=))/gu;
const ADDING = /^(?:append|extend|insert|add|update)$/;
const CHANGING = /^(?:remove|pop|clear|discard|sort|reverse|setdefault|popitem)$/;

/** `adds`: what was in it stays in it. Found by the words of the text, so that another list of the same name counts, too. */
export function changesOf(name: string, file: SourceFile): "none" | "adds" | "other" {
  let adds = false;
  if (!file.text.includes(name)) return "none";
  for (const [text, changed, method] of file.text.matchAll(CHANGE)) {
    if (changed !== name) continue;
    if (method === undefined ? !text.endsWith("+=") : CHANGING.test(method)) return "other";
    adds ||= method === undefined || ADDING.test(method);
  }
  return adds ? "adds" : "none";
}
