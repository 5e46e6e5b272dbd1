import { originsFromSettings } from "#lint/corsFixes";
import { defineRule, type Finding } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { conditionsAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import {
  type AnyOrigin,
  anyOriginIn,
  matchesAnyOrigin,
  wildcardUnder,
} from "#model/security/anyOrigin";
import { CORS_POLICIES, type CorsPolicy, corsPoliciesIn, placeOf } from "#model/security/cors";
import type { Keyword } from "#model/values/keywords";
import { alternatives } from "#model/values/value";
import { evaluate } from "#model/values/values";
import { contains } from "#syntax/range";

export default defineRule({
  id: "cors-any-origin",
  category: "security",
  severity: "error",
  profile: "recommended",
  summary: "CORS lets every site in",
  needs: "project",
  startsAt: CORS_POLICIES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const policy of corsPoliciesIn(file, project)) {
      const { origins, originRegex, credentials, middleware } = policy;
      const wildcard = wildcardUnder(conditionsAt(middleware.call, file), file.text);
      if (credentials === "unknown" || wildcard === "none") continue;
      // Somebody chose it, and credentials are off.
      if (credentials === "refused" && wildcard === "asked") continue;
      const any = origins && anyOriginIn(origins, project);
      const pattern = originRegex && patternOf(originRegex, project);
      if (origins !== undefined && any !== undefined)
        yield findingAt(origins, any, policy, file, project);
      else if (originRegex !== undefined && pattern !== undefined)
        yield findingAt(originRegex, pattern, policy, file, project);
    }
  },
});

function patternOf({ expression, file, scope }: Keyword, project: Project): AnyOrigin | undefined {
  return alternatives(evaluate(expression, file, scope, project)).find(
    (value) => value.kind === "string" && matchesAnyOrigin(value.value),
  );
}

function findingAt(
  keyword: Keyword,
  any: AnyOrigin,
  policy: CorsPolicy,
  file: SourceFile,
  project: Project,
): Finding {
  const range = placeOf(keyword, policy.middleware, file);
  const isElsewhere = any.path !== file.path || !contains(range, any.range);
  return {
    range,
    ...weightOf(policy, any, project),
    related: isElsewhere
      ? [
          {
            path: any.path,
            range: () => any.range,
            message: "Every origin is meant by this value.",
          },
        ]
      : [],
    fixes: originsFromSettings(keyword, any, policy, file, project),
  };
}

function weightOf(
  { credentials }: CorsPolicy,
  { source }: AnyOrigin,
  project: Project,
): Pick<Finding, "message" | "severity"> {
  const what = `Every origin is allowed${source === "code" ? "" : " by default"}`;
  if (credentials === "refused")
    return {
      severity: "info",
      message: `${what}, so any site may read these answers. List the origins, unless the API is public.`,
    };
  return {
    message: `${what}, credentials included: ${readers(project)}. List the origins.`,
  };
}

/** Since 1.0 the middleware repeats whatever origin asks; before, it did so for a request with a cookie. */
function readers(project: Project): string {
  const packages = project.packages();
  const found = packages.version("starlette");
  const version = found.kind === "locked" ? `with Starlette ${found.version} ` : "";
  const isOld = packages.atLeast("starlette", "1.0.0") === false;
  return `${version}any site can read what a user ${isOld ? "with a cookie" : "who is signed in"} sees`;
}
