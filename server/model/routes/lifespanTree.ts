/** What runs when an application starts and stops: lifespans with those that they enter, and event handlers. */

import { elementsOf } from "#model/routes/elements";
import { Environment } from "#model/routes/environment";
import { assign } from "#model/routes/expressions";
import { type Definition, definitionOf, qualifiedName } from "#model/routes/handlers";
import type { Interpreter } from "#model/routes/interpreter";
import type { Lifespan, Router } from "#model/routes/router";
import { type Frame, placeOf } from "#model/routes/run";
import { type FunctionValue, firstOf, truthOf, unknown, type Value } from "#model/routes/value";
import type { Call, Expression, Statement, With } from "#syntax/facts";
import { type Node, nodesIn } from "#syntax/walk";

/** In the order in which they are entered; they are left in the opposite one. */
export type LifespanStep = EnteredLifespan | EventHandlers;

export interface EnteredLifespan {
  readonly kind: "lifespan";
  readonly name: string;
  readonly definition: Definition | undefined;
  readonly isConditional: boolean;
  /** What it enters itself before its `yield`. */
  readonly inner: readonly LifespanStep[];
}

export interface EventHandlers {
  readonly kind: "events";
  readonly startup: readonly Handler[];
  readonly shutdown: readonly Handler[];
}

export interface Handler {
  readonly name: string;
  readonly definition: Definition | undefined;
  readonly isConditional: boolean;
}

const DEEPEST = 8;
const CONTEXT_MANAGER = /^contextlib\.(?:async)?contextmanager$/;
const ENTERING: ReadonlySet<string> = new Set(["enter_async_context", "enter_context"]);

export function lifespanSteps(router: Router, interpreter: Interpreter): readonly LifespanStep[] {
  return new Reading(interpreter).steps(router.lifespan, false, 0);
}

class Reading {
  private readonly interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.interpreter = interpreter;
  }

  steps(lifespan: Lifespan, isConditional: boolean, depth: number): readonly LifespanStep[] {
    if (depth > DEEPEST) return [];
    switch (lifespan.kind) {
      case "events":
        return this.events(lifespan.router);
      case "given":
        return this.given(lifespan.value, isConditional || lifespan.isConditional, depth);
      case "merged":
        return [
          ...this.steps(lifespan.outer, isConditional, depth),
          ...this.steps(lifespan.inner, isConditional || lifespan.isConditional, depth),
        ];
    }
  }

  private events({ onStartup, onShutdown }: Router): readonly LifespanStep[] {
    const startup = this.handlers(onStartup);
    const shutdown = this.handlers(onShutdown);
    return startup.length + shutdown.length === 0 ? [] : [{ kind: "events", startup, shutdown }];
  }

  private handlers(value: Value): readonly Handler[] {
    if (value.kind !== "list") return [];
    return value.elements.map((each) => {
      const handler = firstOf(each);
      return {
        name: qualifiedName(handler, this.interpreter),
        definition: definitionOf(handler),
        isConditional: each.kind === "perhaps" || each.kind === "either",
      };
    });
  }

  private given(value: Value, isConditional: boolean, depth: number): readonly LifespanStep[] {
    switch (value.kind) {
      case "none":
        return [];
      case "perhaps":
        return this.given(value.value, true, depth);
      case "either":
        return value.values.flatMap((it) => this.given(it, true, depth));
      case "native":
        if (value.lifespan !== undefined)
          return this.steps(value.lifespan, isConditional, depth + 1);
        return value.of === undefined ? [] : this.given(value.of, isConditional, depth);
      default: {
        const inner = value.kind === "function" ? this.innerOf(value, depth) : [];
        const name = qualifiedName(value, this.interpreter);
        const definition = definitionOf(value);
        return [{ kind: "lifespan", name, definition, isConditional, inner }];
      }
    }
  }

  private innerOf(value: FunctionValue, depth: number): readonly LifespanStep[] {
    if (depth > DEEPEST) return [];
    return new Body(value, this.interpreter, (entered, isConditional) =>
      this.given(entered, isConditional, depth + 1),
    ).read();
  }
}

/** The body of a lifespan, up to its `yield`. */
class Body {
  private readonly found: LifespanStep[] = [];
  private readonly value: FunctionValue;
  private readonly run: Interpreter;
  private readonly stepsOf: (entered: Value, isConditional: boolean) => readonly LifespanStep[];
  private conditions = 0;
  private hasYielded = false;

