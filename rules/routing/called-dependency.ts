import { replace } from "#lint/edits";
import { defineRule, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import {
  type CalledDependency,
  calledDependencies,
  DEPENDENCIES,
} from "#model/routes/calledDependencies";

export default defineRule({
  id: "called-dependency",
  category: "routing",
  severity: "error",
  profile: "recommended",
  summary: "A dependency is called where the function itself is wanted",
  needs: "project",
  startsAt: DEPENDENCIES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const found of calledDependencies(file, project)) {
      const name = file.slice(found.inner.callee).replace(/\s+/g, "");
      yield {
        range: found.argument,
        message: `${name}() is called once, at import, and FastAPI refuses what it gives with a TypeError. Pass ${name} itself.`,
        fixes: passingItself(found, file),
      };
    }
  },
});

function passingItself({ inner }: CalledDependency, file: SourceFile): Fix[] {
  if (inner.arguments.length > 0 || isBrokenAt(inner, file)) return [];
  if (/#/.test(file.slice(inner.argumentList))) return [];
  return [
    {
      title: "Pass the function itself",
      safety: "safe",
      edits: () => [replace(inner.argumentList, "", file)],
    },
  ];
}
