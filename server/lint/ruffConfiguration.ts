/**
 * What Ruff is configured to report, read as Ruff reads it: the nearest `.ruff.toml`, `ruff.toml` or `[tool.ruff]`, with what it extends.
 * Only files of the workspace are read. Settings of a person (`~/.config/ruff`), of an editor or of a command line are not known here.
 */
import type { FilePath } from "#host";
import {
  allowsWideDefaults,
  isCodeSelected,
  isNamed,
  type RuffSelection,
  selects,
} from "#lint/ruffSelection";
import { type RuffGlob, ruffGlobOf } from "#model/files/ruffGlobs";
import { isTomlProblem, readToml } from "#syntax/toml";

export interface RuffConfiguration {
  /** Whether Ruff tells of a code in a file, comments aside. */
  reports(code: string, path: FilePath): boolean;
  /** Whether it is told by the very code not to: in `ignore`, or for this file. */
  isRefused(code: string, path: FilePath): boolean;
}

/** Where texts of configuration files are looked up; a `Workspace` is one. */
export interface RuffFiles {
  manifestFiles(): ReadonlySet<FilePath>;
  manifest(path: FilePath): string | undefined;
}

const FILES = [".ruff.toml", "ruff.toml", "pyproject.toml"];
/** Of Ruff 0.17.6, where `exclude` is not given. */
const EXCLUDED =
  ".bzr .direnv .eggs .git .git-rewrite .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv .pytest_cache .pytype .ruff_cache .svn .tox .venv .vscode __pypackages__ _build buck-out dist node_modules site-packages venv".split(
    " ",
  );
const MOST_EXTENDED = 20;

/**
 * The configuration that holds in a folder; undefined where there is none, or where it is broken, so that Ruff does not run.
 * @param hasWideDefaults whether Ruff is 0.16 or newer, which selects more where nobody selects
 */
export function ruffConfigurationOf(
  folder: FilePath,
  files: RuffFiles,
  hasWideDefaults: boolean,
): RuffConfiguration | undefined {
  const known = files.manifestFiles();
  for (let current = folder; current !== ""; current = parentOf(current))
    for (const path of FILES.map((name) => `${current}/${name}`)) {
      if (!known.has(path)) continue;
      const table = optionsIn(path, files);
      if (table === "none") continue;
      return table === "broken" ? undefined : new Chain(path, table, files, hasWideDefaults);
    }
  return undefined;
}

type Table = Readonly<Record<string, unknown>>;

/** One file of the chain. */
interface Layer {
  readonly folder: FilePath;
  readonly table: Table;
}

interface PerFile {
  readonly folder: FilePath;
  readonly glob: RuffGlob;
  /** For all files but those that match. */
  readonly isNegated: boolean;
  readonly selectors: readonly string[];
}

class Chain implements RuffConfiguration {
  private readonly folder: FilePath;
  private readonly hasWideDefaults: boolean;
  private readonly selections: readonly RuffSelection[];
  private readonly perFile: readonly PerFile[];
  private readonly excludes: readonly Pattern[];
  private readonly includes: readonly Pattern[] | undefined;

  constructor(path: FilePath, table: Table, files: RuffFiles, hasWideDefaults: boolean) {
    this.folder = parentOf(path);
    const layers = layersOf(path, table, files);
    this.hasWideDefaults = hasWideDefaults && !layers.some(isForOlderRuff);
    this.selections = layers.map((layer) => {
      const select = lintOption(layer, "select");
      return {
        ...(select !== undefined && { select: strings(select) }),
        extendSelect: strings(lintOption(layer, "extend-select")),
        ignore: [
          ...strings(lintOption(layer, "ignore")),
          ...strings(lintOption(layer, "extend-ignore")),
        ],
      };
    });
    const last = layers.findLast((layer) => lintOption(layer, "per-file-ignores") !== undefined);
    this.perFile = [
      ...(last === undefined ? [] : perFileOf(last, "per-file-ignores")),
      ...layers.flatMap((layer) => perFileOf(layer, "extend-per-file-ignores")),
    ];
    this.excludes = [
      ...(lastPatterns(layers, ({ table: it }) => it.exclude) ??
        EXCLUDED.map((name) => patternOf(name, this.folder))),
      ...layers.flatMap((layer) => patternsOf(layer, layer.table["extend-exclude"])),
      ...(lastPatterns(layers, ({ table: it }) => tableOf(it.lint)?.exclude) ?? []),
    ];
    const includes = lastPatterns(layers, ({ table: it }) => it.include);
    this.includes = includes && [
      ...includes,
      ...layers.flatMap((layer) => patternsOf(layer, layer.table["extend-include"])),
    ];
  }

