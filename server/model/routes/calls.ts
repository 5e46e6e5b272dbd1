/** Follows calls: of functions and classes of the project, of what is known of libraries. */
import { callBuiltIn } from "#model/routes/builtIns";
import { asUnknown, elementsOf } from "#model/routes/elements";
import { Environment } from "#model/routes/environment";
import { initialised, routerMade } from "#model/routes/framework";
import { ancestors, type Frame, placeOf, type Run } from "#model/routes/run";
import {
  type Arguments,
  bearsRouter,
  type ClassValue,
  either,
  type FunctionValue,
  type InstanceValue,
  list,
  NONE,
  text,
  type Unknown,
  unknown,
  type Value,
} from "#model/routes/value";
import type { Call, FunctionDefinition } from "#syntax/facts";

export function callExpression(expression: Call, frame: Frame, run: Run): Value {
  const callee = run.evaluate(expression.callee, frame);
  const given = argumentsOf(expression, frame, run);
  if (callee.kind === "external" && callee.name === "super" && given.positional.length === 0)
    return superOf(frame, run);
  return run.call(callee, given);
}

export function argumentsOf(expression: Call, frame: Frame, run: Run): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let open: Unknown | undefined;
  for (const { keyword, stars, value: given } of expression.arguments) {
    const value = run.evaluate(given, frame);
    const place = placeOf(given, frame);
    if (stars === 0 && keyword !== undefined) keywords.set(keyword, value);
    else if (stars === 0) positional.push(value);
    else if (stars === 1) {
      const elements = elementsOf(value);
      if (elements !== undefined) positional.push(...elements);
      else open = asUnknown(value, place);
    } else if (value.kind === "dictionary") {
      for (const entry of value.entries)
        if (entry.key.kind === "text") keywords.set(entry.key.value, entry.value);
      open = value.open ?? open;
    } else if (value.kind !== "none") open = asUnknown(value, place);
  }
  return { positional, keywords, open, place: placeOf(expression, frame) };
}

/** Whether a call whose result nobody takes may register something. */
export function isWorthFollowing(callee: Value, given: Arguments, run: Run): boolean {
  if (callee.kind === "function" || callee.kind === "class")
    return run.mayRegister(callee) || bearsRouter(callee) || bearRouter(given);
  return true;
}

export function bearRouter({ positional, keywords }: Arguments): boolean {
  return (
    positional.some((it) => bearsRouter(it)) || [...keywords.values()].some((it) => bearsRouter(it))
  );
}

export function callValue(callee: Value, given: Arguments, run: Run): Value {
  switch (callee.kind) {
    case "native":
      return callee.call(given);
    case "function":
      return callFunction(callee, given, run);
    case "class":
      return instantiate(callee, given, run);
    case "subscripted":
      return run.call(callee.of, given);
    case "instance": {
      const method = run.attribute(callee, "__call__", given.place);
      return method.kind === "function"
        ? run.call(method, given)
        : unknown("a call of an object", given.place);
    }
    case "external":
      return routerMade(callee.name, given, run) ?? callBuiltIn(callee.name, given, run);
    case "either":
      return (
        either(callee.values.map((it) => run.underCondition(() => run.call(it, given)))) ?? NONE
      );
    case "unknown":
      return callee;
    default:
      return unknown("a call of something unknown", given.place);
  }
}

function callFunction(callee: FunctionValue, given: Arguments, run: Run): Value {
  const { path, row } = callee;
  const { workspace } = run.project;
  const code = workspace.ownCode(path, row);
  const [definition] = code === undefined ? [] : workspace.statementsIn(code);
  if (code === undefined || definition?.kind !== "function")
    return unknown(`what \`${callee.name}\` gives`, given.place);
  const environment = new Environment(path, row, callee.environment, { owner: callee.owner });
  const frame: Frame = { path, scope: row, code, environment, returns: [], yields: [] };
  const registers = run.mayRegister(callee) || bearsRouter(callee) || bearRouter(given);
  const result = run.within(callee, registers, () => {
    bindParameters(definition, callee, given, frame, run);
    const completion = run.execute(definition.body, frame);
    if (frame.yields.length > 0) return list(frame.yields);
    if (completion === "raise" && frame.returns.length === 0)
      return unknown(`what \`${callee.name}\` gives`, given.place);
    if (completion === "normal") frame.returns.push(NONE);
    return either(frame.returns) ?? NONE;
  });
  return result ?? unknown(`what \`${callee.name}\` gives`, given.place);
}

