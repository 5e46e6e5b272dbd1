/**
 * `npm run prove -- stacks [NAME…] [--write]`: the middleware, exception handlers and lifespans that are written in
 * `test/model/stacks/` are those of FastAPI. Names choose projects. `--write` writes what FastAPI gave. Needs a system that can fork.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  FASTAPI_VERSIONS,
  type FastapiVersion,
  headingOf,
  pinnedFastapi,
} from "../../test/model/routes";
import {
  printStacks,
  STACK_PATH,
  STACKS_FOLDER,
  type StackApplication,
  type StackProject,
  stackProjects,
} from "../../test/model/stacks";
import { answersOf } from "./fastapiRuns";

const SCRIPT = join(import.meta.dirname, "fastapi_stacks.py");

export default async function proveStacks(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { write: { type: "boolean", default: false } },
  });
  const projects = stackProjects().filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  const stacks = new Map<StackProject, Map<FastapiVersion, string>>();
  const faults = FASTAPI_VERSIONS.flatMap((version) => ask(version, projects, stacks));
  for (const [project, found] of stacks) {
    if (values.write) write(project, found);
    else
      for (const [version, text] of found)
        if (project.stack(version) !== text)
          faults.push(`${project.name} differs on FastAPI ${version}, which has\n${text}`);
  }
  for (const fault of faults) console.log(fault);
  const count = projects.reduce((sum, { versions }) => sum + versions.length, 0);
  const versions = FASTAPI_VERSIONS.map(pinnedFastapi).join(", ");
  console.log(
    `${projects.length} projects, ${count} runs on FastAPI ${versions}: ${faults.length} faults`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

/** Runs the projects on one version, and gives what failed. */
function ask(
  version: FastapiVersion,
  all: readonly StackProject[],
  stacks: Map<StackProject, Map<FastapiVersion, string>>,
): readonly string[] {
  const projects = all.filter(({ versions }) => versions.includes(version));
  const parent = mkdtempSync(join(tmpdir(), "routewright-stacks-"));
  try {
    const runs = new Map<StackProject, StackApplication[][]>();
    const faults = answersOf(SCRIPT, version, projects, parent).flatMap((line) => {
      const answer: { id: string; applications?: StackApplication[]; error?: string } =
        JSON.parse(line);
      const [name] = answer.id.split("#");
      const project = projects.find((each) => each.name === name);
      if (project === undefined || answer.applications === undefined)
        return [`${name} cannot run on FastAPI ${version}:\n${answer.error}`];
      runs.set(project, [...(runs.get(project) ?? []), answer.applications]);
      return [];
    });
    for (const [project, found] of runs) {
      const known = stacks.get(project) ?? new Map<FastapiVersion, string>();
      stacks.set(project, known.set(version, printStacks(together(found))));
    }
    return faults;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** The applications of all runs, of which each run has the same; conditional is what some runs lack. */
function together(runs: readonly (readonly StackApplication[])[]): StackApplication[] {
  const [first = []] = runs;
  return first.map((application, index) => {
    const all = runs.flatMap((run) => run[index] ?? []);
    return {
      ...application,
      middleware: merged(all.map(({ middleware }) => middleware)),
      exceptionHandlers: merged(all.map(({ exceptionHandlers }) => exceptionHandlers)),
    };
  });
}

function merged<T extends object>(runs: readonly (readonly T[])[]): T[] {
  const found: { readonly text: string; readonly row: T; count: number }[] = [];
  for (const rows of runs) {
    let next = 0;
    for (const row of rows) {
      const text = JSON.stringify(row);
      const at = found.findIndex((each, index) => index >= next && each.text === text);
      const known = found[at];
      if (known === undefined) found.splice(next, 0, { text, row, count: 1 });
      else known.count++;
      next = known === undefined ? next + 1 : at + 1;
    }
  }
  return found.map(({ row, count }) => (count < runs.length ? { ...row, conditional: true } : row));
}

function write(project: StackProject, found: ReadonlyMap<FastapiVersion, string>): void {
  const path = join(STACKS_FOLDER, `${project.name}.md`);
  const [own = ""] = readFileSync(path, "utf8").split(/^## (?=Stack$|On FastAPI )/m);
  const groups = new Map<string, FastapiVersion[]>();
  for (const [version, text] of found) groups.set(text, [...(groups.get(text) ?? []), version]);
  const written = Array.from(groups, ([text, versions]) => {
    const heading = headingOf(versions, groups.size === 1, "Stack");
    return `## ${heading}\n\n\`\`\`text title=${STACK_PATH}\n${text}\`\`\`\n`;
  });
  writeFileSync(path, `${own.trimEnd()}\n\n${written.join("\n")}`);
}
