/** Edits that add a setting to a project: its field, and its line in `.env.example`. */
import { insert, lineEndOf } from "#lint/edits";
import type { Edit } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { SettingsAccess } from "#model/values/settingsClasses";
import { lineStart } from "#syntax/scan";

const EXAMPLE_FILE = ".env.example";
/** `env_prefix="APP_"`, in `SettingsConfigDict(…)` or in `class Config`. */
const PREFIX = /\benv_prefix\s*=\s*["'](\w*)["']/;

/** The setting for the origins: one that the class has already, else a new one in the manner of the others. */
export function settingFor(
  { file, row }: SettingsAccess,
  project: Project,
): { readonly name: string; readonly isNew: boolean } {
  const fields = fieldsOf(file, row, project);
  const known = fields.find(
    ({ name, annotation }) => /origins/i.test(name) && /\blist\b/i.test(annotation),
  );
  if (known !== undefined) return { name: known.name, isNew: false };
  const upper = fields.filter(({ name }) => name === name.toUpperCase()).length;
  return { name: upper * 2 > fields.length ? "CORS_ORIGINS" : "cors_origins", isNew: true };
}

/** A field that holds a list of strings, after the last one. */
export function addSetting({ file, row }: SettingsAccess, name: string): Edit[] {
  const { assignments } = file.outline;
  let last: { readonly start: number; readonly end: number } | undefined;
  for (let field = 0; field < assignments.length; field++) {
    if (assignments.owner(field) !== row) continue;
    const end = Math.max(assignments.valueRange(field).end, assignments.annotationRange(field).end);
    last = { start: assignments.start(field), end };
  }
  if (last === undefined) return [];
  const indentation = file.text.slice(lineStart(file.text, last.start), last.start);
  const end = restOfLine(file.text, last.end);
  return [insert(end, `${lineEndOf(file.text)}${indentation}${name}: list[str] = []`, file)];
}

/** The name of the environment variable that a field reads; `undefined` where the class computes its configuration. */
export function environmentName({ file, row }: SettingsAccess, name: string): string | undefined {
  const { definitions } = file.outline;
  const text = file.text.slice(definitions.start(row), definitions.end(row));
  if (/\bmodel_config\s*=(?!\s*(?:SettingsConfigDict|\{|dict\())/.test(text)) return undefined;
  return `${PREFIX.exec(text)?.[1] ?? ""}${name}`.toUpperCase();
}

/** A line in `.env.example`, which is made where there is none; nothing where it has that variable. */
export function addExampleVariable(
  name: string | undefined,
  value: string,
  project: Project,
): Edit[] {
  if (name === undefined) return [];
  const path = `${project.folder}/${EXAMPLE_FILE}`;
  const line = `${name}=${value}`;
  const text = project.workspace.manifest(path);
  if (text === undefined) return [{ path, create: true, text: `${line}\n` }];
  if (text.split(/\r\n|\n|\r/).some((it) => it.replace(/^export\s+/, "").startsWith(`${name}=`)))
    return [];
  const isCut = text !== "" && !/[\r\n]$/.test(text);
  const end = lineEndOf(text);
  return [insert(text.length, `${isCut ? end : ""}${line}${end}`, { path, text })];
}

function fieldsOf(
  file: SourceFile,
  row: number,
  project: Project,
): { readonly name: string; readonly annotation: string }[] {
  const { assignments } = file.outline;
  const rows = project.workspace.scopes(file.path)?.rows("assignments", row) ?? [];
  return Array.from(rows, (field) => ({
    name: project.workspace.names.text(assignments.target(field)),
    annotation: file.slice(assignments.annotationRange(field)),
  })).filter(({ annotation }) => annotation !== "");
}

/** The end of the line, so that a comment behind the field stays with it. */
function restOfLine(text: string, offset: number): number {
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/.exec(text.slice(offset));
  return offset + (rest?.[0].length ?? 0);
}
