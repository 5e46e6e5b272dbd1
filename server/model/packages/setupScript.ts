/** What `setup.py` says where it says it in literals: lists right in the call of `setup`, or in a name of the module. */
import type { SourceFile } from "#model/files/sourceFile";
import type { Manifest } from "#model/packages/manifests";
import { parseRequirement, type Requirement } from "#model/packages/requirements";
import type { Argument, Expression, Statement } from "#syntax/facts";

const SETUP = /\bsetup\s*\(/;

/** Undefined where nothing in it can be told. */
export function readSetupScript(file: SourceFile): Manifest | undefined {
  if (!SETUP.test(file.text)) return undefined;
  const statements = file.statements();
  const call = setupArguments(statements);
  if (call === undefined || call.some(({ stars }) => stars > 0)) return undefined;
  const reader = new Reader(statements, file);
  const given = (name: string) => call.find(({ keyword }) => keyword === name)?.value;
  const required = reader.list(given("install_requires"));
  const extras = reader.lists(given("extras_require"));
  const python = given("python_requires");
  const requirements = [...(required ?? []), ...(extras ?? [])];
  return {
    isList: required !== undefined && given("install_requires") !== undefined,
    isOpen: required === undefined || extras === undefined,
    requirements,
    includes: [],
    constraints: [],
    requiresPython: python?.kind === "string" ? python.value : undefined,
  };
}

/** The arguments of the one call of `setup` or `setuptools.setup`, at the top of the file or under `if __name__ == "__main__"`. */
function setupArguments(statements: readonly Statement[]): readonly Argument[] | undefined {
  const found = statements.flatMap((statement): (readonly Argument[])[] => {
    if (statement.kind === "if") {
      const inside = setupArguments(statement.body);
      return inside === undefined ? [] : [inside];
    }
    if (statement.kind !== "expression" || statement.value.kind !== "call") return [];
    const { callee } = statement.value;
    const isSetup =
      (callee.kind === "name" || callee.kind === "attribute") && callee.name === "setup";
    return isSetup ? [statement.value.arguments] : [];
  });
  const [only, another] = found;
  return another === undefined ? only : undefined;
}

class Reader {
  private readonly statements: readonly Statement[];
  private readonly file: SourceFile;

  constructor(statements: readonly Statement[], file: SourceFile) {
    this.statements = statements;
    this.file = file;
  }

  /** The requirements in a list of strings; none for an argument that is not given, undefined for one that cannot be read. */
  list(expression: Expression | undefined): readonly Requirement[] | undefined {
    const literal = expression && this.literal(expression);
    if (expression === undefined) return [];
    if (literal?.kind !== "list" && literal?.kind !== "tuple") return undefined;
    const found: Requirement[] = [];
    for (const element of literal.elements) {
      if (element.kind !== "string") return undefined;
      const text = this.file.slice(element);
      const isPlain = text.slice(1, -1) === element.value;
      const range = isPlain
        ? { start: element.start + 1, end: element.end - 1 }
        : { start: element.start, end: element.end };
      const requirement = parseRequirement(element.value, range);
      if (requirement === undefined) return undefined;
      found.push(requirement);
    }
    return found;
  }

  /** Those in a dictionary of lists. */
  lists(expression: Expression | undefined): readonly Requirement[] | undefined {
    if (expression === undefined) return [];
    const literal = this.literal(expression);
    if (literal?.kind !== "dictionary") return undefined;
    const found: Requirement[] = [];
    for (const { key, value } of literal.entries) {
      const inside = key === undefined ? undefined : this.list(value);
      if (inside === undefined) return undefined;
      found.push(...inside);
    }
    return found;
  }

  /** What a name stands for that the module binds once and mentions nowhere but there and in one more place. */
  private literal(expression: Expression): Expression | undefined {
    if (expression.kind !== "name") return expression;
    const { name } = expression;
    const bound = this.statements.flatMap((statement) => {
      if (statement.kind !== "assignment" || statement.value === undefined) return [];
      const [target, another] = statement.targets;
      const isIt = target?.kind === "name" && target.name === name && another === undefined;
      return isIt ? [statement.value] : [];
    });
    const [only, another] = bound;
    const mentions = this.file.text.match(/[\p{L}\p{N}_]+/gu)?.filter((word) => word === name);
    return another === undefined && mentions?.length === 2 ? only : undefined;
  }
}
