/** Database engines: where they are made, with which options, to which database. */
import type { FilePath } from "#host";
import { type Connecting, connectsToServer } from "#model/database/drivers";
import { isShortLived, isStandIn } from "#model/database/engineUse";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { DictionaryReader, type Frame, isMethod } from "#model/values/dictionaries";
import { type Keyword, KeywordSet, type Keywords, UNREADABLE } from "#model/values/keywords";
import { alternatives, type Located, type Value } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Call, Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";
import { nodesIn } from "#syntax/walk";

/** By qualified name: whether it makes an async engine, and whether it reads the options from a configuration. */
const FACTORIES: ReadonlyMap<string, Omit<FactoryRow, "row">> = new Map([
  ["sqlalchemy.create_engine", { isAsync: false, isReader: false }],
  ["sqlalchemy.engine_from_config", { isAsync: false, isReader: true }],
  ["sqlalchemy.ext.asyncio.create_async_engine", { isAsync: true, isReader: false }],
  ["sqlalchemy.ext.asyncio.async_engine_from_config", { isAsync: true, isReader: true }],
]);
const FACTORY_NAMES = [...FACTORIES.keys()];
export const ENGINES: Start = { calls: FACTORY_NAMES, or: callsWrapper };

/** An engine stands at the call that decides on its options: that of SQLAlchemy, or of a function that hands its own `**` on. */
export interface Engine extends Connecting {
  readonly row: number;
  readonly call: Call;
  readonly isAsync: boolean;
  /** The definition that makes it, or `MODULE_LEVEL`. */
  readonly scope: number;
  /** All options, those that a function of the project adds included. */
  readonly keywords: Keywords;
  /** The call of SQLAlchemy in that function; `undefined` where the engine is made directly. */
  readonly inside: EngineWrapper | undefined;
}

/** A function of the project that makes an engine of the keyword arguments it is given. */
export interface EngineWrapper {
  readonly path: FilePath;
  /** The row of the function. */
  readonly row: number;
  /** The class whose instances it makes, for `__init__`; else -1. */
  readonly type: number;
  /** The row of the call of SQLAlchemy in it. */
  readonly call: number;
  readonly isAsync: boolean;
}

/** The engines whose options a file decides on, in source order. */
export function enginesIn(file: SourceFile, project: Project): readonly Engine[] {
  const direct = factoryRows(file, project).flatMap((factory) => engineAt(factory, file, project));
  return [
    ...direct.filter(({ keywords }) => !keywords.handsOn),
    ...wrappedEngines(file, project),
  ].sort((a, b) => a.row - b.row);
}

/** The functions of a file that hand the keyword arguments of their callers on to SQLAlchemy, each with one engine. */
export function engineWrappersIn(file: SourceFile, project: Project): readonly EngineWrapper[] {
  const { definitions } = file.outline;
  const found: EngineWrapper[] = [];
  for (const factory of factoryRows(file, project)) {
    const { row: call, isAsync, isReader } = factory;
    const row = file.outline.calls.owner(call);
    if (row === MODULE_LEVEL || isReader) continue;
    const [engine] = engineAt(factory, file, project);
    if (engine?.keywords.handsOn !== true) continue;
    const isConstructor = file.slice(definitions.nameRange(row)) === "__init__";
    const type = isConstructor ? definitions.parent(row) : -1;
    found.push({ path: file.path, row, type, call, isAsync });
  }
  return found.filter(({ row }) => found.filter((other) => other.row === row).length === 1);
}

export function sameEngineWrappers(
  a: readonly EngineWrapper[],
  b: readonly EngineWrapper[],
): boolean {
  return (
    a.length === b.length &&
    a.every((wrapper, index) => {
      const other = b[index];
      return (
        wrapper.path === other?.path &&
        wrapper.row === other.row &&
        wrapper.type === other.type &&
        wrapper.call === other.call &&
        wrapper.isAsync === other.isAsync
      );
    })
  );
}

/** Whether an engine keeps connections to a database server for as long as the application runs. */
export function servesApplication(
  engine: Engine,
  engines: readonly Engine[],
  file: SourceFile,
  project: Project,
): boolean {
  const { call, row } = engine;
  const others = engines.filter((other) => other.row !== row).map((other) => other.call);
  return (
    connectsToServer(engine, file, project) &&
    !isStandIn(call, others, file) &&
    !isShortLived(row, file)
  );
}

/** All that a keyword may be worth, conditions taken apart. */
export function valuesOf(keyword: Keyword, project: Project): readonly Value[] {
  const { expression, file, scope } = keyword;
  return alternatives(evaluate(expression, file, scope, project));
}

interface FactoryRow {
  readonly row: number;
  readonly isAsync: boolean;
  readonly isReader: boolean;
}

function factoryRows(file: SourceFile, project: Project): readonly FactoryRow[] {
  return project.callsTo(file, FACTORY_NAMES).flatMap((row) => {
    const factory = FACTORIES.get(project.qualifiedName(project.callee(file, row)) ?? "");
    return factory === undefined ? [] : { row, ...factory };
  });
}

