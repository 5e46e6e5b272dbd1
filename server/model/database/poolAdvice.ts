/** What is said of the pool of an engine: whether it tests its connections, and how many it may open. */
import { type Engine, valuesOf } from "#model/database/engines";
import {
  DEFAULT_MAX_OVERFLOW,
  DEFAULT_POOL_SIZE,
  isUnpooled,
  takesOption,
} from "#model/database/pools";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Keyword } from "#model/values/keywords";
import type { Value } from "#model/values/value";

export type PoolSize = "pool_size" | "max_overflow";
export const POOL_SIZES: readonly PoolSize[] = ["pool_size", "max_overflow"];

const SMALLEST: Readonly<Record<PoolSize, number>> = { pool_size: 10, max_overflow: 20 };
const DEFAULTS: Readonly<Record<PoolSize, number>> = {
  pool_size: DEFAULT_POOL_SIZE,
  max_overflow: DEFAULT_MAX_OVERFLOW,
};

/** The value that turns it off, where there is one. */
export function prePingOf(engine: Engine, project: Project): Value | "missing" | "on" | "unknown" {
  const { entries, isOpen, handsOn } = engine.keywords;
  if (isUnpooled(engine, project)) return "unknown";
  const given = entries.get("pool_pre_ping") ?? [];
  if (given.length === 0) return isOpen || handsOn ? "unknown" : "missing";
  const values = given.flatMap((keyword) => valuesOf(keyword, project));
  if (values.some((value) => value.kind !== "boolean" && value.kind !== "none")) return "unknown";
  const isOn = values.some((value) => value.kind === "boolean" && value.value);
  return isOn ? "on" : (values[0] ?? "unknown");
}

/** Whether a file tests connections by a listener of its own, as SQLAlchemy's documentation showed before 1.2. */
export function testsConnections({ text }: SourceFile): boolean {
  return /\blisten(?:s_for)?\(\s*[\w.]+\s*,\s*["'](?:engine_connect|checkout)["']/.test(text);
}

export interface SizeGiven {
  readonly name: PoolSize;
  readonly keyword: Keyword;
  readonly value: Extract<Value, { kind: "number" }>;
}

/** The numbers that an engine gives for the size of its pool; a size with conditions has several. */
export function sizesOf(engine: Engine, project: Project): readonly SizeGiven[] {
  return POOL_SIZES.flatMap((name) =>
    (engine.keywords.entries.get(name) ?? []).flatMap((keyword) =>
      valuesOf(keyword, project).flatMap((value) =>
        value.kind === "number" ? { name, keyword, value } : [],
      ),
    ),
  );
}

/** Whether a size lets connections be opened without any limit. */
export function isUnlimited(name: PoolSize, size: number): boolean {
  return name === "pool_size" ? size === 0 : size < 0;
}

/** The sizes that an engine surely leaves to SQLAlchemy, whose defaults are small for a busy application. */
export function unsetSizes(engine: Engine, project: Project): readonly PoolSize[] {
  const { entries, isOpen, handsOn } = engine.keywords;
  if (isOpen || handsOn) return [];
  return POOL_SIZES.filter(
    (name) =>
      !entries.has(name) &&
      DEFAULTS[name] < smallestSize(name, project) &&
      takesOption(name, engine, project),
  );
}

/** From here up to the limit is what a busy application should have. */
export function smallestSize(name: PoolSize, project: Project): number {
  return Math.min(SMALLEST[name], largestSize(name, project));
}

/** `10 to 20` */
export function goodSizes(name: PoolSize, project: Project): string {
  const [smallest, largest] = [smallestSize(name, project), largestSize(name, project)];
  return smallest < largest ? `${smallest} to ${largest}` : `${largest}`;
}

/** The limit that the settings give. */
export function largestSize(name: PoolSize, project: Project): number {
  const { limits } = project.settings();
  return name === "pool_size" ? limits["pool-size"] : limits["max-overflow"];
}

/** Sentences about sizes that are not set, for a finding that stands at the engine anyway. */
export function sizeAdvice(engine: Engine, project: Project): readonly string[] {
  return unsetSizes(engine, project).map(
    (name) =>
      `${name} is not set, so it is ${DEFAULTS[name]}; ${goodSizes(name, project)} suits a busy application.`,
  );
}
