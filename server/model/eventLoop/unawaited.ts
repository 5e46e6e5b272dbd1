/** Coroutines that are made and thrown away: a call of a coroutine function that is a whole statement and not awaited. */
import { COROUTINE_CALLS } from "#model/eventLoop/coroutineCalls";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { MODULE_LEVEL } from "#syntax/outline";
import { isLineEnd } from "#syntax/scan";

export interface UnawaitedCall {
  readonly row: number;
  /** Whether `await` may stand there: the innermost function around it is a coroutine function. */
  readonly isInCoroutine: boolean;
}

/** Decorators that leave a coroutine function one. Of all others nobody knows what a call does. */
const KEEPING = new Set([
  "staticmethod",
  "classmethod",
  "abc.abstractmethod",
  "typing.final",
  "typing.override",
  "typing_extensions.final",
  "typing_extensions.override",
  "functools.wraps",
  "tenacity.retry",
]);
/** Methods of applications and routers that register a function and give it back. */
const REGISTERING =
  /^fastapi\.(?:FastAPI|APIRouter)\(\)\.(?:get|post|put|patch|delete|options|head|trace|api_route|websocket|on_event|middleware|exception_handler)$/;
/** Decorators that leave the methods of a class as they are. */
const KEEPING_CLASS = new Set([
  "dataclasses.dataclass",
  "typing.final",
  "typing.runtime_checkable",
]);

export const UNAWAITED_CALLS: Start = {
  calls: COROUTINE_CALLS,
  or: (file, project) =>
    (project.workspace.links(file.path)?.edges ?? []).some(
      ({ to, call }) => to.kind === "coroutine" && !file.outline.calls.isAwaited(call),
    ),
};

/** The calls of a file whose coroutine nothing takes, in source order. */
export function unawaitedCalls(file: SourceFile, project: Project): readonly UnawaitedCall[] {
  const { calls, definitions } = file.outline;
  const fromLibraries = project
    .callsTo(file, COROUTINE_CALLS)
    .filter((row) => isDropped(row, file) && !isQueued(row, file));
  const ownCoroutines = (project.workspace.links(file.path)?.edges ?? [])
    .filter(({ to, call }) => to.kind === "coroutine" && isDropped(call, file))
    .map(({ call }) => call)
    .filter((row) => isPlainCoroutine(project.callee(file, row), project));
  return [...fromLibraries, ...ownCoroutines]
    .sort((a, b) => a - b)
    .map((row) => {
      const owner = calls.owner(row);
      return { row, isInCoroutine: owner !== MODULE_LEVEL && definitions.isAsync(owner) };
    });
}

/** Whether a call is a whole statement. */
function isDropped(row: number, { outline: { calls }, text }: SourceFile): boolean {
  if (calls.isAwaited(row) || calls.isInLambda(row)) return false;
  if (calls.statement(row) !== calls.start(row)) return false;
  let end = calls.end(row);
  while (text[end] === " " || text[end] === "\t") end++;
  return end === text.length || isLineEnd(text, end) || /[#;]/.test(text.charAt(end));
}

/** Commands of a pipeline are sent later, all at once; people annotate one like the client. */
function isQueued(row: number, file: SourceFile): boolean {
  const { calls } = file.outline;
  const callee = file.text.slice(calls.start(row), calls.calleeEnd(row));
  return /pipe/i.test(callee) && !/\.\s*execute$/.test(callee);
}

/** Whether a call of the project surely does nothing but make a coroutine. */
function isPlainCoroutine(callee: Target | undefined, project: Project): boolean {
  const { workspace } = project;
  const resolver = new Resolver(workspace);
  const run = resolver.runBy(callee);
  const declarations = run && workspace.declarations(run.path);
  const declaration = declarations?.functions.get(run?.row ?? MODULE_LEVEL);
  if (run === undefined || declaration === undefined) return false;
  if (!declaration.isAsync || declaration.isGenerator) return false;
  const nameOf = (origin: Parameters<Resolver["resolve"]>[0]): string =>
    project.qualifiedName(resolver.resolve(origin, run.path)) ?? "";
  const keeps = (name: string): boolean => KEEPING.has(name) || REGISTERING.test(name);
  if (!declaration.decorators.every((origin) => keeps(nameOf(origin)))) return false;
  const owner = declarations?.classes.get(declaration.parent);
  if (owner?.decorators.every((origin) => KEEPING_CLASS.has(nameOf(origin))) === false)
    return false;
  // `if has_async: async def f(): … else: def f(): …`
  const siblings = workspace.scopes(run.path)?.rows("definitions", declaration.parent) ?? [];
  return Array.from(siblings).every((row) => {
    const sibling = declarations?.functions.get(row);
    return sibling === undefined || sibling.name !== declaration.name || sibling.isAsync;
  });
}
