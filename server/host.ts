/**
 * The one interface to the machine. `main.ts` and `cli.ts` (node), `worker.ts` (browser) and the tests implement it; nothing else touches disk or clock.
 */

/** An absolute path with `/` between its parts, made once at the edge from a URI or an argument. */
export type FilePath = string;

export interface Entry {
  readonly name: string;
  /** Links are resolved by the host; a link that leaves the workspace, a socket, a FIFO is `other`. */
  readonly kind: "file" | "folder" | "other";
}

/** What git leaves out of a folder, in the words of an ignore file. */
export interface IgnoreText {
  readonly folder: FilePath;
  readonly bytes: Uint8Array;
}

export interface Host {
  /** Milliseconds from some fixed moment. */
  now(): number;
  /** The entries of a folder by name; none where it cannot be read. */
  list(folder: FilePath): MaybePromise<readonly Entry[]>;
  /** A file's bytes, or why it cannot be had, as a sentence for a person. */
  read(path: FilePath): MaybePromise<Uint8Array | Unreadable>;
  /**
   * The `.gitignore` files, and `.git/info/exclude`, of the git repository around a folder, from its root down to the folder above; none
   * where the folder is in no repository or is the root of one. Nothing else above the workspace is ever read.
   */
  ignoreFilesAbove?(folder: FilePath): MaybePromise<readonly IgnoreText[]>;
}

/**
 * What runs of the same build leave for later ones. Whatever goes wrong with it (no room, no right to write, damage) looks as if nothing
 * had been kept.
 */
export interface Cache {
  /** A digest that tells any two lists of texts apart. */
  digest(texts: Iterable<string>): string;
  /** What was kept under a key, byte for byte. */
  get(key: string): MaybePromise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): MaybePromise<void>;
}

export interface Unreadable {
  readonly why: string;
  /** Whether there is no such file any more, which is no fault. */
  readonly isGone?: boolean;
}

/** Node answers at once, which is far cheaper for thousands of small files; a browser cannot. */
export type MaybePromise<T> = T | Promise<T>;
