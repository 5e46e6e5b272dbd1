/** What a call of a decorated function runs: what its decorators leave of it. */
import type { FilePath } from "#host";
import type { FunctionDeclaration } from "#model/link/declarations";
import type { Origin } from "#model/link/origin";
import type { Resolver } from "#model/link/resolver";
import { type Names, NO_NAME } from "#syntax/names";

/**
 * Decorators of libraries after which a call still runs the body there and then. Those that register a function and give it back,
 * those that try again, measure or check, and those that only say something to readers and tools. Of all others it is not known.
 */
const KEEPING = [
  /^(?:staticmethod|classmethod|property)$/,
  /^(?:abc|typing|typing_extensions|warnings|contextlib|enum|dataclasses)\./,
  /^functools\.(?:wraps|singledispatch|singledispatchmethod|update_wrapper|cached_property|lru_cache|cache)\b/,
  /^(?:tenacity|retry|retrying|backoff|ratelimit|stamina)\./,
  /^(?:fastapi|starlette|flask|typer|click|pytest|celery|huey|dramatiq|rq)\b/,
  /^(?:pydantic|sqlalchemy|sqlmodel|attr|attrs|cachetools|deprecated|wrapt|beartype|typeguard|numba|torch)\b/,
  /^(?:langfuse|langsmith|opentelemetry|prometheus_client|sentry_sdk|ddtrace|logfire|newrelic|elasticapm|weave|mlflow|opik|agentops)\b/,
  /^(?:langchain|langchain_core|strawberry|graphene|mcp|fastmcp|gradio_client)\b/,
];

/** Decorators in decorators: a factory of a factory. */
const DEEPEST = 4;

interface Place {
  readonly path: FilePath;
  readonly row: number;
}

export class Decorators {
  private readonly resolver: Resolver;
  private readonly names: Names;
  /** What is known of decorators of the workspace. */
  private readonly wrappers = new Map<string, boolean>();

  constructor(resolver: Resolver, names: Names) {
    this.resolver = resolver;
    this.names = names;
  }

  /** Whether a call of a plain function surely runs its body there and then. */
  keepsBody(declaration: FunctionDeclaration, path: FilePath): boolean {
    return declaration.decorators.every((origin) => this.keeps(origin, path));
  }

  private keeps(origin: Origin, path: FilePath): boolean {
    const target = this.resolver.resolve(origin, path);
    if (target?.kind === "external") {
      const name = this.names.text(target.name).replaceAll(".()", "");
      return KEEPING.some((pattern) => pattern.test(name));
    }
    if (target?.kind === "function") return this.isWrapper(target);
    return false;
  }

  private isWrapper(decorator: Place): boolean {
    const key = `${decorator.row}:${decorator.path}`;
    const isKnown = this.wrappers.get(key) ?? this.handsBackBody(decorator, 0);
    this.wrappers.set(key, isKnown);
    return isKnown;
  }

  /** Whether a decorator, or what its factory makes, gives the function back or one that calls it. */
  private handsBackBody(decorator: Place, depth: number): boolean {
    const declaration = this.resolver.functionAt(decorator.path, decorator.row);
    if (declaration === undefined || depth > DEEPEST) return false;
    if (declaration.isAsync || declaration.isGenerator) return false;
    const { parameters, returns, asksForCoroutine } = declaration.conduct;
    if (returns.length === 0) return false;
    const nested = this.nestedIn(decorator);
    const isKept = (word: number): boolean => {
      if (word === NO_NAME) return false;
      if (parameters.includes(word)) return true;
      const inner = nested.get(word);
      if (inner === undefined) return false;
      const callsIt = (each: FunctionDeclaration): boolean =>
        each.conduct.calls.some((it) => parameters.includes(it));
      if (inner.some((each) => !each.isAsync && !each.isGenerator && callsIt(each))) return true;
      // What is returned may be the decorator itself, made by a factory.
      const [only] = inner;
      return (
        only !== undefined &&
        inner.length === 1 &&
        this.handsBackBody(only.reference(decorator.path), depth + 1)
      );
    };
    return asksForCoroutine ? returns.some(isKept) : returns.every(isKept);
  }

  /** The functions that a function defines, by name. */
  private nestedIn(decorator: Place): Map<number, FunctionDeclaration[]> {
    const found = new Map<number, FunctionDeclaration[]>();
    for (const each of this.resolver.functionsIn(decorator.path, decorator.row)) {
      const known = found.get(each.name);
      if (known === undefined) found.set(each.name, [each]);
      else known.push(each);
    }
    return found;
  }
}
