/** Executes statements while an application is built: registrations in their order, branches that are not decided both. */
import { argumentsOf, bearRouter, isWorthFollowing } from "#model/routes/calls";
import { defineClass, defineFunction } from "#model/routes/definitions";
import { added, asUnknown, elementsOf, setEntry } from "#model/routes/elements";
import type { Bindings } from "#model/routes/environment";
import { assign } from "#model/routes/expressions";
import { executeImport } from "#model/routes/imports";
import { type Completion, type Frame, placeOf, type Run } from "#model/routes/run";
import {
  bearsRouter,
  certaintyOf,
  either,
  isOwn,
  NONE,
  truthOf,
  unknown,
  type Value,
} from "#model/routes/value";
import type {
  Assignment,
  Expression,
  For,
  If,
  Match,
  OtherStatement,
  Statement,
  Try,
} from "#syntax/facts";

/** Loops over more are cut: no table of routes is that long. */
const MOST_ROUNDS = 2000;

export function executeBlock(statements: readonly Statement[], frame: Frame, run: Run): Completion {
  for (const [index, statement] of statements.entries()) {
    if (!run.step()) return "normal";
    const completion = executeStatement(statement, frame, run);
    if (completion === "perhaps") {
      const rest = run.underCondition(() => executeBlock(statements.slice(index + 1), frame, run));
      return rest === "normal" ? "perhaps" : rest;
    }
    if (completion !== "normal") return completion;
  }
  return "normal";
}

/** Whether a branch that ended so is left for good, so that not everything after it runs. */
function isLeft(completion: Completion): boolean {
  return completion !== "normal" && completion !== "raise";
}

function executeStatement(statement: Statement, frame: Frame, run: Run): Completion {
  switch (statement.kind) {
    case "expression":
      executeExpression(statement.value, frame, run);
      return "normal";
    case "assignment":
      executeAssignment(statement, frame, run);
      return "normal";
    case "return":
      frame.returns.push(statement.value ? run.evaluate(statement.value, frame) : NONE);
      return "return";
    case "raise":
      return "raise";
    case "if":
      return executeIf(statement, frame, run);
    case "for":
      return executeFor(statement, frame, run);
    case "while":
      run.underCondition(() => run.execute(statement.body, frame));
      return "normal";
    case "with":
      for (const { subject, alias } of statement.items) {
        const value = run.evaluate(subject, frame);
        if (alias !== undefined)
          assign(alias, unknown("what a `with` gives", placeOf(subject, frame)), frame, run);
        if (value.kind === "instance" && alias !== undefined) assign(alias, value, frame, run);
      }
      return run.execute(statement.body, frame);
    case "try":
      return executeTry(statement, frame, run);
    case "match":
      return executeMatch(statement, frame, run);
    case "function":
      defineFunction(statement, frame, run);
      return "normal";
    case "class":
      defineClass(statement, frame, run);
      return "normal";
    default:
      return executeOther(statement, frame, run);
  }
}

/** A call whose result nobody takes is followed where it may register something. */
function executeExpression(expression: Expression, frame: Frame, run: Run): void {
  if (expression.kind === "await") executeExpression(expression.value, frame, run);
  else if (expression.kind !== "call") run.evaluate(expression, frame);
  else {
    const callee = run.evaluate(expression.callee, frame);
    const given = argumentsOf(expression, frame, run);
    if (isWorthFollowing(callee, given, run)) run.call(callee, given);
  }
}

function executeAssignment(statement: Assignment, frame: Frame, run: Run): void {
  const { value, targets, operator, annotation } = statement;
  const [target] = targets;
  if (value === undefined) {
    if (target?.kind === "name" && annotation !== undefined && frame.environment.isClass)
      frame.environment.annotate(target.name, run.evaluate(annotation, frame));
    return;
  }
  if (operator === "=" && target?.kind === "name" && targets.length === 1) {
    const call = callToPutOff(value, frame, run);
    if (call !== undefined) {
      frame.environment.bindLater(target.name, call);
      return;
    }
  }
  const given = run.evaluate(value, frame);
  if (operator === "=") {
    for (const each of targets) assign(each, given, frame, run);
    if (target?.kind === "name" && annotation !== undefined && frame.environment.isClass)
      frame.environment.annotate(target.name, run.evaluate(annotation, frame));
  } else if (target !== undefined) augment(target, given, statement, frame, run);
}

