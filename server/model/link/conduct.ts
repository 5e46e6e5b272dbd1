/** What a function does with functions that it is given: calls them, hands them back, or wraps them. */
import type { Scopes } from "#model/link/scopes";
import { NO_NAME } from "#syntax/names";

export interface Conduct {
  /** The names of its parameters, in order; `NO_NAME` for `*` and `**`. */
  readonly parameters: readonly number[];
  /** The plain names that its own code calls there and then: not in a lambda, and nothing is awaited. */
  readonly calls: readonly number[];
  /** The plain names that it returns, through `cast`; `NO_NAME` for anything else. */
  readonly returns: readonly number[];
  /** Whether it tells coroutine functions from others. */
  readonly asksForCoroutine: boolean;
}

const NONE: readonly number[] = [];
/** `wrapper`, or `cast(F, wrapper)` */
const PLAIN = /^(?:(?:[\w.]+\.)?cast\(\s*[^,()]+,\s*)?([\p{L}_][\p{L}\p{N}_]*)\s*,?\s*\)?$/u;
const ASKS =
  /\b(?:iscoroutinefunction|isasyncgenfunction|is_async_callable|is_coroutine_callable)\b/;

export function conductOf(scopes: Scopes, row: number): Conduct {
  const { definitions } = scopes.outline;
  const body = scopes.text.slice(definitions.body(row), definitions.end(row));
  return {
    parameters: parametersOf(scopes, row),
    calls: [
      ...new Set(Array.from(scopes.rows("calls", row)).flatMap((it) => calledAt(scopes, it))),
    ],
    returns: returnedBy(scopes, row),
    asksForCoroutine: ASKS.test(body),
  };
}

export function calledParametersOf(scopes: Scopes, row: number): readonly number[] {
  let parameters: readonly number[] | undefined;
  let found: number[] | undefined;
  for (const call of scopes.rows("calls", row)) {
    const [word] = calledAt(scopes, call);
    if (word === undefined) continue;
    parameters ??= parametersOf(scopes, row);
    const position = parameters.indexOf(word);
    if (position < 0 || found?.includes(position)) continue;
    found ??= [];
    found.push(position);
  }
  return found ?? NONE;
}

function parametersOf(scopes: Scopes, row: number): readonly number[] {
  const { parameters } = scopes.outline;
  return Array.from(scopes.rows("parameters", row), (it) =>
    parameters.stars(it) > 0 ? NO_NAME : parameters.name(it),
  );
}

function calledAt({ outline: { calls }, names }: Scopes, call: number): readonly number[] {
  const callee = calls.callee(call);
  const isPlain = callee !== NO_NAME && names.prefix(callee) === NO_NAME;
  return isPlain && !calls.isAwaited(call) && !calls.isInLambda(call) ? [callee] : NONE;
}

function returnedBy(scopes: Scopes, row: number): readonly number[] {
  const { results } = scopes.outline;
  return Array.from(scopes.rows("results", row))
    .filter((it) => !results.isYield(it))
    .map((it) => {
      const { start, end } = results.valueRange(it);
      const word = PLAIN.exec(scopes.text.slice(start, end))?.[1];
      return word === undefined ? NO_NAME : scopes.names.of(word);
    });
}

export function sameConduct(a: Conduct, b: Conduct): boolean {
  return (
    a.asksForCoroutine === b.asksForCoroutine &&
    sameNumbers(a.parameters, b.parameters) &&
    sameNumbers(a.calls, b.calls) &&
    sameNumbers(a.returns, b.returns)
  );
}

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, index) => number === b[index]);
}
