/** Versions of Python packages and what constraints on them allow: PEP 440, and the forms that Poetry and Pipfile add. */

export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** What follows the release, as numbers that compare: rank and number of the pre-release, of the post-release, of the development release. */
  readonly suffix: readonly number[];
  readonly local: readonly (string | number)[];
}

interface Clause {
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly version: Version;
  /** `== 1.2.*` */
  readonly isPrefix: boolean;
}

/** Alternatives, each of which is clauses that hold together. */
export type Constraint = readonly (readonly Clause[])[];

/** How a constraint stands to a version: whether all versions that it allows, none or only some are that one or later. */
export type Share = "all" | "none" | "some";

const LONGEST = 200;
const MOST_ALTERNATIVES = 100;
const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?$/;
const CLAUSE = /^(===|==|~=|!=|<=|>=|<|>|=|\^|~)?\s*v?([^\s,|]+)$/;
/** Before any number, and after any. */
const LOW = -1,
  HIGH = Number.MAX_SAFE_INTEGER;
const PRE_RANK = new Map([
  ["a", 0],
  ["alpha", 0],
  ["b", 1],
  ["beta", 1],
]);

export function parseVersion(text: string): Version | undefined {
  if (text.length > LONGEST) return undefined;
  const found = VERSION.exec(text.trim().toLowerCase());
  if (found === null) return undefined;
  const [
    ,
    epoch = "0",
    release = "0",
    pre,
    preNumber,
    implicitPost,
    post,
    postNumber,
    dev,
    devNumber,
    local,
  ] = found;
  const hasPost = implicitPost !== undefined || post !== undefined,
    hasDev = dev !== undefined;
  return {
    epoch: Number(epoch),
    release: release.split(".").map(Number),
    suffix: [
      ...preSuffix(pre, preNumber, !hasPost && hasDev),
      hasPost ? Number(implicitPost ?? (postNumber || 0)) : LOW,
      hasDev ? Number(devNumber || 0) : HIGH,
    ],
    local: (local?.split(/[-_.]/) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  };
}

/** A development release of no pre-release comes before every pre-release. */
function preSuffix(
  pre: string | undefined,
  number: string | undefined,
  isEarly: boolean,
): number[] {
  if (pre !== undefined) return [PRE_RANK.get(pre) ?? 2, Number(number || 0)];
  return isEarly ? [LOW, 0] : [3, 0];
}

/** Negative where `a` comes before `b`. */
export function compareVersions(a: Version, b: Version): number {
  return compareWithoutLocal(a, b) || compareLocal(a.local, b.local);
}

function compareWithoutLocal(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch || compareNumbers(a.release, b.release) || compareNumbers(a.suffix, b.suffix)
  );
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Fewer parts come first; numbers come after words. */
function compareLocal(a: Version["local"], b: Version["local"]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (typeof part === typeof other) return part < other ? -1 : 1;
    return typeof part === "number" ? 1 : -1;
  }
  return a.length - b.length;
}

/** Undefined where it is no constraint that we can read. An empty text and `*` allow everything. */
export function parseConstraint(text: string): Constraint | undefined {
  if (text.length > LONGEST * 5) return undefined;
  const alternatives: (readonly Clause[])[] = [];
  for (const alternative of text.split(/\|\|?/)) {
    const clauses = parseClauses(alternative);
    if (clauses === undefined) return undefined;
    alternatives.push(clauses);
  }
  return alternatives;
}

function parseClauses(text: string): readonly Clause[] | undefined {
  const clauses: Clause[] = [],
    parts = text.replaceAll(/([<>=!~^])\s+/g, "$1").split(/[\s,]+/);
  for (const part of parts) {
    if (part === "" || part === "*") continue;
    const found = CLAUSE.exec(part),
      added = found === null ? undefined : clausesOf(found[1] ?? "==", found[2] ?? "");
    if (added === undefined) return undefined;
    clauses.push(...added);
  }
  return clauses;
}

