/** Takes the values out of an SQL text and binds them. */
import { insert, replace } from "#lint/edits";
import type { Fix, TextEdit } from "#lint/rule";
import {
  SQLALCHEMY_CALLS,
  type SqlPart,
  type SqlString,
  TEXT_CALLS,
} from "#model/database/sqlStrings";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Call } from "#syntax/facts";

/** One f-string without others beside it. */
const ALONE = /^[fF]("""|'''|"|')(?:(?!\1)[^\\])*\1$/;

/** For `execute(text(f"…"))`, where every loose part is a name that stands where SQL has a value. */
export function bindParameters(
  sql: SqlString,
  loose: readonly SqlPart[],
  project: Project,
): readonly Fix[] {
  const { call, expression, file } = sql;
  const isText = call.arguments.length === 1 && call.arguments[0]?.value === expression;
  const source = file.slice(expression);
  if (!isText || !isTextCall(call, file, project) || !ALONE.test(source)) return [];
  if (source.includes("{{") || isBrokenAt(expression, file)) return [];
  const execution = executionOf(call, file, project);
  const bound = loose.map((part) => boundPart(part));
  if (execution === undefined || !bound.every((it) => it !== undefined)) return [];
  const names = new Map(bound.map(({ name, text }) => [name, text]));
  if (bound.some(({ name, text }) => names.get(name) !== text)) return [];
  const isPlain = sql.parts.length === loose.length;
  const entries = Array.from(names, ([name, text]) => `"${name}": ${text}`).join(", ");
  return [
    {
      title: "Bind the values as parameters",
      safety: "suggestion",
      edits: () => [
        ...(isPlain
          ? [replace({ start: expression.start, end: expression.start + 1 }, "", file)]
          : []),
        ...bound.map(({ edit }) => edit),
        insert(execution.arguments[0]?.end ?? call.end, `, {${entries}}`, file),
      ],
    },
  ];
}

function isTextCall(call: Call, file: SourceFile, project: Project): boolean {
  const rows = project.callsTo(file, TEXT_CALLS);
  return rows.some((row) => file.outline.calls.start(row) === call.start);
}

/** The call that runs a `text()` and passes nothing else. */
function executionOf(text: Call, file: SourceFile, project: Project): Call | undefined {
  for (const row of project.callsTo(file, SQLALCHEMY_CALLS)) {
    const call = file.call(row);
    const [first] = call?.arguments ?? [];
    if (first?.start === text.start && first.end === text.end && call?.arguments.length === 1)
      return call;
  }
  return undefined;
}

interface BoundPart {
  readonly name: string;
  readonly text: string;
  readonly edit: TextEdit;
}

/** `'{name}'` and `{user.name}` become `:name`. */
function boundPart({ expression, file, isValue }: SqlPart): BoundPart | undefined {
  if (!isValue || !/^(?:name|attribute)$/.test(expression.kind)) return undefined;
  const text = file.slice(expression);
  const name = /^[\w.]*?(\w+)$/.exec(text)?.[1];
  const { start, end } = expression;
  if (name === undefined || file.text[start - 1] !== "{" || file.text[end] !== "}")
    return undefined;
  const isOpened = file.text[start - 2] === "'";
  const isClosed = file.text[end + 1] === "'";
  if (isOpened !== isClosed || /[\w%]/.test(file.text[start - 2] ?? "")) return undefined;
  const quote = isOpened ? 1 : 0;
  const range = { start: start - 1 - quote, end: end + 1 + quote };
  return { name, text, edit: replace(range, `:${name}`, file) };
}
