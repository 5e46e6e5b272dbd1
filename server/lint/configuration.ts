/** The configuration of a folder: `routewright.toml` or `[tool.routewright]` of pyproject.toml, and the editor's settings above it. */
import * as z from "zod";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Rule } from "#lint/rule";
import { type Globs, globsOf } from "#model/files/globs";
import { Settings } from "#settings";
import type { Range } from "#syntax/range";
import { isTomlProblem, readToml, type TomlDocument, type TomlPath } from "#syntax/toml";

/** Something in a configuration file that has no effect, and why. */
export interface ConfigurationProblem {
  readonly path: FilePath;
  readonly range: Range;
  /** Two short sentences. */
  readonly message: string;
}

export interface Configured {
  readonly settings: Settings;
  /** The file that configures; undefined where none does. */
  readonly path?: FilePath;
  readonly problems: readonly ConfigurationProblem[];
  /** Whether `exclude` names a file. */
  isExcluded(path: FilePath): boolean;
  /** Whether `per-file-ignores` turns a rule off in a file. It wins over `select`. */
  isIgnored(rule: Rule, path: FilePath): boolean;
}

/** Where texts of configuration files are looked up; a `Workspace` is one. */
export interface ConfigurationFiles {
  manifestFiles(): ReadonlySet<FilePath>;
  manifest(path: FilePath): string | undefined;
}

const FILES = ["routewright.toml", "pyproject.toml"];

/**
 * The configuration of a folder: the nearest file in it or above, as far as `files` knows any.
 * @param editor the editor's settings `routewright.*` as JSON, in its camel case; null and empty values count as not set
 * @param rules all rules, so that names that mean none are told
 */
export function configurationOf(
  folder: FilePath,
  files: ConfigurationFiles,
  editor: unknown = {},
  rules: readonly Rule[] = [],
): Configured {
  const known = files.manifestFiles(),
    problems: ConfigurationProblem[] = [];
  for (let current = folder; current !== ""; current = parentOf(current))
    for (const path of FILES.map((name) => `${current}/${name}`)) {
      const text = known.has(path) ? files.manifest(path) : undefined,
        read = text === undefined ? undefined : readConfiguration(path, text, rules);
      problems.push(...(read?.problems ?? []));
      if (read?.settings !== undefined)
        return configured(withEditorSettings(read.settings, editor), current, problems, path);
    }
  return configured(withEditorSettings(Settings.parse({}), editor), folder, problems);
}

/** The globs that a configuration file leaves out; undefined where it configures nothing. */
export function excludesOf(path: FilePath, text: string): Globs | undefined {
  const settings = readConfiguration(path, text).settings;
  return settings && globsOf(settings.exclude);
}

/** `settings` is undefined where the file configures nothing or is broken. */
export interface ConfigurationRead {
  readonly settings?: Settings;
  readonly problems: readonly ConfigurationProblem[];
}

export function readConfiguration(
  path: FilePath,
  text: string,
  rules: readonly Rule[] = [],
): ConfigurationRead {
  const isOwn = path.endsWith("/routewright.toml");
  // Most files of that name configure other tools only.
  if (!isOwn && !/\broutewright\b/.test(text)) return { problems: [] };
  const document = readToml(text);
  if (isTomlProblem(document)) {
    const message = `${sentence(document.why)} Nothing in this file has an effect.`;
    return { problems: [{ path, range: document.range, message }] };
  }
  const at: TomlPath = isOwn ? [] : ["tool", "routewright"],
    table = isOwn ? document.value : tableOf(tableOf(document.value.tool)?.routewright);
  return table === undefined ? { problems: [] } : new Reader(document, path, rules).read(table, at);
}

/** The settings of an editor above those of a project: values replace, tables are merged key by key. */
export function withEditorSettings(settings: Settings, editor: unknown): Settings {
  return Settings.parse(merged(Settings, settings, editor));
}

function merged(schema: z.ZodType, below: unknown, above: unknown): unknown {
  const shape = shapeOf(schema),
    table = tableOf(above);
  if (shape === undefined) {
    if (isUnset(above) || !schema.safeParse(above).success) return below;
    return table === undefined ? above : { ...tableOf(below), ...table };
  }
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(shape))
    result[key] = merged(inner, tableOf(below)?.[key], table?.[camelCase(key)]);
  return result;
}

