import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "#formats/text";
import { readPattern } from "#generate/patterns";
import { readConfiguration } from "#lint/configurationReader";
import { allRules } from "#rules/index";
import { Settings } from "#settings";
import { withRuleTable } from "../scripts/ruleTable.ts";
import { withSettingTable } from "../scripts/settingTable.ts";
import { FOLDER, lint } from "./harness.ts";

/** Folders that hold no documents of ours. */
const FOREIGN = new Set(["node_modules", "dist", "coverage"]);
const FENCE = /^ *(`{3,})(\w*)([^\n]*)\n([\s\S]*?)^ *\1$/gm;
const LINK = /\[(?:[^\][]|\[[^\][]*\])*\]\(([^()\s]+)\)/g;
/** What stands in the repository, as documents write it: with a folder of ours in front. */
const PATH =
  /`((?:client|server|rules|snippets|scripts|test|docs|bench)\/[\w./-]*|[\w-]+\.(?:md|json))`/g;

const documents = markdownFiles("");
const readme = readFileSync("README.md", "utf8");
const ownDocuments = documents.filter((path) => !/^(?:rules|test)\//.test(path));

describe("documents", () => {
  for (const path of documents)
    it(`${path}: its links lead somewhere`, () => {
      const prose = withoutCode(readFileSync(path, "utf8"));
      for (const [, link = ""] of prose.matchAll(LINK)) assertLeads(link, path);
    });

  for (const path of ownDocuments) {
    const document = readFileSync(path, "utf8");

    it(`${path}: the files and folders that it names are there`, () => {
      for (const [, named = ""] of document.matchAll(PATH)) assert.ok(existsSync(named), named);
    });

    it(`${path}: the scripts that it names are in package.json`, () => {
      const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
      for (const [command, named = "test"] of document.matchAll(/\bnpm (?:run ([\w:]+)|test\b)/g))
        assert.ok(named in scripts, command);
      for (const [, file = ""] of document.matchAll(/\b(?:tsx|mocha [^\n`]*?) (\w+\/[\w./]+\.ts)/g))
        assert.ok(existsSync(file), file);
    });
  }
});

describe("README.md", () => {
  it("has today's rules; `npx tsx scripts/ruleTable.ts` writes them", () => {
    assert.equal(readme, withRuleTable(readme));
  });

  it("has today's patterns", () => {
    const folder = "snippets/patterns/python";
    const patterns = readdirSync(folder)
      .filter((name) => name.endsWith(".py"))
      .map((name) => readPattern(name, readFileSync(join(folder, name), "utf8")))
      .map(({ prefix, description }) => `| \`${prefix}\` | ${description} |`);
    const rows = readme.match(/^\| `fa-.*/gm)?.map((row) => row.replaceAll(/ +/g, " "));
    assert.deepEqual(rows, patterns.toSorted());
  });

  it("has an example of configuration that is valid", () => {
    const [example = ""] = fences(readme, "toml");
    const { settings, problems } = readConfiguration("/w/pyproject.toml", example, allRules);
    assert.deepEqual(problems, []);
    assert.ok(settings);
  });

  it("has an example of a comment that allows a finding", () => {
    const [example = ""] = fences(readme, "python");
    const found = (code: string) =>
      lint(new Map([["app/main.py", code]]), allRules).map(({ rule }) => rule.id);
    assert.deepEqual(found(example), []);
    assert.deepEqual(found(example.replace(/ {2}# .*/, "")), ["blocking-call-on-event-loop"]);
  });

  it("shows what `npm start` says", () => {
    const [excerpt = ""] = fences(readme, "text");
    assert.ok(outputOf("docs/sample").includes(excerpt), "run `npm start` and copy the finding");
  });
});

describe("docs/configuration.md", () => {
  const page = readFileSync("docs/configuration.md", "utf8");

  it("has today's settings; `npx tsx scripts/settingTable.ts` writes them", () => {
    assert.equal(page, withSettingTable(page));
  });

  it("has an example that is valid and names every key", () => {
    const [example = ""] = fences(page, "toml");
    const { settings, problems } = readConfiguration("/w/pyproject.toml", example, allRules);
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(settings ?? {}), Object.keys(Settings.shape));
    for (const key of Object.keys(Settings.shape))
      assert.match(example, new RegExp(`\\b${key}\\b`));
  });
});

describe("CHANGELOG.md", () => {
  it("names every rule", () => {
    const changes = readFileSync("CHANGELOG.md", "utf8");
    assert.deepEqual(
      allRules.map(({ id }) => id).filter((id) => !changes.includes(`- \`${id}\` `)),
      [],
    );
  });
});

describe("ARCHITECTURE.md", () => {
  it("maps every folder of the engine", () => {
    const map = sectionOf(readFileSync("ARCHITECTURE.md", "utf8"), "Code map");
    const engine = readdirSync("server", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `server/${name}/`);
    for (const folder of ["client/", "rules/", "scripts/", "test/", ...engine])
      assert.ok(map.includes(`| \`${folder}\` `), folder);
  });
});

describe("CONTRIBUTING.md", () => {
  it("shows code that is there", () => {
    const document = readFileSync("CONTRIBUTING.md", "utf8");
    const excerpts = [...document.matchAll(FENCE)].flatMap(([, , , info = "", code = ""]) => {
      const path = /title=(\S+\.ts)/.exec(info)?.[1];
      return path === undefined ? [] : [{ path, code }];
    });
    assert.ok(excerpts.length > 0);
    for (const { path, code } of excerpts)
      assert.ok(lines(readFileSync(path, "utf8")).includes(lines(code)), path);
  });
});

/** Markdown files below a folder of the repository, which is `""` for the repository itself. */
function markdownFiles(folder: string): string[] {
  return readdirSync(folder || ".", { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) return entry.name.endsWith(".md") ? path : [];
    const isOurs = entry.isDirectory() && !FOREIGN.has(entry.name) && !entry.name.startsWith(".");
    return isOurs ? markdownFiles(path) : [];
  });
}

function assertLeads(link: string, from: string): void {
  if (/^[a-z]+:/.test(link)) return;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : join(dirname(from), path);
  assert.ok(existsSync(target), link);
  if (anchor !== undefined) assert.ok(anchorsOf(target).has(anchor), link);
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = withoutFences(readFileSync(path, "utf8")).matchAll(/^#+ (.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(/\s/g, "-"),
    ),
  );
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(FENCE, "");
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/`[^`\n]*`/g, "");
}

function fences(markdown: string, language: string): string[] {
  return Array.from(markdown.matchAll(FENCE), ([, , own, , code = ""]) => ({ own, code }))
    .filter(({ own }) => own === language)
    .map(({ code }) => code);
}

function sectionOf(markdown: string, heading: string): string {
  return markdown.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? "";
}

/** Without indentation, since an example in a list is indented more. */
function lines(code: string): string {
  return code.replaceAll(/^ +/gm, "");
}

/** What the command line prints of a project, without the summary's time. */
function outputOf(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:py|toml)$/.test(name))
    .map((name) => `${folder}/${name}`);
  const files = new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
  const sources = { text: (path: string) => files.get(path.slice(FOLDER.length + 1)) };
  const summary = { read: files.size, skipped: [], elapsedMs: 0 };
  const options = { color: false, width: 200 };
  return text(lint(files, allRules), sources, summary, FOLDER, options);
}
