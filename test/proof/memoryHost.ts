/** A disk in memory. */
import type { Entry, FilePath, Host, Unreadable } from "#host";

export class MemoryHost implements Host {
  /** Texts of files by their absolute path. */
  readonly files = new Map<FilePath, string>();
  private readonly encoder = new TextEncoder();
  /** The entries of each folder; made when it is asked for, and dropped when a file comes or goes. */
  private folders: Map<FilePath, Map<string, Entry>> | undefined;

  constructor(files: Iterable<readonly [FilePath, string]> = []) {
    for (const [path, text] of files) this.files.set(path, text);
  }

  /** `undefined` removes the file. */
  write(path: FilePath, text: string | undefined): void {
    if (this.files.has(path) !== (text !== undefined)) this.folders = undefined;
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
  }

  now(): number {
    return 0;
  }

  list(folder: FilePath): readonly Entry[] {
    this.folders ??= foldersOf(this.files.keys());
    return [...(this.folders.get(folder)?.values() ?? [])];
  }

  read(path: FilePath): Uint8Array | Unreadable {
    const text = this.files.get(path);
    return text === undefined ? { why: "does not exist", isGone: true } : this.encoder.encode(text);
  }
}

function foldersOf(paths: Iterable<FilePath>): Map<FilePath, Map<string, Entry>> {
  const folders = new Map<FilePath, Map<string, Entry>>();
  for (const path of paths) {
    let kind: Entry["kind"] = "file";
    for (let at = path; at !== ""; ) {
      const slash = at.lastIndexOf("/");
      const folder = at.slice(0, slash);
      const name = at.slice(slash + 1);
      let entries = folders.get(folder);
      if (entries === undefined) {
        entries = new Map();
        folders.set(folder, entries);
      }
      if (entries.has(name)) break;
      entries.set(name, { name, kind });
      kind = "folder";
      at = folder;
    }
  }
  return folders;
}
