import { callAt, relatedPlace } from "#lint/routePlaces";
import { defineRule } from "#lint/rule";

export default defineRule({
  id: "duplicate-operation-id",
  category: "routing",
  severity: "warning",
  profile: "recommended",
  summary: "Two routes of one schema have the same operation id",
  needs: "application",

  *check(file, project) {
    for (const { id, route, other, path } of project.routeFaults.operationIds()) {
      if (route.path !== file.path) continue;
      if (project.role(file) !== "application") return;
      const given = callAt(route, file)?.call.arguments;
      const written = given?.find(({ keyword }) => keyword === "operation_id")?.value;
      // Where code sets the ids of all routes, it is that code which is to be changed.
      if (written === undefined) continue;
      const { start, end } = written;
      yield {
        range: { start, end },
        message: `${path} has the operation id ${id}, too, so clients that are generated lose one of the two. Give each its own.`,
        related: [relatedPlace(other, project, "This one has it, too")],
      };
    }
  },
});
