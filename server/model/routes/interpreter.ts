/**
 * Executes the code that builds applications, without running it: modules in the order of their imports, functions that are called,
 * decorators, loops. What cannot be known is a value of its own, so that it costs nothing else.
 */
import type { FilePath } from "#host";
import { type OwnImport, partOf } from "#model/files/ownCode";
import type { Project } from "#model/project";
import { attributeOf } from "#model/routes/attributes";
import { callValue } from "#model/routes/calls";
import { Environment } from "#model/routes/environment";
import { evaluateExpression } from "#model/routes/expressions";
import { nameBelow } from "#model/routes/importRoots";
import { executePart, findIn } from "#model/routes/lazyModule";
import { stepsOf } from "#model/routes/moduleSteps";
import type { Completion, Frame, Run } from "#model/routes/run";
import { executeBlock } from "#model/routes/statements";
import type { Arguments, ClassValue, FunctionValue, Place, Value } from "#model/routes/value";
import type { Expression, Statement } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** More is no code that builds an application, but a program that computes. */
const MOST_STEPS = 400_000;
/** A prefix or a list of routers takes a few dozen. */
const MOST_STEPS_FOR_A_VALUE = 4000;
/** Once they took so many all together, each has only a few. */
const MANY_STEPS = 20_000;
const FEW_STEPS = 100;
const DEEPEST_CALLS = 40;
/** Functions that call each other more deeply are taken for such that register nothing. */
const DEEPEST_REACH = 12;
/** A function that is in the middle of so many of its own calls will not end. */
const MOST_RECURSIONS = 3;

/** A call that was given an application or router, of a package that may register something on it. */
export interface ForeignCall {
  readonly name: string;
  readonly given: Arguments;
}

export class Interpreter implements Run {
  readonly project: Project;
  readonly isSnapshot: boolean;
  readonly foreignCalls: ForeignCall[] = [];
  private readonly followed: ReadonlySet<FilePath>;
  private readonly modules = new Map<FilePath, Environment>();
  /** The names under which they were first imported. */
  private readonly moduleNames = new Map<FilePath, string>();
  private readonly executedModules = new Set<FilePath>();
  /** Modules that are executed whatever they do. */
  private readonly wanted = new Set<FilePath>();
  /** Modules that hold tables which others fill. */
  private readonly tables = new Set<FilePath>();
  private readonly running: FunctionValue[] = [];
  /** By row and file of a function, whether calling it may register something. */
  private readonly reaching = new Map<string, boolean>();
  private conditions = 0;
  private steps = 0;
  /** The step at which what runs now is given up. */
  private limit = MOST_STEPS;
  /** Whether a call is running that registers nothing, and how many steps all of these took so far. */
  private isComputing = false;
  private computed = 0;
  private cutSteps = 0;
  private readonly roots: readonly FilePath[];

  /**
   * @param followed the files whose code is executed; of others only what is asked for is looked at
   * @param roots the folders that Python imports from, the likeliest first
   */
  constructor(project: Project, followed: ReadonlySet<FilePath>, roots: readonly FilePath[] = []) {
    this.project = project;
    this.roots = roots;
    this.followed = followed;
    this.isSnapshot = project.packages().atLeast("fastapi", "0.137") === false;
  }

  get isConditional(): boolean {
    return this.conditions > 0;
  }

  /** How often code that may register something was given up, because it took too many steps. */
  get cuts(): number {
    return this.cutSteps;
  }

  evaluate(expression: Expression, frame: Frame): Value {
    return evaluateExpression(expression, frame, this);
  }

  execute(statements: readonly Statement[], frame: Frame): Completion {
    return executeBlock(statements, frame, this);
  }

  call(callee: Value, given: Arguments): Value {
    return this.late(() => callValue(callee, given, this));
  }

  attribute(of: Value, name: string, place: Place): Value {
    return attributeOf(of, name, place, this);
  }

  module(path: FilePath): Environment {
    return this.late(() => this.imported(path));
  }

