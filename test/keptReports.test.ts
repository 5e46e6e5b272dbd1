import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import type { Cache, FilePath } from "#host";
import type { Report } from "#lint/report";
import { rules } from "#rules/index";
import { KeptReports } from "../server/keptReports";
import { NodeCache } from "../server/nodeCache";
import { Session } from "../server/session";
import { FOLDER, python } from "./harness";
import { sections, withoutMarkers } from "./markdown";
import { MemoryHost } from "./proof/memoryHost";
import { folderWith } from "./temporary";

/** A cache whose entries can be looked at and changed. */
class OpenCache implements Cache {
  readonly entries = new Map<string, Uint8Array>();
  private readonly real = new NodeCache({ folder: folderWith({}), build: "test" });

  digest(texts: Iterable<string>): string {
    return this.real.digest(texts);
  }
  get(key: string): Uint8Array | undefined {
    return this.entries.get(key);
  }
  set(key: string, bytes: Uint8Array): void {
    this.entries.set(key, bytes);
  }
}

interface Read {
  readonly session: Session;
  readonly paths: ReadonlySet<FilePath>;
}

/** A session over files by path below the folder, with the paths of all files that it read. */
async function read(
  files: Iterable<readonly [string, string]>,
  {
    settings = {},
    named = [],
  }: { readonly settings?: object; readonly named?: readonly string[] } = {},
): Promise<Read> {
  const host = new MemoryHost(
    Array.from(files, ([path, text]) => [`${FOLDER}/${path}`, text] as const),
  );
  const paths = new Set<FilePath>();
  const watched = {
    now: () => 0,
    list: (folder: FilePath) => host.list(folder),
    read: (path: FilePath) => {
      paths.add(path);
      return host.read(path);
    },
  };
  const session = new Session({
    folders: [FOLDER],
    host: watched,
    python,
    rules,
    onCrash: (rule, path, error) => {
      throw new Error(`${rule.id} on ${path}`, { cause: error });
    },
  });
  session.wake();
  session.setEditorSettings({ profile: "strict", ...settings });
  for await (const _ of session.read(named.map((path) => `${FOLDER}/${path}`)));
  return { session, paths };
}

async function run(cache: Cache, { session }: Read) {
  let computed = 0;
  const compute = () => {
    computed++;
    return session.reportedPaths().flatMap((path) => session.reports(path));
  };
  const kept = new KeptReports(cache, { session, rules, compute });
  const known = await kept.load();
  const reports = known ?? compute();
  if (known === undefined) await kept.keep(reports);
  return { reports, wasKept: computed === 0, computedTimes: () => computed };
}

/** All that any output shows of a report. */
function plain({ rule, path, range, message, severity, tags, related = [], fixes = [] }: Report) {
  return {
    rule: rule.id,
    path,
    range: { start: range.start, end: range.end },
    message,
    severity,
    tags,
    related: related.map((place) => {
      const { start, end } = place.range();
      return { ...place, range: { start, end } };
    }),
    fixes: fixes.map(({ title, safety, edits }) => ({ title, safety, edits: edits() })),
  };
}

const PROJECTS = readdirSync("test/model")
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) =>
    sections(readFileSync(`test/model/${name}`, "utf8")).map(({ heading, files }) => ({
      name: `${name}: ${heading}`,
      files: Array.from(files, ([path, code]) => [path, withoutMarkers(code)] as const),
    })),
  );

const ENGINE = [
  "app/db.py",
  'from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = create_async_engine("postgresql://ada:hunter2@db/shop")\n',
] as const;
const SETTINGS = [
  "app/settings.py",
  'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    secret_key: str = "swordfish"\n',
] as const;
const MANIFEST = [
  "pyproject.toml",
  '[project]\nname = "shop"\ndependencies = ["fastapi"]\n',
] as const;
const FILES = [ENGINE, SETTINGS, MANIFEST];

