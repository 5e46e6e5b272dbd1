import { replace } from "#lint/edits";
import { defineRule, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Start } from "#model/start";

const EXCEPTIONS = ["fastapi.HTTPException", "starlette.exceptions.HTTPException"];
/** `return {"detail": "Not found"}, 404` */
const STATUS = /^\(?[^#]*,\s*(?:[45]\d\d|(?:\w+\.)*status\.HTTP_[45]\d\d\w*)\s*\)?$/s;
const RETURNS: Start = { calls: EXCEPTIONS, imports: ["fastapi"] };

export default defineRule({
  id: "returned-http-exception",
  category: "routing",
  severity: "error",
  profile: "recommended",
  summary: "A handler or dependency returns an error instead of raising it",
  needs: "application",
  startsAt: RETURNS,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    const { results } = file.outline;
    const raised = new Set(project.callsTo(file, EXCEPTIONS));
    for (let row = 0; row < results.length; row++) {
      const value = results.valueRange(row);
      if (results.isYield(row) || value.end === 0) continue;
      const isRaised = raised.has(results.call(row));
      if (!isRaised && !STATUS.test(file.slice(value))) continue;
      const of = answers(results.owner(row), file, project);
      if (of === "nothing") continue;
      if (isRaised)
        yield {
          range: value,
          message:
            of === "handler"
              ? "An HTTPException that is returned is sent as the body of an answer with status 200. Raise it."
              : "An HTTPException that is returned is what the handler gets, and the request goes on. Raise it.",
          fixes: raising(results.start(row), file),
        };
      else if (of === "handler" && isStatusPair(value, results.owner(row), file))
        yield {
          range: value,
          message:
            "FastAPI sends the pair as a list, with status 200. Raise an HTTPException, or return a JSONResponse with this status.",
        };
    }
  },
});

function answers(
  row: number,
  file: SourceFile,
  project: Project,
): "handler" | "dependency" | "nothing" {
  const { handlers, dependencies } = project.routeFaults.ofRequests();
  const key = `${row}:${file.path}`;
  if (handlers.includes(key)) return "handler";
  return dependencies.includes(key) ? "dependency" : "nothing";
}

function isStatusPair(
  value: { start: number; end: number },
  owner: number,
  file: SourceFile,
): boolean {
  const annotation = file.slice(file.outline.definitions.returnsRange(owner));
  if (/tuple|list|sequence|any/i.test(annotation)) return false;
  const expression = file.expression(value);
  if (expression.kind !== "tuple" || expression.elements.length !== 2) return false;
  const [body] = expression.elements;
  return body?.kind === "dictionary" || body?.kind === "string" || body?.kind === "formatted";
}

function raising(start: number, file: SourceFile): Fix[] {
  const word = { start, end: start + "return".length };
  if (file.slice(word) !== "return" || isBrokenAt(word, file)) return [];
  return [
    {
      title: "Raise it",
      safety: "safe",
      edits: () => [replace(word, "raise", file)],
    },
  ];
}
