/** The parameters of a function, with what their annotations and defaults are where it is defined. */
import { annotationOf } from "#model/routes/annotations";
import { type Frame, placeOf, type Run } from "#model/routes/run";
import type { Place, Value } from "#model/routes/value";
import type { FunctionDefinition, Parameter } from "#syntax/facts";

export interface SignatureParameter {
  readonly name: string;
  readonly stars: 0 | 1 | 2;
  readonly annotation: Value | undefined;
  readonly default: Value | undefined;
  readonly place: Place;
}

interface Evaluated {
  readonly parameters: readonly SignatureParameter[];
  readonly returns: Value | undefined;
}

/** Most functions are never asked for theirs, so each is evaluated when it first is. */
export class Signature {
  readonly definition: FunctionDefinition;
  private readonly frame: Frame;
  private readonly run: Run;
  private known: Evaluated | undefined;

  /** @param frame what the function is defined in */
  constructor(definition: FunctionDefinition, frame: Frame, run: Run) {
    this.definition = definition;
    this.frame = frame;
    this.run = run;
  }

  get parameters(): readonly SignatureParameter[] {
    return this.evaluate().parameters;
  }

  /** What it says that it gives. */
  get returns(): Value | undefined {
    return this.evaluate().returns;
  }

  /** The decorators that are no calls, which may register something. */
  get plainDecorators(): readonly Value[] {
    return this.definition.decorators
      .filter(({ kind }) => kind === "name" || kind === "attribute")
      .map((it) => this.run.evaluate(it, this.frame));
  }

  /** Takes its names for what they are bound to now. */
  evaluate(): Evaluated {
    const { parameters, returns } = this.definition;
    this.known ??= {
      parameters: parameters.filter(({ name }) => /^\w/.test(name)).map((it) => this.evaluated(it)),
      returns: returns && annotationOf(returns, this.frame, this.run),
    };
    return this.known;
  }

  private evaluated(parameter: Parameter): SignatureParameter {
    const { name, stars, annotation, default: given } = parameter;
    return {
      name,
      stars,
      annotation: annotation && this.run.late(() => annotationOf(annotation, this.frame, this.run)),
      default: given && this.run.late(() => this.run.evaluate(given, this.frame)),
      place: placeOf(parameter, this.frame),
    };
  }
}
