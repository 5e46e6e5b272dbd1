import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sections } from "../markdown.ts";
import { ROUTES_FOLDER, routesProjects } from "./routes.ts";
import { parseRoutes, printRoutes } from "./routeTable.ts";

describe("projects of routes", () => {
  it("are what FastAPI was asked about, on every version that they are for", () => {
    const without = routesProjects().flatMap(({ name, versions, expected }) =>
      versions.filter((version) => expected(version) === undefined).map((each) => [name, each]),
    );
    assert.deepEqual(without, [], "run `npm run prove -- oracle --write`");
  });

  it("are at least 70", () => {
    assert.ok(routesProjects().length >= 70);
  });

  it("have tables that say all that was written into them", () => {
    for (const file of readdirSync(ROUTES_FOLDER))
      for (const { files } of sections(readFileSync(join(ROUTES_FOLDER, file), "utf8"))) {
        const table = files.get("routes");
        if (table !== undefined) assert.equal(printRoutes(parseRoutes(table)), table, file);
      }
  });
});
