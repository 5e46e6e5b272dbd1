/**
 * All files of a workspace and what the stages make of them. Texts go in by `update`; everything else is computed when it is
 * asked for, and again only when what it was made of has changed.
 */
import type { FilePath } from "#host";
import {
  type AppNames,
  type AppRows,
  appNamesOf,
  appRowsOf,
  NO_APP_ROWS,
  sameAppRows,
} from "#model/application/appRows";
import {
  type Registering,
  registeringIn,
  registeringNamesOf,
  sameRegistering,
} from "#model/application/registering";
import {
  closedWordsIn,
  type ResourceKinds,
  type ResourceRow,
  resourceKindsOf,
  resourceRowsOf,
  sameResourceRows,
} from "#model/application/resources";
import { type EngineWrapper, engineWrappersIn, sameEngineWrappers } from "#model/database/engines";
import { type BlockingCalls, blockingCallsOf } from "#model/eventLoop/blockingCalls";
import { type BlockedLoop, blockedLoops, sameBlockedLoops } from "#model/eventLoop/eventLoop";
import { FileRoles } from "#model/fileRoles";
import { FileTree } from "#model/files/fileTree";
import { type OwnCode, ownCodeOf, sameOwnCode } from "#model/files/ownCode";
import { isManifest, isSetupScript, projectFolders } from "#model/files/projects";
import { SourceFile } from "#model/files/sourceFile";
import { Callers, type CallSite, sameCallSites } from "#model/link/callers";
import { type Declarations, declarationsOf, sameDeclarations } from "#model/link/declarations";
import {
  calledFunctions,
  type FileHierarchy,
  hierarchyOf,
  type Implementations,
  implementationsOf,
  sameHierarchy,
  withImplementations,
} from "#model/link/hierarchy";
import {
  filesThatReach,
  importedFiles,
  importedWords,
  importRootsOf,
} from "#model/link/importGraph";
import { type Libraries, librariesOf } from "#model/link/libraries";
import { type Edge, type Links, linksOf, sameEdges } from "#model/link/links";
import type { Modules } from "#model/link/modules";
import { type Declared, Resolver } from "#model/link/resolver";
import { Scopes } from "#model/link/scopes";
import { Vocabulary } from "#model/link/vocabulary";
import { Project } from "#model/project";
import { Input, type Stage, stage } from "#model/stage";
import { constantIn } from "#model/values/constants";
import type { Located } from "#model/values/value";
import { defaultSettings, type Role, type Settings } from "#settings";
import type { Expression, Statement } from "#syntax/facts";
import { Names } from "#syntax/names";
import { OutlineReader } from "#syntax/outliner";
import type { PythonReader } from "#syntax/python";

/** The stages of one Python file. */
interface FileStages {
  readonly source: Input<SourceFile>;
  readonly role: Stage<Role>;
  readonly importedWords: Stage<ReadonlySet<number>>;
  readonly importRoots: Stage<ReadonlyMap<FilePath, number>>;
  readonly scopes: Stage<Scopes>;
  readonly declarations: Stage<Declarations>;
  readonly hierarchy: Stage<FileHierarchy>;
  readonly links: Stage<Links>;
  readonly edges: Stage<readonly Edge[]>;
  readonly blockedLoops: Stage<readonly BlockedLoop[]>;
  readonly appRows: Stage<AppRows>;
  readonly imports: Stage<readonly FilePath[]>;
  readonly resources: Stage<readonly ResourceRow[]>;
  readonly closedWords: Stage<ReadonlySet<string>>;
  readonly engineWrappers: Stage<readonly EngineWrapper[]>;
  /** By function, those that were asked for. */
  readonly callers: Map<number, Stage<readonly CallSite[]>>;
  /** By definition, those that were asked for. */
  readonly ownCodes: Map<number, Stage<OwnCode>>;
  readonly registering: Stage<Registering>;
}

export class Workspace implements Declared {
  readonly names = new Names();
  readonly libraries: Libraries = librariesOf(this.names);
  private readonly vocabulary = new Vocabulary(this.names);
  private readonly blockingCalls: BlockingCalls = blockingCallsOf(this.names);
  readonly resourceKinds: ResourceKinds = resourceKindsOf(this.names);
  private readonly appNames: AppNames = appNamesOf(this.names);
  private readonly registeringNames = registeringNamesOf(this.names);
  private readonly outlines = new OutlineReader(this.names);
  private readonly python: PythonReader;
  private readonly folders: readonly FilePath[];
  private readonly stages = new Map<FilePath, FileStages>();
  /** The Python files, for imports. */
  readonly tree = new FileTree();
  /** The same set object until a path comes or goes. */
  private readonly paths = new Input<ReadonlySet<FilePath>>(new Set());
  private readonly manifests = new Map<FilePath, Input<string>>();
  private readonly manifestPaths = new Input<ReadonlySet<FilePath>>(new Set());
  private readonly projectFolders: Stage<readonly FilePath[]>;
  private readonly projects = new Map<FilePath, Project>();
  /** The calls that matter for the event loop, of every file that has any. */
  private readonly edges: Stage<ReadonlyMap<FilePath, readonly Edge[]>>;
  private readonly loops: Stage<ReadonlyMap<FilePath, readonly BlockedLoop[]>>;
  private readonly callers: Stage<Callers>;
  private readonly routing: Stage<ReadonlySet<FilePath>>;

