/** Reads dictionaries of keyword arguments: literals, variables that statements change, results of functions. */

import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { bindingOf, constantOf, isRebound } from "#model/values/constants";
import { followVariable } from "#model/values/dictionaryStatements";
import {
  HANDED_ON,
  type Keyword,
  KeywordSet,
  type Keywords,
  NO_KEYWORDS,
  UNREADABLE,
} from "#model/values/keywords";
import { returnedBy } from "#model/values/results";
import type { Located } from "#model/values/value";
import type {
  Attribute,
  Call,
  Comprehension,
  Dictionary,
  Expression,
  FunctionDefinition,
} from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";

/** Where an expression is read. */
export interface Frame {
  readonly file: SourceFile;
  /** The row of the definition, or `MODULE_LEVEL`. */
  readonly scope: number;
  /** What the parameters of that definition stand for, where it is read for one of its calls. */
  readonly parameters?: Parameters;
}

export interface Parameters {
  readonly values: ReadonlyMap<string, Located>;
  readonly dictionaries: ReadonlyMap<string, Keywords>;
}

const NO_PARAMETERS: Parameters = { values: new Map(), dictionaries: new Map() };
/** Deeper nesting of dictionaries and functions is given up. */
const DEEPEST = 16;

export class DictionaryReader {
  private readonly project: Project;
  private depth = 0;

  constructor(project: Project) {
    this.project = project;
  }

  /** The keyword arguments of a call. */
  keywordsOf(call: Call, frame: Frame): Keywords {
    const found = new KeywordSet();
    for (const argument of call.arguments) {
      const { keyword, stars, value } = argument;
      if (keyword !== undefined) found.set(keyword, locatedIn(value, frame), true, argument);
      else if (stars === 2) found.merge(this.read(value, frame), true);
    }
    return found.result();
  }

  /** The entries of a dictionary. */
  read(expression: Expression, frame: Frame): Keywords {
    if (this.depth >= DEEPEST) return UNREADABLE;
    this.depth++;
    const keywords = this.entriesOf(expression, frame);
    this.depth--;
    return keywords;
  }

  /** What the parameters of a function stand for in a call of it; `isMethod` where its first one is `self` or the class. */
  bind(definition: FunctionDefinition, isMethod: boolean, call: Call, frame: Frame): Parameters {
    const keywords = this.keywordsOf(call, frame);
    const parameters = definition.parameters.slice(isMethod ? 1 : 0);
    const unread = call.arguments.findIndex(({ stars }) => stars === 1);
    const positional = call.arguments
      .slice(0, unread === -1 ? call.arguments.length : unread)
      .filter((it) => it.keyword === undefined && it.stars === 0);
    const star = parameters.findIndex(({ stars }) => stars === 1);
    const values = new Map<string, Located>();
    const rest = new Map<string, readonly Keyword[]>(keywords.entries);
    for (const [index, { name, stars }] of parameters.entries()) {
      if (stars > 0) continue;
      const argument = star >= 0 && index > star ? undefined : positional[index];
      const [keyword, another] = keywords.entries.get(name) ?? [];
      const isOne = keyword?.isCertain === true && another === undefined;
      const named = isOne ? keyword : undefined;
      const given = argument === undefined ? named : locatedIn(argument.value, frame);
      if (given !== undefined) values.set(name, given);
      rest.delete(name);
    }
    const dictionaries = new Map<string, Keywords>();
    for (const [name, located] of values)
      dictionaries.set(name, this.read(located.expression, located));
    for (const { name, stars } of parameters)
      if (stars === 2) dictionaries.set(name, { ...keywords, entries: rest });
    return { values, dictionaries };
  }

