/** Fixes for the origins of a CORS middleware. */
import { replace } from "#lint/edits";
import { firstPartyOf } from "#lint/firstParty";
import { type AddedImport, addImport, type WantedImport } from "#lint/importEdits";
import type { Edit, Fix } from "#lint/rule";
import { addExampleVariable, addSetting, environmentName, settingFor } from "#lint/settingEdits";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { AnyOrigin } from "#model/security/anyOrigin";
import type { CorsPolicy } from "#model/security/cors";
import type { OriginString } from "#model/security/originStrings";
import type { Keyword } from "#model/values/keywords";
import { type SettingsAccess, settingsAccess } from "#model/values/settingsClasses";
import type { Expression, FormattedString } from "#syntax/facts";

/** What stands in `.env.example`: pydantic-settings reads lists as JSON. */
const EXAMPLE = '["https://app.example.com"]';

/** Moves the origins into the project's settings, or takes the `*` out of their default. */
export function originsFromSettings(
  { argument, scope }: Keyword,
  any: AnyOrigin,
  { middleware }: CorsPolicy,
  file: SourceFile,
  project: Project,
): readonly Fix[] {
  if (any.source === "setting") return withoutDefault(any, project);
  const access = settingsAccess(file, scope, project);
  if (any.source !== "code" || argument === undefined || access === undefined) return [];
  const setting = settingFor(access, project);
  return [
    {
      title: `Take the origins from the setting ${setting.name}`,
      safety: "suggestion",
      edits(): Edit[] {
        const { edits, localName } = nameOf(access, file, project);
        const instance = access.isCalled ? `${localName}()` : localName;
        const isPattern = argument.keyword === "allow_origin_regex";
        const keyword = middleware.call.arguments.find((it) => it === argument);
        const value = `${instance}.${setting.name}`;
        return [
          ...edits,
          isPattern && keyword !== undefined
            ? replace(keyword, `allow_origins=${value}`, file)
            : replace(argument.value, value, file),
          ...(setting.isNew ? addSetting(access, setting.name) : []),
          ...addExampleVariable(environmentName(access, setting.name), EXAMPLE, project),
        ];
      },
    },
  ];
}

/** What the file calls the instance of the settings. */
function nameOf(
  { isVisible, name, file: declaring }: SettingsAccess,
  file: SourceFile,
  project: Project,
): AddedImport {
  if (isVisible || declaring === file) return { edits: [], localName: name };
  const wanted: WantedImport = { modules: [project.modules().nameOf(declaring.path)], name };
  return addImport(file, wanted, firstPartyOf(project));
}

/** `cors_origins: list[str] = ["*"]` becomes an empty list. */
function withoutDefault({ path, range }: AnyOrigin, project: Project): readonly Fix[] {
  const file = project.file(path);
  const around = file && /\[\s*$/.test(file.text.slice(0, range.start));
  if (file === undefined || !around || !/^\s*\]/.test(file.text.slice(range.end))) return [];
  return [
    {
      title: "Allow no origin by default",
      safety: "suggestion",
      edits: () => [replace(range, "", file)],
    },
  ];
}

/** Makes a list of a string of origins. */
export function listOfOrigins(
  { argument }: Keyword,
  found: OriginString,
  file: SourceFile,
): readonly Fix[] {
  if (argument === undefined || found.located.expression !== argument.value) return [];
  const list = listText(argument.value, found, file);
  if (list === undefined) return [];
  return [
    {
      title: "Pass a list of origins",
      safety: found.kind === "literal" ? "safe" : "suggestion",
      edits: () => [replace(argument.value, list, file)],
    },
  ];
}

function listText(
  expression: Expression,
  found: OriginString,
  file: SourceFile,
): string | undefined {
  const text = file.slice(expression);
  if (expression.kind === "formatted") return isOneOrigin(expression) ? `[${text}]` : undefined;
  if (found.kind === "literal") {
    // JSON, which a substring test takes as well.
    if (/^\s*\[|["']/.test(found.value)) return undefined;
    const origins = found.value.split(/[\s,;]+/).filter((origin) => origin !== "");
    const isPlain = origins.length === 1 && !hasPath(found.value);
    if (expression.kind !== "string") return isPlain ? `[${text}]` : splitText(text);
    const quote = text.endsWith("'") ? "'" : '"';
    return `[${origins.map((origin) => quote + withoutPath(origin) + quote).join(", ")}]`;
  }
  const isAlone = expression.kind === "call" && expression.arguments.length === 1;
  const isEnvironment = found.kind === "environment" && isAlone;
  // Without a default there may be nothing to split.
  return splitText(isEnvironment ? text.replace(/,?\s*\)$/, ', "")') : text);
}

function splitText(text: string): string {
  return `[origin.strip(" /") for origin in ${text}.split(",")]`;
}

function isOneOrigin({ parts }: FormattedString): boolean {
  const last = parts.at(-1);
  const isSplit = parts.some((part) => typeof part === "string" && /[\s,;]/.test(part));
  return !isSplit && !(typeof last === "string" && last.endsWith("/"));
}

/** A browser sends scheme, host and port alone; in a string, a longer address let it in. */
function withoutPath(origin: string): string {
  return origin.replace(/^(\w+:\/\/[^/]+)\/.*$/, "$1");
}

function hasPath(origin: string): boolean {
  return withoutPath(origin.trim()) !== origin.trim();
}
