import { removeArgument } from "#lint/edits";
import { argumentOf, rangeOfKeyword, relatedTo } from "#lint/engines";
import { removeImports } from "#lint/importRemoval";
import { defineRule, type Finding, type Fix } from "#lint/rule";
import { unneededImports } from "#lint/unneededImports";
import { ENGINES, type Engine, enginesIn } from "#model/database/engines";
import {
  defaultPool,
  isRefusedPool,
  type PoolClass,
  poolsOf,
  refusedOptions,
} from "#model/database/pools";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";
import type { Keyword } from "#model/values/keywords";
import { overlaps } from "#syntax/range";

export default defineRule({
  id: "refused-pool-class",
  category: "database",
  severity: "error",
  profile: "recommended",
  summary: "An engine is given a pool class, or pool options, that SQLAlchemy refuses",
  needs: "project",
  startsAt: ENGINES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    for (const engine of enginesIn(file, project)) {
      const pools = poolsOf(engine, project);
      const [pool] = pools;
      if (pool === undefined || pools.some((other) => other !== pool)) continue;
      const [given] = engine.keywords.entries.get("poolclass") ?? [];
      const isKnown = project.packages().atLeast("sqlalchemy", "2.0") !== false;
      if (given !== undefined && isKnown && isRefusedPool(pool, engine.isAsync))
        yield refusedClass(pool, given, engine, file, project);
      else yield* refusedSizes(pool, given === undefined, engine, file, project);
    }
  },
});

function refusedClass(
  pool: PoolClass,
  given: Keyword,
  engine: Engine,
  file: SourceFile,
  project: Project,
): Finding {
  const replacement = defaultPool(engine);
  const remedy = replacement === undefined ? "" : `; the default is ${replacement}`;
  const further = replacement === undefined ? [] : refusedOptions(replacement, engine);
  const kind = engine.isAsync ? "an async" : "a synchronous";
  return {
    range: rangeOfKeyword(given, engine, file),
    message: `${pool} does not work with ${kind} engine: this call raises ArgumentError. Remove it${remedy}.`,
    related: relatedTo(engine, project),
    fixes: removal(["poolclass"], [given, ...further], engine, file, project),
  };
}

function refusedSizes(
  pool: PoolClass,
  isDefault: boolean,
  engine: Engine,
  file: SourceFile,
  project: Project,
): readonly Finding[] {
  const refused = refusedOptions(pool, engine);
  const [first] = refused;
  if (first === undefined) return [];
  const names = namesOf(refused, engine);
  const subject = isDefault ? `${pool}, the pool of an in-memory SQLite database,` : pool;
  const options = listed(names);
  return [
    {
      range: rangeOfKeyword(first, engine, file),
      message: `${subject} takes no ${options.replace(" and ", " or ")}: this call raises TypeError. Remove ${options}.`,
      related: relatedTo(engine, project),
      fixes: removal(names, refused, engine, file, project),
    },
  ];
}

/** The names under which these keywords are passed. */
function namesOf(keywords: readonly Keyword[], engine: Engine): readonly string[] {
  return [...engine.keywords.entries].flatMap(([name, [first]]) =>
    first !== undefined && keywords.includes(first) ? name : [],
  );
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The call always raises, so that nothing which worked can stop working. */
function removal(
  names: readonly string[],
  keywords: readonly Keyword[],
  engine: Engine,
  file: SourceFile,
  project: Project,
): readonly Fix[] {
  const { call } = engine;
  const found = keywords.map((keyword) => argumentOf(keyword, engine));
  if (found.includes(undefined) || engine.inside !== undefined || isBrokenAt(call, file)) return [];
  const given = call.arguments.filter((argument) => found.includes(argument));
  const edits = given.map((argument) => removeArgument(call, argument, file));
  const isClear = edits.every((edit, index) =>
    edits.slice(index + 1).every((other) => !overlaps(edit.range, other.range)),
  );
  if (!isClear) return [];
  return [
    {
      title: `Remove ${listed(names)}`,
      safety: "safe",
      edits: () => [...removeImports(unneededImports(file, given, project), file), ...edits],
    },
  ];
}
