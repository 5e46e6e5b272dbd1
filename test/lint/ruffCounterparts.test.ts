import assert from "node:assert/strict";
import { rules } from "#rules/index";
import { Lines } from "#syntax/lines";
import { lint } from "../harness.ts";
import { ruffFindings } from "../python/ruff.ts";
import { folderWith } from "../temporary.ts";

const MAIN = `import hashlib
import io
import os
import pathlib
import subprocess
import time
import urllib.request
import urllib3
import uuid
from datetime import datetime
from hashlib import md5
from pathlib import Path
from time import sleep as nap
from typing import Annotated, Literal, Optional

import httpx
import requests
from fastapi import Depends, FastAPI
from httpx import Client
from sqlalchemy import text
from sqlalchemy.orm import Session

from .requests import get as own_get
from .web import client as shared, get, http, made

app = FastAPI()
module_client = httpx.Client()
alias = requests.get


@app.get("/a")
async def blocks(p: httpx.Client, q: Client, o: httpx.Client | None, path: Path):
    time.sleep(1)
    nap(1)
    requests.get("x")
    requests.post("x"); requests.request("GET", "x")
    requests.Session().get("x")
    urllib.request.urlopen("x")
    urllib3.request("GET", "x")
    httpx.get("x")
    p.get("x")
    q.post("x")
    module_client.get("x")
    with httpx.Client() as c:
        c.get("x")
        c.stream("GET", "x")
    d = Client()
    d.send("x")
    Client().get("x")
    shared.get("x")
    get("x")
    http.get("x")
    made().get("x")
    own_get("x")
    alias("x")
    os.system("x")
    os.popen("x")
    os.wait()
    subprocess.run(["x"])
    subprocess.check_output(["x"])
    subprocess.getoutput("x")
    open("x")
    io.open("x")
    pathlib.Path("x").open()
    Path("x").read_text()
    Path("x").mkdir()
    path.unlink()
    input("x")
    os.remove("x")
    helper()
    [requests.get("x") for _ in "x"]
    import shutil
    from requests import put
    shutil.rmtree("x")
    put("x")
    if p:
        e = Client()
    else:
        e = Client()
    e.get("x")


def helper():
    requests.get("x")


@app.get("/b")
def sql(name: str, order: str, db: Session):
    db.execute(text(f"select a from b where c = '{name}'"))
    db.execute(text("select a from b where c = '%s'" % name))
    db.execute(text("select a from b where c = '{}'".format(name)))
    db.execute(text("select a from b where c = '" + name + "'"))
    db.execute(text("select a " "from b where c = '" + name + "'"))
    db.execute(text(f"select a from b" f" where c = '{name}'"))
    db.execute(text(f"""
        select a
        from b where c = '{name}'
    """))
    db.execute(text(f"delete from b where c = '{name}'"))
    db.execute(text(f"insert into b (c) values ('{name}')"))
    db.execute(text(f"insert into b(c) values('{name}')"))
    db.execute(text(f"update b set c = '{name}'"))
    db.execute(text(f"call f('{name}')"))
    db.execute(text(f"drop table {name}"))
    db.execute(text(f"with b as (select 1) select a from b where c = '{name}'"))
    db.execute(text("select a from b order by " + order))
    query = f"select a from b where c = '{name}'"
    db.execute(text(query))
    db.execute(text(f"select * from\\n b where c = '{name}'"))


@app.get("/d/{unread}")
def unread():
    return 1


def hash_password(password: str):
    return hashlib.md5(password.encode()).hexdigest()


def hash_password2(password: str):
    return md5(password.encode()).hexdigest()


def hash_password3(password: str):
    return hashlib.sha256(password.encode()).hexdigest()


def hash_password4(password: str):
    return hashlib.new("sha1", password.encode()).hexdigest()


def hash_password5(password: str):
    return hashlib.new("sha256", password.encode()).hexdigest()


def since(
    start: datetime = datetime.now(),
    key: str = str(uuid.uuid4()),
    a=time.time(),
    b: float = time.time(),
    c: "float" = time.time(),
    d: Optional[float] = time.time(),
    e: float | None = time.time(),
    f: Annotated[float, 1] = time.time(),
    g: Literal["a"] = time.time(),
    h: uuid.UUID = uuid.uuid4(),
    i: Optional[datetime] = datetime.now(),
    j: float | datetime = time.time(),
    *,
    k=time.time() - 1,
    l: float = (time.time()),
    m=[time.time()],
):
    return start, key


async def reads(p: Annotated[Path, 1], client: Annotated[httpx.Client, 1]):
    p.read_text()
    client.get("x")


@app.get("/c")
def c(found=Depends(since)):
    return found
`;
const WEB = `import httpx
import requests as http
from requests import get

client = httpx.Client()


def made():
    return httpx.Client()
`;

describe("what Ruff reports, too", function () {
  this.timeout(300_000);

  it("is known line by line", () => {
    const files = {
      "app/__init__.py": "",
      "app/web.py": WEB,
      "app/requests.py": "from requests import get\n",
      "app/main.py": MAIN,
    };
    const select = rules.filter(({ ruff }) => ruff !== undefined).map(({ id }) => id);
    const codes = rules.flatMap(({ ruff = [] }) => ruff);
    const lines = new Lines(MAIN);
    const ours = lint(new Map(Object.entries(files)), rules, { select })
      .filter(({ path }) => path.endsWith("/main.py"))
      .map((report) => ({ ...report, line: lines.position(report.range.start).line }));
    const told = ruffFindings(folderWith(files), ["--isolated", "--select", codes.join(",")])
      .filter(({ path }) => path === "app/main.py")
      .map(({ line, code }) => `${line} ${code}`);
    const wrong = ours.filter(({ line, ruff }) => {
      const isReported = ruff !== undefined && told.includes(`${line} ${ruff.code}`);
      return isReported !== (ruff?.isReported ?? false);
    });
    assert.deepEqual(
      wrong.map(
        ({ line, ruff }) => `${line} ${ruff?.code} ${ruff?.isReported}: ${lines.line(line - 1)}`,
      ),
      [],
    );
    // Each code was met.
    const met = new Set(ours.flatMap(({ ruff }) => (ruff?.isReported ? ruff.code : [])));
    assert.deepEqual([...met].sort(), [...new Set(codes)].sort());
  });

  it("comes from codes that the rule names", () => {
    for (const rule of rules)
      for (const code of rule.ruff ?? []) assert.match(code, /^[A-Z]+\d+$/, rule.id);
  });
});
