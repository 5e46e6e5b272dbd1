/** What a manifest or lock file says of Python packages. */
import {
  normalName,
  parseRequirement,
  type Requirement,
  readMetadata,
  readRequirementsFile,
  readSetupConfiguration,
} from "#model/packages/requirements";
import type { Range } from "#syntax/range";
import { isTomlProblem, readToml, type TomlDocument, type TomlPath } from "#syntax/toml";

export interface Manifest {
  /** Whether it is a place where this project lists what it requires. */
  readonly isList: boolean;
  /** Whether the project requires more than it says: `setup.py` is code, and a dynamic list stands elsewhere. */
  readonly isOpen: boolean;
  readonly requirements: readonly Requirement[];
  /** Files to read with it, relative to it: requirements, and versions for requirements. */
  readonly includes: readonly string[];
  readonly constraints: readonly string[];
}

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** What the entry is found by in the text of the file. */
  readonly written: string;
}

/** Why a file could not be read, as a sentence for a person. */
export interface Problem {
  readonly why: string;
  readonly range: Range;
}

type Table = Readonly<Record<string, unknown>>;

const EMPTY: Manifest = {
  isList: true,
  isOpen: false,
  requirements: [],
  includes: [],
  constraints: [],
};

export function isLock(name: string): boolean {
  return /^(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pylock(?:\.[^.]+)?\.toml)$/.test(name);
}

/** `name` is the file's name without folders. Undefined for a file that says nothing of packages. */
export function readManifest(name: string, text: string): Manifest | Problem | undefined {
  if (name === "pyproject.toml") return withToml(text, readPyproject);
  if (name === "Pipfile") return withToml(text, readPipfile);
  if (name === "setup.cfg") {
    const requirements = readSetupConfiguration(text);
    return { ...EMPTY, isList: requirements.length > 0, requirements };
  }
  if (name === "setup.py") return { ...EMPTY, isList: false, isOpen: true };
  if (name === "METADATA" || name === "PKG-INFO")
    return { ...EMPTY, requirements: readMetadata(text) };
  if (/\.(?:txt|in)$/.test(name)) return { ...EMPTY, ...readRequirementsFile(text) };
  return undefined;
}

export function readLock(name: string, text: string): readonly LockedPackage[] | Problem {
  return name === "Pipfile.lock" ? readPipfileLock(text) : withToml(text, readTomlLock);
}

export function isProblem(read: object): read is Problem {
  return "why" in read;
}

function withToml<T>(text: string, read: (document: TomlDocument) => T): T | Problem {
  const document = readToml(text);
  return isTomlProblem(document) ? document : read(document);
}

function readPyproject(document: TomlDocument): Manifest {
  const project = tableOf(document.value.project),
    requirements = [
      ...listed(document, ["project", "dependencies"]),
      ...listedByKey(document, ["project", "optional-dependencies"]),
      ...listedByKey(document, ["dependency-groups"]),
      ...listed(document, ["tool", "uv", "dev-dependencies"]),
      ...listed(document, ["tool", "uv", "constraint-dependencies"]),
      ...listedByKey(document, ["tool", "pdm", "dev-dependencies"]),
      ...environments(document),
      ...keyed(document, ["tool", "pixi", "pypi-dependencies"]),
      ...poetryRequirements(document),
    ],
    dynamic = project.dynamic,
    isOpen = Array.isArray(dynamic) && dynamic.includes("dependencies"),
    isList = requirements.length > 0 || (Object.keys(project).length > 0 && !isOpen);
  return { ...EMPTY, isList, isOpen, requirements };
}

function poetryRequirements(document: TomlDocument): readonly Requirement[] {
  const poetry: TomlPath = ["tool", "poetry"],
    groups = Object.keys(tableAt(document, [...poetry, "group"]));
  return [
    ...keyed(document, [...poetry, "dependencies"]),
    ...keyed(document, [...poetry, "dev-dependencies"]),
    ...groups.flatMap((group) => keyed(document, [...poetry, "group", group, "dependencies"])),
  ];
}

