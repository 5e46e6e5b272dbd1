/** Who calls the functions of the workspace. */
import type { FilePath } from "#host";
import { type Edge, isBlockingCall } from "#model/link/links";

/** One call of a function, by its row in its file. */
export interface CallSite {
  readonly path: FilePath;
  readonly call: number;
}

/** An edge with its file. */
export interface Link {
  readonly path: FilePath;
  readonly edge: Edge;
}

export class Callers {
  /** Every edge, by path, then place. */
  readonly links: readonly Link[];
  /** By file and row of the function. */
  private readonly sites = new Map<FilePath, Map<number, Link[]>>();

  /** @param files the calls of each file */
  constructor(files: ReadonlyMap<FilePath, readonly Edge[]>) {
    const links: Link[] = [];
    for (const path of [...files.keys()].sort())
      for (const edge of files.get(path) ?? []) {
        const link = { path, edge };
        links.push(link);
        const { to } = edge;
        if (!isBlockingCall(to)) this.add(to.path, to.row, link);
      }
    this.links = links;
  }

  /** The calls of a function that are known, by path and place. Those in a lambda are left out. */
  of(path: FilePath, row: number): readonly CallSite[] {
    return this.linksTo(path, row).map((link) => ({ path: link.path, call: link.edge.call }));
  }

  linksTo(path: FilePath, row: number): readonly Link[] {
    return this.sites.get(path)?.get(row) ?? [];
  }

  private add(path: FilePath, row: number, link: Link): void {
    let rows = this.sites.get(path);
    if (rows === undefined) {
      rows = new Map();
      this.sites.set(path, rows);
    }
    const known = rows.get(row);
    if (known === undefined) rows.set(row, [link]);
    else known.push(link);
  }
}

export function sameCallSites(a: readonly CallSite[], b: readonly CallSite[]): boolean {
  return (
    a.length === b.length &&
    a.every((site, index) => site.path === b[index]?.path && site.call === b[index]?.call)
  );
}
