import assert from "node:assert/strict";
import { type CompletionItem, InsertTextFormat, type TextEdit } from "vscode-languageserver";
import {
  configurationCompletions,
  configurationHover,
  mayConfigure,
} from "#features/configurationHelp";
import { readConfiguration } from "#lint/configurationReader";
import { settingEntries } from "#lint/settingEntries";
import { allRules } from "#rules/index";
import { Lines } from "#syntax/lines";

const OWN = "/w/routewright.toml";
const PYPROJECT = "/w/pyproject.toml";
const TABLE = "[tool.routewright]\n";

/** What is offered where `|` stands. */
function offers(marked: string, path = OWN, hasSnippets = true): readonly CompletionItem[] {
  const lines = new Lines(marked.replace("|", ""));
  return configurationCompletions({ path, lines }, marked.indexOf("|"), allRules, hasSnippets);
}

function labels(marked: string, path?: string): readonly string[] {
  return offers(marked, path).map(({ label }) => label);
}

/** The text after one was chosen, tab stops as they are written. */
function chosen(marked: string, label: string, path?: string): string {
  const text = marked.replace("|", "");
  const lines = new Lines(text);
  const item = offers(marked, path).find((it) => it.label === label);
  assert.ok(item?.textEdit && "range" in item.textEdit, `${label} is offered`);
  const { range, newText }: TextEdit = item.textEdit;
  return text.slice(0, lines.offset(range.start)) + newText + text.slice(lines.offset(range.end));
}

function hover(marked: string, path = OWN): string | undefined {
  const lines = new Lines(marked.replace("|", ""));
  const found = configurationHover({ path, lines }, marked.indexOf("|"), allRules);
  return found && typeof found.contents === "object" && "value" in found.contents
    ? found.contents.value
    : undefined;
}

describe("completion in a configuration", () => {
  const keys = ["profile", "select", "ignore", "severity", "exclude", "per-file-ignores", "limits"];

  it("offers every key, in the order of the documentation", () => {
    for (const [text, path] of [
      ["|", OWN],
      ["pro|", OWN],
      ['profile = "strict"\n|', OWN],
      [`${TABLE}|`, PYPROJECT],
      [`[project]\nname = "x"\n\n${TABLE}sel|\n[tool.ruff]\n`, PYPROJECT],
    ] as const) {
      const found = labels(text, path);
      assert.deepEqual(
        keys.filter((key) => !found.includes(key)),
        [],
        text,
      );
    }
  });

  it("offers nothing outside of our table", () => {
    for (const text of ["|", "[tool.ruff]\n|", "[project]\nname = |", `${TABLE}# |`])
      assert.deepEqual(labels(text, PYPROJECT), [], text);
  });

  it("offers the tables in a header", () => {
    assert.deepEqual(labels("[too|", PYPROJECT).slice(0, 2), [
      "tool.routewright",
      "tool.routewright.severity",
    ]);
    assert.equal(chosen("[|]", "limits"), "[limits]");
    assert.equal(
      chosen("[tool.r|]", "tool.routewright.limits", PYPROJECT),
      "[tool.routewright.limits]",
    );
  });

  it("writes a key with the form of its value", () => {
    assert.equal(chosen("pro|", "profile"), `profile = "\${1|recommended,strict|}"`);
    assert.equal(chosen("|", "select"), 'select = ["$1"]');
    assert.equal(chosen("res|", "respect-ruff"), `respect-ruff = \${1|true,false|}`);
    assert.equal(chosen("[limits]\n|", "pool-size"), "[limits]\npool-size = $1");
    assert.equal(chosen("pro| = 1", "profile"), "profile = 1");
    const plain = offers("pro|", OWN, false)[0];
    assert.equal(plain?.insertTextFormat, InsertTextFormat.PlainText);
  });

  it("offers the values of a key, with quotes where there are none", () => {
    assert.deepEqual(labels("profile = |"), ["recommended", "strict"]);
    assert.equal(chosen("profile = |", "strict"), 'profile = "strict"');
    assert.equal(chosen('profile = "|"', "strict"), 'profile = "strict"');
    assert.equal(chosen('profile = "rec|', "recommended"), 'profile = "recommended');
    assert.deepEqual(labels("respect-ruff = |"), ["true", "false"]);
    assert.equal(chosen("respect-ruff = |", "false"), "respect-ruff = false");
    assert.deepEqual(labels('severity = { database = "|" }'), ["error", "warning", "info"]);
    assert.deepEqual(labels('[severity]\ndatabase = "|"'), ["error", "warning", "info"]);
  });

  it("offers rules and categories where they are named", () => {
    for (const text of [
      'select = ["|"]',
      "ignore = [|",
      'ignore = [\n  "async",\n  "|',
      '[per-file-ignores]\n"x" = ["|"]',
      "[severity]\n|",
      "severity = { | }",
    ]) {
      const found = labels(text);
      assert.ok(found.includes("missing-pool-pre-ping"), text);
      assert.ok(found.includes("database"), text);
    }
    assert.equal(
      chosen('select = ["missing|"]', "missing-pool-pre-ping"),
      'select = ["missing-pool-pre-ping"]',
    );
    assert.equal(chosen("select = [|]", "async"), 'select = ["async"]');
    assert.equal(
      chosen("[severity]\n|", "async"),
      `[severity]\nasync = "\${1|error,warning,info|}"`,
    );
  });

  it("offers only what is valid", () => {
    for (const { path, shape } of settingEntries) {
      if (path.length > 1 || shape.values.length === 0) continue;
      for (const label of labels(`${path[0]} = |`)) {
        const text = chosen(`${path[0]} = |`, label);
        assert.deepEqual(readConfiguration(OWN, text, allRules).problems, [], text);
      }
    }
  });

  it("is for files of two names", () => {
    assert.ok(mayConfigure(OWN) && mayConfigure(PYPROJECT));
    assert.ok(!mayConfigure("/w/ruff.toml") && !mayConfigure("/w/app.py"));
  });
});

