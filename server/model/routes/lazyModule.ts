/** A module that registers nothing: only what binds a name that somebody asks for is executed. */

import type { OwnCode } from "#model/files/ownCode";
import type { Environment } from "#model/routes/environment";
import type { Frame, Run } from "#model/routes/run";
import type { Value } from "#model/routes/value";
import type { Statement } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import { blocksOf } from "#syntax/walk";

/** By environment, what its module binds, and the names that are being looked for. */
const bindingStatements = new WeakMap<Environment, ReadonlyMap<string, readonly Statement[]>>();

/** What the module of an environment binds a name to, bound there once it is known. */
export function findIn(environment: Environment, name: string, run: Run): Value | undefined {
  const { workspace } = run.project;
  const code = workspace.ownCode(environment.path, MODULE_LEVEL);
  if (code === undefined) return undefined;
  let statements = bindingStatements.get(environment);
  if (statements === undefined) {
    statements = statementsByName(workspace.statementsIn(code), code, run);
    bindingStatements.set(environment, statements);
  }
  const binding = statements.get(name) ?? statements.get("*") ?? [];
  if (binding.length === 0 || !environment.begin(name)) return undefined;
  const { path } = environment;
  const frame: Frame = { path, scope: MODULE_LEVEL, code, environment, returns: [], yields: [] };
  run.execute(binding, frame);
  environment.end(name);
  return environment.entries().get(name);
}

/** The statements that bind each name: the last one, and what adds to it afterwards. */
function statementsByName(
  statements: readonly Statement[],
  code: OwnCode,
  run: Run,
): ReadonlyMap<string, readonly Statement[]> {
  const found = new Map<string, Statement[]>();
  const add = (name: string, statement: Statement, isAddition = false): void => {
    const known = found.get(name);
    if (known !== undefined && isAddition) known.push(statement);
    else found.set(name, [statement]);
  };
  for (const statement of statements) {
    if (statement.kind === "function" || statement.kind === "class") add(statement.name, statement);
    else if (statement.kind === "assignment")
      for (const target of statement.targets) {
        for (const name of namesIn(target)) add(name, statement, statement.operator !== "=");
      }
    else if (statement.kind === "other")
      for (const name of importedNames(statement, code, run)) add(name, statement, name === "*");
    // A whole `if` or `try` binds what its blocks bind.
    else
      for (const inner of statementsByName(blocksOf(statement).flat(), code, run).keys())
        add(inner, statement, true);
  }
  return found;
}

function namesIn(target: Extract<Statement, { kind: "assignment" }>["targets"][number]): string[] {
  if (target.kind === "name") return [target.name];
  return target.kind === "tuple" || target.kind === "list" ? target.elements.flatMap(namesIn) : [];
}

function importedNames(statement: Statement, code: OwnCode, run: Run): string[] {
  const { names } = run.project.workspace;
  return code.imports
    .filter(({ start }) => start >= statement.start && start < statement.end)
    .map(({ module, name, alias }) => {
      if (alias !== NO_NAME) return names.text(alias);
      return name === NO_NAME ? (names.text(module).split(".")[0] ?? "") : names.text(name);
    });
}
