/** What a project opens when it is imported, and whether anything closes it. */
import type { FilePath } from "#host";
import type { Application } from "#model/application/apps";
import { RESOURCE_KINDS, type ResourceKind } from "#model/application/resourceKinds";
import type { SourceFile } from "#model/files/sourceFile";
import { importClosure } from "#model/link/importGraph";
import type { Links } from "#model/link/links";
import { Resolver } from "#model/link/resolver";
import type { Scopes } from "#model/link/scopes";
import type { Project } from "#model/project";
import { type Names, NO_NAME } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";

export interface ResourceRow {
  /** The call that gives it. */
  readonly call: number;
  /** The assignment that keeps it; `undefined` for a task that nothing keeps. */
  readonly assignment: number | undefined;
  readonly kind: ResourceKind;
  /** The call that starts it, for a kind that is started. */
  readonly start?: number;
}

export interface Resource extends ResourceRow {
  readonly file: SourceFile;
  /** The definition that opens it, or `MODULE_LEVEL`. */
  readonly scope: number;
  /** The name that it is assigned to, perhaps dotted; empty for a task that nothing keeps. */
  readonly name: string;
}

export type ResourceKinds = ReadonlyMap<number, ResourceKind>;

export function resourceKindsOf(names: Names): ResourceKinds {
  return new Map(RESOURCE_KINDS.map((kind) => [names.of(kind.type.replaceAll("()", ".()")), kind]));
}

/** What an application opens when its module is imported or its factory runs, in whatever file, and nothing closes. */
export function unclosedResources(application: Application, project: Project): readonly Resource[] {
  const { file, scope } = application;
  const inFactory = scope === MODULE_LEVEL ? [] : inFunction(file, scope, project);
  const found = [...inFactory];
  for (const path of filesOf(application, project)) {
    const other = project.file(path);
    if (other === undefined || project.role(other) !== "application") continue;
    for (const row of project.workspace.resources(path))
      found.push(resourceOf(row, other, MODULE_LEVEL, project));
  }
  if (found.length === 0) return [];
  const closed = closedWords(project);
  return found.filter(
    ({ name }) => name === "" || !closed.has(name.slice(name.lastIndexOf(".") + 1)),
  );
}

/** What an application's file imports, with that of the files which import the application to register something on it. */
function filesOf({ file }: Application, project: Project): ReadonlySet<FilePath> {
  const { workspace } = project;
  const importers = project
    .applicationFiles()
    .filter((path) => workspace.imports(path).includes(file.path))
    .filter((path) => {
      const other = project.file(path);
      return other !== undefined && project.role(other) === "application";
    });
  return importClosure([file.path, ...importers], (path) => workspace.imports(path));
}

function closedWords(project: Project): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of project.files())
    for (const word of project.workspace.closedWords(path)) found.add(word);
  return found;
}

/** Pools of SQLAlchemy that hold no connection which has to be closed. */
const KEEPS_NOTHING = /\b(?:Null|Static)Pool\b/;

/** The resources that a file opens when it is imported. */
export function resourceRowsOf(
  scopes: Scopes,
  { targets }: Links,
  file: SourceFile,
  resolver: Resolver,
  kinds: ResourceKinds,
  names: Names,
  scope = MODULE_LEVEL,
): readonly ResourceRow[] {
  const { assignments, calls } = scopes.outline;
  const found: ResourceRow[] = [];
  const kindOf = (call: number): ResourceKind | undefined => {
    const target = targets[call];
    if (target?.kind !== "external" && target?.kind !== "function") return undefined;
    const value = resolver.result(target, calls.isAwaited(call));
    const kind = value?.kind === "external" ? kinds.get(value.name) : undefined;
    const text = file.slice({ start: calls.start(call), end: calls.end(call) });
    return kind !== undefined && KEEPS_NOTHING.test(text) ? undefined : kind;
  };
  for (const assignment of scopes.rows("assignments", scope)) {
    const call = assignments.call(assignment);
    if (call < 0 || calls.isInLambda(call)) continue;
    const kind = kindOf(call);
    // What stands in a block is opened under a condition, or in a `with`.
    if (kind === undefined || !file.isInBody(assignments.start(assignment), scope)) continue;
    if (scope === MODULE_LEVEL && names.prefix(assignments.target(assignment)) !== NO_NAME)
      continue;
    if (kind.start === undefined) found.push({ call, assignment, kind });
    else {
      const method = names.dotted(assignments.target(assignment), names.of(kind.start));
      const start = scopes
        .rows("calls", scope)
        .find((row) => calls.callee(row) === method && file.isInBody(calls.start(row), scope));
      if (start !== undefined) found.push({ call, assignment, kind, start });
    }
  }
  for (const call of scopes.rows("calls", scope)) {
    const target = targets[call];
    if (target?.kind !== "external" || calls.statement(call) !== calls.start(call)) continue;
    const kind = kinds.get(names.dotted(target.name, names.of("()")));
    if (kind?.isTask === true && file.isInBody(calls.start(call), scope))
      found.push({ call, assignment: undefined, kind });
  }
  return found;
}

