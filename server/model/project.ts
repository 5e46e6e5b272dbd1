/** A folder with a Python manifest, and what rules may ask of it and its files. */
import type { FilePath } from "#host";
import { NO_APP_ROWS } from "#model/application/appRows";
import type { EngineWrapper } from "#model/database/engines";
import type { BlockedLoop } from "#model/eventLoop/eventLoop";
import { projectFolderOf } from "#model/files/projects";
import { type Role, roleOfPath } from "#model/files/roles";
import type { SourceFile } from "#model/files/sourceFile";
import type { Links } from "#model/link/links";
import { Modules } from "#model/link/modules";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import { isLock } from "#model/packages/manifests";
import { type Packages, packagesOf } from "#model/packages/versions";
import { type Stage, stage } from "#model/stage";
import type { Workspace } from "#model/workspace";
import type { Settings } from "#settings";
import type { Expression } from "#syntax/facts";

/** Packages whose names a loose file beside the importer must not take. */
const WELL_KNOWN = new Set(
  "fastapi starlette pydantic pydantic_settings sqlalchemy sqlmodel alembic redis requests httpx httpx2 celery jwt jose passlib bcrypt boto3 pymongo psycopg psycopg2 asyncpg uvicorn logging json typing asyncio time".split(
    " ",
  ),
);

export class Project {
  readonly folder: FilePath;
  readonly workspace: Workspace;
  private readonly modulesStage: Stage<Modules>;
  private readonly packagesStage: Stage<Packages>;
  private readonly applicationFilesStage: Stage<readonly FilePath[]>;
  private readonly engineWrappersStage: Stage<ReadonlyMap<FilePath, readonly EngineWrapper[]>>;
  private readonly settingsStage: Stage<Settings>;
  /** Every rule asks about the calls of a file before the next file's turn comes. */
  private lastCalls:
    | { readonly links: Links; readonly rows: ReadonlyMap<number, readonly number[]> }
    | undefined;
  private readonly ids = new Map<readonly string[], readonly number[]>();

  constructor(folder: FilePath, workspace: Workspace) {
    this.folder = folder;
    this.workspace = workspace;
    this.packagesStage = stage(() => packagesOf(this.manifests()));
    this.applicationFilesStage = stage<readonly FilePath[]>(
      () => this.files().filter((path) => workspace.appRows(path) !== NO_APP_ROWS),
      (a, b) => a.join("\n") === b.join("\n"),
    );
    this.settingsStage = stage(() => workspace.settingsOf(this));
    this.engineWrappersStage = stage(() => this.collectEngineWrappers(), sameMap);
    this.modulesStage = stage(() => {
      const packages = this.packages();
      const isThirdParty = (word: string): boolean =>
        WELL_KNOWN.has(word) || packages.has(word.replaceAll("_", "-"));
      const outer = workspace.outerProject(this);
      const files = [...workspace.files()].filter((path) => path.startsWith(`${folder}/`));
      return new Modules(folder, files, isThirdParty, outer?.modules());
    });
  }

  modules(): Modules {
    return this.modulesStage.get();
  }

  /** The Python packages that the project depends on, as its lock files and manifests say. */
  packages(): Packages {
    return this.packagesStage.get();
  }

  /** What is configured for the project. */
  settings(): Settings {
    return this.settingsStage.get();
  }

  file(path: FilePath): SourceFile | undefined {
    return this.workspace.file(path);
  }

  /** The files of this project, in order of their path. */
  files(): readonly FilePath[] {
    return [...this.workspace.files()]
      .filter((path) => this.workspace.projectOf(path) === this)
      .sort();
  }

  /** The files that make an application or router, or register something on one, in order of their path. */
  applicationFiles(): readonly FilePath[] {
    return this.applicationFilesStage.get();
  }

  /** By file, the functions that make a database engine of the keyword arguments they are given. */
  engineWrappers(): ReadonlyMap<FilePath, readonly EngineWrapper[]> {
    return this.engineWrappersStage.get();
  }

  role(file: SourceFile): Role {
    return roleOfPath(file.path.slice(this.folder.length + 1));
  }

  /** What a call row calls. */
  callee(file: SourceFile, call: number): Target | undefined {
    return this.workspace.links(file.path)?.targets[call];
  }