  reports(code: string, path: FilePath): boolean {
    return (
      this.isRead(path) &&
      isCodeSelected(code, this.selections, this.hasWideDefaults) &&
      !this.perFileIgnores(path).some((selector) => selects(selector, code))
    );
  }

  isRefused(code: string, path: FilePath): boolean {
    if (isNamed(code, this.perFileIgnores(path))) return true;
    return (
      this.selections.some(({ ignore }) => isNamed(code, ignore)) &&
      !isCodeSelected(code, this.selections, this.hasWideDefaults)
    );
  }

  private perFileIgnores(path: FilePath): readonly string[] {
    return this.perFile.flatMap(({ folder, glob, isNegated, selectors }) => {
      const isIt = glob.matches(nameOf(path)) || glob.matches(relative(path, folder));
      return isIt === isNegated ? [] : selectors;
    });
  }

  private isRead(path: FilePath): boolean {
    if (this.includes?.some((pattern) => pattern(path)) === false) return false;
    for (let each = path; each.length > this.folder.length; each = parentOf(each))
      if (this.excludes.some((pattern) => pattern(each))) return false;
    return true;
  }
}

/** A file and what it extends, the outermost first. */
function layersOf(path: FilePath, table: Table, files: RuffFiles): readonly Layer[] {
  const layers: Layer[] = [{ folder: parentOf(path), table }];
  const seen = new Set([path]);
  for (let [layer] = layers; layer !== undefined && layers.length < MOST_EXTENDED; ) {
    const { extend } = layer.table;
    const next = typeof extend === "string" ? joined(layer.folder, extend) : undefined;
    layer = undefined;
    if (next === undefined || seen.has(next) || !files.manifestFiles().has(next)) break;
    seen.add(next);
    const options = optionsIn(next, files);
    if (options === "none" || options === "broken") break;
    layer = { folder: parentOf(next), table: options };
    layers.unshift(layer);
  }
  return layers;
}

function optionsIn(path: FilePath, files: RuffFiles): Table | "none" | "broken" {
  const text = files.manifest(path) ?? "",
    isOwn = nameOf(path) !== "pyproject.toml";
  if (!isOwn && !text.includes("ruff")) return "none";
  const document = readToml(text);
  if (isTomlProblem(document)) return "broken";
  return (isOwn ? document.value : tableOf(tableOf(document.value.tool)?.ruff)) ?? "none";
}

/** Whether `required-version` lets no Ruff run that has the wide defaults. */
function isForOlderRuff({ table }: Layer): boolean {
  const required = table["required-version"];
  return typeof required === "string" && !allowsWideDefaults(required);
}

/** Options of the linter once stood outside `[lint]`, and may do so still. */
function lintOption({ table }: Layer, key: string): unknown {
  return tableOf(table.lint)?.[key] ?? table[key];
}

function perFileOf(layer: Layer, key: string): readonly PerFile[] {
  return Object.entries(tableOf(lintOption(layer, key)) ?? {}).map(([written, selectors]) => {
    const isNegated = written.startsWith("!");
    const glob = ruffGlobOf(isNegated ? written.slice(1) : written);
    return { folder: layer.folder, glob, isNegated, selectors: strings(selectors) };
  });
}

type Pattern = (path: FilePath) => boolean;

/** The patterns of the innermost file that has any. */
function lastPatterns(
  layers: readonly Layer[],
  optionOf: (layer: Layer) => unknown,
): readonly Pattern[] | undefined {
  const layer = layers.findLast((each) => Array.isArray(optionOf(each)));
  return layer && patternsOf(layer, optionOf(layer));
}

function patternsOf({ folder }: Layer, value: unknown): readonly Pattern[] {
  return strings(value).map((written) => patternOf(written, folder));
}

/** A pattern without a slash matches a name, too. */
function patternOf(written: string, folder: FilePath): Pattern {
  const glob = ruffGlobOf(written.replace(/\/+$/, ""));
  const isName = !written.includes("/");
  return (path) => glob.matches(relative(path, folder)) || (isName && glob.matches(nameOf(path)));
}

/** Undefined for a path that cannot be in the workspace. */
function joined(folder: FilePath, written: string): FilePath | undefined {
  if (/^[~$]|^[A-Za-z]:/.test(written)) return undefined;
  const parts = written.startsWith("/") ? [] : folder.split("/");
  for (const part of written.split(/[\\/]/)) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return written.startsWith("/") ? `/${parts.join("/")}` : parts.join("/");
}

function relative(path: FilePath, folder: FilePath): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

function nameOf(path: FilePath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function parentOf(path: FilePath): FilePath {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function tableOf(value: unknown): Table | undefined {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable && !(value instanceof Date) ? { ...value } : undefined;
}
