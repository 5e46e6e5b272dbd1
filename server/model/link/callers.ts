/** Who calls the functions of the workspace. */
import type { FilePath } from "#host";
import { type Edge, isBlockingCall } from "#model/link/links";

/** One call of a function, by its row in its file. */
export interface CallSite {
  readonly path: FilePath;
  readonly call: number;
}

export class Callers {
  /** By file and row of the function. */
  private readonly sites = new Map<FilePath, Map<number, CallSite[]>>();

  /** @param files the calls of each file */
  constructor(files: ReadonlyMap<FilePath, readonly Edge[]>) {
    for (const path of [...files.keys()].sort())
      for (const { call, to } of files.get(path) ?? [])
        if (!isBlockingCall(to)) this.add(to.path, to.row, { path, call });
  }

  /** The calls of a function that are known, by path and place. Those in a lambda are left out. */
  of(path: FilePath, row: number): readonly CallSite[] {
    return this.sites.get(path)?.get(row) ?? [];
  }

  private add(path: FilePath, row: number, site: CallSite): void {
    let rows = this.sites.get(path);
    if (rows === undefined) {
      rows = new Map();
      this.sites.set(path, rows);
    }
    const known = rows.get(row);
    if (known === undefined) rows.set(row, [site]);
    else known.push(site);
  }
}