/** An editor gives the default of package.json for what nobody set: null, or nothing in it. */
function isUnset(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** The name of a setting in the editor: `perFileIgnores` for `per-file-ignores`. */
export function camelCase(key: string): string {
  return key.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function configured(
  settings: Settings,
  folder: FilePath,
  problems: readonly ConfigurationProblem[],
  path?: FilePath,
): Configured {
  const excludes = globsOf(settings.exclude),
    ignores = Object.entries(settings["per-file-ignores"]).map(([glob, names]) => ({
      globs: globsOf([glob]),
      names: new Set(names),
    })),
    relative = (file: FilePath): string => file.slice(folder.length + 1);
  return {
    settings,
    problems,
    ...(path !== undefined && { path }),
    isExcluded: (file) => excludes.matches(relative(file)),
    isIgnored: ({ id, category }, file) =>
      ignores.some(
        ({ globs, names }) =>
          (names.has(id) || names.has(category)) && globs.matches(relative(file)),
      ),
  };
}

/** Reads one table key by key, so that one wrong value costs that key alone. */
class Reader {
  private readonly document: TomlDocument;
  private readonly path: FilePath;
  private readonly names: ReadonlyMap<string, string>;
  private readonly problems: ConfigurationProblem[] = [];

  constructor(document: TomlDocument, path: FilePath, rules: readonly Rule[]) {
    this.document = document;
    this.path = path;
    this.names = namesOf(rules);
  }

  read(table: Table, at: TomlPath): ConfigurationRead {
    const values = this.values(Settings, table, at),
      settings = this.withKnownNames(Settings.parse(values), at);
    this.checkGlobs(settings, at);
    this.problems.sort((a, b) => a.range.start - b.range.start);
    return { settings, problems: this.problems };
  }

  /** The values of a table that its schema allows. */
  private values(schema: z.ZodType, table: Table, at: TomlPath): Record<string, unknown> {
    const shape = shapeOf(schema) ?? {},
      result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(table)) {
      const inner = Object.hasOwn(shape, key) ? shape[key] : undefined,
        path = [...at, key],
        isTable = inner !== undefined && shapeOf(inner) !== undefined && tableOf(value);
      if (inner === undefined) this.unknownKey(path, Object.keys(shape));
      else if (isTable) result[key] = this.values(inner, isTable, path);
      else if (this.isValid(inner, value, path)) result[key] = value;
    }
    return result;
  }

  private unknownKey(path: TomlPath, keys: readonly string[]): void {
    const key = String(path.at(-1)),
      near = nearest(key, keys),
      advice =
        near === undefined ? `The settings are ${listOf(keys)}.` : `Did you mean ${quoted(near)}?`;
    this.report(path, "key", `${quoted(key)} is no setting. ${advice}`);
  }

  private isValid(schema: z.ZodType, value: unknown, path: TomlPath): boolean {
    const { success, error } = schema.safeParse(value);
    for (const issue of error?.issues ?? []) {
      const inside = issue.path.filter((part) => typeof part !== "symbol");
      this.report([...path, ...inside], "value", `${sentence(issue.message)} The default is used.`);
    }
    return success;
  }

  /** Old names of rules become today's; names that mean nothing are told and left out. */
  private withKnownNames(settings: Settings, at: TomlPath): Settings {
    if (this.names.size === 0) return settings;
    const list = (names: readonly string[], path: TomlPath): string[] =>
      names.flatMap((name, index) => this.known(name, [...path, index], "value") ?? []);
    const severity = Object.entries(settings.severity).flatMap(([name, value]) => {
      const known = this.known(name, [...at, "severity", name], "key");
      return known === undefined ? [] : [[known, value] as const];
    });
    const perFile = Object.entries(settings["per-file-ignores"]).map(
      ([glob, names]) => [glob, list(names, [...at, "per-file-ignores", glob])] as const,
    );
    return {
      ...settings,
      select: list(settings.select, [...at, "select"]),
      ignore: list(settings.ignore, [...at, "ignore"]),
      severity: Object.fromEntries(severity),
      "per-file-ignores": Object.fromEntries(perFile),
    };
  }

  private known(name: string, path: TomlPath, place: "key" | "value"): string | undefined {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    const near = nearest(name, [...this.names.keys()]),
      advice = near === undefined ? "It has no effect." : `Did you mean ${quoted(near)}?`;
    this.report(path, place, `There is no rule or category ${quoted(name)}. ${advice}`);
    return undefined;
  }

  private checkGlobs(settings: Settings, at: TomlPath): void {
    globsOf(settings.exclude, (index, { why }) =>
      this.report([...at, "exclude", index], "value", `${why} It has no effect.`),
    );
    for (const glob of Object.keys(settings["per-file-ignores"]))
      globsOf([glob], (_, { why }) =>
        this.report([...at, "per-file-ignores", glob], "key", `${why} It has no effect.`),
      );
  }

  private report(path: TomlPath, place: "key" | "value", message: string): void {
    this.problems.push({ path: this.path, range: this.rangeOf(path, place), message });
  }

  /** Of the nearest thing around it that has a place. */
  private rangeOf(path: TomlPath, place: "key" | "value"): Range {
    for (let length = path.length; length > 0; length--) {
      const found = this.document.place(path.slice(0, length));
      if (found !== undefined) return found[place];
    }
    return { start: 0, end: 0 };
  }
}

type Table = Readonly<Record<string, unknown>>;

function tableOf(value: unknown): Table | undefined {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable && !(value instanceof Date) ? { ...value } : undefined;
}

/** The keys of a schema that is a table of settings, whatever is wrapped around it. */
function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  let inner: unknown = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap();
  return inner instanceof z.ZodObject ? inner.shape : undefined;
}

/** Every name that selects rules, old ones too, with the name it has today. */
function namesOf(rules: readonly Rule[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { id, category, aliases = [] } of rules) {
    for (const alias of aliases) names.set(alias, id);
    names.set(category, category);
  }
  for (const { id } of rules) names.set(id, id);
  return names;
}

function parentOf(folder: FilePath): FilePath {
  return folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
}

function listOf(words: readonly string[]): string {
  return words.map(quoted).join(", ");
}

/** Words come from a file that anyone may have written. */
function quoted(word: string): string {
  return `\`${printable(word.slice(0, 60))}\``;
}

/** The word that differs in at most a third of its letters. */
function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 60) return undefined;
  const ranked = words
    .map((other) => ({ other, distance: distance(word, other) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance * 3 <= word.length ? best.other : undefined;
}

/** How many letters to add, remove or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let column = 0; column < b.length; column++)
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (row[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + (b[column] === letter ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
