/** Follows a dictionary in a variable through the statements of its scope: `d = {…}`, `d["key"] = …`, `d.update(…)`. */

import { leaves } from "#model/link/surroundings";
import { KeywordSet, type Keywords, NO_KEYWORDS } from "#model/values/keywords";
import type { Located } from "#model/values/value";
import type { Assignment, Call, Expression, Statement } from "#syntax/facts";
import { contains, type Range } from "#syntax/range";
import { blocksOf, nodesIn } from "#syntax/walk";

export interface Variable {
  readonly name: string;
  /** The place that wants to know; `undefined` where all statements count: at the end of a module, or for a nested function. */
  readonly place: Range | undefined;
  read(expression: Expression): Keywords;
  located(expression: Expression): Located;
  slice(range: Range): string;
}

/** What the variable holds when the place is reached, having held `initial` at first. */
export function followVariable(
  statements: readonly Statement[],
  initial: Keywords,
  variable: Variable,
): Keywords {
  const follower = new Follower(initial, variable);
  follower.block(statements, true);
  return follower.result();
}

/** Methods that change nothing. */
const READING = /^(?:get|items|keys|values|copy|pop|clear)$/;
/** In a text: a name that is changed as a dictionary. */
const CHANGE =
  /(?<![\p{L}\p{N}_.])([\p{L}\p{N}_]+)\s{0,9}(?:\[[^\]\n]{0,200}\]\s{0,9}=[^=]|\|=|\.(?:update|setdefault|pop|clear)\b)/gu;
/** What may be given the dictionary without changing it. */
const HARMLESS =
  /^(?:print|len|dict|list|sorted|set|str|repr|bool|isinstance|type|copy|deepcopy|debug|info|warning|error|exception|log)$/;

class Follower {
  private keywords: KeywordSet;
  private readonly variable: Variable;

  constructor(initial: Keywords, variable: Variable) {
    this.keywords = new KeywordSet(initial);
    this.variable = variable;
  }

  result(): Keywords {
    return this.keywords.result();
  }

  block(statements: readonly Statement[], isCertain: boolean): void {
    const { place } = this.variable;
    for (const statement of statements) {
      if (place !== undefined && statement.start >= place.end) return;
      this.statement(statement, isCertain);
    }
  }

  private statement(statement: Statement, isCertain: boolean): void {
    const { place } = this.variable;
    if (statement.kind === "function" || statement.kind === "class") {
      this.nested(statement);
      return;
    }
    const isAround = place !== undefined && contains(statement, place);
    const blocks = blocksOf(statement);
    if (blocks.length > 0) {
      this.compound(statement, blocks, isAround, isCertain);
      return;
    }
    // What else stands in the statement of the place runs with it.
    if (isAround) return;
    if (statement.kind === "assignment") this.assignment(statement, isCertain);
    if (statement.kind === "other" && statement.word === "del")
      for (const child of statement.children) this.deletion(child, isCertain);
    this.uses(statement, isCertain);
  }

  private compound(
    statement: Statement,
    blocks: readonly (readonly Statement[])[],
    isAround: boolean,
    isCertain: boolean,
  ): void {
    const { place } = this.variable;
    if (bindsInHeader(statement, this.variable.name)) this.keywords.open();
    const inside = blocks.findIndex((block) => block.some((it) => place && contains(it, place)));
    for (const [index, block] of blocks.entries()) {
      if (isAround && index === inside) this.block(block, isCertain);
      else if (statement.kind === "with" || (statement.kind === "try" && index === 0))
        this.block(block, isCertain && inside <= 0);
      // Of the other branches only those matter from which the code goes on to the place.
      else if (!leaves(block) && (!isAround || statement.kind === "try")) this.block(block, false);
    }
  }

  /** A nested function that changes the dictionary may run at any time. */
  private nested(definition: Range): void {
    for (const [, name] of this.variable.slice(definition).matchAll(CHANGE))
      if (name === this.variable.name) this.keywords.open();
  }

  private assignment({ targets, operator, value }: Assignment, isCertain: boolean): void {
    if (value === undefined) return;
    for (const target of targets) {
      if (this.isVariable(target)) this.rebound(operator, value, isCertain);
      else if (target.kind === "subscript" && this.isVariable(target.object))
        this.entry(target.indices, value, isCertain);
      else if (target.kind !== "attribute" && this.mentions(target)) this.keywords.open();
      // Under another name it may be changed, too.
      else if (target.kind === "name" && this.isVariable(value)) this.keywords.open();
    }
  }

