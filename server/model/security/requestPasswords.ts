/** Passwords as a client sent them: which expressions hold one, and through which calls it came there. */

import { isHttpHandler } from "#model/application/handlers";
import {
  type ClassPlace,
  columnOf,
  familyOf,
  isTableModel,
  textOfClass,
} from "#model/database/tableModels";
import type { SourceFile } from "#model/files/sourceFile";
import type { CallSite } from "#model/link/callers";
import type { Project } from "#model/project";
import { isPasswordName, nameOfValue } from "#model/security/passwordNames";
import { constantOf } from "#model/values/constants";
import { passedFor } from "#model/values/parameters";
import type { Located } from "#model/values/value";
import type { Call, Expression } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";

export interface RequestPassword {
  /** The calls that pass it on, the one nearest to the place first; none in the handler itself. */
  readonly steps: readonly CallSite[];
}

/** FastAPI's own classes that hold a password of the request. */
const FORMS = new Set([
  "fastapi.security.OAuth2PasswordRequestForm()",
  "fastapi.security.OAuth2PasswordRequestFormStrict()",
  "fastapi.security.HTTPBasicCredentials()",
  "fastapi.security.oauth2.OAuth2PasswordRequestForm()",
  "fastapi.security.oauth2.OAuth2PasswordRequestFormStrict()",
  "fastapi.security.http.HTTPBasicCredentials()",
]);
/** What is read off a request by hand. */
const BODIES = /^(?:fastapi|starlette)\.(?:requests\.)?Request\(\)\.(?:json|form)\(\)$/;
const SCHEMAS = new Set(["pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel"]);
/** A schema that hashes by itself. */
const HASHES = /hash|crypt|digest|argon/i;
/** `Depends(get_user)`: what a dependency gives is not what the client sent; `Depends()` is. */
const DEPENDENCY = /\b(?:Depends|Security)\(\s*[\w.]/;
const DEEPEST = 6;

export class RequestPasswords {
  private readonly project: Project;
  private depth = 0;

  constructor(project: Project) {
    this.project = project;
  }

  /** The password that an expression holds as it was sent; `undefined` where that is not proven. */
  in(located: Located): RequestPassword | undefined {
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    const found = this.read(located);
    this.depth--;
    return found;
  }

  /** The object that a client sent with a password of that name, such as a schema. */
  object(name: string, located: Located): RequestPassword | undefined {
    const { expression, file, scope } = located;
    if (expression.kind !== "name" || this.isMutated(expression.name, name, file, scope))
      return undefined;
    const target = this.project.targetOf(expression, file, scope);
    if (target?.kind === "external") {
      const external = this.project.qualifiedName(target) ?? "";
      if (FORMS.has(external) || BODIES.test(external)) return { steps: [] };
    }
    if (target?.kind === "instance" && !this.isSchema(target, name)) return undefined;
    const isKnown = target?.kind === "instance" || this.isDictionary(expression.name, file, scope);
    return isKnown
      ? this.parameter(expression.name, file, scope, (it) => this.object(name, it))
      : undefined;
  }

  private read(located: Located): RequestPassword | undefined {
    const expression = unwrapped(located.expression);
    const name = nameOfValue(expression);
    if (name === undefined) return undefined;
    const { file, scope } = located;
    if (expression.kind === "name") {
      const constant = constantOf(expression, file, scope, this.project);
      if (constant !== undefined)
        return constant.file === file && constant.scope === scope && scope !== MODULE_LEVEL
          ? this.in(constant)
          : undefined;
      return isPasswordName(name)
        ? this.parameter(name, file, scope, (it) => this.in(it))
        : undefined;
    }
    if (!isPasswordName(name)) return undefined;
    const object = ownerOf(expression);
    return object && this.object(name, { ...located, expression: object });
  }

  /** A parameter that a client fills, or that a caller fills with what `follow` accepts. */
  private parameter(
    name: string,
    file: SourceFile,
    scope: number,
    follow: (given: Located) => RequestPassword | undefined,
  ): RequestPassword | undefined {
    const text = this.parameterText(name, file, scope);
    if (text === undefined) return undefined;
    if (isHttpHandler(file, scope, this.project))
      return DEPENDENCY.test(text) ? undefined : { steps: [] };
    if (this.depth > DEEPEST) return undefined;
    this.depth++;
    const found = this.fromCallers(name, file, scope, follow);
    this.depth--;
    return found;
  }

  private fromCallers(
    name: string,
    file: SourceFile,
    scope: number,
    follow: (given: Located) => RequestPassword | undefined,
  ): RequestPassword | undefined {
    for (const { site, given } of passedFor(name, file, scope, this.project)) {
      const caller = this.project.file(site.path);
      if (caller === undefined || this.project.role(caller) !== "application") continue;
      const found = given && follow(given);
      if (found !== undefined) return { steps: [site, ...found.steps] };
    }
    return undefined;
  }

  /** Annotation and default of a parameter that the function never assigns; `undefined` for other names. */
  private parameterText(name: string, file: SourceFile, scope: number): string | undefined {
    if (scope === MODULE_LEVEL || file.outline.definitions.isClass(scope)) return undefined;
    const { names } = this.project.workspace;
    const scopes = this.project.workspace.scopes(file.path);
    const word = names.of(name);
    if (scopes?.bindings(scope).get(word)?.length !== 1) return undefined;
    const { parameters } = file.outline;
    const row = scopes.rows("parameters", scope).find((it) => parameters.name(it) === word);
    if (row === undefined || parameters.stars(row) > 0) return undefined;
    return `${file.slice(parameters.annotationRange(row))} ${file.slice(parameters.defaultRange(row))}`;
  }

  private isDictionary(name: string, file: SourceFile, scope: number): boolean {
    return /^\s*(?:[\w.]*\b[Dd]ict\b|[\w.]*Mapping\b)/.test(
      this.parameterText(name, file, scope) ?? "",
    );
  }

  /** Whether a class of the project describes what a client sends, with a field of that name that stays as it was sent. */
  private isSchema(place: ClassPlace, field: string): boolean {
    const { project } = this;
    if (isTableModel(place, project) || columnOf(field, place, project) === undefined) return false;
    const family = familyOf(place, project);
    if (family.some((it) => HASHES.test(textOfClass(it, project)))) return false;
    return family.some(({ path, row }) =>
      project.basesOf(path, row).some((base) => SCHEMAS.has(project.qualifiedName(base) ?? "")),
    );
  }

  /** Whether the function replaces the password in an object: `data.password = hash_password(data.password)`. */
  private isMutated(object: string, field: string, file: SourceFile, scope: number): boolean {
    const { names } = this.project.workspace;
    const { assignments } = file.outline;
    const target = names.of(`${object}.${field}`);
    const rows = this.project.workspace.scopes(file.path)?.rows("assignments", scope) ?? [];
    if (rows.some((row) => assignments.target(row) === target)) return true;
    if (scope === MODULE_LEVEL) return false;
    const { definitions } = file.outline;
    const text = file.text.slice(definitions.start(scope), definitions.end(scope));
    return [`${object}["${field}"] =`, `${object}['${field}'] =`].some((it) => text.includes(it));
  }
}

/** Takes off what leaves the password as it is. */
function unwrapped(expression: Expression): Expression {
  if (expression.kind !== "call") return expression;
  const inner = sameText(expression);
  return inner === undefined ? expression : unwrapped(inner);
}

function sameText({ callee, arguments: all }: Call): Expression | undefined {
  if (callee.kind === "attribute")
    return /^(?:get_secret_value|strip|encode)$/.test(callee.name) ? callee.object : undefined;
  return callee.kind === "name" && callee.name === "str" ? all[0]?.value : undefined;
}

/** What a value is read from: `data` in `data.password`, `data["password"]` and `data.get("password")`. */
export function ownerOf(expression: Expression): Expression | undefined {
  if (expression.kind === "attribute" || expression.kind === "subscript") return expression.object;
  if (expression.kind !== "call" || expression.callee.kind !== "attribute") return undefined;
  return expression.callee.object;
}
