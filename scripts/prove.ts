/**
 * `npm run prove -- NAME [ARGUMENT…]`: the longer proofs, which `npm test` has no time for.
 * Each file in `prove/` exports one by default. It prints what it found, and sets the exit code to 1
 * where it does not hold.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export type Proof = (words: string[]) => Promise<void>;

const folder = join(import.meta.dirname, "prove");
const [name, ...words] = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();

if (name !== undefined && names.includes(name)) {
  const proof: { default: Proof } = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
  await proof.default(words);
} else {
  console.error(`Usage: npm run prove -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exitCode = 2;
}
