import assert from "node:assert/strict";
import { applyEdits } from "#lint/edits";
import { addImport, addImports, type WantedImport } from "#lint/importEdits";
import { treesOf } from "./pythonAst.ts";

const path = "/project/app.py";
const run: WantedImport = {
  modules: ["starlette.concurrency", "fastapi.concurrency"],
  name: "run_in_threadpool",
};
const isFirstParty = (module: string): boolean => module.split(".")[0] === "app";

/** The lines, with the added one marked by `+`. */
interface Case {
  readonly name: string;
  readonly wanted: WantedImport;
  readonly before: string;
  readonly after: string;
}

function added(text: string, wanted: WantedImport) {
  const { edits, localName } = addImport({ path, text }, wanted, isFirstParty);
  return { text: applyEdits(text, edits), localName };
}

const cases: readonly Case[] = [
  {
    name: "a file without imports",
    wanted: run,
    before: "x = 1\n",
    after: "from starlette.concurrency import run_in_threadpool\n\nx = 1\n",
  },
  {
    name: "an empty file",
    wanted: run,
    before: "",
    after: "from starlette.concurrency import run_in_threadpool\n",
  },
  {
    name: "a docstring",
    wanted: run,
    before: '#!/usr/bin/env python\n"""Doc.\n\nimport no\n"""\n\nx = 1\n',
    after:
      '#!/usr/bin/env python\n"""Doc.\n\nimport no\n"""\n\nfrom starlette.concurrency import run_in_threadpool\n\nx = 1\n',
  },
  {
    name: "a docstring right above code",
    wanted: run,
    before: '"""Doc."""\nx = 1\n',
    after: '"""Doc."""\n\nfrom starlette.concurrency import run_in_threadpool\n\nx = 1\n',
  },
  {
    name: "a docstring and nothing else",
    wanted: run,
    before: '"""Doc."""',
    after: '"""Doc."""\n\nfrom starlette.concurrency import run_in_threadpool\n',
  },
  {
    name: "two blank lines before a definition",
    wanted: run,
    before: "# Licence\n\nclass A:\n    pass\n",
    after:
      "# Licence\n\nfrom starlette.concurrency import run_in_threadpool\n\n\nclass A:\n    pass\n",
  },
  {
    name: "only __future__",
    wanted: run,
    before: "from __future__ import annotations\n\nx = 1\n",
    after:
      "from __future__ import annotations\n\nfrom starlette.concurrency import run_in_threadpool\n\nx = 1\n",
  },
  {
    name: "only the standard library",
    wanted: run,
    before: "import os\nimport time\n\n\ndef f():\n    pass\n",
    after:
      "import os\nimport time\n\nfrom starlette.concurrency import run_in_threadpool\n\n\ndef f():\n    pass\n",
  },
  {
    name: "among the installed packages",
    wanted: run,
    before:
      "import time\n\nimport httpx\nfrom fastapi import FastAPI\nfrom starlette.responses import Response\n\nfrom app.db import engine\n\nfrom . import x\n",
    after:
      "import time\n\nimport httpx\nfrom fastapi import FastAPI\nfrom starlette.concurrency import run_in_threadpool\nfrom starlette.responses import Response\n\nfrom app.db import engine\n\nfrom . import x\n",
  },
  {
    name: "before the project's own",
    wanted: run,
    before: "from app.db import engine\n\nx = 1\n",
    after:
      "from starlette.concurrency import run_in_threadpool\n\nfrom app.db import engine\n\nx = 1\n",
  },
  {
    name: "the standard library above the rest",
    wanted: { modules: ["datetime"], name: "UTC" },
    before: "from fastapi import FastAPI\n",
    after: "from datetime import UTC\n\nfrom fastapi import FastAPI\n",
  },
  {
    name: "first of its block",
    wanted: { modules: ["asyncio"] },
    before: "import time\nfrom abc import ABC\n\nimport httpx\n",
    after: "import asyncio\nimport time\nfrom abc import ABC\n\nimport httpx\n",
  },
  {
    name: "a plain import comes before those that take names",
    wanted: { modules: ["time"] },
    before: "import os\nfrom abc import ABC\n",
    after: "import os\nimport time\nfrom abc import ABC\n",
  },
  {
    name: "into a statement of the same module",
    wanted: { modules: ["datetime"], name: "UTC" },
    before: "from datetime import datetime, timedelta  # both\n",
    after: "from datetime import UTC, datetime, timedelta  # both\n",
  },
  {
    name: "sorted among the names: constants, classes, the rest",
    wanted: { modules: ["httpx"], name: "ASGITransport" },
    before: "from httpx import URL, AsyncClient, Auth, get\n",
    after: "from httpx import URL, ASGITransport, AsyncClient, Auth, get\n",
  },
  {
    name: "last where the names are not sorted",
    wanted: { modules: ["m"], name: "b" },
    before: "from m import c, a\n",
    after: "from m import c, a, b\n",
  },
  {
    name: "behind an alias",
    wanted: { modules: ["m"], name: "b" },
    before: "from m import a as z\n",
    after: "from m import a as z, b\n",
  },
  {
    name: "a name a line",
    wanted: { modules: ["m"], name: "b" },
    before: "from m import (\n    a,  # first\n    c,\n)\n",
    after: "from m import (\n    a,  # first\n    b,\n    c,\n)\n",
  },
  {
    name: "a name a line, first",
    wanted: { modules: ["m"], name: "a" },
    before: "from m import (\n    b,\n    c\n)\n",
    after: "from m import (\n    a,\n    b,\n    c\n)\n",
  },
  {
    name: "a name a line, last and without a comma",
    wanted: { modules: ["m"], name: "d" },
    before: "from m import (\n    b,\n    c  # c\n)\n",
    after: "from m import (\n    b,\n    c,\n    d  # c\n)\n",
  },
  {
    name: "parentheses on one line",
    wanted: { modules: ["m"], name: "d" },
    before: "from m import (b, c)\n",
    after: "from m import (b, c, d)\n",
  },
  {
    name: "a line that would become too long",
    wanted: { modules: ["fastapi"], name: "Depends" },
    before:
      "from fastapi import APIRouter, BackgroundTasks, FastAPI, HTTPException, Query, Request, status\n",
    after:
      "from fastapi import (\n    APIRouter,\n    BackgroundTasks,\n    Depends,\n    FastAPI,\n    HTTPException,\n    Query,\n    Request,\n    status,\n)\n",
  },
  {
    name: "line ends of two characters",
    wanted: run,
    before: "import os\r\n\r\nx = 1\r\n",
    after: "import os\r\n\r\nfrom starlette.concurrency import run_in_threadpool\r\n\r\nx = 1\r\n",
  },
  {
    name: "not into a block, a function or a star",
    wanted: { modules: ["m"], name: "b" },
    before:
      "from typing import TYPE_CHECKING\n\nfrom m import *\n\nif TYPE_CHECKING:\n    from m import a\n\n\ndef f():\n    from m import c\n",
    after:
      "from typing import TYPE_CHECKING\n\nfrom m import *\nfrom m import b\n\nif TYPE_CHECKING:\n    from m import a\n\n\ndef f():\n    from m import c\n",
  },
  {
    name: "not among imports that come after code",
    wanted: run,
    before: "import os\n\n\ndef f(): ...\n\n\nfrom zlib import x\nfrom zope import y\n",
    after:
      "import os\n\nfrom starlette.concurrency import run_in_threadpool\n\n\ndef f(): ...\n\n\nfrom zlib import x\nfrom zope import y\n",
  },
];

