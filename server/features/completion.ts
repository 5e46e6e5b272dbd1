/** Patterns as snippets: typed as `fa-…`. */
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
} from "vscode-languageserver";
import { toRange } from "#features/diagnostics";
import type { PatternEntry } from "#protocol";
import type { Lines } from "#syntax/lines";

/** Nothing but the word itself may stand before the cursor on its line: patterns are statements. */
const TYPED = /^\s*(fa[\w-]*)$/;

export function patternCompletions(
  patterns: readonly PatternEntry[],
  lines: Lines,
  offset: number,
): CompletionItem[] {
  const start = lines.start(lines.lineAt(offset));
  const typed = TYPED.exec(lines.text.slice(start, offset))?.[1];
  if (typed === undefined) return [];
  const range = toRange({ start: offset - typed.length, end: offset }, lines);
  return patterns.map(({ name, prefix, description, body }) => ({
    label: prefix,
    labelDetails: { description: name },
    kind: CompletionItemKind.Snippet,
    detail: description,
    documentation: { kind: "markdown", value: `\`\`\`python\n${plain(body)}\n\`\`\`` },
    insertTextFormat: InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: body },
    filterText: prefix,
    sortText: prefix,
  }));
}

/** The snippet as code: tab stops show their text. */
function plain(body: string): string {
  return body.replaceAll(/\$\{\d+:([^}]*)\}|\$\d+|\\([\\$}])/g, (_, text, escaped) =>
    String(text ?? escaped ?? ""),
  );
}
