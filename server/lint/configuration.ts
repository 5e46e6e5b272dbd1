/** The configuration of a folder: `routewright.toml` or `[tool.routewright]` of pyproject.toml, and the editor's settings above it. */
import type * as z from "zod";
import type { FilePath } from "#host";
import {
  type ConfigurationProblem,
  readConfiguration,
  shapeOf,
  tableOf,
  uselessTable,
} from "#lint/configurationReader";
import type { Rule } from "#lint/rule";
import { type Globs, globsOf } from "#model/files/globs";
import { type Stage, stage } from "#model/stage";
import { ENTRYPOINT, type Role, roles, Settings } from "#settings";
import { isTomlProblem, readToml } from "#syntax/toml";

export interface Configured {
  readonly settings: Settings;
  /** The file that configures; undefined where none does. */
  readonly path?: FilePath;
  readonly problems: readonly ConfigurationProblem[];
  /** Whether `exclude` names a file. */
  isExcluded(path: FilePath): boolean;
  /** Whether `per-file-ignores` turns a rule off in a file. It wins over `select`. */
  isIgnored(rule: Rule, path: FilePath): boolean;
  /** The role that `roles` gives a file. */
  roleOf(path: FilePath): Role | undefined;
}

/** Where texts of configuration files are looked up; a `Workspace` is one. */
export interface ConfigurationFiles {
  manifestFiles(): ReadonlySet<FilePath>;
  manifest(path: FilePath): string | undefined;
}

/** What an editor has set. Its globs are relative to its folder, whatever file configures the project. */
export interface EditorSettings {
  readonly folder: FilePath;
  /** `routewright.*` as JSON, in its camel case; null and empty values count as not set. */
  readonly settings: unknown;
}

const FILES = ["routewright.toml", "pyproject.toml"];

/** What is configured for each file: the nearest configuration wins, and holds alone. */
export class Configurations {
  private readonly files: ConfigurationFiles;
  private readonly rules: readonly Rule[];
  private readonly editorOf: (path: FilePath) => EditorSettings;
  /** By the nearest folder that has a file which may configure, and the folder of the editor's settings. */
  private readonly known = new Map<string, Stage<Configured>>();

  /** @param editorOf what an editor has set for a file; what it reads becomes an input */
  constructor(
    files: ConfigurationFiles,
    rules: readonly Rule[],
    editorOf: (path: FilePath) => EditorSettings,
  ) {
    this.files = files;
    this.rules = rules;
    this.editorOf = editorOf;
  }

