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

/** @param hasSnippets whether the client has tab stops; else the code is inserted as it is */
export function patternCompletions(
  patterns: readonly PatternEntry[],
  lines: Lines,
  offset: number,
  hasSnippets: boolean,
): CompletionItem[] {
  const start = lines.start(lines.lineAt(offset));
  const typed = TYPED.exec(lines.text.slice(start, offset))?.[1];
  if (typed === undefined) return [];
  const range = toRange({ start: offset - typed.length, end: offset }, lines);
  return patterns.map(({ title, prefix, body }) => ({
    label: prefix,
    kind: CompletionItemKind.Snippet,
    detail: title,
    documentation: { kind: "markdown", value: `\`\`\`python\n${plain(body)}\n\`\`\`` },
    insertTextFormat: hasSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText: hasSnippets ? body : plain(body) },
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
