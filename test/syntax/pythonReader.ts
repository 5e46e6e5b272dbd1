/** The reader of Python for tests of facts, and ways to write down what it should find. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Expression, Statement } from "#syntax/facts";
import { loadPython } from "#syntax/python";
import type { Range } from "#syntax/range";

const { resolve } = createRequire(import.meta.url);

export const python = await loadPython({
  runtime: wasm("web-tree-sitter/web-tree-sitter.wasm"),
  grammar: wasm("tree-sitter-python/tree-sitter-python.wasm"),
});

export function wasm(path: string): Uint8Array {
  return readFileSync(resolve(path));
}

/** The facts of an expression without ranges. */
export function expressionIn(text: string): unknown {
  return withoutRanges(python.expression(text, 0));
}

/** The facts of statements without ranges. */
export function statementsIn(text: string): unknown {
  return withoutRanges(python.statements(text, 0));
}

export function withoutRanges(facts: unknown): unknown {
  if (Array.isArray(facts)) return facts.map(withoutRanges);
  if (typeof facts !== "object" || facts === null) return facts;
  const left = Object.entries(facts).filter(
    ([key]) => !["start", "end", "argumentList", "nameRange"].includes(key),
  );
  return Object.fromEntries(left.map(([key, value]) => [key, withoutRanges(value)]));
}

/** Every expression and statement in facts. */
export function factsIn(facts: unknown): (Expression | Statement)[] {
  return [...objectsIn(facts)].filter(isFact);
}

/** Everything in facts that has a range. */
export function rangesIn(facts: unknown): Range[] {
  return [...objectsIn(facts)].filter(isRange);
}

function* objectsIn(facts: unknown): Generator<object> {
  const open: unknown[] = [facts];
  for (let fact = open.pop(); fact !== undefined; fact = open.pop()) {
    if (typeof fact !== "object" || fact === null) continue;
    yield fact;
    open.push(...Object.values(fact).reverse());
  }
}

function isFact(value: object): value is Expression | Statement {
  return isRange(value) && "kind" in value;
}

function isRange(value: object): value is Range {
  return "start" in value && "end" in value;
}

export function name(text: string): { kind: "name"; name: string } {
  return { kind: "name", name: text };
}

export function number(value: number): { kind: "number"; value: number } {
  return { kind: "number", value };
}

export function string(value: string): { kind: "string"; value: string; isBytes: false } {
  return { kind: "string", value, isBytes: false };
}

export function other(...children: unknown[]): { kind: "other"; children: unknown[] } {
  return { kind: "other", children };
}

/** An expression that stands as a statement. */
export function alone(value: unknown): { kind: "expression"; value: unknown } {
  return { kind: "expression", value };
}
