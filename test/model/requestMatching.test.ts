import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { requestIn, routesAnswering } from "#model/routes/requestMatching";
import type { Route } from "#model/routes/routes";
import { pythonInterpreter } from "../python/environment.ts";

type Row = readonly [methods: string, path: string, mounted?: string];

/** Only what the matching looks at. */
function route([methods, path, mounted]: Row): Route {
  const place = { path: "", scope: -1, start: 0, end: 0 };
  return {
    kind: "http",
    methods: methods.split(","),
    path,
    mounted,
    handler: "",
    definition: undefined,
    lambda: undefined,
    name: "",
    includeInSchema: true,
    isConditional: false,
    tags: [],
    operationId: undefined,
    isPlain: true,
    place,
    through: [],
    dependant: undefined,
    responseModel: undefined,
  };
}

const ROWS: readonly Row[] = [
  ["POST", "/users/me"],
  ["GET", "/users/{id:int}"],
  ["GET,POST", "/users/{name}"],
  ["DELETE", "/users/{id}"],
  ["GET", "/api/items", "/api"],
  ["POST", "/api/{rest:path}", "/api"],
  ["GET", "/api/outside"],
  ["GET", "/items/"],
  ["GET", "/files/{path:path}"],
  ["GET", "/files/never"],
];

const REQUESTS = [
  ...["/users/me", "/users/42", "/users/ann", "/users/", "/users/a/b", "/api/items", "/api/x/y"],
  ...["/api/outside", "/api", "/items", "/items/", "/files/a/b", "/files/never", "/files", "/none"],
].flatMap((path) => ["GET", "POST", "DELETE"].map((method) => ({ method, path })));

function answersOfStarlette(): readonly (number | string)[] {
  const routes = ROWS.map(([methods, path, mounted = null]) => ({
    methods: methods.split(","),
    path,
    mounted,
  }));
  const requests = REQUESTS.map(({ method, path }) => [method, path]);
  const { stdout, stderr, status } = spawnSync(
    pythonInterpreter(),
    [join(import.meta.dirname, "asked_routes.py")],
    { input: JSON.stringify([routes, requests]), encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe("a request", () => {
  it("is answered by the route that Starlette takes", () => {
    const routes = ROWS.map(route);
    for (const [index, expected] of answersOfStarlette().entries()) {
      const request = REQUESTS[index] ?? assert.fail();
      const found = routesAnswering(request, routes);
      const told = `${request.method} ${request.path}`;
      if (typeof expected === "number")
        assert.deepEqual(
          found.map((it) => routes.indexOf(it)),
          [expected],
          told,
        );
      else if (expected === "404") assert.deepEqual(found, [], told);
      // What is told instead of nothing: who takes the path, and refuses the method.
      else
        assert.ok(
          expected === "405" && found.every((it) => !it.methods.includes(request.method)),
          told,
        );
    }
  });

  it("without a method has a route for each", () => {
    const routes = ROWS.map(route);
    const found = routesAnswering({ method: undefined, path: "/users/42" }, routes);
    assert.deepEqual(
      found.map((it) => routes.indexOf(it)),
      [1, 2, 3],
    );
  });

  it("without a method has what is mounted at the root only where no route is there", () => {
    const mount: Route = { ...route(["", "/"]), kind: "mount", methods: [] };
    const routes = [...ROWS.map(route), mount];
    const found = (path: string) =>
      routesAnswering({ method: undefined, path }, routes).map((it) => routes.indexOf(it));
    assert.deepEqual(found("/items/"), [7]);
    assert.deepEqual(found("/logo.png"), [ROWS.length]);
  });

  it("may be answered by all up to the first that is there for sure", () => {
    const routes = ROWS.map(route).map((it, index) => ({ ...it, isConditional: index === 1 }));
    const found = routesAnswering({ method: "GET", path: "/users/42" }, routes);
    assert.deepEqual(
      found.map((it) => routes.indexOf(it)),
      [1, 2],
    );
  });

  const READ = [
    ["/users/42", undefined, "/users/42"],
    ["GET /users/42?x=1 HTTP/1.1", "GET", "/users/42"],
    ['INFO:     127.0.0.1:54321 - "PUT /users/4%2F2 HTTP/1.1" 200 OK', "PUT", "/users/4/2"],
    ['INFO: ("127.0.0.1", 1) - "WebSocket /feed" [accepted]', "WS", "/feed"],
    [
      '1.2.3.4 - - [24/Nov/2026:19:00:00 +0000] "POST /a HTTP/2" 201 7 "https://b/c" "curl"',
      "POST",
      "/a",
    ],
    ["https://host.example:8443/api/users/42#top", undefined, "/api/users/42"],
    ["http://localhost", undefined, "/"],
    ["wss://host/feed?token=x", "WS", "/feed"],
    ["curl -X DELETE 'https://host/api/users/42'", "DELETE", "/api/users/42"],
    ["GET https://host/api?x", "GET", "/api"],
    ["method=PATCH path=/users/1 status=200", "PATCH", "/users/1"],
    ["/100%/x", undefined, "/100%/x"],
  ] as const;
  for (const [text, method, path] of READ)
    it(`is read out of ${text}`, () => assert.deepEqual(requestIn(text), { method, path }));

  it("is not read out of other words", () => {
    for (const text of ["", "users", "GET users", "read_user", "and/or", "GET"])
      assert.equal(requestIn(text), undefined, text);
  });
});
