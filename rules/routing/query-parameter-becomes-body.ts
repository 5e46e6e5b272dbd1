import { insert, replace } from "#lint/edits";
import { addImports } from "#lint/importEdits";
import { placeInFile } from "#lint/routePlaces";
import { defineRule, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { UnmarkedBody } from "#model/routes/requestFaults";
import type { Range } from "#syntax/range";

export default defineRule({
  id: "query-parameter-becomes-body",
  category: "routing",
  severity: "error",
  profile: "recommended",
  summary: "A parameter of a GET route is read from the body, which GET requests do not have",
  needs: "application",

  *check(file, project) {
    for (const fault of project.routeFaults.ofRequests().bodies) {
      const { parameter, name, of, path } = fault;
      if (parameter.path !== file.path) continue;
      if (project.role(file) !== "application") return;
      if (mayHaveOtherMethods(fault, project)) continue;
      const range = placeInFile(parameter, file);
      const what = of === "list" ? "a list" : of === "model" ? "a model" : "a dictionary";
      const advice = of === "mapping" ? "Take its values one by one" : "Mark it with Query()";
      yield {
        range,
        message: `${name} is ${what}, so GET ${path} reads it from the body, and what stands in the URL is not seen. ${advice}.`,
        fixes: markedAsQuery(fault, range, file, project),
      };
    }
  },
});

/** Whether the methods may stand in `**options`. */
function mayHaveOtherMethods({ route }: UnmarkedBody, project: Project): boolean {
  const file = project.file(route.path);
  return file === undefined || file.slice(placeInFile(route, file)).includes("**");
}

function markedAsQuery(
  { of, name }: UnmarkedBody,
  range: Range,
  file: SourceFile,
  project: Project,
): Fix[] {
  const isRead =
    of === "list" || (of === "model" && project.packages().atLeast("fastapi", "0.115"));
  const definition = file.definition(file.definitionAt(range));
  if (!isRead || definition?.kind !== "function" || definition.isBroken === true) return [];
  const annotation = definition.parameters.find((it) => it.name === name)?.annotation;
  if (annotation === undefined || /\bAnnotated\b/.test(file.slice(annotation))) return [];
  return [
    {
      title: "Mark it with Query()",
      safety: "suggestion",
      edits() {
        const { edits, localNames } = addImports(file, [
          { modules: ["typing", "typing_extensions"], name: "Annotated" },
          { modules: ["fastapi"], name: "Query" },
        ]);
        const [annotated = "Annotated", query = "Query"] = localNames;
        return [
          insert(annotation.start, `${annotated}[`, file),
          replace({ start: annotation.end, end: annotation.end }, `, ${query}()]`, file),
          ...edits,
        ];
      },
    },
  ];
}
