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

export interface Host {
  /** Milliseconds from some fixed moment. */
  now(): number;
  /** The entries of a folder by name; none where it cannot be read. */
  list(folder: FilePath): MaybePromise<readonly Entry[]>;
  /** A file's bytes, or why it cannot be had, as a sentence for a person. */
  read(path: FilePath): MaybePromise<Uint8Array | Unreadable>;
}

export interface Unreadable {
  readonly why: string;
  /** Whether there is no such file any more, which is no fault. */
  readonly isGone?: boolean;
}

/** Node answers at once, which is far cheaper for thousands of small files; a browser cannot. */
export type MaybePromise<T> = T | Promise<T>;
