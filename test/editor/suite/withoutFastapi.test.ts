import assert from "node:assert/strict";
import type { RoutewrightApi } from "#client/extension";
import {
  activateRoutewright,
  eventually,
  finding,
  findingsIn,
  open,
  restoreWorkspace,
  writeToDisk,
} from "./workbench.ts";

describe("a workspace without FastAPI", () => {
  let routewright: RoutewrightApi;
  before(async () => {
    routewright = await activateRoutewright();
  });
  afterEach(restoreWorkspace);

  it("is left alone, until a file imports FastAPI", async () => {
    await open("crawler.py");
    await eventually("asleep", () => routewright.state.state === "asleep");
    assert.deepEqual(findingsIn("crawler.py"), []);

    // That it wakes shows that it was not silent for some other reason.
    writeToDisk(
      "main.py",
      "from fastapi import FastAPI\n\nfrom crawler import crawl\n\napp = FastAPI()\napp.get('/')(crawl)\n",
    );
    await finding("crawler.py", "missing-pool-pre-ping");
    await eventually("awake", () => routewright.state.state !== "asleep");
  });
});
