import { addKeyword } from "#lint/edits";
import { literalFix, rangeOfKeyword, relatedTo } from "#lint/engines";
import { defineRule, type Finding } from "#lint/rule";
import { mayConnectToServer } from "#model/database/drivers";
import { ENGINES, type Engine, enginesIn, servesApplication } from "#model/database/engines";
import {
  goodSizes,
  isUnlimited,
  largestSize,
  POOL_SIZES,
  prePingOf,
  type SizeGiven,
  sizesOf,
  smallestSize,
  unsetSizes,
} from "#model/database/poolAdvice";
import { isUnpooled } from "#model/database/pools";
import type { SourceFile } from "#model/files/sourceFile";
import { isBrokenAt } from "#model/link/surroundings";
import type { Project } from "#model/project";

export default defineRule({
  id: "pool-out-of-range",
  category: "database",
  severity: "warning",
  profile: "recommended",
  summary: "A connection pool may grow far beyond what a database server takes, or is too small",
  needs: "project",
  startsAt: ENGINES,

  *check(file, project) {
    if (project.role(file) !== "application") return;
    const engines = enginesIn(file, project);
    for (const engine of engines) {
      if (isUnpooled(engine, project)) continue;
      if (!mayConnectToServer(engine, file, project)) continue;
      const tooLarge = largeSizes(engine, project);
      yield* tooLarge.map((size) => largeFinding(size, engine, file, project));
      if (tooLarge.length > 0 || !servesApplication(engine, engines, file, project)) continue;
      // Where the connections are not tested either, that finding tells about the size, too.
      const prePing = prePingOf(engine, project);
      if (prePing === "on" || prePing === "unknown") yield* advice(engine, file, project);
    }
  },
});

/** The first size of each name that is too large. */
function largeSizes(engine: Engine, project: Project): readonly SizeGiven[] {
  const sizes = sizesOf(engine, project);
  return POOL_SIZES.flatMap((name) => {
    const limit = largestSize(name, project);
    const isLarge = (size: SizeGiven): boolean =>
      size.name === name && (isUnlimited(name, size.value.value) || size.value.value > limit);
    return sizes.find(isLarge) ?? [];
  });
}

function largeFinding(
  { name, keyword, value }: SizeGiven,
  engine: Engine,
  file: SourceFile,
  project: Project,
): Finding {
  const limit = largestSize(name, project);
  const range = rangeOfKeyword(keyword, engine, file);
  const what = isUnlimited(name, value.value)
    ? `${name}=${value.value} lets each process open connections without limit`
    : `Each process may open ${value.value} connections by ${name}, more than the limit of ${limit}`;
  return {
    range,
    message: `${what}; the server refuses further ones once it is full. Set ${name} to ${limit} or less.`,
    related: relatedTo(engine, project, value, range),
    fixes: literalFix(`Set ${name} to ${limit}`, value, String(limit), project),
  };
}

/** What a busy application should have, in the strict profile. */
function advice(engine: Engine, file: SourceFile, project: Project): readonly Finding[] {
  const weight = { severity: "info", profile: "strict" } as const;
  const small = largestOf(sizesOf(engine, project)).filter(
    ({ name, value }) => value.value < smallestSize(name, project),
  );
  const findings = small.map(({ name, keyword, value }): Finding => {
    const smallest = String(smallestSize(name, project));
    const range = rangeOfKeyword(keyword, engine, file);
    return {
      ...weight,
      range,
      message: `${name} is ${value.value}, so requests of a busy application wait for a connection. Set it to ${goodSizes(name, project)}.`,
      related: relatedTo(engine, project, value, range),
      fixes: literalFix(`Set ${name} to ${smallest}`, value, smallest, project),
    };
  });
  const unset = unsetSizes(engine, project);
  if (unset.length === 0) return findings;
  const keywords = unset.map((name) => `${name}=${smallestSize(name, project)}`).join(", ");
  return [
    ...findings,
    {
      ...weight,
      range: file.calleeRange(engine.row),
      message: `SQLAlchemy's default pool of 5 connections and 10 more is small for a busy application. Set ${unset.map((name) => `${name} to ${goodSizes(name, project)}`).join(" and ")}.`,
      related: relatedTo(engine, project),
      fixes: isBrokenAt(engine.call, file)
        ? []
        : [
            {
              title: `Add ${keywords}`,
              safety: "suggestion",
              edits: () => [addKeyword(engine.call, keywords, file)],
            },
          ],
    },
  ];
}

/** Of several sizes by conditions the largest one, by name. */
function largestOf(sizes: readonly SizeGiven[]): readonly SizeGiven[] {
  return POOL_SIZES.flatMap((name) => {
    const own = sizes.filter((size) => size.name === name);
    return own.toSorted((a, b) => b.value.value - a.value.value)[0] ?? [];
  });
}