  private entriesOf(expression: Expression, frame: Frame): Keywords {
    switch (expression.kind) {
      case "none":
        return NO_KEYWORDS;
      case "dictionary":
        return this.literal(expression, frame);
      case "conditional":
        return this.anyOf([expression.whenTrue, expression.otherwise], frame);
      case "operation": {
        const { operator, left, right } = expression;
        if (left === undefined || (operator !== "|" && operator !== "or")) return UNREADABLE;
        return operator === "or"
          ? this.anyOf([left, right], frame)
          : this.allOf([left, right], frame);
      }
      case "comprehension":
        return this.filtered(expression, frame);
      case "name":
        return this.variable(expression.name, expression, frame);
      case "attribute":
        return this.attribute(expression, frame);
      case "call":
        return this.called(expression, frame);
      default:
        return UNREADABLE;
    }
  }

  private literal({ entries }: Dictionary, frame: Frame): Keywords {
    const found = new KeywordSet();
    for (const { key, value } of entries) {
      if (key === undefined) found.merge(this.read(value, frame), true);
      else if (key.kind === "string") found.set(key.value, locatedIn(value, frame), true);
      else return UNREADABLE;
    }
    return found.result();
  }

  private allOf(expressions: readonly Expression[], frame: Frame): Keywords {
    const found = new KeywordSet();
    for (const expression of expressions) found.merge(this.read(expression, frame), true);
    return found.result();
  }

  private anyOf(expressions: readonly Expression[], frame: Frame): Keywords {
    const found = new KeywordSet();
    for (const expression of expressions) found.merge(this.read(expression, frame), false);
    return found.result();
  }

  /** `{key: value for key, value in options.items() if …}` */
  private filtered({ elements, clauses }: Comprehension, frame: Frame): Keywords {
    const [clause] = clauses;
    const [key, value] = elements;
    const call = clause?.iterable;
    const isSame =
      clauses.length === 1 &&
      clause?.target.kind === "tuple" &&
      [key, value].every((it, index) => {
        const target = clause.target.kind === "tuple" ? clause.target.elements[index] : undefined;
        return it?.kind === "name" && target?.kind === "name" && it.name === target.name;
      });
    if (!isSame || call?.kind !== "call" || call.callee.kind !== "attribute") return UNREADABLE;
    return call.callee.name === "items" ? this.anyOf([call.callee.object], frame) : UNREADABLE;
  }

  private attribute(expression: Attribute, frame: Frame): Keywords {
    const { file, scope } = frame;
    const owner = this.project.targetOf(expression.object, file, scope);
    const module = owner?.kind === "module" ? this.project.file(owner.path) : undefined;
    if (module !== undefined)
      return this.variable(expression.name, expression, { file: module, scope: MODULE_LEVEL });
    const constant = constantOf(expression, file, scope, this.project);
    return constant === undefined ? UNREADABLE : this.read(constant.expression, constant);
  }

  private variable(name: string, at: Expression, frame: Frame): Keywords {
    const { workspace } = this.project;
    const word = workspace.names.of(name);
    const binding = bindingOf(workspace, word, frame.file.path, frame.scope);
    if (binding === undefined) return UNREADABLE;
    const { file, scope } = binding;
    if (isBoundOtherwise(word, file, workspace.scopes(file.path)?.rows("bindings", scope)))
      return UNREADABLE;
    const isHere = file === frame.file && scope === frame.scope;
    const inside: Frame = isHere ? frame : { file, scope, parameters: NO_PARAMETERS };
    const definition = scope === MODULE_LEVEL ? undefined : file.definition(scope);
    if (definition?.kind === "class") return UNREADABLE;
    const statements = definition === undefined ? file.statements() : definition.body;
    return followVariable(statements, this.initial(name, definition, inside), {
      name,
      place: isHere ? at : undefined,
      read: (expression) => this.read(expression, inside),
      located: (expression) => locatedIn(expression, inside),
      slice: (range) => file.slice(range),
    });
  }

