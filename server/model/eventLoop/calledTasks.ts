/** Functions that run another one later, and are given the result of a call in place of the function. */

import type { FilePath } from "#host";
import { COROUTINE_CALLS } from "#model/eventLoop/coroutineCalls";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { returnedBy } from "#model/values/results";
import type { Argument, Call, Expression } from "#syntax/facts";

interface Runner {
  /** Which positional argument is the function. */
  readonly position: number;
  /** Whether keyword arguments are handed on to the function. */
  readonly takesKeywords: boolean;
  /** Whether it may be a coroutine function. */
  readonly awaits: boolean;
  /** The name of its own parameter for the function, which the function cannot have. */
  readonly parameter: string;
}

const TASK: Runner = { position: 0, takesKeywords: true, awaits: true, parameter: "func" };
const THREAD: Runner = { ...TASK, awaits: false };

const RUNNERS: ReadonlyMap<string, Runner> = new Map([
  ["fastapi.BackgroundTasks().add_task", TASK],
  ["starlette.background.BackgroundTasks().add_task", TASK],
  ["starlette.background.BackgroundTask", TASK],
  ["fastapi.background.BackgroundTask", TASK],
  ["starlette.concurrency.run_in_threadpool", THREAD],
  ["asyncio.to_thread", THREAD],
  ["anyio.to_thread.run_sync", { ...THREAD, takesKeywords: false }],
  ["asyncio.get_running_loop().run_in_executor", { ...THREAD, position: 1, takesKeywords: false }],
  ["asyncio.get_event_loop().run_in_executor", { ...THREAD, position: 1, takesKeywords: false }],
]);
const RUNNER_NAMES = [...RUNNERS.keys()];
export const CALLED_TASKS: Start = { calls: RUNNER_NAMES };
const COROUTINES: ReadonlySet<string> = new Set(COROUTINE_CALLS);

/** Functions of libraries whose result cannot be called. */
const PLAIN_RESULTS =
  /^(?:time\.sleep|print|open|(?:requests|httpx)\.(?:get|post|put|patch|delete|head|options|request)|subprocess\.(?:run|call|check_call|check_output)|shutil\.(?:copy\w*|move|rmtree)|os\.(?:remove|unlink|makedirs|rename|system)|bcrypt\.(?:hashpw|checkpw)|json\.dumps)$/;
const PLAIN_TYPE =
  /^(?:None|str|bytes|int|float|bool|dict|list|tuple|set|(?:typing\.)?(?:Dict|List|Tuple|Set))$/;
const PLAIN_DECORATORS: ReadonlySet<string> = new Set(["staticmethod", "classmethod"]);

export interface CalledTask {
  readonly row: number;
  readonly argument: Argument;
  /** What the argument calls. */
  readonly inner: Call;
  readonly gives: "coroutine" | "value";
  /** Whether the function and its arguments can be handed over in place of the call. */
  readonly isReplaceable: boolean;
  readonly runnerAwaits: boolean;
}

/** The calls of a file that hand over what a function gives where the function is wanted, in source order. */
export function calledTasks(file: SourceFile, project: Project): readonly CalledTask[] {
  return project.callsTo(file, RUNNER_NAMES).flatMap((row) => {
    const runner = RUNNERS.get(project.qualifiedName(project.callee(file, row)) ?? "");
    if (runner === undefined || !mayCall(row, file)) return [];
    const call = file.call(row);
    const argument = call?.arguments[runner.position];
    if (call === undefined || argument === undefined || argument.stars > 0) return [];
    if (call.arguments.slice(0, runner.position + 1).some(({ keyword }) => keyword)) return [];
    const inner = argument.value;
    if (inner.kind !== "call") return [];
    const gives = resultOf(inner, file, file.outline.calls.owner(row), project);
    if (gives === undefined) return [];
    const isLast = call.arguments.length === runner.position + 1;
    const isReplaceable =
      isLast &&
      (gives === "value" || runner.awaits) &&
      canHandOver(inner, runner) &&
      // A comment would take what follows along.
      !file.slice(inner).includes("#");
    return { row, argument, inner, gives, isReplaceable, runnerAwaits: runner.awaits };
  });
}

/** Before its tree is read: whether any call stands in its arguments. */
function mayCall(row: number, { outline: { calls }, text }: SourceFile): boolean {
  return text.indexOf("(", calls.calleeEnd(row) + 1) < calls.end(row);
}

function canHandOver(inner: Call, { takesKeywords, parameter }: Runner): boolean {
  return inner.arguments.every(({ keyword, stars, value }) => {
    if (value.kind === "comprehension" && value.of === "generator") return false;
    if (stars === 2) return false;
    return keyword === undefined || (takesKeywords && keyword !== parameter);
  });
}

/** `undefined` where the result may be something to call. */
export function resultOf(
  { callee }: Call,
  file: SourceFile,
  scope: number,
  project: Project,
): CalledTask["gives"] | undefined {
  const target = project.targetOf(callee, file, scope);
  const name = project.qualifiedName(target);
  if (name !== undefined) {
    if (COROUTINES.has(name)) return "coroutine";
    return PLAIN_RESULTS.test(name) ? "value" : undefined;
  }
  if (target?.kind !== "function") return undefined;
  return resultOfOwn(target.path, target.row, project);
}

function resultOfOwn(
  path: FilePath,
  row: number,
  project: Project,
): CalledTask["gives"] | undefined {
  const file = project.file(path);
  const declaration = project.workspace.declarations(path)?.functions.get(row);
  if (file === undefined || declaration === undefined) return undefined;
  const resolver = new Resolver(project.workspace);
  const isPlain = declaration.decorators.every((origin) =>
    PLAIN_DECORATORS.has(project.qualifiedName(resolver.resolve(origin, path)) ?? ""),
  );
  if (!isPlain) return undefined;
  if (declaration.isGenerator) return declaration.isAsync ? undefined : "value";
  if (declaration.isAsync) return "coroutine";
  const annotation = file.slice(file.outline.definitions.returnsRange(row)).trim();
  if (annotation !== "") return isPlainType(annotation) ? "value" : undefined;
  if (isAbstract(file, row)) return undefined;
  const results = returnedBy(path, row, project);
  return results?.every(({ expression }) => isPlainValue(expression)) ? "value" : undefined;
}

/** `dict[str, Any] | None` */
function isPlainType(annotation: string): boolean {
  const unquoted = annotation.replace(/^(["'])(.*)\1$/, "$2");
  let outer = unquoted;
  for (let before = ""; before !== outer; outer = outer.replace(/\[[^[\]]*\]/g, "")) before = outer;
  return outer.split("|").every((part) => PLAIN_TYPE.test(part.trim()));
}

/** Whether a body may be somebody else's to write. */
function isAbstract(file: SourceFile, row: number): boolean {
  const { definitions } = file.outline;
  const body = file.slice({ start: definitions.body(row), end: definitions.end(row) });
  return /NotImplemented|\.\.\.|^\s*pass\s*$/.test(body);
}

function isPlainValue({ kind }: Expression): boolean {
  return /^(?:string|formatted|number|boolean|none|list|tuple|set|dictionary|comparison|comprehension)$/.test(
    kind,
  );
}
