/** The settings of package.json (`contributes.configuration`), made from the one schema. Run it to print them. */
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { camelCase } from "#lint/configuration";
import { Settings, WindowSettings } from "#settings";

interface JsonSchema {
  readonly [key: string]: unknown;
  readonly type?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** A list or table without a default of its own is empty, which counts as not set; anything else may be null. */
export function contributedSettings(): object {
  return {
    title: "Routewright",
    properties: Object.fromEntries([
      ...propertiesOf(jsonSchemaOf(Settings), "routewright"),
      ...Object.entries(jsonSchemaOf(WindowSettings).properties ?? {}).map(([key, inner]) => {
        const { description, ...rest } = inner;
        const setting = { ...rest, scope: "window", markdownDescription: description };
        return [`routewright.${camelCase(key)}`, setting] as const;
      }),
    ]),
  };
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "throw" }) as JsonSchema;
}

/** Tables of settings become dotted names, which the settings editor shows one by one. */
function propertiesOf(schema: JsonSchema, prefix: string): [string, object][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}.${camelCase(key)}`;
    return inner.properties === undefined ? [[name, settingOf(inner)]] : propertiesOf(inner, name);
  });
}

function settingOf(schema: JsonSchema): object {
  const { default: fallback, description, propertyNames: _, ...rest } = schema;
  const scope = "resource",
    isCollection = rest.type === "array" || rest.type === "object";
  if (isCollection) return { ...rest, default: fallback, scope, markdownDescription: description };
  const values = rest.enum;
  return {
    ...rest,
    type: [rest.type, "null"],
    ...(Array.isArray(values) && { enum: [...values, null] }),
    default: null,
    scope,
    markdownDescription: `${description} Not set: what the project's configuration says${fallback === undefined ? "" : `, else \`${fallback}\``}.`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(contributedSettings(), undefined, 2)}\n`);
