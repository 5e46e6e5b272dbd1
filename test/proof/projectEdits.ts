/** Edits of a project as people and tools make them. Each is a function of the texts before it and of a seed. */
import type { FilePath } from "#host";
import { isManifest } from "#model/files/projects";
import { configurationEdit, manifestEdit } from "./manifestEdits.ts";
import { Random } from "./random.ts";
import {
  brokenText,
  lineChanged,
  linesSwapped,
  refactored,
  renamedIn,
  typed,
} from "./textEdits.ts";

export type Texts = ReadonlyMap<FilePath, string>;

export interface ProjectEdit {
  /** What it is, for a person. */
  readonly kind: string;
  /** New texts by path; `undefined` for a file that is gone. */
  readonly changes: ReadonlyMap<FilePath, string | undefined>;
  /** Folders that came or went as a whole, so that an editor may tell of nothing else. */
  readonly folders?: readonly FilePath[];
}

export interface EditedProject {
  readonly folder: FilePath;
  /** As it was before any edit. */
  readonly original: Texts;
  /** Lines that findings speak of, as they were before any edit. */
  readonly linesThatMatter: readonly LineThatMatters[];
  readonly texts: Texts;
}

export interface LineThatMatters {
  readonly path: FilePath;
  readonly line: string;
}

type Maker = (project: EditedProject, random: Random) => ProjectEdit | undefined;

/** How often each comes, in a hundred. */
const MAKERS: readonly (readonly [share: number, make: Maker])[] = [
  [12, ofPython("type", typed)],
  [8, ofPython("refactor", refactored)],
  [3, ofPython("swap lines", linesSwapped)],
  [17, changeLineThatMatters],
  [5, ofPython("break", brokenText)],
  [7, ofPython("rename in one file", (text, random) => renamedIn(text, random))],
  [4, renameEverywhere],
  [4, moveFile],
  [1, moveFolder],
  [3, deleteFile],
  [4, createFile],
  [7, (project, random) => manifestEdit(project, random)],
  [5, (project, random) => configurationEdit(project, random)],
  [15, undoFile],
  [3, undoMany],
  [2, undoAll],
];

/** The edit that a seed stands for, given the texts before it; one that changes nothing where it finds nothing to do. */
export function editOf(project: EditedProject, seed: number): ProjectEdit {
  const random = new Random(seed);
  const make = pickMaker(random.below(100));
  return make?.(project, random) ?? { kind: "nothing", changes: new Map() };
}

/** All files as they were at first. */
export function originalAgain({ texts, original }: EditedProject): ProjectEdit {
  return { kind: "undo all", changes: changesTo(original, texts, () => true) };
}

function pickMaker(hundredth: number): Maker | undefined {
  let end = 0;
  for (const [share, make] of MAKERS) {
    end += share;
    if (hundredth < end) return make;
  }
  return undefined;
}

function pythonPaths(texts: Texts): readonly FilePath[] {
  return [...texts.keys()].filter((path) => path.endsWith(".py")).sort();
}

function ofPython(
  kind: string,
  change: (text: string, random: Random, other: string) => string,
): Maker {
  return ({ texts }, random) => {
    const paths = pythonPaths(texts);
    const path = random.pick(paths);
    if (path === undefined) return undefined;
    const other = texts.get(random.pick(paths) ?? path) ?? "";
    return { kind, changes: new Map([[path, change(texts.get(path) ?? "", random, other)]]) };
  };
}

function changeLineThatMatters(
  { texts, linesThatMatter }: EditedProject,
  random: Random,
): ProjectEdit | undefined {
  const { path = "", line = "" } = random.pick(linesThatMatter) ?? {};
  const text = texts.get(path);
  if (text === undefined) return undefined;
  return { kind: "change a line", changes: new Map([[path, lineChanged(text, random, line)]]) };
}

