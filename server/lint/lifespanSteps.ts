/** What a lifespan has to call in place of event handlers, and how it names that from where it stands. */

import { type NeededName, neededName } from "#lint/neededNames";
import { wholeLines } from "#lint/statementLines";
import type { Application } from "#model/application/apps";
import {
  type EventHandler,
  type LifecycleEvent,
  type Reference,
  rowAppliedTo,
} from "#model/application/eventHandlers";
import { isAwaitable } from "#model/application/runnables";
import type { SourceFile } from "#model/files/sourceFile";
import { importClosure } from "#model/link/importGraph";
import type { Project } from "#model/project";
import type { Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { type Node, nodesIn } from "#syntax/walk";

/** Where the code of a lifespan stands. */
export interface Destination {
  readonly file: SourceFile;
  /** The definition around the lifespan function, or `MODULE_LEVEL`. */
  readonly scope: number;
  /** What the lifespan calls the application. */
  readonly parameter: string | undefined;
}

/** Code with names in it that have to be imported. */
export type Piece = string | NeededName;

export interface Step {
  readonly event: LifecycleEvent;
  readonly pieces: readonly Piece[];
  readonly isAwaited: boolean;
  /** Whether the pieces are called, or are already the statement. */
  readonly isCalled: boolean;
  readonly handler: EventHandler;
  /** The nested function that has to become one of its module. */
  readonly lifted?: LiftedFunction;
}

/** A handler inside a function that takes the application: `def register(app): @app.on_event("startup") def connect(): …`. */
export interface LiftedFunction {
  readonly file: SourceFile;
  /** The rows of the nested function and of the one around it. */
  readonly row: number;
  readonly outer: number;
  /** The parameter that stands for the application, where the function uses it: `app: FastAPI`. */
  readonly parameter: string | undefined;
}

/** The steps in the order in which the handlers are registered; `undefined` where one of them cannot be called from there. */
export function stepsOf(
  handlers: readonly EventHandler[],
  application: Application,
  destination: Destination,
  project: Project,
): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const handler of inOrder(handlers, application, project)) {
    const found = stepsFor(handler, application, destination, project);
    if (found === undefined) return undefined;
    steps.push(...found);
  }
  const lifted = steps.flatMap((step) => (step.lifted ? [step.lifted] : []));
  const places = new Set(lifted.map(({ file, row }) => `${row}:${file.path}`));
  return places.size === lifted.length ? steps : undefined;
}

function stepsFor(
  handler: EventHandler,
  application: Application,
  destination: Destination,
  project: Project,
): readonly Step[] | undefined {
  const { file, runs, event } = handler;
  if (runs === undefined || !isAlwaysRegistered(handler, application, project)) return undefined;
  const steps: Step[] = [];
  for (const runnable of runs) {
    const isAwaited = isAwaitable(runnable, file, project);
    const code =
      runnable.kind === "definition"
        ? functionCode(runnable.row, handler, destination, project)
        : referenceCode(runnable, handler, destination, project);
    if (code === undefined || isAwaited === undefined) return undefined;
    steps.push({ event, isAwaited, isCalled: true, handler, ...code });
  }
  return steps;
}

type Code = Pick<Step, "pieces"> & Partial<Pick<Step, "isCalled" | "lifted">>;

/** A decorated function by its name. */
function functionCode(
  row: number,
  handler: EventHandler,
  destination: Destination,
  project: Project,
): Code | undefined {
  const { file } = handler;
  const { definitions } = file.outline;
  const { names } = project.workspace;
  const parent = definitions.parent(row);
  const word = definitions.name(row);
  const name = names.text(word);
  const isOnlyOne = project.workspace.scopes(file.path)?.bindings(parent).get(word)?.length === 1;
  if (!isOnlyOne || !isFirstDecorator(row, handler, project)) return undefined;
  if (parent !== MODULE_LEVEL && definitions.isClass(parent)) return undefined;
  if (isVisible(parent, file, destination)) return { pieces: [name] };
  if (parent === MODULE_LEVEL)
    return { pieces: [neededName(name, file, destination.file, project)] };
  return liftedCode(row, parent, name, handler, destination, project);
}

/** Whether no decorator above it makes the name something else than what is registered. */
function isFirstDecorator(row: number, { file }: EventHandler, project: Project): boolean {
  const { decorators } = file.outline;
  const { names } = project.workspace;
  const rows = [...(project.workspace.scopes(file.path)?.rows("decorators", row) ?? [])];
  const isEvent = rows.map((it) => names.text(names.last(decorators.name(it))) === "on_event");
  return (
    isEvent.lastIndexOf(true) < (isEvent.includes(false) ? isEvent.indexOf(false) : rows.length)
  );
}

