import { migrateToPyJwt } from "#lint/joseMigration";
import { defineRule, type Finding } from "#lint/rule";
import type { Project } from "#model/project";
import { firstJoseImport, JOSE, JOSE_IMPORTS, josePlace } from "#model/security/joseUse";

export default defineRule({
  id: "unmaintained-jwt-library",
  category: "security",
  severity: "info",
  profile: "recommended",
  summary: "Tokens are handled by python-jose, which is hardly maintained",
  needs: "project",
  startsAt: JOSE_IMPORTS,

  *check(file, project) {
    if (project.role(file) !== "application" || josePlace(project) !== undefined) return;
    const imported = firstJoseImport(file, project);
    if (imported === undefined) return;
    const { start, end } = imported;
    yield { range: { start, end }, ...weightOf(project), fixes: migrateToPyJwt(project) };
  },

  *checkManifests(project) {
    const place = josePlace(project);
    if (place === undefined) return;
    const { file, start, end } = place;
    yield {
      path: `${project.folder}/${file}`,
      range: { start, end },
      ...weightOf(project),
      fixes: migrateToPyJwt(project),
    };
  },
});

function weightOf(project: Project): Pick<Finding, "message" | "severity"> {
  const packages = project.packages();
  if (packages.atLeast(JOSE, "3.4.0") !== false)
    return {
      message:
        "python-jose is hardly maintained, and it decodes tokens without a list of algorithms. Use PyJWT.",
    };
  const version = packages.version(JOSE);
  const which = version.kind === "locked" ? version.version : "below 3.4.0";
  return {
    severity: "error",
    message: `python-jose ${which} accepts tokens signed with a public key as their secret (CVE-2024-33663). Use PyJWT, or at least 3.4.0.`,
  };
}
