/** The machine as Node sees it: regular files and folders inside given folders, and nothing else. */
import {
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from "node:fs";
import { sep } from "node:path";
import type { Entry, FilePath, Host, IgnoreText, Unreadable } from "#host";
import { LARGEST_FILE } from "#syntax/text";

// Windows has neither flag. A file that became a FIFO or a link since it was looked at must not block or lead away.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

export class NodeHost implements Host {
  private readonly roots: readonly FilePath[];
  /** The folder last looked at, since files are read folder by folder. */
  private lastFolder = "";
  private isLastInside = false;

  /** @param roots the folders that may be read, as `resolved` gives them */
  constructor(roots: readonly FilePath[]) {
    this.roots = roots;
  }

  now(): number {
    return performance.now();
  }

  /**
   * Links are `other`: what they name inside the workspace is read where it stands, once, and what is outside is not read. So no loop
   * of links is ever entered.
   */
  list(folder: FilePath): readonly Entry[] {
    if (!this.isInside(folder)) return [];
    try {
      return readdirSync(folder, { withFileTypes: true })
        .map((entry) => ({ name: composed(entry.name), kind: kindOf(entry) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
      return [];
    }
  }

  read(path: FilePath): Uint8Array | Unreadable {
    try {
      return this.readFile(path);
    } catch (error) {
      const why = reasonOf(error);
      // Node gives a name that it cannot decode with a sign in place of each byte, by which nothing is found.
      if (why === GONE && path.includes("\uFFFD")) return { why: "its name is not valid UTF-8" };
      return { why, isGone: why === GONE };
    }
  }

  ignoreFilesAbove(folder: FilePath): readonly IgnoreText[] {
    const found: IgnoreText[] = [];
    if (existsSync(`${folder}/.git`)) return [];
    for (let at = parentOf(folder); at !== undefined; at = parentOf(at)) {
      const isRoot = existsSync(`${at}/.git`);
      const names = isRoot ? [".gitignore", ".git/info/exclude"] : [".gitignore"];
      for (const name of names) {
        const bytes = regularFile(`${at}/${name}`);
        if (bytes !== undefined) found.unshift({ folder: at, bytes });
      }
      if (isRoot) return found;
    }
    return [];
  }

  private readFile(path: FilePath): Uint8Array | Unreadable {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return this.readLink(path);
    if (!stats.isFile()) return { why: "not a regular file" };
    if (stats.size > LARGEST_FILE) return { why: "larger than 5 MB" };
    if (!this.isInside(path.slice(0, path.lastIndexOf("/"))))
      return { why: "outside the workspace" };
    const file = openSync(path, FLAGS);
    try {
      const opened = fstatSync(file);
      return opened.isFile() && opened.size <= LARGEST_FILE
        ? contentOf(file, opened.size)
        : { why: "changed while it was read" };
    } finally {
      closeSync(file);
    }
  }

  private readLink(path: FilePath): Uint8Array | Unreadable {
    const target = withSlashes(realpathSync.native(path));
    return this.isBelowRoot(target)
      ? this.readFile(target)
      : { why: "a link that leads out of the workspace" };
  }

  /** Whether a folder, its links resolved, is one of the roots or in one. */
  private isInside(folder: FilePath): boolean {
    if (folder !== this.lastFolder) {
      this.lastFolder = folder;
      this.isLastInside = this.isBelowRoot(resolved(folder));
    }
    return this.isLastInside;
  }

  private isBelowRoot(path: FilePath): boolean {
    return this.roots.some((root) => path === root || path.startsWith(`${root}/`));
  }
}

/** The one name of a path: absolute, its links resolved, `/` between its parts. The path itself where it does not exist. */
export function resolved(path: string): FilePath {
  try {
    return withSlashes(realpathSync.native(path));
  } catch {
    // What does not exist, or may not be looked at, has no other name.
    return withSlashes(path);
  }
}

function withSlashes(path: string): FilePath {
  return composed(sep === "/" ? path : path.replaceAll(sep, "/"));
}

/** macOS may write an accent as a character of its own, which its editors do not, and finds files by either name. Elsewhere these are two files. */
function composed(name: string): string {
  return process.platform === "darwin" ? name.normalize("NFC") : name;
}

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
}

/** The folder above; undefined above a drive or `/`. */
function parentOf(folder: FilePath): FilePath | undefined {
  const slash = folder.lastIndexOf("/");
  return slash === -1 ? undefined : folder.slice(0, slash);
}

/** The bytes of a file that is no link and not too large. */
function regularFile(path: FilePath): Uint8Array | undefined {
  try {
    if (!lstatSync(path).isFile()) return undefined;
    const file = openSync(path, FLAGS);
    try {
      const stats = fstatSync(file);
      const isRead = stats.isFile() && stats.size <= LARGEST_FILE;
      return isRead ? contentOf(file, stats.size) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** As many bytes as the file had when it was opened, or fewer where it was cut since. */
function contentOf(file: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = readSync(file, bytes, length, size - length, length);
    if (count === 0) break;
    length += count;
  }
  return length === size ? bytes : bytes.subarray(0, length);
}

const GONE = "does not exist";
const REASONS = new Map([
  ["ENOENT", GONE],
  ["ENOTDIR", GONE],
  ["EACCES", "may not be read"],
  ["EPERM", "may not be read"],
  ["ELOOP", "a link to itself"],
  ["ENAMETOOLONG", "its path is too long"],
  ["EISDIR", "not a regular file"],
]);

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS.get(code) ?? `cannot be read${code === "" ? "" : ` (${code})`}`;
}
