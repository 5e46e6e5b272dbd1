import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CodeAction,
  CompletionRequest,
  HoverRequest,
  InsertTextFormat,
  type TextDocumentEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { allRules } from "#rules/index";
import { BLOCKING, ENGINE, FIXED_ENGINE, json } from "../commandLine/routewright.ts";
import { root } from "../dist.ts";
import { folderWith } from "../temporary.ts";
import { Editor } from "./editor.ts";

const TWO_ENGINES = `${ENGINE}other = create_engine("postgresql://localhost/other")\n`;
const ON_ENGINE = { line: 2, character: 12 };

const MODELS = `from fastapi import FastAPI
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = FastAPI()


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    isbn: Mapped[str]
`;

/** The text of a file after an action, as an editor makes it. */
function applied(action: CodeAction | undefined, uri: string, text: string): string {
  const changes = (action?.edit?.documentChanges ?? []).filter(
    (change): change is TextDocumentEdit => "edits" in change && change.textDocument.uri === uri,
  );
  const edits = changes.flatMap((change) =>
    change.edits.flatMap((edit) => ("newText" in edit ? edit : [])),
  );
  return TextDocument.applyEdits(TextDocument.create(uri, "python", 1, text), edits);
}

function titles(actions: readonly CodeAction[]): readonly string[] {
  return actions.map(({ title }) => title);
}

async function editorWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<Editor> {
  return Editor.start({ folders: [folderWith({ "main.py": BLOCKING, ...files })] });
}

describe("code actions", () => {
  it("offer the fixes of a finding, with the version they were made for", async () => {
    const editor = await editorWith({ "db.py": ENGINE });
    await editor.open("db.py");
    const moved = `\n${ENGINE}`;
    await editor.change("db.py", { text: moved });
    // Asked at once: the answer is for the newest text all the same.
    const actions = await editor.actions("db.py", { line: 3, character: 12 });
    assert.deepEqual(titles(actions), [
      "Add pool_pre_ping=True",
      "Allow missing-pool-pre-ping on this line",
      "Allow missing-pool-pre-ping in this file",
    ]);
    const [fix, allow] = actions;
    assert.equal(fix?.kind, "quickfix");
    assert.equal(fix.isPreferred, true);
    assert.equal(allow?.isPreferred, undefined);
    assert.deepEqual(
      fix.diagnostics?.map(({ code }) => code),
      ["missing-pool-pre-ping"],
    );
    assert.deepEqual(
      fix.edit?.documentChanges?.map((change) => "textDocument" in change && change.textDocument),
      [{ uri: editor.uri("db.py"), version: 2 }],
    );
    assert.equal(applied(fix, editor.uri("db.py"), moved), `\n${FIXED_ENGINE}`);
  });

  it("prefer no suggestion", async () => {
    const editor = await editorWith({});
    await editor.open("main.py");
    const actions = await editor.actions("main.py", { line: 9, character: 8 });
    assert.ok(actions.length >= 3);
    assert.ok(actions.every(({ isPreferred }) => !isPreferred));
  });

  it("offer nothing to allow a comment that allows nothing", async () => {
    const comment = "# routewright: allow[missing-pool-pre-ping]";
    const editor = await editorWith({ "extra.py": `x = 1  ${comment}\n` });
    await editor.open("extra.py");
    assert.deepEqual(titles(await editor.actions("extra.py", { line: 0, character: 30 })), [
      "Remove the comment",
    ]);
  });

  it("mend what they promise: nothing is found afterwards", async () => {
    const editor = await editorWith({});
    await editor.open("main.py");
    for (const action of await editor.actions("main.py", { line: 9, character: 8 })) {
      const cwd = folderWith({ "main.py": applied(action, editor.uri("main.py"), BLOCKING) });
      assert.deepEqual(json([], { cwd }).findings, [], action.title);
    }
  });

  it("fix all of a rule in the file, where there is more than one", async () => {
    const editor = await editorWith({ "db.py": TWO_ENGINES });
    await editor.open("db.py");
    const title = "Fix all 2 of missing-pool-pre-ping in this file";
    const action = (await editor.actions("db.py", ON_ENGINE)).find((it) => it.title === title);
    assert.equal(
      applied(action, editor.uri("db.py"), TWO_ENGINES),
      TWO_ENGINES.replaceAll('")', '", pool_pre_ping=True)'),
    );
  });

  it("apply all safe fixes only where that is asked for", async () => {
    const editor = await editorWith({ "db.py": TWO_ENGINES });
    await editor.open("db.py");
    const kinds = async (only?: string[]): Promise<readonly (string | undefined)[]> =>
      (await editor.actions("db.py", ON_ENGINE, only)).map(({ kind }) => kind);
    const fixAll = "source.fixAll.routewright";
    for (const only of [["source.fixAll"], ["source"], [fixAll]])
      assert.deepEqual(await kinds(only), [fixAll], only.join());
    for (const only of [undefined, ["quickfix"]])
      assert.deepEqual(new Set(await kinds(only)), new Set(["quickfix"]));
    for (const only of [["source.organizeImports"], ["source.fixAll.ruff"], ["refactor"]])
      assert.deepEqual(await kinds(only), [], only.join());
    const [action] = await editor.actions("db.py", { line: 0, character: 0 }, [fixAll]);
    assert.equal(
      applied(action, editor.uri("db.py"), TWO_ENGINES),
      TWO_ENGINES.replaceAll('")', '", pool_pre_ping=True)'),
    );
    // Suggestions change what a program does: a person picks them.
    await editor.open("main.py");
    assert.deepEqual(await editor.actions("main.py", { line: 9, character: 8 }, [fixAll]), []);
  });

  it("refuse a closed file that is not UTF-8, or changed since", async () => {
    const latin = Buffer.from(`# coding: latin-1\nname = "é"\n${ENGINE}`, "latin1");
    const editor = await editorWith({ "latin.py": latin, "db.py": ENGINE });
    const place = { line: 4, character: 12 };
    for (const { edit, disabled } of await editor.actions("latin.py", place)) {
      assert.equal(edit, undefined);
      assert.equal(disabled?.reason, "latin.py is not valid UTF-8.");
    }
    writeFileSync(new URL(editor.uri("db.py")), `# new\n${ENGINE}`);
    const [stale] = await editor.actions("db.py", ON_ENGINE);
    assert.equal(stale?.disabled?.reason, "db.py changed since it was read.");
  });

  it("scaffold a repository on the name of a model", async () => {
    const editor = await editorWith({ "app/models.py": MODELS });
    await editor.open("app/models.py");
    const [action, ...more] = await editor.actions("app/models.py", { line: 10, character: 8 });
    assert.deepEqual(more, []);
    assert.deepEqual(action, {
      title: "Scaffold a repository for Order…",
      kind: "refactor",
      command: {
        title: "Scaffold a repository for Order…",
        command: "routewright.scaffoldRepository",
        arguments: [{ uri: editor.uri("app/models.py"), model: "Order" }],
      },
    });
    assert.deepEqual(await editor.actions("app/models.py", { line: 13, character: 8 }), []);
  });
});

