/** Adds imports where isort and Ruff would put them, and tells under which name the thing is then known. */

import { EditSequence } from "#lint/editSequence";
import { type EditedFile, insert, lineEndOf, replace } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import {
  type FileHead,
  headOf,
  type ImportedName,
  type ImportStatement,
  isDefinition,
} from "#syntax/importStatements";
import { after, afterBlank, isLineEnd, lineEnd, lineStart } from "#syntax/scan";
import { STANDARD_MODULES } from "#syntax/standardLibrary";

export interface WantedImport {
  /** Where the name can be had, best first. Where the file has it from any of these already, nothing is added. */
  readonly modules: readonly [string, ...string[]];
  /** Left out to import the module itself. */
  readonly name?: string;
  /** Whether the plain name means something else where it is wanted. */
  readonly isHidden?: boolean;
}

export interface AddedImport {
  /** Empty where the file has the import already. */
  readonly edits: readonly TextEdit[];
  /** How the code must write it: an alias that stands in the file, or one of ours where the plain name means something else there. */
  readonly localName: string;
}

/** A file that may know its import statements already: to read them, its whole text is read. */
export interface ImportingFile extends EditedFile {
  readonly head?: FileHead;
}

/** Tells the project's own modules from installed ones, which stand in another block. */
export type IsFirstParty = (module: string) => boolean;

const LONGEST_LINE = 88;

/** An import at the top of a file; never in a block, be it a function or `if TYPE_CHECKING`. */
export function addImport(
  file: ImportingFile,
  wanted: WantedImport,
  isFirstParty: IsFirstParty = () => false,
): AddedImport {
  const head = file.head ?? headOf(file.text),
    existing = existingName(head, wanted);
  if (existing !== undefined) return { edits: [], localName: existing };
  const [module] = wanted.modules,
    { name } = wanted;
  if (name === undefined) {
    const [word = module] = module.split("."),
      isFree = wanted.isHidden !== true && !isModuleTaken(file.text, head, word),
      alias = `${module.replaceAll(".", "_")}_module`,
      statement = isFree ? `import ${module}` : `import ${module} as ${alias}`,
      edit = addStatement(file, head, { module, isFrom: false }, statement, isFirstParty);
    return { edits: [edit], localName: isFree ? module : alias };
  }
  const localName =
      wanted.isHidden === true || isTaken(file.text, head, wanted, name)
        ? `${module.replaceAll(".", "_")}_${name}`
        : name,
    item = localName === name ? name : `${name} as ${localName}`,
    statement = head.leading.find(
      (other) => other.isFrom && other.module === module && !isStar(other),
    ),
    edit =
      statement === undefined
        ? addStatement(
            file,
            head,
            { module, isFrom: true },
            fromStatement(module, [item], file.text),
            isFirstParty,
          )
        : addName(file, statement, item);
  return { edits: [edit], localName };
}

/** Several imports, with their names in the order asked for. */
export function addImports(
  file: ImportingFile,
  wanted: readonly WantedImport[],
  isFirstParty?: IsFirstParty,
): { readonly edits: readonly TextEdit[]; readonly localNames: readonly string[] } {
  const localNames: string[] = [];
  const sequence = new EditSequence(file);
  let now = file;
  for (const each of wanted) {
    const { edits, localName } = addImport(now, each, isFirstParty);
    localNames.push(localName);
    if (edits.length === 0) continue;
    sequence.apply(edits);
    now = sequence.file;
  }
  return { edits: sequence.edits(), localNames };
}

/** What the file calls the wanted thing already. */
function existingName(head: FileHead, { modules, name }: WantedImport): string | undefined {
  for (const statement of head.all) {
    if (statement.column > 0 || statement.isFrom !== (name !== undefined)) continue;
    if (statement.isFrom && !modules.includes(statement.module)) continue;
    const found = statement.names.find((each) =>
      name === undefined ? modules.includes(each.name) : each.name === name,
    );
    if (found !== undefined) return found.alias ?? found.name;
  }
  return undefined;
}

