import { lifespanFixes } from "#lint/lifespanConversion";
import { defineRule, type Related } from "#lint/rule";
import type { Application } from "#model/application/apps";
import { EVENT_HANDLERS, eventHandlersIn, isDead } from "#model/application/eventHandlers";
import { lifespanOf } from "#model/application/lifespans";
import type { Project } from "#model/project";

export default defineRule({
  id: "dead-event-handler",
  category: "lifecycle",
  severity: "error",
  profile: "recommended",
  summary: "An event handler never runs, because the application has a lifespan",
  needs: "application",
  startsAt: EVENT_HANDLERS,

  *check(file, project) {
    const handlers = eventHandlersIn(file, project);
    if (handlers.length === 0 || project.role(file) !== "application") return;
    for (const handler of handlers) {
      const { application, event, range } = handler;
      if (application === undefined || !isDead(handler, project)) continue;
      yield {
        range,
        message: `The application has a lifespan, so this ${event} handler never runs. Do its work in the lifespan.`,
        related: lifespanPlace(application, project),
        fixes: lifespanFixes(application, project),
      };
    }
  },
});

function lifespanPlace(application: Application, project: Project): Related[] {
  const lifespan = lifespanOf(application, project);
  const { path, row } = (lifespan.kind === "given" && lifespan.function) || {};
  if (path === undefined || row === undefined) return [];
  const range = () =>
    project.file(path)?.outline.definitions.nameRange(row) ?? { start: 0, end: 0 };
  return [{ path, range, message: "Only this lifespan runs" }];
}
