/** Which versions of Python packages a project runs, as far as its lock files and manifests tell. */
import { impliedRequirements } from "#model/packages/impliedRequirements";
import {
  isLock,
  isProblem,
  type LockedPackage,
  type Manifest,
  type Problem,
  readLock,
  readManifest,
} from "#model/packages/manifests";
import { applies, type Pythons, pythonsAllowed } from "#model/packages/markers";
import {
  allows,
  both,
  type Constraint,
  compareVersions,
  parseConstraint,
  parseVersion,
  pinned,
  shareFrom,
  type Version,
} from "#model/packages/pep440";
import { normalName, type Requirement } from "#model/packages/requirements";
import type { Range } from "#syntax/range";
import newest from "./newestVersions.json" with { type: "json" };

export type PackageVersion =
  /** What a lock file says, or a requirement that pins. Several where the environment decides; `version` is the newest. */
  | { readonly kind: "locked"; readonly version: string; readonly all: readonly string[] }
  /** What manifests allow, all together; empty for every version. `newest` is the newest that they allow on the day that newestVersions.json names. */
  | { readonly kind: "allowed"; readonly constraint: string; readonly newest?: string }
  /** No manifest names it. Without a lock file it may still come with another package. */
  | { readonly kind: "absent" }
  /** The project has no manifest that could be read whole. */
  | { readonly kind: "unknown" };

/** Where a package is named: the file as it is called in the map of manifests, and the offsets of the requirement's text in it. */
export interface PackagePlace extends Range {
  readonly file: string;
}

export interface ManifestProblem extends Problem {
  readonly file: string;
}

const newestVersions: ReadonlyMap<string, string> = new Map(Object.entries(newest.versions));

/** Of several lock files the first of these counts; the others are often left-overs. */
const LOCK_ORDER = ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock"];
/** Of several files that say which Python they are for, the first counts. */
const PYTHON_ORDER = ["pyproject.toml", "setup.cfg", "setup.py", "Pipfile"];
const MOST_INCLUDES = 100;

interface Named extends Requirement {
  readonly file: string;
  /** Whether it says a version and requires nothing: from a file that only `-c` names, or one of uv's lists. */
  readonly isConstraint: boolean;
  /** Whether it holds in every environment, else in some. */
  readonly isCertain: boolean;
}

export class Packages {
  /** Files that could not be read, each with its reason. */
  readonly problems: readonly ManifestProblem[];
  private readonly manifests: ReadonlyMap<string, string>;
  private readonly lockFile: string | undefined;
  private readonly locked: ReadonlyMap<string, readonly LockedPackage[]>;
  private readonly named: ReadonlyMap<string, readonly Named[]>;
  private readonly isKnown: boolean;

  constructor(manifests: ReadonlyMap<string, string>, read: ManifestReader) {
    const pythons = pythonsAllowed(read.requiresPython);
    this.manifests = manifests;
    this.problems = read.problems;
    this.lockFile = read.lockFile;
    this.locked = byName(read.locked.filter(({ markers }) => isLockedFor(markers, pythons)));
    this.named = byName(
      read.named.flatMap((each) => {
        const when = applies(each.marker, pythons);
        return when === "never" ? [] : { ...each, isCertain: when === "always" };
      }),
    );
    this.isKnown = read.lockFile !== undefined || (read.isList && !read.isOpen);
  }

  /** Whether a manifest requires a package or the lock file holds it. */
  has(name: string): boolean {
    return this.isRequired(normalName(name));
  }

  /** The normal names of all packages that it has, sorted. */
  names(): readonly string[] {
    const implied = impliedRequirements.map(({ requires }) => requires);
    const names = new Set([...this.locked.keys(), ...this.named.keys(), ...implied]);
    return [...names].filter((name) => this.isRequired(name)).sort();
  }

  version(name: string): PackageVersion {
    const normal = normalName(name),
      all = this.lockedVersions(normal);
    if (all.length > 0) return { kind: "locked", version: all.at(-1) ?? "", all };
    if (!this.isRequired(normal)) return { kind: this.isKnown ? "absent" : "unknown" };
    const { text, alternatives } = this.constraints(normal),
      newestKnown = newestOf(alternatives.map((each) => newestAllowed(normal, each)));
    return newestKnown === undefined
      ? { kind: "allowed", constraint: text }
      : { kind: "allowed", constraint: text, newest: newestKnown };
  }

  /**
   * Whether every version that the project may run is at least this one. A constraint on both sides of it is decided by the newest
   * version that it allows, which is what a new installation gets. Undefined where nothing is known, or the answer differs by environment.
   */
  atLeast(name: string, version: string): boolean | undefined {
    const limit = parseVersion(version);
    if (limit === undefined) return undefined;
    const normal = normalName(name),
      locked = this.lockedVersions(normal);
    if (locked.length > 0) return sameAnswer(locked, limit);
    if (!this.isRequired(normal)) return undefined;
    const answers = new Set(
      this.constraints(normal).alternatives.map((each) => allowedFrom(normal, each, limit)),
    );
    const [only] = answers;
    return answers.size === 1 ? only : undefined;
  }

