/** What the engine knows of the code on one line, and where its knowledge ends: for people who wonder about a finding, or its absence. */
import type { FilePath } from "#host";
import { isHttpHandler } from "#model/application/handlers";
import type { Step } from "#model/eventLoop/eventLoop";

import type { SourceFile } from "#model/files/sourceFile";
import type { Edge } from "#model/link/links";
import type { Target } from "#model/link/origin";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { Role } from "#settings";
import { NO_NAME, NO_RECEIVER } from "#syntax/names";
import { MODULE_LEVEL } from "#syntax/outline";
import type { Range } from "#syntax/range";

export interface Explanation {
  /** What the file is for: most rules speak of application files alone. */
  readonly role: Role;
  /** The function around, or `undefined` at module level. */
  readonly function: FunctionExplanation | undefined;
  /** The name at a cursor, where it is no part of what is called. */
  readonly symbol: SymbolExplanation | undefined;
  readonly calls: readonly CallExplanation[];
}

export interface FunctionExplanation {
  readonly name: string;
  readonly place: Place | undefined;
  readonly isAsync: boolean;
  /** Whether FastAPI calls it for an HTTP request, by a decorator. */
  readonly isHandler: boolean;
  /** For a plain function: calls from a coroutine down to it, the coroutine first; empty where none is known. */
  readonly loopPath: readonly Place[];
}

export interface SymbolExplanation {
  /** As written: `self.client.get`. */
  readonly text: string;
  readonly target: TargetExplanation | undefined;
  /** Where resolution stopped, for a name whose target is not known. */
  readonly stop: Stop | undefined;
}

export interface CallExplanation extends SymbolExplanation {
  readonly range: Range;
  /** How it keeps the event loop. */
  readonly blocked: readonly BlockedExplanation[];
}

export interface BlockedExplanation {
  /** What blocks: `requests.get`. */
  readonly name: string;
  /** The calls from there down to it, each with the function that makes it; none where the call itself blocks. */
  readonly way: readonly Place[];
}

export interface TargetExplanation {
  readonly kind: "library" | "function" | "class" | "object" | "module";
  /** Qualified: `httpx.Client().get`, `app.services.orders.place_order`. */
  readonly name: string;
  /** Where it is defined, in the workspace. */
  readonly place: Place | undefined;
}

/** The longest part of a dotted name that is known, and the word that is not. */
export interface Stop {
  readonly known: TargetExplanation | undefined;
  readonly word: string;
}

export interface Place {
  readonly path: FilePath;
  readonly range: Range;
  readonly name: string;
}

/**
 * @param range the line, in UTF-16 offsets
 * @param cursor an offset in it, where somebody points at one name or call of the line
 */
export function explain(
  file: SourceFile,
  range: Range,
  project: Project,
  cursor?: number,
): Explanation {
  const { calls } = file.outline;
  const onLine = Array.from({ length: calls.length }, (_, row) => row).filter((row) => {
    const callee = file.calleeRange(row);
    return callee.start < range.end && range.start < callee.end;
  });
  const pointedAt = onLine.filter((row) => {
    const { start, end } = file.calleeRange(row);
    return cursor !== undefined && start <= cursor && cursor <= end;
  });
  const rows = pointedAt.length > 0 ? pointedAt : onLine;
  const [first] = rows;
  const owner = first === undefined ? enclosing(file, range) : calls.owner(first);
  const isName = cursor !== undefined && pointedAt.length === 0;
  return {
    role: project.role(file),
    function: owner === MODULE_LEVEL ? undefined : explainFunction(file, owner, project),
    symbol: isName ? explainName(file, range, cursor, project) : undefined,
    calls: rows.map((row) => explainCall(file, row, project)),
  };
}

const DOTTED = /(?<![\w.)\]])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g;

/** The dotted name up to the word at the cursor. */
function explainName(
  file: SourceFile,
  line: Range,
  cursor: number,
  project: Project,
): SymbolExplanation | undefined {
  const { names } = project.workspace;
  const scopes = project.workspace.scopes(file.path);
  for (const { 0: all, index } of file.slice(line).matchAll(DOTTED)) {
    const at = cursor - line.start - index;
    if (scopes === undefined || at < 0 || at > all.length) continue;
    const rest = /^\w*/.exec(all.slice(at))?.[0].length ?? 0;
    const text = all.slice(0, at + rest);
    const name = names.of(text);
    const scope = file.definitionAt({ start: cursor, end: cursor });
    const target = new Resolver(project.workspace).resolve(scopes.ofName(name, scope), file.path);
    if (target !== undefined) return { text, target: describe(target, project), stop: undefined };
    return { text, target: undefined, stop: stopAt(name, scope, file, project) };
  }
  return undefined;
}

function enclosing(file: SourceFile, range: Range): number {
  const start = range.start + (/^\s*/.exec(file.slice(range))?.[0].length ?? 0);
  const row = file.definitionAt({ start, end: start });
  return row !== MODULE_LEVEL && file.outline.definitions.isClass(row) ? MODULE_LEVEL : row;
}

