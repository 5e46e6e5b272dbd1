/** Whether the origins of a CORS middleware are one string, and what a list of the same origins would be. */

import type { Project } from "#model/project";
import { constantOf } from "#model/values/constants";
import { settingOf } from "#model/values/pydanticSettings";
import { propertyOf, returnedBy } from "#model/values/results";
import type { Located } from "#model/values/value";
import type { Call, Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";

export type OriginString =
  /** The string stands in the code. */
  | { readonly kind: "literal"; readonly located: Located; readonly value: string }
  /** A formatted string, or a value that comes from outside: its text is not known. */
  | { readonly kind: "formatted" | "setting" | "environment"; readonly located: Located };

const DEEPEST = 8;
const READS_ENVIRONMENT = new Set(["os.getenv", "os.environ.get"]);
/** Methods of a string that give a string. */
const STRING_METHODS =
  /^(?:strip|lstrip|rstrip|lower|replace|format|removesuffix|removeprefix|join)$/;
/** `str`, `Optional[str]`, `str | None`, `Annotated[str, …]` */
const STRING_TYPE =
  /^\s*(?:[\w.]*\b(?:Optional|Annotated|Final)\[\s*)*(?:None\s*\|\s*)?str\s*(?:\|\s*None\s*)?(?:[\],].*)?$/s;

/** The string that an expression gives; `undefined` where it may be a list. A lone `*` is left out: it lets every origin in by itself. */
export function originStringIn(
  located: Located,
  project: Project,
  depth = 0,
): OriginString | undefined {
  const { expression } = located;
  if (depth > DEEPEST) return undefined;
  const inside = (inner: Expression): OriginString | undefined =>
    originStringIn({ ...located, expression: inner }, project, depth + 1);
  switch (expression.kind) {
    case "string":
      return expression.isBytes || expression.value.trim() === "*"
        ? undefined
        : { kind: "literal", located, value: expression.value };
    case "formatted":
      return { kind: "formatted", located };
    case "conditional":
      return inside(expression.whenTrue) ?? inside(expression.otherwise);
    case "operation":
      return expression.left !== undefined && expression.operator === "or"
        ? (inside(expression.left) ?? inside(expression.right))
        : undefined;
    case "subscript":
      return isEnvironment(expression.object, located, project)
        ? { kind: "environment", located }
        : undefined;
    case "call":
      return called(expression, located, project, depth);
    case "name":
    case "attribute":
      return named(located, project, depth);
    default:
      return undefined;
  }
}

/** `os.environ["CORS_ORIGINS"]` */
function isEnvironment(object: Expression, { file, scope }: Located, project: Project): boolean {
  return project.qualifiedName(project.targetOf(object, file, scope)) === "os.environ";
}

function called(
  call: Call,
  located: Located,
  project: Project,
  depth: number,
): OriginString | undefined {
  const { file, scope } = located;
  const target = project.targetOf(call.callee, file, scope);
  if (target?.kind === "function") return returned(target.path, target.row, project, depth);
  const name = project.qualifiedName(target) ?? "";
  if (READS_ENVIRONMENT.has(name)) return { kind: "environment", located };
  const { callee } = call;
  const [first] = call.arguments;
  const object = name === "str" ? first?.value : receiverOf(callee);
  if (object === undefined) return undefined;
  const inner = originStringIn({ ...located, expression: object }, project, depth + 1);
  return inner && { kind: inner.kind === "literal" ? "formatted" : inner.kind, located };
}

function receiverOf(callee: Expression): Expression | undefined {
  return callee.kind === "attribute" && STRING_METHODS.test(callee.name)
    ? callee.object
    : undefined;
}

function returned(
  path: string,
  row: number,
  project: Project,
  depth: number,
): OriginString | undefined {
  const found = (returnedBy(path, row, project) ?? []).map((it) =>
    originStringIn(it, project, depth + 1),
  );
  return found.every((it) => it !== undefined) ? found[0] : undefined;
}

function named(located: Located, project: Project, depth: number): OriginString | undefined {
  const { expression, file, scope } = located;
  if (expression.kind === "attribute") {
    const setting = settingOf(expression, file, scope, project);
    if (setting !== undefined)
      return STRING_TYPE.test(setting.annotation) && setting.validators.length === 0
        ? { kind: "setting", located }
        : undefined;
    const owner = project.targetOf(expression.object, file, scope);
    const property = propertyOf(owner, expression.name, project);
    if (property !== undefined)
      return again(returned(property.path, property.row, project, depth), located);
  }
  const constant = constantOf(expression, file, scope, project);
  if (constant !== undefined) return again(originStringIn(constant, project, depth + 1), located);
  return expression.kind === "name" ? parameter(expression.name, located, project) : undefined;
}

/** A string that is reached by a name: the list is made of the name. */
function again(found: OriginString | undefined, located: Located): OriginString | undefined {
  if (found === undefined) return undefined;
  return found.kind === "literal"
    ? { kind: "literal", located, value: found.value }
    : { kind: found.kind, located };
}

/** `def add_cors(app: FastAPI, origin: str)` */
function parameter(name: string, located: Located, project: Project): OriginString | undefined {
  const { file, scope } = located;
  const { workspace } = project;
  const origins = workspace.scopes(file.path)?.bindings(scope).get(workspace.names.of(name));
  const definition = scope === MODULE_LEVEL ? undefined : file.definition(scope);
  if (definition?.kind !== "function" || origins?.length !== 1) return undefined;
  const annotation = definition.parameters.find((it) => it.name === name)?.annotation;
  return annotation !== undefined && STRING_TYPE.test(file.slice(annotation))
    ? { kind: "setting", located }
    : undefined;
}
