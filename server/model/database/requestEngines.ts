/** Engines that are made anew for each request: in a path operation or dependency, or in what these call. */
import type { FilePath } from "#host";
import { isHttpHandler } from "#model/application/handlers";
import { type Engine, enginesIn } from "#model/database/engines";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import { conditionsAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import { constantOf } from "#model/values/constants";
import { settingOf } from "#model/values/pydanticSettings";
import type { Expression, FunctionDefinition } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { contains, type Range } from "#syntax/range";
import { childrenOf, type Node, nodesIn } from "#syntax/walk";

/** A call on the way from a request to the engine. */
export interface RequestStep {
  readonly path: FilePath;
  readonly call: number;
}

export interface RequestEngine {
  readonly engine: Engine;
  /** The calls of the functions in between, from the engine's up to the request's. */
  readonly steps: readonly RequestStep[];
  /** The function that FastAPI calls. */
  readonly entry: string;
  readonly isDependency: boolean;
}

const DEPENDS = ["fastapi.Depends", "fastapi.Security"];
const MOST_STEPS = 6;

/** The engines of a file that requests make, in source order. */
export function requestEngines(file: SourceFile, project: Project): readonly RequestEngine[] {
  return enginesIn(file, project).flatMap((engine) => {
    const { scope, row, keywords } = engine;
    if (scope === MODULE_LEVEL || file.outline.definitions.isClass(scope)) return [];
    const pools = keywords.entries.get("poolclass") ?? [];
    if (pools.some((pool) => /NullPool/.test(pool.file.slice(pool.expression)))) return [];
    if (!isSameEachTime(engine.writtenUrl, file, scope, project)) return [];
    const way = new Way(project).from(file, row, 0);
    return way === undefined ? [] : { engine, ...way };
  });
}

/** Whether a URL comes from the configuration: one that the request names cannot be connected to beforehand. */
function isSameEachTime(
  url: Expression | undefined,
  file: SourceFile,
  scope: number,
  project: Project,
  depth = 0,
): boolean {
  if (url === undefined || depth > MOST_STEPS) return false;
  if (settingOf(url, file, scope, project) !== undefined) return true;
  if (url.kind === "name") {
    const constant = constantOf(url, file, scope, project);
    if (constant !== undefined && constant.scope === scope && constant.file === file)
      return isSameEachTime(constant.expression, file, scope, project, depth + 1);
    return !isLocal(url.name, file, scope, project);
  }
  return childrenOf(url).every(
    (child) =>
      child.kind !== "function" &&
      isExpression(child) &&
      isSameEachTime(child, file, scope, project, depth + 1),
  );
}

function isExpression(node: Node): node is Expression {
  return !/^(?:assignment|return|raise|if|while|for|with|try|match|class)$/.test(node.kind);
}

function isLocal(name: string, file: SourceFile, scope: number, project: Project): boolean {
  const { workspace } = project;
  const scopes = workspace.scopes(file.path);
  const { definitions } = file.outline;
  const word = workspace.names.of(name);
  for (let row = scope; row !== MODULE_LEVEL; row = definitions.parent(row))
    if (!definitions.isClass(row) && scopes?.bindings(row).has(word)) return true;
  return false;
}

/** Under any other decorator a function may not run at each call. */
const PLAIN_DECORATOR =
  /^(?:fastapi\.(?:FastAPI|APIRouter)\(\)\.\w+|staticmethod|classmethod|property|contextlib\.\w*contextmanager)$/;

/** Whether a decorator makes FastAPI call a function for each WebSocket or, as middleware, for each request. */
function isServing(decorator: string): boolean {
  return /^fastapi\.(?:FastAPI|APIRouter)\(\)\.(?:websocket|middleware)$/.test(decorator);
}

type Found = Omit<RequestEngine, "engine">;

class Way {
  private readonly project: Project;
  private readonly seen = new Set<string>();

  constructor(project: Project) {
    this.project = project;
  }

  /** From a call whose result is new each time up to the function that FastAPI calls; `undefined` where there is no such way. */
  from(file: SourceFile, call: number, depth: number): Found | undefined {
    const { calls, definitions } = file.outline;
    const row = calls.owner(call);
    const key = `${call}:${file.path}`;
    if (depth > MOST_STEPS || row === MODULE_LEVEL || this.seen.has(key)) return undefined;
    this.seen.add(key);
    if (definitions.isClass(row) || calls.isInLambda(call)) return undefined;
    const decorators = this.decoratorsOf(file, row);
    if (!decorators.every((name) => PLAIN_DECORATOR.test(name))) return undefined;
    if (isKept({ file, row, call })) return undefined;
    const entry = file.slice(definitions.nameRange(row));
    const isHandler = isHttpHandler(file, row, this.project) || decorators.some(isServing);
    if (isHandler) return { steps: [], entry, isDependency: false };
    const type = entry === "__init__" ? definitions.parent(row) : -1;
    if (this.isDependency(file, type >= 0 ? type : row))
      return {
        steps: [],
        entry: type >= 0 ? file.slice(definitions.nameRange(type)) : entry,
        isDependency: true,
      };
    for (const site of this.project.workspace.callersOf(file.path, row)) {
      const caller = this.project.file(site.path);
      if (caller === undefined || this.project.role(caller) !== "application") continue;
      const way = this.from(caller, site.call, depth + 1);
      if (way !== undefined) return { ...way, steps: [site, ...way.steps] };
    }
    return undefined;
  }

  /** The qualified names of a function's decorators; an empty one for what is not a library's. */
  private decoratorsOf(file: SourceFile, row: number): readonly string[] {
    const { workspace } = this.project;
    const resolver = new Resolver(workspace);
    const declaration = workspace.declarations(file.path)?.functions.get(row);
    return (declaration?.decorators ?? []).map(
      (origin) => this.project.qualifiedName(resolver.resolve(origin, file.path)) ?? "",
    );
  }

  /** Whether a function or class is what a `Depends(…)` of the project names. */
  private isDependency(file: SourceFile, row: number): boolean {
    const { project } = this;
    const name = file.slice(file.outline.definitions.nameRange(row));
    return project.files().some((path) => {
      const other = project.file(path);
      if (other === undefined || !other.text.includes(name)) return false;
      if (project.role(other) !== "application") return false;
      return project.callsTo(other, DEPENDS).some((call) => {
        const { calls } = other.outline;
        const given = other.slice({ start: calls.calleeEnd(call), end: calls.end(call) });
        if (!given.includes(name)) return false;
        const argument = other
          .call(call)
          ?.arguments.find(({ keyword }) => keyword === undefined || keyword === "dependency");
        const scope = calls.owner(call);
        const target = argument && project.targetOf(argument.value, other, scope);
        return (
          (target?.kind === "function" || target?.kind === "class") &&
          target.path === file.path &&
          target.row === row
        );
      });
    });
  }
}

interface Made {
  readonly file: SourceFile;
  /** The function that makes the call. */
  readonly row: number;
  readonly call: number;
}

/**
 * Whether the result of a call may outlive its function, or be made once only: it is assigned to what is no local name, or made
 * under a condition that may ask whether it is there already.
 */
function isKept({ file, row, call }: Made): boolean {
  const { calls } = file.outline;
  const place = { start: calls.start(call), end: calls.end(call) };
  const isAsked = conditionsAt(place, file).some(({ expression }) =>
    /\bNone\b|\bnot\b|\bin\b|hasattr|cache|engine|init|ready/i.test(file.slice(expression)),
  );
  if (isAsked) return true;
  const definition = file.definition(row);
  if (definition?.kind !== "function") return true;
  if (/^[ \t]*(?:global|nonlocal)\b/m.test(file.slice(definition))) return true;
  return isStored(definition, place);
}

/** Methods that put what they are given where it stays. */
const STORING =
  /^(?:set\w*|setdefault|append|add|update|register\w*|put|push\w*|enter_\w*context)$/;

function isStored(definition: FunctionDefinition, place: Range): boolean {
  const isConstructor = definition.name === "__init__";
  const names = new Set<string>();
  const carries = (node: Node): boolean =>
    [...nodesIn(node)].some(
      (inner) => (inner.kind === "name" && names.has(inner.name)) || isAt(inner, place),
    );
  for (const node of nodesIn(definition)) {
    if (node.kind === "assignment" && node.value !== undefined && carries(node.value))
      for (const target of node.targets) {
        if (target.kind === "name") names.add(target.name);
        // What an object keeps lives as long as the object.
        else if (!(isConstructor && isOfSelf(target))) return true;
      }
    if (node.kind === "named" && carries(node.value)) names.add(node.name);
    if (node.kind === "call" && node.callee.kind === "attribute" && STORING.test(node.callee.name))
      if (node.arguments.some(({ value }) => !contains(place, value) && carries(value)))
        return true;
  }
  return false;
}

function isOfSelf(target: Expression): boolean {
  return (
    target.kind === "attribute" && target.object.kind === "name" && target.object.name === "self"
  );
}

function isAt({ start, end }: Range, place: Range): boolean {
  return start === place.start && end === place.end;
}
