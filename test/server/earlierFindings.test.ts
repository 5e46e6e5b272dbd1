import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BLOCKING, ENGINE, FIXED_ENGINE } from "../commandLine/routewright.ts";
import { folderWith, write } from "../temporary.ts";
import { Editor, type EditorOptions } from "./editor.ts";

const FILES = { "main.py": BLOCKING, "db.py": ENGINE };
const UNTESTED = "2:9 missing-pool-pre-ping";

function keptIn(home: string): readonly string[] {
  const folder = join(home, "routewright/analysis");
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Starts, waits for rest, and tells whether findings of an earlier start were shown before. */
async function start(
  options: EditorOptions,
): Promise<{ readonly editor: Editor; readonly isEarly: boolean }> {
  const editor = await Editor.start(options);
  await editor.rest();
  return { editor, isEarly: editor.log.some((line) => /of the last start/.test(line)) };
}

describe("findings of an earlier start", () => {
  it("are shown while the project is analysed, and are those of this start", async () => {
    const folders = [folderWith(FILES)];
    const cacheHome = folderWith({});
    const first = await start({ folders, cacheHome });
    assert.equal(first.isEarly, false);
    await first.editor.until(() => keptIn(cacheHome).some((path) => path.endsWith(".kept")));
    const second = await start({ folders, cacheHome });
    assert.equal(second.isEarly, true);
    assert.deepEqual([...second.editor.everything()].sort(), [...first.editor.everything()].sort());
    assert.equal(second.editor.published.length, 2, "each is published once");
    await second.editor.open("db.py", FIXED_ENGINE);
    await second.editor.shows("db.py");
    await second.editor.change("db.py", { text: ENGINE });
    await second.editor.shows("db.py", UNTESTED);
  });

  it("are not shown of files that changed, nor with other settings", async () => {
    const folder = folderWith(FILES);
    const cacheHome = folderWith({});
    const { editor } = await start({ folders: [folder], cacheHome });
    await editor.until(() => keptIn(cacheHome).length > 0);
    const settings = () => ({ ignore: ["database"] });
    const other = await start({ folders: [folder], cacheHome, settings });
    assert.deepEqual(other.editor.shown("db.py"), []);
    write(folder, { "db.py": FIXED_ENGINE });
    const changed = await start({ folders: [folder], cacheHome });
    assert.deepEqual([changed.isEarly, changed.editor.shown("db.py")], [false, []]);
  });

  it("do no harm when they are damaged", async () => {
    const folders = [folderWith(FILES)];
    const cacheHome = folderWith({});
    const first = await start({ folders, cacheHome });
    await first.editor.until(() => keptIn(cacheHome).length > 0);
    for (const path of keptIn(cacheHome)) {
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    }
    const second = await start({ folders, cacheHome });
    assert.equal(second.isEarly, false);
    assert.deepEqual([...second.editor.everything()].sort(), [...first.editor.everything()].sort());
  });
});