  /** The rows of the calls of a file that call one of these library names. Pass a constant: its list is looked up by identity. */
  callsTo(file: SourceFile, names: readonly string[]): number[] {
    const links = this.workspace.links(file.path);
    if (links === undefined) return [];
    if (this.lastCalls?.links !== links) this.lastCalls = { links, rows: externalCalls(links) };
    const found: number[] = [];
    for (const name of this.idsOf(names)) {
      const rows = this.lastCalls.rows.get(name);
      if (rows !== undefined) found.push(...rows);
    }
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }

  /** What an expression in a definition (or at module level) of a file denotes. */
  targetOf(expression: Expression, file: SourceFile, scope: number): Target | undefined {
    return this.targetIn(expression, file, scope, new Resolver(this.workspace));
  }

  /** The qualified name of something outside the workspace: `sqlalchemy.create_engine`, `httpx.Client().get`. */
  qualifiedName(target: Target | undefined): string | undefined {
    if (target?.kind !== "external") return undefined;
    return this.workspace.names.text(target.name).replaceAll(".()", "()");
  }

  /** What the bases of a class denote, those that are known. */
  basesOf(path: FilePath, row: number): Target[] {
    const resolver = new Resolver(this.workspace);
    const bases = this.workspace.declarations(path)?.classes.get(row)?.bases ?? [];
    return bases.flatMap((base) => resolver.resolve(base, path) ?? []);
  }

  blockedLoops(file: SourceFile): readonly BlockedLoop[] {
    return this.workspace.blockedLoops(file.path);
  }

  private targetIn(
    expression: Expression,
    file: SourceFile,
    scope: number,
    resolver: Resolver,
  ): Target | undefined {
    const { names } = this.workspace;
    const scopes = this.workspace.scopes(file.path);
    switch (expression.kind) {
      case "name":
        return (
          scopes && resolver.resolve(scopes.ofName(names.of(expression.name), scope), file.path)
        );
      case "attribute":
        return resolver.member(
          this.targetIn(expression.object, file, scope, resolver),
          names.of(expression.name),
        );
      case "call":
        return resolver.result(this.targetIn(expression.callee, file, scope, resolver), false);
      case "await":
        return expression.value.kind === "call"
          ? resolver.result(this.targetIn(expression.value.callee, file, scope, resolver), true)
          : undefined;
      default:
        return undefined;
    }
  }

  private collectEngineWrappers(): ReadonlyMap<FilePath, readonly EngineWrapper[]> {
    const found = new Map<FilePath, readonly EngineWrapper[]>();
    for (const path of this.files()) {
      const wrappers = this.workspace.engineWrappers(path);
      if (wrappers.length > 0) found.set(path, wrappers);
    }
    return found;
  }

  private manifests(): ReadonlyMap<string, string> {
    const { workspace, folder } = this;
    const found = new Map<string, string>();
    for (const path of workspace.manifestFiles()) {
      if (projectFolderOf(path) !== folder) continue;
      const text = workspace.manifest(path);
      if (text !== undefined) found.set(path.slice(folder.length + 1), text);
    }
    if (![...found.keys()].some(isLock)) this.addLockAbove(found);
    return found;
  }

  /** A member of a uv workspace is locked by the file of the workspace. */
  private addLockAbove(found: Map<string, string>): void {
    const { workspace } = this;
    for (let folder = this.folder, up = "../"; folder !== ""; up += "../") {
      folder = folder.slice(0, folder.lastIndexOf("/"));
      const text = workspace.manifestFiles().has(`${folder}/uv.lock`)
        ? workspace.manifest(`${folder}/uv.lock`)
        : undefined;
      if (text !== undefined) found.set(`${up}uv.lock`, text);
      if (text !== undefined) return;
    }
  }

  private idsOf(names: readonly string[]): readonly number[] {
    let found = this.ids.get(names);
    if (found === undefined) {
      const { names: table } = this.workspace;
      found = [...new Set(names.map((name) => table.of(name.replaceAll("()", ".()"))))];
      this.ids.set(names, found);
    }
    return found;
  }
}

/** The rows of calls of other people's code, by its name. */
function externalCalls({ targets }: Links): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < targets.length; row++) {
    const target = targets[row];
    if (target?.kind !== "external") continue;
    const rows = found.get(target.name);
    if (rows === undefined) found.set(target.name, [row]);
    else rows.push(row);
  }
  return found;
}

/** Whether two maps hold the same objects under the same keys. */
function sameMap<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}