  /** What a variable holds before any statement: a parameter may hold something. */
  private initial(
    name: string,
    definition: FunctionDefinition | undefined,
    frame: Frame,
  ): Keywords {
    const parameter = definition?.parameters.find((it) => it.name === name);
    if (parameter === undefined) return NO_KEYWORDS;
    const given = frame.parameters?.dictionaries.get(name);
    if (given !== undefined) return given;
    // Of a function around this one nothing is known: its parameters are not those that a caller gives here.
    if (frame.parameters === NO_PARAMETERS) return UNREADABLE;
    if (frame.parameters === undefined) return parameter.stars === 2 ? HANDED_ON : UNREADABLE;
    return parameter.default === undefined ? UNREADABLE : this.read(parameter.default, frame);
  }

  private called(call: Call, frame: Frame): Keywords {
    const { callee } = call;
    const target = this.project.targetOf(callee, frame.file, frame.scope);
    if (target?.kind === "function") return this.returned(target.path, target.row, call, frame);
    if (this.project.qualifiedName(target) === "dict" || isDictName(callee)) {
      const found = new KeywordSet();
      for (const { keyword, stars, value } of call.arguments)
        if (keyword === undefined && stars !== 1) found.merge(this.read(value, frame), true);
      found.merge(this.keywordsOf({ ...call, arguments: named(call) }, frame), true);
      return found.result();
    }
    if (callee.kind === "attribute" && callee.name === "copy" && call.arguments.length === 0)
      return this.read(callee.object, frame);
    return UNREADABLE;
  }

  private returned(path: string, row: number, call: Call, frame: Frame): Keywords {
    const results = returnedBy(path, row, this.project) ?? [];
    const file = this.project.file(path);
    const definition = file?.definition(row);
    if (file === undefined || definition?.kind !== "function" || results.length === 0)
      return UNREADABLE;
    const { values, dictionaries } = this.bind(definition, isMethod(file, row), call, frame);
    const kept = [...values].filter(([name]) => !isRebound(name, file, row, this.project));
    const inside: Frame = {
      file,
      scope: row,
      parameters: { values: new Map(kept), dictionaries },
    };
    const [only] = results;
    if (only !== undefined && results.length === 1) return this.read(only.expression, inside);
    return this.anyOf(
      results.map(({ expression }) => expression),
      inside,
    );
  }
}

/** Whether a function takes an instance or class first. */
export function isMethod(file: SourceFile, row: number): boolean {
  const { definitions, decorators } = file.outline;
  const parent = definitions.parent(row);
  if (parent === MODULE_LEVEL || !definitions.isClass(parent)) return false;
  for (let decorator = 0; decorator < decorators.length; decorator++) {
    if (decorators.definition(decorator) !== row) continue;
    const range = { start: decorators.start(decorator), end: decorators.end(decorator) };
    if (file.slice(range) === "staticmethod") return false;
  }
  return true;
}

/** Whether a loop, a comprehension, `global` or the like gives a word values that no assignment shows; `|=` is no such thing. */
function isBoundOtherwise(word: number, { outline, text }: SourceFile, rows: Int32Array = NO_ROWS) {
  const { bindings } = outline;
  return rows.some((row) => {
    const start = bindings.start(row);
    return bindings.name(row) === word && !UNION.test(text.slice(start, start + LONGEST_NAME));
  });
}

const NO_ROWS = new Int32Array();
const UNION = /^[\p{L}\p{N}_]+\s*\|=/u;
const LONGEST_NAME = 200;

/** An expression; a parameter that is read for one call is what that call gave. */
function locatedIn(expression: Expression, frame: Frame): Located {
  const { parameters } = frame;
  const given = expression.kind === "name" ? parameters?.values.get(expression.name) : undefined;
  return given ?? { ...frame, expression };
}

function isDictName(callee: Expression): boolean {
  return callee.kind === "name" && callee.name === "dict";
}

function named(call: Call): Call["arguments"] {
  return call.arguments.filter(({ keyword }) => keyword !== undefined);
}
