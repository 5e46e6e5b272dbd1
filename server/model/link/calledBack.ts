/** Functions that are given to a function which calls them there and then: `apply(read)` runs `read`. */
import type { FilePath } from "#host";
import type { FunctionDeclaration } from "#model/link/declarations";
import type { FunctionReference } from "#model/link/links";
import type { Target } from "#model/link/origin";
import type { Resolver } from "#model/link/resolver";
import { bindsReceiver } from "#model/link/running";
import type { Scopes } from "#model/link/scopes";

/** A keyword, or nothing, and a dotted name. */
const ARGUMENT = /^\s*(?:([\p{L}_][\p{L}\p{N}_]*)\s*=\s*)?([\p{L}_][\p{L}\p{N}_.]*)\s*$/u;
/** More arguments than anybody writes where one of them is a function. */
const LONGEST_ARGUMENTS = 2_000;

/** The plain functions that a call of `of` runs because they are among its arguments. */
export function calledBackBy(
  call: number,
  of: FunctionDeclaration,
  ofPath: FilePath,
  scopes: Scopes,
  path: FilePath,
  resolver: Resolver,
): readonly FunctionReference[] {
  const positions = of.calledParameters;
  if (positions.length === 0) return [];
  const { parameters } = of.conduct;
  const offset = bindsReceiver(of, ofPath, resolver) ? 1 : 0;
  const found: FunctionReference[] = [];
  for (const [index, written] of argumentsOf(scopes.argumentText(call)).entries()) {
    const [, keyword, name] = ARGUMENT.exec(written) ?? [];
    if (name === undefined) continue;
    const position =
      keyword === undefined ? index + offset : parameters.indexOf(scopes.names.of(keyword));
    if (!positions.includes(position)) continue;
    const owner = scopes.outline.calls.owner(call);
    const origin = scopes.ofName(scopes.names.of(name), owner);
    const given = referenceTo(resolver.resolve(origin, path), resolver);
    if (given !== undefined) found.push(given);
  }
  return found;
}

function referenceTo(
  target: Target | undefined,
  resolver: Resolver,
): FunctionReference | undefined {
  if (target?.kind !== "function") return undefined;
  const declaration = resolver.functionOf(target);
  if (declaration === undefined || declaration.isAsync || declaration.isGenerator) return undefined;
  return resolver.keepsBody(target) ? declaration.reference(target.path) : undefined;
}

/** What commas outside of brackets and quotes divide; nothing of it where there is no end in sight. */
function argumentsOf(text: string): string[] {
  if (text.length > LONGEST_ARGUMENTS) return [];
  const found: string[] = [];
  let depth = 0;
  let from = 1;
  let quote = "";
  for (let at = 1; at < text.length - 1; at++) {
    const character = text.charAt(at);
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (character === "," && depth === 0) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  found.push(text.slice(from, -1));
  return found;
}
