import { routeMovedAbove } from "#lint/movedRoute";
import { pathRange, relatedPlace, routeText } from "#lint/routePlaces";
import { defineRule } from "#lint/rule";

export default defineRule({
  id: "shadowed-route",
  category: "routing",
  severity: "error",
  profile: "recommended",
  summary: "A route never runs, because one that is registered before it takes its requests",
  needs: "application",

  *check(file, project) {
    for (const { kind, route, by } of project.routeFaults.dead()) {
      if (kind !== "shadowed" || route.place.path !== file.path) continue;
      if (project.role(file) !== "application") return;
      yield {
        range: pathRange(route.place, file),
        message: `${routeText(route)} never gets here: ${routeText(by)} is registered before it and takes it. Register this one first.`,
        related: [relatedPlace(by.place, project, "This one answers")],
        fixes: routeMovedAbove(route.place, by.place, by.path, file, project),
      };
    }
  },
});
