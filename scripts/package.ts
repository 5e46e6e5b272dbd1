/** Builds and packs the extension: `dist/routewright.vsix`. Fails where it is too large or holds a file that it should not. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { buildAll, root } from "./build.ts";

const LARGEST = 2_000_000;

/** Everything that may be in the package; a new file must be wanted. */
const WANTED =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/icon\.png|dist\/(?:extension\.cjs|server\.js|[\w-]+\.wasm|rules\/[\w-]+\/[\w-]+\.md|snippets\/[\w/-]+\.(?:py|toml|md)))$/;

/** Packs what was built. The same sources give the same bytes. */
export async function packTo(packagePath: string): Promise<void> {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const unwanted = files.filter((path) => !WANTED.test(path));
  if (unwanted.length > 0)
    throw new Error(`These files must not be in the package:\n${unwanted.join("\n")}`);
  // The time of every file in the package, in seconds: the first day that a zip file can name, and half a day more.
  process.env.SOURCE_DATE_EPOCH = "315576000";
  process.env.TZ = "UTC";
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
  });
  const { size } = statSync(packagePath);
  if (size > LARGEST) throw new Error(`The package has ${size} bytes; ${LARGEST} are allowed.`);
  console.log(`${files.length} files, ${Math.round(size / 1000)} KB`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll();
  await packTo(join(root, "dist/routewright.vsix"));
}
