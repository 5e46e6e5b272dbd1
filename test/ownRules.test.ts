import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ownRules } from "#lint/ownRules";
import { rules } from "#rules/index";
import { lint } from "./harness.ts";
import { sections } from "./markdown.ts";

describe("what Routewright says of what is addressed to itself", () => {
  for (const rule of ownRules)
    it(`${rule.id}: the page's bad example has it, the good one has not`, () => {
      const page = sections(readFileSync(`rules/configuration/${rule.id}.md`, "utf8"));
      const ids = (heading: string): string[] => {
        const section = page.find((it) => it.heading === heading);
        assert.ok(section, heading);
        return lint(section.files, rules).map((report) => report.rule.id);
      };
      assert.ok(ids("Bad").includes(rule.id));
      assert.ok(!ids("Good").includes(rule.id));
    });

  it("speaks of a configuration in any folder, in that file, with a fix", () => {
    const files = {
      "pyproject.toml": '[project]\nname = "x"\n',
      "app/inner/routewright.toml": 'profil = "strict"\n',
      "app/inner/main.py": "x = 1\n",
    };
    const reports = lint(new Map(Object.entries(files)), rules);
    assert.deepEqual(
      reports.map(({ path, rule, fixes }) => [path, rule.id, fixes?.map(({ title }) => title)]),
      [["/project/app/inner/routewright.toml", "invalid-configuration", ["Change it to profile"]]],
    );
  });
});