  /** Where a manifest requires the package, else where the lock file holds it. */
  place(name: string): PackagePlace | undefined {
    const normal = normalName(name),
      required = this.named.get(normal)?.find(({ range, isConstraint }) => range && !isConstraint);
    if (required?.range !== undefined) return { file: required.file, ...required.range };
    const written = this.locked.get(normal)?.[0]?.written,
      file = this.lockFile;
    if (written === undefined || file === undefined) return undefined;
    const start = this.manifests.get(file)?.indexOf(written) ?? -1;
    return start === -1 ? undefined : { file, start, end: start + written.length };
  }

  /** Versions of the lock file, else pins of requirements, in ascending order. */
  private lockedVersions(name: string): readonly string[] {
    const locked = this.locked.get(name)?.map(({ version }) => version),
      versions = locked ?? this.pins(name);
    return [...new Set(versions)]
      .flatMap((text) => ({ text, parsed: parseVersion(text) }))
      .sort((a, b) => (a.parsed && b.parsed ? compareVersions(a.parsed, b.parsed) : 0))
      .map(({ text }) => text);
  }

  /** The versions that requirements pin, where they do so in every environment. */
  private pins(name: string): readonly string[] {
    if (!this.isRequired(name)) return [];
    const pins = this.groups(name).map((group) => group.flatMap(pinIn));
    return pins.every((group) => group.length > 0) ? pins.flat() : [];
  }

  /** What is said of a package, by environment: all of a group holds at once. */
  private groups(name: string): readonly (readonly string[])[] {
    const all = this.named.get(name) ?? [],
      overrides = all.filter(({ says }) => says === "override"),
      named = overrides.length > 0 ? overrides : all,
      certain = named.filter(({ isCertain }) => isCertain),
      byMarker = new Map<string, Named[]>();
    for (const each of named) {
      if (each.isCertain) continue;
      const marker = each.marker.replaceAll(/\s+/g, " ").replaceAll('"', "'");
      byMarker.set(marker, [...(byMarker.get(marker) ?? []), each]);
    }
    const isRequiredAnyway = certain.some(({ isConstraint }) => !isConstraint),
      groups = [...byMarker.values()].map((conditional) => [...certain, ...conditional]);
    if (groups.length === 0 || isRequiredAnyway) groups.push(certain);
    const implied = this.implied(name);
    return groups.map((group) => [...group.map(({ constraint }) => constraint), ...implied]);
  }

  private isRequired(name: string): boolean {
    if (this.locked.has(name)) return true;
    const isNamed = this.named.get(name)?.some(({ isConstraint }) => !isConstraint) ?? false;
    return isNamed || this.implied(name).length > 0;
  }

  /** `alternatives`: by environment; undefined for one that cannot be read. */
  private constraints(name: string): {
    readonly text: string;
    readonly alternatives: readonly (Constraint | undefined)[];
  } {
    const groups = this.groups(name).map((group) =>
      group.filter((text) => text !== "" && text !== "*"),
    );
    return {
      text: [...new Set(groups.flat())].join(", "),
      alternatives: groups.map(allOf),
    };
  }

  /** What the packages that manifests name require themselves, as far as we know it. Lock files say it all. */
  private implied(name: string): readonly string[] {
    if (this.lockFile !== undefined) return [];
    return impliedRequirements.flatMap(({ of, extra, below, requires, constraint }) => {
      if (requires !== name || of === name) return [];
      const isThere = this.named
        .get(of)
        ?.some(({ extras, isConstraint }) => !isConstraint && (!extra || extras.includes(extra)));
      if (isThere !== true) return [];
      return below === undefined || this.atLeast(of, below) === false ? constraint : [];
    });
  }
}

/**
 * @param manifests texts by file name or by path relative to the project's folder, with `/`
 * @param include gives the text of a file that another one includes, by the same kind of path, where `manifests` lacks it
 * @param script what `setup.py` says; without it, it says what cannot be told
 */
export function packagesOf(
  manifests: ReadonlyMap<string, string>,
  include: (path: string) => string | undefined = () => undefined,
  script?: Manifest,
): Packages {
  const read = new ManifestReader(manifests, include, script);
  read.readAll();
  return new Packages(manifests, read);
}

class ManifestReader {
  readonly problems: ManifestProblem[] = [];
  locked: readonly LockedPackage[] = [];
  lockFile: string | undefined;
  isList = false;
  isOpen = false;
  private readonly manifests: ReadonlyMap<string, string>;
  private readonly include: (path: string) => string | undefined;
  private readonly script: Manifest | undefined;
  private readonly pythons = new Map<string, string>();
  private readonly found: (Requirement & { readonly file: string })[] = [];
  private readonly visited = new Set<string>();
  private readonly includedFiles = new Set<string>();
  private readonly constraintFiles = new Set<string>();

  constructor(
    manifests: ReadonlyMap<string, string>,
    include: (path: string) => string | undefined,
    script: Manifest | undefined,
  ) {
    this.manifests = manifests;
    this.include = include;
    this.script = script;
  }