/** A call that registers nothing and whose result is only bound to a name: it is made when somebody asks for that, and mostly nobody does. */
function callToPutOff(expression: Expression, frame: Frame, run: Run): (() => Value) | undefined {
  const call = expression.kind === "await" ? expression.value : expression;
  if (call.kind !== "call") return undefined;
  const callee = calleeWithoutCalls(call.callee, frame, run);
  if (callee?.kind !== "function" || bearsRouter(callee) || run.mayRegister(callee))
    return undefined;
  const given = argumentsOf(call, frame, run);
  return bearRouter(given) ? undefined : () => run.call(callee, given);
}

/** What a callee of names is, so that evaluating it once more changes nothing. */
function calleeWithoutCalls(callee: Expression, frame: Frame, run: Run): Value | undefined {
  for (let at = callee; ; at = at.object) {
    if (at.kind === "name") return run.evaluate(callee, frame);
    if (at.kind !== "attribute") return undefined;
  }
}

function augment(
  target: Expression,
  given: Value,
  statement: Assignment,
  frame: Frame,
  run: Run,
): void {
  const before = run.evaluate(target, frame);
  const place = placeOf(statement, frame);
  if (statement.operator === "+=" && before.kind === "list") {
    const elements = elementsOf(given);
    if (elements === undefined) before.open = asUnknown(given, place);
    else
      before.elements.push(
        ...(run.isConditional
          ? elements.map((value): Value => ({ kind: "perhaps", value }))
          : elements),
      );
  } else if (statement.operator === "+=") assign(target, added(before, given, place), frame, run);
  else if (statement.operator === "|=" && before.kind === "dictionary") {
    if (given.kind === "dictionary")
      for (const { key, value } of given.entries) setEntry(before, key, value);
    else before.open = asUnknown(given, place);
  } else assign(target, unknown("a computed value", place), frame, run);
}

/** A branch that settings or the environment decide is taken by their defaults; what the other one registers is there under a condition. */
function executeIf(statement: If, frame: Frame, run: Run): Completion {
  const condition = run.evaluate(statement.condition, frame);
  const truth = truthOf(condition);
  if (truth === undefined) return executeBoth(statement.body, statement.otherwise, frame, run);
  const { body, otherwise } = statement;
  if (certaintyOf(condition) === "code") return run.execute(truth ? body : otherwise, frame);
  const before = truth ? "normal" : executeApart(body, frame, run);
  const completion = run.underCondition(() => run.execute(truth ? body : otherwise, frame));
  if (completion !== "normal" && completion !== "perhaps") return completion;
  const apart = truth ? executeApart(otherwise, frame, run) : before;
  return isLeft(apart) ? "perhaps" : completion;
}

function executeBoth(
  first: readonly Statement[],
  second: readonly Statement[],
  frame: Frame,
  run: Run,
): Completion {
  const { environment } = frame;
  const before = environment.snapshot();
  const ended = run.underCondition(() => run.execute(first, frame));
  const after = environment.snapshot();
  environment.restore(before);
  const endedToo = run.underCondition(() => run.execute(second, frame));
  const goesOn = (completion: Completion): boolean =>
    completion === "normal" || completion === "perhaps";
  // What a branch that leaves has bound is not seen behind it.
  if (!goesOn(endedToo)) environment.restore(after);
  else if (goesOn(ended)) environment.merge(after);
  if (ended === endedToo) return ended;
  return isLeft(ended) || isLeft(endedToo) ? "perhaps" : "normal";
}

/** Registers what is registered there, and forgets what is bound there. */
function executeApart(statements: readonly Statement[], frame: Frame, run: Run): Completion {
  if (statements.length === 0) return "normal";
  const before = frame.environment.snapshot();
  const returns = frame.returns.length;
  const completion = run.underCondition(() => run.execute(statements, frame));
  frame.environment.restore(before);
  frame.returns.length = returns;
  return completion;
}