describe("kept findings", () => {
  for (const { name, files } of PROJECTS)
    it(`are those of a run without a cache: ${name}`, async () => {
      const cache = new OpenCache();
      const first = await run(cache, await read(files));
      const second = await run(cache, await read(files));
      assert.deepEqual([first.wasKept, second.wasKept], [false, true]);
      assert.deepEqual(second.reports.map(plain), first.reports.map(plain));
    });

  it("hold while nothing changes, and no longer", async () => {
    const cache = new OpenCache();
    const isKept = async (...of: Parameters<typeof read>): Promise<boolean> =>
      (await run(cache, await read(...of))).wasKept;
    assert.equal(await isKept(FILES), false);
    assert.equal(await isKept(FILES), true);
    const changes: Parameters<typeof read>[] = [
      [[[ENGINE[0], `${ENGINE[1]}\n`], SETTINGS, MANIFEST]],
      [
        [
          ENGINE,
          SETTINGS,
          [MANIFEST[0], `${MANIFEST[1]}\n[tool.routewright]\nignore = ["database"]\n`],
        ],
      ],
      [[...FILES, ["routewright.toml", ""]]],
      [[...FILES, ["app/new.py", ""]]],
      [[...FILES, ["uv.lock", ""]]],
      [[["app/database.py", ENGINE[1]], SETTINGS, MANIFEST]],
      [[...FILES, [".gitignore", "settings.py\n"]]],
      [[SETTINGS, MANIFEST]],
      [FILES, { settings: { ignore: ["database"] } }],
      [FILES, { settings: { profile: "recommended" } }],
      [FILES, { named: ["app/db.py"] }],
    ];
    for (const change of changes)
      assert.equal(await isKept(...change), false, JSON.stringify(change));
    for (const change of changes) assert.equal(await isKept(...change), true);
  });

  it("depend on every file that is read but those which only say what is read", async () => {
    const { session, paths } = await read([
      ...FILES,
      [".gitignore", "x\n"],
      ["requirements.txt", "fastapi\n"],
      ["routewright.toml", ""],
      ["ruff.toml", ""],
      ["uv.lock", ""],
      [".env", "SECRET_KEY=swordfish\n"],
    ]);
    const inputs = new Set(session.inputs());
    const left = [...paths].filter((path) => !inputs.has(path));
    assert.deepEqual(left, [`${FOLDER}/.gitignore`]);
  });

  it("compute a fix when somebody asks for it, once", async () => {
    const cache = new OpenCache();
    await run(cache, await read(FILES));
    const { reports, computedTimes } = await run(cache, await read(FILES));
    assert.equal(computedTimes(), 0);
    const edits = reports.flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits()));
    assert.ok(edits.length > 0);
    assert.equal(computedTimes(), 1);
  });

  it("hold no path, no source text and no secret", async () => {
    const cache = new OpenCache();
    const { reports } = await run(cache, await read(FILES));
    assert.ok(reports.length > 0);
    const [bytes] = cache.entries.values();
    const text = new TextDecoder().decode(bytes);
    for (const word of ["hunter2", "swordfish", "ada", "app/", "db.py", FOLDER])
      assert.ok(!text.includes(word), word);
  });

  it("are not kept of texts that changed meanwhile", async () => {
    const cache = new OpenCache();
    const { session } = await read(FILES);
    for (const change of [
      () => session.setText(`${FOLDER}/app/db.py`, "\n"),
      () => session.setEditorSettings({ profile: "recommended" }),
    ]) {
      const kept = new KeptReports(cache, { session, rules, compute: () => [] });
      change();
      await kept.keep([]);
      assert.equal(cache.entries.size, 0);
    }
  });

  it("are found anew where what is kept is not what we write", async () => {
    const cache = new OpenCache();
    const { reports } = await run(cache, await read(FILES));
    const [[key, whole] = ["", new Uint8Array()]] = cache.entries;
    const kept: unknown[] = JSON.parse(new TextDecoder().decode(whole));
    const first = kept[0];
    assert.ok(typeof first === "object");
    const wrong = [
      "",
      "null",
      "{}",
      "[{}]",
      "[[]]",
      JSON.stringify(kept).slice(0, -10),
      JSON.stringify([{ ...first, rule: "no-such-rule" }]),
      JSON.stringify([{ ...first, file: 1000 }]),
      JSON.stringify([{ ...first, file: -1 }]),
      JSON.stringify([{ ...first, range: { start: "0", end: 1 } }]),
      JSON.stringify([{ ...first, range: { start: 0, end: 1e9 } }]),
      JSON.stringify([{ ...first, range: { start: 5, end: 4 } }]),
      JSON.stringify([
        { ...first, related: [{ file: 1000, range: { start: 0, end: 1 }, message: "" }] },
      ]),
    ];
    for (const text of wrong) {
      cache.entries.set(key, new TextEncoder().encode(text));
      const again = await run(cache, await read(FILES));
      assert.deepEqual(
        [again.wasKept, again.reports.map(plain)],
        [false, reports.map(plain)],
        text,
      );
    }
  });
});
