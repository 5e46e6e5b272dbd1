/** A project on disk with a finding of every rule, for proofs that must not depend on what is fetched. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FilePath } from "#host";
import { decode } from "#syntax/text";
import { resolved } from "../../server/nodeHost.ts";
import { root } from "../dist.ts";
import { sections, withoutMarkers } from "../markdown.ts";
import { isEdited, type Texts } from "./projectEdits.ts";

/** Puts the sample project and the bad example of each rule into a folder. */
export function writeFuzzProject(folder: string): void {
  cpSync(join(root, "docs/sample"), folder, { recursive: true });
  for (const path of pages()) {
    const bad = sections(readFileSync(join(root, path), "utf8")).find(
      ({ heading }) => heading === "Bad",
    );
    const name = path.replace(/^.*\//, "").replace(/\.md$/, "").replaceAll("-", "_");
    for (const [file, code] of bad?.files ?? []) {
      const written = join(folder, name, file);
      mkdirSync(dirname(written), { recursive: true });
      writeFileSync(written, withoutMarkers(code));
    }
  }
}

function pages(): string[] {
  return readdirSync(join(root, "rules"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.endsWith(".spec.md"))
    .map((path) => join("rules", path))
    .sort();
}

/** What the engine reads of a folder. */
export function projectOnDisk(path: string): {
  readonly folder: FilePath;
  readonly original: Texts;
} {
  const folder = resolved(path);
  const texts = new Map<FilePath, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const file = `${folder}/${name}`;
    if (!isEdited(file) || !statSync(file).isFile()) continue;
    const text = decode(readFileSync(file));
    if (typeof text === "string") texts.set(file, text);
  }
  return { folder, original: texts };
}
