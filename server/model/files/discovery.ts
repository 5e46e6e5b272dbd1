/** Which files belong to a workspace: Python and what describes its projects, without what git ignores, environments and caches. */
import type { Entry, FilePath, Host } from "#host";
import { type Globs, IgnoreFile } from "#model/files/globs";
import { isManifest } from "#model/files/projects";
import { decode } from "#syntax/text";

export interface DiscoveryOptions {
  /** A folder of the workspace. Nothing outside is read but what is named. */
  readonly workspace: FilePath;
  /** Files and folders that are read, too, even where they are ignored or left out, since a person named them. */
  readonly named?: readonly FilePath[];
  /**
   * Asked for each configuration file on the way, with its text: the globs of what to leave out below its folder, in place of those that
   * hold there; undefined where it configures nothing. In one folder `routewright.toml` is asked before `pyproject.toml`.
   */
  readonly excludes?: (path: FilePath, text: string) => Globs | undefined;
}

/** For the client's file watcher. */
export const WATCHED_FILES: readonly string[] = [
  "**/*.py",
  "**/{pyproject.toml,setup.cfg,setup.py,Pipfile,Pipfile.lock,uv.lock,poetry.lock,pdm.lock,pylock*.toml}",
  "**/{routewright.toml,*ruff*.toml,.env.example,.gitignore}",
  "**/*requirements*.{txt,in}",
  "**/{*constraints*.txt,environment*.yml,environment*.yaml}",
  "**/requirements/*.{txt,in}",
];

const MOST_ENTRIES = 200_000;
const MOST_LEVELS = 64;

/**
 * Folders that never hold a project's own sources: version control, environments, caches, installed packages and copies that tools make.
 * Ruff leaves out `build`, `dist`, `venv` and `_build` by name, too; packages are called that, so here what is in them decides.
 */
const LEFT_OUT = new Set([
  ".git",
  ".hg",
  ".svn",
  ".bzr",
  ".jj",
  ".venv",
  ".direnv",
  ".eggs",
  ".tox",
  ".nox",
  ".pyenv",
  ".pixi",
  ".conda",
  ".mypy_cache",
  ".ruff_cache",
  ".pytest_cache",
  ".pytype",
  ".pants.d",
  ".hypothesis",
  ".ipynb_checkpoints",
  ".history",
  ".aws-sam",
  ".git-rewrite",
  "__pycache__",
  "__pypackages__",
  "buck-out",
  "cdk.out",
  "node_modules",
  "site-packages",
]);

export interface Discovery {
  /** In order of their path. */
  readonly python: readonly FilePath[];
  /** Manifests, lock files and configuration files, in order of their path. */
  readonly manifests: readonly FilePath[];
  /** Links, pipes and sockets that are called like files to read, in order of their path. */
  readonly others: readonly FilePath[];
  /** Why the workspace was not read whole, as sentences for a person. */
  readonly cuts: readonly string[];
  /** Named paths that do not exist. */
  readonly missing: readonly FilePath[];
  /**
   * Whether the lists hold a path, or would if it had been there: for files that appear later. A changed `.gitignore` or configuration
   * needs a new discovery.
   */
  includes(path: FilePath): Promise<boolean>;
}

/** Walks the folders of a workspace. Fails only where the host does. */
export async function discover(host: Host, options: DiscoveryOptions): Promise<Discovery> {
  const walk = new Walk(host, options);
  await walk.readAll();
  const paths = [...walk.found].sort();
  return {
    python: paths.filter((path) => !isManifest(path)),
    manifests: paths.filter(isManifest),
    others: walk.others.sort(),
    cuts: [...walk.cuts],
    missing: walk.missing,
    includes: (path) => walk.includes(path),
  };
}

/** Whether a file may be of interest, by its name and the names of the folders it stands in alone. */
export function isWanted(path: FilePath): boolean {
  return isWantedFile(path) && !path.split("/").some((part) => LEFT_OUT.has(part));
}

interface Folder {
  readonly path: FilePath;
  readonly level: number;
  /** What holds above it. */
  readonly rules: Rules;
  /** A folder of the workspace, or one that a person named: read whatever it is. */
  readonly isNamed: boolean;
}

/** What holds in a folder. */
interface Rules {
  readonly ignoreFiles: readonly { readonly folder: FilePath; readonly file: IgnoreFile }[];
  readonly excludes?: { readonly folder: FilePath; readonly globs: Globs };
}

