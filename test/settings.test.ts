import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withEditorSettings } from "#lint/configuration";
import { defaultSettings } from "#settings";
import { contributedSettings } from "../scripts/contributedSettings.ts";

interface Contributed {
  readonly properties: Readonly<
    Record<string, { readonly default: unknown; readonly markdownDescription: string }>
  >;
}

const contributed = contributedSettings() as Contributed;

describe("the settings in package.json", () => {
  it("are those of the schema; `npx tsx scripts/contributedSettings.ts` prints them", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8"));
    assert.deepEqual(manifest.contributes.configuration, JSON.parse(JSON.stringify(contributed)));
  });

  it("say in a sentence what they do", () => {
    assert.ok(Object.keys(contributed.properties).length >= 8);
    for (const [name, { markdownDescription }] of Object.entries(contributed.properties)) {
      assert.match(name, /^routewright(?:\.[a-z][A-Za-z]*)+$/);
      assert.match(markdownDescription, /^[A-Z].*\.$/s, name);
    }
  });

  it("change nothing as long as nobody sets them", () => {
    const editor: Record<string, Record<string, unknown>> = { limits: {} };
    for (const [name, { default: value }] of Object.entries(contributed.properties)) {
      const [, first = "", second] = name.split(".");
      if (second === undefined) editor[first] = value as Record<string, unknown>;
      else editor[first] = { ...editor[first], [second]: value };
    }
    assert.deepEqual(withEditorSettings(defaultSettings, editor), defaultSettings);
  });
});
