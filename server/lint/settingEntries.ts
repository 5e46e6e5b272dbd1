/** The settings as a person reads about them: in the documentation, and in the editor while writing a configuration. */
import * as z from "zod";
import { shapeOf } from "#lint/configurationReader";
import { Glob, RuleOrCategory, Settings } from "#settings";

export interface SettingEntry {
  /** Its place below our table: `["limits", "pool-size"]`. */
  readonly path: readonly string[];
  readonly description: string;
  /** What may be written, as Markdown: "`recommended` or `strict`". */
  readonly type: string;
  /** As TOML; undefined where there is none. */
  readonly default?: string;
  readonly shape: ValueShape;
}

/** What a value is, as far as something can be offered for it. */
export interface ValueShape {
  readonly kind: "table" | "settings" | "list" | "text" | "name" | "glob" | "number" | "boolean";
  /** The texts that are allowed, where it is one of some. */
  readonly values: readonly string[];
  /** What a key of a table is. */
  readonly key?: ValueShape;
  /** What an item of a list or a value of a table is. */
  readonly item?: ValueShape;
}

/** In the order of the schema, each table of settings before what is in it. */
export const settingEntries: readonly SettingEntry[] = entriesOf(Settings, []);

function entriesOf(schema: z.ZodType, path: readonly string[]): readonly SettingEntry[] {
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([key, inner]) => {
    const shape = valueShapeOf(inner);
    const entry: SettingEntry = {
      path: [...path, key],
      description: inner.description ?? "",
      type: typeOf(inner),
      ...defaultOf(inner),
      shape,
    };
    return [entry, ...entriesOf(inner, entry.path)];
  });
}

function defaultOf(schema: z.ZodType): { readonly default?: string } {
  if (!(schema instanceof z.ZodDefault)) return {};
  const value: unknown = schema.def.defaultValue;
  return {
    default: typeof value === "object" && !Array.isArray(value) ? "{}" : JSON.stringify(value),
  };
}

function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodExactOptional
  )
    inner = inner.unwrap();
  return inner;
}

function valueShapeOf(schema: unknown): ValueShape {
  const inner = unwrapped(schema);
  if (inner === RuleOrCategory) return { kind: "name", values: [] };
  if (inner === Glob) return { kind: "glob", values: [] };
  if (inner instanceof z.ZodEnum) return { kind: "text", values: inner.options.map(String) };
  if (inner instanceof z.ZodBoolean) return { kind: "boolean", values: ["true", "false"] };
  if (inner instanceof z.ZodNumber) return { kind: "number", values: [] };
  if (inner instanceof z.ZodObject) return { kind: "settings", values: [] };
  if (inner instanceof z.ZodArray)
    return { kind: "list", values: [], item: valueShapeOf(inner.element) };
  if (inner instanceof z.ZodRecord)
    return {
      kind: "table",
      values: [],
      key: valueShapeOf(inner.keyType),
      item: valueShapeOf(inner.valueType),
    };
  return { kind: "text", values: [] };
}

function typeOf(schema: unknown): string {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodNumber) return `whole number, ${inner.minValue} to ${inner.maxValue}`;
  return describe(valueShapeOf(inner), 1);
}

function describe({ kind, values, key, item }: ValueShape, count: 1 | 2): string {
  const several = count === 1 ? "" : "s";
  switch (kind) {
    case "name":
      return count === 1 ? "rule or category" : "rules or categories";
    case "list":
      return `list${several} of ${item ? describe(item, 2) : "texts"}`;
    case "table":
      return `table of ${key && item ? `${describe(key, 2)}, each with ${describe(item, 1)}` : "texts"}`;
    case "settings":
      return "table";
    case "boolean":
      return "`true` or `false`";
    case "text":
      return values.length > 0
        ? values
            .map((value) => `\`"${value}"\``)
            .join(", ")
            .replace(/, ([^,]*)$/, " or $1")
        : `text${several}`;
    default:
      return `${kind}${several}`;
  }
}
