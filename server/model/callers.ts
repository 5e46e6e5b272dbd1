/** Who calls the functions of the workspace. */
import type { FilePath } from "#host";
import { type Edge, isBlockingCall } from "#model/links";

/** One call of a function, by its row in its file. */
export interface CallSite {
  readonly path: FilePath;
  readonly call: number;
}

export class Callers {
  private readonly sites = new Map<string, CallSite[]>();

  /** @param files the calls of each file */
  constructor(files: ReadonlyMap<FilePath, readonly Edge[]>) {
    for (const path of [...files.keys()].sort())
      for (const { call, to } of files.get(path) ?? []) {
        if (isBlockingCall(to)) continue;
        const key = keyOf(to.path, to.row);
        const known = this.sites.get(key);
        if (known === undefined) this.sites.set(key, [{ path, call }]);
        else known.push({ path, call });
      }
  }

  /** The calls of a function that are known, by path and place. Those in a lambda are left out. */
  of(path: FilePath, row: number): readonly CallSite[] {
    return this.sites.get(keyOf(path, row)) ?? [];
  }
}

function keyOf(path: FilePath, row: number): string {
  return `${row}:${path}`;
}