  private imported(path: FilePath): Environment {
    const known = this.modules.get(path);
    if (known !== undefined) return known;
    const isExecuted =
      this.wanted.has(path) ||
      this.fillsTable(path) ||
      (this.followed.has(path) && this.project.workspace.mayRegister(path, MODULE_LEVEL));
    return isExecuted ? this.executed(path) : this.looked(path);
  }

  /** Imports a module and executes all of it. */
  runModule(path: FilePath): Environment {
    // One that was only looked at so far is executed now.
    if (!this.executedModules.has(path)) this.modules.delete(path);
    this.wanted.add(path);
    this.importModule(this.moduleName(path), 0, path);
    const environment = this.module(path);
    const { names } = this.project.workspace;
    for (const { name } of this.project.workspace.ownCode(path, MODULE_LEVEL)?.assignments ?? [])
      environment.own(names.text(name));
    environment.settle();
    return environment;
  }

  importModule(name: string, level: number, from: FilePath): Value | undefined {
    return this.late(() => this.moduleNamed(name, level, from));
  }

  private moduleNamed(name: string, level: number, from: FilePath): Value | undefined {
    const modules = this.project.workspace.modules(from);
    const found = modules.resolve(name, level, from);
    if (found === undefined) return undefined;
    if (found.kind === "package") return found;
    for (const path of modules.packagesAround(found.path)) this.module(path);
    const full = level === 0 ? name : this.absoluteName(name, level, from);
    if (!this.moduleNames.has(found.path)) this.moduleNames.set(found.path, full);
    this.module(found.path);
    return { kind: "module", path: found.path };
  }

  /** The name of what a relative import names. */
  private absoluteName(name: string, level: number, from: FilePath): string {
    const own = this.moduleName(from).split(".");
    const up = from.endsWith("/__init__.py") ? level - 1 : level;
    return [...own.slice(0, own.length - up), ...(name === "" ? [] : [name])].join(".");
  }

  submodule(of: Extract<Value, { kind: "package" }>, name: string): Value | undefined {
    const found = this.project.workspace.modules(`${of.folder}/`).inside(of, name);
    if (found?.kind === "module") this.module(found.path);
    return found;
  }

  moduleName(path: FilePath): string {
    return (
      this.moduleNames.get(path) ??
      nameBelow(this.roots, path) ??
      this.project.workspace.modules(path).nameOf(path)
    );
  }

  mayRegister(callee: FunctionValue | ClassValue): boolean {
    if (callee.kind === "function") return this.reachesRegistration(callee.path, callee.row, 0);
    if (!this.followed.has(callee.path)) return false;
    const initialiser = callee.members.get("__init__");
    return initialiser?.kind === "function" && this.mayRegister(initialiser);
  }

  private reachesRegistration(path: FilePath, row: number, depth: number): boolean {
    if (!this.followed.has(path) || depth > DEEPEST_REACH) return false;
    const key = `${row}:${path}`;
    const known = this.reaching.get(key);
    if (known !== undefined) return known;
    // A function that calls itself registers nothing by that.
    this.reaching.set(key, false);
    const { workspace } = this.project;
    const reaches =
      workspace.mayRegister(path, row) ||
      workspace
        .edgesOf(path)
        .some(
          ({ caller, to }) =>
            caller === row &&
            (to.kind === "function" || to.kind === "coroutine") &&
            this.reachesRegistration(to.path, to.row, depth + 1),
        );
    this.reaching.set(key, reaches);
    return reaches;
  }

  isFilledElsewhere(path: FilePath): void {
    if (this.tables.has(path)) return;
    this.tables.add(path);
    for (const other of [...this.modules.keys()])
      if (!this.wanted.has(other) && this.fillsTable(other)) this.runModule(other);
  }

  private fillsTable(path: FilePath): boolean {
    if (this.tables.size === 0) return false;
    const { workspace } = this.project;
    if (!workspace.mayRegister(path, MODULE_LEVEL)) return false;
    return workspace.imports(path).some((it) => this.tables.has(it));
  }

  underCondition<T>(work: () => T): T {
    this.conditions++;
    try {
      return work();
    } finally {
      this.conditions--;
    }
  }

