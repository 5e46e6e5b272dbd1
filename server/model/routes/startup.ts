/** What an application registers when it starts: in its lifespan, and in handlers of its startup. */
import { elementsOf } from "#model/routes/elements";
import type { Interpreter } from "#model/routes/interpreter";
import { cutShort, type Lifespan } from "#model/routes/router";
import type { FunctionValue, InstanceValue, Value } from "#model/routes/value";

/** A lifespan does much else. */
const MOST_STEPS = 10_000;

/** Runs those of them that may register something. What they do is there once a server has started, so it counts as conditional. */
export function registerAtStart(instance: InstanceValue, interpreter: Interpreter): void {
  const { router, made: place } = instance;
  if (router === undefined) return;
  const { cuts } = interpreter;
  interpreter.underCondition(() => {
    for (const { run, isLifespan } of runningAtStart(router.lifespan))
      if (interpreter.mayRegister(run))
        interpreter.atMost(MOST_STEPS, () =>
          interpreter.call(run, {
            positional: isLifespan ? [instance] : [],
            keywords: new Map(),
            place,
          }),
        );
  });
  if (interpreter.cuts > cuts) router.entries.push(cutShort(place));
}

interface AtStart {
  readonly run: FunctionValue;
  /** Whether it is given the application. */
  readonly isLifespan: boolean;
}

function runningAtStart(lifespan: Lifespan): readonly AtStart[] {
  switch (lifespan.kind) {
    case "events":
      return (elementsOf(lifespan.router.onStartup) ?? []).flatMap((it) => functionIn(it, false));
    case "given":
      return functionIn(lifespan.value, true);
    case "merged":
      return [...runningAtStart(lifespan.outer), ...runningAtStart(lifespan.inner)];
  }
}

function functionIn(value: Value, isLifespan: boolean): readonly AtStart[] {
  if (value.kind === "perhaps") return functionIn(value.value, isLifespan);
  return value.kind === "function" ? [{ run: value, isLifespan }] : [];
}
