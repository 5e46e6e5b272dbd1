/** Which calls in coroutines reach code that blocks, through any number of functions and files, and by which path. */
import type { FilePath } from "#host";
import {
  BLOCKING_KINDS,
  type BlockingCall,
  type BlockingKind,
} from "#model/eventLoop/blockingCalls";
import type { Callers, Link } from "#model/link/callers";
import { type Edge, isBlockingCall } from "#model/link/links";
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
export function blockedLoops(callers: Callers): ReadonlyMap<FilePath, readonly BlockedLoop[]> {
  const fromCoroutines: Link[] = [];
  const blocking: Link[] = [];
  for (const link of callers.links) {
    if (!runsThereAndThen(link)) continue;
    if (link.edge.callerIsAsync) fromCoroutines.push(link);
    else if (isBlockingCall(link.edge.to)) blocking.push(link);
  }
  const found = new Map<FilePath, BlockedLoop[]>();
  for (const kind of BLOCKING_KINDS) {
    const ofKind = blocking.filter(({ edge }) => edge.to.kind === kind);
    const reach = reachOf(ofKind, callers);
    for (const { path, edge } of fromCoroutines) {
      const blocked = blockedAt(edge, kind, reach);
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

function runsThereAndThen({ edge }: Link): boolean {
  const { kind } = edge.to;
  return kind !== "coroutine" && kind !== "wrapped" && edge.caller !== MODULE_LEVEL;
}

/** For each plain function that blocks, by file and row: the call in it from which the shortest way goes on. */
class Reach {
  private readonly rows = new Map<FilePath, Map<number, Link>>();

  get(path: FilePath, row: number): Link | undefined {
    return this.rows.get(path)?.get(row);
  }

  /** Whether nothing was known of the function that makes the call. */
  add(link: Link): boolean {
    const rows = this.rows.get(link.path) ?? new Map<number, Link>();
    if (rows.has(link.edge.caller)) return false;
    this.rows.set(link.path, rows.set(link.edge.caller, link));
    return true;
  }
}

/** Walks backwards from the blocking calls, breadth first, so that the first way found is a shortest one. */
function reachOf(blocking: readonly Link[], callers: Callers): Reach {
  const reach = new Reach();
  let frontier = blocking;
  while (frontier.length > 0) {
    const next: Link[] = [];
    for (const link of frontier) {
      if (!reach.add(link)) continue;
      for (const caller of callers.linksTo(link.path, link.edge.caller))
        if (!caller.edge.callerIsAsync && runsThereAndThen(caller)) next.push(caller);
    }
    frontier = next;
  }
  return reach;
}

function blockedAt(edge: Edge, kind: BlockingKind, reach: Reach): BlockedLoop | undefined {
  const steps: Step[] = [];
  let { to } = edge;
  while (!isBlockingCall(to)) {
    const link = reach.get(to.path, to.row);
    if (link === undefined) return undefined;
    steps.push({ path: link.path, call: link.edge.call, caller: link.edge.caller });
    to = link.edge.to;
  }
  return to.kind === kind ? { call: edge.call, blocking: to, steps } : undefined;
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
