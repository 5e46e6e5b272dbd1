/** What a person is told of a rule, a category or a setting when pointing at its name. */
import { markdownCode } from "#lint/markdown";
import type { Rule } from "#lint/rule";
import { pageAddress } from "#lint/ruleNames";
import type { SettingEntry } from "#lint/settingEntries";

/** As Markdown. */
export function ruleCard(rule: Rule): string {
  const profile = rule.profile === "strict" ? ", strict profile" : "";
  return `**${rule.id}** (${rule.category}, ${rule.severity}${profile})\n\n${rule.summary}.\n\n[Show the rule's page](${pageAddress(rule)})`;
}

/** @param rules all rules, sorted */
export function categoryCard(category: string, rules: readonly Rule[]): string {
  const items = rules
    .filter((rule) => rule.category === category)
    .map((rule) => `- [${rule.id}](${pageAddress(rule)}): ${rule.summary}`);
  return [`**${category}**, all rules of the category:`, items.join("\n")].join("\n\n");
}

export function settingCard({ path, type, default: fallback, description }: SettingEntry): string {
  const value = fallback === undefined ? type : `${type}; by default ${markdownCode(fallback)}`;
  return `**${path.join(".")}**: ${value}\n\n${description}`;
}

/** What a name stands for: the rule of that id or old id, or a category. Undefined for any other word. */
export function nameCard(name: string, rules: readonly Rule[]): string | undefined {
  const rule = rules.find(({ id, aliases = [] }) => id === name || aliases.includes(name));
  if (rule !== undefined) return ruleCard(rule);
  return rules.some(({ category }) => category === name) ? categoryCard(name, rules) : undefined;
}
