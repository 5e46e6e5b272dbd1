/** A module that registers nothing: only what binds a name that somebody asks for is executed. */
import { type OwnCode, partOf } from "#model/files/ownCode";
import type { Environment } from "#model/routes/environment";
import { importName, importStar } from "#model/routes/imports";
import { compoundAt } from "#model/routes/moduleSteps";
import type { Frame, Run } from "#model/routes/run";
import { either, isOwn, type Value } from "#model/routes/value";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";

/** What the module of an environment binds a name to, bound there once it is known. */
export function findIn(environment: Environment, name: string, run: Run): Value | undefined {
  const code = run.project.workspace.ownCode(environment.path, MODULE_LEVEL);
  if (code === undefined || !environment.begin(name)) return undefined;
  const decided = decidedIn(name, code, environment, run);
  if (decided !== undefined) {
    environment.end(name);
    return decided;
  }
  const own = defined(name, code, environment, run);
  const other = imported(name, code, environment, run);
  const found =
    alternative(other, own) ??
    aliased(name, code, environment, run) ??
    starred(name, code, environment, run);
  if (found !== undefined) environment.bind(name, found);
  environment.end(name);
  return found;
}

/** Executes the `if`, `try` and the like that bind a name. */
function decidedIn(
  name: string,
  code: OwnCode,
  environment: Environment,
  run: Run,
): Value | undefined {
  const word = run.project.workspace.names.of(name);
  const places = [
    ...code.assignments.filter((it) => it.name === word),
    ...[...code.definitions.values()].filter((it) => it.name === word),
    ...code.imports.filter(({ alias, name: own }) => (alias === NO_NAME ? own : alias) === word),
  ].sort((a, b) => a.start - b.start);
  let isDecided = false;
  for (const { start } of places) {
    const range = compoundAt(code, start);
    if (range === undefined) continue;
    isDecided = true;
    if (environment.takes(range.start))
      executePart(partOf(code, range), range.start, environment, run);
  }
  return isDecided && places.every(({ start }) => compoundAt(code, start) !== undefined)
    ? environment.known(name)
    : undefined;
}

/** A name that is imported in a `try` and bound in its handler is one or the other, where both are the workspace's own. */
function alternative(imported: Value | undefined, bound: Value | undefined): Value | undefined {
  if (imported === undefined || bound === undefined) return imported ?? bound;
  if (!isOwn(imported)) return bound;
  return isOwn(bound) ? either([imported, bound]) : imported;
}

/** Executes the last function or class of that name, and the assignments to it, in their order. */
function defined(
  name: string,
  code: OwnCode,
  environment: Environment,
  run: Run,
): Value | undefined {
  const word = run.project.workspace.names.of(name);
  const definition = [...code.definitions].findLast(([, it]) => it.name === word);
  const assignments = code.assignments.filter((it) => it.name === word);
  const last = definition?.[1];
  const parts =
    last !== undefined && last.start > (assignments.at(-1)?.start ?? -1) ? [last] : assignments;
  for (const part of parts)
    if (environment.takes(part.start))
      executePart(partOf(code, part), part.start, environment, run);
  const found = environment.known(name);
  if (found !== undefined && isEmpty(found)) run.isFilledElsewhere(environment.path);
  return found;
}

/** A list or dictionary that begins empty is there to be filled, mostly by the modules that import it. */
function isEmpty(value: Value): boolean {
  if (value.kind === "list") return value.of === "list" && value.elements.length === 0;
  return value.kind === "dictionary" && value.entries.length === 0;
}

/** Executes a part of the own code of a module that begins at `offset`. */
export function executePart(
  code: OwnCode,
  offset: number,
  environment: Environment,
  run: Run,
): void {
  const { path } = environment;
  const frame: Frame = {
    path,
    scope: MODULE_LEVEL,
    code,
    environment,
    returns: [],
    yields: [],
    offset,
  };
  run.execute(run.project.workspace.statementsIn(code), frame);
}

/** What a `type` statement binds a name to, which is no assignment. */
function aliased(
  name: string,
  code: OwnCode,
  environment: Environment,
  run: Run,
): Value | undefined {
  if (!code.text.includes(`type ${name}`)) return undefined;
  const statements = run.project.workspace.statementsIn(code).filter((it) => {
    const [alias] = it.kind === "other" && it.word === "type" ? it.children : [];
    return alias?.kind === "name" && alias.name === name;
  });
  const { path } = environment;
  const frame: Frame = { path, scope: MODULE_LEVEL, code, environment, returns: [], yields: [] };
  run.execute(statements, frame);
  return statements.length === 0 ? undefined : environment.own(name);
}

/** The first import that leads into the workspace, else the first. */
function imported(name: string, code: OwnCode, { path }: Environment, run: Run): Value | undefined {
  const { names } = run.project.workspace;
  const word = names.of(name);
  let found: Value | undefined;
  for (const each of code.imports) {
    const bound =
      each.alias === NO_NAME
        ? each.name === NO_NAME
          ? names.first(each.module)
          : each.name
        : each.alias;
    if (bound !== word) continue;
    const module = names.text(each.module);
    const value =
      each.name === NO_NAME
        ? (run.importModule(each.alias === NO_NAME ? name : module, 0, path) ??
          ({ kind: "external", name: each.alias === NO_NAME ? name : module } as const))
        : importName(module, names.text(each.name), each.level, path, run);
    if (value !== undefined && value.kind !== "external") return value;
    found ??= value;
  }
  return found;
}

function starred(
  name: string,
  code: OwnCode,
  environment: Environment,
  run: Run,
): Value | undefined {
  const { names } = run.project.workspace;
  const star = names.of("*");
  for (const each of code.imports) {
    if (each.name !== star) continue;
    const value = importStar(names.text(each.module), each.level, environment.path, name, run);
    if (value !== undefined) return value;
  }
  return undefined;
}
