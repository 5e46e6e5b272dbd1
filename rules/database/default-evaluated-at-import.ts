import { replace } from "#lint/edits";
import { ruffOnParameterDefault } from "#lint/ruffCounterparts";
import { defineRule, type Fix } from "#lint/rule";
import {
  IMPORT_TIME_DEFAULTS,
  type ImportTimeDefault,
  importTimeDefaults,
  isDataclass,
} from "#model/database/importTimeDefaults";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";

export default defineRule({
  id: "default-evaluated-at-import",
  category: "database",
  severity: "error",
  profile: "recommended",
  summary: "A default such as utcnow() is worked out once, when the module is imported",
  needs: "project",
  startsAt: IMPORT_TIME_DEFAULTS,
  ruff: ["B008"],

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const found of importTimeDefaults(file, project)) {
      const callee = file.slice(found.changing.callee).replace(/\s+/g, "");
      const { who, remedy } = WORDS[found.kind];
      yield {
        range: found.expression,
        message: `${callee}() runs once, at import, so that every ${who} gets the same value. ${remedy}.`,
        fixes: fixes(found, file, project),
        ...(found.kind === "parameter" && {
          ruff: ruffOnParameterDefault(found.expression, file),
        }),
      };
    }
  },
});

const WORDS = {
  column: { who: "row", remedy: "Pass the function itself" },
  mapped: { who: "row", remedy: "Pass the function itself" },
  field: { who: "object", remedy: "Give it as default_factory" },
  attribute: { who: "object", remedy: "Use a field with a default_factory" },
  parameter: { who: "call", remedy: "Let the default be None and work it out in the body" },
} as const;

/** A column or field takes a function and calls it each time: the value is of the same type as before. */
function fixes(found: ImportTimeDefault, file: SourceFile, project: Project): readonly Fix[] {
  const { kind, argument, expression } = found;
  if (argument === undefined || isBrokenAt(expression, file)) return [];
  // There the default is that of a parameter, and a function would be the value.
  if (kind === "mapped" && isDataclass(found, file, project)) return [];
  const isPlain = expression === found.changing && found.changing.arguments.length === 0;
  const callee = file.slice(found.changing.callee);
  const text = isPlain ? callee : `lambda: ${file.slice(argumentValue(found, file))}`;
  const keyword = kind === "field" ? "default_factory" : argument.keyword;
  return [
    {
      title: kind === "field" ? "Use default_factory" : "Pass the function",
      safety: "safe",
      edits: () => [replace(argument, `${keyword}=${text}`, file)],
    },
  ];
}

/** The value with its own parentheses. */
function argumentValue({ argument, expression }: ImportTimeDefault, file: SourceFile) {
  if (argument === undefined) return expression;
  const written = file.slice(argument);
  const blank = argument.keyword === undefined ? 0 : (/^\w+\s*=\s*/.exec(written)?.[0].length ?? 0);
  return { start: argument.start + blank, end: argument.end };
}
