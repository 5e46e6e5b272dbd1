import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { refusingDriver } from "#model/database/syncDrivers";
import { pythonInterpreter } from "../python/environment";
import { REQUIREMENTS } from "./catalogueJudge";

const SCHEMES = [
  ..."postgresql postgresql+psycopg2 postgresql+psycopg2cffi postgresql+psycopg postgresql+psycopg_async".split(
    " ",
  ),
  ..."postgresql+pg8000 postgresql+asyncpg postgres sqlite sqlite+pysqlite sqlite+aiosqlite".split(
    " ",
  ),
  ..."sqlite+pysqlcipher mysql mysql+mysqldb mysql+pymysql mysql+mysqlconnector mysql+aiomysql".split(
    " ",
  ),
  ..."mysql+asyncmy mariadb mariadb+mariadbconnector mariadb+pymysql mariadb+asyncmy oracle".split(
    " ",
  ),
  ..."oracle+cx_oracle oracle+oracledb mssql mssql+pyodbc mssql+pymssql mssql+aioodbc".split(" "),
];

describe("drivers that an async engine refuses", function () {
  this.timeout(300_000);

  it("are those of SQLAlchemy 2.1 itself", () => {
    const script = join(import.meta.dirname, "sync_drivers.py");
    const { status, stdout, stderr } = spawnSync(pythonInterpreter(REQUIREMENTS), [script], {
      input: JSON.stringify(SCHEMES),
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    assert.equal(status, 0, stderr);
    const told = SCHEMES.map((scheme) => [scheme, refusingDriver(scheme, true) ?? null]);
    const asked: unknown[] = JSON.parse(stdout);
    assert.deepEqual(
      told,
      SCHEMES.map((scheme, index) => [scheme, asked[index]]),
    );
  });

  it("are two more below 2.1, by default", () => {
    assert.equal(refusingDriver("postgresql", false), "psycopg2");
    assert.equal(refusingDriver("oracle", false), "cx_oracle");
    assert.equal(refusingDriver("postgresql+psycopg", false), undefined);
  });
});