describe("hover in a configuration", () => {
  it("tells what a setting is, in a file and in a header", () => {
    const profile = hover('pro|file = "strict"');
    assert.match(
      profile ?? "",
      /^\*\*profile\*\*: `"recommended"` or `"strict"`; by default `"recommended"`\n\nWhich rules run/,
    );
    assert.match(hover("[lim|its]") ?? "", /^\*\*limits\*\*/);
    assert.match(
      hover("[limits]\npool-|size = 3") ?? "",
      /^\*\*limits\.pool-size\*\*: whole number, 1 to 10000/,
    );
    assert.match(hover(`${TABLE}exclude| = []`, PYPROJECT) ?? "", /^\*\*exclude\*\*/);
    assert.match(hover("[tool.routewright.sev|erity]", PYPROJECT) ?? "", /^\*\*severity\*\*/);
  });

  it("tells what a rule or category is, old names too", () => {
    const rule = hover('select = ["missing-|pool-pre-ping"]');
    assert.match(
      rule ?? "",
      /^\*\*missing-pool-pre-ping\*\* \(database, warning\)\n\nAn engine hands out/,
    );
    assert.match(
      hover('[severity]\ndata|base = "info"') ?? "",
      /all rules of the category:\n\n- \[default-evaluated-at-import\]/,
    );
    assert.match(hover('per-file-ignores = { "x" = ["asy|nc"] }') ?? "", /^\*\*async\*\*/);
  });

  it("tells nothing of anything else", () => {
    for (const text of [
      'select = ["no-|such-rule"]',
      "unkn|own = 1",
      'exclude = ["asy|nc"]',
      "# pro|file",
    ])
      assert.equal(hover(text), undefined, text);
    assert.equal(hover("[tool.ruff]\nsel|ect = []", PYPROJECT), undefined);
    assert.equal(hover("[project]\nname| = 1", PYPROJECT), undefined);
  });
});