  within<T>(callee: FunctionValue, registers: boolean, work: () => T): T | undefined {
    const same = this.running.filter((it) => it.path === callee.path && it.row === callee.row);
    if (this.running.length >= DEEPEST_CALLS || same.length >= MOST_RECURSIONS) return undefined;
    const { limit, steps, isComputing } = this;
    if (!registers) {
      const most = this.computed < MANY_STEPS ? MOST_STEPS_FOR_A_VALUE : FEW_STEPS;
      this.limit = Math.min(limit, steps + most);
      this.isComputing = true;
    }
    this.running.push(callee);
    try {
      const result = work();
      return this.steps > this.limit ? undefined : result;
    } finally {
      this.running.pop();
      // What was computed for nothing does not count.
      if (this.steps > this.limit) this.steps = Math.min(this.steps, this.limit);
      if (!registers && !isComputing) this.computed += this.steps - steps;
      this.limit = limit;
      this.isComputing = isComputing;
    }
  }

  late<T>(work: () => T): T {
    return this.project.completeApplications(work);
  }

  /** Does work that is given up after so many steps. */
  atMost<T>(steps: number, work: () => T): T {
    const { limit } = this;
    this.limit = Math.min(limit, this.steps + steps);
    try {
      return work();
    } finally {
      this.steps = Math.min(this.steps, this.limit);
      this.limit = limit;
    }
  }

  step(): boolean {
    this.steps++;
    if (this.steps <= this.limit) return true;
    if (!this.isComputing) this.cutSteps++;
    return false;
  }

  gave(name: string, given: Arguments): void {
    this.foreignCalls.push({ name, given });
  }

  /** Runs what a module registers; its other names are looked at when somebody asks. */
  private executed(path: FilePath): Environment {
    this.executedModules.add(path);
    const environment = this.withNames(path);
    const { workspace } = this.project;
    const code = workspace.ownCode(path, MODULE_LEVEL);
    if (code === undefined) return environment;
    const { conditions } = this;
    // A module that is imported under a condition is whole once it is imported.
    this.conditions = 0;
    for (const step of stepsOf(code, workspace.registeringStarts(path)))
      if (step.kind === "import") this.importFollowed(step.imported, path);
      else if (environment.takes(step.range.start))
        executePart(partOf(code, step.range), step.range.start, environment, this);
    this.conditions = conditions;
    return environment;
  }

  private withNames(path: FilePath): Environment {
    const environment: Environment = new Environment(path, MODULE_LEVEL, undefined, {
      find: (name) => this.late(() => findIn(environment, name, this)),
    });
    this.modules.set(path, environment);
    return environment;
  }

  /** `module:name` of the variable of a module that holds just this value. */
  variableOf(value: Value): string | undefined {
    for (const [path, environment] of this.modules)
      for (const [name, held] of environment.entries())
        if (held === value && !this.isImported(name, path))
          return `${this.moduleName(path)}:${name}`;
    return undefined;
  }

  private isImported(name: string, path: FilePath): boolean {
    const { names } = this.project.workspace;
    const imports = this.project.workspace.ownCode(path, MODULE_LEVEL)?.imports ?? [];
    return imports.some((it) => names.text(it.alias === NO_NAME ? it.name : it.alias) === name);
  }

  /** A module whose names are looked at one by one. */
  private looked(path: FilePath): Environment {
    const environment = this.withNames(path);
    if (this.followed.has(path))
      for (const imported of this.project.workspace.ownCode(path, MODULE_LEVEL)?.imports ?? [])
        this.importFollowed(imported, path);
    return environment;
  }

  /** Executes what is imported, so that it registers what it does. */
  private importFollowed(imported: OwnImport, path: FilePath): void {
    if (imported.isTypeChecking) return;
    const { workspace } = this.project;
    const module = workspace.names.text(imported.module);
    this.importModule(module, imported.level, path);
    const modules = workspace.modules(path);
    const found = modules.resolve(module, imported.level, path);
    if (found === undefined || imported.name === NO_NAME) return;
    const name = workspace.names.text(imported.name);
    if (modules.inside(found, name)?.kind === "module")
      this.importModule(module === "" ? name : `${module}.${name}`, imported.level, path);
  }
}
