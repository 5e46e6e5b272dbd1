/** All that the model holds of a workspace, as text, so that two engines can be compared. */
import type { FilePath } from "#host";
import { type Application, applicationsIn } from "#model/application/apps";
import { eventHandlersIn } from "#model/application/eventHandlers";
import { lifespanOf } from "#model/application/lifespans";
import { middlewaresIn } from "#model/application/middleware";
import { enginesIn } from "#model/database/engines";
import { SourceFile } from "#model/files/sourceFile";
import type { Declarations } from "#model/link/declarations";
import { Project } from "#model/project";
import { routesOf } from "#model/routes/routes";
import { surroundedApplications } from "#model/routes/surrounded";
import type { Workspace } from "#model/workspace";
import type { Names } from "#syntax/names";

type FilePart = (path: FilePath, workspace: Workspace) => unknown;

const ELSEWHERE = "elsewhere";

/**
 * Whoever adds something public to the workspace says here how the proof sees it; `elsewhere` is for what goes in, what other parts
 * tell, and for what is no value.
 */
const OF_FILES: Readonly<Record<keyof Workspace, FilePart | typeof ELSEWHERE>> = {
  names: ELSEWHERE,
  libraries: ELSEWHERE,
  resourceKinds: ELSEWHERE,
  settingsOf: ELSEWHERE,
  update: ELSEWHERE,
  files: ELSEWHERE,
  file: ELSEWHERE,
  manifest: ELSEWHERE,
  manifestFiles: ELSEWHERE,
  outerProject: (path, workspace) =>
    workspace.outerProject(workspace.projectOf(path))?.folder ?? "none",
  projectOf: (path, workspace) => workspace.projectOf(path).folder,
  modules: (path, workspace) => [
    workspace.modules(path).nameOf(path),
    workspace.modules(path).packagesAround(path),
  ],
  scopes: ELSEWHERE,
  expressionIn: ELSEWHERE,
  declarations: ELSEWHERE,
  constant: ELSEWHERE,
  tree: ELSEWHERE,
  ownCode: ELSEWHERE,
  statementsIn: ELSEWHERE,
  role: (path, workspace) => workspace.role(path),
  importedWords: ELSEWHERE,
  importRoots: (path, workspace) => workspace.importRoots(path),
  mayRegister: ELSEWHERE,
  registeringStarts: (path, workspace) => workspace.registeringStarts(path),
  edgesOf: (path, workspace) => workspace.edgesOf(path),
  routingFiles: (path, workspace) => workspace.routingFiles().has(path),
  links: (path, workspace) => workspace.links(path),
  blockedLoops: (path, workspace) => workspace.blockedLoops(path),
  engineWrappers: (path, workspace) => workspace.engineWrappers(path),
  appRows: (path, workspace) => workspace.appRows(path),
  imports: (path, workspace) => workspace.imports(path),
  resources: (path, workspace) => workspace.resources(path),
  closedWords: (path, workspace) => workspace.closedWords(path),
  isCoroutineCalled: (path, workspace) =>
    definitionRows(path, workspace).filter((row) => workspace.isCoroutineCalled(path, row)),
  callersOf: (path, workspace) =>
    definitionRows(path, workspace).map((row) => workspace.callersOf(path, row)),
};

type ProjectPart = (project: Project) => unknown;

/** The same for a project. */
const OF_PROJECTS: Readonly<Record<keyof Project, ProjectPart | typeof ELSEWHERE>> = {
  folder: ELSEWHERE,
  workspace: ELSEWHERE,
  // The rules of routes tell it.
  routeFaults: ELSEWHERE,
  modules: ELSEWHERE,
  packages: (project) => PACKAGES.map((name) => [name, packageAnswers(project, name)]),
  settings: (project) => project.settings(),
  file: ELSEWHERE,
  files: (project) => project.files(),
  applicationFiles: (project) => project.applicationFiles(),
  engineWrappers: (project) => project.engineWrappers(),
  role: ELSEWHERE,
  callee: ELSEWHERE,
  callsTo: ELSEWHERE,
  isGivenLifespan: ELSEWHERE,
  calledNames: ELSEWHERE,
  targetOf: ELSEWHERE,
  qualifiedName: ELSEWHERE,
  basesOf: ELSEWHERE,
  blockedLoops: ELSEWHERE,
  importRoots: (project) => project.importRoots(),
  completeApplications: ELSEWHERE,
  entries: (project) => project.entries(),
  builtApplications: (project) =>
    project
      .builtApplications()
      .map((it) => [it.name, it.made, it.dynamic, routesOf(it), surroundedApplications(it)]),
};

const PACKAGES =
  "fastapi starlette pydantic sqlalchemy sqlmodel asyncpg httpx passlib bcrypt python-jose pyjwt uvicorn requests time".split(
    " ",
  );

