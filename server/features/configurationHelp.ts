/** Completion and hover inside `routewright.toml` and `[tool.routewright]`. */
import {
  type CompletionItem,
  CompletionItemKind,
  type Hover,
  InsertTextFormat,
} from "vscode-languageserver";
import { toRange } from "#features/diagnostics";
import { nameCard, ruleCard, settingCard } from "#features/ruleCard";
import type { FilePath } from "#host";
import { placeOfSettings } from "#lint/configurationReader";
import type { Rule } from "#lint/rule";
import { type SettingEntry, settingEntries, type ValueShape } from "#lint/settingEntries";
import type { Lines } from "#syntax/lines";
import type { Range } from "#syntax/range";
import { type TomlCursor, tomlCursor } from "#syntax/tomlCursor";

/** The editor's document. */
export interface ConfigurationText {
  readonly path: FilePath;
  readonly lines: Lines;
}

/** Whether a file of this name can configure us. */
export function mayConfigure(path: FilePath): boolean {
  return /\/(?:routewright|pyproject)\.toml$/.test(path);
}

/** @param hasSnippets whether the client has tab stops */
export function configurationCompletions(
  { path, lines }: ConfigurationText,
  offset: number,
  rules: readonly Rule[],
  hasSnippets: boolean,
): CompletionItem[] {
  const cursor = tomlCursor(lines.text, offset);
  if (cursor === undefined) return [];
  const offers = offersAt(cursor, placeOfSettings(path), rules);
  return offers.map((offer, index) => toItem(offer, index, cursor, lines, hasSnippets));
}

export function configurationHover(
  { path, lines }: ConfigurationText,
  offset: number,
  rules: readonly Rule[],
): Hover | undefined {
  const cursor = tomlCursor(lines.text, offset);
  if (cursor === undefined) return undefined;
  const written = lines.text.slice(cursor.word.start, cursor.word.end);
  const own = ownPath(
    cursor.place === "header" ? partsOfHeader(written) : cursor.path,
    placeOfSettings(path),
  );
  if (own === undefined || written === "") return undefined;
  const value = cardAt(cursor, own, written, rules);
  return value === undefined
    ? undefined
    : { contents: { kind: "markdown", value }, range: toRange(cursor.word, lines) };
}

function cardAt(
  { place }: TomlCursor,
  own: readonly string[],
  written: string,
  rules: readonly Rule[],
): string | undefined {
  const path = place === "key" ? [...own, written] : own;
  const entry = entryAt(path);
  if (place !== "value" && entry !== undefined) return settingCard(entry);
  const shape = place === "key" ? entryAt(own)?.shape.key : itemShape(own);
  return shape?.kind === "name" ? nameCard(written, rules) : undefined;
}

/** Something that can be written. */
interface Offer {
  readonly label: string;
  /** What is written in place of the word, where it is more than the label; with tab stops. */
  readonly snippet?: string;
  readonly kind: CompletionItemKind;
  readonly detail: string;
  readonly documentation: string;
  /** Whether it is a text, which stands in quotes as a value. */
  readonly isText: boolean;
}

function offersAt(
  cursor: TomlCursor,
  root: readonly string[],
  rules: readonly Rule[],
): readonly Offer[] {
  if (cursor.place === "header") return headerOffers(root);
  const own = ownPath(cursor.path, root);
  if (own === undefined) return [];
  if (cursor.place === "value") return valueOffers(own, cursor.isItem, rules);
  const names = entryAt(own)?.shape.key?.kind === "name" ? nameOffers(rules) : [];
  const value = names.length > 0 ? valueSnippet(entryAt(own)?.shape.item) : "";
  return [
    ...keyOffers(own),
    ...names.map((offer) => ({ ...offer, snippet: `${offer.label} = ${value}` })),
  ];
}

function headerOffers(root: readonly string[]): readonly Offer[] {
  const tables = settingEntries.filter(({ shape }) => isTable(shape));
  const own: Offer[] =
    root.length === 0
      ? []
      : [
          {
            label: root.join("."),
            kind: CompletionItemKind.Module,
            detail: "Routewright",
            documentation: "The configuration of Routewright.",
            isText: false,
          },
        ];
  return [
    ...own,
    ...tables.map((entry) => ({
      label: [...root, ...entry.path].join("."),
      kind: CompletionItemKind.Module,
      detail: entry.type,
      documentation: settingCard(entry),
      isText: false,
    })),
  ];
}

