import { addKeyword } from "#lint/edits";
import { literalFix, relatedTo } from "#lint/engines";
import { defineRule, type Fix } from "#lint/rule";
import { ENGINES, type Engine, enginesIn, servesApplication } from "#model/database/engines";
import { prePingOf, sizeAdvice, testsConnections } from "#model/database/poolAdvice";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Value } from "#model/values/value";

export default defineRule({
  id: "missing-pool-pre-ping",
  category: "database",
  severity: "warning",
  profile: "recommended",
  summary: "An engine hands out pooled connections without testing them",
  needs: "project",
  startsAt: ENGINES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    const engines = enginesIn(file, project);
    for (const engine of engines) {
      const prePing = prePingOf(engine, project);
      if (prePing === "on" || prePing === "unknown" || testsConnections(file)) continue;
      if (!servesApplication(engine, engines, file, project)) continue;
      const value = prePing === "missing" ? undefined : prePing;
      const range = file.calleeRange(engine.row);
      yield {
        range,
        message: messageFor(value, file),
        related: [
          ...relatedTo(engine, project, value, engine.call),
          ...sizeAdvice(engine, project).map((message) => ({
            path: file.path,
            range: () => range,
            message,
          })),
        ],
        fixes: value === undefined ? addition(engine, file) : turnedOn(value, project),
      };
    }
  },
});

function messageFor(value: Value | undefined, file: SourceFile): string {
  const failure = "a connection that died while it was idle fails the next request";
  if (value === undefined)
    return "A connection that died while it was idle fails the next request. Set pool_pre_ping=True.";
  return value.source === "code" && value.path === file.path
    ? `pool_pre_ping is off: ${failure}. Set it to True.`
    : `pool_pre_ping is off unless it is configured: ${failure}. Let its default be True.`;
}

function addition({ call }: Engine, file: SourceFile): readonly Fix[] {
  if (isBrokenAt(call, file)) return [];
  const edits = () => [addKeyword(call, "pool_pre_ping=True", file)];
  return [{ title: "Add pool_pre_ping=True", safety: "safe", edits }];
}

function turnedOn(value: Value, project: Project): readonly Fix[] {
  return literalFix("Turn pool_pre_ping on", value, "True", project);
}
