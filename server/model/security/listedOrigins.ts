/** The origins that a CORS middleware is given one by one, and what makes one that no browser sends. */

import type { Project } from "#model/project";
import { constantOf } from "#model/values/constants";
import { type Setting, settingOf } from "#model/values/pydanticSettings";
import { propertyOf, returnedBy } from "#model/values/results";
import { alternatives, type Located, type Place, type Value } from "#model/values/value";
import { evaluate } from "#model/values/values";
import type { Call, Comprehension, Expression } from "#syntax/facts";

/** `text`: all of it is known. `ending`: an f-string of which only the end is. `url`: a URL of Pydantic, whose text ends in a slash. */
export interface ListedOrigin extends Place {
  readonly kind: "text" | "ending" | "url";
  readonly value: string;
  /** The literal that holds nothing but this origin, in the file of `path`. */
  readonly literal: Expression | undefined;
}

export type OriginFault = "slash" | "path" | "star" | "scheme" | "blank" | "port" | "case" | "url";

export interface FaultyOrigin {
  readonly origin: ListedOrigin;
  readonly fault: OriginFault;
}

const DEEPEST = 12;
/** `list[AnyHttpUrl]` */
const LIST_OF_URLS =
  /\b(?:[Ll]ist|[Ss]et|[Tt]uple|Sequence)\[\s*(?:pydantic\.)?(?:AnyHttpUrl|AnyUrl|HttpUrl|AnyWebsocketUrl)\b/;
const MAY_BE_TEXT = /\b(?:[Ll]ist|[Ss]et|[Tt]uple|Sequence)\[\s*str\b|\bAny\b/;
const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
/** A place that a template fills. */
const PLACEHOLDER = /[{}<>$%]/;

/** The items of a list of origins that are known, in any file. */
export function listedOrigins(located: Located, project: Project): readonly ListedOrigin[] {
  return new Search(project).in(located);
}

/** Why no browser sends an origin like this; `undefined` where one may. */
export function faultOf({ kind, value }: ListedOrigin): OriginFault | undefined {
  if (kind === "url") return "url";
  if (kind === "ending") return /(?:^|[^/:])\/$/.test(value) ? "slash" : undefined;
  const text = value.trim();
  if (text === "" || text === "*" || text === "null" || PLACEHOLDER.test(text)) return undefined;
  if (text.includes("*")) return "star";
  const scheme = SCHEME.exec(text)?.[0];
  if (scheme === undefined) return "scheme";
  const rest = text.slice(scheme.length);
  if (/^[^/?#]+\/$/.test(rest)) return "slash";
  if (/^[^/?#]+[/?#]/.test(rest)) return "path";
  if (text !== value) return "blank";
  if (/^(?:http:\/\/.*:80|https:\/\/.*:443)$/i.test(text)) return "port";
  return /^https?:\/\/.*[A-Z]|^[a-z]*[A-Z]/.test(text) ? "case" : undefined;
}

/** The origin as browsers send it; `undefined` where nobody can tell. */
export function asSent(value: string, fault: OriginFault): string | undefined {
  if (fault === "star" || fault === "url") return undefined;
  const text = value.trim();
  const isLocal = /^(?:localhost|127\.|0\.0\.0\.0|\[::1?\])/i.test(text);
  const whole = fault === "scheme" ? `${isLocal ? "http" : "https"}://${text}` : text;
  const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]+/i.exec(whole)?.[0].toLowerCase();
  return origin?.replace(/^(http:\/\/.*):80$|^(https:\/\/.*):443$/, "$1$2");
}

class Search {
  private readonly project: Project;
  private depth = 0;

  constructor(project: Project) {
    this.project = project;
  }

  in(located: Located): readonly ListedOrigin[] {
    if (this.depth >= DEEPEST) return [];
    this.depth++;
    const found = this.read(located);
    this.depth--;
    return found;
  }

  private read(located: Located): readonly ListedOrigin[] {
    const { expression } = located;
    const inside = (inner: Expression): readonly ListedOrigin[] =>
      this.in({ ...located, expression: inner });
    switch (expression.kind) {
      case "conditional":
        return [expression.whenTrue, expression.otherwise].flatMap(inside);
      case "operation":
        return expression.left !== undefined && /^(?:or|\+)$/.test(expression.operator)
          ? [expression.left, expression.right].flatMap(inside)
          : [];
      case "list":
      case "tuple":
      case "set":
        return expression.elements.flatMap((element) =>
          element.kind === "starred"
            ? inside(element.value)
            : this.item({ ...located, expression: element }),
        );
      case "comprehension":
        return this.mapped(expression, located);
      case "name":
      case "attribute":
        return this.named(located);
      case "call":
        return this.called(expression, located);
      default:
        return [];
    }
  }

  private item(located: Located): readonly ListedOrigin[] {
    const { expression, file, scope } = located;
    const last = expression.kind === "formatted" ? expression.parts.at(-1) : undefined;
    const range = { start: expression.start, end: expression.end };
    const values = alternatives(evaluate(expression, file, scope, this.project));
    const known = values.flatMap((value) => this.text(value));
    if (known.length > 0) {
      const literal = expression.kind === "string" ? expression : undefined;
      return known.map((it) => ({ ...it, literal }));
    }
    return typeof last === "string"
      ? [{ kind: "ending", value: last, path: file.path, range, literal: undefined }]
      : [];
  }

  private text(value: Value): readonly ListedOrigin[] {
    return value.kind === "string"
      ? [
          {
            kind: "text",
            value: value.value,
            path: value.path,
            range: value.range,
            literal: undefined,
          },
        ]
      : [];
  }

  private evaluated({ expression, file, scope }: Located): readonly ListedOrigin[] {
    return alternatives(evaluate(expression, file, scope, this.project)).flatMap((value) =>
      value.kind === "list" ? value.elements.flatMap((it) => this.text(it)) : [],
    );
  }

  /** `[origin.strip() for origin in origins]`; not one that changes or picks in another way. */
  private mapped(
    { clauses, conditions, elements }: Comprehension,
    located: Located,
  ): readonly ListedOrigin[] {
    const [clause] = clauses;
    const [element] = elements;
    if (clause?.target.kind !== "name" || element === undefined || clauses.length > 1) return [];
    const { name } = clause.target;
    const isPlain = (it: Expression): boolean => unchanged(it, name) !== undefined;
    const how = unchanged(element, name);
    if (how === undefined || !conditions.every(isPlain)) return [];
    const found = this.in({ ...located, expression: clause.iterable });
    return how === "same" ? found : found.map((it) => ({ ...it, value: it.value.trim() }));
  }

  private named(located: Located): readonly ListedOrigin[] {
    const { expression, file, scope } = located;
    if (expression.kind === "attribute") {
      const setting = settingOf(expression, file, scope, this.project);
      if (setting !== undefined) return this.setting(setting, located);
      const owner = this.project.targetOf(expression.object, file, scope);
      const property = propertyOf(owner, expression.name, this.project);
      if (property !== undefined) return this.returned(property.path, property.row);
    }
    const constant = constantOf(expression, file, scope, this.project);
    return constant === undefined ? [] : this.in(constant);
  }

  private setting(setting: Setting, { expression, file }: Located): readonly ListedOrigin[] {
    if (this.isListOfUrls(setting)) {
      const range = { start: expression.start, end: expression.end };
      return [{ kind: "url", value: "", path: file.path, range, literal: undefined }];
    }
    return setting.default === undefined ? [] : this.in(setting.default);
  }

  /** In Pydantic 1 these URLs were strings, as they were written. */
  private isListOfUrls({ annotation, validators, file }: Setting): boolean {
    if (!LIST_OF_URLS.test(annotation) || MAY_BE_TEXT.test(annotation)) return false;
    if (this.project.packages().atLeast("pydantic", "2.0") !== true) return false;
    if (file.text.includes("url_preserve_empty_path")) return false;
    return validators.every((row) => {
      const start = file.startWithDecorators(row);
      const decorators = file.text.slice(start, file.outline.definitions.start(row));
      return /\bpre\s*=\s*True|["']before["']/.test(decorators);
    });
  }

  private returned(path: string, row: number): readonly ListedOrigin[] {
    return (returnedBy(path, row, this.project) ?? []).flatMap((it) => this.in(it));
  }

  private called(call: Call, located: Located): readonly ListedOrigin[] {
    const { file, scope } = located;
    const target = this.project.targetOf(call.callee, file, scope);
    if (target?.kind === "function") return this.returned(target.path, target.row);
    const [first] = call.arguments;
    const name = this.project.qualifiedName(target) ?? "";
    if (/^(?:list|tuple|set|sorted|frozenset)$/.test(name) && first !== undefined)
      return this.in({ ...located, expression: first.value });
    return this.evaluated(located);
  }
}

/** Whether an element is the variable of its comprehension: `origin`, `str(origin)`, or without blanks. */
function unchanged(element: Expression, variable: string): "same" | "stripped" | undefined {
  if (element.kind === "name") return element.name === variable ? "same" : undefined;
  if (element.kind !== "call") return undefined;
  const { callee, arguments: given } = element;
  const [first] = given;
  if (callee.kind === "name" && callee.name === "str" && first !== undefined)
    return given.length === 1 ? unchanged(first.value, variable) : undefined;
  const isStrip = callee.kind === "attribute" && callee.name === "strip" && given.length === 0;
  return isStrip && unchanged(callee.object, variable) !== undefined ? "stripped" : undefined;
}