  /** The settings of a project, as its configuration and the editor have them. */
  readonly settingsOf: (project: Project) => Settings;

  private readonly roles: FileRoles;

  /**
   * @param folders the folders of the workspace, without `/` at their end
   * @param roleOf the role that is configured for a file
   */
  constructor(
    folders: readonly FilePath[],
    python: PythonReader,
    settingsOf: (project: Project) => Settings = () => defaultSettings,
    roleOf: (path: FilePath) => Role | undefined = () => undefined,
  ) {
    this.settingsOf = settingsOf;
    this.folders = folders;
    this.python = python;
    this.roles = new FileRoles(this, roleOf);
    this.projectFolders = stage(
      () => projectFolders(this.folders, this.manifestPaths.get()),
      (a, b) => a.join("\n") === b.join("\n"),
    );
    this.edges = stage(() => this.collectEdges());
    this.loops = stage(() => blockedLoops(this.callers.get()));
    this.callers = stage(() => {
      const edges = this.edges.get();
      return new Callers(withImplementations(edges, this.implementationsIn(edges)));
    });
    this.routing = stage(
      () => filesThatReach(this.registeringFiles(), this.paths.get(), (path) => this.imports(path)),
      sameSet,
    );
  }

  /** Takes new texts in; `undefined` for a file that is gone. Paths that are neither Python nor a manifest are ignored. */
  update(changes: ReadonlyMap<FilePath, string | undefined>): void {
    for (const [path, text] of changes) {
      if (path.endsWith(".py")) this.updateSource(path, text);
      if (!isManifest(path)) continue;
      const isModule = path.endsWith(".py") && text !== undefined && !isSetupScript(text);
      this.updateManifest(path, isModule ? undefined : text);
    }
    followKeys(this.paths, this.stages, changes);
    followKeys(this.manifestPaths, this.manifests, changes);
  }

  /** Every Python file, in no order. */
  files(): ReadonlySet<FilePath> {
    return this.paths.get();
  }

  file(path: FilePath): SourceFile | undefined {
    return this.stages.get(path)?.source.get();
  }

  manifest(path: FilePath): string | undefined {
    return this.manifests.get(path)?.get();
  }

  /** Every manifest and configuration file. */
  manifestFiles(): ReadonlySet<FilePath> {
    return this.manifestPaths.get();
  }

  /** The project of a file: the nearest folder above it with a manifest, else the folder of the workspace. */
  projectOf(path: FilePath): Project {
    const folder =
      this.projectFolders.get().find((it) => path.startsWith(`${it}/`)) ?? this.folders[0] ?? "";
    return this.projectAt(folder);
  }

  private projectAt(folder: FilePath): Project {
    let project = this.projects.get(folder);
    if (project === undefined) {
      project = new Project(folder, this);
      this.projects.set(folder, project);
    }
    return project;
  }

  /** The project around another one, where imports go on when they find nothing in it: that of the workspace folder. */
  outerProject(project: Project): Project | undefined {
    const folder = this.folders.find((it) => project.folder.startsWith(`${it}/`));
    return folder === undefined ? undefined : this.projectAt(folder);
  }

  modules(path: FilePath): Modules {
    return this.projectOf(path).modules();
  }

  scopes(path: FilePath): Scopes | undefined {
    return this.stages.get(path)?.scopes.get();
  }

  declarations(path: FilePath): Declarations | undefined {
    return this.stages.get(path)?.declarations.get();
  }

  /** The one right side that a word has in a scope, its imports followed; `undefined` where it has several or none. */
  constant(word: number, path: FilePath, scope: number): Located | undefined {
    return constantIn(this, word, path, scope);
  }