function clausesOf(operator: string, text: string): readonly Clause[] | undefined {
  const isPrefix = /\.[*xX]$/.test(text),
    version = parseVersion(isPrefix ? text.slice(0, -2) : text);
  if (version === undefined) return undefined;
  switch (operator) {
    case "=":
    case "==":
    case "===":
      return [{ operator: "==", version, isPrefix }];
    case "~=":
      return version.release.length < 2 ? undefined : range(version, version.release.length - 2);
    case "~":
      return range(version, Math.min(1, version.release.length - 1));
    case "^":
      return range(version, caretPart(version.release));
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return [{ operator, version, isPrefix }];
    default:
      return undefined;
  }
}

/** From a version to before the next one of a part of its release. */
function range(version: Version, part: number): readonly Clause[] {
  const limit = nextRelease(version, part);
  return [
    { operator: ">=", version, isPrefix: false },
    { operator: "<", version: limit, isPrefix: false },
  ];
}

/** The first part that is not zero, which a caret keeps. */
function caretPart(release: readonly number[]): number {
  const found = release.findIndex((part) => part !== 0);
  return found === -1 ? release.length - 1 : found;
}

function nextRelease({ epoch, release }: Version, part: number): Version {
  const kept = release.slice(0, part),
    // Before every pre-release of the next one, as `== 1.*` leaves out `2.0a1`.
    suffix = [LOW, 0, LOW, 0];
  return { epoch, release: [...kept, (release[part] ?? 0) + 1], suffix, local: [] };
}

/** Pre-releases are allowed where their number is. */
export function allows(constraint: Constraint, version: Version): boolean {
  return constraint.some((clauses) => clauses.every((clause) => matches(clause, version)));
}

function matches({ operator, version: limit, isPrefix }: Clause, version: Version): boolean {
  const order = compareWithoutLocal(version, limit);
  switch (operator) {
    case "==":
      return equals(version, limit, isPrefix);
    case "!=":
      return !equals(version, limit, isPrefix);
    case "<=":
      return order <= 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0 && (isEarly(limit) || !isEarly(version) || !sameRelease(version, limit));
    case ">":
      return order > 0 && (isPost(limit) || !isPost(version) || !sameRelease(version, limit));
  }
}

function equals(version: Version, limit: Version, isPrefix: boolean): boolean {
  if (isPrefix) {
    const start = version.release.slice(0, limit.release.length);
    return version.epoch === limit.epoch && compareNumbers(start, limit.release) === 0;
  }
  return limit.local.length > 0
    ? compareVersions(version, limit) === 0
    : compareWithoutLocal(version, limit) === 0;
}

function sameRelease(a: Version, b: Version): boolean {
  return a.epoch === b.epoch && compareNumbers(a.release, b.release) === 0;
}

/** Whether it is a pre-release or development release. */
function isEarly({ suffix }: Version): boolean {
  return suffix[0] !== 3 || suffix[3] !== HIGH;
}

function isPost({ suffix }: Version): boolean {
  return suffix[2] !== LOW;
}

/** The one version that a constraint pins. */
export function pinned(constraint: Constraint): Version | undefined {
  const [clauses] = constraint;
  if (constraint.length !== 1 || clauses?.length !== 1) return undefined;
  const [clause] = clauses;
  return clause?.operator === "==" && !clause.isPrefix ? clause.version : undefined;
}

/** Both constraints at once; undefined where they have too many alternatives to be worth it. */
export function both(a: Constraint, b: Constraint): Constraint | undefined {
  if (a.length * b.length > MOST_ALTERNATIVES) return undefined;
  return a.flatMap((left) => b.map((right) => [...left, ...right]));
}

/** Judged by bounds: whether versions exist is not known here. */
export function shareFrom(constraint: Constraint, version: Version): Share {
  const shares = constraint.map((clauses) => shareOf(clauses, version));
  if (shares.every((share) => share === "all")) return "all";
  return shares.every((share) => share === "none") ? "none" : "some";
}

function shareOf(clauses: readonly Clause[], version: Version): Share {
  for (const { operator, version: limit, isPrefix } of clauses) {
    const order = compareWithoutLocal(limit, version);
    if (/^(?:==|>)/.test(operator) && order >= 0) return "all";
    if (operator === "<" && order <= 0) return "none";
    if (operator === "==" && isPrefix) {
      if (compareWithoutLocal(nextRelease(limit, limit.release.length - 1), version) <= 0)
        return "none";
    } else if (/^(?:==|<=)$/.test(operator) && order < 0) return "none";
  }
  return "some";
}