function liftedCode(
  row: number,
  outer: number,
  name: string,
  handler: EventHandler,
  destination: Destination,
  project: Project,
): Code | undefined {
  const { file } = handler;
  const { names } = project.workspace;
  const { definitions, parameters } = file.outline;
  const scopes = project.workspace.scopes(file.path);
  const definition = file.definition(row);
  const isOpen = definitions.parent(outer) === MODULE_LEVEL && definition?.kind === "function";
  if (scopes === undefined || !isOpen || definition.isBroken || definition.parameters.length > 0)
    return undefined;
  if (scopes.bindings(MODULE_LEVEL).has(names.of(name))) return undefined;
  const used = namesOf(definition);
  const locals = [...scopes.bindings(outer).keys()].map((word) => names.text(word));
  const receiver = receiverWord(handler, project);
  if (locals.some((local) => used.has(local) && local !== receiver)) return undefined;
  const around = file.definition(outer);
  if (around === undefined || namesOf(around).has(name)) return undefined;
  const usesApplication = receiver !== undefined && used.has(receiver);
  if (usesApplication && destination.parameter === undefined) return undefined;
  const parameter = [...scopes.rows("parameters", outer)].find(
    (it) => names.text(parameters.name(it)) === receiver,
  );
  if (usesApplication && parameter === undefined) return undefined;
  const annotation = parameter === undefined ? undefined : parameters.annotationRange(parameter);
  const written =
    annotation === undefined || annotation.end === 0
      ? receiver
      : `${receiver ?? ""}: ${file.slice(annotation)}`;
  const isHere = file === destination.file;
  const called: Piece = isHere ? name : neededName(name, file, destination.file, project);
  return {
    pieces: usesApplication ? [called, `(${destination.parameter ?? ""})`] : [called],
    isCalled: !usesApplication,
    lifted: { file, row, outer, parameter: usesApplication ? written : undefined },
  };
}

function namesOf(node: Node): ReadonlySet<string> {
  return new Set([...nodesIn(node)].flatMap((it) => (it.kind === "name" ? it.name : [])));
}

/** An expression such as `connect`, `self.connect` or `make_handler(app)`. */
function referenceCode(
  { expression, file, scope }: Reference,
  handler: EventHandler,
  destination: Destination,
  project: Project,
): Code | undefined {
  const isLambda = expression.kind === "lambda";
  if (isLambda && expression.parameters.length > 0) return undefined;
  const code = isLambda ? expression.body : expression;
  const pieces: Piece[] = [];
  let done = code.start;
  for (const node of namesIn(code) ?? []) {
    const piece = nameCode(node.name, file, scope, handler, destination, project);
    if (piece === undefined) return undefined;
    pieces.push(file.slice({ start: done, end: node.start }), piece);
    done = node.end;
  }
  if (namesIn(code) === undefined) return undefined;
  pieces.push(file.slice({ start: done, end: code.end }));
  return { pieces, isCalled: !isLambda };
}

/** The names in an expression in source order; `undefined` where it binds names of its own. */
function namesIn(
  expression: Expression,
): readonly Extract<Expression, { kind: "name" }>[] | undefined {
  const found: Extract<Expression, { kind: "name" }>[] = [];
  for (const node of nodesIn(expression)) {
    if (node.kind === "lambda" || node.kind === "comprehension" || node.kind === "named")
      return undefined;
    if (node.kind === "name") found.push(node);
  }
  return found.sort((a, b) => a.start - b.start);
}

function nameCode(
  name: string,
  file: SourceFile,
  scope: number,
  handler: EventHandler,
  destination: Destination,
  project: Project,
): Piece | undefined {
  const { definitions } = file.outline;
  const scopes = project.workspace.scopes(file.path);
  const word = project.workspace.names.of(name);
  if (scopes === undefined) return undefined;
  for (let at = scope; at !== MODULE_LEVEL; at = definitions.parent(at)) {
    if (!scopes.bindings(at).has(word)) continue;
    if (isVisible(at, file, destination)) return name;
    return name === receiverWord(handler, project) ? destination.parameter : undefined;
  }
  const isBound = scopes.bindings(MODULE_LEVEL).has(word);
  return file === destination.file || !isBound
    ? name
    : neededName(name, file, destination.file, project);
}

