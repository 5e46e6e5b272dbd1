/** What runs besides the function that a call names: properties on the way to it, what `with` enters, and what may only be a coroutine. */
import type { FilePath } from "#host";
import type { FunctionDeclaration } from "#model/link/declarations";
import type { FunctionReference } from "#model/link/links";
import type { Origin, Target } from "#model/link/origin";
import type { Definition, Resolver } from "#model/link/resolver";
import { type Names, NO_NAME } from "#syntax/names";

/** How many functions that hand on each other's results are followed. */
const MOST_RETURNS = 6;

/** The property that is read before a method is called: `client` of `self.client.get()`. */
export function propertyRead(
  callee: Origin,
  path: FilePath,
  resolver: Resolver,
  names: Names,
): Definition | undefined {
  const read = readBefore(callee, path, resolver, names);
  if (read?.owner?.kind !== "instance") return undefined;
  const member = resolver.classes.find(read.owner, read.word);
  if (member?.kind !== "own") return undefined;
  const target = resolver.either(member.origins, member.owner.path);
  if (target?.kind !== "function") return undefined;
  return resolver.isDecorated(target, resolver.libraries.plainProperties) ? target : undefined;
}

function readBefore(
  callee: Origin,
  path: FilePath,
  resolver: Resolver,
  names: Names,
): { readonly owner: Target | undefined; readonly word: number } | undefined {
  if (callee.kind === "attribute") {
    const { of } = callee;
    if (of.kind !== "attribute" || of.of.kind === "super") return undefined;
    return { owner: resolver.resolve(of.of, path), word: of.word };
  }
  const read = callee.kind === "name" ? names.prefix(callee.name) : NO_NAME;
  const owner = read === NO_NAME ? NO_NAME : names.prefix(read);
  if (owner === NO_NAME) return undefined;
  return { owner: resolver.resolveName(owner, path), word: names.last(read) };
}

/** What `with` runs for an object of a class of the workspace. */
export function enteredFunctions(
  manager: Target | undefined,
  resolver: Resolver,
): readonly FunctionReference[] {
  if (manager?.kind !== "instance") return [];
  const { enter, exit } = resolver.libraries.words;
  return [enter, exit].flatMap((word): FunctionReference[] => {
    const method = resolver.member(manager, word);
    const declaration = method && resolver.functionOf(method);
    if (method?.kind !== "function" || declaration?.isAsync !== false) return [];
    return [declaration.reference(method.path)];
  });
}

/** Whether the first parameter of a function is bound by what it is called on. */
export function bindsReceiver(
  of: FunctionDeclaration,
  path: FilePath,
  resolver: Resolver,
): boolean {
  if (resolver.classes.declaration({ path, row: of.parent }) === undefined) return false;
  return !of.decorators.some((origin) => {
    const target = resolver.resolve(origin, path);
    return target?.kind === "external" && target.name === resolver.libraries.words.staticmethod;
  });
}

/** Whether one of the results of a plain function is a coroutine that its caller has to await. */
export function mayGiveCoroutine(
  of: { readonly path: FilePath; readonly row: number },
  resolver: Resolver,
  depth = 0,
): boolean {
  const declaration = resolver.functionAt(of.path, of.row);
  if (declaration === undefined || depth > MOST_RETURNS) return false;
  return declaration.returns.some((origin) => {
    if (origin.kind !== "call" || origin.isAwaited) return false;
    const callee = resolver.resolve(origin.callee, of.path);
    if (callee?.kind !== "function") return false;
    return resolver.functionOf(callee)?.isAsync || mayGiveCoroutine(callee, resolver, depth + 1);
  });
}