/** Whether a word stands for something else than the module of that name. */
function isModuleTaken(text: string, { all }: FileHead, word: string): boolean {
  for (const { isFrom, names } of all)
    for (const { name, alias } of names) {
      if (!isFrom && alias === undefined && name.split(".")[0] === word) return false;
      if ((alias ?? name) === word) return true;
    }
  if (!text.includes(word)) return false;
  for (let index = 0, statement = 0; index < text.length; ) {
    while ((all[statement]?.next ?? text.length) <= index) statement++;
    const { start = text.length, next = 0 } = all[statement] ?? {};
    if (index >= start) index = next;
    else if (isWordAt(text, index, word)) return true;
    else index = after(text, index);
  }
  return false;
}

/** Whether the word stands for something else in this file, as far as its text tells. */
function isTaken(text: string, head: FileHead, { modules }: WantedImport, name: string): boolean {
  const isImportedInBlock = head.all.some(
    ({ module, names }) => modules.includes(module) && names.some((each) => each.name === name),
  );
  if (isImportedInBlock || !text.includes(name)) return false;
  for (let index = 0; index < text.length; ) {
    if (isWordAt(text, index, name)) return true;
    index = after(text, index);
  }
  return false;
}

function isWordAt(text: string, index: number, word: string): boolean {
  return (
    text.startsWith(word, index) &&
    !/[\w.]/.test(text[index - 1] ?? "") &&
    !/\w/.test(text[index + word.length] ?? "")
  );
}

/** Adds a name to a `from` statement, in Ruff's order where the names stand in that order, else last. */
function addName(file: EditedFile, statement: ImportStatement, item: string): TextEdit {
  const { text } = file,
    names = statement.names,
    isSorted = names.every(
      (name, index) => index === 0 || inOrder(names[index - 1]!.name, name.name),
    ),
    following = isSorted ? names.findIndex(({ name }) => !inOrder(name, item)) : -1,
    previous = names[following === -1 ? names.length - 1 : following - 1],
    isOwnLine = statement.isParenthesised && startsLine(text, names[0]!.start),
    isExploded = !isOwnLine && exceeds(file, statement, item);
  if (isExploded) {
    const items = names.map(({ start, end }) => text.slice(start, end));
    items.splice(following === -1 ? items.length : following, 0, item);
    return replace(statement, fromStatement(statement.module, items, text), file);
  }
  if (isOwnLine) return addNameLine(file, statement, previous, item);
  if (previous === undefined) return insert(names[0]!.start, `${item}, `, file);
  return insert(previous.end, `, ${item}`, file);
}