describe("completion", () => {
  const complete = async (editor: Editor, path: string, text: string) => {
    await editor.open(path, text);
    const line = text.split("\n").length - 1;
    const answer = await editor.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: editor.uri(path) },
      position: { line, character: text.length - text.lastIndexOf("\n") - 1 },
    });
    assert.ok(Array.isArray(answer));
    return answer;
  };

  it("offers the patterns where a statement begins, also in an empty project", async () => {
    const editor = await Editor.start({ folders: [folderWith({})] });
    const patterns = await editor.ask("routewright/patterns", {});
    assert.ok(patterns.length >= 12);
    const items = await complete(editor, "a.py", "import os\n\nfa-");
    assert.deepEqual(
      items.map(({ label }) => label).toSorted(),
      patterns.map(({ prefix }) => prefix).toSorted(),
    );
    for (const { insertTextFormat, textEdit, label } of items) {
      assert.equal(insertTextFormat, InsertTextFormat.Snippet);
      assert.deepEqual(textEdit && "range" in textEdit && textEdit.range, {
        start: { line: 2, character: 0 },
        end: { line: 2, character: 3 },
      });
      assert.equal(textEdit?.newText, patterns.find(({ prefix }) => prefix === label)?.body);
      assert.match(textEdit?.newText ?? "", /\$0/);
    }
    assert.deepEqual(editor.published, []);
  });

  it("knows the configuration and comments that allow, and so does pointing at them", async () => {
    const editor = await editorWith({});
    const labels = async (path: string, text: string): Promise<readonly string[]> =>
      (await complete(editor, path, text)).map(({ label }) => label);
    const [first] = await labels("pyproject.toml", "[tool.routewright]\npro");
    assert.equal(first, "profile");
    const comment = `${BLOCKING.trimEnd()}  # routewright: allow[missing-pool-pre-ping`;
    const rules = await labels("other.py", comment);
    assert.ok(rules.includes("blocking-call-on-event-loop"));
    const lines = comment.split("\n");
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const textDocument = { uri: editor.uri("other.py") };
    await editor.change("other.py", { text: `${comment}]` });
    const hover = await editor.connection.sendRequest(HoverRequest.type, {
      textDocument,
      position,
    });
    assert.match(JSON.stringify(hover?.contents), /An engine hands out/);
  });

  it("offers nothing anywhere else", async () => {
    const editor = await Editor.start({ folders: [folderWith({})] });
    for (const [index, text] of ["x = fa-", "x", "x.fa", "# fa-", ""].entries())
      assert.deepEqual(await complete(editor, `${index}.py`, text), [], text);
    assert.deepEqual(await complete(editor, "pyproject.toml", "fa-"), []);
  });
});

