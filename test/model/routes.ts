/**
 * The projects in `routes/`: one idiom each, with the routes that FastAPI itself gave when `npm run prove -- oracle`
 * ran it. A list under the title may say
 *
 * - `entry`: the applications, as `module:expression` (`app.main:app` where nothing is said);
 * - `fastapi`: on which versions the project runs (all);
 * - `environment`: variables of a second run, and after a `|` of a third; a route that some runs lack is conditional;
 * - `paths`: the folders that Python imports from (the project's own);
 * - `dynamic`: the place, as `file:line`, because of which the routes cannot be read off the code.
 *
 * `{fastapi}` in a file is the version. A project without a manifest gets one. What lies below `site-packages/` is there
 * when the project runs, and not for us to read.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sections } from "../markdown.ts";
import { parseRoutes, type Route } from "./routeTable.ts";

export const ROUTES_FOLDER = join(import.meta.dirname, "routes");

export const FASTAPI_VERSIONS = ["0.104", "0.115", "0.136", "0.165"] as const;
export type FastapiVersion = (typeof FASTAPI_VERSIONS)[number];

export interface RoutesProject {
  /** The name of the Markdown file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly entries: readonly string[];
  readonly versions: readonly FastapiVersion[];
  /** The variables of each run; at least one run. */
  readonly environments: readonly Readonly<Record<string, string>>[];
  readonly paths: readonly string[];
  /** As `file:line`. */
  readonly dynamic?: string;
  /** Path to text, a manifest that names the version among them. */
  files(version: FastapiVersion): ReadonlyMap<string, string>;
  /** Path to text of what is installed beside it. */
  readonly installed: ReadonlyMap<string, string>;
  /** What FastAPI gave; nothing for a version that the project has not been run on. */
  expected(version: FastapiVersion): readonly Route[] | undefined;
}

const MANIFEST = /(^|\/)(pyproject\.toml|requirements\.txt|setup\.cfg|setup\.py|Pipfile)$/;
const HEADING_OF_SOME = "On FastAPI ";
/** The folder of what a project has installed. */
export const INSTALLED = "site-packages";
const TABLE_PATH = "routes";

export function routesProjects(): RoutesProject[] {
  return readdirSync(ROUTES_FOLDER)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) =>
      routesProject(file.slice(0, -".md".length), readFileSync(join(ROUTES_FOLDER, file), "utf8")),
    );
}

export function routesProject(name: string, markdown: string): RoutesProject {
  const [project, ...tables] = sections(markdown);
  if (project === undefined) throw new Error(`${name}.md has no files.`);
  const own = new Map([...project.files].filter(([path]) => !isInstalled(path)));
  const options = optionsOf(markdown);
  const list = (key: string): string[] | undefined => options.get(key)?.split(", ");
  const versions = FASTAPI_VERSIONS.filter((each) => list("fastapi")?.includes(each) ?? true);
  const dynamic = options.get("dynamic");
  const table = new Map<FastapiVersion, readonly Route[]>();
  for (const { heading, files } of tables) {
    const routes = parseRoutes(files.get(TABLE_PATH) ?? "");
    for (const version of versionsOf(heading, versions)) table.set(version, routes);
  }
  return {
    name,
    title: project.heading,
    entries: list("entry") ?? ["app.main:app"],
    versions,
    environments: ["", ...(options.get("environment")?.split(" | ") ?? [])].map(variables),
    paths: list("paths") ?? [""],
    ...(dynamic === undefined ? {} : { dynamic }),
    files: (version) => filesOn(version, own),
    installed: new Map([...project.files].filter(([path]) => isInstalled(path))),
    expected: (version) => table.get(version),
  };
}

/** The heading over the routes that some versions share. */
export function headingOf(
  some: readonly FastapiVersion[],
  isAll: boolean,
  title = "Routes",
): string {
  return isAll ? title : HEADING_OF_SOME + some.join(", ");
}

/** The exact version that stands for all of its minor version. */
export function pinnedFastapi(version: FastapiVersion): string {
  const pin = /^fastapi==(.*)$/m.exec(readFileSync(requirementsOf(version), "utf8"));
  return pin?.[1] ?? version;
}

export function requirementsOf(version: FastapiVersion): string {
  return join(import.meta.dirname, "..", "python", `fastapi-${version}.txt`);
}

function optionsOf(markdown: string): Map<string, string> {
  const [head = ""] = markdown.split(/^```/m);
  return new Map(
    Array.from(head.matchAll(/^- (\w+): (.*)$/gm), ([, key = "", text = ""]) => [
      key,
      text.replaceAll("`", ""),
    ]),
  );
}

function isInstalled(path: string): boolean {
  return path.startsWith(`${INSTALLED}/`);
}

/** The versions that a heading over a table speaks of. */
export function versionsOf(
  heading: string,
  all: readonly FastapiVersion[],
): readonly FastapiVersion[] {
  if (!heading.startsWith(HEADING_OF_SOME)) return all;
  const named = heading.slice(HEADING_OF_SOME.length).split(", ");
  return all.filter((each) => named.includes(each));
}

function variables(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(" ")
      .filter((each) => each.includes("="))
      .map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)]),
  );
}

function filesOn(
  version: FastapiVersion,
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const pinned = pinnedFastapi(version);
  const own = Array.from(files, ([path, text]): [string, string] => [
    path,
    text.replaceAll("{fastapi}", pinned),
  ]);
  const manifest: [string, string] = [
    "pyproject.toml",
    `[project]\nname = "acme"\nversion = "1.0.0"\ndependencies = ["fastapi==${pinned}"]\n`,
  ];
  return new Map(own.some(([path]) => MANIFEST.test(path)) ? own : [manifest, ...own]);
}