function addNameLine(
  file: EditedFile,
  { names }: ImportStatement,
  previous: ImportedName | undefined,
  item: string,
): TextEdit {
  const { text } = file,
    first = names[0]!.start,
    indentation = text.slice(lineStart(text, first), first),
    newLine = lineEndOf(text) + indentation;
  if (previous === undefined) return insert(first, `${item},${newLine}`, file);
  const comma = afterBlank(text, previous.end);
  if (text[comma] !== ",") return insert(previous.end, `,${newLine}${item}`, file);
  const rest = text.slice(comma + 1, lineEnd(text, comma));
  if (!/^\s*(?:#|$)/.test(rest)) return insert(previous.end, `, ${item}`, file);
  return insert(lineEnd(text, comma), `${newLine}${item},`, file);
}

/** Whether a statement of one line, without a comment, would become too long. */
function exceeds({ text }: EditedFile, { start, end }: ImportStatement, item: string): boolean {
  const line = text.slice(start, end);
  return line.length + 2 + item.length > LONGEST_LINE && !/[\r\n#;\\]/.test(line);
}

function fromStatement(module: string, items: readonly string[], text: string): string {
  const line = `from ${module} import ${items.join(", ")}`,
    newLine = lineEndOf(text);
  if (line.length <= LONGEST_LINE) return line;
  return `from ${module} import (${items.map((item) => `${newLine}    ${item},`).join("")}${newLine})`;
}

interface Place {
  readonly module: string;
  readonly isFrom: boolean;
}

function addStatement(
  file: EditedFile,
  { leading, docstring, firstStatement }: FileHead,
  place: Place,
  statement: string,
  isFirstParty: IsFirstParty,
): TextEdit {
  const kind = sectionOf(place.module, isFirstParty),
    kindOf = ({ module }: Place): number => sectionOf(module, isFirstParty),
    block = firstBlock(file.text, leading, (other) => kindOf(other) === kind);
  if (block.length > 0) {
    const previous = block.findLast((other) => !comesBefore(place, other));
    return previous === undefined
      ? addLineBefore(file, block[0]!.start, statement, false)
      : addLineAfter(file, previous.next, statement, false);
  }
  const previous = leading.findLast((other) => kindOf(other) < kind),
    following = leading.find((other) => kindOf(other) > kind);
  if (previous !== undefined) return addLineAfter(file, previous.next, statement, true);
  if (following !== undefined) return addLineBefore(file, following.start, statement, true);
  if (docstring !== undefined) return addLineAfter(file, docstring.end, statement, true);
  return addLineBefore(file, firstStatement, statement, true);
}

/** The first run of imports of one section that no blank line or other statement parts. */
function firstBlock(
  text: string,
  statements: readonly ImportStatement[],
  isOfSection: (statement: ImportStatement) => boolean,
): readonly ImportStatement[] {
  const start = statements.findIndex(isOfSection);
  if (start === -1) return [];
  const rest = statements.slice(start),
    stop = rest.findIndex(
      (statement, index) =>
        index > 0 &&
        (!isOfSection(statement) ||
          !isAdjacent(text.slice(rest[index - 1]!.next, statement.start))),
    );
  return stop === -1 ? rest : rest.slice(0, stop);
}

/** Whether only comment lines stand between two statements. */
function isAdjacent(between: string): boolean {
  return between === "" || /^(?:[ \t]*#[^\r\n]*(?:\r\n|\n|\r))*$/.test(between);
}

function addLineAfter(file: EditedFile, offset: number, line: string, isBlock: boolean): TextEdit {
  const { text } = file,
    newLine = lineEndOf(text),
    isCut = offset > 0 && !isLineEnd(text, offset - 1),
    [above, below] = isBlock ? [newLine, newLine.repeat(missingLines(text, offset))] : ["", ""];
  return insert(offset, `${isCut ? newLine : ""}${above}${line}${newLine}${below}`, file);
}

function addLineBefore(file: EditedFile, offset: number, line: string, isBlock: boolean): TextEdit {
  const { text } = file,
    newLine = lineEndOf(text),
    isCut = offset > 0 && offset === text.length && !isLineEnd(text, offset - 1),
    below = isBlock ? newLine.repeat(missingLines(text, offset)) : "";
  return insert(offset, `${isCut ? newLine : ""}${line}${newLine}${below}`, file);
}

/** How many blank lines are missing between an import and what follows: two before a definition, else one. */
function missingLines(text: string, offset: number): number {
  const [blank = ""] = /^\s*/.exec(text.slice(offset)) ?? [],
    following = offset + blank.length;
  if (following === text.length) return 0;
  const wanted = isDefinition(text, following) ? 2 : 1;
  return Math.max(0, wanted - (blank.match(/\r\n|\n|\r/g)?.length ?? 0));
}

/** isort's blocks: future, standard library, installed, own, relative. */
function sectionOf(module: string, isFirstParty: IsFirstParty): number {
  if (module.startsWith(".")) return 4;
  const top = module.split(".")[0] ?? module;
  if (top === "__future__") return 0;
  if (STANDARD_MODULES.has(top)) return 1;
  return isFirstParty(module) ? 3 : 2;
}

/** Within a block `import …` comes before `from …`, each by module. */
function comesBefore(place: Place, other: Place): boolean {
  if (place.isFrom !== other.isFrom) return !place.isFrom;
  return place.module.toLowerCase() < other.module.toLowerCase();
}

/** Ruff's order of names: constants, classes, the rest; each without regard to case. */
function inOrder(name: string, next: string): boolean {
  const difference = groupOf(name) - groupOf(next);
  return difference === 0 ? name.toLowerCase() <= next.toLowerCase() : difference < 0;
}

function groupOf(name: string): number {
  if (name.length > 1 && /[A-Z]/.test(name) && name === name.toUpperCase()) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}

function isStar({ names }: ImportStatement): boolean {
  return names.some(({ name }) => name === "*");
}

function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}