describe("our own requests", () => {
  it("give rules and their pages", async () => {
    const editor = await editorWith({});
    assert.deepEqual(
      await editor.ask("routewright/rules", {}),
      allRules.map(({ id, category, severity, summary }) => ({ id, category, severity, summary })),
    );
    const page = await editor.ask("routewright/rulePage", { id: "missing-pool-pre-ping" });
    assert.equal(
      page?.markdown,
      readFileSync(join(root, "rules/database/missing-pool-pre-ping.md"), "utf8"),
    );
    assert.equal(await editor.ask("routewright/rulePage", { id: "../../package.json" }), null);
  });

  it("scaffold a repository, and write nothing", async () => {
    const editor = await editorWith({ "app/models.py": MODELS, "pyproject.toml": "" });
    const models = await editor.ask("routewright/scaffoldModels", {});
    const reference = { uri: editor.uri("app/models.py"), model: "Order" };
    assert.deepEqual(models, [{ ...reference, module: "app.models" }]);
    const { files, refused } = await editor.ask("routewright/scaffoldRepository", reference);
    assert.equal(refused, undefined);
    assert.match(files[0]?.uri ?? "", /repositor/);
    assert.match(files[0]?.text ?? "", /class OrderRepository/);
    for (const { uri } of files) {
      assert.ok(uri.startsWith(editor.uri("")), uri);
      assert.ok(!existsSync(new URL(uri)), uri);
    }
    const none = await editor.ask("routewright/scaffoldRepository", {
      ...reference,
      model: "../../x",
    });
    assert.deepEqual(none.files, []);
    assert.match(none.refused ?? "", /^There is no model .+\.$/);
  });

  it("tell what is known of a place", async () => {
    const editor = await editorWith({ "notes.md": "" });
    await editor.open("main.py");
    await editor.change("main.py", { text: `\n${BLOCKING}` });
    const line = BLOCKING.split("\n").findIndex((it) => it.includes("time.sleep(")) + 1;
    const place = { uri: editor.uri("main.py"), line, character: 10 };
    const explained = await editor.ask("routewright/whyHere", place);
    assert.match(explained?.markdown ?? "", /^# Why here\?\n[\s\S]*keeps the event loop/im);
    assert.ok(explained?.markdown.includes(`(${editor.uri("main.py")}#L${line + 1})`));
    for (const uri of [editor.uri("notes.md"), "untitled:1", "x"])
      assert.equal(await editor.ask("routewright/whyHere", { ...place, uri }), null);
    const far = await editor.ask("routewright/whyHere", { ...place, line: 99_999, character: 0 });
    assert.match(far?.markdown ?? "", /^# Why here/);
  });

  it("refuse parameters of another shape", async () => {
    const editor = await editorWith({});
    for (const [method, params] of [
      ["routewright/rulePage", {}],
      ["routewright/rulePage", { id: 5 }],
      ["routewright/rulePage", null],
      ["routewright/scaffoldRepository", { uri: "x" }],
      ["routewright/scaffoldModels", [1]],
      ["routewright/whyHere", { uri: "x", line: -1, character: 0.5 }],
    ] as const)
      await assert.rejects(editor.connection.sendRequest(method, params), { code: -32602 });
  });
});