function renameEverywhere({ texts }: EditedProject, random: Random): ProjectEdit | undefined {
  const text = texts.get(random.pick(pythonPaths(texts)) ?? "") ?? "";
  const names = [...text.matchAll(/\b(?:def|class) (\w+)/g)].map(([, name]) => name ?? "");
  const name = random.pick(names);
  if (name === undefined || /^__/.test(name)) return undefined;
  const next = `${name}_${random.below(3)}`;
  const changes = new Map<FilePath, string>();
  for (const [path, each] of texts) {
    if (!path.endsWith(".py") || !each.includes(name)) continue;
    const renamed = each.replaceAll(new RegExp(`\\b${name}\\b`, "g"), next);
    if (renamed !== each) changes.set(path, renamed);
  }
  return { kind: `rename ${name} everywhere`, changes };
}

function moveFile({ texts, folder }: EditedProject, random: Random): ProjectEdit | undefined {
  const paths = pythonPaths(texts);
  const path = random.pick(paths);
  if (path === undefined) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const other = random.pick(paths) ?? path;
  const [next] = random.chance(50)
    ? [`${other.slice(0, other.lastIndexOf("/"))}/${name}`]
    : [path.replace(/(\w+)\.py$/, `moved_${random.below(5)}_$1.py`)];
  if (next.length > folder.length + 200 || texts.has(next)) return undefined;
  return {
    kind: `move to ${next}`,
    changes: new Map([
      [next, texts.get(path) ?? ""],
      [path, undefined],
    ]),
  };
}

function moveFolder({ texts, folder }: EditedProject, random: Random): ProjectEdit | undefined {
  const path = random.pick(pythonPaths(texts)) ?? "";
  const from = path.slice(0, path.lastIndexOf("/"));
  if (from.length <= folder.length) return undefined;
  const to = `${from.slice(0, from.lastIndexOf("/"))}/folder_${random.below(4)}`;
  if (from === to || to.length > folder.length + 200) return undefined;
  const changes = new Map<FilePath, string | undefined>();
  for (const [each, text] of texts)
    if (each.startsWith(`${from}/`)) {
      changes.set(`${to}${each.slice(from.length)}`, text);
      changes.set(each, undefined);
    }
  return { kind: `move folder ${from} to ${to}`, changes, folders: [from, to] };
}

function deleteFile({ texts }: EditedProject, random: Random): ProjectEdit | undefined {
  const path = random.pick([...texts.keys()].sort());
  if (path === undefined || texts.size < 3) return undefined;
  return { kind: "delete", changes: new Map([[path, undefined]]) };
}

function createFile({ texts }: EditedProject, random: Random): ProjectEdit | undefined {
  const paths = pythonPaths(texts);
  const path = random.pick(paths);
  if (path === undefined) return undefined;
  const folder = path.slice(0, path.lastIndexOf("/"));
  const names = [
    "__init__.py",
    "time.py",
    "conftest.py",
    `new_${random.below(9)}.py`,
    "fastapi.py",
  ];
  const created = `${folder}/${random.pick(names)}`;
  if (texts.has(created)) return undefined;
  const text = random.chance(30) ? "" : (texts.get(random.pick(paths) ?? path) ?? "");
  return { kind: "create", changes: new Map([[created, text]]) };
}

function undoFile({ texts, original }: EditedProject, random: Random): ProjectEdit {
  const changed = [...changesTo(original, texts, () => true)];
  const change = random.pick(changed);
  return { kind: "undo a file", changes: new Map(change && [change]) };
}

/** What a switch of the branch does: some of all files, at once. */
function undoMany({ texts, original }: EditedProject, random: Random): ProjectEdit {
  return {
    kind: "undo many files",
    changes: changesTo(original, texts, () => random.chance(50)),
  };
}

function undoAll(project: EditedProject): ProjectEdit {
  return originalAgain(project);
}

function changesTo(
  wanted: Texts,
  texts: Texts,
  isTaken: () => boolean,
): Map<FilePath, string | undefined> {
  const changes = new Map<FilePath, string | undefined>();
  for (const path of [...new Set([...wanted.keys(), ...texts.keys()])].sort())
    if (wanted.get(path) !== texts.get(path) && isTaken()) changes.set(path, wanted.get(path));
  return changes;
}

/** Whether a proof has a use for a file: what the engine reads. */
export function isEdited(path: FilePath): boolean {
  return path.endsWith(".py") || isManifest(path);
}
