/** Where things lie in this repository. */
import { existsSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../../..");
/** Left by the tests of the interface, to be looked at. */
export const screenshotFolder = join(root, ".cache/screenshots");
/** Left by a run that failed. */
export const failureFolder = join(root, ".cache/editor-failures");

/** A folder that the tests open. */
export function sample(name: "workspace" | "without-fastapi"): string {
  return join(root, "test/editor", name);
}

/** The packed extension. */
export function packedExtension(): string {
  const path = join(root, "dist/routewright.vsix");
  if (!existsSync(path)) throw new Error(`There is no ${path}: \`npm run package\` makes it.`);
  return path;
}
