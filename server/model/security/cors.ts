/** What an application lets other sites do: the arguments of its CORS middleware. */

import { type Middleware, middlewaresIn } from "#model/application/middleware";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Start } from "#model/start";
import { constantOf } from "#model/values/constants";
import type { Keyword, Keywords } from "#model/values/keywords";
import { alternatives, type Located, type Value } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Range } from "#syntax/range";

const CORS = "starlette.middleware.cors.CORSMiddleware";

export interface CorsPolicy {
  readonly middleware: Middleware;
  /** Where it is passed, and only one value can be. */
  readonly origins: Keyword | undefined;
  readonly originRegex: Keyword | undefined;
  /** Whether answers are meant for a signed-in user of another site; `unknown` where it depends. */
  readonly credentials: "allowed" | "refused" | "unknown";
}

export const CORS_POLICIES: Start = {
  or: ({ path }, { workspace }) => workspace.appRows(path).middlewares.length > 0,
};

/** The CORS middlewares that a file adds, in source order. */
export function corsPoliciesIn(file: SourceFile, project: Project): readonly CorsPolicy[] {
  return middlewaresIn(file, project)
    .filter(({ name }) => name === CORS)
    .map((middleware) => ({
      middleware,
      origins: onlyOne("allow_origins", middleware.keywords),
      originRegex: onlyOne("allow_origin_regex", middleware.keywords),
      credentials: credentialsOf(middleware.keywords, project),
    }));
}

/** Where a finding about an argument stands: the argument's value, or the call where a dictionary holds it. */
export function placeOf({ argument }: Keyword, { row }: Middleware, file: SourceFile): Range {
  if (argument === undefined) return file.calleeRange(row);
  const { start, end } = argument.value;
  return { start, end };
}

function onlyOne(name: string, { entries }: Keywords): Keyword | undefined {
  const [only, other] = entries.get(name) ?? [];
  return other === undefined && only?.isCertain === true ? only : undefined;
}

function credentialsOf(keywords: Keywords, project: Project): CorsPolicy["credentials"] {
  const given = keywords.entries.get("allow_credentials");
  if (given === undefined) return keywords.isOpen || keywords.handsOn ? "unknown" : "refused";
  const keyword = onlyOne("allow_credentials", keywords);
  if (keyword === undefined) return "unknown";
  const answers = answersOf(keyword, project);
  if (answers.every((answer) => answer === true)) return "allowed";
  return answers.every((answer) => answer === false) ? "refused" : "unknown";
}

function answersOf(located: Located, project: Project): readonly (boolean | undefined)[] {
  const { expression, file, scope } = located;
  if (expression.kind === "comparison") return [isTrueText(located, project)];
  const constant = constantOf(expression, file, scope, project);
  if (constant?.expression.kind === "comparison") return [isTrueText(constant, project)];
  return alternatives(evaluate(expression, file, scope, project)).map(isTrue);
}

/** `os.getenv("CORS_CREDENTIALS", "true").lower() == "true"`, as it is by default. */
function isTrueText({ expression, file, scope }: Located, project: Project): boolean | undefined {
  if (expression.kind !== "comparison" || expression.operators.length > 1) return undefined;
  const [left, right] = expression.operands;
  if (left === undefined || right === undefined) return undefined;
  const isLowered =
    left.kind === "call" && left.callee.kind === "attribute" && left.callee.name === "lower";
  const asked = isLowered && left.callee.kind === "attribute" ? left.callee.object : left;
  const value = evaluate(asked, file, scope, project);
  const wanted = evaluate(right, file, scope, project);
  if (value.kind !== "string") return undefined;
  const text = isLowered ? value.value.toLowerCase() : value.value;
  const all = wanted.kind === "list" ? wanted.elements : [wanted];
  if (!all.every((it) => it.kind === "string")) return undefined;
  const operator = wanted.kind === "list" ? "in" : "==";
  if (expression.operators[0] !== operator) return undefined;
  return all.some((it) => it.kind === "string" && it.value === text);
}

function isTrue(value: Value): boolean | undefined {
  switch (value.kind) {
    case "boolean":
      return value.value;
    case "none":
      return false;
    case "number":
      return value.value !== 0;
    default:
      return undefined;
  }
}
