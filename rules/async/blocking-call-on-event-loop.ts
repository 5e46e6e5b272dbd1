import {
  BLOCKED_REQUESTS,
  blockedRequests,
  calleeText,
  eventLoopFixes,
  wayDown,
} from "#lint/eventLoop";
import { RUFF_ON_BLOCKING_CALLS, ruffOnBlockedLoop } from "#lint/ruffCounterparts";
import { defineRule, type Finding } from "#lint/rule";
import type { BlockedLoop } from "#model/eventLoop/eventLoop";

export default defineRule({
  id: "blocking-call-on-event-loop",
  category: "async",
  severity: "error",
  profile: "recommended",
  summary: "A coroutine calls what blocks, directly or through other functions",
  needs: "project",
  startsAt: BLOCKED_REQUESTS,
  ruff: RUFF_ON_BLOCKING_CALLS,

  *check(file, project) {
    for (const blocked of blockedRequests(file, project)) {
      if (blocked.blocking.kind === "password") continue;
      yield {
        range: file.calleeRange(blocked.call),
        message: messageFor(blocked, calleeText(file, blocked.call)),
        ...weightOf(blocked),
        related: wayDown(blocked, project),
        fixes: eventLoopFixes(blocked, file, project),
        ...ruffOnBlockedLoop(blocked, file, project),
      };
    }
  },
});

function messageFor({ blocking, steps }: BlockedLoop, callee: string): string {
  const what = steps.length === 0 ? callee : `${callee}() reaches ${blocking.name}, which`;
  const twin =
    blocking.twin && steps.length === 0 && `${blocking.twin.module}.${blocking.twin.name}`;
  const remedy = twin
    ? `Await ${twin} instead.`
    : "Run it in the thread pool, or await an async client.";
  return `${what} stops every other request meanwhile. ${remedy}`;
}

/** The disk answers fast enough that file work is advice. */
function weightOf({ blocking }: BlockedLoop): Pick<Finding, "severity" | "profile"> {
  return blocking.kind === "file" ? { severity: "info", profile: "strict" } : {};
}
