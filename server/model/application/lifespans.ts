/** Whether an application has a lifespan, and which function that is. */
import type { FilePath } from "#host";
import {
  type Application,
  applicationNamed,
  argumentsOf,
  sameApplication,
} from "#model/application/apps";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import type { Project } from "#model/project";
import { constantOf } from "#model/values/constants";
import type { Keyword } from "#model/values/keywords";
import type { Expression } from "#syntax/facts";
import { NO_NAME } from "#syntax/names";

export type Lifespan =
  | { readonly kind: "none" }
  /** `function` where it is one of the workspace. */
  | { readonly kind: "given"; readonly function: FunctionPlace | undefined }
  /** It may have one. */
  | { readonly kind: "unknown" };

export interface FunctionPlace {
  readonly path: FilePath;
  /** The row of its definition. */
  readonly row: number;
}

const NONE: Lifespan = { kind: "none" };
const UNKNOWN: Lifespan = { kind: "unknown" };

export function lifespanOf(application: Application, project: Project): Lifespan {
  if (application.hasOwnConstructor) return UNKNOWN;
  const { entries, isOpen, handsOn } = argumentsOf(application, project);
  const keywords = entries.get("lifespan");
  if (keywords === undefined)
    return isOpen || handsOn ? UNKNOWN : assignedLifespan(application, project);
  const [only, other] = keywords;
  if (only === undefined || other !== undefined || !only.isCertain) return UNKNOWN;
  const given = lifespanIn(only, project);
  return given.kind === "none" ? assignedLifespan(application, project) : given;
}

function lifespanIn({ expression, file, scope }: Keyword, project: Project): Lifespan {
  switch (expression.kind) {
    case "none":
      return NONE;
    case "lambda":
    case "call":
      return { kind: "given", function: undefined };
    case "name":
    case "attribute":
      return namedLifespan(expression, file, scope, project);
    default:
      return UNKNOWN;
  }
}

function namedLifespan(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): Lifespan {
  const target = project.targetOf(expression, file, scope);
  if (isCallable(target)) return { kind: "given", function: functionPlace(target) };
  const constant = constantOf(expression, file, scope, project);
  if (constant?.expression.kind === "none") return NONE;
  return constant?.expression.kind === "call" || constant?.expression.kind === "lambda"
    ? { kind: "given", function: undefined }
    : UNKNOWN;
}

/** Names of other packages count; those that are nothing but words do not. */
function isCallable(target: Target | undefined): boolean {
  return target !== undefined && target.kind !== "module" && target.kind !== "package";
}

function functionPlace(target: Target | undefined): FunctionPlace | undefined {
  return target?.kind === "function" ? { path: target.path, row: target.row } : undefined;
}

/** `app.router.lifespan_context = lifespan` */
function assignedLifespan(application: Application, project: Project): Lifespan {
  const { names } = project.workspace;
  for (const path of project.applicationFiles()) {
    const rows = project.workspace.appRows(path).lifespanAssignments;
    const file = rows.length === 0 ? undefined : project.file(path);
    if (file === undefined || project.role(file) === "test") continue;
    for (const row of rows) {
      const { assignments } = file.outline;
      const router = names.prefix(assignments.target(row));
      const isRouter = names.text(names.last(router)) === "router";
      const app = isRouter && names.prefix(router) !== NO_NAME ? names.prefix(router) : router;
      const other = applicationNamed(app, file, assignments.owner(row), project);
      if (other !== undefined && !sameApplication(other, application)) continue;
      // One that wraps what was there before runs the event handlers, too.
      const uses = file.text.match(/\blifespan_context\b/g)?.length ?? 0;
      if (other === undefined || uses > rows.length) return UNKNOWN;
      const value = file.expression(assignments.valueRange(row));
      return namedLifespan(value, file, assignments.owner(row), project);
    }
  }
  return NONE;
}
