import assert from "node:assert/strict";
import { routesJson } from "#formats/routes";
import { workspaceRoutes } from "#model/routes/workspaceRoutes";
import { FOLDER, workspaceOf } from "./harness.ts";
import { printStacks, type StackApplication, stackProjects } from "./model/stacks.ts";

interface Handler {
  readonly name: string;
}

type Step =
  | { readonly kind: "lifespan"; readonly name: string; readonly lifespans: readonly Step[] }
  | {
      readonly kind: "events";
      readonly startup: readonly Handler[];
      readonly shutdown: readonly Handler[];
    };

/** What `routewright routes --format json` has of each application. */
type Ours = Omit<StackApplication, "lifespan"> & { readonly lifespans: readonly Step[] };

function ran(steps: readonly Step[]): string[] {
  return [...steps.flatMap(entered), ...steps.toReversed().flatMap(left)];
}

function entered(step: Step): string[] {
  if (step.kind === "events") return step.startup.map(({ name }) => `startup ${name}`);
  return [`enter ${step.name}`, ...step.lifespans.flatMap(entered)];
}

function left(step: Step): string[] {
  if (step.kind === "events") return step.shutdown.map(({ name }) => `shutdown ${name}`);
  return [...step.lifespans.toReversed().flatMap(left), `exit ${step.name}`];
}

/** The projects are run under FastAPI itself by `npm run prove -- stacks`. */
describe("middleware, exception handlers and lifespans", () => {
  for (const { name, title, versions, files, stack } of stackProjects())
    it(`${name}: ${title}`, () => {
      for (const version of versions) {
        const listed = workspaceRoutes(workspaceOf(files(version)));
        const shown = (path: string): string => path.slice(FOLDER.length + 1);
        const { applications }: { applications: readonly Ours[] } = JSON.parse(
          routesJson(listed, shown),
        );
        const ours = applications.map(({ lifespans, ...it }) => ({
          ...it,
          ...(it.mounted === undefined && { lifespan: ran(lifespans) }),
        }));
        assert.equal(printStacks(ours), stack(version), `on FastAPI ${version}`);
      }
    });
});
