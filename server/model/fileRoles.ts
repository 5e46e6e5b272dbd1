/** What each file of a workspace is for: what is configured, else what its path, its text and the imports say. */
import type { FilePath } from "#host";
import { mayBeOwn, roleOfPath, roleOfText, tellingParts } from "#model/files/roles";
import { importClosure } from "#model/link/importGraph";
import { type Stage, stage } from "#model/stage";
import type { Workspace } from "#model/workspace";
import type { Role } from "#settings";

export class FileRoles {
  private readonly workspace: Workspace;
  private readonly configured: (path: FilePath) => Role | undefined;
  /** The files that run with an application: those that make one, and all that they import. */
  private readonly running: Stage<ReadonlySet<FilePath>>;
  /** The words in the imports of files that are not called by the same word. */
  private readonly words: Stage<ReadonlySet<number>>;

  constructor(workspace: Workspace, configured: (path: FilePath) => Role | undefined) {
    this.workspace = workspace;
    this.configured = configured;
    this.running = stage(() => this.findRunning(), same);
    this.words = stage(() => this.findWords(), same);
  }

  /** The role of a file. For a file that is called as a test, script or example, the imports of the whole workspace are read. */
  of(path: FilePath, text: string): Role {
    const configured = this.configured(path);
    if (configured !== undefined) return configured;
    const named = this.named(path);
    if (named === "application") return roleOfText(text) ?? named;
    if (named === "vendored") return this.isOwn(path) ? "application" : named;
    const mayRun = named === "test" || named === "script" || named === "example";
    if (!mayRun || path.endsWith("/conftest.py") || !this.isNamed(path)) return named;
    return this.running.get().has(path) ? "application" : named;
  }

  /** Whether any file outside of its kind has a word in its imports without which none imports this one; asks far less than the graph. */
  private isNamed(path: FilePath): boolean {
    const { names } = this.workspace;
    const words = this.words.get();
    return tellingParts(path).some((part) => words.has(names.of(part)));
  }

  private findWords(): ReadonlySet<number> {
    const { workspace } = this;
    const found = new Set<number>();
    for (const path of workspace.files()) {
      // Tests import tests; what matters is who enters from elsewhere.
      const own = new Set(tellingParts(path).map((part) => workspace.names.of(part)));
      for (const word of workspace.importedWords(path)) if (!own.has(word)) found.add(word);
    }
    return found;
  }

  private named(path: FilePath): Role {
    const { folder } = this.workspace.projectOf(path);
    const files = this.workspace.files();
    return roleOfPath(path.slice(folder.length + 1), (below) =>
      files.has(`${folder}${below === "" ? "" : "/"}${below}/__init__.py`),
    );
  }

  /** Whether a file in a folder such as `vendor` imports from outside of it, as no copy of other people's code does. */
  private isOwn(path: FilePath): boolean {
    if (!mayBeOwn(path)) return false;
    const folder = /^.*?\/(?:vendor|third_?party)\//.exec(path)?.[0] ?? path;
    return this.workspace
      .imports(path)
      .some((other) => !other.startsWith(folder) && !other.endsWith("/__init__.py"));
  }

  private findRunning(): ReadonlySet<FilePath> {
    const { workspace } = this;
    const roots = [...workspace.files()].filter((path) => {
      const { applications, routers } = workspace.appRows(path);
      if (applications.length + routers.length === 0) return false;
      return (this.configured(path) ?? this.named(path)) === "application";
    });
    return importClosure(roots, (path) => workspace.imports(path));
  }
}

function same<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
