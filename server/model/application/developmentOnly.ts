/** Which code runs on the machines of developers alone, as the conditions around it say. */
import type { Condition } from "#model/link/surroundings";
import type { Expression } from "#syntax/facts";

const DEVELOPMENT = new Set(
  "debug debugging dev develop development devel local localhost".split(" "),
);
const PRODUCTION = new Set("prod production live deployed".split(" "));

/** Whether code under these conditions never runs in production. */
export function isDevelopmentOnly(conditions: readonly Condition[]): boolean {
  return conditions.some(({ expression, holds }) => saysDevelopment(expression, holds));
}

/** Whether an expression that is true (or false) means development. */
export function saysDevelopment(expression: Expression, holds: boolean): boolean {
  switch (expression.kind) {
    case "operation": {
      const { operator, left, right } = expression;
      if (operator === "not") return saysDevelopment(right, !holds);
      if (left === undefined || (operator !== "and" && operator !== "or")) return false;
      const both = [saysDevelopment(left, holds), saysDevelopment(right, holds)];
      return (operator === "and") === holds ? both.includes(true) : !both.includes(false);
    }
    case "comparison": {
      const [operator, further] = expression.operators;
      if (operator === undefined || further !== undefined) return false;
      const isSame = /^(?:==|is|in)$/.test(operator);
      const isFalse = expression.operands.some((it) => it.kind === "boolean" && !it.value);
      return names(expression.operands, (isSame === holds) !== isFalse);
    }
    case "call":
      return names([expression.callee, ...expression.arguments.map(({ value }) => value)], holds);
    default:
      return names([expression], holds);
  }
}

/** Whether some of the words are those of development, or of production where it is said not to be. */
function names(expressions: readonly Expression[], isSo: boolean): boolean {
  const words = expressions.flatMap(wordsOf);
  const isProduction = words.some((word) => PRODUCTION.has(word));
  const isDevelopment = words.some((word) => DEVELOPMENT.has(word));
  return isSo ? isDevelopment && !isProduction : isProduction && !isDevelopment;
}

function wordsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case "name":
      return split(expression.name);
    case "attribute":
      return split(expression.name);
    case "string":
      return split(expression.value);
    case "list":
    case "tuple":
    case "set":
      return expression.elements.flatMap(wordsOf);
    case "call":
      return [expression.callee, ...expression.arguments.map(({ value }) => value)].flatMap(
        wordsOf,
      );
    default:
      return [];
  }
}

function split(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/);
}
