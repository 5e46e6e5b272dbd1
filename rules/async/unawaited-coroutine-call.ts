import { insert } from "#lint/edits";
import { calleeText } from "#lint/eventLoop";
import { defineRule, type Fix } from "#lint/rule";
import { UNAWAITED_CALLS, unawaitedCalls } from "#model/eventLoop/unawaited";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Range } from "#syntax/range";

export default defineRule({
  id: "unawaited-coroutine-call",
  category: "async",
  severity: "error",
  profile: "recommended",
  summary: "A coroutine is made and thrown away, so that it never runs",
  needs: "project",
  startsAt: UNAWAITED_CALLS,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const { row, isInCoroutine } of unawaitedCalls(file, project)) {
      const { calls } = file.outline;
      const call = { start: calls.start(row), end: calls.end(row) };
      const remedy = isInCoroutine ? "Await it" : "Await it in a coroutine";
      yield {
        range: call,
        message: `${calleeText(file, row)}() only makes a coroutine, which never runs. ${remedy}.`,
        fixes: isInCoroutine && !isBrokenAt(call, file) ? [awaiting(call, file)] : [],
      };
    }
  },
});

/** Without it the call does nothing, so that nothing which worked depends on that. */
function awaiting({ start }: Range, file: SourceFile): Fix {
  return { title: "Await it", safety: "safe", edits: () => [insert(start, "await ", file)] };
}
