import { narrowPattern } from "#lint/originFixes";
import { defineRule } from "#lint/rule";
import { isDevelopmentOnly } from "#model/application/developmentOnly";
import { conditionsAt } from "#model/link/surroundings";
import { anyOriginIn, matchesAnyOrigin } from "#model/security/anyOrigin";
import { CORS_POLICIES, corsPoliciesIn, placeOf } from "#model/security/cors";
import { type LooseParts, looseParts } from "#model/security/originPattern";
import { alternatives } from "#model/values/value";
import { evaluate } from "#model/values/values";
import { contains } from "#syntax/range";

export default defineRule({
  id: "cors-loose-regex",
  category: "security",
  severity: "warning",
  profile: "recommended",
  summary: "The pattern for CORS origins also matches sites of others",
  needs: "project",
  startsAt: CORS_POLICIES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const { middleware, origins, originRegex } of corsPoliciesIn(file, project)) {
      if (originRegex === undefined) continue;
      if (origins !== undefined && anyOriginIn(origins, project) !== undefined) continue;
      if (isDevelopmentOnly(conditionsAt(middleware.call, file))) continue;
      const { expression, file: from, scope } = originRegex;
      for (const value of alternatives(evaluate(expression, from, scope, project))) {
        if (value.kind !== "string" || matchesAnyOrigin(value.value)) continue;
        const loose = looseParts(value.value);
        if (loose === undefined) continue;
        const range = placeOf(originRegex, middleware, file);
        const isHere = value.path === file.path && contains(range, value.range);
        const message = "This pattern matches sites of others.";
        yield {
          range,
          message: messageOf(loose),
          related: isHere ? [] : [{ path: value.path, range: () => value.range, message }],
          fixes: narrowPattern(value, loose, project),
        };
        break;
      }
    }
  },
});

function messageOf({ leading, hasOpenEnd, lookalike }: LooseParts): string {
  if (leading !== undefined)
    return "The .* before this name also matches part of a name, so whoever registers evil and that name gets in. Ask for a dot between.";
  if (hasOpenEnd)
    return "The .* after this name also matches a longer host, so name.evil.example gets in. Match the port alone, or nothing.";
  return `A dot matches any character, so ${lookalike} gets in as well. Write \\. for a dot.`;
}
