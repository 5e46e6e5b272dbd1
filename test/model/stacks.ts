/**
 * The projects in `stacks/`: written as those in `routes/`, with what FastAPI itself has around their routes when
 * `npm run prove -- stacks` runs it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sections } from "../markdown.ts";
import { type FastapiVersion, type RoutesProject, routesProject, versionsOf } from "./routes.ts";

export const STACKS_FOLDER = join(import.meta.dirname, "stacks");
export const STACK_PATH = "stack";

export interface StackProject extends RoutesProject {
  /** What FastAPI has, as text; `undefined` for a version that the project has not been run on. */
  stack(version: FastapiVersion): string | undefined;
}

export interface StackApplication {
  readonly name: string;
  readonly mounted?: string;
  readonly middleware: readonly {
    readonly name: string;
    readonly by: string;
    readonly arguments?: object;
    readonly conditional?: boolean;
  }[];
  readonly exceptionHandlers: readonly {
    readonly exception: string;
    readonly name: string;
    readonly conditional?: boolean;
  }[];
  /** What runs when it starts and stops, in that order; of the outermost application. */
  readonly lifespan?: readonly string[];
}

export function stackProjects(): StackProject[] {
  return readdirSync(STACKS_FOLDER)
    .sort()
    .map((file) => {
      const markdown = readFileSync(join(STACKS_FOLDER, file), "utf8");
      const project = routesProject(file.slice(0, -".md".length), markdown);
      const [, ...tables] = sections(markdown);
      const stacks = new Map<FastapiVersion, string>();
      for (const { heading, files } of tables)
        for (const version of versionsOf(heading, project.versions))
          stacks.set(version, files.get(STACK_PATH) ?? "");
      return { ...project, stack: (version) => stacks.get(version) };
    });
}

/** A line for each layer, handler and step, the outermost application first. */
export function printStacks(applications: readonly StackApplication[]): string {
  return applications.map((it) => `${lines(it).join("\n")}\n`).join("\n");
}

function lines(application: StackApplication): string[] {
  const { name, mounted, middleware, exceptionHandlers, lifespan } = application;
  return [
    `application ${name}${mounted === undefined ? "" : ` at ${mounted}`}`,
    ...middleware.map((it) => {
      const given = it.by === "added" ? Object.entries(it.arguments ?? {}) : [];
      const shown = given.map(([key, value]) => ` ${key}=${JSON.stringify(value)}`).join("");
      return `  ${it.by} ${it.name}${shown}${mark(it.conditional)}`;
    }),
    ...exceptionHandlers.map((it) => `  on ${it.exception}: ${it.name}${mark(it.conditional)}`),
    ...(lifespan ?? []).map((it) => `  ${it}`),
  ];
}

function mark(isConditional: boolean | undefined): string {
  return isConditional === true ? " (conditional)" : "";
}
