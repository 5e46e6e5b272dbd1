/** What each call of a file calls, and which of these calls may stop the event loop. */
import type { FilePath } from "#host";
import type { BlockingCall, BlockingCalls } from "#model/eventLoop/blockingCalls";
import { calledBackBy } from "#model/link/calledBack";
import type { FunctionDeclaration } from "#model/link/declarations";
import { isIterated } from "#model/link/iteration";
import type { Target } from "#model/link/origin";
import type { Definition, Resolver } from "#model/link/resolver";
import { enteredFunctions, mayGiveCoroutine, propertyRead } from "#model/link/running";
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
  /**
   * `coroutine` for an `async def`: its body is a matter of its own. `wrapped` for a function whose decorators may run it elsewhere,
   * or later.
   */
  readonly kind: "function" | "coroutine" | "wrapped";
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
  const edges = [
    ...edgesOf(scopes, path, targets, resolver, blockingCalls),
    ...enteredEdges(scopes, targets, resolver),
    ...propertyEdges(scopes, path, resolver),
  ];
  scopes.release();
  return { targets, edges: edges.sort((a, b) => a.call - b.call) };
}

function edgesOf(
  scopes: Scopes,
  path: FilePath,
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
    const isAwaited = calls.isAwaited(call);
    const callerIsAsync = isInFunction && definitions.isAsync(caller);
    if (target.kind === "external") {
      const to = blockingCalls.find(target.name);
      // What is awaited gives the loop back; a module that blocks while it is imported is no matter of the event loop.
      if (to !== undefined && !isAwaited && isInFunction && !isKnownDone(call, to, scopes))
        edges.push({ call, caller, callerIsAsync, to });
      continue;
    }
    const run = resolver.runBy(target);
    const declaration = run && resolver.functionOf(run);
    if (run === undefined || declaration === undefined) continue;
    const to = referenceTo(run, declaration, target, call, scopes, resolver);
    if (to === undefined) continue;
    if (callerIsAsync && to.kind === "function" && isAskedForCoroutine(call, to, scopes, resolver))
      continue;
    edges.push({ call, caller, callerIsAsync, to });
    if (!isInFunction || to.kind === "wrapped" || (to.kind === "coroutine" && !isAwaited)) continue;
    for (const given of calledBackBy(call, declaration, run.path, scopes, path, resolver))
      edges.push({ call, caller, callerIsAsync, to: given });
  }
  return edges;
}

/** `with Lease():` runs `__enter__` and `__exit__` of a class of the workspace. */
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
    if (definitions.isClass(caller)) continue;
    for (const to of enteredFunctions(resolver.result(target, false), resolver))
      edges.push({ call, caller, callerIsAsync: definitions.isAsync(caller), to });
  }
  return edges;
}

/** `self.client.get()` runs the property `client`, where it is one. */
function propertyEdges(scopes: Scopes, path: FilePath, resolver: Resolver): Edge[] {
  const { calls, definitions } = scopes.outline;
  const edges: Edge[] = [];
  for (let call = 0; call < calls.length; call++) {
    const caller = calls.owner(call);
    if (caller === MODULE_LEVEL || definitions.isClass(caller) || calls.isInLambda(call)) continue;
    const property = propertyRead(scopes.ofCallee(call), path, resolver, scopes.names);
    const declaration = property && resolver.functionOf(property);
    if (property === undefined || declaration === undefined) continue;
    if (declaration.isAsync || declaration.isGenerator) continue;
    const callerIsAsync = definitions.isAsync(caller);
    edges.push({ call, caller, callerIsAsync, to: declaration.reference(property.path) });
  }
  return edges;
}

/** Whether the code asks `future.done()` before it takes the result, which is then there. */
function isKnownDone(call: number, to: BlockingCall, { outline, text }: Scopes): boolean {
  if (!/^Future\.(?:result|exception)$/.test(to.name)) return false;
  const { calls, definitions } = outline;
  const callee = text.slice(calls.start(call), calls.calleeEnd(call));
  const asked = callee.replace(/\.\w+$/, ".done()");
  const body = definitions.body(calls.owner(call));
  // The condition of `x.result() if x.done() else None` stands behind it.
  const line = text.indexOf("\n", calls.end(call));
  return text.slice(body, line < 0 ? text.length : line).includes(asked);
}

/** Whether a function may be asked to work for a coroutine, and is: `complete(…, is_async=True)` gives something to await. */
function isAskedForCoroutine(
  call: number,
  to: FunctionReference,
  scopes: Scopes,
  resolver: Resolver,
): boolean {
  return /=\s*True\b|\*\*/.test(scopes.argumentText(call)) && mayGiveCoroutine(to, resolver);
}

export function isBlockingCall(to: Edge["to"]): to is BlockingCall {
  return to.kind !== "function" && to.kind !== "coroutine" && to.kind !== "wrapped";
}

/** The function that a call runs; `undefined` where its body does not run there and then. */
function referenceTo(
  run: Definition,
  declaration: FunctionDeclaration,
  target: Target,
  call: number,
  scopes: Scopes,
  resolver: Resolver,
): FunctionReference | undefined {
  if (declaration.isAsync) return declaration.reference(run.path);
  // The body of a generator runs where it is iterated, often in a thread; that of a context manager at the `with`.
  if (declaration.isGenerator && !resolver.isContextManager(run) && !isIterated(call, scopes))
    return undefined;
  // It gives something to await, in a branch that may well not block; or a decorator made it a coroutine function.
  if (scopes.outline.calls.isAwaited(call) && target.kind === "function") return undefined;
  if (declaration.decorators.length === 0) return declaration.reference(run.path);
  if (resolver.isCached(run)) return undefined;
  if (resolver.keepsBody(run)) return declaration.reference(run.path);
  return { kind: "wrapped", path: run.path, row: run.row };
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
