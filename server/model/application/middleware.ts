/** Middleware: where it is added to an application, which class it is, and with which arguments. */
import {
  type Application,
  applicationCalledOn,
  applicationOf,
  applicationsIn,
  onlyApplication,
} from "#model/application/apps";
import type { SourceFile } from "#model/files/sourceFile";
import type { Target } from "#model/link/origin";
import type { Project } from "#model/project";
import { DictionaryReader } from "#model/values/dictionaries";
import type { Keywords } from "#model/values/keywords";
import type { Argument, Call, Expression } from "#syntax/facts";
import { contains } from "#syntax/range";

/**
 * `added`: `app.add_middleware(CORSMiddleware, …)`.
 * `listed`: `Middleware(CORSMiddleware, …)`, for an application's `middleware=` list.
 * `wrapped`: `CORSMiddleware(app, …)`.
 * `function`: `@app.middleware("http")`.
 */
export type MiddlewareForm = "added" | "listed" | "wrapped" | "function";

export interface Middleware {
  readonly form: MiddlewareForm;
  /** The row of the call that adds it. */
  readonly row: number;
  readonly call: Call;
  /** The definition that the call stands in, or `MODULE_LEVEL`. */
  readonly scope: number;
  /** The class, or the function that `@app.middleware` decorates; `undefined` where that is not known. */
  readonly target: Target | undefined;
  /** The qualified name of a library's class: `starlette.middleware.cors.CORSMiddleware`. */
  readonly name: string | undefined;
  /** The arguments for the class, without the class itself. */
  readonly keywords: Keywords;
  /** The application that it is added to, where that is known. */
  readonly application: Application | undefined;
}

const CLASSES: ReadonlySet<string> = new Set(["starlette.middleware.cors.CORSMiddleware"]);
const MIDDLEWARE = "starlette.middleware.Middleware";
/** How the parameter for the class is called. */
const CLASS_PARAMETERS: ReadonlySet<string> = new Set(["middleware_class", "cls"]);

/** What a file adds, in source order. */
export function middlewaresIn(file: SourceFile, project: Project): readonly Middleware[] {
  return project.workspace
    .appRows(file.path)
    .middlewares.flatMap((row) => middlewareAt(row, file, project) ?? []);
}

function middlewareAt(row: number, file: SourceFile, project: Project): Middleware | undefined {
  const call = file.call(row);
  if (call === undefined) return undefined;
  const scope = file.outline.calls.owner(row);
  const callee = project.qualifiedName(project.callee(file, row)) ?? "";
  const form = formOf(callee, call);
  if (form === undefined) return undefined;
  const target =
    form === "function"
      ? decoratedBy(call, file)
      : form === "wrapped"
        ? project.callee(file, row)
        : classIn(call, file, scope, project);
  return {
    form,
    row,
    call,
    scope,
    target,
    name: project.qualifiedName(target),
    keywords: new DictionaryReader(project).keywordsOf(withoutClass(call), { file, scope }),
    application: applicationFor(form, row, call, file, project) ?? onlyApplication(project),
  };
}

function formOf(callee: string, call: Call): MiddlewareForm | undefined {
  if (callee === MIDDLEWARE) return "listed";
  if (CLASSES.has(callee)) return "wrapped";
  const method = call.callee.kind === "attribute" ? call.callee.name : "";
  if (method === "add_middleware") return "added";
  const isHttp = call.arguments.some(({ value }) => value.kind === "string");
  return method === "middleware" && isHttp ? "function" : undefined;
}

function applicationFor(
  form: MiddlewareForm,
  row: number,
  call: Call,
  file: SourceFile,
  project: Project,
): Application | undefined {
  switch (form) {
    case "added":
    case "function":
      return applicationCalledOn(row, file, project);
    case "wrapped": {
      const app = call.arguments.find(({ keyword }) => keyword === "app") ?? call.arguments[0];
      return app && applicationOf(app.value, file, file.outline.calls.owner(row), project);
    }
    case "listed":
      return applicationsIn(file, project).find(({ row: made }) => {
        const { calls } = file.outline;
        return contains({ start: calls.start(made), end: calls.end(made) }, call);
      });
  }
}

function classIn(
  call: Call,
  file: SourceFile,
  scope: number,
  project: Project,
): Target | undefined {
  const given = call.arguments.find(isClassArgument);
  return given && project.targetOf(given.value, file, scope);
}

function isClassArgument({ keyword, stars }: Argument): boolean {
  return stars === 0 && (keyword === undefined || CLASS_PARAMETERS.has(keyword));
}

function withoutClass(call: Call): Call {
  return {
    ...call,
    arguments: call.arguments.filter(({ keyword }) => !CLASS_PARAMETERS.has(keyword ?? "")),
  };
}

/** The function under a decorator. */
function decoratedBy(call: Expression, file: SourceFile): Target | undefined {
  const { decorators } = file.outline;
  for (let row = 0; row < decorators.length; row++)
    if (decorators.start(row) === call.start)
      return { kind: "function", path: file.path, row: decorators.definition(row) };
  return undefined;
}
