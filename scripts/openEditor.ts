/** `npm run open -- PATH`: a project in a real VS Code with the packed extension, to be used in a browser. Needs Linux x64. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { startEditor } from "#editor/editor";
import { unsupported } from "#editor/install";
import { packedExtension, sample } from "#editor/paths";

const folder = resolve(process.argv[2] ?? sample("workspace"));
const why = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
  ? unsupported()
  : `There is no folder ${folder}`;
if (why !== undefined) {
  console.error(why);
  process.exit(2);
}
const editor = await startEditor({ extensions: [packedExtension()] });
const url = `${editor.url}/?folder=${encodeURIComponent(folder)}`;
console.log(`VS Code ${editor.version} with Routewright: ${url}`);
console.log("Ctrl+C ends it.");
