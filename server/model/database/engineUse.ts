/** How long an engine lives, and whether it is only made where another one failed. */
import type { SourceFile } from "#model/files/sourceFile";
import { bodyAround, conditionsAt } from "#model/link/surroundings";
import type { Call, Expression, Statement } from "#syntax/facts";
import { MODULE_LEVEL } from "#syntax/outline";
import { contains, type Range } from "#syntax/range";
import { blocksOf, type Node, nodesAround, nodesIn } from "#syntax/walk";

/** Whether a call runs only in a script, or only after another of these calls has failed. */
export function isStandIn(call: Range, others: readonly Range[], file: SourceFile): boolean {
  const isScript = conditionsAt(call, file).some(({ expression }) =>
    file.slice(expression).includes("__name__"),
  );
  if (isScript) return true;
  return nodesAround(call, bodyAround(call, file)).some(
    (node) =>
      node.kind === "try" &&
      node.handlers.some((handler) => contains(handler, call)) &&
      node.body.some((statement) => others.some((other) => contains(statement, other))),
  );
}

/**
 * Whether what a call row makes stays inside its function: it is bound to a local name, and neither that name nor a session or
 * connection of it is returned, stored or kept by a nested function. A function that yields may live as long as the application:
 * there it must not be given to anybody either.
 */
export function isShortLived(row: number, file: SourceFile): boolean {
  const { calls, results, definitions } = file.outline;
  const scope = calls.owner(row);
  if (scope === MODULE_LEVEL || definitions.isClass(scope)) return false;
  const definition = file.definition(scope);
  if (definition?.kind !== "function") return false;
  let yields = false;
  for (let result = 0; result < results.length; result++)
    yields ||= results.owner(result) === scope && results.isYield(result);
  const place = { start: calls.start(row), end: calls.end(row) };
  return new Uses(definition.body, place, outerNames(scope, file), yields).stayInside();
}

/** Methods whose result needs the engine. */
const GIVING =
  /^(?:connect|begin|raw_connection|execution_options|sync_engine|with_options|begin_nested)$/;
/** Functions that give something which needs the engine: classes, and makers of sessions. */
const MAKING = /^[A-Z_]|session|maker|factory|engine/;
/** Functions that keep what they are given. */
const KEEPING =
  /^(?:register|set\w*|add\w*|append|configure|bind\w*|provide|override|put|insert|init\w*|__init__|include\w*)$/;

class Uses {
  private readonly body: readonly Statement[];
  private readonly place: Range;
  private readonly outer: ReadonlySet<string>;
  private readonly yields: boolean;
  /** Local names that need the engine. */
  private readonly names = new Set<string>();
  /** Those of them that a `with` closes. */
  private readonly borrowed = new Set<string>();

  /** @param outer the names that `global` and `nonlocal` declare */
  constructor(
    body: readonly Statement[],
    place: Range,
    outer: ReadonlySet<string>,
    yields: boolean,
  ) {
    this.body = body;
    this.place = place;
    this.outer = outer;
    this.yields = yields;
  }

  stayInside(): boolean {
    const statements = this.body.flatMap(flattened);
    // A second time for names that are used above their last assignment, in a loop.
    for (let round = 0; round < 2; round++)
      for (const statement of statements) if (this.leaks(statement)) return false;
    return true;
  }

  private leaks(statement: Statement): boolean {
    switch (statement.kind) {
      case "function":
      case "class":
        // Its decorators run here and now: `@event.listens_for(engine, "connect")`.
        return statement.body.some((inner) => this.isMentioned(inner));
      case "return":
        return statement.value !== undefined && this.carries(statement.value);
      case "assignment": {
        const { value, targets } = statement;
        if (value === undefined) return false;
        if (this.isLambdaLeak(value)) return true;
        if (!this.carries(value)) return false;
        for (const target of targets) {
          if (target.kind !== "name" || this.outer.has(target.name)) return true;
          this.names.add(target.name);
        }
        return false;
      }
      case "with":
        for (const { subject, alias } of statement.items)
          if (alias?.kind === "name" && this.carries(subject)) {
            this.names.add(alias.name);
            this.borrowed.add(alias.name);
          }
        return false;
      case "expression":
        return this.isKept(statement.value) || this.isLambdaLeak(statement.value);
      default:
        return false;
    }
  }

  /** Whether a value needs the engine as long as it lives. */
  private carries(expression: Expression): boolean {
    switch (expression.kind) {
      case "name":
        return this.names.has(expression.name);
      case "attribute":
        return GIVING.test(expression.name) && this.carries(expression.object);
      case "await":
      case "starred":
      case "named":
        return this.carries(expression.value);
      case "conditional":
        return this.carries(expression.whenTrue) || this.carries(expression.otherwise);
      case "operation":
        return [expression.left, expression.right].some((it) => it && this.carries(it));
      case "list":
      case "tuple":
      case "set":
        return expression.elements.some((element) => this.carries(element));
      case "comprehension":
        return expression.elements.some((element) => this.carries(element));
      case "dictionary":
        return expression.entries.some(({ value }) => this.carries(value));
      case "call":
        return this.isPlace(expression) || this.isGiven(expression);
      default:
        return false;
    }
  }

  private isGiven({ callee, arguments: given }: Call): boolean {
    if (callee.kind === "attribute" && this.carries(callee.object)) return GIVING.test(callee.name);
    return MAKING.test(lastName(callee)) && given.some(({ value }) => this.carries(value));
  }

  private isKept(expression: Expression): boolean {
    const call = expression.kind === "await" ? expression.value : expression;
    if (call.kind === "yield") return call.value !== undefined && this.carries(call.value);
    if (call.kind !== "call") return false;
    const isGiven = call.arguments.some(
      ({ value }) =>
        this.carries(value) && !(value.kind === "name" && this.borrowed.has(value.name)),
    );
    return isGiven && (this.yields || KEEPING.test(lastName(call.callee)));
  }

  private isLambdaLeak(expression: Expression): boolean {
    for (const node of nodesIn(expression))
      if (node.kind === "lambda" && this.isMentioned(node)) return true;
    return false;
  }

  private isMentioned(node: Node): boolean {
    for (const inner of nodesIn(node)) if (this.is(inner)) return true;
    return false;
  }

  private is(node: Node): boolean {
    return (node.kind === "name" && this.names.has(node.name)) || this.isPlace(node);
  }

  private isPlace({ start, end }: Range): boolean {
    return start === this.place.start && end === this.place.end;
  }
}

function outerNames(scope: number, file: SourceFile): ReadonlySet<string> {
  const { bindings } = file.outline;
  const found = new Set<string>();
  for (let row = 0; row < bindings.length; row++)
    if (bindings.owner(row) === scope && bindings.isOuter(row))
      found.add(wordAt(file.text, bindings.start(row)));
  return found;
}

/** A statement and those inside it, in source order; nested definitions stay whole. */
function flattened(statement: Statement): readonly Statement[] {
  if (statement.kind === "function" || statement.kind === "class") return [statement];
  return [statement, ...blocksOf(statement).flatMap((block) => block.flatMap(flattened))];
}

function lastName(callee: Expression): string {
  return callee.kind === "name" || callee.kind === "attribute" ? callee.name : "";
}

function wordAt(text: string, start: number): string {
  return /^[\p{L}\p{N}_]*/u.exec(text.slice(start, start + 200))?.[0] ?? "";
}
