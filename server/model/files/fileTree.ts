/**
 * The Python files of a workspace by name and folder. Of a set that changes by one file, next to nothing that was found in it changes:
 * whoever reads the tree in a stage depends on the words that it asked about, not on the whole.
 */
import type { FilePath } from "#host";
import { Input, isForGood } from "#model/stage";

/** Depends on one thing that was asked about. */
export type Asked = Input<number>;

export class FileTree {
  /** Goes up whenever a file comes or goes. */
  version = 0;
  private readonly files = new Set<FilePath>();
  /** Of each folder, how many files it has, those of its folders counted. */
  private readonly folders = new Map<FilePath, number>();
  /** Files, without `.py`, and folders, by the last part of their path. */
  private readonly places = new Map<string, Set<FilePath>>();
  private readonly asked = new Map<string, Asked>();
  private noting: Set<Asked> | undefined;

  constructor(files: Iterable<FilePath> = []) {
    for (const path of files) this.add(path);
  }

  add(path: FilePath): void {
    if (this.files.has(path)) return;
    this.files.add(path);
    this.place(withoutExtension(path), true);
    for (const folder of foldersAbove(path)) {
      const count = this.folders.get(folder) ?? 0;
      this.folders.set(folder, count + 1);
      if (count === 0) this.place(folder, true);
    }
    this.changed(path);
  }

  delete(path: FilePath): void {
    if (!this.files.delete(path)) return;
    const place = withoutExtension(path);
    // A folder of that name may be there, too.
    this.place(place, this.folders.has(place));
    for (const folder of foldersAbove(path)) {
      const count = this.folders.get(folder) ?? 0;
      if (count > 1) this.folders.set(folder, count - 1);
      else {
        this.folders.delete(folder);
        this.place(folder, this.files.has(`${folder}.py`));
      }
    }
    this.changed(path);
  }

  /** Files, without `.py`, and folders of this name, in no order. */
  named(word: string): ReadonlySet<FilePath> {
    this.ask(word);
    return this.places.get(word) ?? NONE;
  }

  isPackage(folder: FilePath): boolean {
    this.ask(folder);
    return this.files.has(folder + INIT);
  }

  has(path: FilePath): boolean {
    // A package is found by the name of its folder.
    if (!isForGood())
      this.ask(
        lastPart(path.endsWith(INIT) ? path.slice(0, -INIT.length) : withoutExtension(path)),
      );
    return this.files.has(path);
  }

  hasFolder(path: FilePath): boolean {
    if (!isForGood()) this.ask(lastPart(path));
    return this.folders.has(path);
  }

  /** All that `run` asks about, for those who keep its result: who is given it must depend on the same. */
  noted<T>(run: () => T): { readonly value: T; readonly asked: readonly Asked[] } {
    if (isForGood()) return { value: run(), asked: NO_QUESTIONS };
    const outer = this.noting;
    const noting = new Set<Asked>();
    this.noting = noting;
    try {
      return { value: run(), asked: [...noting] };
    } finally {
      this.noting = outer;
    }
  }

  private place(path: FilePath, isThere: boolean): void {
    const word = lastPart(path);
    const known = this.places.get(word);
    if (isThere && known === undefined) this.places.set(word, new Set([path]));
    else if (isThere) known?.add(path);
    else if (known?.delete(path) === true && known.size === 0) this.places.delete(word);
    this.tell(word);
  }

  private changed(path: FilePath): void {
    this.version++;
    if (!path.endsWith(INIT)) return;
    const folder = path.slice(0, -INIT.length);
    this.tell(folder);
    this.tell(lastPart(folder));
  }

  private tell(key: string): void {
    const cell = this.asked.get(key);
    cell?.set(cell.current() + 1);
  }

  /** Folders begin with `/` or a drive, words hold no `/`. */
  private ask(key: string): void {
    if (isForGood()) return;
    let cell = this.asked.get(key);
    if (cell === undefined) {
      cell = new Input(0);
      this.asked.set(key, cell);
    }
    cell.get();
    this.noting?.add(cell);
  }
}

const INIT = "/__init__.py";
const NONE: ReadonlySet<FilePath> = new Set();
const NO_QUESTIONS: readonly Asked[] = [];

/** The folders that a file is in, the innermost first. */
function* foldersAbove(path: FilePath): Iterable<FilePath> {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1))
    yield path.slice(0, slash);
}

function withoutExtension(path: FilePath): FilePath {
  return path.slice(0, -".py".length);
}

function lastPart(path: FilePath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