function inFunction(file: SourceFile, scope: number, project: Project): readonly Resource[] {
  const { workspace } = project;
  const scopes = workspace.scopes(file.path);
  const links = workspace.links(file.path);
  if (scopes === undefined || links === undefined) return [];
  const resolver = new Resolver(workspace);
  const kinds = workspace.resourceKinds;
  return resourceRowsOf(scopes, links, file, resolver, kinds, workspace.names, scope).map((row) =>
    resourceOf(row, file, scope, project),
  );
}

function resourceOf(row: ResourceRow, file: SourceFile, scope: number, project: Project): Resource {
  const { assignments } = file.outline;
  const { assignment } = row;
  const name =
    assignment === undefined ? "" : project.workspace.names.text(assignments.target(assignment));
  return { ...row, file, scope, name };
}

/** The name that a resource is assigned to, else what is called, in its file as it is now. */
export function resourceRange({ assignment, call, name }: Resource, file: SourceFile): Range {
  if (assignment === undefined) return file.calleeRange(call);
  const start = file.outline.assignments.start(assignment);
  return { start, end: start + name.length };
}

const CLOSES =
  /\.\s*(?:a?close|dispose|disconnect|shutdown|stop|quit|terminate|cancel|close_?all|wait_closed|flush|join|loop_stop|__a?exit__)\b/g;
const TAKES_OVER =
  /\b(?:enter_(?:async_)?context|push\w*|callback|register|\w*(?:clos|dispos|shutdown|stop|clean|teardown|disconnect)\w*)\(([^()]*)\)/gi;
const WORD_BEFORE = /[\w\u0080-\uffff]+$/;

/**
 * Words of a file that name something which is closed somewhere in it: `client` for `await self.client.aclose()`, `with client:`,
 * `atexit.register(client.close)`. Read off the text, so that it errs towards closed.
 */
export function closedWordsIn({ text, outline }: SourceFile, names: Names): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { index } of text.matchAll(CLOSES)) {
    const word = WORD_BEFORE.exec(text.slice(Math.max(0, index - 80), index))?.[0];
    if (word !== undefined) found.add(word);
  }
  for (const [, given = ""] of text.matchAll(TAKES_OVER))
    for (const [word] of given.matchAll(/[\w\u0080-\uffff]+/g)) found.add(word);
  for (let row = 0; row < outline.withs.length; row++)
    if (outline.withs.isNameOnly(row))
      found.add(names.text(names.last(outline.withs.subject(row))));
  const { imports } = outline;
  for (let row = 0; row < imports.length; row++) {
    const alias = imports.alias(row);
    if (alias !== NO_NAME && found.has(names.text(alias))) found.add(names.text(imports.name(row)));
  }
  return found;
}

export function sameResourceRows(a: readonly ResourceRow[], b: readonly ResourceRow[]): boolean {
  return (
    a.length === b.length &&
    a.every((row, index) => {
      const other = b[index];
      return (
        row.call === other?.call &&
        row.assignment === other.assignment &&
        row.kind === other.kind &&
        row.start === other.start
      );
    })
  );
}
