/** Whether what runs at startup or shutdown has to be awaited. */
import type { FilePath } from "#host";
import type { Runnable } from "#model/application/eventHandlers";
import { isAwaitableMethod } from "#model/application/resourceKinds";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Call, Expression } from "#syntax/facts";

/** Decorators that make a coroutine function of any function. */
const MAKES_COROUTINE: ReadonlySet<string> = new Set([
  "fastapi_utils.tasks.repeat_every",
  "fastapi_utilities.repeat_every",
  "fastapi_restful.tasks.repeat_every",
]);
const DEEPEST = 8;

/** `undefined` where that is not known. */
export function isAwaitable(
  runnable: Runnable,
  file: SourceFile,
  project: Project,
): boolean | undefined {
  if (runnable.kind === "definition") return isAsyncFunction(file.path, runnable.row, project);
  return isAsyncExpression(runnable.expression, runnable.file, runnable.scope, project, 0);
}

function isAsyncExpression(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
  depth: number,
): boolean | undefined {
  if (depth > DEEPEST) return undefined;
  switch (expression.kind) {
    // Starlette looks at the lambda, not at what it gives.
    case "lambda":
      return false;
    case "name":
    case "attribute":
      return isAsyncTarget(project.targetOf(expression, file, scope), project);
    case "call":
      return isAsyncResult(expression, file, scope, project, depth);
    default:
      return undefined;
  }
}

function isAsyncTarget(target: Target | undefined, project: Project): boolean | undefined {
  if (target?.kind === "function") return isAsyncFunction(target.path, target.row, project);
  const name = project.qualifiedName(target);
  return name === undefined ? undefined : isAwaitableMethod(name);
}

/** Whether the function that a call gives is one to await: `partial(connect, url)`, `make_handler(app)`. */
function isAsyncResult(
  call: Call,
  file: SourceFile,
  scope: number,
  project: Project,
  depth: number,
): boolean | undefined {
  const target = project.targetOf(call.callee, file, scope);
  const [first] = call.arguments;
  if (project.qualifiedName(target) === "functools.partial" && first !== undefined)
    return isAsyncExpression(first.value, file, scope, project, depth + 1);
  if (target?.kind !== "function") return undefined;
  const declaration = project.workspace.declarations(target.path)?.functions.get(target.row);
  if (declaration === undefined || declaration.isAsync || declaration.isGenerator) return undefined;
  const answers = new Set(
    declaration.returns.map((origin) =>
      isAsyncTarget(new Resolver(project.workspace).resolve(origin, target.path), project),
    ),
  );
  return answers.size === 1 ? [...answers][0] : undefined;
}

function isAsyncFunction(path: FilePath, row: number, project: Project): boolean | undefined {
  const declaration = project.workspace.declarations(path)?.functions.get(row);
  const file = project.file(path);
  if (declaration === undefined || file === undefined || declaration.isGenerator) return undefined;
  const resolver = new Resolver(project.workspace);
  const { names } = project.workspace;
  const rows = [...(project.workspace.scopes(path)?.rows("decorators", row) ?? [])];
  const others = declaration.decorators.filter((_, index) => {
    const decorator = rows[index];
    // It registers the function and gives it back as it is.
    return (
      decorator === undefined ||
      names.last(file.outline.decorators.name(decorator)) !== names.of("on_event")
    );
  });
  if (others.length === 0) return declaration.isAsync;
  const isCoroutine = others.every((origin) =>
    MAKES_COROUTINE.has(project.qualifiedName(resolver.resolve(origin, path)) ?? ""),
  );
  return isCoroutine ? true : undefined;
}
