/** Builds `dist/`: the bundles of client, server and command line, and the files that they read. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { resolve } = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const common: BuildOptions & { metafile: true } = {
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
    // It would also run code that stands in a grammar; those that we ship hold none.
    eval: "undefined",
  },
};

/** commander starts programs for commands that are programs of their own; we have none. */
const startNoPrograms: Plugin = {
  name: "start no programs",
  setup(building) {
    building.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: "none", namespace: "none" } : undefined,
    );
    building.onLoad({ filter: /./, namespace: "none" }, () => ({
      contents: "module.exports = {};",
    }));
  },
};

/** CommonJS packages in an ES module ask for built-in modules by `require`. */
const requireBanner = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
};

/** The language server and the command line. */
export const serverBuild: BuildOptions & { metafile: true } = {
  ...common,
  format: "esm",
  entryPoints: { server: "server/main.ts", cli: "server/cli.ts" },
  outdir: "dist",
  banner: requireBanner,
  plugins: [startNoPrograms],
};

export async function buildAll(): Promise<void> {
  mkdirSync(join(root, "dist"), { recursive: true });
  const [node, client] = await Promise.all([
    build(serverBuild),
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
  for (const folder of ["rules", "snippets"])
    rmSync(join(root, "dist", folder), { recursive: true, force: true });
  cpSync(join(root, "rules"), join(root, "dist/rules"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts") && !path.endsWith(".spec.md"),
  });
  cpSync(join(root, "snippets"), join(root, "dist/snippets"), {
    recursive: true,
    // Whoever runs them leaves caches behind.
    filter: (path) => !/[\\/](?:\.|__pycache__)[^\\/]*$/.test(path),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