function packageAnswers(project: Project, name: string): unknown {
  const packages = project.packages();
  return [packages.version(name), packages.place(name), packages.atLeast(name, "1.0")];
}

/** What the subjects make of a file; they keep nothing themselves. */
const SUBJECTS: Readonly<Record<string, (file: SourceFile, project: Project) => unknown>> = {
  role: (file, project) => project.role(file),
  engines: enginesIn,
  applications: (file, project) =>
    applicationsIn(file, project).map((it: Application) => [it, lifespanOf(it, project)]),
  eventHandlers: eventHandlersIn,
  middleware: middlewaresIn,
};

/**
 * By path of a file or folder of a project, what is known of it.
 * @param isDeep whether declarations are read whole, too. In an engine at work most are not, and it must be seen at work, too.
 */
export function modelOf(workspace: Workspace, isDeep: boolean): Map<string, string> {
  const dump = new Dump(workspace.names);
  const found = new Map<string, string>();
  const projects = new Set<Project>();
  for (const path of [...workspace.files()].sort()) {
    const project = workspace.projectOf(path);
    projects.add(project);
    const parts: string[] = [];
    for (const [name, part] of Object.entries(OF_FILES))
      if (part !== ELSEWHERE) parts.push(`${name}: ${dump.text(part(path, workspace))}`);
    const file = workspace.file(path);
    if (file !== undefined)
      for (const [name, subject] of Object.entries(SUBJECTS))
        parts.push(`${name}: ${dump.text(subject(file, project))}`);
    const declarations = isDeep ? workspace.declarations(path) : undefined;
    if (declarations !== undefined) parts.push(`declarations: ${dump.declarations(declarations)}`);
    found.set(path, parts.join("\n"));
  }
  for (const project of projects) {
    const parts: string[] = [];
    for (const [name, part] of Object.entries(OF_PROJECTS))
      if (part !== ELSEWHERE) parts.push(`${name}: ${dump.text(part(project))}`);
    found.set(`${project.folder}/`, parts.join("\n"));
  }
  return found;
}

function definitionRows(path: FilePath, workspace: Workspace): number[] {
  const count = workspace.file(path)?.outline.definitions.length ?? 0;
  return Array.from({ length: count }, (_, row) => row);
}

/** Numbers that stand for names differ between engines; their texts do not. */
const NAME_KEYS = new Set(["name", "word", "module"]);

class Dump {
  private readonly names: Names;
  /** The objects that the one being written is a part of. */
  private readonly around = new Set<object>();

  constructor(names: Names) {
    this.names = names;
  }

  text(value: unknown): string {
    return JSON.stringify(this.plain(value, "")) ?? "undefined";
  }

  declarations({ module, stars, classes, functions }: Declarations): string {
    const words = (map: ReadonlyMap<number, unknown>): unknown =>
      Array.from(map, ([word, value]) => [this.names.text(word), this.plain(value, "")]).sort(
        ([a], [b]) => (String(a) < String(b) ? -1 : 1),
      );
    return JSON.stringify([
      words(module),
      this.plain(stars, ""),
      Array.from(classes, ([row, it]) => [
        row,
        this.names.text(it.name),
        this.plain([it.parent, it.decorators, it.bases], ""),
        words(it.members),
      ]),
      Array.from(functions, ([row, it]) => [
        row,
        this.names.text(it.name),
        this.plain(
          [it.parent, it.decorators, it.annotation, it.returns, it.yields, it.isAsync],
          "",
        ),
      ]),
    ]);
  }

  private plain(value: unknown, key: string): unknown {
    if (typeof value === "number") return NAME_KEYS.has(key) ? this.names.text(value) : value;
    if (typeof value === "function") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof SourceFile) return value.path;
    if (value instanceof Project) return value.folder;
    // What is bound by a name may hold the expression that binds it.
    if (this.around.has(value)) return "around";
    this.around.add(value);
    try {
      return this.parts(value, key);
    } finally {
      this.around.delete(value);
    }
  }

  private parts(value: object, key: string): unknown {
    if (Array.isArray(value)) return value.map((it: unknown) => this.plain(it, key));
    if (value instanceof Set) return [...value].map((it) => this.plain(it, key)).sort();
    if (value instanceof Map)
      return Array.from(value, ([at, it]) => [at, this.plain(it, "")]).sort(([a], [b]) =>
        String(a) < String(b) ? -1 : 1,
      );
    // What other objects hold depends on what was asked of them.
    if (value.constructor !== Object) return value.constructor.name;
    return Object.fromEntries(
      Object.entries(value).map(([at, it]) => [at, this.plain(it, at)] as const),
    );
  }
}
