/** Event handlers of applications and routers: what runs at startup and shutdown where there is no lifespan. */
import { NO_APP_ROWS } from "#model/application/appRows";
import {
  type Application,
  applicationCalledOn,
  applicationsIn,
  argumentsOf,
  onlyApplication,
  sameApplication,
} from "#model/application/apps";
import { lifespanOf } from "#model/application/lifespans";
import type { SourceFile } from "#model/files/sourceFile";
import { importClosure } from "#model/link/importGraph";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { DictionaryReader } from "#model/values/dictionaries";
import type { Keywords } from "#model/values/keywords";
import type { Located } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Argument, Call } from "#syntax/facts";
import type { Range } from "#syntax/range";

export type LifecycleEvent = "startup" | "shutdown";
export const LIFECYCLE_EVENTS: readonly LifecycleEvent[] = ["startup", "shutdown"];

/**
 * `decorator`: `@app.on_event("startup")`.
 * `statement`: `app.add_event_handler("startup", f)`, `app.on_event("startup")(f)`, `app.router.on_startup.append(f)`.
 * `argument`: `FastAPI(on_startup=[f])`.
 */
export type HandlerForm = "decorator" | "statement" | "argument";

/** One place that registers handlers for one event. */
export interface EventHandler {
  readonly event: LifecycleEvent;
  readonly form: HandlerForm;
  readonly file: SourceFile;
  /** The definition that registers it, or `MODULE_LEVEL`. */
  readonly scope: number;
  /** The call that registers it: of the decorator, the method, or the class. */
  readonly row: number;
  /** The callee or the argument: what a person has to replace. */
  readonly range: Range;
  /** The method that registers it, such as `on_event` or `router.on_startup.append`; the keyword of an argument. */
  readonly method: string;
  /** A router's handlers run with those of the application that includes it. */
  readonly on: "application" | "router";
  /** The application on which it is registered, or which is the only one that could include the router. */
  readonly application: Application | undefined;
  /** What runs; `undefined` where that cannot be read. */
  readonly runs: readonly Runnable[] | undefined;
  /** The argument of `on_startup=` or `on_shutdown=`. */
  readonly argument?: Argument;
}

/** The function of a row in the same file, or an expression that denotes a function. */
export type Runnable = { readonly kind: "definition"; readonly row: number } | Reference;
export type Reference = { readonly kind: "reference" } & Located;

/** What methods are called on, by qualified name, and whether that is a router of its own. */
const OWNERS: readonly (readonly [string, EventHandler["on"]])[] = [
  ["fastapi.FastAPI()", "application"],
  ["starlette.applications.Starlette()", "application"],
  ["fastapi.APIRouter()", "router"],
];
const EVENT_ARGUMENTS: ReadonlyMap<string, LifecycleEvent> = new Map([
  ["on_startup", "startup"],
  ["on_shutdown", "shutdown"],
]);

export const EVENT_HANDLERS: Start = {
  or: ({ path }, { workspace }) => workspace.appRows(path) !== NO_APP_ROWS,
};

/** The handlers that a file registers, in source order. */
export function eventHandlersIn(file: SourceFile, project: Project): readonly EventHandler[] {
  const rows = project.workspace.appRows(file.path);
  if (rows === NO_APP_ROWS) return [];
  const { handlers, routers } = rows;
  const found = [
    ...handlers.flatMap((row) => registeredAt(row, file, project) ?? []),
    ...applicationsIn(file, project).flatMap((application) =>
      inArguments(
        argumentsOf(application, project),
        application.row,
        file,
        "application",
        application,
      ),
    ),
    ...routers.flatMap((row) => inRouter(row, file, project)),
  ];
  return found.sort((a, b) => a.range.start - b.range.start);
}

/** The handlers of an application in all files of its project, tests left out; those of routers that only it can include, too. */
export function eventHandlersOf(
  application: Application,
  project: Project,
): readonly EventHandler[] {
  return project.applicationFiles().flatMap((path) => {
    const file = project.file(path);
    if (file === undefined || project.role(file) === "test") return [];
    return eventHandlersIn(file, project).filter((handler) =>
      sameApplication(handler.application, application),
    );
  });
}

/** Whether a handler never runs: an application with a lifespan runs only that. Included routers run theirs all the same. */
export function isDead(handler: EventHandler, project: Project): boolean {
  const { on, application, file } = handler;
  if (on === "router" || application === undefined || isGone(handler, project)) return false;
  if (!isConnected(file, application, project)) return false;
  const lifespan = lifespanOf(application, project);
  if (lifespan.kind !== "given") return false;
  const places = [application.file.path, lifespan.function?.path ?? application.file.path];
  return !places.some((path) => RUNS_HANDLERS.test(project.file(path)?.text ?? ""));
}

/** What a lifespan writes that runs the event handlers by itself. */
const RUNS_HANDLERS = /\.(?:startup|shutdown)\s*\(\s*\)|\bin\s+[\w.]+\.on_(?:startup|shutdown)\b/;

/** Whether an application and a file that registers something are parts of one program: one leads to the other, or a third file to both. */
function isConnected(file: SourceFile, application: Application, project: Project): boolean {
  const { workspace } = project;
  const importsOf = (path: string): readonly string[] => workspace.imports(path);
  const other = application.file.path;
  if (importClosure([file.path], importsOf).has(other)) return true;
  const importers = project.files().filter((path) => importsOf(path).includes(other));
  return importClosure([other, ...importers], importsOf).has(file.path);
}

