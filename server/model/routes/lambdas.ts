/** Functions without a name. */
import { Environment } from "#model/routes/environment";
import { type Frame, placeOf, type Run } from "#model/routes/run";
import type { NativeFunction, Value } from "#model/routes/value";
import type { Lambda } from "#syntax/facts";

export function lambda(expression: Lambda, frame: Frame, run: Run): Value {
  return {
    kind: "native",
    name: "<lambda>",
    place: placeOf(expression, frame),
    parameters: lambdaParameters(expression, frame, run),
    registers: frame.environment.bearsRouter(1),
    call(given) {
      const environment = new Environment(frame.path, frame.scope, frame.environment);
      for (const [index, name] of expression.parameters.entries()) {
        const value = given.keywords.get(name) ?? given.positional[index];
        if (value !== undefined) environment.bind(name, value);
      }
      return run.evaluate(expression.body, { ...frame, environment });
    },
  };
}

/** Those that have a default come last. */
function lambdaParameters(
  { parameters, defaults }: Lambda,
  frame: Frame,
  run: Run,
): NonNullable<NativeFunction["parameters"]> {
  const firstWithDefault = parameters.length - defaults.length;
  return parameters.map((name, index) => {
    const given = defaults[index - firstWithDefault];
    return given === undefined ? { name } : { name, default: run.evaluate(given, frame) };
  });
}