  constructor(
    value: FunctionValue,
    run: Interpreter,
    stepsOf: (entered: Value, isConditional: boolean) => readonly LifespanStep[],
  ) {
    this.value = value;
    this.run = run;
    this.stepsOf = stepsOf;
  }

  read(): readonly LifespanStep[] {
    const { path, row, environment: around, owner, self } = this.value;
    const { workspace } = this.run.project;
    const code = workspace.ownCode(path, row);
    const [definition] = code === undefined ? [] : workspace.statementsIn(code);
    if (code === undefined || definition?.kind !== "function") return [];
    const environment = new Environment(path, row, around, { owner });
    const frame: Frame = { path, scope: row, code, environment, returns: [], yields: [] };
    const names = definition.parameters.map(({ name }) => name);
    for (const { name, ...parameter } of definition.parameters)
      environment.bind(name, unknown(`the argument \`${name}\``, placeOf(parameter, frame)));
    if (self !== undefined && names[0] !== undefined) environment.bind(names[0], self);
    this.walk(definition.body, frame);
    return this.found;
  }

  private walk(statements: readonly Statement[], frame: Frame): void {
    for (const statement of statements) {
      if (this.hasYielded || !this.run.step()) return;
      this.statement(statement, frame);
    }
  }

  private statement(statement: Statement, frame: Frame): void {
    switch (statement.kind) {
      case "with":
        this.enterAll(statement, frame);
        return;
      case "if": {
        const truth = truthOf(this.run.evaluate(statement.condition, frame));
        if (truth !== false) this.branch(truth, statement.body, frame);
        if (truth !== true) this.branch(truth, statement.otherwise, frame);
        return;
      }
      case "for": {
        const elements = elementsOf(this.run.evaluate(statement.iterable, frame));
        for (const element of elements ?? []) {
          assign(
            statement.target,
            element.kind === "perhaps" ? element.value : element,
            frame,
            this.run,
          );
          if (element.kind === "perhaps") this.perhaps(() => this.walk(statement.body, frame));
          else this.walk(statement.body, frame);
        }
        return;
      }
      case "try":
        this.walk([...statement.body, ...statement.otherwise, ...statement.finally], frame);
        return;
      case "while":
        this.perhaps(() => this.walk(statement.body, frame));
        return;
      case "function":
      case "class":
      case "other":
        this.run.execute([statement], frame);
        return;
      default:
        this.simple(statement, frame);
    }
  }

  private enterAll(statement: With, frame: Frame): void {
    for (const { subject, alias } of statement.items) {
      this.enter(subject, frame);
      if (alias !== undefined)
        assign(alias, unknown("what a `with` gives", placeOf(subject, frame)), frame, this.run);
    }
    this.walk(statement.body, frame);
  }

  private simple(statement: Statement, frame: Frame): void {
    for (const node of nodesIn(statement, ({ kind }) => kind !== "lambda")) {
      if (node.kind === "yield") this.hasYielded = true;
      else if (isEntering(node) && node.arguments[0] !== undefined)
        this.enter(node.arguments[0].value, frame);
    }
    const [target] = statement.kind === "assignment" ? statement.targets : [];
    if (statement.kind !== "assignment" || target?.kind !== "name" || !statement.value) return;
    const { value } = statement;
    frame.environment.bindLater(target.name, () => this.run.evaluate(value, frame));
  }

  /** `lifespan(app)` of a function that is decorated as a context manager, or `app.router.lifespan_context(app)`. */
  private enter(subject: Expression, frame: Frame): void {
    if (subject.kind !== "call" || this.hasYielded) return;
    const callee = this.run.evaluate(subject.callee, frame);
    const isLifespan = callee.kind === "native" && callee.lifespan !== undefined;
    if (!isLifespan && !isContextManager(firstOf(callee))) return;
    this.found.push(...this.stepsOf(callee, this.conditions > 0));
  }

  private branch(truth: boolean | undefined, body: readonly Statement[], frame: Frame): void {
    if (truth === undefined) this.perhaps(() => this.walk(body, frame));
    else this.walk(body, frame);
  }

  private perhaps(work: () => void): void {
    this.conditions++;
    work();
    this.conditions--;
  }
}

function isEntering(node: Node): node is Call {
  return node.kind === "call" && node.callee.kind === "attribute" && ENTERING.has(node.callee.name);
}

function isContextManager(value: Value): boolean {
  return (
    value.kind === "function" &&
    value.signature.plainDecorators.some(
      (it) => it.kind === "external" && CONTEXT_MANAGER.test(it.name),
    )
  );
}