/**
 * Whether the line raises an error. Starlette 1.0 took the methods and arguments away; FastAPI keeps `on_event`, `on_startup=`
 * and `on_shutdown=`, and all of them on its routers.
 */
export function isGone({ on, application, method }: EventHandler, project: Project): boolean {
  if (on === "router" || project.packages().atLeast("starlette", "1.0.0") === false) return false;
  if (application?.framework === "starlette") return true;
  return method === "add_event_handler";
}

function registeredAt(row: number, file: SourceFile, project: Project): EventHandler | undefined {
  const call = file.call(row);
  const owner = ownerOf(row, file, project);
  if (call === undefined || owner === undefined) return undefined;
  const scope = file.outline.calls.owner(row);
  const event = eventOf(owner.method, call, file, scope, project);
  if (event === undefined) return undefined;
  const decorated = owner.method.endsWith("on_event") ? decoratedBy(call, file) : undefined;
  return {
    ...owner,
    event,
    form: decorated === undefined ? "statement" : "decorator",
    file,
    scope,
    row,
    range: file.calleeRange(row),
    runs:
      decorated === undefined
        ? runsIn(owner.method, row, call, file, scope)
        : [{ kind: "definition", row: decorated }],
  };
}

/** On what a handler is registered; `undefined` for anything else that has a method of such a name. */
function ownerOf(
  row: number,
  file: SourceFile,
  project: Project,
): Pick<EventHandler, "on" | "application" | "method"> | undefined {
  const callee = project.qualifiedName(project.callee(file, row)) ?? "";
  const known = OWNERS.find(([name]) => callee.startsWith(`${name}.`));
  const application = known?.[1] === "router" ? undefined : applicationCalledOn(row, file, project);
  if (known !== undefined) {
    const [name, on] = known;
    const method = callee.slice(name.length + 1);
    return { on, method, application: application ?? onlyApplication(project) };
  }
  if (application === undefined) return undefined;
  const text = file.slice(file.calleeRange(row)).replace(/\s/g, "");
  const method = /(?:router\.)?(?:\w+|on_(?:startup|shutdown)\.append)$/.exec(text)?.[0] ?? "";
  return { on: "application", method, application };
}

function eventOf(
  method: string,
  call: Call,
  file: SourceFile,
  scope: number,
  project: Project,
): LifecycleEvent | undefined {
  const list = /on_(startup|shutdown)\.append$/.exec(method)?.[1];
  const argument =
    call.arguments.find(({ keyword }) => keyword === "event_type") ?? call.arguments[0];
  const value = argument && evaluate(argument.value, file, scope, project);
  const name = list ?? (value?.kind === "string" ? value.value : undefined);
  return LIFECYCLE_EVENTS.find((event) => event === name);
}

/** The function of which a call is a decorator. */
function decoratedBy(call: Call, file: SourceFile): number | undefined {
  const { decorators } = file.outline;
  for (let row = 0; row < decorators.length; row++)
    if (decorators.start(row) === call.start) return decorators.definition(row);
  return undefined;
}

function runsIn(
  method: string,
  row: number,
  call: Call,
  file: SourceFile,
  scope: number,
): readonly Runnable[] | undefined {
  const given = method.endsWith("on_event")
    ? appliedTo(row, file)?.arguments[0]
    : (call.arguments.find(({ keyword }) => keyword === "func") ??
      call.arguments[method.endsWith("append") ? 0 : 1]);
  if (given === undefined || given.stars > 0) return undefined;
  return [{ kind: "reference", expression: given.value, file, scope }];
}

/** The call of a call's result: `app.on_event("startup")(connect)`. */
export function rowAppliedTo(row: number, file: SourceFile): number | undefined {
  const { calls } = file.outline;
  for (let outer = row + 1; outer < calls.length && calls.start(outer) <= calls.end(row); outer++)
    if (calls.receiver(outer) === row && calls.calleeEnd(outer) === calls.end(row)) return outer;
  return undefined;
}

function appliedTo(row: number, file: SourceFile): Call | undefined {
  const outer = rowAppliedTo(row, file);
  return outer === undefined ? undefined : file.call(outer);
}

function inRouter(row: number, file: SourceFile, project: Project): readonly EventHandler[] {
  const { calls } = file.outline;
  const text = file.slice({ start: calls.start(row), end: calls.end(row) });
  if (!/\bon_(?:startup|shutdown)\b/.test(text)) return [];
  const call = file.call(row);
  if (call === undefined) return [];
  const place = { file, scope: calls.owner(row) };
  const keywords = new DictionaryReader(project).keywordsOf(call, place);
  return inArguments(keywords, row, file, "router", onlyApplication(project));
}

function inArguments(
  { entries }: Keywords,
  row: number,
  file: SourceFile,
  on: EventHandler["on"],
  application: Application | undefined,
): readonly EventHandler[] {
  return [...EVENT_ARGUMENTS].flatMap(([method, event]) => {
    const [keyword, other] = entries.get(method) ?? [];
    if (keyword === undefined || keyword.expression.kind === "none") return [];
    const { expression, argument } = keyword;
    if (expression.kind === "list" && expression.elements.length === 0) return [];
    const isReadable = other === undefined && expression.kind === "list" && argument !== undefined;
    return {
      event,
      form: "argument" as const,
      file,
      scope: file.outline.calls.owner(row),
      row,
      range: argument ?? file.calleeRange(row),
      method,
      on,
      application,
      runs: isReadable
        ? expression.elements.map((element) => ({
            kind: "reference" as const,
            expression: element,
            file: keyword.file,
            scope: keyword.scope,
          }))
        : undefined,
      ...(argument !== undefined && { argument }),
    };
  });
}