function explainFunction(file: SourceFile, row: number, project: Project): FunctionExplanation {
  const { definitions } = file.outline;
  const isAsync = definitions.isAsync(row);
  return {
    name: project.workspace.names.text(definitions.name(row)),
    place: placeOf(file.path, row, project),
    isAsync,
    isHandler: isHttpHandler(file, row, project),
    loopPath: isAsync ? [] : pathFromCoroutine(file.path, row, project),
  };
}

function explainCall(file: SourceFile, row: number, project: Project): CallExplanation {
  const range = file.calleeRange(row);
  const target = project.callee(file, row);
  return {
    text: file.slice(range),
    range,
    target: target && describe(target, project),
    stop: target === undefined ? stopOf(file, row, project) : undefined,
    blocked: project
      .blockedLoops(file)
      .filter(({ call }) => call === row)
      .map(({ blocking, steps }) => ({
        name: blocking.name,
        way: steps.flatMap((step) => stepPlace(step, project)),
      })),
  };
}

function stopOf(file: SourceFile, row: number, project: Project): Stop | undefined {
  const { calls } = file.outline;
  const callee = calls.callee(row);
  return callee === NO_NAME ? undefined : stopAt(callee, calls.owner(row), file, project);
}

function stopAt(name: number, scope: number, file: SourceFile, project: Project): Stop | undefined {
  const { names } = project.workspace;
  const scopes = project.workspace.scopes(file.path);
  if (scopes === undefined) return undefined;
  const resolver = new Resolver(project.workspace);
  let word = name;
  for (let prefix = names.prefix(name); prefix !== NO_NAME; prefix = names.prefix(prefix)) {
    if (prefix === NO_RECEIVER) break;
    const known = resolver.resolve(scopes.ofName(prefix, scope), file.path);
    if (known !== undefined)
      return { known: describe(known, project), word: names.text(names.last(word)) };
    word = prefix;
  }
  return { known: undefined, word: names.text(names.first(name)) };
}

export function describe(target: Target, project: Project): TargetExplanation {
  switch (target.kind) {
    case "external":
      return { kind: "library", name: project.qualifiedName(target) ?? "", place: undefined };
    case "module":
      return { kind: "module", name: moduleName(target.path, project), place: undefined };
    case "package":
      return { kind: "module", name: target.folder, place: undefined };
    default: {
      const place = placeOf(target.path, target.row, project);
      const name = `${moduleName(target.path, project)}.${place?.name ?? ""}`;
      const kind = target.kind === "instance" ? "object" : target.kind;
      return { kind, name: kind === "object" ? `${name}()` : name, place };
    }
  }
}

function moduleName(path: FilePath, { workspace }: Project): string {
  return workspace.projectOf(path).modules().nameOf(path);
}

function placeOf(path: FilePath, row: number, project: Project): Place | undefined {
  const outline = project.file(path)?.outline;
  if (outline === undefined) return undefined;
  const { names } = project.workspace;
  let name = names.text(outline.definitions.name(row));
  for (let at = outline.definitions.parent(row); at !== MODULE_LEVEL; )
    [name, at] = [
      `${names.text(outline.definitions.name(at))}.${name}`,
      outline.definitions.parent(at),
    ];
  return { path, range: outline.definitions.nameRange(row), name };
}

/** A shortest chain of calls from a coroutine down to a plain function; of several the first by path, then place. */
function pathFromCoroutine(path: FilePath, row: number, project: Project): Place[] {
  const callers = callersOf(project);
  const seen = new Set([keyOf(path, row)]);
  let frontier: { readonly key: string; readonly way: readonly Caller[] }[] = [
    { key: keyOf(path, row), way: [] },
  ];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { key, way } of frontier)
      for (const caller of callers.get(key) ?? []) {
        const longer = [caller, ...way];
        if (caller.edge.callerIsAsync) return longer.flatMap((it) => callPlace(it, project));
        const above = keyOf(caller.path, caller.edge.caller);
        if (seen.has(above)) continue;
        seen.add(above);
        next.push({ key: above, way: longer });
      }
    frontier = next;
  }
  return [];
}

interface Caller {
  readonly path: FilePath;
  readonly edge: Edge;
}

function callersOf({ workspace }: Project): Map<string, Caller[]> {
  const callers = new Map<string, Caller[]>();
  for (const path of [...workspace.files()].sort())
    for (const edge of workspace.links(path)?.edges ?? []) {
      if (edge.to.kind !== "function") continue;
      const key = keyOf(edge.to.path, edge.to.row);
      callers.set(key, [...(callers.get(key) ?? []), { path, edge }]);
    }
  return callers;
}

function callPlace({ path, edge }: Caller, project: Project): Place[] {
  const file = project.file(path);
  const name = placeOf(path, edge.caller, project)?.name;
  if (file === undefined || name === undefined) return [];
  return [{ path, range: file.calleeRange(edge.call), name }];
}

function stepPlace({ path, call, caller }: Step, project: Project): Place[] {
  const file = project.file(path);
  const name = placeOf(path, caller, project)?.name;
  return file === undefined || name === undefined
    ? []
    : [{ path, range: file.calleeRange(call), name }];
}

function keyOf(path: FilePath, row: number): string {
  return `${row}:${path}`;
}