function engineAt(
  { row, isAsync, isReader }: FactoryRow,
  file: SourceFile,
  project: Project,
): Engine[] {
  const call = file.call(row);
  if (call === undefined) return [];
  const scope = file.outline.calls.owner(row);
  const frame = { file, scope };
  const keywords = isReader
    ? configuredKeywords(call, frame, project)
    : new DictionaryReader(project).keywordsOf(call, frame);
  const url = urlOf(isReader ? undefined : positionalUrl(call), keywords, frame, project);
  return [{ row, call, isAsync, scope, ...url, keywords, inside: undefined }];
}

/** `engine_from_config(configuration, prefix)`: a dictionary of options whose names begin with the prefix. */
function configuredKeywords(call: Call, frame: Frame, project: Project): Keywords {
  const reader = new DictionaryReader(project);
  const given = reader.keywordsOf(call, frame);
  const positional = call.arguments.filter(({ keyword, stars }) => !keyword && stars === 0);
  const configuration = positional[0]?.value ?? given.entries.get("configuration")?.[0]?.expression;
  const prefix = positional[1]?.value ?? given.entries.get("prefix")?.[0]?.expression;
  const start = prefix && evaluate(prefix, frame.file, frame.scope, project);
  if (configuration === undefined || (start !== undefined && start.kind !== "string"))
    return UNREADABLE;
  const { entries, ...rest } = reader.read(configuration, frame);
  const beginning = start?.value ?? "sqlalchemy.";
  const options = [...entries].flatMap(([name, keywords]): [string, readonly Keyword[]][] =>
    name.startsWith(beginning) ? [[name.slice(beginning.length), keywords]] : [],
  );
  const found = new KeywordSet({ ...rest, entries: new Map(options) });
  found.merge(given, true);
  return found.result();
}

function callsWrapper(file: SourceFile, project: Project): boolean {
  return targetsBesideWrappers(file, project).some((target) => wrapperOf(target, project));
}

function wrappedEngines(file: SourceFile, project: Project): Engine[] {
  return targetsBesideWrappers(file, project).flatMap((target, row) => {
    const wrapper = wrapperOf(target, project);
    const isClass = target?.kind === "class";
    return wrapper === undefined ? [] : wrappedEngine(wrapper, row, isClass, file, project);
  });
}

/** What the calls of a file call, in a project that has wrappers. */
function targetsBesideWrappers(
  file: SourceFile,
  project: Project,
): readonly (Target | undefined)[] {
  if (project.engineWrappers().size === 0) return [];
  return project.workspace.links(file.path)?.targets ?? [];
}

function wrapperOf(target: Target | undefined, project: Project): EngineWrapper | undefined {
  if (target?.kind !== "function" && target?.kind !== "class") return undefined;
  const isClass = target.kind === "class";
  const wrappers = project.engineWrappers().get(target.path);
  return wrappers?.find((it) => (isClass ? it.type : it.row) === target.row);
}

/** The engine that a call of a wrapper makes. */
function wrappedEngine(
  wrapper: EngineWrapper,
  row: number,
  isClass: boolean,
  file: SourceFile,
  project: Project,
): Engine[] {
  const around = project.file(wrapper.path);
  const definition = around?.definition(wrapper.row);
  const inner = around?.call(wrapper.call);
  const call = file.call(row);
  const scope = file.outline.calls.owner(row);
  if (around === undefined || definition?.kind !== "function") return [];
  if (inner === undefined || call === undefined) return [];
  const reader = new DictionaryReader(project);
  const hasReceiver = isClass || isMethod(around, wrapper.row);
  const parameters = reader.bind(definition, hasReceiver, call, { file, scope });
  const frame: Frame = { file: around, scope: wrapper.row, parameters };
  const keywords = reader.keywordsOf(inner, frame);
  // `create_engine(*args, **kwargs)` takes the URL from the caller, too.
  const isHanded = inner.arguments[0]?.stars === 1;
  const url = isHanded
    ? urlOf(positionalUrl(call), keywords, { file, scope }, project)
    : urlOf(positionalUrl(inner), keywords, frame, project);
  return [{ row, call, isAsync: wrapper.isAsync, scope, ...url, keywords, inside: wrapper }];
}

function positionalUrl(call: Call): Expression | undefined {
  const [first] = call.arguments;
  return first?.keyword === undefined && first?.stars === 0 ? first.value : undefined;
}

function urlOf(
  positional: Expression | undefined,
  keywords: Keywords,
  frame: Frame,
  project: Project,
): Pick<Connecting, "url" | "writtenUrl"> {
  const [keyword] = keywords.entries.get("url") ?? [];
  const given = positional === undefined ? keyword : { expression: positional, ...frame };
  if (given === undefined) {
    const { path } = frame.file;
    return {
      url: { kind: "unknown", path, range: NOWHERE, source: "code" },
      writtenUrl: undefined,
    };
  }
  const { expression, file, scope } = boundIn(given.expression, frame) ?? given;
  return { url: evaluate(expression, file, scope, project), writtenUrl: expression };
}

const NOWHERE: Range = { start: 0, end: 0 };

/** What a caller gave for the parameter that an expression is, or is made of. */
function boundIn(expression: Expression, { parameters }: Frame): Located | undefined {
  for (const node of nodesIn(expression)) {
    const given = node.kind === "name" ? parameters?.values.get(node.name) : undefined;
    if (given !== undefined) return given;
  }
  return undefined;
}
