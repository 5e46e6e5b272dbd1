/**
 * `npm run prove -- oracle [NAME…] [--write]`: the routes that are written in `test/model/routes/` are those of FastAPI.
 * Every project runs on each version that it is for, in an environment of that version's own, which the first run
 * installs. Names choose projects. `--write` writes what FastAPI gave into the projects. Needs a system that can fork.
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
  ROUTES_FOLDER,
  type RoutesProject,
  routesProjects,
} from "../../test/model/routes";
import { printRoutes, type Route } from "../../test/model/routeTable";
import { answersOf } from "./fastapiRuns";

const SCRIPT = join(import.meta.dirname, "fastapi_routes.py");

/** What one run of a project gave. */
interface Run {
  readonly project: RoutesProject;
  readonly routes: readonly Omit<Route, "conditional">[];
}

/** By project and version: the table. */
type Tables = Map<RoutesProject, Map<FastapiVersion, string>>;

export default async function proveOracle(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { write: { type: "boolean", default: false } },
  });
  const projects = routesProjects().filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  const tables: Tables = new Map(projects.map((project) => [project, new Map()]));
  const faults = FASTAPI_VERSIONS.flatMap((version) => ask(version, projects, tables));
  if (values.write) for (const [project, found] of tables) write(project, found);
  else for (const [project, found] of tables) faults.push(...differences(project, found));
  for (const fault of faults) console.log(fault);
  const count = projects.reduce((sum, { versions }) => sum + versions.length, 0);
  const versions = FASTAPI_VERSIONS.map(pinnedFastapi).join(", ");
  console.log(
    `${projects.length} projects, ${count} runs on FastAPI ${versions}: ${faults.length} faults`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

/** Runs the projects on one version, puts their tables among the others and gives what failed. */
function ask(
  version: FastapiVersion,
  all: readonly RoutesProject[],
  tables: Tables,
): readonly string[] {
  const projects = all.filter(({ versions }) => versions.includes(version));
  const parent = mkdtempSync(join(tmpdir(), "routewright-oracle-"));
  try {
    const { runs, faults } = runAll(version, projects, parent);
    for (const project of projects) {
      const own = runs.filter((run) => run.project === project);
      if (own.length < project.environments.length) continue;
      tables.get(project)?.set(version, printRoutes(together(own)));
    }
    return faults;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function runAll(
  version: FastapiVersion,
  projects: readonly RoutesProject[],
  parent: string,
): { readonly runs: readonly Run[]; readonly faults: readonly string[] } {
  const runs: Run[] = [];
  const faults: string[] = [];
  for (const line of answersOf(SCRIPT, version, projects, parent)) {
    const answer: { id: string; routes?: Run["routes"]; error?: string } = JSON.parse(line);
    const [name] = answer.id.split("#");
    const project = projects.find((each) => each.name === name);
    if (project === undefined || answer.routes === undefined)
      faults.push(`${name} cannot run on FastAPI ${version}:\n${answer.error}`);
    else runs.push({ project, routes: answer.routes });
  }
  return { runs, faults };
}

/** The routes of all runs, in their order; conditional are those that some runs lack. */
function together(runs: readonly Run[]): Route[] {
  const merged: { readonly text: string; readonly route: Run["routes"][number]; count: number }[] =
    [];
  for (const { routes } of runs) {
    let next = 0;
    for (const route of routes) {
      const text = JSON.stringify(route);
      const at = merged.findIndex((each, index) => index >= next && each.text === text);
      const known = merged[at];
      if (known === undefined) merged.splice(next, 0, { text, route, count: 1 });
      else known.count++;
      next = known === undefined ? next + 1 : at + 1;
    }
  }
  return merged.map(({ route, count }) => ({
    ...route,
    name: route.name ?? "",
    conditional: count < runs.length,
  }));
}

function differences(project: RoutesProject, found: ReadonlyMap<FastapiVersion, string>): string[] {
  return [...found].flatMap(([version, table]) => {
    const expected = project.expected(version);
    if (expected === undefined)
      return [`${project.name} has no routes for FastAPI ${version}: use --write`];
    const written = printRoutes(expected);
    return written === table
      ? []
      : [
          `${project.name} differs on FastAPI ${version}. FastAPI has\n${table}\nwritten is\n${written}`,
        ];
  });
}

/** Replaces the tables of a project. */
function write(project: RoutesProject, found: ReadonlyMap<FastapiVersion, string>): void {
  const path = join(ROUTES_FOLDER, `${project.name}.md`);
  const text = readFileSync(path, "utf8");
  const [own = ""] = text.split(/^## (?=Routes$|On FastAPI )/m);
  const groups = new Map<string, FastapiVersion[]>();
  for (const [version, table] of found) groups.set(table, [...(groups.get(table) ?? []), version]);
  const written = Array.from(groups, ([table, versions]) => {
    const heading = headingOf(versions, groups.size === 1);
    return `## ${heading}\n\n\`\`\`text title=routes\n${table}\`\`\`\n`;
  });
  writeFileSync(path, `${own.trimEnd()}\n\n${written.join("\n")}`);
}
