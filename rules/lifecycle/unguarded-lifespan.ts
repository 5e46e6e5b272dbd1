import { guardYield } from "#lint/guardedYield";
import { defineRule } from "#lint/rule";
import { UNGUARDED_YIELDS, unguardedYieldsIn } from "#model/application/lifespanCleanup";

export default defineRule({
  id: "unguarded-lifespan",
  category: "lifecycle",
  severity: "info",
  profile: "recommended",
  summary: "An error at the yield of a lifespan skips its cleanup",
  needs: "project",
  startsAt: UNGUARDED_YIELDS,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const found of unguardedYieldsIn(file, project)) {
      const { start, end } = found.yield;
      yield {
        range: { start, end },
        message:
          "An error that is thrown in here skips the cleanup that follows. Put it into finally, or use a context manager.",
        fixes: guardYield(found, file),
      };
    }
  },
});
