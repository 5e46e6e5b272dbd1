import { lifespanFixes } from "#lint/lifespanConversion";
import { defineRule } from "#lint/rule";
import {
  EVENT_HANDLERS,
  type EventHandler,
  eventHandlersIn,
  isDead,
  isGone,
} from "#model/application/eventHandlers";
import { lifespanOf } from "#model/application/lifespans";
import type { Project } from "#model/project";

export default defineRule({
  id: "deprecated-event-handler",
  category: "lifecycle",
  severity: "warning",
  profile: "recommended",
  summary: "An event handler does what a lifespan is for",
  needs: "application",
  startsAt: EVENT_HANDLERS,

  *check(file, project) {
    const handlers = eventHandlersIn(file, project);
    if (handlers.length === 0 || project.role(file) !== "application") return;
    // Lifespans came with this version.
    if (project.packages().atLeast("fastapi", "0.93.0") === false) return;
    for (const handler of handlers) {
      if (isDead(handler, project)) continue;
      const { application, range } = handler;
      yield {
        range,
        message: messageFor(handler, project),
        tags: ["deprecated"],
        ...(isGone(handler, project) && { severity: "error" as const }),
        fixes: application === undefined ? [] : lifespanFixes(application, project),
      };
    }
  },
});

function messageFor(handler: EventHandler, project: Project): string {
  const { method, event } = handler;
  const name = method.replace(/^router\.|\.append$/g, "");
  if (isGone(handler, project))
    return `Starlette 1.0 removed ${name}, so this line raises an error. Use a lifespan.`;
  if (runsTwice(handler, project))
    return `The application that includes this router runs its ${event} handlers twice. Move them into a lifespan.`;
  return `${name} is deprecated, and ${event} handlers do not run once the application has a lifespan. Move them into a lifespan.`;
}

/** Since FastAPI 0.112.2 an included router runs its handlers, and those copied to an application without a lifespan run, too. */
function runsTwice({ on, application }: EventHandler, project: Project): boolean {
  return (
    on === "router" &&
    application !== undefined &&
    project.packages().atLeast("fastapi", "0.112.2") !== false &&
    lifespanOf(application, project).kind === "none"
  );
}
