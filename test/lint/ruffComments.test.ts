import assert from "node:assert/strict";
import { RuffComments } from "#lint/ruffComments";
import { ruffFindings } from "../python/ruff.ts";
import { folderWith } from "../temporary.ts";

const SQL = `c.execute(f"select a from b where c = {x}")`;

/** Files whose faults Ruff reports, but where a comment says otherwise. \`SQL\` stands for one fault. */
const FILES: readonly string[] = [
  ...[
    "",
    "  # noqa: S608",
    "  # NOQA:S608",
    "  # noqa : S608",
    "  # noqa: E501, S608",
    "  # noqa:E501 S608",
    "  # noqa: S608 because of this",
    "  # type: ignore # noqa: S608",
    "  # noqa: E501",
    "  # noqa: S6",
    "  # noqa: s608",
    "  # foo noqa: S608",
    "  # ruff: noqa: S608",
    "  # ruff: ignore[S608]",
    "  # ruff:ignore[E501, S608] since it is so",
    "  # Ruff: ignore[S608]",
    "  # ruff: ignore",
    "  # why # ruff: ignore[S608]",
    "  # ruff: ignore[E501]",
  ].map((comment) => `SQL${comment}\n`),
  `c.execute(f"""
    select a from b where c = {x}
""")  # noqa: S608\n`,
  `c.execute(  # noqa: S608
    f"""
    select a from b where c = {x}
""")\n`,
  `c.execute(
    f"select a from b"
    f" where c = {x}")  # noqa: S608\n`,
  `c.execute(
    "select a from b where c = '%s'" % \\
    x)  # noqa: S608\n`,
  "# noqa: S608\nSQL\n",
  "# ruff: ignore[S608]\nSQL\nSQL\n",
  "# ruff: ignore[S608]\n\n# more\nSQL\n",
  '# ruff: ignore[S608]\nc.execute(\n    f"select a from b where c = {x}")\n',
  "# ruff: ignore[S608]\nif x:\n    SQL\n",
  'c.execute(  # ruff: ignore[S608]\n    f"select a from b where c = {x}")\n',
  "if x:\n    # ruff: disable[S608]\n    SQL\n    if y:\n        SQL\nSQL\n",
  "# ruff: disable[S608]\nSQL\n# ruff: enable[S608]\nSQL\n",
  "# ruff: disable[S608, E501]\nSQL\n# ruff: enable[E501]\nSQL\n",
  "SQL\n# ruff: disable[S608]\ndef f():\n    SQL\n",
  "SQL\n# ruff: noqa: S608\n",
  "SQL\n# flake8: noqa: S608\n",
  "SQL\n# ruff: noqa: E501\n",
  "SQL\n# ruff: file-ignore[S608]\n",
  "SQL\nx = 1  # ruff: noqa: S608\n",
  "def f():\n    SQL\n    # ruff: noqa: E501, S608\n",
  'x = "# noqa: S608"; SQL\n',
];

describe("comments for Ruff", function () {
  this.timeout(300_000);
  const texts = FILES.map((text) => text.replaceAll("SQL", SQL));
  let told: ReadonlySet<string> = new Set();

  before(() => {
    const folder = folderWith(
      Object.fromEntries(texts.map((text, index) => [`${index}.py`, text])),
    );
    const found = ruffFindings(folder, ["--isolated", "--select", "S608"]);
    told = new Set(found.map(({ path, line }) => `${path}:${line}`));
  });

  for (const [index, text] of texts.entries())
    it(`are read as Ruff reads them: ${JSON.stringify(FILES[index])}`, () => {
      for (const { index: offset } of text.matchAll(/f"(?:"")?\s*select|"select/g)) {
        const line = text.slice(0, offset).split("\n").length;
        assert.equal(
          !new RuffComments(text).allows("S608", offset),
          told.has(`${index}.py:${line}`),
          `line ${line}`,
        );
      }
    });

  it("count where they name the code, and nowhere else", () => {
    assert.ok(!new RuffComments("f()  # noqa\n").allows("S608", 0));
    assert.ok(!new RuffComments("f()  # noqa: S6\n").allows("S608", 0));
    assert.ok(!new RuffComments("# ruff: noqa\nf()\n").allows("S608", 0));
  });
});
