/** Which calls in coroutines reach code that blocks, through any number of functions and files, and by which path. */
import type { FilePath } from "#host";
import {
  BLOCKING_KINDS,
  type BlockingCall,
  type BlockingKind,
} from "#model/eventLoop/blockingCalls";
import type { Edge } from "#model/link/links";
import { MODULE_LEVEL } from "#syntax/outline";

/** A call in a coroutine that keeps the event loop from everything else. */
export interface BlockedLoop {
  /** The row of the call. */
  readonly call: number;
  readonly blocking: BlockingCall;
  /** The calls from there down to the blocking one; none where the call itself blocks. */
  readonly steps: readonly Step[];
}

/** One call on the way, in the function that the step before it calls. */
export interface Step {
  readonly path: FilePath;
  /** The row of the call in that file, and of the function that makes it. */
  readonly call: number;
  readonly caller: number;
}

/** By file, the coroutine calls that block, in source order; at most one of each kind at a call. */
export function blockedLoops(
  files: ReadonlyMap<FilePath, readonly Edge[]>,
): ReadonlyMap<FilePath, readonly BlockedLoop[]> {
  const graph = graphOf(files);
  const found = new Map<FilePath, BlockedLoop[]>();
  for (const kind of BLOCKING_KINDS) {
    const reach = reachOf(kind, graph);
    for (const { path, edge, to } of graph.fromCoroutines) {
      const blocked = blockedAt(edge, to, kind, reach);
      if (blocked === undefined) continue;
      const known = found.get(path) ?? [];
      const last = known.at(-1);
      // A call may run a constructor and `__enter__`: one finding is enough.
      if (last?.call === blocked.call && last.blocking.kind === kind) continue;
      found.set(path, known);
      known.push(blocked);
    }
  }
  for (const blocked of found.values()) blocked.sort((a, b) => a.call - b.call);
  return found;
}

/** An edge with its file, its ends as numbers of functions. */
interface Link {
  readonly path: FilePath;
  readonly edge: Edge;
  readonly from: number;
  /** `undefined` where the call itself blocks. */
  readonly to: number | undefined;
}

interface Graph {
  /** Calls in coroutines, by path, then place. */
  readonly fromCoroutines: readonly Link[];
  /** Calls in plain functions that block by themselves, by path, then place. */
  readonly blocking: readonly Link[];
  /** By function: the calls of it in plain functions. */
  readonly callers: ReadonlyMap<number, readonly Link[]>;
}

function graphOf(files: ReadonlyMap<FilePath, readonly Edge[]>): Graph {
  const numbers = new Map<FilePath, Map<number, number>>();
  let count = 0;
  const numberOf = (path: FilePath, row: number): number => {
    let known = numbers.get(path);
    if (known === undefined) {
      known = new Map();
      numbers.set(path, known);
    }
    const number = known.get(row) ?? count++;
    known.set(row, number);
    return number;
  };
  const fromCoroutines: Link[] = [];
  const blocking: Link[] = [];
  const callers = new Map<number, Link[]>();
  // By path, so that of two ways of one length it is always the same that is told.
  for (const path of [...files.keys()].sort())
    for (const edge of files.get(path) ?? []) {
      if (edge.to.kind === "coroutine" || edge.caller === MODULE_LEVEL) continue;
      const to = edge.to.kind === "function" ? numberOf(edge.to.path, edge.to.row) : undefined;
      const link = { path, edge, from: numberOf(path, edge.caller), to };
      if (edge.callerIsAsync) fromCoroutines.push(link);
      else if (to === undefined) blocking.push(link);
      else if (callers.has(to)) callers.get(to)?.push(link);
      else callers.set(to, [link]);
    }
  return { fromCoroutines, blocking, callers };
}

/** For each plain function that blocks: the call in it from which the shortest way goes on. */
type Reach = ReadonlyMap<number, Link>;

/** Walks backwards from the blocking calls, breadth first, so that the first way found is a shortest one. */
function reachOf(kind: BlockingKind, { blocking, callers }: Graph): Reach {
  const reach = new Map<number, Link>();
  let frontier = blocking.filter(({ edge }) => edge.to.kind === kind);
  while (frontier.length > 0) {
    const next: Link[] = [];
    for (const link of frontier) {
      if (reach.has(link.from)) continue;
      reach.set(link.from, link);
      next.push(...(callers.get(link.from) ?? []));
    }
    frontier = next;
  }
  return reach;
}

function blockedAt(
  edge: Edge,
  to: number | undefined,
  kind: BlockingKind,
  reach: Reach,
): BlockedLoop | undefined {
  const steps: Step[] = [];
  let destination = edge.to;
  let next = to;
  while (next !== undefined) {
    const link = reach.get(next);
    if (link === undefined) return undefined;
    steps.push({ path: link.path, call: link.edge.call, caller: link.edge.caller });
    destination = link.edge.to;
    next = link.to;
  }
  return destination.kind === kind ? { call: edge.call, blocking: destination, steps } : undefined;
}

export function sameBlockedLoops(a: readonly BlockedLoop[], b: readonly BlockedLoop[]): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((blocked, index) => {
        const other = b[index];
        return (
          other !== undefined &&
          blocked.call === other.call &&
          blocked.blocking === other.blocking &&
          blocked.steps.length === other.steps.length &&
          blocked.steps.every((step, at) => {
            const same = other.steps[at];
            return (
              same?.path === step.path && same.call === step.call && same.caller === step.caller
            );
          })
        );
      }))
  );
}
