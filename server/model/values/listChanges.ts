/** What a file does to a list, or to what else a name stands for, beside binding it. */

import type { SourceFile } from "#model/files/sourceFile";

/** `name.append(`, `name["key"].append(`, `name[0] =`, `name +=` */
const CHANGE =
  /(?<![\p{L}\p{N}_])([\p{L}\p{N}_]+)(?:(?:\[[^\]\n]{0,200}\]){0,3}\.([a-z]+)\(|\s{0,9}(?:\[[^\]\n]{0,200}\]\s{0,9}[-+*|&^]?=[^=]|[-+*|&^]=))/gu;
/** `other = name`, after which it may be changed under that name. */
const ALIAS = /[\p{L}\p{N}_\]][ \t]*=[ \t]*([\p{L}\p{N}_]+)[ \t]*(?:#.*)?$/gmu;
const ADDING = /^(?:append|extend|insert|add|update)$/;
const CHANGING = /^(?:remove|pop|clear|discard|sort|reverse|setdefault|popitem)$/;

/** `adds`: what was in it stays in it. Found by the words of the text, so that another thing of the same name counts, too. */
export function changesOf(name: string, file: SourceFile): "none" | "adds" | "other" {
  if (!file.text.includes(name)) return "none";
  let adds = false;
  for (const [text, changed, method] of file.text.matchAll(CHANGE)) {
    if (changed !== name) continue;
    if (method === undefined ? !text.endsWith("+=") : CHANGING.test(method)) return "other";
    adds ||= method === undefined || ADDING.test(method);
  }
  return adds ? "adds" : "none";
}

/** Whether a file gives it another name, by which it may be changed, too. */
export function isAliased(name: string, { text }: SourceFile): boolean {
  return text.includes(name) && [...text.matchAll(ALIAS)].some(([, alias]) => alias === name);
}
