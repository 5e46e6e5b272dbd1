/** Builds and packs the extension: `dist/routewright.vsix`. Fails where it is too large or holds a file that it should not. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { buildAll, root } from "./build.ts";

const LARGEST = 2_000_000;
const packagePath = join(root, "dist/routewright.vsix");

/** Everything that may be in the package; a new file must be wanted. */
const WANTED =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/icon\.png|dist\/(?:extension\.cjs|server\.js|[\w-]+\.wasm|rules\/[\w-]+\/[\w-]+\.md|snippets\/[\w/-]+\.(?:py|toml|md)))$/;

await buildAll();
const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const unwanted = files.filter((path) => !WANTED.test(path));
if (unwanted.length > 0)
  throw new Error(`These files must not be in the package:\n${unwanted.join("\n")}`);
await createVSIX({ cwd: root, packagePath, dependencies: false });
const { size } = statSync(packagePath);
console.log(`${files.length} files, ${Math.round(size / 1000)} KB`);
if (size > LARGEST) throw new Error(`The package has ${size} bytes; ${LARGEST} are allowed.`);