  /** What the first of the manifests says that says it. */
  get requiresPython(): string | undefined {
    const files = [...this.pythons.keys()].sort((a, b) => pythonRank(a) - pythonRank(b));
    return this.pythons.get(files[0] ?? "");
  }

  readAll(): void {
    const files = [...this.manifests.keys()].sort();
    this.readFirstLock(files);
    const waiting = files.filter((file) => !isLock(nameOf(file)));
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      if (this.visited.has(file) || this.visited.size > this.manifests.size + MOST_INCLUDES)
        continue;
      this.visited.add(file);
      waiting.push(...this.read(file));
    }
  }

  /** The requirements of all files. */
  get named(): readonly Omit<Named, "isCertain">[] {
    return this.found.map((each) => ({
      ...each,
      isConstraint:
        each.says !== undefined ||
        (this.constraintFiles.has(each.file) && !this.includedFiles.has(each.file)),
    }));
  }

  private readFirstLock(files: readonly string[]): void {
    const locks = files
      .filter((file) => isLock(nameOf(file)))
      .sort((a, b) => lockRank(a) - lockRank(b));
    for (const file of locks) {
      const locked = readLock(nameOf(file), this.manifests.get(file) ?? "");
      if (isProblem(locked)) this.problems.push({ file, ...locked });
      else if (this.lockFile === undefined && locked.length > 0) {
        this.lockFile = file;
        this.locked = locked;
      }
    }
  }

  /** Returns the files that it includes. */
  private read(file: string): readonly string[] {
    const text = this.manifests.get(file) ?? this.include(file),
      read = text === undefined ? undefined : readManifest(nameOf(file), text),
      manifest = file === "setup.py" ? (this.script ?? read) : read;
    this.isOpen ||= text === undefined;
    if (manifest === undefined) return [];
    if (isProblem(manifest)) {
      this.problems.push({ file, ...manifest });
      this.isOpen = true;
      return [];
    }
    this.isList ||= manifest.isList;
    this.isOpen ||= manifest.isOpen;
    if (manifest.requiresPython !== undefined) this.pythons.set(file, manifest.requiresPython);
    this.found.push(...manifest.requirements.map((each) => ({ ...each, file })));
    const includes = manifest.includes.map((path) => joined(file, path)),
      constraints = manifest.constraints.map((path) => joined(file, path));
    for (const path of includes) this.includedFiles.add(path);
    for (const path of constraints) this.constraintFiles.add(path);
    return [...includes, ...constraints];
  }
}

function allOf(texts: readonly string[]): Constraint | undefined {
  let parsed: Constraint | undefined = [[]];
  for (const text of texts) {
    const next = parseConstraint(text);
    parsed = parsed && next && both(parsed, next);
  }
  return parsed;
}

/** The version in a constraint that allows no other. */
function pinIn(constraint: string): readonly string[] {
  const parsed = parseConstraint(constraint),
    isPin = parsed !== undefined && pinned(parsed) !== undefined;
  return isPin ? [constraint.replace(/^=+\s*/, "")] : [];
}

/** Whether a constraint allows only versions from one on; one on both sides of it is decided by the newest that it allows. */
function allowedFrom(
  name: string,
  constraint: Constraint | undefined,
  limit: Version,
): boolean | undefined {
  if (constraint === undefined) return undefined;
  const share = shareFrom(constraint, limit);
  if (share !== "some") return share === "all";
  const known = newestAllowed(name, constraint),
    latest = known === undefined ? undefined : parseVersion(known);
  // Not the newest of all: then the constraint's upper bound is later than the version asked for.
  return latest === undefined || compareVersions(latest, limit) >= 0;
}

function newestOf(versions: readonly (string | undefined)[]): string | undefined {
  return versions.find((version) => version !== undefined);
}

/** Whether one of the environments of an entry of a lock file may be the project's. */
function isLockedFor(markers: readonly string[], pythons: Pythons): boolean {
  return markers.length === 0 || markers.some((marker) => applies(marker, pythons) !== "never");
}

function sameAnswer(versions: readonly string[], limit: Version): boolean | undefined {
  const answers = versions.map((text) => {
    const version = parseVersion(text);
    return version && compareVersions(version, limit) >= 0;
  });
  return new Set(answers).size === 1 ? answers[0] : undefined;
}

/** The newest version we know of, where the constraint allows it. */
function newestAllowed(name: string, constraint: Constraint | undefined): string | undefined {
  const text = newestVersions.get(name),
    version = text === undefined ? undefined : parseVersion(text);
  return version && constraint && allows(constraint, version) ? text : undefined;
}

function byName<T extends { readonly name: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.name);
    if (group === undefined) groups.set(item.name, [item]);
    else group.push(item);
  }
  return groups;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function pythonRank(file: string): number {
  const rank = PYTHON_ORDER.indexOf(file);
  return rank === -1 ? PYTHON_ORDER.length : rank;
}

function lockRank(file: string): number {
  const rank = LOCK_ORDER.indexOf(nameOf(file));
  return rank === -1 ? LOCK_ORDER.length : rank;
}

/** A path of an include, relative to where the including file stands; it may lead above the project's folder. */
function joined(file: string, path: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "." || part === "") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return path.startsWith("/") ? path : parts.join("/");
}
