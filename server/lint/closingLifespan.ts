/** The fix that closes what an application opens at import, in a lifespan. */
import { replace } from "#lint/edits";
import type { Destination, Piece } from "#lint/lifespanSteps";
import { neededName } from "#lint/neededNames";
import { newLifespan, parameterFor } from "#lint/newLifespan";
import type { Fix, TextEdit } from "#lint/rule";
import { wholeLines, withBlankLines } from "#lint/statementLines";
import type { Application } from "#model/application/apps";
import type { ResourceKind } from "#model/application/resourceKinds";
import type { Resource } from "#model/application/resources";
import type { Project } from "#model/project";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { lineEnd } from "#syntax/scan";

/** None where one of the resources has no name that a lifespan could use. */
export function closingLifespanFixes(
  application: Application,
  resources: readonly Resource[],
  project: Project,
): readonly Fix[] {
  const scope = resources.some((it) => it.scope !== MODULE_LEVEL)
    ? application.scope
    : MODULE_LEVEL;
  const parameter = parameterFor(application, project);
  const destination: Destination = { file: application.file, scope, parameter };
  let tasks = 0;
  const works = resources.map((resource) => {
    if (resource.name !== "") return workFor(resource, destination, project);
    return resource.file === destination.file ? taskWork(resource, ++tasks) : undefined;
  });
  if (works.includes(undefined)) return [];
  return [
    {
      title: "Add a lifespan that closes what the application opens",
      safety: "suggestion",
      edits() {
        const known = works.flatMap((work) => work ?? []);
        const work = {
          startup: known.flatMap(({ start }) => (start.length === 0 ? [] : [start])),
          // What was opened last may need what was opened before it.
          shutdown: known.map(({ close }) => close).toReversed(),
        };
        const importsOf = (path: string): readonly string[] => project.workspace.imports(path);
        return [
          ...newLifespan(application, work, destination, importsOf, project),
          ...known.flatMap(({ moved }) => moved ?? []),
        ];
      },
    },
  ];
}

interface ResourceWork {
  readonly start: readonly Piece[];
  readonly close: readonly Piece[];
  /** Takes the start away from where it was. */
  readonly moved: TextEdit | undefined;
}

function workFor(
  resource: Resource,
  destination: Destination,
  project: Project,
): ResourceWork | undefined {
  const { file, name, kind, start } = resource;
  const isHere = file === destination.file;
  const variable = isHere ? name : neededName(name, file, destination.file, project);
  const close = [kind.isCloseAwaited ? "await " : "", variable, `.${closeMethod(kind, project)}()`];
  if (start === undefined) return { start: [], close, moved: undefined };
  const { calls } = file.outline;
  const range = { start: calls.start(start), end: calls.end(start) };
  const given = file.text.slice(calls.calleeEnd(start), range.end);
  const lines = calls.statement(start) === range.start ? wholeLines(range, file.text) : undefined;
  if (lines === undefined || (!isHere && given !== "()")) return undefined;
  return {
    start: [variable, `.${kind.start ?? ""}${given}`, commentBehind(range, file.text)],
    close,
    moved: replace(withBlankLines(lines, file.text), "", file),
  };
}

/** With the blanks before it. */
function commentBehind({ end }: Range, text: string): string {
  return text.slice(end, lineEnd(text, end)).trimEnd();
}

function closeMethod({ close, older }: ResourceKind, project: Project): string {
  if (older === undefined) return close;
  const isOlder = project.packages().atLeast(older.package, older.before) === false;
  return isOlder ? older.close : close;
}

/** `asyncio.create_task(poll())`, the first, second … of its kind. */
function taskWork({ file, call }: Resource, index: number): ResourceWork | undefined {
  const { calls } = file.outline;
  const range = { start: calls.start(call), end: calls.end(call) };
  const lines = calls.statement(call) === range.start ? wholeLines(range, file.text) : undefined;
  if (lines === undefined) return undefined;
  const variable = index === 1 ? "task" : `task_${index}`;
  return {
    start: [`${variable} = ${file.slice(range)}`, commentBehind(range, file.text)],
    close: [`${variable}.cancel()`],
    moved: replace(withBlankLines(lines, file.text), "", file),
  };
}
