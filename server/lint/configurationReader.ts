/** Reads one configuration file: what in it is valid, and where something is not, so that one wrong value costs that value alone. */
import * as z from "zod";
import type { FilePath } from "#host";
import { replace } from "#lint/edits";
import { nearest } from "#lint/nearest";
import { printable } from "#lint/printable";
import type { Fix, Rule } from "#lint/rule";
import { globsOf } from "#model/files/globs";
import { Settings } from "#settings";
import type { Range } from "#syntax/range";
import { isTomlProblem, readToml, type TomlDocument, type TomlPath } from "#syntax/toml";

/** Something in a configuration file that has no effect, and why. */
export interface ConfigurationProblem {
  readonly path: FilePath;
  readonly range: Range;
  /** Two short sentences. */
  readonly message: string;
  readonly fixes: readonly Fix[];
}

/** `settings` is undefined where the file configures nothing or is broken. */
export interface ConfigurationRead {
  readonly settings?: Settings;
  readonly problems: readonly ConfigurationProblem[];
}

/** Whether a file of this name configures us and nothing else. */
export function isOwnFile(path: FilePath): boolean {
  return path.endsWith("/routewright.toml");
}

/** Where in a file of this name our settings are. */
export function placeOfSettings(path: FilePath): readonly string[] {
  return isOwnFile(path) ? [] : ["tool", "routewright"];
}

/** @param rules all rules, so that names that mean none are told; with none, no name is told */
export function readConfiguration(
  path: FilePath,
  text: string,
  rules: readonly Rule[] = [],
): ConfigurationRead {
  const isOwn = isOwnFile(path);
  // Most files of that name configure other tools only.
  if (!isOwn && !/\broutewright\b/.test(text)) return { problems: [] };
  const document = readToml(text);
  if (isTomlProblem(document)) {
    const message = `${sentence(document.why)} Nothing in this file has an effect.`;
    return { problems: [{ path, range: document.range, message, fixes: [] }] };
  }
  const at = placeOfSettings(path);
  const table = isOwn ? document.value : tableOf(tableOf(document.value.tool)?.routewright);
  if (table === undefined) return { problems: [] };
  return new Reader(document, { path, text }, rules).read(table, at);
}

/** The table of a `pyproject.toml` that counts for nothing, since `routewright.toml` stands beside it. */
export function uselessTable(path: FilePath, text: string): ConfigurationProblem | undefined {
  const document = /\broutewright\b/.test(text) ? readToml(text) : undefined;
  if (document === undefined || isTomlProblem(document)) return undefined;
  const table = tableOf(tableOf(document.value.tool)?.routewright);
  if (table === undefined) return undefined;
  const at = placeOfSettings(path);
  // The table itself, or one in it, which implies it.
  const places = [at, ...Object.keys(table).map((key) => [...at, key])];
  const [place] = places.flatMap((each) => document.place(each) ?? []);
  return {
    path,
    range: place?.key ?? { start: 0, end: 0 },
    message: "`routewright.toml` beside this file counts instead. This table has no effect.",
    fixes: [],
  };
}

interface Misspelt {
  readonly path: TomlPath;
  readonly place: "key" | "value";
  readonly message: string;
  /** What was probably meant. */
  readonly meant?: string | undefined;
}

class Reader {
  private readonly document: TomlDocument;
  private readonly file: { readonly path: FilePath; readonly text: string };
  private readonly names: ReadonlyMap<string, string>;
  private readonly problems: ConfigurationProblem[] = [];

  constructor(document: TomlDocument, file: Reader["file"], rules: readonly Rule[]) {
    this.document = document;
    this.file = file;
    this.names = namesOf(rules);
  }

  read(table: Table, at: TomlPath): ConfigurationRead {
    const values = this.values(Settings, table, at);
    const settings = this.withKnownNames(Settings.parse(values), at);
    this.checkGlobs(settings, at);
    this.problems.sort((a, b) => a.range.start - b.range.start);
    return { settings, problems: this.problems };
  }

