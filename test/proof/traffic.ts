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
import {
  FileChangeType,
  type Position,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { rules } from "#rules/index";
import type { LspClient } from "./lspClient.ts";
import { mutant } from "./mutants.ts";
import type { Random } from "./random.ts";
import { typed } from "./textEdits.ts";

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

/** The first is the project; the other comes and goes. */
export const FIRST_FOLDERS: readonly string[] = ["project"];
const OTHER_FOLDER = "other";

type Maker = (stage: Stage, random: Random) => readonly Happening[];

const MAKERS: readonly (readonly [share: number, make: Maker])[] = [
  [8, openFile],
  [30, changeDocument],
  [4, replaceText],
  [3, closeDocument],
  [4, (stage, random) => ofOpen(stage, random, (path) => [{ does: "save", path }])],
  [10, changeFileOnDisk],
  [3, removeOrRename],
  [3, lieAboutFiles],
  [14, askAboutDocument],
  [5, askOurs],
  [3, askNonsense],
  [2, cancelMany],
  [3, configure],
  [1, changeSettings],
  [1, changeFolders],
  [4, () => [{ does: "rest" }]],
  [2, () => [{ does: "restore" }]],
];

/** What happens next. */
export function nextHappenings(stage: Stage, random: Random): readonly Happening[] {
  let hundredth = random.below(100);
  for (const [share, make] of MAKERS) {
    if (hundredth < share) return make(stage, random);
    hundredth -= share;
  }
  return [];
}

function pythonFile(stage: Stage, random: Random): string | undefined {
  return random.pick(stage.files().filter((path) => path.endsWith(".py")));
}

function ofOpen(
  stage: Stage,
  random: Random,
  make: (path: string, document: TextDocument) => readonly Happening[],
): readonly Happening[] {
  const [path, document] = random.pick([...stage.documents]) ?? [];
  return path === undefined || document === undefined
    ? openFile(stage, random)
    : make(path, document);
}

/** A file of the disk, one that is not there, or one that is open already. */
function openFile(stage: Stage, random: Random): readonly Happening[] {
  const path = random.pick(stage.files());
  if (path === undefined || stage.documents.size > 12) return closeDocument(stage, random);
  const version = random.below(5);
  const text = stage.textOnDisk(path);
  if (random.chance(10))
    return [{ does: "open", path: `project/new/unsaved_${random.below(5)}.py`, version, text }];
  return [{ does: "open", path, version, text }];
}

function closeDocument(stage: Stage, random: Random): readonly Happening[] {
  if (random.chance(10)) return [{ does: "close", path: "project/never/opened.py" }];
  const path = random.pick([...stage.documents.keys()]);
  return path === undefined ? [] : [{ does: "close", path }];
}

const INSERTED = [
  "x",
  "(",
  ")",
  ":",
  "\n",
  "\r\n",
  "    ",
  '"',
  '"""',
  "#",
  "await ",
  "é",
  "😀",
  "",
];

/** One message of one to four changes, or a burst of messages; some ranges are no ranges. */
function changeDocument(stage: Stage, random: Random): readonly Happening[] {
  return ofOpen(stage, random, (path, document) => {
    const copy = TextDocument.create(document.uri, "python", document.version, document.getText());
    return Array.from({ length: random.chance(20) ? 6 : 1 }, () => {
      const changes = Array.from({ length: 1 + random.below(4) }, () => {
        const change = incremental(copy, random);
        TextDocument.update(copy, [change], copy.version);
        return change;
      });
      // An editor in trouble may tell a version twice, or an old one.
      const version = copy.version + (random.chance(95) ? 1 : -random.below(3));
      TextDocument.update(copy, [], version);
      return { does: "change", path, version, changes };
    });
  });
}

function incremental(document: TextDocument, random: Random): TextDocumentContentChangeEvent {
  const length = document.getText().length;
  if (length > 300_000) return { text: "" };
  const start = random.below(length + 1);
  const end = random.chance(50) ? start : Math.min(length, start + random.below(40));
  const text = random.pick(INSERTED) ?? "";
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  if (random.chance(3)) return { range: { start: range.end, end: range.start }, text };
  if (random.chance(3)) return { range: { start: range.start, end: beyond(range.end) }, text };
  return { range, text };
}

function beyond({ line, character }: Position): Position {
  return { line: line + 3, character: character + 5_000 };
}

function replaceText(stage: Stage, random: Random): readonly Happening[] {
  const other = pythonFile(stage, random);
  return ofOpen(stage, random, (path, document) => {
    const source = other === undefined ? "" : stage.textOnDisk(other);
    const whole = random.chance(50) ? source : typed(source, random, document.getText());
    const text = random.chance(60) ? whole : mutant(document.getText(), random, source).text;
    return [{ does: "change", path, version: document.version + 1, changes: [{ text }] }];
  });
}

function changeFileOnDisk(stage: Stage, random: Random): readonly Happening[] {
  const path = pythonFile(stage, random);
  if (path === undefined) return [];
  const text = stage.textOnDisk(path);
  const other = stage.textOnDisk(pythonFile(stage, random) ?? path);
  const changed = random.chance(60) ? typed(text, random, other) : mutant(text, random, other).text;
  const isNew = random.chance(20);
  const to = isNew ? path.replace(/[^/]+$/, `new_${random.below(6)}.py`) : path;
  const type = isNew ? FileChangeType.Created : FileChangeType.Changed;
  return [
    { does: "write", path: to, text: isNew ? text : changed },
    { does: "watched", events: [[to, type]] },
  ];
}

function removeOrRename(stage: Stage, random: Random): readonly Happening[] {
  const path = pythonFile(stage, random);
  if (path === undefined || stage.files().length < 5) return [];
  const folder = dirname(path);
  if (random.chance(15) && folder.split("/").length > 2)
    return [
      { does: "rename", path: folder, to: `${dirname(folder)}/moved_${random.below(4)}` },
      // Of a folder an editor may tell nothing else.
      {
        does: "watched",
        events: [
          [folder, FileChangeType.Deleted],
          ...[0, 1, 2, 3].map(
            (it) => [`${dirname(folder)}/moved_${it}`, FileChangeType.Created] as const,
          ),
        ],
      },
    ];
  if (random.chance(50))
    return [
      { does: "remove", path },
      { does: "watched", events: [[path, FileChangeType.Deleted]] },
    ];
  const to = path.replace(/[^/]+$/, `renamed_${random.below(6)}.py`);
  return [
    { does: "rename", path, to },
    {
      does: "watched",
      events: [
        [path, FileChangeType.Deleted],
        [to, FileChangeType.Created],
      ],
    },
  ];
}

/** Events of what did not happen, of what is no file of ours, of the same file many times. */
function lieAboutFiles(stage: Stage, random: Random): readonly Happening[] {
  const names = ["project/none.py", "project", "project/node_modules/x.py", "nowhere/at/all.py"];
  const events = Array.from({ length: 1 + random.below(20) }, () => {
    const path = random.pick([...names, pythonFile(stage, random) ?? "project"]) ?? "project";
    return [path, random.pick([1, 2, 3] as const) ?? 1] as const;
  });
  return [{ does: "watched", events }];
}

const ABOUT_DOCUMENTS = [
  "textDocument/codeAction",
  "textDocument/codeAction",
  "textDocument/completion",
  "textDocument/hover",
  "textDocument/definition",
  "textDocument/documentSymbol",
  "textDocument/diagnostic",
  "codeAction/resolve",
];

function askAboutDocument(stage: Stage, random: Random): readonly Happening[] {
  return ofOpen(stage, random, (path, document) => {
    const place = (): Position => document.positionAt(random.below(document.getText().length + 1));
    const position = random.chance(90) ? place() : { line: 1_000_000, character: 1_000_000 };
    const only = random.pick([undefined, ["quickfix"], ["source.fixAll"], ["refactor"], [""]]);
    return [
      {
        does: "request",
        method: random.pick(ABOUT_DOCUMENTS) ?? "",
        params: {
          textDocument: { uri: `ROOT/${random.chance(95) ? path : "project/none.py"}` },
          position,
          range: { start: random.chance(50) ? { line: 0, character: 0 } : position, end: position },
          context: { diagnostics: [], ...(only && { only }) },
          title: "x",
        },
        isCancelled: random.chance(15),
      },
    ];
  });
}

function askOurs(stage: Stage, random: Random): readonly Happening[] {
  const file = pythonFile(stage, random) ?? "x.py";
  const models = [...stage.textOnDisk(file).matchAll(/^class (\w+)/gm)].map(([, name]) => name);
  const all: readonly (readonly [string, unknown])[] = [
    ["routewright/rules", {}],
    ["routewright/rulePage", { id: random.pick(rules)?.id }],
    ["routewright/rulePage", { id: "../../../etc/passwd" }],
    ["routewright/patterns", {}],
    ["routewright/scaffoldModels", {}],
    ["routewright/scaffoldModels", { uri: `ROOT/${file}` }],
    ["routewright/scaffoldRepository", { uri: `ROOT/${file}`, model: random.pick(models) ?? "X" }],
  ];
  const [method, params] = random.pick(all) ?? ["routewright/rules", {}];
  return [{ does: "request", method, params, isCancelled: random.chance(10) }];
}

const NONSENSE: readonly unknown[] = [
  null,
  [],
  {},
  "x",
  5,
  { textDocument: null },
  { id: 5, uri: 7, model: {} },
];

function askNonsense(_: Stage, random: Random): readonly Happening[] {
  const methods = ["routewright/none", "$/none", "textDocument/none", "routewright/rulePage"];
  const method = random.pick(methods) ?? "";
  const params = random.pick(NONSENSE);
  if (method !== "routewright/rulePage" && random.chance(50))
    return [{ does: "notify", method, params }];
  return [{ does: "request", method, params, isCancelled: random.chance(30) }];
}

function cancelMany(stage: Stage, random: Random): readonly Happening[] {
  const many = Array.from({ length: 40 }, () => askAboutDocument(stage, random)).flat();
  return [
    ...many.map((it) => (it.does === "request" ? { ...it, isCancelled: true } : it)),
    { does: "notify", method: "$/cancelRequest", params: { id: 999_999_999 } },
  ];
}

function configure(_: Stage, random: Random): readonly Happening[] {
  const tables = [
    "ignore = ['async']",
    "exclude = ['api', 'x_*.py']",
    "profile = 'strict'",
    "per-file-ignores = { '*.py' = ['missing-pool-pre-ping'] }",
    "profil = 1",
    "= broken",
  ];
  const isOwn = random.chance(40);
  const path = isOwn ? "project/routewright.toml" : "project/pyproject.toml";
  const table = random.pick(tables) ?? "";
  const text = isOwn
    ? `${table}\n`
    : `[project]\nname = "x"\ndependencies = ["fastapi>=0.1${random.below(3)}0"]\n${random.chance(50) ? `[tool.routewright]\n${table}\n` : ""}`;
  const ignore = { does: "write", path: "project/.gitignore", text: "local/\nnew_1.py\n" } as const;
  const isIgnore = random.chance(15);
  return [
    isIgnore ? ignore : { does: "write", path, text },
    { does: "watched", events: [[isIgnore ? ignore.path : path, FileChangeType.Changed]] },
  ];
}

function changeSettings(_: Stage, random: Random): readonly Happening[] {
  const settings = [
    {},
    { profile: "strict" },
    { ignore: ["database"] },
    { profile: 7, select: "x" },
    null,
  ];
  return [{ does: "settings", settings: random.pick(settings) }];
}

function changeFolders(stage: Stage, random: Random): readonly Happening[] {
  const choices = [
    FIRST_FOLDERS,
    [...FIRST_FOLDERS, OTHER_FOLDER],
    [...FIRST_FOLDERS, "project/nested"],
    [...FIRST_FOLDERS, "nowhere"],
  ];
  const folders = random.pick(choices) ?? stage.folders;
  return [{ does: "folders", folders }];
}
