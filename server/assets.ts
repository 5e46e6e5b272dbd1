/** What is read from beside the bundle: grammars, rule pages, patterns. The build lays them out as the repository does. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPattern } from "#generate/patterns";
import type { RepositoryTemplates } from "#generate/repository";
import type { Rule } from "#lint/rule";
import type { PatternEntry } from "#protocol";
import { loadPython, type PythonReader } from "#syntax/python";

const folder = import.meta.dirname;

export const version: string = process.env.ROUTEWRIGHT_VERSION ?? "";

/** Tells this build from every other; `undefined` where the sources themselves run, which may be another engine each time. */
export function buildDigest(): string | undefined {
  const bundle = import.meta.filename;
  if (bundle.endsWith(".ts")) return undefined;
  return createHash("sha256").update(readFileSync(bundle)).digest("hex");
}

export function loadGrammars(): Promise<PythonReader> {
  return loadPython({
    runtime: readFileSync(join(folder, "web-tree-sitter.wasm")),
    grammar: readFileSync(join(folder, "tree-sitter-python.wasm")),
  });
}

/** A rule's page, as Markdown. */
export function rulePage({ category, id }: Rule): string {
  return readFileSync(join(folder, "rules", category, `${id}.md`), "utf8");
}

/** Every pattern, sorted by prefix. */
export function readPatterns(): readonly PatternEntry[] {
  const patterns = join(folder, "snippets/patterns/python");
  return readdirSync(patterns)
    .filter((file) => file.endsWith(".py"))
    .map((file) => toEntry(file.slice(0, -3), readFileSync(join(patterns, file), "utf8")))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

/** What *Scaffold Repository* is made from. */
export function readTemplates(): RepositoryTemplates {
  const template = (name: string): string =>
    readFileSync(join(folder, "snippets/scaffold/repository", `${name}.py`), "utf8");
  const passwords = readFileSync(join(folder, "snippets/patterns/python/passwords.py"), "utf8");
  return {
    repository: template("repository"),
    schemas: template("schemas"),
    router: template("router"),
    session: template("session"),
    test: template("test_router"),
    passwords: readPattern("passwords", passwords).text,
  };
}

function toEntry(file: string, source: string): PatternEntry {
  const { prefix, description, body } = readPattern(file, source);
  return { title: description, prefix, body };
}
