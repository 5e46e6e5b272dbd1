/** What each call of a file calls, and which of these calls may stop the event loop. */
import type { FilePath } from "#host";
import type { BlockingCall, BlockingCalls } from "#model/eventLoop/blockingCalls";
import type { Target } from "#model/link/origin";
import type { Resolver } from "#model/link/resolver";
import type { Scopes } from "#model/link/scopes";
import { MODULE_LEVEL } from "#syntax/outline";

export interface Links {
  /** By call row: what is called. */
  readonly targets: readonly (Target | undefined)[];
  /** The calls that matter for the event loop, in source order. */
  readonly edges: readonly Edge[];
}

/** A call that runs other code there and then, or that makes a coroutine. */
export interface Edge {
  readonly call: number;
  /** The row of the function that makes the call, or `MODULE_LEVEL`. */
  readonly caller: number;
  readonly callerIsAsync: boolean;
  readonly to: BlockingCall | FunctionReference;
}

export interface FunctionReference {
  /** `coroutine` for an `async def`: its body is a matter of its own. */
  readonly kind: "function" | "coroutine";
  readonly path: FilePath;
  readonly row: number;
}

export function linksOf(
  scopes: Scopes,
  path: FilePath,
  resolver: Resolver,
  blockingCalls: BlockingCalls,
): Links {
  const { calls } = scopes.outline;
  const targets = new Array<Target | undefined>(calls.length);
  for (let row = 0; row < calls.length; row++)
    targets[row] = resolver.resolve(scopes.ofCallee(row), path);
  scopes.release();
  const edges = [
    ...edgesOf(scopes, targets, resolver, blockingCalls),
    ...enteredEdges(scopes, targets, resolver),
  ];
  return { targets, edges: edges.sort((a, b) => a.call - b.call) };
}

function edgesOf(
  scopes: Scopes,
  targets: readonly (Target | undefined)[],
  resolver: Resolver,
  blockingCalls: BlockingCalls,
): Edge[] {
  const { calls, definitions } = scopes.outline;
  const edges: Edge[] = [];
  for (let call = 0; call < targets.length; call++) {
    const target = targets[call];
    if (target === undefined) continue;
    const caller = calls.owner(call);
    const isInFunction = caller !== MODULE_LEVEL;
    if (isInFunction && definitions.isClass(caller)) continue;
    // A lambda runs later, perhaps in a thread.
    if (calls.isInLambda(call)) continue;
    const to =
      target.kind === "external"
        ? blockingCalls.find(target.name)
        : functionRunBy(target, calls.isAwaited(call), resolver);
    const callerIsAsync = isInFunction && definitions.isAsync(caller);
    // What is awaited gives the loop back.
    if (to === undefined || (isBlockingCall(to) && calls.isAwaited(call))) continue;
    // A module that blocks while it is imported is no matter of the event loop.
    if (!isInFunction && isBlockingCall(to)) continue;
    if (callerIsAsync && to.kind === "function" && isAskedForCoroutine(call, to, scopes, resolver))
      continue;
    edges.push({ call, caller, callerIsAsync, to });
  }
  return edges;
}

/** `with Lease():` runs `__enter__` of a class of the workspace. */
function enteredEdges(
  { outline }: Scopes,
  targets: readonly (Target | undefined)[],
  resolver: Resolver,
): Edge[] {
  const { calls, definitions, withs } = outline;
  const edges: Edge[] = [];
  for (let row = 0; row < withs.length; row++) {
    const call = withs.call(row);
    const caller = withs.owner(row);
    if (call < 0 || withs.isAsync(row) || caller === MODULE_LEVEL || calls.isAwaited(call))
      continue;
    const target = targets[call];
    if (target === undefined || target.kind === "external") continue;
    const to = resolver.enteredFunction(resolver.result(target, false));
    if (to === undefined || definitions.isClass(caller)) continue;
    edges.push({ call, caller, callerIsAsync: definitions.isAsync(caller), to });
  }
  return edges;
}

/** Whether a function may be asked to work for a coroutine, and is: `complete(…, is_async=True)` gives something to await. */
function isAskedForCoroutine(
  call: number,
  to: FunctionReference,
  scopes: Scopes,
  resolver: Resolver,
): boolean {
  return /=\s*True\b|\*\*/.test(scopes.argumentText(call)) && resolver.mayGiveCoroutine(to);
}

export function isBlockingCall(to: Edge["to"]): to is BlockingCall {
  return to.kind !== "function" && to.kind !== "coroutine";
}

/** The function that a call runs; `undefined` where its body does not run there and then. */
function functionRunBy(
  target: Target,
  isAwaited: boolean,
  resolver: Resolver,
): FunctionReference | undefined {
  const run = resolver.runBy(target);
  const declaration = run && resolver.functionOf(run);
  if (run === undefined || declaration === undefined) return undefined;
  if (declaration.isAsync) return declaration.reference(run.path);
  // The body of a generator runs where it is iterated, often in a thread; that of a context manager at the `with`.
  if (declaration.isGenerator && !resolver.isContextManager(run)) return undefined;
  // It gives something to await, in a branch that may well not block; or a decorator made it a coroutine function.
  if (isAwaited && target.kind === "function") return undefined;
  if (resolver.isCached(run)) return undefined;
  return declaration.reference(run.path);
}

export function sameEdges(a: readonly Edge[], b: readonly Edge[]): boolean {
  return (
    a.length === b.length &&
    a.every((edge, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        edge.call === other.call &&
        edge.caller === other.caller &&
        edge.callerIsAsync === other.callerIsAsync &&
        sameDestination(edge.to, other.to)
      );
    })
  );
}

function sameDestination(a: Edge["to"], b: Edge["to"]): boolean {
  if (isBlockingCall(a) || isBlockingCall(b)) return a === b;
  return a.kind === b.kind && a.path === b.path && a.row === b.row;
}
