/** A workspace that a broken disk, a careless tool or a hostile repository could leave behind. */
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { BLOCKING } from "./commandLine/routewright.ts";
import { folderWith } from "./temporary.ts";

export interface EvilWorkspace {
  readonly folder: string;
  /** The files in which the one finding of `BLOCKING` must be told, in order of their path. */
  readonly found: readonly string[];
  /** The files that cannot be read, and why. */
  readonly told: ReadonlyMap<string, RegExp>;
  /** Text that stands outside of the folder, and must never be seen. */
  readonly secret: string;
  end(): void;
}

const SECRET = "do not read me";

/** Files with the finding, whatever else is in them. */
const FOUND: Readonly<Record<string, string | Uint8Array>> = {
  "main.py": BLOCKING,
  "texts/invalid_utf8.py": Buffer.concat([Buffer.from(BLOCKING), Buffer.from([35, 0xff, 0xfe])]),
  "texts/latin.py": Buffer.from(`# -*- coding: latin-1 -*-\nname = "é"\n${BLOCKING}`, "latin1"),
  "texts/codec.py": `# coding: rot13\n${BLOCKING}`,
  "texts/lies.py": Buffer.from(`# coding: utf-8\nname = "é"\n${BLOCKING}`, "latin1"),
  "texts/mark.py": `\uFEFF${BLOCKING}`,
  "texts/crlf.py": BLOCKING.replaceAll("\n", "\r\n"),
  "texts/cr.py": BLOCKING.replaceAll("\n", "\r"),
  "texts/mixed.py": BLOCKING.replace("\n", "\r\n").replace("\n\n", "\r\r"),
  "texts/tabs.py": BLOCKING.replaceAll("    ", "\t"),
  "texts/wide.py": BLOCKING.replace("time.sleep", 'x = "👩‍🚀漢"; time.sleep'),
  "texts/form_feed.py": BLOCKING.replace("\n\n\n", "\n\f\n\v\n\f"),
  "texts/nearly_large.py": BLOCKING + "# a comment that makes it long\n".repeat(160_000),
  "texts/open_brackets.py": `${BLOCKING}x = ${"(".repeat(10_000)}`,
  "texts/brackets.py": `x = ${"[".repeat(10_000)}${"]".repeat(10_000)}\n${BLOCKING}`,
  "texts/long_line.py": `${BLOCKING}x = "${"a".repeat(100_000)}"\ny = ${"a + ".repeat(30_000)}a\n`,
  "texts/broken.py": `${BLOCKING}\ndef (\nclass\nif x\n    return\n"""`,
  "texts/half_typed.py": BLOCKING.replace("app = FastAPI()", "app = FastAPI()\nvalue = app."),
  "texts/conflict.py": `<<<<<<< HEAD\n=======\n>>>>>>> other\n${BLOCKING}`,
  "texts/itself.py": `${BLOCKING}class A(A): ...\nclass B(C): ...\nclass C(B): ...\nB().run()\n`,
  "texts/applications.py":
    BLOCKING +
    Array.from({ length: 500 }, (_, index) => `app_${index} = FastAPI()\n`).join("") +
    Array.from({ length: 499 }, (_, index) => `app_${index}.mount("/x", app_${index + 1})\n`).join(
      "",
    ),
  "texts/suppressions.py": `# routewright: allow[${"x,".repeat(20_000)}]: ${"a".repeat(50_000)}\n${BLOCKING}`,
  "ring/a.py": `from ring.b import *\n${BLOCKING}`,
  "ring/b.py": `from ring.a import *\nfrom ring.c import app\n${BLOCKING}`,
  "ring/c.py": `from ring.c import app\nfrom ring.b import app\n${BLOCKING}`,
  "folder.py/inner.py": BLOCKING,
  "case/Upper.py": BLOCKING,
  "case/upper.py": BLOCKING,
  "broken_lock/main.py": BLOCKING,
  "broken_project/main.py": BLOCKING,
  "broken_configuration/main.py": BLOCKING,
  "endless_requirements/main.py": BLOCKING,
};

const NAMES = [
  "new\nline",
  "carriage\rreturn",
  "red\u001b[31m",
  "title\u001b]0;x\u0007",
  "single'",
  'double"',
  "`id`",
  "$(id)",
  "; id",
  "[click](command:x)",
  "<img src=x>",
  "**bold**",
  "| a | b |",
  "::error file=a::b",
  "%00",
  "%2e%2e%2f",
  " leading",
  "trailing ",
  "-rf",
  "--help",
  "#hash",
  "?query",
  "*",
  "[a-z]",
  "{a,b}",
  "back\\slash",
  "C:\\x",
  "CON",
  "\u202egnp",
  "\u200bzero",
  "漢字",
  // Two files, but on macOS, where they are one.
  ...(process.platform === "darwin" ? [] : ["caf\u00e9", "cafe\u0301"]),
  "😀",
  "x".repeat(240),
  "__proto__",
  "constructor",
  "toString",
];

