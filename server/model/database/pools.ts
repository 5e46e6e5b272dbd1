/** SQLAlchemy's connection pools: which one an engine gets, and what that one takes. */
import { databaseOf } from "#model/database/drivers";
import type { Engine } from "#model/database/engines";
import type { Project } from "#model/project";
import { constantOf } from "#model/values/constants";
import type { Keyword } from "#model/values/keywords";
import { alternatives, type Located } from "#model/values/value";

export type PoolClass =
  | "QueuePool"
  | "AsyncAdaptedQueuePool"
  | "FallbackAsyncAdaptedQueuePool"
  | "NullPool"
  | "StaticPool"
  | "SingletonThreadPool"
  | "AssertionPool";

/** What a pool is asked for when nothing is said: read off SQLAlchemy 2.0 and 2.1. */
export const DEFAULT_POOL_SIZE = 5;
export const DEFAULT_MAX_OVERFLOW = 10;

const QUEUE_OPTIONS = ["pool_size", "max_overflow", "pool_timeout", "pool_use_lifo"];
/** The options that a pool refuses with a TypeError. */
const REFUSED: Readonly<Record<PoolClass, readonly string[]>> = {
  QueuePool: [],
  AsyncAdaptedQueuePool: [],
  FallbackAsyncAdaptedQueuePool: [],
  NullPool: QUEUE_OPTIONS,
  StaticPool: QUEUE_OPTIONS,
  AssertionPool: QUEUE_OPTIONS,
  SingletonThreadPool: QUEUE_OPTIONS.filter((option) => option !== "pool_size"),
};
/** Pools that only one kind of engine takes, since SQLAlchemy 2.0; the others serve both. */
const SYNC_ONLY: readonly PoolClass[] = ["QueuePool", "SingletonThreadPool"];
const ASYNC_ONLY: readonly PoolClass[] = ["AsyncAdaptedQueuePool", "FallbackAsyncAdaptedQueuePool"];
const NAME = /^sqlalchemy\.(?:\w+\.)*(\w+)$/;

/** The pools that an engine may get by its `poolclass`, `undefined` for one that is not known; its default where it names none. */
export function poolsOf(engine: Engine, project: Project): readonly (PoolClass | undefined)[] {
  const { entries, isOpen, handsOn } = engine.keywords;
  const given = entries.get("poolclass") ?? [];
  const named = given.flatMap((keyword) => poolsNamed(keyword, engine, project));
  if (given.some(({ isCertain }) => isCertain)) return named;
  return [...named, isOpen || handsOn ? undefined : defaultPool(engine)];
}

/** Whether an engine surely keeps no connections for the next user, or has the same one for all. */
export function isUnpooled(engine: Engine, project: Project): boolean {
  const pools = poolsOf(engine, project);
  // One that is not known may be such a pool.
  return pools.every((pool) => !pool || pool === "NullPool" || pool === "StaticPool");
}

/** Whether SQLAlchemy refuses this pool class for an engine of this kind. */
export function isRefusedPool(pool: PoolClass, isAsync: boolean): boolean {
  return (isAsync ? SYNC_ONLY : ASYNC_ONLY).includes(pool);
}

/** Whether every pool that an engine may get takes an option. */
export function takesOption(option: string, engine: Engine, project: Project): boolean {
  return poolsOf(engine, project).every(
    (pool) => pool !== undefined && !REFUSED[pool].includes(option),
  );
}

/** The options that are surely passed and that the pool does not take. */
export function refusedOptions(pool: PoolClass, { keywords }: Engine): readonly Keyword[] {
  return REFUSED[pool].flatMap((option) => {
    const [keyword] = keywords.entries.get(option) ?? [];
    return keyword?.isCertain ? keyword : [];
  });
}

/** What SQLAlchemy chooses by the URL, from 2.0 on; `undefined` where the URL is not known. */
export function defaultPool({ url, isAsync }: Engine): PoolClass | undefined {
  const values = alternatives(url);
  const isInMemory = values.map((value) => databaseOf(value) === "sqlite-memory");
  const isCode = values.every(({ source }) => source === "code");
  if (isInMemory.every(Boolean) && isCode) return isAsync ? "StaticPool" : "SingletonThreadPool";
  if (isInMemory.some(Boolean)) return undefined;
  return isAsync ? "AsyncAdaptedQueuePool" : "QueuePool";
}

function poolsNamed(
  located: Located,
  engine: Engine,
  project: Project,
  depth = 0,
): readonly (PoolClass | undefined)[] {
  const { expression, file, scope } = located;
  if (expression.kind === "none") return [defaultPool(engine)];
  if (expression.kind === "conditional")
    return [expression.whenTrue, expression.otherwise].flatMap((branch) =>
      poolsNamed({ ...located, expression: branch }, engine, project, depth),
    );
  const name = project.qualifiedName(project.targetOf(expression, file, scope));
  const word = NAME.exec(name ?? "")?.[1];
  if (word !== undefined && isPoolClass(word)) return [word];
  const constant = constantOf(expression, file, scope, project);
  return constant === undefined || depth > 4
    ? [undefined]
    : poolsNamed(constant, engine, project, depth + 1);
}

function isPoolClass(word: string): word is PoolClass {
  return Object.hasOwn(REFUSED, word);
}
