/** What Routewright reports of the things that are addressed to itself: comments and configuration. */
import { defineRule, type Rule } from "#lint/rule";

/** Reported by `withoutSuppressed`, not by a check of its own. */
export const unusedSuppression: Rule = defineRule({
  id: "unused-suppression",
  category: "configuration",
  severity: "info",
  profile: "recommended",
  summary: "A comment allows what is not there",
  needs: "project",
  check: () => [],
});

/** Reported by `withoutSuppressed`, not by a check of its own. */
export const unknownSuppression: Rule = defineRule({
  id: "unknown-suppression",
  category: "configuration",
  severity: "warning",
  profile: "recommended",
  summary: "A comment allows a rule that does not exist",
  needs: "file",
  check: () => [],
});

/** Reported by the linter for what `configurationOf` could not use. */
export const invalidConfiguration: Rule = defineRule({
  id: "invalid-configuration",
  category: "configuration",
  severity: "warning",
  profile: "recommended",
  summary: "A configuration has no effect",
  needs: "project",
  check: () => [],
});

export const ownRules: readonly Rule[] = [
  invalidConfiguration,
  unknownSuppression,
  unusedSuppression,
];
