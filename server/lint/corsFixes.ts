/** Fixes for the origins of a CORS middleware. */
import { addKeyword, hasComment, insert, replace } from "#lint/edits";
import { firstPartyOf } from "#lint/firstParty";
import { type AddedImport, addImport, type WantedImport } from "#lint/importEdits";
import type { Edit, Fix, TextEdit } from "#lint/rule";
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
  const edits = listEdits(argument.value, found, file);
  if (edits === undefined) return [];
  return [
    {
      title: "Pass a list of origins",
      safety: found.kind === "literal" ? "safe" : "suggestion",
      edits: () => edits,
    },
  ];
}

function listEdits(
  expression: Expression,
  found: OriginString,
  file: SourceFile,
): readonly TextEdit[] | undefined {
  const around = (before: string, after: string): TextEdit[] => [
    insert(expression.start, before, file),
    insert(expression.end, after, file),
  ];
  if (expression.kind === "formatted")
    return isOneOrigin(expression) ? around("[", "]") : undefined;
  if (found.kind === "literal") {
    // JSON, which a substring test takes as well; a `*` that lets in every site as a part of the string, and none in a list.
    if (/^\s*\[|["'*]/.test(found.value)) return undefined;
    const origins = found.value.split(/[\s,;]+/).filter((origin) => origin !== "");
    const isPlain = origins.length === 1 && !hasPath(found.value);
    if (expression.kind !== "string") return isPlain ? around("[", "]") : around(...SPLIT);
    // Of literals that stand below each other.
    if (hasComment(file.text, expression)) return undefined;
    const quote = file.slice(expression).endsWith("'") ? "'" : '"';
    const list = origins.map((origin) => quote + withoutPath(origin) + quote).join(", ");
    return [replace(expression, `[${list}]`, file)];
  }
  const isAlone = expression.kind === "call" && expression.arguments.length === 1;
  const [before, after] = around(...SPLIT);
  if (before === undefined || after === undefined) return undefined;
  // Without a default there may be nothing to split.
  const isEnvironment = found.kind === "environment" && isAlone;
  return isEnvironment ? [before, addKeyword(expression, '""', file), after] : [before, after];
}

const SPLIT = ['[origin.strip(" /") for origin in ', '.split(",")]'] as const;

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