  /** The code of a module (`MODULE_LEVEL`), class or function without what is inside the definitions in it. */
  ownCode(path: FilePath, definition: number): OwnCode | undefined {
    const stages = this.stages.get(path);
    if (stages === undefined) return undefined;
    let own = stages.ownCodes.get(definition);
    if (own === undefined) {
      own = stage(() => ownCodeOf(stages.source.get(), definition), sameOwnCode);
      stages.ownCodes.set(definition, own);
    }
    return own.get();
  }

  /** The facts of own code; offsets are those of its text. */
  statementsIn(code: OwnCode): readonly Statement[] {
    return this.python.statements(code.text, 0);
  }

  /** The facts of an expression that stands in a text, as annotations do. */
  expressionIn(text: string): Expression {
    return this.python.expression(text, 0);
  }

  /** What a file is for. */
  role(path: FilePath): Role {
    return this.stages.get(path)?.role.get() ?? "application";
  }

  links(path: FilePath): Links | undefined {
    return this.stages.get(path)?.links.get();
  }

  /** The calls of a file that keep the event loop. Asking makes the whole workspace be read. */
  blockedLoops(path: FilePath): readonly BlockedLoop[] {
    return this.stages.get(path)?.blockedLoops.get() ?? [];
  }

  /** The functions of a file that make an engine of the keyword arguments they are given. */
  engineWrappers(path: FilePath): readonly EngineWrapper[] {
    return this.stages.get(path)?.engineWrappers.get() ?? [];
  }

  /** The calls of a file that have to do with applications. */
  appRows(path: FilePath): AppRows {
    return this.stages.get(path)?.appRows.get() ?? NO_APP_ROWS;
  }

  /** The files that run when this one is imported, without what they import in their turn. */
  imports(path: FilePath): readonly FilePath[] {
    return this.stages.get(path)?.imports.get() ?? [];
  }

  /** The words of the modules and names that a file imports. */
  importedWords(path: FilePath): ReadonlySet<number> {
    return this.stages.get(path)?.importedWords.get() ?? new Set();
  }

  /** The folders below which the absolute imports of a file are found, each with how many lead there. */
  importRoots(path: FilePath): ReadonlyMap<FilePath, number> {
    return this.stages.get(path)?.importRoots.get() ?? new Map();
  }

  /** What a file opens when it is imported. */
  resources(path: FilePath): readonly ResourceRow[] {
    return this.stages.get(path)?.resources.get() ?? [];
  }

  /** The words of a file that name something which it closes. */
  closedWords(path: FilePath): ReadonlySet<string> {
    return this.stages.get(path)?.closedWords.get() ?? new Set();
  }

  /** Whether any function of the workspace calls this coroutine function. */
  isCoroutineCalled(path: FilePath, row: number): boolean {
    return this.callersOf(path, row).length > 0;
  }

  /** The known calls of a function of the workspace. Asking makes the whole workspace be read. */
  callersOf(path: FilePath, row: number): readonly CallSite[] {
    const stages = this.stages.get(path);
    if (stages === undefined) return [];
    let callers = stages.callers.get(row);
    if (callers === undefined) {
      callers = stage(() => this.callers.get().of(path, row), sameCallSites);
      stages.callers.set(row, callers);
    }
    return callers.get();
  }

  /** The files that make applications or routers, and those that import one of these, directly or not. */
  routingFiles(): ReadonlySet<FilePath> {
    return this.routing.get();
  }

  /** The calls of a file that matter for the event loop. */
  edgesOf(path: FilePath): readonly Edge[] {
    return this.stages.get(path)?.edges.get() ?? [];
  }

  /** Whether the own code of a module (`MODULE_LEVEL`), class or function may register something on an application or router. */
  mayRegister(path: FilePath, scope: number): boolean {
    return this.stages.get(path)?.registering.get().scopes.has(scope) ?? false;
  }

  /** Where the own code of a module may register something. */
  registeringStarts(path: FilePath): readonly number[] {
    return this.stages.get(path)?.registering.get().moduleStarts ?? [];
  }

  private registeringFiles(): readonly FilePath[] {
    return [...this.paths.get()].filter((path) => {
      const { applications, routers } = this.appRows(path);
      return applications.length > 0 || routers.length > 0;
    });
  }

  private collectEdges(): ReadonlyMap<FilePath, readonly Edge[]> {
    const edges = new Map<FilePath, readonly Edge[]>();
    for (const path of this.paths.get()) {
      const found = this.stages.get(path)?.edges.get() ?? [];
      if (found.length > 0) edges.set(path, found);
    }
    return edges;
  }

