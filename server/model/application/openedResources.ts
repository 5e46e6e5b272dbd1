/** What a function opens that has to be closed, itself or by the functions that it calls, and whether it is closed there. */
import type { FilePath } from "#host";
import type { ResourceKind } from "#model/application/resourceKinds";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";

export interface OpenedResource {
  readonly path: FilePath;
  /** The row of the call that gives it. */
  readonly row: number;
  readonly kind: ResourceKind;
  /** What it is assigned to, perhaps dotted; `undefined` where nothing keeps it. */
  readonly name: string | undefined;
  /** By a `with`, an exit stack, or a call that closes something of this name in the same file. */
  readonly isClosed: boolean;
}

/** A lifespan mostly calls the functions that open something itself. */
const DEEPEST = 3;
const ENTERING = /^(?:enter_context|enter_async_context|aclosing|closing)$/;

export function openedIn(path: FilePath, row: number, project: Project): readonly OpenedResource[] {
  const seen = new Set<string>();
  const found: OpenedResource[] = [];
  const visit = (at: FilePath, scope: number, depth: number): void => {
    const key = `${scope}:${at}`;
    if (seen.has(key) || depth > DEEPEST) return;
    seen.add(key);
    const file = project.file(at);
    if (file === undefined) return;
    found.push(...ownResources(file, scope, project));
    for (const { caller, to } of project.workspace.edgesOf(at))
      if (caller === scope && (to.kind === "function" || to.kind === "coroutine"))
        visit(to.path, to.row, depth + 1);
  };
  visit(path, row, 0);
  return found;
}

function ownResources(file: SourceFile, scope: number, project: Project): OpenedResource[] {
  const { workspace } = project;
  const scopes = workspace.scopes(file.path);
  const targets = workspace.links(file.path)?.targets;
  if (scopes === undefined || targets === undefined) return [];
  const { calls } = file.outline;
  const resolver = new Resolver(workspace);
  return [...scopes.rows("calls", scope)].flatMap((row) => {
    const target = targets[row];
    if (target?.kind !== "external" || calls.isInLambda(row)) return [];
    const value = resolver.result(target, calls.isAwaited(row));
    const kind = value?.kind === "external" ? workspace.resourceKinds.get(value.name) : undefined;
    if (kind === undefined) return [];
    const name = keptAs(file, row, scope, project);
    const word = name?.slice(name.lastIndexOf(".") + 1);
    const isClosed =
      isEntered(file, row, scope, project) ||
      (word !== undefined && workspace.closedWords(file.path).has(word)) ||
      (word !== undefined && kind.isTask && awaitedWords(file).has(word));
    return [{ path: file.path, row, kind, name, isClosed }];
  });
}

const AWAITED = /\bawait\s+([\w.]+)(?:\(([^()]*)\))?/g;

/** What somebody waits for, itself or in a `gather`. */
function awaitedWords({ text }: SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, name = "", given = ""] of text.matchAll(AWAITED)) {
    found.add(name.slice(name.lastIndexOf(".") + 1));
    for (const [word] of given.matchAll(/\w+/g)) found.add(word);
  }
  return found;
}

function keptAs(
  { outline: { assignments, withs }, path }: SourceFile,
  call: number,
  scope: number,
  { workspace }: Project,
): string | undefined {
  const scopes = workspace.scopes(path);
  const rows = [...(scopes?.rows("assignments", scope) ?? [])];
  const assignment = rows.find((row) => assignments.call(row) === call);
  if (assignment !== undefined) return workspace.names.text(assignments.target(assignment));
  for (let row = 0; row < withs.length; row++)
    if (withs.call(row) === call) return workspace.names.text(withs.alias(row)) || undefined;
  return undefined;
}

/** Whether it is the subject of a `with`, or given to an exit stack. */
function isEntered(
  { outline: { calls, withs }, path }: SourceFile,
  call: number,
  scope: number,
  { workspace }: Project,
): boolean {
  for (let row = 0; row < withs.length; row++) if (withs.call(row) === call) return true;
  const around = [...(workspace.scopes(path)?.rows("calls", scope) ?? [])].filter(
    (row) => calls.start(row) < calls.start(call) && calls.end(row) >= calls.end(call),
  );
  return around.some((row) =>
    ENTERING.test(workspace.names.text(workspace.names.last(calls.callee(row)))),
  );
}
