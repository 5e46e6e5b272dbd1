import { type Category, defineRule, type Rule } from "#lint/rule";

/** A rule that reports nothing, for tests of what is around rules. */
export function exampleRule(id: string, more: Partial<Rule> = {}): Rule {
  return defineRule({
    id,
    category: "database" satisfies Category,
    severity: "warning",
    profile: "recommended",
    summary: "an example",
    needs: "file",
    check: () => [],
    ...more,
  });
}
