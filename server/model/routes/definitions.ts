/** Executes definitions: a function is a value, a class runs its body, and decorators are called. */

import type { FilePath } from "#host";
import { isEnumeration, membersOf } from "#model/routes/enumerations";
import { Environment } from "#model/routes/environment";
import { type Frame, placeOf, type Run } from "#model/routes/run";
import { Signature } from "#model/routes/signature";
import type { Arguments, ClassValue, FunctionValue, Value } from "#model/routes/value";
import type { ClassDefinition, Expression, FunctionDefinition, Statement } from "#syntax/facts";

const PROPERTIES: ReadonlySet<string> = new Set(["property", "functools.cached_property"]);

export function defineFunction(statement: FunctionDefinition, frame: Frame, run: Run): void {
  const row = frame.code.definitions.get(statement.start)?.row;
  if (row === undefined) return;
  const { environment, path } = frame;
  const { name, isAsync } = statement;
  const owner = environment.isClass ? environment.owner : undefined;
  const signature = new Signature(statement, frame, run);
  environment.addUnread(signature);
  const made: FunctionValue = {
    kind: "function",
    path,
    row,
    name,
    isAsync,
    signature,
    environment,
    ...(owner && { owner }),
    attributes: new Map(),
  };
  environment.bind(name, decorated(made, statement.decorators, frame, run));
}

/** The function after its decorators, the lowest first. */
function decorated(
  made: FunctionValue,
  decorators: readonly Expression[],
  frame: Frame,
  run: Run,
): Value {
  let value: Value = made;
  for (const expression of decorators.toReversed()) {
    const decorator = run.evaluate(expression, frame);
    const place = placeOf(expression, frame);
    if (decorator.kind === "external" && value.kind === "function") {
      if (decorator.name === "staticmethod") value = { ...value, binding: "static" };
      else if (decorator.name === "classmethod") value = { ...value, binding: "class" };
      else if (PROPERTIES.has(decorator.name)) value = { kind: "property", getter: value };
    } else
      value = applied(decorator, value, { positional: [value], keywords: new Map(), place }, run);
  }
  return value;
}

/** What a decorator of a package makes of a function is taken for the function itself. */
function applied(decorator: Value, value: Value, given: Arguments, run: Run): Value {
  if (decorator.kind !== "native" && decorator.kind !== "function" && decorator.kind !== "class")
    return value;
  const result = run.call(decorator, given);
  return result.kind === "function" || result.kind === "class" ? result : value;
}

export function defineClass(statement: ClassDefinition, frame: Frame, run: Run): void {
  const row = frame.code.definitions.get(statement.start)?.row;
  if (row === undefined) return;
  const { environment } = frame;
  const made = new ExecutedClass(statement, row, frame, run);
  if (run.project.workspace.mayRegister(environment.path, row)) made.execute();
  let value: Value = made;
  for (const expression of statement.decorators.toReversed()) {
    const decorator = run.evaluate(expression, frame);
    const place = placeOf(expression, frame);
    value = applied(decorator, value, { positional: [value], keywords: new Map(), place }, run);
  }
  environment.bind(statement.name, value);
}

/** Its body is executed at once where that may register something, else when somebody asks for what is in it. */
class ExecutedClass implements ClassValue {
  readonly kind = "class";
  readonly path: FilePath;
  readonly row: number;
  readonly name: string;
  private readonly header: ClassDefinition;
  /** What it is defined in. */
  private readonly around: Frame;
  private readonly run: Run;
  private body: Environment | undefined;
  private read: readonly Statement[] | undefined;
  private knownDecorators: readonly Value[] | undefined;
  private knownBases: readonly Value[] | undefined;
  private knownMembers: ReadonlyMap<string, Value> | undefined;

  constructor(header: ClassDefinition, row: number, around: Frame, run: Run) {
    this.path = around.path;
    this.row = row;
    this.name = header.name;
    this.header = header;
    this.around = around;
    this.run = run;
  }

  get bases(): readonly Value[] {
    if (this.knownBases === undefined) {
      this.knownBases = [];
      this.knownBases = this.run.late(() =>
        this.header.bases.flatMap(({ keyword, value }) =>
          keyword === undefined ? this.run.evaluate(value, this.around) : [],
        ),
      );
    }
    return this.knownBases;
  }

  get decorators(): readonly Value[] {
    this.knownDecorators ??= this.run.late(() =>
      this.header.decorators.map((it) => this.run.evaluate(it, this.around)),
    );
    return this.knownDecorators;
  }

  get members(): ReadonlyMap<string, Value> {
    return this.knownMembers ?? this.run.late(() => this.execute());
  }

  get annotations(): ReadonlyMap<string, Value> {
    if (this.knownMembers === undefined) this.run.late(() => this.execute());
    return this.body?.annotations ?? new Map();
  }

  get validated(): ReadonlySet<string> {
    return validatedIn(this.run.late(() => this.statements));
  }

  execute(): ReadonlyMap<string, Value> {
    const environment = new Environment(this.path, this.row, this.around.environment, {
      isClass: true,
      owner: this,
    });
    this.body = environment;
    this.knownMembers = environment.entries();
    const frame = this.frame(environment);
    if (frame === undefined) return this.knownMembers;
    this.run.execute(this.statements, frame);
    if (isEnumeration(this))
      for (const [name, value] of membersOf(this)) environment.bind(name, value);
    return this.knownMembers;
  }

  private get statements(): readonly Statement[] {
    if (this.read === undefined) {
      const { workspace } = this.run.project;
      const code = workspace.ownCode(this.path, this.row);
      const [statement] = code === undefined ? [] : workspace.statementsIn(code);
      this.read = statement?.kind === "class" ? statement.body : [];
    }
    return this.read;
  }

  private frame(environment: Environment): Frame | undefined {
    const { path, row: scope } = this;
    const code = this.run.project.workspace.ownCode(path, scope);
    return code && { path, scope, code, environment, returns: [], yields: [] };
  }
}

/** The fields that `@field_validator("name")` and its like name. */
function validatedIn(body: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of body)
    if (statement.kind === "function")
      for (const decorator of statement.decorators)
        if (decorator.kind === "call" && /validator$/.test(lastName(decorator.callee)))
          for (const { value } of decorator.arguments)
            if (value.kind === "string") found.add(value.value);
  return found;
}

function lastName(expression: Expression): string {
  return expression.kind === "name" || expression.kind === "attribute" ? expression.name : "";
}