function bindParameters(
  definition: FunctionDefinition,
  callee: FunctionValue,
  given: Arguments,
  frame: Frame,
  run: Run,
): void {
  const { environment } = frame;
  const positional =
    callee.self === undefined ? [...given.positional] : [callee.self, ...given.positional];
  const keywords = new Map(given.keywords);
  let isKeywordOnly = false;
  for (const { name, stars, ...parameter } of definition.parameters) {
    if (stars === 1) {
      if (name !== "") {
        const rest = list(positional.splice(0), "tuple");
        if (given.open !== undefined) rest.open = given.open;
        environment.bind(name, rest);
      }
      isKeywordOnly = true;
      continue;
    }
    if (stars === 2) {
      const entries = Array.from(keywords, ([key, value]) => ({ key: text(key), value }));
      environment.bind(name, {
        kind: "dictionary",
        entries,
        ...(given.open && { open: given.open }),
      });
      continue;
    }
    if (name === "" || name === "/" || name === "*") continue;
    const value = keywords.get(name) ?? (isKeywordOnly ? undefined : positional.shift());
    keywords.delete(name);
    if (value !== undefined) environment.bind(name, value);
    else if (given.open !== undefined) environment.bind(name, given.open);
    else if (parameter.default !== undefined)
      environment.bind(
        name,
        run.evaluate(parameter.default, { ...frame, environment: callee.environment }),
      );
    else
      environment.bind(
        name,
        unknown(`the argument \`${name}\` of \`${callee.name}\``, placeOf(parameter, frame)),
      );
  }
}

/** Makes an instance. A initialiser that cannot register anything runs when somebody asks for an attribute. */
function instantiate(of: ClassValue, given: Arguments, run: Run): Value {
  const base = frameworkBase(of);
  const router =
    base === undefined
      ? undefined
      : routerMade(base, { ...given, positional: [], keywords: new Map(), open: undefined }, run);
  const instance: InstanceValue = {
    kind: "instance",
    class: of,
    attributes: new Map(),
    made: given.place,
    ...(router?.kind === "instance" && router.router && { router: router.router }),
  };
  const initialiser = methodOf(of, "__init__");
  if (initialiser === undefined) {
    if (instance.router !== undefined) initialised(instance, given, run);
    else for (const [name, value] of given.keywords) instance.attributes.set(name, value);
    return instance;
  }
  const construct = (): void => {
    instance.pending = undefined;
    run.call({ ...initialiser, self: instance }, given);
  };
  if (instance.router !== undefined || run.mayRegister(of) || bearRouter(given)) construct();
  else instance.pending = construct;
  return instance;
}

/** The class of FastAPI or Starlette that a class of the project is made from. */
function frameworkBase(of: ClassValue): string | undefined {
  return ancestors(of).find((it): it is string => typeof it === "string" && FRAMEWORK.has(it));
}

const FRAMEWORK: ReadonlySet<string> = new Set([
  "fastapi.FastAPI",
  "fastapi.APIRouter",
  "starlette.applications.Starlette",
  "starlette.routing.Router",
]);

function methodOf(of: ClassValue, name: string): FunctionValue | undefined {
  for (const ancestor of ancestors(of)) {
    const found = typeof ancestor === "string" ? undefined : ancestor.members.get(name);
    if (found?.kind === "function") return found;
  }
  return undefined;
}

/** What `super()` gives in a method: the attributes of the classes behind the one that it stands in. */
function superOf(frame: Frame, run: Run): Value {
  const place = { path: frame.path, scope: frame.scope, start: 0, end: 0 };
  let { environment } = frame;
  while (environment.owner === undefined && environment.parent !== undefined)
    environment = environment.parent;
  const code = frame.code;
  const [definition] = run.project.workspace.statementsIn(code);
  const first = definition?.kind === "function" ? definition.parameters[0]?.name : undefined;
  const self = frame.environment.lookup(first ?? "self");
  if (environment.owner === undefined || self === undefined) return unknown("`super()`", place);
  return { kind: "super", of: environment.owner, self };
}
