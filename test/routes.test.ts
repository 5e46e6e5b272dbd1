import assert from "node:assert/strict";
import { routesJson } from "#formats/routes";
import { workspaceRoutes } from "#model/routes/workspaceRoutes";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "./harness.ts";
import { type RoutesProject, routesProjects } from "./model/routes.ts";
import { printRoutes, type Route, withoutDetail } from "./model/routeTable.ts";

interface Ours {
  readonly routes: readonly Route[];
  readonly dynamic: readonly { readonly file: string; readonly line: number }[];
}

/** What `routewright routes` prints of a project. */
function oursIn(workspace: Workspace): Ours {
  const shown = (path: string): string => path.slice(FOLDER.length + 1);
  return JSON.parse(routesJson(workspaceRoutes(workspace), shown));
}

/** Ours and FastAPI's on each version of a project; computed when the first asks. */
class Results {
  private kept: readonly Result[] | undefined;
  private readonly project: RoutesProject;

  constructor(project: RoutesProject) {
    this.project = project;
  }

  all(): readonly Result[] {
    const { versions, files, expected } = this.project;
    this.kept ??= versions.map((version) => ({
      version,
      ours: oursIn(workspaceOf(files(version))),
      fastapi: expected(version) ?? [],
    }));
    return this.kept;
  }
}

interface Result {
  readonly version: string;
  readonly ours: Ours;
  readonly fastapi: readonly Route[];
}

/** The text of routes without what the handlers' signatures say. */
function heads(routes: readonly Route[]): string {
  return printRoutes(routes.map(withoutDetail));
}

/** The projects are run under FastAPI itself by `npm run prove -- oracle`. */
describe("routes", () => {
  for (const project of routesProjects()) {
    const { name, title, dynamic } = project;
    const results = new Results(project);
    if (dynamic !== undefined) {
      it(`${name}: ${title}`, () => {
        for (const { ours, fastapi, version } of results.all()) {
          const known = new Set(fastapi.map((route) => heads([route])));
          const wrong = ours.routes.filter((route) => !known.has(heads([route])));
          assert.deepEqual(wrong, [], `on FastAPI ${version}`);
          if (ours.routes.length === fastapi.length) continue;
          const places = ours.dynamic.map(({ file, line }) => `${file}:${line}`);
          assert.deepEqual(places, [dynamic], `on FastAPI ${version}`);
        }
      });
      continue;
    }
    it(`${name}: ${title}`, () => {
      for (const { ours, fastapi, version } of results.all()) {
        assert.equal(heads(ours.routes), heads(fastapi), `on FastAPI ${version}`);
        assert.deepEqual(ours.dynamic, [], `on FastAPI ${version}`);
      }
    });
    it(`${name}: dependencies, security, response models, parameters`, () => {
      for (const { ours, fastapi, version } of results.all())
        assert.equal(printRoutes(ours.routes), printRoutes(fastapi), `on FastAPI ${version}`);
    });
  }
});
