import { defineRule, type Related } from "#lint/rule";
import { ENGINES } from "#model/database/engines";
import { type RequestEngine, requestEngines } from "#model/database/requestEngines";
import type { Project } from "#model/project";

export default defineRule({
  id: "engine-per-request",
  category: "database",
  severity: "error",
  profile: "recommended",
  summary: "Each request makes an engine with a connection pool of its own",
  needs: "project",
  startsAt: ENGINES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const found of requestEngines(file, project)) {
      yield {
        range: file.calleeRange(found.engine.row),
        message: messageFor(found),
        related: wayUp(found, project),
      };
    }
  },
});

function messageFor({ entry, isDependency, steps }: RequestEngine): string {
  const kind = isDependency ? "the dependency" : "the function";
  const how =
    steps.length === 0
      ? "This runs for every request"
      : `For every request ${kind} ${entry} reaches this`;
  return `${how}: each gets a connection pool of its own. Make one engine for the application.`;
}

/** The calls between the engine and the request. */
function wayUp({ steps, entry }: RequestEngine, project: Project): Related[] {
  return steps.map(({ path, call }, index) => ({
    path,
    range: () => project.file(path)?.calleeRange(call) ?? { start: 0, end: 0 },
    message:
      index === steps.length - 1 ? `${entry} calls it for a request` : "Which is called here",
  }));
}