interface Entered {
  readonly entries: readonly Entry[];
  readonly rules: Rules;
}

const NO_RULES: Rules = { ignoreFiles: [] };

class Walk {
  readonly cuts = new Set<string>();
  readonly missing: FilePath[] = [];
  readonly others: FilePath[] = [];
  readonly found = new Set<FilePath>();
  private readonly host: Host;
  private readonly options: DiscoveryOptions;
  /** Of each folder that was entered what holds in it; undefined for one that is left out for what is in it. */
  private readonly known = new Map<FilePath, Rules | undefined>();
  private entries = 0;
  private outside: Rules | undefined;

  constructor(host: Host, options: DiscoveryOptions) {
    this.host = host;
    this.options = options;
  }

  async readAll(): Promise<void> {
    const { workspace, named = [] } = this.options;
    const rules = await this.rulesOutside();
    await this.read({ path: workspace, level: 0, rules, isNamed: true });
    for (const path of named) await this.readNamed(path);
  }

  async includes(path: FilePath): Promise<boolean> {
    if (this.found.has(path)) return true;
    if (!isWantedFile(path)) return false;
    const rules = await this.rulesAbove(path);
    return rules !== undefined && !isLeftOut(path, false, rules);
  }

  private async readNamed(path: FilePath): Promise<void> {
    if (path === this.options.workspace) return;
    const kind = await this.kindOf(path),
      rules = (await this.rulesAbove(path)) ?? NO_RULES;
    if (kind === "file") this.found.add(path);
    else if (kind === "folder") await this.read({ path, level: 0, rules, isNamed: true });
    else this.missing.push(path);
  }

