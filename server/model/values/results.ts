/** What functions and properties of the project give, read from their `return` statements. */
import type { FilePath } from "#host";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Located } from "#model/values/value";
import type { Statement } from "#syntax/facts";
import { blocksOf } from "#syntax/walk";

/** Decorators that leave the result as it is. */
const PLAIN_DECORATORS: ReadonlySet<string> = new Set([
  "property",
  "staticmethod",
  "classmethod",
  "functools.cache",
  "functools.cached_property",
  "functools.lru_cache",
  "functools.lru_cache()",
  "pydantic.computed_field",
  "pydantic.computed_field()",
]);
const PROPERTIES = ["property", "functools.cached_property"];
const DEEPEST = 16;

/**
 * The expression of each `return` of a synchronous function; `undefined` where the body does not say what a call gives:
 * a generator, a coroutine, a decorator that may change it.
 */
export function returnedBy(
  path: FilePath,
  row: number,
  project: Project,
): readonly Located[] | undefined {
  const file = project.file(path);
  const declaration = project.workspace.declarations(path)?.functions.get(row);
  if (file === undefined || declaration === undefined) return undefined;
  if (declaration.isAsync || declaration.isGenerator) return undefined;
  if (!decoratorsOf(path, row, project).every((name) => PLAIN_DECORATORS.has(name)))
    return undefined;
  const definition = file.definition(row);
  if (definition?.kind !== "function") return undefined;
  return returnsIn(definition.body).flatMap(({ value }) =>
    value === undefined ? [] : { expression: value, file, scope: row },
  );
}

/** The property that an attribute of an instance reads, perhaps of a base class. */
export function propertyOf(
  owner: Target | undefined,
  name: string,
  project: Project,
  depth = 0,
): { readonly path: FilePath; readonly row: number } | undefined {
  if (owner?.kind !== "instance" || depth > DEEPEST) return undefined;
  const { workspace } = project;
  const declaration = workspace.declarations(owner.path)?.classes.get(owner.row);
  const origin = declaration?.members.get(workspace.names.of(name))?.at(-1);
  if (origin !== undefined) {
    if (origin.kind !== "definition") return undefined;
    const isProperty = decoratorsOf(owner.path, origin.row, project).some((decorator) =>
      PROPERTIES.includes(decorator),
    );
    return isProperty ? { path: owner.path, row: origin.row } : undefined;
  }
  for (const base of project.basesOf(owner.path, owner.row)) {
    if (base.kind !== "class") continue;
    const found = propertyOf({ ...base, kind: "instance" }, name, project, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The qualified names of the decorators; an empty one where that is not known. */
function decoratorsOf(path: FilePath, row: number, project: Project): readonly string[] {
  const declaration = project.workspace.declarations(path)?.functions.get(row);
  const resolver = new Resolver(project.workspace);
  return (declaration?.decorators ?? []).map(
    (origin) => project.qualifiedName(resolver.resolve(origin, path)) ?? "",
  );
}

/** Whether a function may end without a `return` that has a value. */
export function mayGiveNone(path: FilePath, row: number, project: Project): boolean {
  const definition = project.file(path)?.definition(row);
  if (definition?.kind !== "function") return false;
  return !alwaysLeaves(definition.body) || returnsIn(definition.body).some((it) => !it.value);
}

/** Whether nothing behind a block runs; whatever may run on counts as running on. */
function alwaysLeaves(block: readonly Statement[]): boolean {
  return block.some((statement) => {
    switch (statement.kind) {
      case "return":
      case "raise":
        return true;
      case "if":
        return alwaysLeaves(statement.body) && alwaysLeaves(statement.otherwise);
      case "with":
        return alwaysLeaves(statement.body);
      case "while":
        return statement.condition.kind === "boolean" && statement.condition.value;
      case "try":
        return (
          alwaysLeaves(statement.finally) ||
          ((alwaysLeaves(statement.body) || alwaysLeaves(statement.otherwise)) &&
            statement.handlers.every((handler) => alwaysLeaves(handler.body)))
        );
      case "match":
        return (
          statement.cases.some(({ isDefault }) => isDefault) &&
          statement.cases.every(({ body }) => alwaysLeaves(body))
        );
      default:
        return false;
    }
  });
}

function returnsIn(statements: readonly Statement[]): Extract<Statement, { kind: "return" }>[] {
  return statements.flatMap((statement) => {
    if (statement.kind === "return") return statement;
    if (statement.kind === "function" || statement.kind === "class") return [];
    return blocksOf(statement).flatMap(returnsIn);
  });
}