function isVisible(scope: number, file: SourceFile, destination: Destination): boolean {
  if (file !== destination.file) return false;
  if (scope === MODULE_LEVEL) return true;
  const { definitions } = file.outline;
  for (let at = destination.scope; at !== MODULE_LEVEL; at = definitions.parent(at))
    if (at === scope) return true;
  return false;
}

/** The plain name on which a handler is registered: `app` in `app.router.on_startup.append(…)`. */
function receiverWord({ file, row, method }: EventHandler, project: Project): string | undefined {
  const callee = project.workspace.names.text(file.outline.calls.callee(row));
  const receiver = callee.slice(0, -method.length - 1);
  return callee.endsWith(`.${method}`) && !receiver.includes(".") ? receiver : undefined;
}

/** What goes away: the decorator with its `@`, the statement, or the argument. */
export function registrationOf({ file, form, row, argument }: EventHandler): Range {
  const { calls } = file.outline;
  if (argument !== undefined) return argument;
  if (form === "decorator")
    return { start: file.text.lastIndexOf("@", calls.start(row)), end: calls.end(row) };
  return { start: calls.start(row), end: calls.end(rowAppliedTo(row, file) ?? row) };
}

/** Whether the registering statement stands under no condition, in a function that surely runs. */
function isAlwaysRegistered(
  handler: EventHandler,
  application: Application,
  project: Project,
): boolean {
  const { file, row, scope, form, runs } = handler;
  const registration = registrationOf(handler);
  const { calls, definitions } = file.outline;
  if (form === "argument") return true;
  const [first] = runs ?? [];
  const place = first?.kind === "definition" ? definitions.start(first.row) : calls.statement(row);
  // In parentheses of its own the call is not the whole statement.
  if (form === "statement" && calls.statement(row) !== registration.start) return false;
  if (!file.isInBody(place, scope) || wholeLines(registration, file.text) === undefined)
    return false;
  const isHere = file.path === application.file.path && scope === application.scope;
  return scope === MODULE_LEVEL || isHere || isCalledOnce(file, scope, project);
}

/** Whether one statement of the project calls a function, under no condition. */
function isCalledOnce(file: SourceFile, row: number, project: Project): boolean {
  const found: boolean[] = [];
  for (const path of project.files()) {
    if (path !== file.path && !project.workspace.imports(path).includes(file.path)) continue;
    const other = project.file(path);
    if (other === undefined || project.role(other) === "test") continue;
    const { calls } = other.outline;
    for (const [call, target] of (project.workspace.links(path)?.targets ?? []).entries())
      if (target?.kind === "function" && target.path === file.path && target.row === row)
        found.push(other.isInBody(calls.statement(call), calls.owner(call)));
  }
  return found.length === 1 && found[0] === true;
}

/**
 * Within a file by place. Those of other files stand where the application's file imports what leads to them, or calls the
 * function that registers them; the rest come last, by path.
 */
function inOrder(
  handlers: readonly EventHandler[],
  { file }: Application,
  project: Project,
): readonly EventHandler[] {
  const order = handlers.map((handler) => ({ handler, at: placeIn(file, handler, project) }));
  order.sort(
    (a, b) =>
      a.at - b.at ||
      (a.handler.file.path < b.handler.file.path ? -1 : 1) *
        Number(a.handler.file !== b.handler.file) ||
      a.handler.range.start - b.handler.range.start,
  );
  return order.map(({ handler }) => handler);
}

function placeIn(file: SourceFile, handler: EventHandler, project: Project): number {
  const { workspace } = project;
  if (handler.file.path === file.path) return handler.range.start;
  const { calls, imports } = file.outline;
  const called = (workspace.links(file.path)?.targets ?? []).findIndex(
    (target) =>
      target?.kind === "function" &&
      target.path === handler.file.path &&
      target.row === handler.scope,
  );
  if (called >= 0) return calls.start(called);
  const { names } = workspace;
  for (let row = 0; row < imports.length; row++) {
    const text = names.text(imports.module(row));
    const module = project.modules().resolve(text, imports.level(row), file.path);
    const inside = module && project.modules().inside(module, names.text(imports.name(row)));
    const found = [inside, module].flatMap((it) => (it?.kind === "module" ? [it.path] : []));
    const importsOf = (path: string): readonly string[] =>
      path === file.path ? [] : workspace.imports(path);
    if (importClosure(found, importsOf).has(handler.file.path)) return imports.start(row);
  }
  return Number.MAX_SAFE_INTEGER;
}