  /** What implements the abstract methods that are called; what tests make up does not count. */
  private implementationsIn(edges: ReadonlyMap<FilePath, readonly Edge[]>): Implementations {
    const hierarchies = new Map<FilePath, FileHierarchy>();
    for (const path of this.paths.get()) {
      const found = this.stages.get(path)?.hierarchy.get();
      const isEmpty = found === undefined || found.methods.length + found.abstract.length === 0;
      if (!isEmpty && this.role(path) !== "test") hierarchies.set(path, found);
    }
    return implementationsOf(hierarchies, calledFunctions(edges), new Resolver(this));
  }

  private updateSource(path: FilePath, text: string | undefined): void {
    const known = this.stages.get(path);
    if (text === undefined) {
      if (known === undefined) return;
      const { scopes, declarations, links, edges, blockedLoops, appRows, imports } = known;
      for (const each of [scopes, declarations, links, edges, blockedLoops, appRows, imports])
        each.dispose();
      for (const each of [known.engineWrappers, known.resources, known.closedWords]) each.dispose();
      known.role.dispose();
      known.hierarchy.dispose();
      known.importedWords.dispose();
      known.importRoots.dispose();
      for (const each of known.ownCodes.values()) each.dispose();
      known.registering.dispose();
      for (const each of known.callers.values()) each.dispose();
      this.stages.delete(path);
      this.tree.delete(path);
      return;
    }
    if (known?.source.current().text === text) return;
    const source = new SourceFile(path, text, this.outlines, this.python);
    if (known === undefined) {
      this.stages.set(path, this.stagesOf(path, new Input(source)));
      this.tree.add(path);
    } else known.source.set(source);
  }

  private updateManifest(path: FilePath, text: string | undefined): void {
    const known = this.manifests.get(path);
    if (text === undefined) this.manifests.delete(path);
    else if (known !== undefined) known.set(text);
    else this.manifests.set(path, new Input(text));
  }

  private stagesOf(path: FilePath, source: Input<SourceFile>): FileStages {
    const scopes = stage(() => {
      const { outline, text } = source.get();
      return new Scopes(outline, text, this.names, this.vocabulary);
    });
    const declarations = stage(() => declarationsOf(scopes.get(), this.names), sameDeclarations);
    const links = stage(() => linksOf(scopes.get(), path, new Resolver(this), this.blockingCalls));
    return {
      source,
      role: stage(() => this.roles.of(path, source.get().text)),
      importedWords: stage(() => importedWords(source.get().outline, this.names), sameSet),
      importRoots: stage<ReadonlyMap<FilePath, number>>(
        () => importRootsOf(source.get().outline, path, this.modules(path), this.names),
        sameCounts,
      ),
      scopes,
      declarations,
      hierarchy: stage(() => hierarchyOf(scopes.get()), sameHierarchy),
      links,
      edges: stage(() => links.get().edges, sameEdges),
      blockedLoops: stage(() => this.loops.get().get(path) ?? [], sameBlockedLoops),
      appRows: stage(
        () => appRowsOf(scopes.get(), links.get().targets, this.appNames, this),
        sameAppRows,
      ),
      imports: stage<readonly FilePath[]>(
        () => importedFiles(source.get().outline, path, this.modules(path), this.names),
        (a, b) => a.join("\n") === b.join("\n"),
      ),
      resources: stage<readonly ResourceRow[]>(() => {
        const resolver = new Resolver(this);
        const { names, resourceKinds: kinds } = this;
        return resourceRowsOf(scopes.get(), links.get(), source.get(), resolver, kinds, names);
      }, sameResourceRows),
      closedWords: stage(() => closedWordsIn(source.get(), this.names), sameSet),
      callers: new Map(),
      engineWrappers: stage(
        () => engineWrappersIn(source.get(), this.projectOf(path)),
        sameEngineWrappers,
      ),
      ownCodes: new Map(),
      registering: stage(() => {
        const { targets } = links.get();
        const { registeringNames: words, names } = this;
        return registeringIn(source.get(), targets, this.appRows(path), words, names);
      }, sameRegistering),
    };
  }
}

/** Makes a set that of the keys of a map, where one of them came or went. */
function followKeys(
  input: Input<ReadonlySet<FilePath>>,
  map: ReadonlyMap<FilePath, unknown>,
  changed: ReadonlyMap<FilePath, unknown>,
): void {
  const known = input.current();
  for (const path of changed.keys())
    if (known.has(path) !== map.has(path)) {
      input.set(new Set(map.keys()));
      return;
    }
}

function sameCounts(a: ReadonlyMap<FilePath, number>, b: ReadonlyMap<FilePath, number>): boolean {
  if (a.size !== b.size) return false;
  for (const [path, count] of a) if (b.get(path) !== count) return false;
  return true;
}

function sameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  if (a.size !== b.size) return false;
  for (const item of a) if (!b.has(item)) return false;
  return true;
}
