/** Builds `dist/`: the bundles of client, server and command line, and the files that they read. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { resolve } = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: !process.argv.includes("--readable"),
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  target: "node20.19",
  platform: "node",
  define: {
    "process.env.ROUTEWRIGHT_VERSION": JSON.stringify(version),
    // web-tree-sitter would load its WebAssembly over the network where it is given no bytes; we always give them.
    fetch: "undefined",
    XMLHttpRequest: "undefined",
  },
};

/** CommonJS packages in an ES module ask for built-in modules by `require`. */
const requireBanner = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
};

export async function buildAll(): Promise<void> {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  mkdirSync(join(root, "dist"));
  const [node, client] = await Promise.all([
    build({
      ...common,
      format: "esm",
      entryPoints: { server: "server/main.ts", cli: "server/cli.ts" },
      outdir: "dist",
      banner: requireBanner,
    }),
    build({
      ...common,
      format: "cjs",
      entryPoints: { extension: "client/extension.ts" },
      outExtension: { ".js": ".cjs" },
      outdir: "dist",
      external: ["vscode"],
    }),
  ]);
  writeFileSync(
    join(root, "dist/meta.json"),
    JSON.stringify({ node: node.metafile, client: client.metafile }),
  );
  copyAssets();
}

/** What the server and the command line read at run time, in the layout of the repository. */
function copyAssets(): void {
  for (const wasm of [
    "web-tree-sitter/web-tree-sitter.wasm",
    "tree-sitter-python/tree-sitter-python.wasm",
  ])
    cpSync(resolve(wasm), join(root, "dist", wasm.replace(/^.*\//, "")));
  cpSync(join(root, "rules"), join(root, "dist/rules"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts") && !path.endsWith(".spec.md"),
  });
  cpSync(join(root, "snippets"), join(root, "dist/snippets"), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