function executeFor(statement: For, frame: Frame, run: Run): Completion {
  const iterable = run.evaluate(statement.iterable, frame);
  const elements =
    elementsOf(iterable) ?? (iterable.kind === "list" ? iterable.elements : undefined);
  if (elements === undefined || (iterable.kind === "list" && iterable.open !== undefined)) {
    const value = asUnknown(iterable, placeOf(statement.iterable, frame));
    for (const element of elements ?? []) executeRound(statement, element, frame, run);
    run.underCondition(() => executeRound(statement, value, frame, run));
    return run.execute(statement.otherwise, frame);
  }
  for (const element of elements.slice(0, MOST_ROUNDS)) {
    const completion =
      element.kind === "perhaps"
        ? run.underCondition(() => executeRound(statement, element.value, frame, run))
        : executeRound(statement, element, frame, run);
    if (completion === "break") return "normal";
    if (completion === "return" || completion === "raise") return completion;
  }
  return run.execute(statement.otherwise, frame);
}

function executeRound(statement: For, element: Value, frame: Frame, run: Run): Completion {
  assign(statement.target, element, frame, run);
  return run.execute(statement.body, frame);
}

/** What stands in a `try` that something is caught of is there under a condition; its handlers bind only what it did not. */
function executeTry(statement: Try, frame: Frame, run: Run): Completion {
  const body = (): Completion => run.execute([...statement.body, ...statement.otherwise], frame);
  const completion = statement.handlers.length === 0 ? body() : run.underCondition(() => body());
  for (const handler of statement.handlers) executeHandler(handler.body, frame, run);
  const last = run.execute(statement.finally, frame);
  if (last !== "normal") return last;
  return completion === "raise" && statement.handlers.length > 0 ? "normal" : completion;
}

function executeHandler(statements: readonly Statement[], frame: Frame, run: Run): void {
  const { environment } = frame;
  const before = environment.snapshot();
  const returns = frame.returns.length;
  run.underCondition(() => run.execute(statements, frame));
  environment.settle();
  const after = environment.snapshot();
  environment.restore(before);
  frame.returns.length = returns;
  for (const [name, value] of after.values) {
    const known = environment.known(name);
    if (known === value) continue;
    if (known === undefined || !isOwn(known)) environment.bind(name, value);
    else if (isOwn(value)) environment.bind(name, either([known, value]) ?? known);
  }
}

function executeMatch(statement: Match, frame: Frame, run: Run): Completion {
  run.evaluate(statement.subject, frame);
  const { environment } = frame;
  const before = environment.snapshot();
  const results: Bindings[] = [];
  const completions = statement.cases.map(({ body }) => {
    environment.restore(before);
    const completion = run.underCondition(() => run.execute(body, frame));
    if (completion === "normal") results.push(environment.snapshot());
    return completion;
  });
  environment.restore(results[0] ?? before);
  for (const result of results.slice(1)) environment.merge(result);
  const [first] = completions;
  const isAll = statement.cases.some(({ isDefault }) => isDefault);
  return isAll && first !== undefined && completions.every((it) => it === first) ? first : "normal";
}

function executeOther(statement: OtherStatement, frame: Frame, run: Run): Completion {
  switch (statement.word) {
    case "import":
    case "from":
      executeImport(statement, frame, run);
      return "normal";
    case "global":
    case "nonlocal":
      for (const [name] of frame.code.text
        .slice(statement.start + statement.word.length, statement.end)
        .matchAll(/\w+/g))
        frame.environment.declareOuter(name, statement.word === "global");
      return "normal";
    case "type": {
      const [alias, value] = statement.children;
      if (alias?.kind === "name" && value !== undefined)
        frame.environment.bindLater(alias.name, () => run.evaluate(value, frame));
      return "normal";
    }
    case "break":
    case "continue":
      return statement.word;
    default:
      return "normal";
  }
}
