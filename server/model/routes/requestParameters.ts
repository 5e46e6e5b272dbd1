/** What a request has to bring for a route: the parameters of its whole tree, by the names that a request uses. */
import { classIn, isModel } from "#model/routes/annotations";
import type { Dependant } from "#model/routes/dependants";
import { fieldsOf } from "#model/routes/fields";
import { converted, type ParameterKind, type RequestParameter } from "#model/routes/parameters";
import type { Run } from "#model/routes/run";
import type { Place } from "#model/routes/value";

export interface BroughtParameter {
  /** As a request calls it. */
  readonly name: string;
  readonly in: ParameterKind;
  /** Of the parameter, or of the field of the model that stands for it. */
  readonly place: Place;
}

const ORDER: readonly ParameterKind[] = ["path", "query", "header", "cookie", "form", "body"];

/** Each once, by kind; those of which the kind is not known are left out. */
export function broughtParameters(dependant: Dependant, run: Run): readonly BroughtParameter[] {
  const found = new Map<string, BroughtParameter>();
  const visit = (it: Dependant): void => {
    for (const kind of ORDER)
      for (const brought of broughtOf(kind, it.parameters, run)) {
        const key = `${kind} ${brought.name}`;
        if (!found.has(key)) found.set(key, brought);
      }
    it.dependencies.forEach(visit);
  };
  visit(dependant);
  return ORDER.flatMap((kind) => [...found.values()].filter((it) => it.in === kind));
}

function broughtOf(
  kind: ParameterKind,
  parameters: readonly RequestParameter[],
  run: Run,
): BroughtParameter[] {
  const isBody = kind === "form" || kind === "body";
  const beside = parameters.filter((it) =>
    isBody ? it.in === "form" || it.in === "body" : it.in === kind,
  );
  return parameters.flatMap((it) => {
    if (it.in !== kind) return [];
    const fields = beside.length === 1 ? fieldsStandingFor(it, run) : undefined;
    return fields ?? { name: it.alias, in: kind, place: it.place };
  });
}

/** A model that is alone stands for its fields, since 0.115; in forms since 0.113. */
function fieldsStandingFor(
  { in: kind, type, convertsUnderscores }: RequestParameter,
  run: Run,
): BroughtParameter[] | undefined {
  if (kind === undefined || kind === "body" || kind === "path") return undefined;
  const since = kind === "form" ? "0.113" : "0.115";
  if (!isModel(type) || run.project.packages().atLeast("fastapi", since) === false)
    return undefined;
  const model = classIn(type);
  const fields = model && fieldsOf(model, run);
  return fields?.map(({ name, alias, place }) => ({
    name: alias ?? converted(name, convertsUnderscores),
    in: kind,
    place,
  }));
}