/** Files that have nothing to be found in them, or that break what is beside them. */
const OTHERS: Readonly<Record<string, string | Uint8Array>> = {
  "texts/empty.py": "",
  "texts/blank.py": "\n\n  \t\n",
  "texts/two_marks.py": `\uFEFF\uFEFFx = 1\n`,
  "broken_lock/uv.lock": '[[package]]\nname = "fastapi"\nversion = "',
  "broken_lock/Pipfile.lock": '{"default": {',
  "broken_lock/requirements.txt": "fastapi\n",
  "broken_project/pyproject.toml": `a = ${"[".repeat(10_000)}`,
  "broken_configuration/routewright.toml":
    'profile = "none"\nexclude = ["**/**/**/**/**/**/a", "../../**"]\n__proto__ = { polluted = true }\n',
  "endless_requirements/requirements.txt":
    "-r requirements.txt\n-r ../../../../../etc/passwd\n-c /etc/shadow\nfastapi\n",
};

const TOLD: Readonly<Record<string, readonly [content: string | Uint8Array, why: RegExp]>> = {
  "texts/utf16.py": [Buffer.from(`\uFEFF${BLOCKING}`, "utf16le"), /UTF-16/],
  "texts/zero.py": [`${BLOCKING}\0`, /binary/],
  "texts/large.py": [BLOCKING + "# large\n".repeat(700_000), /larger than 5 MB/],
};

export async function evilWorkspace(): Promise<EvilWorkspace> {
  const outside = folderWith({ "secret.py": `${BLOCKING}# ${SECRET}\n` });
  const texts = Object.fromEntries(Object.entries(TOLD).map(([path, [text]]) => [path, text]));
  const named = Object.fromEntries(NAMES.map((name) => [`names/${name}.py`, BLOCKING]));
  const folder = folderWith({ ...FOUND, ...OTHERS, ...texts, ...named });
  const told = new Map(Object.entries(TOLD).map(([path, [, why]]) => [path, why] as const));
  for (const [path, why] of makeLinks(folder, outside)) told.set(path, why);
  for (const path of ["odd/pipe.py", "odd/pyproject.toml"]) {
    spawnSync("mkfifo", [join(folder, path)]);
    told.set(path, /not a regular file/);
  }
  const socket = await listen(join(folder, "odd/socket.py"));
  told.set("odd/socket.py", /not a regular file/);
  writeFileSync(
    Buffer.concat([Buffer.from(`${folder}/odd/`), Buffer.from([0xe9, 0xff]), Buffer.from(".py")]),
    BLOCKING,
  );
  told.set("odd/\uFFFD\uFFFD.py", /name is not valid UTF-8/);
  const found = [...Object.keys(FOUND), ...Object.keys(named)];
  // Root may read everything.
  if (isLocked(folder)) told.set("odd/locked.py", /may not be read/);
  else found.push("odd/locked.py");
  return { folder, found: found.sort(), told, secret: SECRET, end: () => socket.close() };
}

function makeLinks(folder: string, outside: string): readonly (readonly [string, RegExp])[] {
  for (const path of ["links", "odd"]) mkdirSync(join(folder, path));
  for (const [path, target] of Object.entries({
    "links/up": "..",
    "links/loop": "../links",
    "links/self.py": "self.py",
    "links/a.py": "b.py",
    "links/b.py": "a.py",
    "links/root": "/",
    "links/etc": "/etc",
    "links/outside": outside,
    "links/outside.py": join(outside, "secret.py"),
    "links/device.py": "/dev/zero",
    "links/nothing.py": "/nowhere/at/all.py",
    "links/again.py": "../main.py",
  }))
    symlinkSync(target, join(folder, path));
  return [
    ["links/self.py", /link to itself/],
    ["links/a.py", /link to itself/],
    ["links/b.py", /link to itself/],
    ["links/outside.py", /leads out of the workspace/],
    ["links/device.py", /leads out of the workspace/],
  ];
}

/** Makes a file without any rights; true where that keeps us from reading it. */
function isLocked(folder: string): boolean {
  const path = join(folder, "odd/locked.py");
  writeFileSync(path, BLOCKING);
  chmodSync(path, 0);
  try {
    accessSync(path, constants.R_OK);
    return false;
  } catch {
    return true;
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(path, () => done(server));
  });
}
