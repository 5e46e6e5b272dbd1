/** What `Depends(…)` and `Security(…)` say. */
import { type Arguments, firstOf, type Place, type Value } from "#model/routes/value";

export interface Need {
  /** What it calls; `undefined` where that is the type of the parameter. */
  readonly call: Value | undefined;
  readonly scopes: readonly string[];
  readonly useCache: boolean;
  readonly scope: "function" | "request" | undefined;
  readonly place: Place;
}

const NEED = /^fastapi\.(?:Depends|Security)\(\)$/;

/** What a value of `dependencies=` or a marker of a parameter needs; `undefined` for something else. */
export function needIn(value: Value): Need | undefined {
  const marker = firstOf(value);
  if (marker.kind !== "external" || marker.call === undefined || !NEED.test(marker.name))
    return undefined;
  const { keywords, positional, place } = marker.call;
  const call = keywords.get("dependency") ?? positional[0];
  const scope = keywords.get("scope");
  const scopes = keywords.get("scopes");
  return {
    call: call === undefined || call.kind === "none" ? undefined : firstOf(call),
    scopes: scopes?.kind === "list" ? scopes.elements.flatMap((it) => scopeIn(it) ?? []) : [],
    useCache: !isOff(marker.call, "use_cache"),
    scope:
      scope?.kind === "text" && (scope.value === "function" || scope.value === "request")
        ? scope.value
        : undefined,
    place,
  };
}

function scopeIn(value: Value): string | undefined {
  if (value.kind === "text") return value.value;
  return value.kind === "member" ? scopeIn(value.value) : undefined;
}

/** Whether an argument switches off what is on by default. */
export function isOff(given: Arguments | undefined, keyword: string): boolean {
  const value = given?.keywords.get(keyword);
  return value?.kind === "boolean" && !value.value;
}
