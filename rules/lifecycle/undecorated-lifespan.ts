import { insert, lineEndOf } from "#lint/edits";
import { exchangeName } from "#lint/exchangedName";
import { addImport, type WantedImport } from "#lint/importEdits";
import { defineRule, type Fix } from "#lint/rule";
import {
  LIFESPANS,
  type LifespanFault,
  type WrongLifespan,
  wrongLifespans,
} from "#model/application/undecoratedLifespans";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { lineStart } from "#syntax/scan";

const WANTED: WantedImport = { modules: ["contextlib"], name: "asynccontextmanager" };

const MESSAGES: Readonly<Record<LifespanFault, string>> = {
  asyncGenerator:
    "Starlette takes a bare generator for a lifespan only for the sake of old code. Decorate it with asynccontextmanager.",
  generator:
    "Starlette takes a bare generator for a lifespan only for the sake of old code. Make it async, and decorate it with asynccontextmanager.",
  coroutine:
    "A lifespan is an async context manager, so the application fails to start with a TypeError. Let it yield, and decorate it with asynccontextmanager.",
  syncManager:
    "contextmanager makes no async context manager, so the application fails to start with a TypeError. Use asynccontextmanager.",
};

export default defineRule({
  id: "undecorated-lifespan",
  category: "lifecycle",
  severity: "error",
  profile: "recommended",
  summary: "A lifespan is no async context manager",
  needs: "application",
  startsAt: LIFESPANS,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const found of wrongLifespans(file, project)) {
      const isServed = found.fault === "asyncGenerator" || found.fault === "generator";
      yield {
        range: file.outline.definitions.nameRange(found.row),
        severity: isServed ? "warning" : "error",
        message: MESSAGES[found.fault],
        fixes: decorated(found, file, project),
      };
    }
  },
});

/** Only where the function is what the decorator wants: an async generator. */
function decorated(
  { row, fault, isAsync }: WrongLifespan,
  file: SourceFile,
  project: Project,
): Fix[] {
  if (!isAsync || fault === "coroutine" || file.definition(row)?.isBroken === true) return [];
  return [
    {
      title: "Decorate it with asynccontextmanager",
      safety: "safe",
      edits() {
        const { definitions, decorators } = file.outline;
        for (let at = 0; at < decorators.length; at++)
          if (decorators.definition(at) === row) {
            const written = { start: decorators.start(at), end: decorators.end(at) };
            return exchangeName(written, WANTED, file, project);
          }
        const { edits, localName } = addImport(file, WANTED);
        const start = lineStart(file.text, definitions.start(row));
        const indentation = file.text.slice(start, definitions.start(row));
        const line = `${indentation}@${localName}${lineEndOf(file.text)}`;
        return [insert(start, line, file), ...edits];
      },
    },
  ];
}
