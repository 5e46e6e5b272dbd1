import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { concise } from "#formats/concise";
import { text } from "#formats/text";
import type { Report } from "#lint/report";
import { FILES, FOLDER, rangeOf, reportAt, sourcesOf, summary } from "./reports.ts";

const db = "/home/me/shop/app/db.py",
  settings = "/home/me/shop/app/settings.py",
  path = "/home/me/shop/a.py";

function shown(
  reports: readonly Report[],
  {
    files = FILES,
    width = 100,
    color = false,
  }: { files?: Readonly<Record<string, string>>; width?: number; color?: boolean } = {},
): string {
  return text(reports, sourcesOf(files), summary, FOLDER, { color, width });
}

/** The code line and the underline of a finding at `part` of a file. */
function frame(source: string, part: string, width?: number): readonly string[] {
  const files = { [path]: source },
    options = width === undefined ? { files } : { files, width },
    lines = shown([reportAt(path, part, {}, files)], options).split("\n"),
    marks = lines.findIndex((line) => /^ *\| +\^/.test(line));
  return lines.slice(marks - 1, marks + 1);
}

const full = reportAt(db, "create_async_engine", {
  related: [
    {
      path: settings,
      range: () => rangeOf(FILES[settings] ?? "", "url"),
      message: "The URL is set here.",
    },
  ],
  fixes: [
    { title: "Add pool_pre_ping=True", safety: "safe", edits: () => [] },
    { title: "Use NullPool", safety: "suggestion", edits: () => [] },
  ],
});

