import assert from "node:assert/strict";
import { json } from "#formats/json";
import type { Summary } from "#formats/reports";
import type { Report } from "#lint/report";
import { FILES, FOLDER, rangeOf, reportAt, sourcesOf, summary } from "./reports.ts";

const db = "/home/me/shop/app/db.py",
  settings = "/home/me/shop/app/settings.py";

function output(
  reports: readonly Report[],
  {
    files = FILES,
    run = summary,
    folder = FOLDER,
  }: { files?: Readonly<Record<string, string>>; run?: Summary; folder?: string } = {},
) {
  return JSON.parse(json(reports, sourcesOf(files), run, folder));
}

describe("JSON output", () => {
  it("is what the contract says", () => {
    const report = reportAt(db, "create_async_engine", {
      tags: ["deprecated"],
      related: [
        {
          path: settings,
          range: () => rangeOf(FILES[settings] ?? "", "url"),
          message: "The URL is set here.",
        },
      ],
      fixes: [
        {
          title: "Add pool_pre_ping=True",
          safety: "safe",
          edits: () => [
            { path: settings, range: { start: 4, end: 6 }, text: "b" },
            { path: db, range: { start: 76, end: 76 }, text: ", pool_pre_ping=True" },
            { path: db, range: { start: 0, end: 0 }, text: "a" },
            { path: "/home/me/shop/.env.example", create: true, text: "URL=\n" },
          ],
        },
      ],
    });
    assert.deepEqual(
      output([report], {
        run: {
          read: 2,
          skipped: [{ path: "/home/me/shop/x.py", why: "larger than 5 MB" }],
          elapsedMs: 411.6,
        },
      }),
      {
        version: 1,
        findings: [
          {
            rule: "missing-pool-pre-ping",
            severity: "warning",
            path: "app/db.py",
            line: 3,
            column: 10,
            endLine: 3,
            endColumn: 29,
            message: "The pool hands out dead connections. Set pool_pre_ping=True.",
            tags: ["deprecated"],
            related: [
              {
                path: "app/settings.py",
                line: 2,
                column: 5,
                endLine: 2,
                endColumn: 8,
                message: "The URL is set here.",
              },
            ],
            fixes: [
              {
                title: "Add pool_pre_ping=True",
                safety: "safe",
                edits: [
                  { path: ".env.example", create: true, start: 0, end: 0, text: "URL=\n" },
                  { path: "app/db.py", start: 0, end: 0, text: "a" },
                  { path: "app/db.py", start: 76, end: 76, text: ", pool_pre_ping=True" },
                  { path: "app/settings.py", start: 4, end: 6, text: "b" },
                ],
              },
            ],
          },
        ],
        summary: {
          files: 3,
          read: 2,
          skipped: [{ path: "x.py", why: "larger than 5 MB" }],
          elapsedMs: 412,
        },
      },
    );
  });

  it("is the same for no findings", () => {
    assert.deepEqual(output([]).findings, []);
    assert.ok(json([], sourcesOf({}), summary, FOLDER).endsWith("}\n"));
  });

  it("is sorted by path, line, column, rule", () => {
    const other = { ...reportAt(db, "engine").rule, id: "a-rule" },
      reports = [
        reportAt(settings, "url"),
        reportAt(db, "sessions"),
        reportAt(db, "settings.url"),
        reportAt(db, "create_async_engine"),
        reportAt(db, "create_async_engine", { rule: other }),
        reportAt("/home/me/shop/Z.py", ""),
      ];
    for (const order of [reports, reports.toReversed()])
      assert.deepEqual(
        output(order).findings.map(
          (found: Record<string, unknown>) =>
            `${found.path}:${found.line}:${found.column} ${found.rule}`,
        ),
        [
          "Z.py:1:1 missing-pool-pre-ping",
          "app/db.py:3:10 a-rule",
          "app/db.py:3:10 missing-pool-pre-ping",
          "app/db.py:3:30 missing-pool-pre-ping",
          "app/db.py:4:1 missing-pool-pre-ping",
          "app/settings.py:2:5 missing-pool-pre-ping",
        ],
      );
  });

  it("counts UTF-16 units, and lines with every line end", () => {
    const path = "/home/me/shop/a.py",
      files = { [path]: 'a = "😀é"; X\r\nb\rc = X2\n' };
    const found = output([reportAt(path, "X", {}, files), reportAt(path, "X2", {}, files)], {
      files,
    }).findings;
    assert.deepEqual(
      found.map((each: Record<string, unknown>) => [each.line, each.column, each.endColumn]),
      [
        [1, 12, 13],
        [3, 5, 7],
      ],
    );
  });

  it("tells paths from the working directory", () => {
    const path = (folder: string, file: string): string =>
      output([reportAt(file, "")], { files: { [file]: "" }, folder }).findings[0].path;
    assert.equal(path("/w/a/b", "/w/a/b/c.py"), "c.py");
    assert.equal(path("/w/a/b", "/w/a/c.py"), "../c.py");
    assert.equal(path("/w/a/b", "/x.py"), "../../../x.py");
    assert.equal(path("/", "/x/y.py"), "x/y.py");
    assert.equal(path("C:/w", "C:/w/a.py"), "a.py");
    assert.equal(path("C:/w", "D:/a.py"), "D:/a.py");
    assert.equal(path("C:/w", "//server/share/a.py"), "//server/share/a.py");
    assert.equal(path("//server/share/w", "//server/share/a.py"), "../a.py");
  });

  it("holds no character that a terminal obeys, and gives every one back", () => {
    const message = "a\u001b[31m\u009b\u202e\u2066\u2028\ud800 \n b",
      path = `/home/me/shop/${"\u001b]0;x\u0007\u202e"}.py`,
      text = json([reportAt(path, "", { message }, {})], sourcesOf({}), summary, FOLDER);
    assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u);
    const [found] = JSON.parse(text).findings;
    assert.equal(found.message, message);
    assert.equal(found.path, "\u001b]0;x\u0007\u202e.py");
  });
});
