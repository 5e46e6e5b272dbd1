/** Completion and hover inside the comments that allow a finding. */
import {
  type CompletionItem,
  CompletionItemKind,
  type Hover,
  InsertTextFormat,
} from "vscode-languageserver";
import { toRange } from "#features/diagnostics";
import { nameCard, ruleCard } from "#features/ruleCard";
import type { Report } from "#lint/report";
import type { Rule } from "#lint/rule";
import type { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";
import { commentsOf } from "#syntax/scan";

const BEFORE_NAME = /#\s*routewright:\s*allow(-file)?\s*\[(?:[^\]]*,)?\s*([\w-]*)$/;
const BEFORE_WORD = /#\s*routewright:\s*([\w-]*)$/;
const ALL = /#\s*routewright:\s*allow(?:-file)?\s*\[([^\]]*)\]?/g;

/**
 * Rules by their ids, those that are reported there first; else what a comment may say.
 * @param reports those of the file
 */
export function suppressionCompletions(
  lines: Lines,
  offset: number,
  reports: readonly Report[],
  rules: readonly Rule[],
  hasSnippets: boolean,
): CompletionItem[] {
  const row = lines.lineAt(offset);
  const before = lines.text.slice(lines.start(row), offset);
  // Most lines hold no comment of ours.
  if (!before.includes("routewright:") || commentAt(lines.text, offset) === undefined) return [];
  const [, isFile, typed] = BEFORE_NAME.exec(before) ?? [];
  if (typed === undefined) return wordCompletions(before, lines, offset, hasSnippets);
  const near = reports.filter(({ range }) => isFile !== undefined || isNear(range, row, lines));
  const first = new Set(near.map(({ rule }) => rule));
  const rest = /^[\w-]*/.exec(lines.text.slice(offset))?.[0].length ?? 0;
  const range = { start: offset - typed.length, end: offset + rest };
  return rules.map((rule) => ({
    label: rule.id,
    kind: CompletionItemKind.Value,
    detail: first.has(rule) ? "reported here" : `${rule.category}, ${rule.severity}`,
    documentation: { kind: "markdown", value: ruleCard(rule) },
    textEdit: { range: toRange(range, lines), newText: rule.id },
    sortText: `${first.has(rule) ? 0 : 1}${rule.id}`,
    ...(first.has(rule) && { preselect: true }),
  }));
}

function wordCompletions(
  before: string,
  lines: Lines,
  offset: number,
  hasSnippets: boolean,
): CompletionItem[] {
  const typed = BEFORE_WORD.exec(before)?.[1];
  if (typed === undefined) return [];
  const range = toRange({ start: offset - typed.length, end: offset }, lines);
  const words = [
    ["allow", "This line, or the statement below"],
    ["allow-file", "The whole file"],
  ] as const;
  return words.map(([label, detail]) => ({
    label,
    kind: CompletionItemKind.Keyword,
    detail,
    insertTextFormat: hasSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: hasSnippets ? `${label}[$1]: \${2:reason}` : `${label}[` },
  }));
}

export function suppressionHover(
  lines: Lines,
  offset: number,
  rules: readonly Rule[],
): Hover | undefined {
  const row = lines.lineAt(offset);
  if (!lines.line(row).includes("routewright:")) return undefined;
  const comment = commentAt(lines.text, offset);
  if (comment === undefined) return undefined;
  for (const { 0: all, 1: list = "", index } of lines.text
    .slice(comment.start, comment.end)
    .matchAll(ALL)) {
    const start = comment.start + index + all.indexOf("[") + 1;
    for (const { 0: name, index: at } of list.matchAll(/[\w-]+/g)) {
      const range = { start: start + at, end: start + at + name.length };
      const card = nameCard(name, rules);
      if (card !== undefined && range.start <= offset && offset <= range.end)
        return { contents: { kind: "markdown", value: card }, range: toRange(range, lines) };
    }
  }
  return undefined;
}

function commentAt(text: string, offset: number): Range | undefined {
  for (const comment of commentsOf(text))
    if (comment.start < offset && offset <= comment.end) return comment;
  return undefined;
}

/** On the line, or on the next one, which a comment that stands alone speaks of. */
function isNear(range: Range, row: number, lines: Lines): boolean {
  const first = lines.lineAt(range.start);
  return first === row || first === row + 1;
}
