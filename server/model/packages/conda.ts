/** What a conda `environment.yml` requires: conda's own packages, and those that pip installs with them. */
import { normalName, parseRequirement, type Requirement } from "#model/packages/requirements";

export interface CondaEnvironment {
  readonly requirements: readonly Requirement[];
  /** Files after `-r` in the list for pip, relative to it. */
  readonly includes: readonly string[];
  readonly requiresPython: string | undefined;
}

const ITEM = /^(\s*)-\s+(.*?)\s*(?:\s#.*)?$/;
/** `channel::name=1.2=build`, `name>=1,<2`, `name 1.2.*` */
const SPECIFICATION =
  /^(?:[\w./-]+::)?([A-Za-z0-9][\w.-]*)\s*(?:(=(?!=))\s*([^=\s]+)(?:=\S*)?|((?:[<>=!~]=?|===).*)|\s([\d.*]\S*))?$/;

/** Reads the list under `dependencies:` and the one under `pip:` in it, line by line: every other kind of YAML says nothing here. */
export function readCondaEnvironment(text: string): CondaEnvironment {
  const requirements: Requirement[] = [];
  const includes: string[] = [];
  let requiresPython: string | undefined;
  let isInside = false;
  let pipColumn: number | undefined;
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    const line = found[0];
    if (/^[^\s#-]/.test(line)) isInside = /^dependencies\s*:\s*(?:#.*)?$/.test(line);
    const [, indentation = "", quoted = ""] = (isInside && ITEM.exec(line)) || [];
    if (quoted === "") continue;
    const item = quoted.replace(/^(["'])(.*)\1$/, "$2");
    const start = found.index + line.indexOf(item, indentation.length);
    const range = { start, end: start + item.length };
    if (/^pip\s*:$/.test(item)) pipColumn = indentation.length;
    else if (pipColumn !== undefined && indentation.length > pipColumn) {
      const include = /^(?:-r|--requirement)[\s=]*(\S+)/.exec(item)?.[1];
      if (include !== undefined) includes.push(include);
      const requirement = parseRequirement(item, range);
      if (requirement !== undefined) requirements.push(requirement);
    } else {
      pipColumn = undefined;
      const requirement = condaRequirement(item);
      if (requirement?.name === "python") requiresPython = requirement.constraint;
      else if (requirement !== undefined) requirements.push({ ...requirement, range });
    }
  }
  return { requirements, includes, requiresPython };
}

/** `name=1.2` means `1.2.*` here. */
function condaRequirement(text: string): Requirement | undefined {
  const found = SPECIFICATION.exec(text);
  if (found === null) return undefined;
  const [, name = "", isFuzzy, fuzzy = "", constraint, exact] = found;
  const version = isFuzzy === undefined ? exact : fuzzy;
  const isPattern = version?.endsWith("*") || isFuzzy !== undefined;
  const wanted = version && `==${version.replace(/\.?\*$/, "")}${isPattern ? ".*" : ""}`;
  return {
    name: normalName(name),
    extras: [],
    // Behind the version of an exact one stands a build.
    constraint: wanted ?? constraint?.trim().replace(/^(==[^=\s]+)=\S+$/, "$1") ?? "",
    marker: "",
  };
}
