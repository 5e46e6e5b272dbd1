/** Bundles the suite for the extension host, which loads CommonJS. Mocha stays outside and is loaded from node_modules. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** @returns the path of the compiled module that exports `run()`. */
export async function compileSuite(root: string): Promise<string> {
  const sources = join(root, "test/editor/suite");
  const outdir = join(root, ".cache/editor-suite");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: readdirSync(sources)
      .filter((name) => name === "index.ts" || name.endsWith(".test.ts"))
      .map((name) => join(sources, name)),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
  });
  return join(outdir, "index.cjs");
}
