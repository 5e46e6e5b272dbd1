/** Requests for Scaffold Repository, made from Python files as the server makes them from a project. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ModelClass } from "#generate/modelColumns";
import { readPattern } from "#generate/patterns";
import {
  type GeneratedFile,
  type RepositoryRequest,
  type RepositoryTemplates,
  type Scaffold,
  scaffoldRepository,
} from "#generate/repository";
import { python } from "../harness.ts";

const SNIPPETS = join(import.meta.dirname, "..", "..", "snippets");
export const PATTERNS = join(SNIPPETS, "patterns", "python");
export const TEMPLATES = join(SNIPPETS, "scaffold", "repository");

export const templates: RepositoryTemplates = {
  repository: read(TEMPLATES, "repository.py"),
  schemas: read(TEMPLATES, "schemas.py"),
  router: read(TEMPLATES, "router.py"),
  session: read(TEMPLATES, "session.py"),
  test: read(TEMPLATES, "test_router.py"),
  passwords: readPattern("passwords", read(PATTERNS, "passwords.py")).text,
};

export function modelClass(path: string, text: string, name: string): ModelClass {
  const statements = python.statements(text, 0);
  const definition = statements.find((each) => each.kind === "class" && each.name === name);
  assert.ok(definition?.kind === "class", `${path} has no class ${name}`);
  const module = path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  return { definition, path, module: module.replace(/^src\./, ""), text, statements };
}

/** A request for the class `name` of a file that holds `text`, in a project with nothing else. */
export function requestFor(
  text: string,
  name: string,
  changes: Partial<RepositoryRequest> & { readonly path?: string } = {},
): RepositoryRequest {
  return {
    model: modelClass(changes.path ?? "app/models.py", text, name),
    inherited: [],
    exists: () => false,
    session: { module: "app.database", name: "get_session" },
    isEnum: () => false,
    relatedModules: [],
    testsFolder: "tests",
    hasDependencyScopes: true,
    client: "httpx2",
    ...changes,
  };
}

export function scaffolded(request: RepositoryRequest): Scaffold {
  const result = scaffoldRepository(request, templates);
  assert.ok("files" in result, "refused" in result ? result.refused : "");
  return result;
}

export function refusalOf(request: RepositoryRequest): string {
  const result = scaffoldRepository(request, templates);
  assert.ok("refused" in result, "It was not refused.");
  return result.refused;
}

export function textOf(files: readonly GeneratedFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  assert.ok(file, `${path} is not among ${files.map((each) => each.path).join(", ")}`);
  return file.text;
}

/** The Python files of a folder, by their path in it. */
export function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")]),
  );
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}
