import { asBrowsersSend, withoutFinalSlash } from "#lint/originFixes";
import { defineRule, type Finding } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { anyOriginIn } from "#model/security/anyOrigin";
import { CORS_POLICIES, corsPoliciesIn, placeOf } from "#model/security/cors";
import {
  type FaultyOrigin,
  faultOf,
  listedOrigins,
  type OriginFault,
} from "#model/security/listedOrigins";
import type { Range } from "#syntax/range";

const MESSAGES: Readonly<Record<OriginFault, string>> = {
  slash:
    "A browser sends an origin without a final slash, so this one never matches. Remove the slash.",
  path: "A browser sends scheme, host and port alone, so an origin with a path never matches. Remove the path.",
  star: "A * inside an origin stands for itself, so this one never matches. Use allow_origin_regex, or list each site.",
  scheme:
    "A browser sends an origin with its scheme, so this one never matches. Write https:// before it.",
  blank: "The blanks around this origin are part of it, so it never matches. Remove them.",
  port: "A browser leaves the default port out, so this origin never matches. Remove the port.",
  case: "A browser sends origins in small letters, so this one never matches. Write it in small letters.",
  url: "Pydantic 2 ends these URLs with a slash, which no browser sends, so none of them ever matches. Leave it out.",
};

export default defineRule({
  id: "cors-origin-never-matches",
  category: "security",
  severity: "warning",
  profile: "recommended",
  summary: "A CORS origin is written as no browser sends it",
  needs: "project",
  startsAt: CORS_POLICIES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    const told = new Set<number>();
    for (const { middleware, origins } of corsPoliciesIn(file, project)) {
      if (origins === undefined || anyOriginIn(origins, project) !== undefined) continue;
      const faulty = listedOrigins(origins, project).flatMap((origin): FaultyOrigin[] => {
        const fault = faultOf(origin);
        return fault === undefined ? [] : [{ origin, fault }];
      });
      const here = faulty.filter(({ origin }) => origin.path === file.path);
      for (const it of here) {
        if (told.has(it.origin.range.start)) continue;
        told.add(it.origin.range.start);
        yield findingAt(it.origin.range, [it], file, project);
      }
      const elsewhere = faulty.filter((it) => !here.includes(it));
      if (elsewhere.length > 0)
        yield findingAt(placeOf(origins, middleware, file), elsewhere, file, project);
    }
  },
});

function findingAt(
  range: Range,
  faulty: readonly FaultyOrigin[],
  file: SourceFile,
  project: Project,
): Finding {
  const [first] = faulty;
  return {
    range,
    message: MESSAGES[first?.fault ?? "slash"],
    related: faulty
      .filter(({ origin }) => origin.path !== file.path)
      .map(({ origin }) => ({
        path: origin.path,
        range: () => origin.range,
        message: "This origin never matches.",
      })),
    fixes:
      first?.fault === "url" ? withoutFinalSlash(range, file) : asBrowsersSend(faulty, project),
  };
}
