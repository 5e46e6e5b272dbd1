/** Random messages of an editor, and what happens on its disk meanwhile, as data that can be run again. */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { FileChangeType, type TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LspClient } from "./lspClient.ts";

/** One thing that happens. Paths are relative to the folder that all is played in; `ROOT` in parameters stands for its URI. */
export type Happening =
  | {
      readonly does: "open";
      readonly path: string;
      readonly version: number;
      readonly text: string;
    }
  | {
      readonly does: "change";
      readonly path: string;
      readonly version: number;
      readonly changes: readonly TextDocumentContentChangeEvent[];
    }
  | { readonly does: "close" | "save" | "remove"; readonly path: string }
  | { readonly does: "write"; readonly path: string; readonly text: string }
  | { readonly does: "rename"; readonly path: string; readonly to: string }
  | { readonly does: "watched"; readonly events: readonly (readonly [string, FileChangeType])[] }
  | {
      readonly does: "request";
      readonly method: string;
      readonly params: unknown;
      readonly isCancelled: boolean;
    }
  | { readonly does: "notify"; readonly method: string; readonly params: unknown }
  | { readonly does: "settings"; readonly settings: unknown }
  | { readonly does: "folders"; readonly folders: readonly string[] }
  /** All files as they were at first, as after the checkout of a branch. */
  | { readonly does: "restore" }
  /** The server has nothing more to do, and says what a fresh one says. */
  | { readonly does: "rest" | "compare" };

/** The editor's side of it: what is open, and which folders. Made by playing; the same happenings make the same stage. */
export class Stage {
  readonly documents = new Map<string, TextDocument>();
  folders: readonly string[] = FIRST_FOLDERS;
  private readonly root: string;
  private readonly source: string;

  /**
   * @param root a folder on disk that is changed
   * @param source the folder of the first files
   */
  constructor(root: string, source: string) {
    this.root = root;
    this.source = source;
    for (const folder of ["other", "project"]) mkdirSync(join(root, folder));
    this.copySource();
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  folderUris(): string[] {
    return this.folders.map((it) => this.uri(it));
  }

  /** Paths of regular files on disk, in order. */
  files(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1))
      .sort();
  }

  textOnDisk(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  async play(happening: Happening, client: LspClient): Promise<void> {
    switch (happening.does) {
      case "open":
        return this.open(happening, client);
      case "change":
        return this.change(happening, client);
      case "close":
        this.documents.delete(happening.path);
        return client.notify("textDocument/didClose", this.document(happening.path));
      case "save":
        return this.save(happening.path, client);
      case "request":
        return this.request(happening, client);
      case "notify":
        return client.notify(happening.method, this.placed(happening.params));
      case "watched":
        return client.notify("workspace/didChangeWatchedFiles", {
          changes: happening.events.map(([path, type]) => ({ uri: this.uri(path), type })),
        });
      case "settings":
        client.settings = happening.settings;
        return client.notify("workspace/didChangeConfiguration", { settings: null });
      case "folders":
        return this.changeFolders(happening.folders, client);
      case "rest":
      case "compare":
        return client.rest();
      case "restore":
        return this.restore(client);
      default:
        this.changeDisk(happening);
    }
  }

  private restore(client: LspClient): void {
    const before = this.files();
    rmSync(join(this.root, "project"), { recursive: true });
    this.copySource();
    const after = this.files();
    const changed = after.filter((path) => before.includes(path));
    const events = [
      ...before.map((path) => [path, FileChangeType.Deleted] as const),
      ...after.map((path) => [path, FileChangeType.Created] as const),
      ...changed.map((path) => [path, FileChangeType.Changed] as const),
    ];
    client.notify("workspace/didChangeWatchedFiles", {
      changes: events.map(([path, type]) => ({ uri: this.uri(path), type })),
    });
  }

  private copySource(): void {
    cpSync(this.source, join(this.root, "project"), { recursive: true });
  }

  private open(
    { path, version, text }: Extract<Happening, { does: "open" }>,
    client: LspClient,
  ): void {
    const languageId = path.endsWith(".py") ? "python" : "toml";
    const uri = this.uri(path);
    this.documents.set(path, TextDocument.create(uri, languageId, version, text));
    client.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  }

  private change(
    { path, version, changes }: Extract<Happening, { does: "change" }>,
    client: LspClient,
  ): void {
    const document = this.documents.get(path);
    if (document !== undefined) TextDocument.update(document, [...changes], version);
    client.notify("textDocument/didChange", {
      textDocument: { uri: this.uri(path), version },
      contentChanges: changes,
    });
  }

  private save(path: string, client: LspClient): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    this.changeDisk({ does: "write", path, text: document.getText() });
    client.notify("textDocument/didSave", this.document(path));
    client.notify("workspace/didChangeWatchedFiles", {
      changes: [{ uri: this.uri(path), type: FileChangeType.Changed }],
    });
  }

  private request(
    { method, params, isCancelled }: Extract<Happening, { does: "request" }>,
    client: LspClient,
  ): void {
    const id = client.request(method, this.placed(params));
    if (isCancelled) client.notify("$/cancelRequest", { id });
  }

  private changeFolders(folders: readonly string[], client: LspClient): void {
    const folder = (path: string) => ({ uri: this.uri(path), name: path });
    const event = {
      added: folders.filter((it) => !this.folders.includes(it)).map(folder),
      removed: this.folders.filter((it) => !folders.includes(it)).map(folder),
    };
    this.folders = folders;
    client.notify("workspace/didChangeWorkspaceFolders", { event });
  }

  private changeDisk(happening: Happening): void {
    if (happening.does === "write") {
      const path = join(this.root, happening.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, happening.text);
    } else if (happening.does === "remove")
      rmSync(join(this.root, happening.path), { recursive: true, force: true });
    else if (happening.does === "rename")
      try {
        renameSync(join(this.root, happening.path), join(this.root, happening.to));
      } catch {
        // In a shortened sequence it may not be there.
      }
  }

  private document(path: string): unknown {
    return { textDocument: { uri: this.uri(path) } };
  }

  private placed(params: unknown): unknown {
    const text = JSON.stringify(params);
    return text === undefined ? undefined : JSON.parse(text.replaceAll("ROOT", this.uri("")));
  }
}

/** The project; the folder `other` comes and goes. */
export const FIRST_FOLDERS: readonly string[] = ["project"];
