import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build, type Metafile } from "esbuild";
import { allRules } from "#rules/index";
import { serverBuild } from "../scripts/build.ts";
import { packTo } from "../scripts/package.ts";
import type { run } from "./browserEngine.ts";
import { dist, root } from "./dist.ts";
import { folderWith } from "./temporary.ts";
import { filesOfZip } from "./zip.ts";

const BUNDLES = ["server.js", "cli.js", "extension.cjs"];

/** Packages that speak the Language Server Protocol with a process of their own. */
const PROTOCOL = /^node_modules\/vscode-(?:jsonrpc|language(?:client|server(?:-protocol)?))\//;

/** Which sources import which modules from outside, as esbuild saw it. */
function importsFromOutside(): readonly { readonly module: string; readonly source: string }[] {
  const meta: Readonly<Record<string, Metafile>> = JSON.parse(
    readFileSync(dist("meta.json"), "utf8"),
  );
  return Object.values(meta).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([source, { imports }]) =>
      imports
        .filter(({ external }) => external)
        .map(({ path }) => ({ module: path.replace(/^node:/, ""), source })),
    ),
  );
}

describe("the bundles", () => {
  it("import nothing that reaches a network or runs code of others", () => {
    const allowed = new Set(
      "<runtime> crypto events fs fs/promises module os path process readline url util v8 vscode".split(
        " ",
      ),
    );
    for (const { module, source } of importsFromOutside())
      if (!allowed.has(module)) {
        assert.ok(["net", "child_process"].includes(module), `${source} imports ${module}`);
        assert.match(source, PROTOCOL, `${source} imports ${module}`);
      }
  });

  for (const name of BUNDLES)
    it(`${name} has no words of a network, and makes no code of texts`, () => {
      const text = readFileSync(dist(name), "utf8");
      for (const word of [
        /\bfetch\s*\(/,
        /XMLHttpRequest/,
        /sendBeacon/,
        /\bnew WebSocket\b/,
        /\bnew\s+Function\b/,
        /(?<![.\w$])eval\s*\(/,
        /\b(?:require|import)\s*\(\s*["'](?:node:)?(?:https?|http2|tls|dns|dgram|vm)["']/,
        // Of a path that is not written there.
        /(?<![.\w$])import\((?!["'])/,
      ])
        assert.equal(word.exec(text)?.[0], undefined);
    });

  it("look modules up beside themselves only", () => {
    for (const name of ["server.js", "cli.js"]) {
      const text = readFileSync(dist(name), "utf8");
      const made = [...text.matchAll(/\{createRequire:(\w+)\}[^;]*;var \w+=\1\(([^)]*)\)/g)];
      const banner = [...text.matchAll(/(?<!:)createRequire\(([^)]*)\)/g)];
      assert.equal(made.length + banner.length * 2, text.match(/createRequire/g)?.length);
      for (const argument of [...made.map((it) => it[2]), ...banner.map((it) => it[1])])
        assert.equal(argument, "import.meta.url");
    }
  });

  it("are the same when they are built again", async () => {
    const { outputFiles } = await build({ ...serverBuild, write: false });
    assert.equal(outputFiles.length, 2);
    for (const { path, text } of outputFiles)
      assert.equal(text === readFileSync(path, "utf8"), true, path);
  });
});

describe("the package", () => {
  it("holds what the extension needs and nothing else, the same bytes each time", async () => {
    dist("server.js");
    const folder = folderWith({});
    const [first, second] = [join(folder, "1.vsix"), join(folder, "2.vsix")];
    const { log } = console;
    console.log = () => undefined;
    try {
      await packTo(first);
      // A build on another day.
      utimesSync(dist("server.js"), 1e9, 1e9);
      await packTo(second);
    } finally {
      console.log = log;
    }
    assert.ok(statSync(first).size <= 2_000_000);
    assert.ok(readFileSync(first).equals(readFileSync(second)));
    const snippets = readdirSync(join(root, "snippets"), { recursive: true, encoding: "utf8" });
    const built = [
      "extension.cjs",
      "server.js",
      "tree-sitter-python.wasm",
      "web-tree-sitter.wasm",
      ...allRules.map(({ category, id }) => `rules/${category}/${id}.md`),
      ...snippets
        .filter((name) => /\.(?:py|toml|md)$/.test(name))
        .map((name) => `snippets/${name}`),
    ];
    const expected = [
      "[Content_Types].xml",
      "extension.vsixmanifest",
      ...["LICENSE.txt", "changelog.md", "docs/icon.png", "package.json", "readme.md"]
        .concat(built.map((name) => `dist/${name}`))
        .map((name) => `extension/${name}`),
    ];
    assert.deepEqual(filesOfZip(readFileSync(first)).toSorted(), expected.toSorted());
  });
});

describe("the engine in a browser", () => {
  it("needs nothing of Node, and finds what it finds elsewhere", async () => {
    const { outputFiles, metafile } = await build({
      ...serverBuild,
      entryPoints: ["test/browserEngine.ts"],
      platform: "browser",
      format: "iife",
      globalName: "engine",
      banner: {},
      // Reached only where there is a process of Node.
      external: ["fs/promises", "module"],
      write: false,
    });
    const outside = Object.entries(metafile.inputs).flatMap(([source, { imports }]) =>
      imports.filter(({ external }) => external).map(({ path }) => `${source} ${path}`),
    );
    for (const each of outside)
      assert.match(each, /^node_modules\/web-tree-sitter\/\S+ (?:fs\/promises|module)$|<runtime>$/);
    const code = outputFiles[0]?.text ?? "";
    const wasm = (name: string): string => readFileSync(dist(`${name}.wasm`)).toString("base64");
    const main =
      'from fastapi import FastAPI\nfrom app.pause import pause\n\napp = FastAPI()\n\n\n@app.get("/")\nasync def home():\n    pause()\n';
    const answer: Awaited<ReturnType<typeof run>> = await runInNewContext(
      `${code}; engine.run(files, runtime, grammar)`,
      {
        ...{ TextDecoder, TextEncoder, atob, performance },
        files: {
          "/shop/pyproject.toml": '[project]\ndependencies = ["fastapi==0.165.0"]\n',
          "/shop/app/__init__.py": "",
          "/shop/app/pause.py": "import time\n\n\ndef pause():\n    time.sleep(1)\n",
          "/shop/app/main.py": main,
        },
        runtime: wasm("web-tree-sitter"),
        grammar: wasm("tree-sitter-python"),
      },
    );
    assert.deepEqual(JSON.parse(answer), [
      `/shop/app/main.py ${main.lastIndexOf("pause")} blocking-call-on-event-loop`,
    ]);
  });
});
