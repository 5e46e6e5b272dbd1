/** What values hold, and how that changes. */
import type { Entry, Lifespan, Router } from "#model/routes/router";
import { concatenated } from "#model/routes/texts";
import {
  alternatives,
  either,
  list,
  type Place,
  sameValue,
  type Unknown,
  unknown,
  type Value,
  weaker,
} from "#model/routes/value";

/** Why an environment variable's value is unknown. */
export function environmentVariable(name: Value | undefined): string {
  return name?.kind === "text"
    ? `the environment variable ${name.value}`
    : "an environment variable";
}

/** What iterating over a value gives; `undefined` where that is not known. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  switch (value.kind) {
    case "list":
      return value.open === undefined ? value.elements : undefined;
    case "dictionary":
      return value.open === undefined ? value.entries.map(({ key }) => key) : undefined;
    case "class":
      // The members of an enumeration.
      return [...value.members.values()].filter((it) => it.kind === "member");
    case "none":
      return [];
    case "routes":
      return routesIn(value.router.entries, value.isSnapshot);
    default:
      return undefined;
  }
}

/** Copies of included routes are routes of their own. */
function routesIn(entries: readonly Entry[], isSnapshot: boolean): Value[] {
  return entries.flatMap((entry): Value[] =>
    entry.kind === "include" && isSnapshot
      ? routesIn(entry.entries, isSnapshot)
      : [{ kind: "route", entry }],
  );
}

export function setEntry(
  dictionary: Extract<Value, { kind: "dictionary" }>,
  key: Value,
  value: Value,
): void {
  const known = dictionary.entries.find((entry) => sameValue(entry.key, key));
  if (known === undefined) dictionary.entries.push({ key, value });
  else known.value = value;
}

export function setAttribute(of: Value, name: string, value: Value): void {
  if (of.kind === "route" && of.entry.kind === "route" && name === "operation_id")
    of.entry.operationId = value.kind === "text" ? value.value : undefined;
  if (of.kind === "function") of.attributes.set(name, value);
  if (of.kind !== "instance") return;
  if (of.router !== undefined && setOfRouter(of.router, name, value, of.made)) return;
  of.attributes.set(name, value);
}

/** Whether it is something that an application or router is asked for. */
function setOfRouter(router: Router, name: string, value: Value, place: Place): boolean {
  switch (name) {
    case "prefix":
      router.prefix = value;
      return true;
    case "user_middleware":
      router.userMiddleware = value;
      return true;
    case "exception_handlers":
      router.exceptionHandlers = value;
      return true;
    case "on_startup":
      router.onStartup = value;
      return true;
    case "on_shutdown":
      router.onShutdown = value;
      return true;
    case "lifespan_context":
      router.lifespan = lifespanIn(value, place, false);
      return true;
    default:
      return false;
  }
}

/** What a value is when it is given for a lifespan. */
export function lifespanIn(value: Value, place: Place, isConditional: boolean): Lifespan {
  if (value.kind === "native" && value.lifespan !== undefined) return value.lifespan;
  return { kind: "given", value, place, isConditional };
}

export function added(left: Value, right: Value, place: Place): Value {
  if (left.kind === "list" && right.kind === "list") {
    const made = list([...left.elements, ...right.elements], left.of);
    const open = left.open ?? right.open;
    if (open !== undefined) made.open = open;
    return made;
  }
  if (left.kind === "number" && right.kind === "number")
    return {
      kind: "number",
      value: left.value + right.value,
      certainty: weaker(left.certainty, right.certainty),
    };
  const values = alternatives(left).flatMap((a) =>
    alternatives(right).map((b) => concatenated(a, b, place)),
  );
  return either(values) ?? unknown("a sum", place);
}

/** Why something made of this value is unknown. */
export function asUnknown(value: Value, place: Place): Unknown {
  if (value.kind === "unknown") return value;
  if (value.kind === "external") return unknown(`\`${value.name}\` of a package`, place);
  return unknown("a computed value", place);
}
