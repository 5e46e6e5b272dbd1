/** What an editor may do next, at random. */
import { dirname } from "node:path";
import {
  FileChangeType,
  type Position,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { rules } from "#rules/index";
import { mutant } from "./mutants.ts";
import type { Random } from "./random.ts";
import { typed } from "./textEdits.ts";
import { FIRST_FOLDERS, type Happening, type Stage } from "./traffic.ts";

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
    ["routewright/routes", {}],
    ["routewright/routesFor", { text: random.pick(["/", "GET /users/1?x", "x", "wss://a/b"]) }],
    ["routewright/routeCard", { application: "x", verb: "GET", path: "/", uri: `ROOT/${file}` }],
    ["workspace/symbol", { query: random.pick(["", "get", "/{"]) }],
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
    [...FIRST_FOLDERS, "other"],
    [...FIRST_FOLDERS, "project/nested"],
    [...FIRST_FOLDERS, "nowhere"],
  ];
  const folders = random.pick(choices) ?? stage.folders;
  return [{ does: "folders", folders }];
}