function keyOffers(own: readonly string[]): readonly Offer[] {
  return settingEntries
    .filter(({ path }) => path.length === own.length + 1 && own.every((it, at) => it === path[at]))
    .map((entry) => {
      const label = entry.path.at(-1) ?? "";
      return {
        label,
        snippet: `${label} = ${valueSnippet(entry.shape)}`,
        kind: CompletionItemKind.Property,
        detail: entry.type.replaceAll("`", ""),
        documentation: settingCard(entry),
        isText: false,
      };
    });
}

function valueOffers(
  own: readonly string[],
  isItem: boolean,
  rules: readonly Rule[],
): readonly Offer[] {
  const shape = isItem ? itemShape(own) : shapeAt(own);
  if (shape?.kind === "name") return nameOffers(rules);
  return (shape?.values ?? []).map((label) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    detail: "",
    documentation: "",
    isText: shape?.kind === "text",
  }));
}

function nameOffers(rules: readonly Rule[]): readonly Offer[] {
  const categories = [...new Set(rules.map(({ category }) => category))];
  return [
    ...rules.map((rule) => ({
      label: rule.id,
      kind: CompletionItemKind.Value,
      detail: `${rule.category}, ${rule.severity}`,
      documentation: ruleCard(rule),
      isText: true,
    })),
    ...categories.map((label) => ({
      label,
      kind: CompletionItemKind.Module,
      detail: "category",
      documentation: nameCard(label, rules) ?? "",
      isText: true,
    })),
  ];
}

/** What a value looks like, with tab stops. */
function valueSnippet(shape: ValueShape | undefined): string {
  switch (shape?.kind) {
    case "list":
      return '["$1"]';
    case "table":
    case "settings":
      return "{ $1 }";
    case "text":
      return shape.values.length > 0 ? `"${choice(shape)}"` : '"$1"';
    case "boolean":
      return choice(shape);
    default:
      return "$1";
  }
}

function choice({ values }: ValueShape): string {
  return `\${1|${values.join(",")}|}`;
}

function toItem(
  offer: Offer,
  index: number,
  cursor: TomlCursor,
  lines: Lines,
  hasSnippets: boolean,
): CompletionItem {
  const { label, kind, detail, documentation, isText } = offer;
  const isBare = cursor.quote === "";
  const isKey = cursor.place === "key";
  const snippet = isKey && isBare && !cursor.hasValue && hasSnippets ? offer.snippet : undefined;
  const range = insertRange(cursor, lines);
  const text = isText && isBare && !isKey ? `"${label}"` : label;
  return {
    label,
    kind,
    ...(detail !== "" && { detail }),
    ...(documentation !== "" && { documentation: { kind: "markdown", value: documentation } }),
    textEdit: { range: toRange(range, lines), newText: snippet ?? text },
    insertTextFormat: snippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    // In its own order, which is that of the documentation.
    sortText: String(index).padStart(4, "0"),
    filterText: text,
  };
}

/** The word; in a string that is not closed only up to what may not belong to it. */
function insertRange({ word }: TomlCursor, { text }: Lines): Range {
  const length = /^[\w.-]*/.exec(text.slice(word.start, word.end))?.[0].length ?? 0;
  return { start: word.start, end: word.start + length };
}

/** The part of a path below our table; undefined outside of it. */
function ownPath(path: readonly string[], root: readonly string[]): readonly string[] | undefined {
  return root.every((part, index) => path[index] === part) ? path.slice(root.length) : undefined;
}

function partsOfHeader(written: string): readonly string[] {
  return written.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
}

function entryAt(path: readonly string[]): SettingEntry | undefined {
  return settingEntries.find((entry) => entry.path.join("\n") === path.join("\n"));
}

/** What may stand as the value of a key, which may be one of a table with names of its own. */
function shapeAt(path: readonly string[]): ValueShape | undefined {
  return entryAt(path)?.shape ?? entryAt(path.slice(0, -1))?.shape.item;
}

/** What may stand in a list there, or as the value itself. */
function itemShape(path: readonly string[]): ValueShape | undefined {
  const shape = shapeAt(path);
  return shape?.kind === "list" ? shape.item : shape;
}

function isTable({ kind }: ValueShape): boolean {
  return kind === "table" || kind === "settings";
}