  private rebound(operator: string, value: Expression, isCertain: boolean): void {
    const next = this.mentions(value) ? undefined : this.variable.read(value);
    if (operator === "=" && isCertain && next !== undefined) this.keywords = new KeywordSet(next);
    else if (operator === "=" && next !== undefined) this.keywords.mayBecome(next);
    else if (operator === "|=" && next !== undefined) this.keywords.merge(next, isCertain);
    else if (operator === "=") this.changedCopy(value, isCertain);
    else this.keywords.open();
  }

  /** `d = {**d, "key": value}` and `d = d | {…}` add to what is there. */
  private changedCopy(value: Expression, isCertain: boolean): void {
    const added = this.addedIn(value);
    if (added !== undefined && !this.mentions(added))
      this.keywords.merge(this.variable.read(added), isCertain);
    else this.keywords.open();
  }

  private addedIn(value: Expression): Expression | undefined {
    if (value.kind === "operation" && value.operator === "|" && value.left !== undefined)
      return this.isVariable(value.left) ? value.right : undefined;
    if (value.kind !== "dictionary") return undefined;
    const [first, ...entries] = value.entries;
    const isCopy = first !== undefined && first.key === undefined && this.isVariable(first.value);
    return isCopy ? { ...value, entries } : undefined;
  }

  private entry(indices: readonly Expression[], value: Expression, isCertain: boolean): void {
    const [key] = indices;
    if (key?.kind === "string" && indices.length === 1)
      this.keywords.set(key.value, this.variable.located(value), isCertain);
    else this.keywords.open();
  }

  private deletion(expression: Expression, isCertain: boolean): void {
    if (expression.kind !== "subscript" || !this.isVariable(expression.object)) return;
    const [key] = expression.indices;
    if (key?.kind === "string") this.keywords.remove(key.value, isCertain);
  }

  /** Calls in a statement that change the dictionary, or hand it to somebody who may. */
  private uses(statement: Statement, isCertain: boolean): void {
    for (const node of nodesIn(statement)) {
      if (node.kind === "named" && node.name === this.variable.name) this.keywords.open();
      if (node.kind !== "call") continue;
      const { callee } = node;
      if (callee.kind === "attribute" && this.isVariable(callee.object))
        this.method(callee.name, node, isCertain);
      else if (node.arguments.some(({ stars, value }) => stars === 0 && this.isVariable(value)))
        if (!HARMLESS.test(lastName(callee))) this.keywords.open();
    }
  }

  private method(name: string, call: Call, isCertain: boolean): void {
    const [first, second] = call.arguments;
    const key = first?.value.kind === "string" ? first.value.value : undefined;
    if (name === "update")
      this.keywords.merge(this.variable.read({ ...call, callee: DICT }), isCertain);
    else if (name === "clear" && isCertain) this.keywords = new KeywordSet(NO_KEYWORDS);
    else if (name === "clear") this.keywords.mayBecome(NO_KEYWORDS);
    else if (name === "pop" && key !== undefined) this.keywords.remove(key, isCertain);
    else if (name === "setdefault" && key !== undefined && second !== undefined)
      this.keywords.setDefault(key, this.variable.located(second.value), isCertain);
    else if (!READING.test(name)) this.keywords.open();
  }

  private isVariable(expression: Expression): boolean {
    return expression.kind === "name" && expression.name === this.variable.name;
  }

  private mentions(expression: Expression): boolean {
    for (const node of nodesIn(expression))
      if (node.kind === "name" && node.name === this.variable.name) return true;
    return false;
  }
}

/** `d.update(…)` takes the same arguments as `dict(…)`. */
const DICT: Expression = { kind: "name", name: "dict", start: 0, end: 0 };

function bindsInHeader(statement: Statement, name: string): boolean {
  const targets =
    statement.kind === "for"
      ? [statement.target]
      : statement.kind === "with"
        ? statement.items.flatMap(({ alias }) => alias ?? [])
        : [];
  return targets.some((target) =>
    [...nodesIn(target)].some((node) => node.kind === "name" && node.name === name),
  );
}

function lastName(expression: Expression): string {
  return expression.kind === "name" || expression.kind === "attribute" ? expression.name : "";
}
