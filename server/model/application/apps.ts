/** Applications: where they are made, with which arguments, and which one a name stands for. */
import type { FilePath } from "#host";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { bindingOf } from "#model/values/constants";
import { DictionaryReader } from "#model/values/dictionaries";
import { type Keywords, UNREADABLE } from "#model/values/keywords";
import type { Expression } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

export type Framework = "fastapi" | "starlette";

export interface Application {
  readonly file: SourceFile;
  /** The row of the call that makes it. */
  readonly row: number;
  /** The definition that makes it, such as a factory, or `MODULE_LEVEL`. */
  readonly scope: number;
  readonly framework: Framework;
  /** Whether the class is one of the project with a constructor of its own, which may change what is passed. */
  readonly hasOwnConstructor: boolean;
}

const FRAMEWORKS: ReadonlyMap<string, Framework> = new Map([
  ["fastapi.FastAPI", "fastapi"],
  ["starlette.applications.Starlette", "starlette"],
]);
/** Names that lead from one to another are given up after so many. */
const DEEPEST = 16;

export const APPLICATIONS: Start = {
  or: ({ path }, { workspace }) => workspace.appRows(path).applications.length > 0,
};

/** The applications that a file makes, in source order. */
export function applicationsIn(file: SourceFile, project: Project): readonly Application[] {
  return project.workspace
    .appRows(file.path)
    .applications.flatMap((row) => applicationAt(row, file, project) ?? []);
}

/** The applications of the whole project, those of tests, scripts and examples left out. */
export function applicationsOf(project: Project): readonly Application[] {
  return project.applicationFiles().flatMap((path) => {
    // A file that only has routers is not read, so that an edit in it concerns nobody who asks for applications.
    if (project.workspace.appRows(path).applications.length === 0) return [];
    const file = project.file(path);
    return file !== undefined && project.role(file) === "application"
      ? applicationsIn(file, project)
      : [];
  });
}

/** The application of a project that has only one. */
export function onlyApplication(project: Project): Application | undefined {
  const [only, other] = applicationsOf(project);
  return other === undefined ? only : undefined;
}

/** The keyword arguments that an application is made with. */
export function argumentsOf({ file, row, scope }: Application, project: Project): Keywords {
  const call = file.call(row);
  return call === undefined
    ? UNREADABLE
    : new DictionaryReader(project).keywordsOf(call, { file, scope });
}

export function sameApplication(a: Application | undefined, b: Application | undefined): boolean {
  return a !== undefined && b !== undefined && a.row === b.row && a.file.path === b.file.path;
}

