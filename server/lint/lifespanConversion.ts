/** The fix that turns the event handlers of an application, in whatever files, into calls of its lifespan. */
import { insert, lineEndOf, replace } from "#lint/edits";
import { type Removal, removeHandlers } from "#lint/handlerRemoval";
import { type Destination, type Piece, type Step, stepsOf } from "#lint/lifespanSteps";
import { aroundYield, indentationOf } from "#lint/lifespanText";
import {
  type ImportsOf,
  type LifespanWork,
  newLifespan,
  parameterFor,
  writeWork,
} from "#lint/newLifespan";
import type { Fix, TextEdit } from "#lint/rule";
import { wholeLines } from "#lint/statementLines";
import type { Application } from "#model/application/apps";
import {
  type EventHandler,
  eventHandlersOf,
  type LifecycleEvent,
} from "#model/application/eventHandlers";
import { type FunctionPlace, lifespanOf } from "#model/application/lifespans";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { FunctionDefinition, Statement } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { lineStart } from "#syntax/scan";
import { blocksOf, nodesIn } from "#syntax/walk";

/** None where a handler cannot be called from a lifespan, or must not be. */
export function lifespanFixes(application: Application, project: Project): readonly Fix[] {
  const lifespan = lifespanOf(application, project);
  const handlers = eventHandlersOf(application, project);
  if (lifespan.kind === "given")
    return lifespan.function ? intoExisting(application, handlers, lifespan.function, project) : [];
  return lifespan.kind === "none" ? intoNew(application, handlers, project) : [];
}

function intoNew(
  application: Application,
  handlers: readonly EventHandler[],
  project: Project,
): readonly Fix[] {
  const { file, scope } = application;
  const scopes = scope === MODULE_LEVEL ? [MODULE_LEVEL] : [MODULE_LEVEL, scope];
  for (const around of scopes) {
    const destination = { file, scope: around, parameter: parameterFor(application, project) };
    const steps = stepsOf(handlers, application, destination, project);
    if (steps === undefined) continue;
    return [
      {
        title: "Convert all event handlers of the application into one lifespan",
        safety: "suggestion",
        edits() {
          const removal = removeHandlers(steps, file, application, project);
          const importsOf = without(removal, project);
          const work = workOf(steps);
          const added = newLifespan(application, work, destination, importsOf, project);
          return [...added, ...removal.edits];
        },
      },
    ];
  }
  return [];
}

function intoExisting(
  application: Application,
  handlers: readonly EventHandler[],
  { path, row }: FunctionPlace,
  project: Project,
): readonly Fix[] {
  const file = project.file(path);
  const definition = file?.definition(row);
  if (file === undefined || definition?.kind !== "function" || definition.isBroken) return [];
  const around = yieldIn(definition, file);
  if (around === undefined) return [];
  const destination = { file, scope: row, parameter: definition.parameters[0]?.name };
  const steps = stepsOf(handlers, application, destination, project);
  if (steps === undefined) return [];
  return [
    {
      title: "Move all event handlers of the application into its lifespan",
      safety: "suggestion",
      edits() {
        const removal = removeHandlers(steps, file, undefined, project);
        const importsOf = without(removal, project);
        const moved = moveInto(around, workOf(steps), destination, importsOf, project);
        return [...moved, ...removal.edits];
      },
    },
  ];
}

interface YieldPlace {
  readonly statement: Range;
  /** The first statement of the `finally` that belongs to it, where the `yield` is the last thing in its `try`. */
  readonly cleanUp: Range | undefined;
}

/** The one `yield` of a lifespan, as a statement of its own. */
function yieldIn(definition: FunctionDefinition, file: SourceFile): YieldPlace | undefined {
  const isOwn = (node: { readonly kind: string }): boolean =>
    node.kind !== "function" && node.kind !== "class" && node.kind !== "lambda";
  const yields = definition.body.flatMap((statement) =>
    [...nodesIn(statement, isOwn)].filter(({ kind }) => kind === "yield"),
  );
  if (yields.length !== 1) return undefined;
  return placeIn(definition.body, undefined, file);
}

function placeIn(
  block: readonly Statement[],
  cleanUp: Range | undefined,
  file: SourceFile,
): YieldPlace | undefined {
  for (const statement of block) {
    if (statement.kind === "expression" && statement.value.kind === "yield")
      return wholeLines(statement, file.text) && { statement, cleanUp };
    if (statement.kind === "function" || statement.kind === "class") continue;
    for (const inner of blocksOf(statement)) {
      const isTried = statement.kind === "try" && inner === statement.body;
      const isLast = inner.at(-1)?.kind === "expression";
      const found = placeIn(inner, isTried && isLast ? statement.finally[0] : undefined, file);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The edits of one conversion into a lifespan that is there. */
function moveInto(
  { statement, cleanUp }: YieldPlace,
  work: LifespanWork,
  destination: Destination,
  importsOf: ImportsOf,
  project: Project,
): readonly TextEdit[] {
  const { file } = destination;
  const { text } = file;
  const { imported, ...written } = writeWork(work, [], destination, importsOf, project);
  const startup = [...imported.localImports, ...written.startup];
  const isApart = cleanUp !== undefined && written.shutdown.length > 0;
  const shutdown = isApart ? [] : written.shutdown;
  const lines = aroundYield(startup, shutdown, file.slice(statement), indentationOf(text));
  const edits = [...imported.edits];
  edits.push(replace(statement, lines.join(lineBreak(statement.start, text)), file));
  if (isApart) {
    const newLine = lineBreak(cleanUp.start, text);
    edits.push(insert(cleanUp.start, written.shutdown.join(newLine) + newLine, file));
  }
  return edits;
}

/** A line end and the indentation of the line of an offset. */
function lineBreak(start: number, text: string): string {
  return lineEndOf(text) + text.slice(lineStart(text, start), start);
}

function workOf(steps: readonly Step[]): LifespanWork {
  const statements = (wanted: LifecycleEvent): Piece[][] =>
    steps
      .filter(({ event }) => event === wanted)
      .map(({ pieces, isAwaited, isCalled }) => [
        isAwaited ? "await " : "",
        ...pieces,
        isCalled ? "()" : "",
      ]);
  return { startup: statements("startup"), shutdown: statements("shutdown") };
}

/** The imports of a file without those that a removal takes away. */
function without({ brokenImports }: Removal, project: Project): ImportsOf {
  return (path) =>
    project.workspace.imports(path).filter((other) => !brokenImports.has(`${path} ${other}`));
}
