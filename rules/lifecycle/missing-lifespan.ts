import { closingLifespanFixes } from "#lint/closingLifespan";
import { defineRule, type Related } from "#lint/rule";
import { APPLICATIONS, applicationsIn } from "#model/application/apps";
import { isWithoutLifespan } from "#model/application/lifespanAbsence";
import { type Resource, resourceRange, unclosedResources } from "#model/application/resources";
import type { Project } from "#model/project";

export default defineRule({
  id: "missing-lifespan",
  category: "lifecycle",
  severity: "warning",
  profile: "recommended",
  summary: "An application opens what nothing closes, and has no lifespan",
  needs: "application",
  startsAt: APPLICATIONS,

  *check(file, project) {
    const applications = applicationsIn(file, project);
    if (applications.length === 0 || project.role(file) !== "application") return;
    for (const application of applications) {
      if (!isWithoutLifespan(application, project)) continue;
      const resources = unclosedResources(application, project);
      if (resources.length === 0) continue;
      const isAdvice = resources.every(({ kind }) => kind.isAdvice);
      yield {
        range: file.calleeRange(application.row),
        message: `Nothing closes ${listOf(resources)} when the application stops. Give it a lifespan that does.`,
        ...(isAdvice && { severity: "info" as const, profile: "strict" as const }),
        related: resources.map((resource) => opened(resource, project)),
        fixes: closingLifespanFixes(application, resources, project),
      };
    }
  },
});

const MOST_NAMES = 3;

function listOf(resources: readonly Resource[]): string {
  const names = [...new Set(resources.map(({ name, kind }) => name || `a ${kind.noun}`))];
  const rest = names.length - MOST_NAMES;
  const shown = rest > 0 ? [...names.slice(0, MOST_NAMES), `${rest} more`] : names;
  return shown.length === 1
    ? (shown[0] ?? "")
    : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function opened(resource: Resource, project: Project): Related {
  const { file, kind } = resource;
  return {
    path: file.path,
    range: () => resourceRange(resource, project.file(file.path) ?? file),
    message: `This ${kind.noun} is opened at import`,
  };
}
