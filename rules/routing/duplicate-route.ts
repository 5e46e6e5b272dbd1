import { pathRange, relatedPlace, routeText } from "#lint/routePlaces";
import { defineRule } from "#lint/rule";

export default defineRule({
  id: "duplicate-route",
  category: "routing",
  severity: "warning",
  profile: "recommended",
  summary: "A route never runs, because another is registered before it for the same requests",
  needs: "application",

  *check(file, project) {
    for (const { kind, route, by } of project.routeFaults.dead()) {
      if (kind !== "duplicate" || route.place.path !== file.path) continue;
      if (project.role(file) !== "application") return;
      const text = routeText(by);
      yield {
        range: pathRange(route.place, file),
        message: `${sentence(text)} is registered already, so this never runs. Remove one of the two, or change its path.`,
        related: [relatedPlace(by.place, project, "This one answers")],
      };
    }
  },
});

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
