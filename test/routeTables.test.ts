import assert from "node:assert/strict";
import {
  compareRoutes,
  type OurRoutes,
  type OurRow,
  type RouteTable,
  type TableRow,
} from "../scripts/routeTables.ts";

const ROW: TableRow = {
  methods: ["GET"],
  path: "/items",
  kind: "http",
  endpoint: "app.items:list_items",
  file: "app/items.py",
  line: 7,
};

const OURS: OurRow = {
  app: "app.main:app",
  methods: ["GET"],
  path: "/items",
  kind: "http",
  handler: "app.items:list_items",
  file: "app/items.py",
  line: 7,
  conditional: false,
};

function table(...rows: readonly Partial<TableRow>[]): RouteTable {
  return {
    repo: "acme",
    ref: "1.0.0",
    entry: "app.main:app",
    source_folder: "acme-1.0.0",
    routes: rows.map((row) => ({ ...ROW, ...row })),
  };
}

function ours(...rows: readonly Partial<OurRow>[]): OurRoutes {
  return { routes: rows.map((row) => ({ ...OURS, ...row })), dynamic: [] };
}

describe("route tables", () => {
  it("finds rows by methods, path and kind", () => {
    const { found, missing, surplus } = compareRoutes(
      table({}, { methods: ["POST"] }, { path: "/users" }),
      ours({}, { methods: ["PUT"] }, { path: "/users", kind: "websocket", methods: [] }),
    );
    assert.equal(found, 1);
    assert.deepEqual(
      missing.map(({ methods, path }) => [...methods, path]),
      [
        ["POST", "/items"],
        ["GET", "/users"],
      ],
    );
    assert.equal(surplus.length, 2);
  });

  it("does not take a WebSocket for a route that answers all methods", () => {
    const { found } = compareRoutes(
      table({ kind: "websocket", methods: [] }),
      ours({ methods: [] }),
    );
    assert.equal(found, 0);
  });

  it("compares methods in any order", () => {
    const { found } = compareRoutes(
      table({ methods: ["POST", "GET"] }),
      ours({ methods: ["GET", "POST"] }),
    );
    assert.equal(found, 1);
  });

  it("counts a row as often as it is there", () => {
    const { found, missing, surplus } = compareRoutes(table({}, {}), ours({}));
    assert.deepEqual([found, missing.length, surplus.length], [1, 1, 0]);
    assert.equal(compareRoutes(table({}), ours({}, {})).surplus.length, 1);
  });

  it("does not count dynamic rows, found or not", () => {
    const wanted = table({}, { path: "/plugin", dynamic: true });
    for (const rows of [ours({}), ours({}, { path: "/plugin" })]) {
      const { counted, found, missing, surplus } = compareRoutes(wanted, rows);
      assert.deepEqual([counted, found, missing.length, surplus.length], [1, 1, 0, 0]);
    }
  });

  it("does not count HEAD of a plain route of Starlette, and no mounts", () => {
    const { found, surplus } = compareRoutes(
      table({ starlette_route: true }),
      ours({ methods: ["GET", "HEAD"] }, { kind: "mount", methods: [], path: "/static" }),
    );
    assert.deepEqual([found, surplus.length], [1, 0]);
    assert.equal(compareRoutes(table({}), ours({ methods: ["GET", "HEAD"] })).found, 0);
  });

  it("tells conditional rows from surplus ones", () => {
    const { surplus, conditional } = compareRoutes(
      table({}),
      ours({}, { path: "/debug", conditional: true }, { path: "/wrong" }),
    );
    assert.deepEqual(
      [surplus, conditional].map((rows) => rows.map(({ path }) => path)),
      [["/wrong"], ["/debug"]],
    );
  });

  it("tells another handler, file or line, and prefers the same among equal rows", () => {
    const other = { handler: "app.items:other", line: 20 };
    assert.equal(compareRoutes(table({}), ours(other)).misplaced.length, 1);
    for (const wrong of [{ line: 6 }, { file: "app/main.py" }, { handler: "app.items:other" }])
      assert.equal(compareRoutes(table({}), ours(wrong)).misplaced.length, 1);
    const rows = table({ endpoint: "app.items:other", line: 20 }, {});
    assert.equal(compareRoutes(rows, ours({}, other)).misplaced.length, 0);
  });

  it("takes the application of the entry, else the one with most of the rows", () => {
    const wanted = table({}, { path: "/users" });
    const elsewhere = { app: "app.other:app" };
    const same = compareRoutes(wanted, ours(elsewhere, { path: "/users" }));
    assert.equal(same.app, "app.main:app");
    const most = compareRoutes(wanted, ours(elsewhere, { ...elsewhere, path: "/users" }, {}));
    assert.equal(most.app, "app.other:app");
    assert.equal(most.surplus.length, 0);
  });

  it("counts everything as missing where we have no application", () => {
    const { app, found, missing } = compareRoutes(table({}), ours());
    assert.deepEqual([app, found, missing.length], [undefined, 0, 1]);
    const other = compareRoutes(table({}), ours({ app: "app.tool:app", path: "/callback" }));
    assert.deepEqual([other.app, other.surplus.length], [undefined, 0]);
  });
});
