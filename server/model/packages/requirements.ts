/** Requirements as people write them: one line of PEP 508, requirements files, setup.cfg, METADATA. */
import type { Range } from "#syntax/range";

export interface Requirement {
  /** As PEP 503 writes it. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Empty where every version will do, or where a URL says which. */
  readonly constraint: string;
  /** The environment marker, without `;`; empty where it is required everywhere. */
  readonly marker: string;
  /** Whether it says a version of what something else requires: `constraint`; and nothing else counts: `override`. */
  readonly says?: "constraint" | "override";
  /** The requirement's text in its file; undefined where it cannot be told. */
  readonly range?: Range;
}

/** What a requirements file says beside its requirements. */
export interface RequirementsFile {
  readonly requirements: readonly Requirement[];
  /** Paths after `-r`, relative to the file. */
  readonly includes: readonly string[];
  /** Paths after `-c`: versions of packages that something else must require. */
  readonly constraints: readonly string[];
}

const REQUIREMENT =
  /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?:@\s*(\S+)|\(([^)]*)\)|([<>=!~][^;]*))?\s*(?:;(.*))?$/;
/** The version in an address: of a wheel, of a source archive, or the tag of a repository. */
const ADDRESS_VERSION =
  /\/[\w.]+-(\d[\w.!]*)(?:\+[\w.]+)?(?:-[\w.]+-[\w.]+-[\w.]+\.whl|\.tar\.gz|\.zip)(?:[?#]|$)|@v?(\d+(?:\.\d+)+)(?:[?#]|$)/;
/** Longer lines are no requirement. */
const LONGEST = 2000;

/** `Foo.Bar_baz` is `foo-bar-baz` (PEP 503). */
export function normalName(name: string): string {
  return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}

/** One requirement of PEP 508, such as `fastapi[standard]>=0.115; python_version > "3.10"`. */
export function parseRequirement(text: string, range?: Range): Requirement | undefined {
  if (text.length > LONGEST) return undefined;
  const found = REQUIREMENT.exec(text.trim());
  if (found === null) return undefined;
  const [, name = "", extras = "", address, parenthesised, constraint = "", marker = ""] = found;
  const requirement = {
    name: normalName(name),
    extras: extras.split(",").map(normalExtra).filter(Boolean),
    constraint:
      address === undefined ? (parenthesised ?? constraint).trim() : versionOfAddress(address),
    marker: marker.trim(),
  };
  return range === undefined ? requirement : { ...requirement, range };
}

function versionOfAddress(address: string): string {
  const [, archive, tag] = ADDRESS_VERSION.exec(address) ?? [];
  const version = archive ?? tag;
  return version === undefined ? "" : `==${version}`;
}

function normalExtra(extra: string): string {
  return normalName(extra.trim());
}

export function readRequirementsFile(text: string): RequirementsFile {
  const requirements: Requirement[] = [],
    includes: string[] = [],
    constraints: string[] = [];
  for (const line of joinedLines(text)) {
    const include = /^(?:-r|--requirement)[\s=]*(\S+)/.exec(line.text)?.[1],
      constraint = /^(?:-c|--constraint)[\s=]*(\S+)/.exec(line.text)?.[1];
    if (include !== undefined) includes.push(include);
    else if (constraint !== undefined) constraints.push(constraint);
    else {
      const found = requirementOf(line.text, line.start);
      if (found !== undefined) requirements.push(found);
    }
  }
  return { requirements, includes, constraints };
}

function requirementOf(line: string, start: number): Requirement | undefined {
  const editable = /^(?:-e|--editable)[\s=]*/.exec(line)?.[0] ?? "",
    rest = line.slice(editable.length),
    text = rest.split(/\s--?[a-z]/, 1)[0]?.trimEnd() ?? "",
    range = { start: start + editable.length, end: start + editable.length + text.length },
    egg = /^[\w+.]+:\/\/.*#(?:.*&)?egg=([\w.-]+(?:\[[^\]]*\])?)/.exec(text)?.[1],
    address = text.split("#", 1)[0] ?? "";
  return parseRequirement(egg === undefined ? text : `${egg} @ ${address}`, range);
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/** Lines without comments and indentation, those that end with a backslash joined. A joined line keeps its length, so that offsets stay true. */
function* joinedLines(text: string): Generator<Line> {
  const joined = text.replaceAll(/\\(\r\n|\r|\n)/g, (_, end: string) => " ".repeat(1 + end.length));
  for (const found of joined.matchAll(/[^\r\n]+/g)) {
    const line = found[0].replace(/(?:^|\s)#.*/, ""),
      indentation = line.length - line.trimStart().length;
    if (line.trim() !== "") yield { text: line.trim(), start: found.index + indentation };
  }
}

/** What a `setup.cfg` says. */
export interface SetupConfiguration {
  readonly requirements: readonly Requirement[];
  /** Files of requirements, relative to it. */
  readonly includes: readonly string[];
  readonly requiresPython: string | undefined;
}

/** `install_requires`, all extras, `python_requires`. */
export function readSetupConfiguration(text: string): SetupConfiguration {
  const requirements: Requirement[] = [],
    includes: string[] = [];
  let section = "",
    key = "",
    requiresPython: string | undefined;
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const line = found[0],
      header = /^\[([^\]]*)\]/.exec(line)?.[1],
      pair = /^([^\s=:#;][^=:]*?)\s*[=:]\s*/.exec(line);
    if (/^\s*[#;]/.test(line)) continue;
    if (header !== undefined) [section, key] = [header.trim(), ""];
    else if (pair !== null) key = pair[1] ?? "";
    if (header !== undefined) continue;
    const value = pair === null ? line : line.slice(pair[0].length),
      isOptions = section === "options";
    if (isOptions && key === "python_requires") requiresPython = value.trim();
    const isRequirement =
      section === "options.extras_require" || (isOptions && key === "install_requires");
    if (!isRequirement) continue;
    const files = /^\s*file:(.*)$/.exec(value)?.[1];
    if (files !== undefined) includes.push(...listOfFiles(files));
    const start = found.index + line.length - value.trimStart().length,
      requirement = parseRequirement(value, { start, end: start + value.trim().length });
    if (requirement !== undefined) requirements.push(requirement);
  }
  return { requirements, includes, requiresPython };
}

function listOfFiles(text: string): string[] {
  return text
    .split(",")
    .map((path) => path.trim())
    .filter(Boolean);
}

/** The `Requires-Dist` of a built package's METADATA or PKG-INFO, those of extras too. */
export function readMetadata(text: string): readonly Requirement[] {
  const [headers = ""] = text.split(/\r?\n\r?\n/, 1),
    requirements: Requirement[] = [];
  for (const found of headers.matchAll(/^(Requires-Dist:\s*)(.*?)\s*$/gim)) {
    const [, header = "", value = ""] = found,
      start = found.index + header.length,
      requirement = parseRequirement(value, { start, end: start + value.length });
    if (requirement !== undefined) requirements.push(requirement);
  }
  return requirements;
}
