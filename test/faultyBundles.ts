/** The bundles of the command line and the server with a rule that always throws, as one of ours may some day. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { serverBuild } from "../scripts/build.ts";
import { dist, root } from "./dist.ts";
import { folderWith } from "./temporary.ts";

const RULES = `
import { allRules as all, rules as ours } from "${join(root, "rules/index.ts").replaceAll("\\", "/")}";
const faulty = {
  id: "faulty-rule", category: "async", severity: "error", profile: "recommended", summary: "Always fails", needs: "file",
  check() { throw new Error("a fault of ours"); },
};
export const rules = [faulty, ...ours];
export const allRules = [faulty, ...all];
`;

/** @returns a folder with `cli.js` and `server.js` */
export async function faultyBundles(): Promise<string> {
  const folder = folderWith({});
  await build({
    ...serverBuild,
    outdir: folder,
    plugins: [
      ...(serverBuild.plugins ?? []),
      {
        name: "faulty-rule",
        setup(building) {
          building.onResolve({ filter: /^#rules\/index$/ }, () => ({
            path: "rules",
            namespace: "faulty",
          }));
          building.onLoad({ filter: /./, namespace: "faulty" }, () => ({
            contents: RULES,
            resolveDir: root,
          }));
        },
      },
    ],
  });
  for (const name of ["tree-sitter-python.wasm", "web-tree-sitter.wasm", "rules", "snippets"])
    cpSync(dist(name), join(folder, name), { recursive: true });
  return folder;
}
