/** Show Rule: the page of a rule as a Markdown preview. The pages are part of the extension; nothing is fetched. */
import * as vscode from "vscode";
import type { LanguageServer } from "#client/languageServer";
import type { RuleEntry } from "#protocol";

const scheme = "routewright-rule";

/** Makes `routewright-rule:/<id>.md` the text of a rule's page, read-only. */
export function provideRulePages(server: LanguageServer): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const id = uri.path.replace(/^\//, "").replace(/\.md$/, "");
      const page = await server.request("routewright/rulePage", { id });
      return page?.markdown ?? `There is no rule with the name \`${id}\`.`;
    },
  });
}

/** @param id the rule; anything that is not a name of a rule asks for one. */
export async function showRule(server: LanguageServer, id: unknown): Promise<void> {
  const chosen = isRuleId(id) ? id : await pickRule(server);
  if (chosen === undefined) return;
  const uri = vscode.Uri.from({ scheme, path: `/${chosen}.md` });
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

function isRuleId(value: unknown): value is string {
  return typeof value === "string" && /^[a-z0-9-]+$/.test(value);
}

async function pickRule(server: LanguageServer): Promise<string | undefined> {
  const items = server.request("routewright/rules", {}).then(toItems);
  const picked = await vscode.window.showQuickPick(items, {
    title: "Show Rule",
    placeHolder: "Name of a rule, or a word of what it finds",
    matchOnDetail: true,
  });
  return picked?.label;
}

/** The rules under a heading for each category. */
function toItems(rules: readonly RuleEntry[]): vscode.QuickPickItem[] {
  return rules.flatMap((rule, index) => {
    const item = { label: rule.id, description: rule.severity, detail: rule.summary };
    const isFirstOfCategory = rules[index - 1]?.category !== rule.category;
    if (!isFirstOfCategory) return [item];
    return [{ label: rule.category, kind: vscode.QuickPickItemKind.Separator }, item];
  });
}