describe("addImport", () => {
  for (const { name, wanted, before, after } of cases)
    it(name, () => {
      const result = added(before, wanted);
      assert.equal(result.text, after);
      assert.equal(result.localName, wanted.name ?? wanted.modules[0]);
    });

  it("leaves text that Python parses", () => {
    for (const [tree] of treesOf(cases.map(({ before, wanted }) => added(before, wanted).text)))
      assert.match(tree, /^Module/);
  });

  const known: readonly (readonly [
    name: string,
    text: string,
    wanted: WantedImport,
    as: string,
  ])[] = [
    [
      "an import",
      "from starlette.concurrency import run_in_threadpool\n",
      run,
      "run_in_threadpool",
    ],
    [
      "one from elsewhere",
      "from fastapi.concurrency import (\n    run_in_threadpool as go,\n)\n",
      run,
      "go",
    ],
    ["a module", "import os, asyncio as aio\n", { modules: ["asyncio"] }, "aio"],
    ["a dotted module", "import os.path\n", { modules: ["os.path"] }, "os.path"],
  ];
  for (const [name, text, wanted, as] of known)
    it(`adds nothing where the file has it: ${name}`, () => {
      assert.deepEqual(added(text, wanted), { text, localName: as });
    });

  it("uses an alias where the file means something else by the name", () => {
    const result = added("from app.http import ASGITransport\n", {
      modules: ["httpx"],
      name: "ASGITransport",
    });
    assert.equal(result.localName, "httpx_ASGITransport");
    assert.match(result.text, /^from httpx import ASGITransport as httpx_ASGITransport$/m);
  });

  it("takes no attribute, string or comment for the name", () => {
    const text =
      "import starlette\n\nstarlette.run_in_threadpool('run_in_threadpool')  # run_in_threadpool\n";
    assert.equal(added(text, run).localName, "run_in_threadpool");
  });
});