/** Hatch's environments. */
function environments(document: TomlDocument): readonly Requirement[] {
  const path: TomlPath = ["tool", "hatch", "envs"];
  return Object.keys(tableAt(document, path)).flatMap((name) => [
    ...listed(document, [...path, name, "dependencies"]),
    ...listed(document, [...path, name, "extra-dependencies"]),
  ]);
}

function readPipfile(document: TomlDocument): Manifest {
  return {
    ...EMPTY,
    requirements: [...keyed(document, ["packages"]), ...keyed(document, ["dev-packages"])],
  };
}

/** A list of requirements as PEP 508 writes them. */
function listed(document: TomlDocument, path: TomlPath): readonly Requirement[] {
  const list = valueAt(document, path);
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    if (typeof item !== "string") return [];
    const place = document.place([...path, index]),
      range = place && insideQuotes(place.value, item);
    return parseRequirement(item, range) ?? [];
  });
}

function listedByKey(document: TomlDocument, path: TomlPath): readonly Requirement[] {
  return Object.keys(tableAt(document, path)).flatMap((key) => listed(document, [...path, key]));
}

/** A table of names with a constraint, a table or a list of tables, as Poetry and Pipenv write it. */
function keyed(document: TomlDocument, path: TomlPath): readonly Requirement[] {
  return Object.entries(tableAt(document, path)).flatMap(([name, value]) => {
    if (name === "python") return [];
    const place = document.place([...path, name]),
      range = place && { start: place.key.start, end: place.value.end },
      values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.map((each) => keyedRequirement(name, each, range));
  });
}

function keyedRequirement(name: string, value: unknown, range: Range | undefined): Requirement {
  const table = tableOf(value),
    version = typeof value === "string" ? value : table.version,
    extras = Array.isArray(table.extras) ? table.extras : [],
    requirement = {
      name: normalName(name),
      extras: extras.filter((extra) => typeof extra === "string").map(normalName),
      constraint: typeof version === "string" ? version : "",
    };
  return range === undefined ? requirement : { ...requirement, range };
}

/** The range of a string without its quotes, so that it can be replaced; with them where it has escapes. */
function insideQuotes(range: Range, value: string): Range {
  const isPlain = range.end - range.start === value.length + 2;
  return isPlain ? { start: range.start + 1, end: range.end - 1 } : range;
}

/** uv, Poetry and PDM write `[[package]]`, PEP 751 `[[packages]]`. */
function readTomlLock({ value }: TomlDocument): readonly LockedPackage[] {
  const packages = value.package ?? value.packages;
  if (!Array.isArray(packages)) return [];
  return packages.flatMap((item: unknown) => {
    const { name, version } = tableOf(item);
    if (typeof name !== "string" || typeof version !== "string") return [];
    return { name: normalName(name), version, written: `name = "${name}"` };
  });
}

function readPipfileLock(text: string): readonly LockedPackage[] | Problem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : "It is no JSON.";
    return { why, range: { start: 0, end: 0 } };
  }
  const { default: main, develop } = tableOf(value);
  return [main, develop].flatMap((section) =>
    Object.entries(tableOf(section)).flatMap(([name, entry]) => {
      const { version } = tableOf(entry);
      if (typeof version !== "string") return [];
      return {
        name: normalName(name),
        version: version.replace(/^==/, ""),
        written: `"${name}": {`,
      };
    }),
  );
}

function tableAt(document: TomlDocument, path: TomlPath): Table {
  return tableOf(valueAt(document, path));
}

function valueAt(document: TomlDocument, path: TomlPath): unknown {
  let value: unknown = document.value;
  for (const key of path) value = tableOf(value)[key];
  return value;
}

/** Without a prototype, so that no key means more than it says; empty for what is no table. */
function tableOf(value: unknown): Table {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.assign(Object.create(null), isTable ? value : {});
}
