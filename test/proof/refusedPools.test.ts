import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { applyEdits } from "#lint/edits";
import type { TextEdit } from "#lint/rule";
import refusedPoolClass from "#rules/database/refused-pool-class";
import { Lines } from "#syntax/lines";
import { lint } from "../harness";
import { pythonInterpreter } from "../python/environment";

const DATABASES = [
  "//",
  "///:memory:",
  "///app.db",
  "///file:x?mode=memory&uri=true",
  "///file::memory:?cache=shared&uri=true",
];
const POOLS = [
  undefined,
  "QueuePool",
  "AsyncAdaptedQueuePool",
  "NullPool",
  "StaticPool",
  "SingletonThreadPool",
  "AssertionPool",
];
const OPTIONS = [
  undefined,
  "pool_size=5",
  "max_overflow=5",
  "pool_timeout=5",
  "pool_use_lifo=True",
  "pool_recycle=5",
  "pool_pre_ping=True",
  "pool_size=5, echo=False, max_overflow=5",
];
const FACTORIES = ['create_engine("sqlite:', 'create_async_engine("sqlite+aiosqlite:'];

const calls = FACTORIES.flatMap((factory) =>
  DATABASES.flatMap((database) =>
    POOLS.flatMap((pool) =>
      OPTIONS.map((options) =>
        [`${factory}${database}"`, pool && `poolclass=${pool}`, options]
          .filter((part) => part !== undefined)
          .join(", ")
          .concat(")"),
      ),
    ),
  ),
);
const head = `from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import ${POOLS.filter((pool) => pool !== undefined).join(", ")}
`;
const text = head + calls.join("\n");
const reports = lint(new Map([["app/database.py", text]]), [refusedPoolClass]);

/** The error of each call in SQLAlchemy, or null. */
function errorsOf(lines: readonly string[]): readonly (string | null)[] {
  const { stdout, stderr, status } = spawnSync(
    pythonInterpreter(),
    [join(import.meta.dirname, "refusedPools.py")],
    { input: lines.join("\n"), encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe("refused-pool-class", () => {
  it("reports what SQLAlchemy refuses, with its error, and nothing else", () => {
    const lines = new Lines(text);
    const reported = new Map(
      reports.map(({ range, message }) => [
        lines.protocolPosition(range.start).line - 3,
        /raises (\w+)/.exec(message)?.[1],
      ]),
    );
    const errors = errorsOf(calls);
    assert.deepEqual(
      calls.filter((_, index) => (errors[index] ?? undefined) !== reported.get(index)),
      [],
    );
    assert.ok(reported.size > 150);
  });

  it("repairs every one", () => {
    const edits = reports.flatMap(({ fixes = [] }) =>
      (fixes[0]?.edits() ?? []).flatMap((edit): TextEdit[] => ("create" in edit ? [] : [edit])),
    );
    const mended = applyEdits(text, edits).split("\n").slice(3);
    const errors = errorsOf(mended);
    assert.equal(mended.length, calls.length);
    assert.deepEqual(
      mended.filter((_, index) => errors[index] !== null),
      [],
    );
  });
});