describe("addImports", () => {
  it("adds several, with one edit for each run of lines", () => {
    const text = '"""Doc."""\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n',
      { edits, localNames } = addImports({ path, text }, [
        { modules: ["contextlib"], name: "asynccontextmanager" },
        { modules: ["collections.abc"], name: "AsyncIterator" },
        { modules: ["fastapi"], name: "Depends" },
      ]);
    assert.equal(edits.length, 2);
    assert.deepEqual(localNames, ["asynccontextmanager", "AsyncIterator", "Depends"]);
    assert.equal(
      applyEdits(text, edits),
      '"""Doc."""\n\nfrom collections.abc import AsyncIterator\nfrom contextlib import asynccontextmanager\n\nfrom fastapi import Depends, FastAPI\n\napp = FastAPI()\n',
    );
  });

  it("leaves what stands between untouched, so that it can be edited as well", () => {
    const text =
        '"""Doc."""\nfrom __future__ import annotations\nfrom fastapi import FastAPI\n\napp = FastAPI()\n',
      wanted = ["contextlib", "typing"].map(
        (module) => ({ modules: [module], name: module }) as const,
      ),
      { edits } = addImports({ path, text }, [
        ...wanted,
        { modules: ["fastapi"], name: "Depends" },
      ]),
      rest = text.indexOf("from fastapi"),
      app = { path, range: { start: rest, end: rest + 4 }, text: "FROM" };
    assert.equal(
      applyEdits(text, [...edits, app]),
      '"""Doc."""\nfrom __future__ import annotations\n\nfrom contextlib import contextlib\nfrom typing import typing\n\nFROM fastapi import Depends, FastAPI\n\napp = FastAPI()\n',
    );
  });

  it("adds to a file without a last line end", () => {
    const text = "import os",
      { edits } = addImports({ path, text }, [{ modules: ["asyncio"] }, run]);
    assert.equal(
      applyEdits(text, edits),
      "import asyncio\nimport os\n\nfrom starlette.concurrency import run_in_threadpool\n",
    );
  });

  it("adds nothing that is there", () => {
    assert.deepEqual(addImports({ path, text: "import os\n" }, [{ modules: ["os"] }]), {
      edits: [],
      localNames: ["os"],
    });
  });
});
