import {
  BLOCKED_REQUESTS,
  blockedRequests,
  calleeText,
  eventLoopFixes,
  wayDown,
} from "#lint/eventLoop";
import { defineRule } from "#lint/rule";

export default defineRule({
  id: "password-hash-on-event-loop",
  category: "async",
  severity: "warning",
  profile: "recommended",
  summary: "A coroutine hashes or verifies a password, directly or through other functions",
  needs: "project",
  startsAt: BLOCKED_REQUESTS,

  *check(file, project) {
    for (const blocked of blockedRequests(file, project)) {
      if (blocked.blocking.kind !== "password") continue;
      const callee = calleeText(file, blocked.call);
      const what =
        blocked.steps.length === 0 ? callee : `${callee}() reaches ${blocked.blocking.name}, which`;
      yield {
        range: file.calleeRange(blocked.call),
        message: `${what} computes for about a quarter of a second and stops every other request meanwhile. Run it in the thread pool.`,
        related: wayDown(blocked, project),
        fixes: eventLoopFixes(blocked, file, project),
      };
    }
  },
});
