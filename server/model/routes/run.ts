/** What the parts of the interpreter ask of each other. */
import type { FilePath } from "#host";
import type { OwnCode } from "#model/files/ownCode";
import type { Project } from "#model/project";
import type { Environment } from "#model/routes/environment";
import type { Arguments, ClassValue, FunctionValue, Place, Value } from "#model/routes/value";
import type { Expression, Statement } from "#syntax/facts";
import type { Range } from "#syntax/range";

/** One module, class body or function call that is being executed. */
export interface Frame {
  readonly path: FilePath;
  /** The row of the definition, or `MODULE_LEVEL`. */
  readonly scope: number;
  readonly code: OwnCode;
  readonly environment: Environment;
  readonly returns: Value[];
  readonly yields: Value[];
  /** Where the text that offsets count from stands in the own code of the scope; 0 where it is all of it. */
  readonly offset?: number;
}

/** How a block ends; `perhaps` where it may have been left, so that what follows runs under a condition. */
export type Completion = "normal" | "return" | "raise" | "break" | "continue" | "perhaps";

export interface Run {
  readonly project: Project;
  /** Whether `include_router` copies what a router holds at that moment, as it did before FastAPI 0.137. */
  readonly isSnapshot: boolean;
  /** Whether what runs now runs under a condition that code alone does not decide. */
  readonly isConditional: boolean;
  evaluate(expression: Expression, frame: Frame): Value;
  execute(statements: readonly Statement[], frame: Frame): Completion;
  call(callee: Value, given: Arguments): Value;
  attribute(of: Value, name: string, place: Place): Value;
  /** The module of a file, executed where that is needed. */
  module(path: FilePath): Environment;
  /** What `import name`, `from … import` names; `undefined` for what is not in the workspace. */
  importModule(name: string, level: number, from: FilePath): Value | undefined;
  submodule(of: Extract<Value, { kind: "package" }>, name: string): Value | undefined;
  moduleName(path: FilePath): string;
  /** Whether calling a function or making an instance of a class may register something, by its own code or by what it calls. */
  mayRegister(callee: FunctionValue | ClassValue): boolean;
  /** Says that a module holds something that the modules which import it fill: they are executed, too. */
  isFilledElsewhere(path: FilePath): void;
  underCondition<T>(work: () => T): T;
  /**
   * Does the work of a call; `undefined` where calls are nested too deeply, or where one that registers nothing computes for too long.
   */
  within<T>(callee: FunctionValue, registers: boolean, work: () => T): T | undefined;
  /** Evaluates something that may have been put off until after the applications were built. */
  late<T>(work: () => T): T;
  /** Notes what a function of a package was given. */
  gave(name: string, given: Arguments): void;
  /** Counts a step; `false` once there have been too many. */
  step(): boolean;
}

export function placeOf(range: Range, frame: Frame): Place {
  const { path, scope, offset = 0 } = frame;
  return { path, scope, start: range.start + offset, end: range.end + offset };
}

/** The classes in which a member is looked for, in order. */
export function ancestors(of: ClassValue, depth = 0): readonly (ClassValue | string)[] {
  if (depth > 16) return [of];
  const found: (ClassValue | string)[] = [of];
  for (const base of of.bases) {
    if (base.kind === "class") found.push(...ancestors(base, depth + 1));
    else if (base.kind === "external") found.push(base.name);
    else if (base.kind === "subscripted" && base.of.kind === "class")
      found.push(...ancestors(base.of, depth + 1));
    else if (base.kind === "subscripted" && base.of.kind === "external") found.push(base.of.name);
  }
  // The last place of a class that stands there twice: what Python's own order comes to for all but odd diamonds.
  return found.filter((item, index) => found.lastIndexOf(item) === index);
}