describe("text output", () => {
  it("shows the code, the other places, the fixes and a summary", () => {
    assert.equal(
      shown([full]),
      `warning[missing-pool-pre-ping]: The pool hands out dead connections. Set pool_pre_ping=True.
 --> app/db.py:3:10
  |
1 | from app.settings import settings
2 |
3 | engine = create_async_engine(settings.url)
  |          ^^^^^^^^^^^^^^^^^^^
4 | sessions = async_sessionmaker(engine)
  |
  → app/settings.py:2:5: The URL is set here.
2 |     url: str = "postgresql+asyncpg://"
  |     ---
  = fix: Add pool_pre_ping=True
  = suggestion: Use NullPool

Found 1 warning in 39 files (0.41 s). 1 fixable with routewright fix.
`,
    );
  });

  it("differs by nothing but colors when it is colored", () => {
    const colored = shown([full], { color: true });
    assert.notEqual(colored, shown([full]));
    assert.equal(stripVTControlCharacters(colored), shown([full]));
  });

  it("lines numbers up and shows a place at the ends of a file", () => {
    const source = Array.from({ length: 12 }, (_, index) => `line_${index + 1}\n`).join(""),
      files = { [path]: source },
      lines = shown(
        [
          reportAt(path, "line_9", {}, files),
          reportAt(path, "line_1", {}, files),
          reportAt(path, "line_12", {}, files),
        ],
        { files },
      );
    assert.match(lines, /\n {7}\|\n|\n 8 \| line_8\n 9 \| line_9\n {3}\| \^{6}\n10 \| line_10\n/);
    assert.match(lines, /\n1 \| line_1\n {2}\| \^{6}\n2 \| line_2\n3 \| line_3\n {2}\|\n/);
    assert.match(lines, /\n12 \| line_12\n {3}\| \^{7}\n {3}\|\n/);
  });

  it("underlines every line of a range, and the first four of a longer one", () => {
    const part = "f(\n    1,\n    2,\n)",
      files = { [path]: `x = ${part}\ny\n` };
    assert.match(
      shown([reportAt(path, part, {}, files)], { files }),
      /1 \| x = f\(\n {2}\| {5}\^\^\n2 \| {5}1,\n {2}\| {5}\^\^\n3 \| {5}2,\n {2}\| {5}\^\^\n4 \| \)\n {2}\| \^\n5 \| y\n/,
    );
    const long = { [path]: "a\n".repeat(50) };
    assert.equal(
      shown([{ ...reportAt(path, "a", {}, long), range: { start: 0, end: 100 } }], {
        files: long,
      }).match(/\^/g)?.length,
      4,
    );
  });

  it("marks an empty range and the end of a line", () => {
    assert.deepEqual(frame("ab\n", ""), ["1 | ab", "  | ^"]);
    const files = { [path]: "ab\n" };
    assert.match(
      shown([{ ...reportAt(path, "", {}, files), range: { start: 2, end: 2 } }], { files }),
      /1 \| ab\n {2}\| {3}\^\n/,
    );
  });

  it("aligns below wide characters, marks and tabs", () => {
    assert.deepEqual(frame("漢字 = X\n", "X"), ["1 | 漢字 = X", "  |        ^"]);
    assert.deepEqual(frame("'😀' + X\n", "X"), ["1 | '😀' + X", "  |        ^"]);
    assert.deepEqual(frame("'e\u0301' + X\n", "X"), ["1 | 'e\u0301' + X", "  |       ^"]);
    assert.deepEqual(frame("\tif a:\tX\n", "X"), ["1 |     if a:   X", "  |             ^"]);
    assert.deepEqual(frame("x = '漢字'\n", "'漢字'"), ["1 | x = '漢字'", "  |     ^^^^^^"]);
  });

  it("cuts long lines around what it shows", () => {
    const long = "a".repeat(300);
    for (const source of [
      `${long}XYZ${long}\n`,
      `XYZ${long}\n`,
      `${long}XYZ\n`,
      `${"漢".repeat(200)}XYZ${long}\n`,
    ]) {
      const [code = "", marks = ""] = frame(source, "XYZ", 60);
      assert.ok(code.length <= 60, code);
      assert.match(code, /…/);
      // Wide characters take two cells, so cells are counted, not units.
      const cells = (line: string): number =>
        [...line].reduce((sum, each) => sum + (each === "漢" ? 2 : 1), 0);
      assert.equal(cells(code.slice(0, code.indexOf("XYZ"))), marks.indexOf("^^^"));
      assert.equal(marks.match(/\^/g)?.length, 3);
    }
    const [code = "", marks = ""] = frame(`x = ${"b".repeat(500)}\n`, "b".repeat(500), 60);
    assert.ok(code.length <= 60 && marks.length <= 60);
    assert.match(code, /x = b+…$/);
  });

  it("prints no character that a terminal obeys", () => {
    const evil = "/home/me/shop/\u001b[31m\u202e\n.py",
      files = { [evil]: "x = '\u001b[2J\u009b\u202e\u0007' X\n" },
      report = reportAt(
        evil,
        "X",
        {
          message: "a\u001b]0;title\u0007\nb",
          related: [{ path: evil, range: () => ({ start: 0, end: 1 }), message: "\u001b[31m" }],
          fixes: [{ title: "\u001b[0m", safety: "safe", edits: () => [] }],
        },
        files,
      ),
      run = { ...summary, skipped: [{ path: evil, why: "\u001b[31m" }] };
    for (const output of [
      text([report], sourcesOf(files), run, FOLDER, { color: false, width: 100 }),
      concise([report], sourcesOf(files), run, FOLDER),
    ])
      assert.doesNotMatch(output.replaceAll("\n", ""), /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
    const [code = "", marks = ""] = frame("x = '\u001b[2J\u202e' + X\n", "X");
    assert.equal(code, "1 | x = '\\x1b[2J\\u202e' + X");
    assert.equal(code.lastIndexOf("X"), marks.indexOf("^"));
  });

  it("tells what was found in words", () => {
    const last = (reports: readonly Report[], more: object = {}): string =>
      text(reports, sourcesOf(FILES), { ...summary, ...more }, FOLDER, { color: false, width: 80 })
        .split("\n")
        .at(-2) ?? "";
    const error = { ...full, severity: "error" } as const,
      suggested = { ...full, fixes: full.fixes?.slice(1) ?? [] };
    assert.equal(last([]), "Found nothing in 39 files (0.41 s).");
    assert.equal(last([], { read: 1, elapsedMs: 7 }), "Found nothing in 1 file (0.01 s).");
    assert.equal(
      last([error, error, { ...full, severity: "info" }, suggested]),
      "Found 2 errors, 1 warning, 1 info in 39 files (0.41 s). 3 fixable with routewright fix, 1 more with --suggestions.",
    );
    assert.equal(
      last([suggested]),
      "Found 1 warning in 39 files (0.41 s). 1 fixable with routewright fix --suggestions.",
    );
    assert.match(
      text(
        [],
        sourcesOf(FILES),
        { ...summary, skipped: [{ path: db, why: "larger than 5 MB" }] },
        FOLDER,
        { color: false, width: 80 },
      ),
      /^Skipped app\/db\.py: larger than 5 MB\nFound nothing/,
    );
  });
});

describe("concise output", () => {
  it("has one line a finding", () => {
    assert.equal(
      concise([reportAt(settings, "url"), full], sourcesOf(FILES), summary, FOLDER),
      `app/db.py:3:10: warning missing-pool-pre-ping The pool hands out dead connections. Set pool_pre_ping=True.
app/settings.py:2:5: warning missing-pool-pre-ping The pool hands out dead connections. Set pool_pre_ping=True.
Found 2 warnings in 39 files (0.41 s). 1 fixable with routewright fix.
`,
    );
  });
});