  /** The values of a table that its schema allows. */
  private values(schema: z.ZodType, table: Table, at: TomlPath): Record<string, unknown> {
    const shape = shapeOf(schema) ?? {};
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(table)) {
      const inner = Object.hasOwn(shape, key) ? shape[key] : undefined;
      const path = [...at, key];
      const isTable = inner !== undefined && shapeOf(inner) !== undefined && tableOf(value);
      if (inner === undefined) this.unknownKey(path, Object.keys(shape));
      else if (isTable) result[key] = this.values(inner, isTable, path);
      else if (this.isValid(inner, value, path)) result[key] = value;
    }
    return result;
  }

  private unknownKey(path: TomlPath, keys: readonly string[]): void {
    const key = String(path.at(-1));
    const meant = nearest(key, keys);
    const advice = meant === undefined ? `The settings are ${listOf(keys)}.` : didYouMean(meant);
    this.report({ path, place: "key", message: `${quoted(key)} is no setting. ${advice}`, meant });
  }

  private isValid(schema: z.ZodType, value: unknown, path: TomlPath): boolean {
    const { success, error } = schema.safeParse(value);
    for (const issue of error?.issues ?? []) {
      const inside = issue.path.filter((part) => typeof part !== "symbol");
      const written = inside.reduce<unknown>((it, part) => tableOrList(it)?.[part], value);
      const allowed = issue.code === "invalid_value" ? issue.values.map(String) : [];
      const meant = typeof written === "string" ? nearest(written, allowed) : undefined;
      const advice = meant === undefined ? "The default is used." : didYouMean(meant);
      const message = `${sentence(issue.message)} ${advice}`;
      this.report({ path: [...path, ...inside], place: "value", message, meant });
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
    const meant = nearest(name, [...this.names.keys()]);
    const advice = meant === undefined ? "It has no effect." : didYouMean(meant);
    const message = `There is no rule or category ${quoted(name)}. ${advice}`;
    this.report({ path, place, message, meant });
    return undefined;
  }

  private checkGlobs(settings: Settings, at: TomlPath): void {
    globsOf(settings.exclude, (index, { why }) =>
      this.report({
        path: [...at, "exclude", index],
        place: "value",
        message: `${why} It has no effect.`,
      }),
    );
    for (const [role, globs] of Object.entries(settings.roles))
      globsOf(globs, (index, { why }) =>
        this.report({
          path: [...at, "roles", role, index],
          place: "value",
          message: `${why} It has no effect.`,
        }),
      );
    for (const glob of Object.keys(settings["per-file-ignores"]))
      globsOf([glob], (_, { why }) =>
        this.report({
          path: [...at, "per-file-ignores", glob],
          place: "key",
          message: `${why} It has no effect.`,
        }),
      );
  }

  private report({ path, place, message, meant }: Misspelt): void {
    const range = this.rangeOf(path, place);
    const fixes = meant === undefined ? [] : this.spelling(range, meant);
    this.problems.push({ path: this.file.path, range, message, fixes });
  }

  /** No safe fix: somebody may have meant another thing. */
  private spelling(range: Range, meant: string): readonly Fix[] {
    const written = this.file.text.slice(range.start, range.end);
    const quote = /^(["']?)[\w.-]*\1$/.exec(written)?.[1];
    // A header, or a string of several lines, is more than the word.
    if (quote === undefined) return [];
    return [
      {
        title: `Change it to ${meant}`,
        safety: "suggestion",
        edits: () => [replace(range, `${quote}${meant}${quote}`, this.file)],
      },
    ];
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

/** A table of TOML or JSON, as an object of its own. */
export function tableOf(value: unknown): Table | undefined {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable && !(value instanceof Date) ? { ...value } : undefined;
}

function tableOrList(value: unknown): Readonly<Record<string | number, unknown>> | undefined {
  return Array.isArray(value) ? { ...value } : tableOf(value);
}

/** The keys of a schema that is a table of settings, whatever is wrapped around it. */
export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
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

export function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
}

function didYouMean(word: string): string {
  return `Did you mean ${quoted(word)}?`;
}

function listOf(words: readonly string[]): string {
  return words.map(quoted).join(", ");
}

/** Words come from a file that anyone may have written. */
function quoted(word: string): string {
  return `\`${printable(word.slice(0, 60))}\``;
}
