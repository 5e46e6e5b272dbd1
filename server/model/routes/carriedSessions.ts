/** Which dependencies give a database session. */

import { Resolver } from "#model/link/resolver";
import { annotatedParts, libraryClasses } from "#model/routes/annotations";
import { returnAnnotation } from "#model/routes/callables";
import { calledBy } from "#model/routes/handlers";
import type { Run } from "#model/routes/run";
import type { Value } from "#model/routes/value";

export type SessionKind = "sync" | "async";

const SYNC = /^(?:sqlalchemy\.orm\.(?:scoped_session|Session)|sqlmodel\.Session)(?:\(\))*$/;
const ASYNC =
  /^(?:sqlalchemy|sqlmodel)\.ext\.asyncio\.(?:async_scoped_session|(?:session\.)?AsyncSession)(?:\(\))*$/;
const NEW_TYPE = /^typing(?:_extensions)?\.NewType\(\)$/;
/** `AsyncIterator[AsyncSession]` gives what stands in it. */
const ITERATOR = /\.(?:Async)?(?:Iterator|Iterable|Generator)$/;

export class CarriedSessions {
  private readonly run: Run;
  private readonly resolver: Resolver;
  private readonly known = new Map<string, SessionKind | undefined>();

  constructor(run: Run) {
    this.run = run;
    this.resolver = new Resolver(run.project.workspace);
  }

  /** What kind of session a call gives or yields; `undefined` where it gives something else, or that is not known. */
  of(call: Value): SessionKind | undefined {
    return annotatedSession(call) ?? this.handedOut(call);
  }

  /** What the code itself hands out. */
  private handedOut(call: Value): SessionKind | undefined {
    const definition = calledBy(call);
    if (definition === undefined) return undefined;
    const { path, row } = definition;
    const key = `${row}:${path}`;
    if (this.known.has(key)) return this.known.get(key);
    const given = this.resolver.resolve(
      { kind: "dependency", of: { kind: "definition", row } },
      path,
    );
    const name = this.run.project.qualifiedName(given);
    const found = name === undefined ? undefined : sessionKind(name);
    this.known.set(key, found);
    return found;
  }
}

function annotatedSession(call: Value): SessionKind | undefined {
  const annotation = call.kind === "class" ? call : returnAnnotation(call);
  if (annotation === undefined) return undefined;
  const { type } = annotatedParts(annotation);
  const isIterator =
    type.kind === "subscripted" && libraryClasses(type).some((it) => ITERATOR.test(it));
  const [given] = isIterator ? type.indices : [type];
  return given && sessionOfType(given);
}

function sessionOfType(type: Value): SessionKind | undefined {
  // NewType("ReadSession", AsyncSession)
  const of = type.kind === "external" && NEW_TYPE.test(type.name) ? type.call : undefined;
  const [, base] = of?.positional ?? [];
  if (base !== undefined) return sessionOfType(base);
  return libraryClasses(type)
    .map(sessionKind)
    .find((it) => it !== undefined);
}

function sessionKind(name: string): SessionKind | undefined {
  if (ASYNC.test(name)) return "async";
  return SYNC.test(name) ? "sync" : undefined;
}