  /** A folder and all below it, without recursion. */
  private async read(top: Folder): Promise<void> {
    const waiting = [top];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      if (this.known.get(folder.path) !== undefined) continue;
      const entered = await this.enter(folder);
      if (entered === undefined) continue;
      this.entries += entered.entries.length;
      if (this.entries > MOST_ENTRIES) {
        this.cuts.add(`It has more than ${MOST_ENTRIES} files and folders; the rest was not read.`);
        return;
      }
      waiting.push(...this.take(folder, entered));
    }
  }

  /** Takes the files and returns the folders to go on with. */
  private take(folder: Folder, { entries, rules }: Entered): readonly Folder[] {
    const folders: Folder[] = [];
    for (const entry of entries) {
      const path = `${folder.path}/${entry.name}`,
        level = folder.level + 1;
      if (entry.kind === "other" && isWantedFile(path) && !isLeftOut(path, false, rules))
        this.others.push(path);
      if (!this.isRead(path, entry, rules)) continue;
      if (entry.kind === "file") this.found.add(path);
      else if (level <= MOST_LEVELS) folders.push({ path, level, rules, isNamed: false });
      else this.cuts.add(`Folders below ${MOST_LEVELS} levels were not read.`);
    }
    return folders;
  }

  private isRead(path: FilePath, { name, kind }: Entry, rules: Rules): boolean {
    if (kind === "other") return false;
    const isFolder = kind === "folder";
    return (
      (isFolder ? !LEFT_OUT.has(name) : isWantedFile(path)) && !isLeftOut(path, isFolder, rules)
    );
  }

  /** Undefined for a folder that is left out for what is in it. */
  private async enter(folder: Folder): Promise<Entered | undefined> {
    const listed = this.host.list(folder.path),
      // Waiting for what is there already costs more than reading it.
      entries = listed instanceof Promise ? await listed : listed,
      isLeftOut = !folder.isNamed && (await this.isForeign(folder.path, entries)),
      rules = isLeftOut ? undefined : await this.rulesOf(folder, entries);
    this.known.set(folder.path, rules);
    return rules && { entries, rules };
  }

  /** Whether a folder is a virtual environment, also one of Conda or a committed one of Windows, or what setuptools built. */
  private async isForeign(path: FilePath, entries: readonly Entry[]): Promise<boolean> {
    const has = (name: string): boolean => entries.some((entry) => entry.name === name);
    if (has("pyvenv.cfg") || has("conda-meta")) return true;
    if (has("Lib") && has("Scripts")) {
      const inside = await this.host.list(`${path}/Lib`);
      return inside.some(({ name }) => name === "site-packages");
    }
    return path.endsWith("/build") && !entries.some(isPython) && entries.some(isBuilt);
  }

  /** The rules that hold for the entries of a folder. */
  private async rulesOf({ path, rules }: Folder, entries: readonly Entry[]): Promise<Rules> {
    const names = new Set(entries.map(({ name }) => name)),
      // Git knows nothing of what is around a repository.
      own = names.has(".git") ? [".git/info/exclude"] : [],
      ignoreFiles = names.has(".git") ? [] : [...rules.ignoreFiles];
    if (names.has(".gitignore")) own.push(".gitignore");
    for (const name of own) {
      const text = await this.text(`${path}/${name}`);
      if (text !== undefined) ignoreFiles.push({ folder: path, file: new IgnoreFile(text) });
    }
    const excludes = (await this.excludesOf(path, names)) ?? rules.excludes;
    return excludes === undefined ? { ignoreFiles } : { ignoreFiles, excludes };
  }

  private async excludesOf(
    folder: FilePath,
    names: ReadonlySet<string>,
  ): Promise<Rules["excludes"] | undefined> {
    const { excludes } = this.options;
    if (excludes === undefined) return undefined;
    for (const name of ["routewright.toml", "pyproject.toml"].filter((each) => names.has(each))) {
      const path = `${folder}/${name}`,
        text = await this.text(path),
        globs = text === undefined ? undefined : excludes(path, text);
      if (globs !== undefined) return { folder, globs };
    }
    return undefined;
  }

  /** What holds in the folder of a path of the workspace; undefined where that folder is left out or outside. */
  private async rulesAbove(path: FilePath): Promise<Rules | undefined> {
    const root = this.options.workspace;
    if (!path.startsWith(`${root}/`)) return undefined;
    const outside = await this.rulesOutside();
    let rules = await this.rulesIn({ path: root, level: 0, rules: outside, isNamed: true }),
      folder = root;
    for (const name of path
      .slice(root.length + 1)
      .split("/")
      .slice(0, -1)) {
      const entry = { name, kind: "folder" } as const;
      folder = `${folder}/${name}`;
      if (rules === undefined || !this.isRead(folder, entry, rules)) return undefined;
      rules = await this.rulesIn({ path: folder, level: 0, rules, isNamed: false });
    }
    return rules;
  }

  /** What the repository around the workspace leaves out of it. */
  private async rulesOutside(): Promise<Rules> {
    const { workspace } = this.options;
    this.outside ??= { ignoreFiles: await this.readOutside(workspace) };
    return this.outside;
  }

  private async readOutside(workspace: FilePath): Promise<Rules["ignoreFiles"]> {
    const found = (await this.host.ignoreFilesAbove?.(workspace)) ?? [];
    return found.flatMap(({ folder, bytes }) => {
      const text = decode(bytes);
      return typeof text === "string" ? { folder, file: new IgnoreFile(text) } : [];
    });
  }

  private async rulesIn(folder: Folder): Promise<Rules | undefined> {
    return this.known.has(folder.path)
      ? this.known.get(folder.path)
      : (await this.enter(folder))?.rules;
  }

  private async kindOf(path: FilePath): Promise<Entry["kind"] | undefined> {
    const slash = path.lastIndexOf("/"),
      name = path.slice(slash + 1),
      entries = await this.host.list(path.slice(0, slash) || "/");
    return entries.find((entry) => entry.name === name)?.kind;
  }

  private async text(path: FilePath): Promise<string | undefined> {
    const bytes = await this.host.read(path),
      text = bytes instanceof Uint8Array ? decode(bytes) : undefined;
    return typeof text === "string" ? text : undefined;
  }
}

function isWantedFile(path: FilePath): boolean {
  return path.endsWith(".py") || isManifest(path);
}

function isLeftOut(path: FilePath, isFolder: boolean, { ignoreFiles, excludes }: Rules): boolean {
  for (const { folder, file } of ignoreFiles.toReversed()) {
    const answer = file.ignores(path.slice(folder.length + 1), isFolder);
    if (answer === true) return true;
    if (answer === false) break;
  }
  return excludes?.globs.matches(path.slice(excludes.folder.length + 1)) ?? false;
}

function isPython({ name, kind }: Entry): boolean {
  return kind === "file" && name.endsWith(".py");
}

function isBuilt({ name, kind }: Entry): boolean {
  return kind === "folder" && /^(?:lib|bdist\..+|lib\..+|temp\..+|scripts-.+)$/.test(name);
}
