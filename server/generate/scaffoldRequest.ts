/** What the project's model knows of a class that a repository is to be made for. */
import type { ModelClass } from "#generate/modelColumns";
import type { RepositoryRequest } from "#generate/repository";
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Workspace } from "#model/workspace";
import { MODULE_LEVEL } from "#syntax/outline";

/** A model class: mapped, with a table of its own. */
export interface Model {
  readonly name: string;
  readonly path: FilePath;
  readonly row: number;
}

/**
 * The classes with a table in application files, by path, then place.
 * @param paths the files that are looked at
 */
export function modelsOf(
  workspace: Workspace,
  paths: Iterable<FilePath> = workspace.files(),
): Model[] {
  const table = workspace.names.of("__tablename__");
  return [...paths].sort().flatMap((path) => {
    const file = workspace.file(path);
    if (file === undefined || workspace.projectOf(path).role(file) !== "application") return [];
    const classes = workspace.declarations(path)?.classes ?? new Map();
    return Array.from(classes).flatMap(([row, { name, parent, members }]) =>
      parent === MODULE_LEVEL && members.has(table)
        ? [{ name: workspace.names.text(name), path, row }]
        : [],
    );
  });
}

/**
 * `undefined` where the class is too broken to be read.
 * @param existing what is on disk in the folders that hold the project's Python
 */
export function repositoryRequest(
  model: Model,
  workspace: Workspace,
  existing: ReadonlySet<FilePath>,
): RepositoryRequest | undefined {
  const project = workspace.projectOf(model.path);
  const own = modelClass(model.path, model.row, project);
  if (own === undefined) return undefined;
  const packages = project.packages();
  const files = applicationFiles(project, existing);
  const session = sessionDependency(files, project);
  const hashPassword = passwordHasher(files, project);
  return {
    model: own,
    inherited: inheritedClasses(model.path, model.row, project, 0),
    exists: (path) => existing.has(`${project.folder}/${path}`),
    ...(session && { session }),
    ...(hashPassword && { hashPassword }),
    isEnum: ({ module, name }) => isEnum(module, name ?? "", own.path, project),
    relatedModules: relatedModules(model, project),
    testsFolder: existing.has(`${project.folder}/test`) ? "test" : "tests",
    hasDependencyScopes: packages.atLeast("fastapi", "0.121") !== false,
    client: packages.has("httpx") && !packages.has("httpx2") ? "httpx" : "httpx2",
  };
}

function modelClass(path: FilePath, row: number, project: Project): ModelClass | undefined {
  const file = project.file(path);
  const definition = file?.definition(row);
  if (file === undefined || definition?.kind !== "class" || definition.isBroken) return undefined;
  return {
    path: path.slice(project.folder.length + 1),
    module: project.modules().nameOf(path),
    text: file.text,
    statements: file.statements(),
    definition,
  };
}

/** Classes of the workspace that a class inherits from, nearest first. */
function inheritedClasses(
  path: FilePath,
  row: number,
  project: Project,
  depth: number,
): ModelClass[] {
  if (depth > 16) return [];
  return project.basesOf(path, row).flatMap((base) => {
    if (base.kind !== "class") return [];
    const own = modelClass(base.path, base.row, project);
    const above = inheritedClasses(base.path, base.row, project, depth + 1);
    return own === undefined ? above : [own, ...above];
  });
}

interface FoundFunction {
  readonly module: string;
  readonly name: string;
}

/** The dependency that yields an `AsyncSession`: the one with a usual name, else the first. */
function sessionDependency(
  files: readonly SourceFile[],
  project: Project,
): FoundFunction | undefined {
  const { workspace } = project;
  const found = files.flatMap(({ path }) => {
    const resolver = new Resolver(workspace);
    const functions = workspace.declarations(path)?.functions ?? new Map();
    return Array.from(functions).flatMap(([row, { name, parent, isGenerator, isAsync }]) => {
      if (parent !== MODULE_LEVEL || !isGenerator || !isAsync) return [];
      if (resolver.isContextManager({ kind: "function", path, row })) return [];
      const given = resolver.resolve({ kind: "dependency", of: { kind: "definition", row } }, path);
      const isSession = project.qualifiedName(given) === "sqlalchemy.ext.asyncio.AsyncSession()";
      return isSession
        ? [{ module: project.modules().nameOf(path), name: workspace.names.text(name) }]
        : [];
    });
  });
  return found.find(({ name }) => /^get_(?:async_)?(?:session|db)$/.test(name)) ?? found[0];
}

/** The project's own coroutine that hashes a password. */
function passwordHasher(files: readonly SourceFile[], project: Project): FoundFunction | undefined {
  const { workspace } = project;
  for (const { path } of files)
    for (const { name, parent, isAsync } of workspace.declarations(path)?.functions.values() ??
      []) {
      const text = workspace.names.text(name);
      if (
        parent === MODULE_LEVEL &&
        isAsync &&
        /^(?:get_)?(?:hash_password|password_hash)$/.test(text)
      )
        return { module: project.modules().nameOf(path), name: text };
    }
  return undefined;
}

function isEnum(module: string, name: string, from: FilePath, project: Project): boolean {
  const { workspace } = project;
  const found = project.modules().resolve(module, 0, `${project.folder}/${from}`);
  if (found?.kind !== "module") return false;
  const target = new Resolver(workspace).resolveName(workspace.names.of(name), found.path);
  return (
    target?.kind === "class" &&
    project
      .basesOf(target.path, target.row)
      .some((base) => project.qualifiedName(base)?.startsWith("enum."))
  );
}

/** Modules of other models whose class or table the model's own text names. */
function relatedModules(model: Model, project: Project): string[] {
  const { workspace } = project;
  const file = project.file(model.path);
  if (file === undefined) return [];
  const { definitions } = file.outline;
  const text = file.slice({ start: definitions.start(model.row), end: definitions.end(model.row) });
  const words = new Set(text.match(/\w+/g));
  const modules = modelsOf(workspace)
    .filter(({ path }) => path !== model.path && workspace.projectOf(path) === project)
    .filter((other) => words.has(other.name) || words.has(tableOf(other, workspace) ?? ""))
    .map(({ path }) => project.modules().nameOf(path));
  return [...new Set(modules)];
}

function tableOf({ path, row }: Model, workspace: Workspace): string | undefined {
  const constant = workspace.constant(workspace.names.of("__tablename__"), path, row);
  return constant?.expression.kind === "string" ? constant.expression.value : undefined;
}

/** An editor keeps deleted files open for a while; they are no part of the project any more. */
function applicationFiles(project: Project, existing: ReadonlySet<FilePath>): SourceFile[] {
  return project
    .files()
    .filter((path) => existing.has(path))
    .flatMap((path) => project.file(path) ?? [])
    .filter((file) => project.role(file) === "application");
}
