/** A folder with a Python manifest, and what rules may ask of it and its files. */
import type { FilePath } from "#host";
import { NO_APP_ROWS } from "#model/application/appRows";
import { applicationsOf } from "#model/application/apps";
import { lifespanOf } from "#model/application/lifespans";
import type { EngineWrapper } from "#model/database/engines";
import type { BlockedLoop } from "#model/eventLoop/eventLoop";
import { listsPackages, projectFolderOf } from "#model/files/projects";
import type { SourceFile } from "#model/files/sourceFile";
import type { Links } from "#model/link/links";
import { Modules } from "#model/link/modules";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import { isLock } from "#model/packages/manifests";
import { normalName } from "#model/packages/requirements";
import { readSetupScript } from "#model/packages/setupScript";
import { declaredRoots } from "#model/packages/sourceRoots";
import { type Packages, packagesOf } from "#model/packages/versions";
import { type BuiltApplication, builtApplications } from "#model/routes/applications";
import { type Entries, entriesOf, sameEntries } from "#model/routes/entries";
import { RouteFaults } from "#model/routes/faults";
import { importRoots } from "#model/routes/importRoots";
import { type Stage, stage } from "#model/stage";
import type { Workspace } from "#model/workspace";
import type { Role, Settings } from "#settings";
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
  /** What is wrong with the routes of its applications. */
  readonly routeFaults: RouteFaults;
  private readonly modulesStage: Stage<Modules>;
  private readonly packagesStage: Stage<Packages>;
  private readonly applicationFilesStage: Stage<readonly FilePath[]>;
  private readonly engineWrappersStage: Stage<ReadonlyMap<FilePath, readonly EngineWrapper[]>>;
  private readonly importRootsStage: Stage<readonly FilePath[]>;
  private readonly entriesStage: Stage<Entries>;
  private readonly builtApplicationsStage: Stage<readonly BuiltApplication[]>;
  private readonly settingsStage: Stage<Settings>;
  private readonly givenLifespansStage: Stage<ReadonlySet<string>>;
  /** Every rule asks about the calls of a file before the next file's turn comes. */
  private lastCalls:
    | { readonly links: Links; readonly rows: ReadonlyMap<number, readonly number[]> }
    | undefined;
  private readonly ids = new Map<readonly string[], readonly number[]>();

  constructor(folder: FilePath, workspace: Workspace) {
    this.folder = folder;
    this.workspace = workspace;
    this.packagesStage = stage(() => this.readPackages());
    this.applicationFilesStage = stage<readonly FilePath[]>(
      () => this.files().filter((path) => workspace.appRows(path) !== NO_APP_ROWS),
      (a, b) => a.join("\n") === b.join("\n"),
    );
    this.importRootsStage = stage(
      () => importRoots(this),
      (a, b) => a.join("\n") === b.join("\n"),
    );
    this.entriesStage = stage(() => entriesOf(this), sameEntries);
    this.builtApplicationsStage = stage(() => builtApplications(this));
    this.routeFaults = new RouteFaults(this);
    this.settingsStage = stage(() => workspace.settingsOf(this));
    this.givenLifespansStage = stage(
      () => givenLifespans(this),
      (a, b) => [...a].join("\n") === [...b].join("\n"),
    );
    this.engineWrappersStage = stage(() => this.collectEngineWrappers(), sameMap);
    // Most edits of a manifest bring no package, and then no import leads elsewhere.
    const packageNames = stage(
      () => this.packages().names(),
      (a, b) => a.join() === b.join(),
    );
    const roots = stage(
      () => this.sourceRoots(),
      (a, b) => a.join("\n") === b.join("\n"),
    );
    this.modulesStage = stage(() => {
      const packages = new Set(packageNames.get());
      const isThirdParty = (word: string): boolean =>
        WELL_KNOWN.has(word) || packages.has(normalName(word));
      const outer = workspace.outerProject(this);
      return new Modules(folder, workspace.tree, isThirdParty, outer?.modules(), roots.get());
    });
  }

  /** The folders that Python imports from, those that most imports lead to first. */
  importRoots(): readonly FilePath[] {
    return this.importRootsStage.get();
  }

  /** Where applications are made, for those who follow the code that builds them. */
  entries(): Entries {
    return this.entriesStage.get();
  }

  /** The applications with what is registered on them, by name. */
  builtApplications(): readonly BuiltApplication[] {
    return this.builtApplicationsStage.get();
  }

  /** Evaluates a part of the built applications that nobody asked for while they were built. */
  completeApplications<T>(work: () => T): T {
    return this.builtApplicationsStage.complete(work);
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

  /** Whether an application of the project is given this function as its lifespan. */
  isGivenLifespan(path: FilePath, row: number): boolean {
    return this.givenLifespansStage.get().has(`${row}:${path}`);
  }

  /** By file, the functions that make a database engine of the keyword arguments they are given. */
  engineWrappers(): ReadonlyMap<FilePath, readonly EngineWrapper[]> {
    return this.engineWrappersStage.get();
  }

  role(file: SourceFile): Role {
    return this.workspace.role(file.path);
  }

  /** What a call row calls. */
  callee(file: SourceFile, call: number): Target | undefined {
    return this.workspace.links(file.path)?.targets[call];
  }

  /** The rows of the calls of a file that call one of these library names. Pass a constant: its list is looked up by identity. */
  callsTo(file: SourceFile, names: readonly string[]): number[] {
    const calls = this.externalCalls(file);
    const found: number[] = [];
    for (const name of this.idsOf(names)) {
      const rows = calls.get(name);
      if (rows !== undefined) found.push(...rows);
    }
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }

  /** The library names that a file calls, each once. */
  calledNames(file: SourceFile): Iterable<number> {
    return this.externalCalls(file).keys();
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

  private externalCalls(file: SourceFile): ReadonlyMap<number, readonly number[]> {
    const links = this.workspace.links(file.path);
    if (links === undefined) return NO_CALLS;
    if (this.lastCalls?.links !== links) this.lastCalls = { links, rows: externalCalls(links) };
    return this.lastCalls.rows;
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

  /** The folders that manifests declare as places of packages: its own, and those of the projects inside, which imports may reach, too. */
  private sourceRoots(): readonly FilePath[] {
    const { workspace, folder } = this;
    const found: FilePath[] = [];
    for (const path of [...workspace.manifestFiles()].sort()) {
      const name = /\/(pyproject\.toml|setup\.(?:cfg|py))$/.exec(path)?.[1];
      if (name === undefined || !path.startsWith(`${folder}/`)) continue;
      const at = path.slice(0, -name.length - 1);
      if (at !== folder) found.push(`${at}/src`);
      const roots = declaredRoots(name, workspace.manifest(path) ?? "");
      found.push(...roots.map((root) => `${at}/${root}`));
    }
    return found;
  }

  private readPackages(): Packages {
    const { workspace, folder } = this;
    const script = workspace.file(`${folder}/setup.py`);
    return packagesOf(
      this.manifests(),
      (path) => workspace.manifest(pathBelow(folder, path)),
      script && readSetupScript(script),
    );
  }

  private manifests(): ReadonlyMap<string, string> {
    const { workspace, folder } = this;
    const found = new Map<string, string>();
    for (const path of workspace.manifestFiles()) {
      if (projectFolderOf(path) !== folder || !listsPackages(path)) continue;
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

/** A path relative to a folder, which may lead out of it with `../`. */
function pathBelow(folder: FilePath, path: string): FilePath {
  const up = path.match(/^(?:\.\.\/)+/)?.[0].length ?? 0;
  const above = folder
    .split("/")
    .slice(0, -up / 3 || undefined)
    .join("/");
  return `${above}/${path.slice(up)}`;
}

/** As `row:path`, in the order of the applications. */
function givenLifespans(project: Project): ReadonlySet<string> {
  return new Set(
    applicationsOf(project).flatMap((application) => {
      const lifespan = lifespanOf(application, project);
      if (lifespan.kind !== "given" || lifespan.function === undefined) return [];
      const { path, row } = lifespan.function;
      return `${row}:${path}`;
    }),
  );
}

const NO_CALLS: ReadonlyMap<number, readonly number[]> = new Map();

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
