/** The machine as Node sees it: regular files and folders inside given folders, and nothing else. */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from "node:fs";
import { sep } from "node:path";
import type { Entry, FilePath, Host, Unreadable } from "#host";
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
        .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
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
      return { why, isGone: why === GONE };
    }
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
      const { size } = fstatSync(file);
      return fstatSync(file).isFile() && size <= LARGEST_FILE
        ? contentOf(file, size)
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
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "folder" : "other";
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
