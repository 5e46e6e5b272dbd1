/** Executes definitions: a function is a value, a class runs its body, and decorators are called. */

import { isEnumeration, membersOf } from "#model/routes/enumerations";
import { Environment } from "#model/routes/environment";
import { type Frame, placeOf, type Run } from "#model/routes/run";
import type { Arguments, ClassValue, FunctionValue, Value } from "#model/routes/value";
import type { ClassDefinition, Expression, FunctionDefinition } from "#syntax/facts";

const PROPERTIES: ReadonlySet<string> = new Set(["property", "functools.cached_property"]);

export function defineFunction(statement: FunctionDefinition, frame: Frame, run: Run): void {
  const row = frame.code.definitions.get(statement.start);
  if (row === undefined) return;
  const { environment, path } = frame;
  const { name, isAsync } = statement;
  const owner = environment.isClass ? environment.owner : undefined;
  const made: FunctionValue = {
    kind: "function",
    path,
    row,
    name,
    isAsync,
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
  const row = frame.code.definitions.get(statement.start);
  if (row === undefined) return;
  const { path, environment } = frame;
  const code = run.project.workspace.ownCode(path, row);
  const [definition] = code === undefined ? [] : run.project.workspace.statementsIn(code);
  if (code === undefined || definition?.kind !== "class") return;
  const members = new Map<string, Value>();
  const annotations = new Map<string, Value>();
  const bases = statement.bases.flatMap(({ keyword, value }) =>
    keyword === undefined ? run.evaluate(value, frame) : [],
  );
  const made: ClassValue = {
    kind: "class",
    path,
    row,
    name: statement.name,
    bases,
    members,
    annotations,
    validated: validatedIn(definition),
  };
  const inner = new Environment(path, row, environment, { isClass: true, owner: made });
  const own: Frame = { path, scope: row, code, environment: inner, returns: [], yields: [] };
  run.execute(definition.body, own);
  for (const [name, value] of inner.entries()) members.set(name, value);
  for (const [name, value] of inner.annotations) annotations.set(name, value);
  if (isEnumeration(made)) for (const [name, value] of membersOf(made)) members.set(name, value);
  let value: Value = made;
  for (const expression of statement.decorators.toReversed()) {
    const decorator = run.evaluate(expression, frame);
    const place = placeOf(expression, frame);
    value = applied(decorator, value, { positional: [value], keywords: new Map(), place }, run);
  }
  environment.bind(statement.name, value);
}

/** The fields that `@field_validator("name")` and its like name. */
function validatedIn({ body }: ClassDefinition): ReadonlySet<string> {
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
