/** The edits that give an application a lifespan: the function, its imports, and the argument. */
import { addKeyword, removeArgument, replace } from "#lint/edits";
import type { WantedImport } from "#lint/importEdits";
import type { Destination, Piece } from "#lint/lifespanSteps";
import { insertLifespan } from "#lint/lifespanText";
import { type ImportedNames, importNeeded } from "#lint/neededNames";
import type { TextEdit } from "#lint/rule";
import { type Application, dottedName } from "#model/application/apps";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Argument, Call } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { lineStart, logicalLines } from "#syntax/scan";

/** What runs before and after the application serves, a statement each. */
export interface LifespanWork {
  readonly startup: readonly (readonly Piece[])[];
  readonly shutdown: readonly (readonly Piece[])[];
}

/** The imports of a file as they are after all edits. */
export type ImportsOf = (path: string) => readonly string[];

export function newLifespan(
  application: Application,
  work: LifespanWork,
  destination: Destination,
  importsOf: ImportsOf,
  project: Project,
): readonly TextEdit[] {
  const { file, row } = application;
  const call = file.call(row);
  if (call === undefined) return [];
  const { imported, startup, shutdown } = writeWork(work, TYPING, destination, importsOf, project);
  const [contextManager = "", iterator = ""] = imported.names;
  const name = freeName(application, project);
  const text = {
    name,
    parameter: destination.parameter ?? "app",
    annotation: dottedName(call.callee),
    contextManager,
    iterator,
    localImports: imported.localImports,
    startup,
    shutdown,
  };
  return [
    ...imported.edits,
    insertLifespan(text, statementStart(application, destination), file),
    ...passLifespan(call, name, file),
  ];
}

const TYPING: readonly WantedImport[] = [
  { modules: ["contextlib"], name: "asynccontextmanager" },
  { modules: ["collections.abc", "typing"], name: "AsyncIterator" },
];

/** The statements as text, and the imports that they and the others need. */
export function writeWork(
  { startup, shutdown }: LifespanWork,
  others: readonly WantedImport[],
  { file }: Destination,
  importsOf: ImportsOf,
  project: Project,
): {
  readonly imported: ImportedNames;
  readonly startup: readonly string[];
  readonly shutdown: readonly string[];
} {
  const pieces = [...startup, ...shutdown].flat();
  const needed = pieces.filter((piece) => typeof piece !== "string");
  const words = pieces.flatMap((piece) =>
    typeof piece === "string" ? (/^\w+/.exec(piece)?.[0] ?? []) : [],
  );
  const imported = importNeeded(needed, others, file, project, new Set(words), importsOf);
  const names = imported.names.slice(others.length);
  const written = (statement: readonly Piece[]): string =>
    statement.map((piece) => (typeof piece === "string" ? piece : (names.shift() ?? ""))).join("");
  return { imported, startup: startup.map(written), shutdown: shutdown.map(written) };
}

/** Where the statement begins before which the lifespan goes. */
function statementStart({ file, row }: Application, destination: Destination): number {
  const { calls, definitions } = file.outline;
  let outer = calls.owner(row);
  if (outer === destination.scope) return startOfLine(calls.statement(row), file.text);
  while (definitions.parent(outer) !== destination.scope) outer = definitions.parent(outer);
  return file.startWithDecorators(outer);
}

/** Where the first statement of the line of a statement begins: `x = 1; app = FastAPI()`. */
function startOfLine(statement: number, text: string): number {
  if (text.slice(lineStart(text, statement), statement).trim() === "") return statement;
  for (const { start, next } of logicalLines(text)) if (next > statement) return start;
  return statement;
}

/** A name for the lifespan function that nothing around has. */
function freeName({ file, scope }: Application, project: Project): string {
  const { names } = project.workspace;
  const scopes = project.workspace.scopes(file.path);
  const isTaken = (name: string): boolean =>
    [MODULE_LEVEL, scope].some((at) => scopes?.bindings(at).has(names.of(name)) === true);
  const candidates = ["lifespan", "app_lifespan", "application_lifespan"];
  return candidates.find((name) => !isTaken(name)) ?? "run_with_application";
}

/** `lifespan=` in the call that makes the application, in place of `on_startup=` and `on_shutdown=`. */
function passLifespan(call: Call, name: string, file: SourceFile): readonly TextEdit[] {
  const isReplaced = ({ keyword = "" }: Argument): boolean =>
    ["lifespan", "on_startup", "on_shutdown"].includes(keyword);
  const [first, ...rest] = call.arguments.filter(isReplaced);
  const keyword = `lifespan=${name}`;
  if (first === undefined) return [addKeyword(call, keyword, file)];
  return [
    replace(first, keyword, file),
    ...rest.map((argument) => removeArgument(call, argument, file)),
  ];
}

/** `app`, unless the module of an application means something else by it. */
export function parameterFor({ file, row }: Application, project: Project): string {
  const word = project.workspace.names.of("app");
  const { assignments } = file.outline;
  for (let assignment = 0; assignment < assignments.length; assignment++)
    if (assignments.target(assignment) === word && assignments.call(assignment) === row)
      return "app";
  const origins = project.workspace.scopes(file.path)?.bindings(MODULE_LEVEL).get(word) ?? [];
  const isOther = origins.some(({ kind }) => kind === "import" || kind === "definition");
  return isOther ? "application" : "app";
}
