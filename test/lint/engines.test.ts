import assert from "node:assert/strict";
import expiringSession from "#rules/database/expiring-session";
import missingPoolPrePing from "#rules/database/missing-pool-pre-ping";
import poolOutOfRange from "#rules/database/pool-out-of-range";
import { lint } from "../harness";

describe("findings about engines", () => {
  it("offer no fix in a definition that did not parse", () => {
    const text = `from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import async_sessionmaker

def make(:
    engine = create_engine("postgresql://db/app", pool_size=100)
    return engine, async_sessionmaker(engine)
`;
    const rules = [missingPoolPrePing, poolOutOfRange, expiringSession];
    const reports = lint(new Map([["app/database.py", text]]), rules);
    assert.deepEqual(
      reports.map(({ rule, fixes }) => [rule.id, fixes]),
      [
        ["missing-pool-pre-ping", []],
        ["pool-out-of-range", []],
        ["expiring-session", []],
      ],
    );
  });

  it("name the call of SQLAlchemy in a wrapper, and where a value comes from", () => {
    const files = new Map([
      ["app/config.py", "PING = False\n"],
      [
        "app/engines.py",
        `from sqlalchemy import create_engine


def make(url, **options):
    return create_engine(url, **options)
`,
      ],
      [
        "app/main.py",
        `from app.config import PING
from app.engines import make

engine = make("postgresql://db/app", pool_pre_ping=PING, pool_size=10)
`,
      ],
    ]);
    const [report] = lint(files, [missingPoolPrePing]);
    assert.deepEqual(
      report?.related?.map(({ path, range, message }) => [
        path.slice("/project/".length),
        files.get(path.slice("/project/".length))?.slice(range().start, range().end),
        message,
      ]),
      [
        ["app/engines.py", "create_engine", "The engine is made here."],
        ["app/config.py", "False", "This is the value."],
        [
          "app/main.py",
          "make",
          "max_overflow is not set, so it is 10; 20 to 40 suits a busy application.",
        ],
      ],
    );
  });

  it("are about an engine once: the size of the pool is told with the missing pre-ping", () => {
    const text = `from sqlalchemy import create_engine

engine = create_engine("postgresql://db/app")
`;
    const files = new Map([["app/database.py", text]]);
    const reports = lint(files, [missingPoolPrePing, poolOutOfRange], { profile: "strict" });
    assert.deepEqual(
      reports.map(({ rule }) => rule.id),
      ["missing-pool-pre-ping"],
    );
  });
});
