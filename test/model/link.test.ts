import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe as describeTarget } from "#model/explanation";
import type { SourceFile } from "#model/files/sourceFile";
import type { Workspace } from "#model/workspace";
import { FOLDER, workspaceOf } from "../harness.ts";
import { sections } from "../markdown.ts";

const MARKER = /# is (.+)$/;

/** What the outermost call of each marked line denotes, as `path:line name`. */
function marked(workspace: Workspace, file: SourceFile): string[] {
  return file.text.split("\n").flatMap((text, line) => {
    if (!MARKER.test(text)) return [];
    const row = outermost(file, line);
    return [`${file.path.slice(FOLDER.length + 1)}:${line + 1} ${nameOf(workspace, file, row)}`];
  });
}

function outermost(file: SourceFile, line: number): number {
  const { calls } = file.outline;
  const length = (row: number): number => calls.end(row) - calls.start(row);
  const rows = Array.from({ length: calls.length }, (_, row) => row).filter(
    (row) => file.lines.protocolPosition(calls.start(row)).line === line,
  );
  const [first] = rows.sort((a, b) => length(b) - length(a));
  assert.ok(first !== undefined, `no call in line ${line + 1} of ${file.path}`);
  return first;
}

function nameOf(workspace: Workspace, file: SourceFile, row: number): string {
  const target = workspace.links(file.path)?.targets[row];
  if (target === undefined) return "unknown";
  const { kind, name } = describeTarget(target, workspace.projectOf(file.path));
  return kind === "library" ? name : `${kind} ${name}`;
}

/** Whole projects as Markdown: `# is …` at the end of a line says what its call denotes. */
describe("links", () => {
  for (const name of readdirSync("test/model/link"))
    for (const { heading, files } of sections(readFileSync(`test/model/link/${name}`, "utf8")))
      it(`${name}: ${heading}`, () => {
        const workspace = workspaceOf(files);
        const wanted = Array.from(files).flatMap(([path, text]) =>
          text.split("\n").flatMap((line, index) => {
            const is = MARKER.exec(line)?.[1];
            return is === undefined ? [] : [`${path}:${index + 1} ${is}`];
          }),
        );
        const found = [...files.keys()].flatMap((path) => {
          const file = workspace.file(`${FOLDER}/${path}`);
          return file === undefined ? [] : marked(workspace, file);
        });
        assert.ok(wanted.length > 0, "nothing is marked");
        assert.deepEqual(found, wanted);
      });
});