/** The application that an expression denotes: a variable, an attribute, what a factory returns. */
export function applicationOf(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Application | undefined {
  if (expression.kind === "call") {
    const target = project.targetOf(expression.callee, file, scope);
    return new Identity(project).returnedBy(target, 0);
  }
  const name = dottedName(expression);
  if (name === undefined) return undefined;
  return applicationNamed(project.workspace.names.of(name), file, scope, project);
}

/** The application that a function gives. */
export function applicationReturnedBy(
  path: FilePath,
  row: number,
  project: Project,
): Application | undefined {
  return new Identity(project).returnedBy({ kind: "function", path, row }, 0);
}

/** The application that a dotted name stands for in a scope. */
export function applicationNamed(
  name: number,
  file: SourceFile,
  scope: number,
  project: Project,
): Application | undefined {
  return new Identity(project).named(name, file, scope, 0);
}

/** The application on whose attribute or method a call is made: `app` in `app.router.on_event("startup")`. */
export function applicationCalledOn(
  row: number,
  file: SourceFile,
  project: Project,
): Application | undefined {
  const { names } = project.workspace;
  const { calls } = file.outline;
  const receiver = calls.receiver(row);
  if (receiver >= 0)
    return new Identity(project).returnedBy(project.callee(file, receiver), 0, receiver, file);
  let name = names.prefix(calls.callee(row));
  const parts = new Set(["router", "on_startup", "on_shutdown"].map((word) => names.of(word)));
  while (parts.has(names.last(name)) && names.prefix(name) !== NO_NAME) name = names.prefix(name);
  return applicationNamed(name, file, calls.owner(row), project);
}

/** `a.b.c` as text; `undefined` for what is more than names. */
export function dottedName(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "attribute") return undefined;
  const object = dottedName(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

function applicationAt(row: number, file: SourceFile, project: Project): Application | undefined {
  const made = classMade(project.callee(file, row), project);
  return made && { file, row, scope: file.outline.calls.owner(row), ...made };
}

/** What is known of the class that a call makes an instance of, where that is an application. */
function classMade(
  target: Target | undefined,
  project: Project,
): Pick<Application, "framework" | "hasOwnConstructor"> | undefined {
  const framework = FRAMEWORKS.get(project.qualifiedName(target) ?? "");
  if (framework !== undefined) return { framework, hasOwnConstructor: false };
  if (target?.kind !== "class") return undefined;
  for (const base of project.basesOf(target.path, target.row)) {
    const inherited = FRAMEWORKS.get(project.qualifiedName(base) ?? "");
    if (inherited === undefined) continue;
    const { names } = project.workspace;
    const members = project.workspace.declarations(target.path)?.classes.get(target.row)?.members;
    return {
      framework: inherited,
      hasOwnConstructor: members?.has(names.of("__init__")) === true,
    };
  }
  return undefined;
}

/** Follows names to the one call that made what they stand for. */
class Identity {
  private readonly project: Project;
  private readonly resolver: Resolver;

  constructor(project: Project) {
    this.project = project;
    this.resolver = new Resolver(project.workspace);
  }

  named(name: number, file: SourceFile, scope: number, depth: number): Application | undefined {
    if (name === NO_NAME || depth > DEEPEST) return undefined;
    const { workspace } = this.project;
    const prefix = workspace.names.prefix(name);
    if (prefix === NO_NAME) {
      const binding = bindingOf(workspace, name, file.path, scope);
      return binding && this.assigned(binding.word, binding.file, binding.scope, depth + 1);
    }
    const origin = workspace.scopes(file.path)?.ofName(prefix, scope);
    const owner = origin && this.resolver.resolve(origin, file.path);
    const word = workspace.names.last(name);
    switch (owner?.kind) {
      case "module":
        return this.inFile(owner.path, (other) => this.named(word, other, MODULE_LEVEL, depth + 1));
      case "instance":
      case "class":
        return this.inFile(owner.path, (other) => this.attribute(word, other, owner.row, depth));
      default:
        return undefined;
    }
  }

  /** The application that a call gives; `row` where the call itself is known. */
  returnedBy(
    target: Target | undefined,
    depth: number,
    row?: number,
    file?: SourceFile,
  ): Application | undefined {
    if (row !== undefined && file !== undefined) {
      const made = applicationAt(row, file, this.project);
      if (made !== undefined) return made;
    }
    if (target?.kind !== "function" || depth > DEEPEST) return undefined;
    return this.inFile(target.path, (other) => this.factory(other, target.row, depth));
  }

  /** The one application that all results of a function are. */
  private factory(file: SourceFile, scope: number, depth: number): Application | undefined {
    const { results } = file.outline;
    const rows = this.project.workspace.scopes(file.path)?.rows("results", scope) ?? [];
    const found: (Application | undefined)[] = [];
    for (const row of rows) {
      if (results.isYield(row)) return undefined;
      if (results.valueRange(row).end === 0) continue;
      const call = results.call(row);
      if (call >= 0) found.push(this.made(call, file, depth));
      else if (results.isNameOnly(row))
        found.push(this.named(results.value(row), file, scope, depth + 1));
      else return undefined;
    }
    return onlyOne(found);
  }

  /** What a word is that a scope binds by assignments. */
  private assigned(
    word: number,
    file: SourceFile,
    scope: number,
    depth: number,
  ): Application | undefined {
    const rows = this.project.workspace.scopes(file.path)?.rows("assignments", scope) ?? [];
    return this.oneOf(
      [...rows].filter((row) => file.outline.assignments.target(row) === word),
      file,
      depth,
    );
  }

  /** What an attribute of a class or of its instances is: `self.app = FastAPI()`. */
  private attribute(
    word: number,
    file: SourceFile,
    owner: number,
    depth: number,
  ): Application | undefined {
    const { names } = this.project.workspace;
    const scopes = this.project.workspace.scopes(file.path);
    const { assignments } = file.outline;
    const rows = [...(scopes?.rows("assignments", owner) ?? [])].filter(
      (row) => assignments.target(row) === word,
    );
    for (const method of scopes?.rows("definitions", owner) ?? [])
      for (const row of scopes?.rows("assignments", method) ?? []) {
        const target = assignments.target(row);
        const prefix = names.prefix(target);
        const isOwn = prefix !== NO_NAME && names.prefix(prefix) === NO_NAME;
        if (isOwn && names.last(target) === word) rows.push(row);
      }
    return this.oneOf(rows, file, depth);
  }

  private oneOf(rows: readonly number[], file: SourceFile, depth: number): Application | undefined {
    const { assignments } = file.outline;
    const none = this.project.workspace.names.of("None");
    const found: (Application | undefined)[] = [];
    for (const row of rows) {
      const call = assignments.call(row);
      const isName = assignments.isNameOnly(row);
      if (assignments.valueRange(row).end === 0) continue;
      if (isName && assignments.value(row) === none) continue;
      if (call >= 0) found.push(this.made(call, file, depth));
      else if (isName)
        found.push(this.named(assignments.value(row), file, assignments.owner(row), depth + 1));
      else return undefined;
    }
    return onlyOne(found);
  }

  private made(call: number, file: SourceFile, depth: number): Application | undefined {
    return this.returnedBy(this.project.callee(file, call), depth + 1, call, file);
  }

  private inFile<T>(path: FilePath, read: (file: SourceFile) => T | undefined): T | undefined {
    const file = this.project.file(path);
    return file && read(file);
  }
}

function onlyOne(found: readonly (Application | undefined)[]): Application | undefined {
  const [first] = found;
  return found.every((it) => sameApplication(it, first)) ? first : undefined;
}
