/** Which versions of Python packages a project runs, as far as its lock files and manifests tell. */
import { impliedRequirements } from "#model/packages/impliedRequirements";
import {
  isLock,
  isProblem,
  type LockedPackage,
  type Problem,
  readLock,
  readManifest,
} from "#model/packages/manifests";
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
const MOST_INCLUDES = 100;

interface Named extends Requirement {
  readonly file: string;
  /** From a file that only `-c` names: it says a version and requires nothing. */
  readonly isConstraint: boolean;
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
    this.manifests = manifests;
    this.problems = read.problems;
    this.lockFile = read.lockFile;
    this.locked = byName(read.locked);
    this.named = byName(read.named);
    this.isKnown = read.lockFile !== undefined || (read.isList && !read.isOpen);
  }

  /** Whether a manifest requires a package or the lock file holds it. */
  has(name: string): boolean {
    return this.isRequired(normalName(name));
  }

  version(name: string): PackageVersion {
    const normal = normalName(name),
      all = this.lockedVersions(normal);
    if (all.length > 0) return { kind: "locked", version: all.at(-1) ?? "", all };
    if (!this.isRequired(normal)) return { kind: this.isKnown ? "absent" : "unknown" };
    const constraint = this.constraint(normal),
      newestKnown = newestAllowed(normal, constraint.parsed);
    return newestKnown === undefined
      ? { kind: "allowed", constraint: constraint.text }
      : { kind: "allowed", constraint: constraint.text, newest: newestKnown };
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
    const { parsed } = this.constraint(normal);
    if (parsed === undefined) return undefined;
    const share = shareFrom(parsed, limit);
    if (share !== "some") return share === "all";
    const known = newestAllowed(normal, parsed),
      latest = known === undefined ? undefined : parseVersion(known);
    // Not the newest of all: then the constraint's upper bound is later than the version asked for.
    return latest === undefined || compareVersions(latest, limit) >= 0;
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

  private pins(name: string): readonly string[] {
    if (!this.isRequired(name)) return [];
    return (this.named.get(name) ?? []).flatMap(({ constraint }) => {
      const parsed = parseConstraint(constraint),
        isPin = parsed !== undefined && pinned(parsed) !== undefined;
      return isPin ? constraint.replace(/^=+\s*/, "") : [];
    });
  }

  private isRequired(name: string): boolean {
    if (this.locked.has(name)) return true;
    const isNamed = this.named.get(name)?.some(({ isConstraint }) => !isConstraint) ?? false;
    return isNamed || this.implied(name).length > 0;
  }

  private constraint(name: string): { readonly text: string; readonly parsed?: Constraint } {
    const named = this.named.get(name) ?? [],
      texts = [...named.map(({ constraint }) => constraint), ...this.implied(name)].filter(
        (text) => text !== "" && text !== "*",
      ),
      text = [...new Set(texts)].join(", ");
    let parsed: Constraint | undefined = [[]];
    for (const each of texts) {
      const next = parseConstraint(each);
      parsed = parsed && next && both(parsed, next);
    }
    return parsed === undefined ? { text } : { text, parsed };
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
 */
export function packagesOf(
  manifests: ReadonlyMap<string, string>,
  include: (path: string) => string | undefined = () => undefined,
): Packages {
  const read = new ManifestReader(manifests, include);
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
  private readonly found: (Requirement & { readonly file: string })[] = [];
  private readonly visited = new Set<string>();
  private readonly includedFiles = new Set<string>();
  private readonly constraintFiles = new Set<string>();

  constructor(
    manifests: ReadonlyMap<string, string>,
    include: (path: string) => string | undefined,
  ) {
    this.manifests = manifests;
    this.include = include;
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
  get named(): readonly Named[] {
    return this.found.map((each) => ({
      ...each,
      isConstraint: this.constraintFiles.has(each.file) && !this.includedFiles.has(each.file),
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
      manifest = text === undefined ? undefined : readManifest(nameOf(file), text);
    this.isOpen ||= text === undefined;
    if (manifest === undefined) return [];
    if (isProblem(manifest)) {
      this.problems.push({ file, ...manifest });
      this.isOpen = true;
      return [];
    }
    this.isList ||= manifest.isList;
    this.isOpen ||= manifest.isOpen;
    this.found.push(...manifest.requirements.map((each) => ({ ...each, file })));
    const includes = manifest.includes.map((path) => joined(file, path)),
      constraints = manifest.constraints.map((path) => joined(file, path));
    for (const path of includes) this.includedFiles.add(path);
    for (const path of constraints) this.constraintFiles.add(path);
    return [...includes, ...constraints];
  }
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
