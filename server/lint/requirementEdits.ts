/** Edits of what a project requires: requirements files, arrays of pyproject.toml, tables of Poetry and Pipenv. */
import { type EditedFile, insert, lineEndOf, replace } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import { isCompiled, isLock } from "#model/packages/manifests";
import type { Project } from "#model/project";
import type { Range } from "#syntax/range";
import { afterBlank, lineEnd, lineStart } from "#syntax/scan";

export interface WantedRequirement {
  readonly name: string;
  readonly extras: readonly string[];
  /** As PEP 440 writes it; empty for every version. */
  readonly constraint: string;
}

/** How a manifest writes a requirement: as text of its own, in quotes, or as a key of a table. */
type Manner = "line" | "item" | "key";

interface Place {
  readonly file: EditedFile;
  readonly range: Range;
  readonly manner: Manner;
}

/** Requires another package in place of one; `undefined` where the requirement cannot be edited. */
export function replaceRequirement(
  name: string,
  wanted: WantedRequirement,
  project: Project,
): TextEdit | undefined {
  const place = placeOf(name, project);
  return place && replace(place.range, textOf(wanted, place.manner), place.file);
}

/** Names a package right after another one that a manifest names; `undefined` where that cannot be done. */
export function addRequirement(
  wanted: WantedRequirement,
  after: string,
  project: Project,
): TextEdit | undefined {
  const place = placeOf(after, project);
  return place && insertedAfter(place, wanted);
}

/** Lowers what a project allows of a package that it names itself; `undefined` where it does not. */
export function limitRequirement(
  name: string,
  below: string,
  project: Project,
): TextEdit | undefined {
  const place = placeOf(name, project);
  if (place === undefined) return undefined;
  const text = place.file.text.slice(place.range.start, place.range.end);
  // A lower bound that stays possible is kept.
  const lower = /[>~]=?\s*([\d.]+)/.exec(text);
  const isKept = lower !== null && Number.parseInt(lower[1] ?? "", 10) < Number.parseInt(below, 10);
  const constraint = `${isKept ? `>=${lower[1]},` : ""}<${below}`;
  return replace(place.range, textOf({ name, extras: [], constraint }, place.manner), place.file);
}

function placeOf(name: string, project: Project): Place | undefined {
  const found = project.packages().place(name);
  const path = found && `${project.folder}/${found.file}`;
  const text = path && project.workspace.manifest(path);
  if (found === undefined || path === undefined || text === undefined) return undefined;
  const base = path.slice(path.lastIndexOf("/") + 1);
  if (isLock(base) || isCompiled(text) || base === "METADATA" || base === "PKG-INFO")
    return undefined;
  const range = { start: found.start, end: found.end };
  const file = { path, text };
  // Hashes of pip belong to their requirement.
  const isHashed = /\\\s*$|--hash/.test(text.slice(range.start, lineEnd(text, range.end)));
  if (/\.(?:txt|in|cfg)$/.test(base)) return isHashed ? undefined : { file, range, manner: "line" };
  const isItem = /["']/.test(text[range.start - 1] ?? "");
  return { file, range, manner: isItem ? "item" : "key" };
}

function textOf({ name, extras, constraint }: WantedRequirement, manner: Manner): string {
  if (manner !== "key")
    return `${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${constraint}`;
  const version = `"${constraint === "" ? "*" : constraint}"`;
  if (extras.length === 0) return `${name} = ${version}`;
  return `${name} = {extras = [${extras.map((it) => `"${it}"`).join(", ")}], version = ${version}}`;
}

function insertedAfter({ file, range, manner }: Place, wanted: WantedRequirement): TextEdit {
  const { text } = file;
  const start = lineStart(text, range.start);
  const newLine = lineEndOf(text) + (/^\s*/.exec(text.slice(start))?.[0] ?? "");
  if (manner !== "item")
    return insert(lineEnd(text, range.end), newLine + textOf(wanted, manner), file);
  const quote = text[range.start - 1] ?? '"';
  const item = quote + textOf(wanted, manner) + quote;
  const isAlone = text.slice(start, range.start - 1).trim() === "";
  const end = range.end + 1;
  const comma = afterBlank(text, end);
  if (!isAlone) return insert(end, `, ${item}`, file);
  return text[comma] === ","
    ? insert(comma + 1, `${newLine}${item},`, file)
    : insert(end, `,${newLine}${item}`, file);
}
