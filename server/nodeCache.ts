/** What is kept between runs, in files of the user's cache folder that only the same build can open, and only for the same key. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Cache } from "#host";
import { buildDigest } from "./assets.ts";

/** Bytes of all files together; those that were not used for longest go first. */
const MOST_BYTES = 200_000_000;
const MILLISECONDS_A_DAY = 86_400_000;
/** What was not used for so long belongs to a project or a version that is gone. */
const LONGEST_UNUSED = 30 * MILLISECONDS_A_DAY;
/** A temporary file that is older was left by a process that was stopped. */
const LONGEST_WRITING = MILLISECONDS_A_DAY / 24;

const CIPHER = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;
/** Names that we gave, so that nothing else in a folder that a person chose is ever deleted. */
const FILE = /^[0-9a-f]{40}\.kept$/;
const TEMPORARY = /^[0-9a-f]{40}\.[0-9a-f]{16}\.writing$/;

// Windows has neither flag. A FIFO or a link under one of our names must not block or lead away.
const FLAGS = constants.O_RDWR | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

export interface NodeCacheOptions {
  readonly folder: string;
  /** Changes with anything in us: what another build kept is not found. */
  readonly build: string;
  /** In place of the usual bound, in bytes. */
  readonly mostBytes?: number;
}

export class NodeCache implements Cache {
  private readonly options: NodeCacheOptions;

  constructor(options: NodeCacheOptions) {
    this.options = options;
  }

  digest(texts: Iterable<string>): string {
    return sha256(texts).toString("hex");
  }

  get(key: string): Uint8Array | undefined {
    try {
      const file = openSync(this.path(key), FLAGS);
      try {
        const stats = fstatSync(file);
        if (!stats.isFile() || stats.size > this.mostBytes) return undefined;
        const bytes = this.opened(key, readFileSync(file));
        futimesSync(file, new Date(), new Date());
        return bytes;
      } finally {
        closeSync(file);
      }
    } catch {
      // Not there, not ours, damaged, or not to be read: nothing is kept.
      return undefined;
    }
  }

  set(key: string, bytes: Uint8Array): void {
    const path = this.path(key);
    const temporary = `${path.slice(0, -".kept".length)}.${randomBytes(8).toString("hex")}.writing`;
    try {
      this.makeFolder();
      writeFileSync(temporary, this.sealed(key, bytes), { flag: "wx", mode: 0o600 });
      renameSync(temporary, path);
      this.tidy();
    } catch {
      // No room, no right to write, another process in the way: it is as if there was no cache.
      remove(temporary);
    }
  }

  private get mostBytes(): number {
    return this.options.mostBytes ?? MOST_BYTES;
  }

  private path(key: string): string {
    return join(
      this.options.folder,
      `${this.secret("name", key).toString("hex").slice(0, 40)}.kept`,
    );
  }

  /**
   * Who does not know the key, which is made of what the project holds, can neither read the bytes nor change one of them unnoticed.
   */
  private sealed(key: string, bytes: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, this.secret("seal", key), nonce);
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws where the bytes are not those that were sealed. */
  private opened(key: string, bytes: Buffer): Uint8Array {
    const decipher = createDecipheriv(CIPHER, this.secret("seal", key), bytes.subarray(0, NONCE), {
      authTagLength: TAG,
    });
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
  }

  private secret(use: string, key: string): Buffer {
    return sha256([use, this.options.build, key]);
  }

  private makeFolder(): void {
    const { folder } = this.options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Where the folder lies in a project, its files are not the project's.
    if (readdirSync(folder).length === 0) writeFileSync(join(folder, ".gitignore"), "*\n");
  }

  private tidy(): void {
    const { folder } = this.options;
    const now = Date.now();
    const kept: { readonly path: string; readonly size: number; readonly used: number }[] = [];
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (!FILE.test(name) && !TEMPORARY.test(name)) continue;
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined) continue;
      const longest = FILE.test(name) ? LONGEST_UNUSED : LONGEST_WRITING;
      if (now - stats.mtimeMs > longest) remove(path);
      else kept.push({ path, size: stats.size, used: stats.mtimeMs });
    }
    let size = 0;
    for (const each of kept.sort((a, b) => b.used - a.used)) {
      size += each.size;
      if (size > this.mostBytes) remove(each.path);
    }
  }
}

/** The cache of this build, in the usual folder where none is given; `undefined` where nothing can be kept. */
export function nodeCache(folder = cacheFolder()): NodeCache | undefined {
  const build = buildDigest();
  return folder === undefined || build === undefined ? undefined : new NodeCache({ folder, build });
}

/** Where programs of this system keep what they can make again; `undefined` where there is no such place. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string | undefined {
  const { XDG_CACHE_HOME = "", LOCALAPPDATA = "" } = environment;
  const folders = [XDG_CACHE_HOME];
  if (platform === "win32") folders.push(LOCALAPPDATA);
  else if (home !== "")
    folders.push(join(home, platform === "darwin" ? "Library/Caches" : ".cache"));
  const usual = folders.find((folder) => isAbsolute(folder));
  return usual === undefined ? undefined : join(usual, "routewright", "analysis");
}

/** Each text with its length, so that what stands at the end of one is never taken for the beginning of the next. */
function sha256(texts: Iterable<string>): Buffer {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest();
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process may have been faster.
  }
}
