import { addKeyword } from "#lint/edits";
import { defineRule } from "#lint/rule";
import { asyncSessionFactoriesIn, SESSION_FACTORIES } from "#model/database/sessions";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";

export default defineRule({
  id: "expiring-session",
  category: "database",
  severity: "info",
  profile: "recommended",
  summary:
    "A factory of async sessions keeps expire_on_commit, so that objects cannot be read after a commit",
  needs: "project",
  startsAt: SESSION_FACTORIES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const { row, call, keywords } of asyncSessionFactoriesIn(file, project)) {
      if (keywords.entries.has("expire_on_commit")) continue;
      if (keywords.isOpen || keywords.handsOn || isConfiguredLater(file, project)) continue;
      yield {
        range: file.calleeRange(row),
        message:
          "Objects expire on commit, and reading an expired one in async code raises MissingGreenlet. Set expire_on_commit=False.",
        fixes: isBrokenAt(call, file)
          ? []
          : [
              {
                title: "Add expire_on_commit=False",
                safety: "suggestion",
                edits: () => [addKeyword(call, "expire_on_commit=False", file)],
              },
            ],
      };
    }
  },
});

/** Whether the file calls `.configure(expire_on_commit=…)`. */
function isConfiguredLater(file: SourceFile, { workspace }: Project): boolean {
  const { calls } = file.outline;
  const configure = workspace.names.of("configure");
  for (let row = 0; row < calls.length; row++) {
    if (workspace.names.last(calls.callee(row)) !== configure) continue;
    const given = { start: calls.calleeEnd(row), end: calls.end(row) };
    if (file.slice(given).includes("expire_on_commit")) return true;
  }
  return false;
}
