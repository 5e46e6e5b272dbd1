/** What the names at the top of one Python file stand for, so that its types can be written in another file. */

import type { ClassDefinition, Expression, Statement } from "#syntax/facts";
import { headOf, type ImportStatement } from "#syntax/importStatements";

/** What an import brings: a name of a module, or without `name` the module itself. */
export interface Reference {
  readonly module: string;
  readonly name?: string;
}

export interface PythonFile {
  /** From the project root, with `/`. */
  readonly path: string;
  /** Dotted: `app.models.order`. */
  readonly module: string;
  readonly text: string;
  /** All of the file. */
  readonly statements: readonly Statement[];
}

/** How another file writes a dotted name, and what it must import for that. */
export interface ResolvedName {
  readonly text: string;
  /** The name in full, as in `datetime.datetime`; of a builtin the name alone. */
  readonly qualifiedName: string;
  /** None for a builtin. */
  readonly reference?: Reference;
}

const BUILTIN_TYPES = new Set(
  "bool bytes dict float frozenset int list object set str tuple".split(" "),
);

export class FileNames {
  private readonly file: PythonFile;
  private readonly imports: readonly ImportStatement[];

  constructor(file: PythonFile) {
    this.file = file;
    this.imports = headOf(file.text).all;
  }

  /** `parts` are those of a dotted name: `["datetime", "datetime"]`. Undefined where nothing in the file tells. */
  resolve(parts: readonly string[]): ResolvedName | undefined {
    const [first, ...rest] = parts;
    if (first === undefined) return undefined;
    const imported = this.imported(first, parts);
    if (imported !== undefined) return imported;
    if (this.assigned(first) !== undefined || this.classNamed(first) !== undefined)
      return named({ module: this.file.module, name: first }, rest);
    if (!BUILTIN_TYPES.has(first)) return undefined;
    const text = parts.join(".");
    return { text, qualifiedName: text };
  }

  /** The value of `name = value` at the top of the file, or of `type name = value`. */
  assigned(name: string): Expression | undefined {
    for (const statement of this.file.statements) {
      if (statement.kind === "assignment" && statement.targets.some((each) => isName(each, name)))
        return statement.value;
      if (statement.kind !== "other" || statement.word !== "type") continue;
      const [target, value] = statement.children;
      if (target !== undefined && isName(target, name)) return value;
    }
    return undefined;
  }

  classNamed(name: string): ClassDefinition | undefined {
    return this.file.statements.find(
      (statement): statement is ClassDefinition =>
        statement.kind === "class" && statement.name === name,
    );
  }

  private imported(first: string, parts: readonly string[]): ResolvedName | undefined {
    for (const statement of this.imports)
      for (const { name, alias } of statement.names) {
        if (statement.isFrom && (alias ?? name) === first)
          return named({ module: this.absolute(statement.module), name }, parts.slice(1));
        if (statement.isFrom) continue;
        if (alias === first) return ofModule(name, parts.slice(1));
        if (alias === undefined && startsWith(parts, name.split(".")))
          return ofModule(name, parts.slice(name.split(".").length));
      }
    return undefined;
  }

  /** `..enums` in `app.models.order` is `app.enums`. */
  private absolute(module: string): string {
    const name = module.replace(/^\.+/, "");
    const level = module.length - name.length;
    if (level === 0) return module;
    const parts = this.file.module.split(".");
    const isPackage = this.file.path.endsWith("/__init__.py");
    const parent = parts.slice(0, parts.length - level + (isPackage ? 1 : 0));
    return [...parent, ...(name === "" ? [] : [name])].join(".");
  }
}

/** `app.models.Order` as its parts; undefined for anything but names and dots. */
export function dottedParts(expression: Expression): readonly string[] | undefined {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind !== "attribute") return undefined;
  const object = dottedParts(expression.object);
  return object === undefined ? undefined : [...object, expression.name];
}

/** The last part of a dotted name: what a library's name is, however it was imported. */
export function lastName(expression: Expression): string | undefined {
  return dottedParts(expression)?.at(-1);
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === "name" && expression.name === name;
}

function startsWith(parts: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((part, index) => parts[index] === part);
}

function named(reference: Required<Reference>, rest: readonly string[]): ResolvedName {
  const text = [reference.name, ...rest].join(".");
  return { text, qualifiedName: `${reference.module}.${text}`, reference };
}

function ofModule(module: string, rest: readonly string[]): ResolvedName {
  const text = [module, ...rest].join(".");
  return { text, qualifiedName: text, reference: { module } };
}