  of(path: FilePath): Configured {
    const editor = this.editorOf(path);
    const manifests = this.files.manifestFiles();
    let folder = parentOf(path);
    while (folder !== "" && !FILES.some((name) => manifests.has(`${folder}/${name}`)))
      folder = parentOf(folder);
    const key = `${editor.folder}\n${folder}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = stage(() => configurationOf(folder, this.files, this.editorOf(path), this.rules));
      this.known.set(key, found);
    }
    return found.get();
  }
}

/**
 * The configuration of a folder: the nearest file in it or above, as far as `files` knows any.
 * @param rules all rules, so that names that mean none are told
 */
export function configurationOf(
  folder: FilePath,
  files: ConfigurationFiles,
  editor: EditorSettings = { folder, settings: {} },
  rules: readonly Rule[] = [],
): Configured {
  const problems: ConfigurationProblem[] = [];
  for (let current = folder; current !== ""; current = parentOf(current))
    for (const path of FILES.map((name) => `${current}/${name}`)) {
      const text = textOf(path, files);
      const read = text === undefined ? undefined : readConfiguration(path, text, rules);
      problems.push(...(read?.problems ?? []));
      if (read?.settings === undefined) continue;
      const beside = `${current}/pyproject.toml`;
      const useless =
        path === beside ? undefined : uselessTable(beside, textOf(beside, files) ?? "");
      if (useless !== undefined) problems.push(useless);
      const settings = withFastapi(read.settings, folder, files);
      return { ...configured(settings, current, editor), problems, path };
    }
  const settings = withFastapi(Settings.parse({}), folder, files);
  return { ...configured(settings, editor.folder, editor), problems };
}

/** The globs that a configuration file leaves out; undefined where it configures nothing. */
export function excludesOf(path: FilePath, text: string): Globs | undefined {
  const settings = readConfiguration(path, text).settings;
  return settings && globsOf(settings.exclude);
}

/** The settings of an editor above those of a project: values replace, tables are merged key by key. */
export function withEditorSettings(settings: Settings, editor: unknown): Settings {
  return Settings.parse(merged(Settings, settings, editor));
}

/** The name of a setting in the editor: `perFileIgnores` for `per-file-ignores`. */
export function camelCase(key: string): string {
  return key.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What the project says to FastAPI's own command line, where it says nothing to us. */
function withFastapi(settings: Settings, folder: FilePath, files: ConfigurationFiles): Settings {
  if (settings.entrypoint !== undefined) return settings;
  for (let current = folder; current !== ""; current = parentOf(current)) {
    const path = `${current}/pyproject.toml`;
    const text = textOf(path, files);
    if (text === undefined) continue;
    // The nearest one is that of the project, whatever is in it.
    const document = text.includes("entrypoint") ? readToml(text) : undefined;
    if (document === undefined || isTomlProblem(document)) return settings;
    const entrypoint = tableOf(tableOf(document.value.tool)?.fastapi)?.entrypoint;
    const isValid = typeof entrypoint === "string" && ENTRYPOINT.test(entrypoint);
    return isValid ? { ...settings, entrypoint } : settings;
  }
  return settings;
}

function merged(schema: z.ZodType, below: unknown, above: unknown): unknown {
  const shape = shapeOf(schema);
  const table = tableOf(above);
  if (shape === undefined) {
    if (isUnset(above) || !schema.safeParse(above).success) return below;
    return table === undefined ? above : { ...tableOf(below), ...table };
  }
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(shape)) {
    const value = merged(inner, tableOf(below)?.[key], table?.[camelCase(key)]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** An editor gives the default of package.json for what nobody set: null, or nothing in it. */
function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function configured(
  project: Settings,
  folder: FilePath,
  editor: EditorSettings,
): Omit<Configured, "problems" | "path"> {
  const settings = withEditorSettings(project, editor.settings);
  const isOfEditor = project.exclude.join("\n") !== settings.exclude.join("\n");
  const excludes = globsOf(settings.exclude);
  const excludeFolder = isOfEditor ? editor.folder : folder;
  const ignores = Object.entries(settings["per-file-ignores"]).map(([glob, names]) => ({
    globs: globsOf([glob]),
    folder: Object.hasOwn(project["per-file-ignores"], glob) ? folder : editor.folder,
    names: new Set(names),
  }));
  const byRole = roles
    .flatMap((role) => ({ role, globs: settings.roles[role] }))
    .map(({ role, globs }) => ({
      role,
      globs: globsOf(globs),
      // Those of an editor take the place of the file's.
      folder: project.roles[role].join("\n") === globs.join("\n") ? folder : editor.folder,
    }));
  return {
    settings,
    roleOf: (file) =>
      byRole.find(({ globs, folder: from }) => globs.matches(relative(file, from)))?.role,
    isExcluded: (file) => excludes.matches(relative(file, excludeFolder)),
    isIgnored: ({ id, category }, file) =>
      ignores.some(
        ({ globs, names, folder: from }) =>
          (names.has(id) || names.has(category)) && globs.matches(relative(file, from)),
      ),
  };
}

function textOf(path: FilePath, files: ConfigurationFiles): string | undefined {
  return files.manifestFiles().has(path) ? files.manifest(path) : undefined;
}

function relative(path: FilePath, folder: FilePath): string {
  return path.slice(folder.length + 1);
}

function parentOf(folder: FilePath): FilePath {
  return folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
}
