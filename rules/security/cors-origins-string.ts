import { listOfOrigins } from "#lint/corsFixes";
import { defineRule } from "#lint/rule";
import { isDevelopmentOnly } from "#model/application/developmentOnly";
import { conditionsAt } from "#model/link/surroundings";
import { CORS_POLICIES, corsPoliciesIn, placeOf } from "#model/security/cors";
import { originStringIn } from "#model/security/originStrings";

export default defineRule({
  id: "cors-origins-string",
  category: "security",
  severity: "error",
  profile: "recommended",
  summary: "CORS origins are one string, in which every part of it is an origin",
  needs: "project",
  startsAt: CORS_POLICIES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const { middleware, origins } of corsPoliciesIn(file, project)) {
      const found = origins && originStringIn(origins, project);
      if (origins === undefined || found === undefined) continue;
      if (isDevelopmentOnly(conditionsAt(middleware.call, file))) continue;
      const isWild = found.kind === "literal" && found.value.includes("*");
      yield {
        range: placeOf(origins, middleware, file),
        message: isWild
          ? "A * anywhere in a string of origins lets every site in. Pass a list of origins."
          : "allow_origins is one string, so every part of it counts as an origin: https://good passes for https://good.example. Pass a list.",
        fixes: listOfOrigins(origins, found, file),
      };
    }
  },
});
