import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

/** Each layer may import the layers before it, and itself. */
const LAYERS = [
  { prefix: "#host", folder: "server/host.ts" },
  { prefix: "#protocol", folder: "server/protocol.ts" },
  { prefix: "#settings", folder: "server/settings.ts" },
  { prefix: "#syntax/", folder: "server/syntax" },
  { prefix: "#model/", folder: "server/model" },
  { prefix: "#lint/", folder: "server/lint" },
  { prefix: "#generate/", folder: "server/generate" },
  { prefix: "#rules/", folder: "rules" },
  { prefix: "#formats/", folder: "server/formats" },
  { prefix: "#features/", folder: "server/features" },
];
/** The subjects of the model: what one computes with lies in itself or before it. */
const SUBJECTS = [
  "files",
  "packages",
  "link",
  "values",
  "application",
  "eventLoop",
  "database",
  "security",
  "routes",
];
/** The doors: they may use the machine, and everything below. */
const DOORS = "server";
/** Only these touch the editor's protocol. */
const PROTOCOL_FROM = LAYERS.findIndex(({ prefix }) => prefix === "#features/");

const IMPORT =
  /^(?:import|export)\b[^;]*?from "([^"]+)";|^import "([^"]+)";|\bimport\("([^"]+)"\)/gm;

/** Not those of types, which say what a function is given. */
const VALUE_IMPORT = /^import (?!type )[^;]*?from "([^"]+)";/gm;

function filesIn(folder: string): string[] {
  if (folder.endsWith(".ts")) return [folder];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}

function importsOf(path: string, pattern = IMPORT): string[] {
  return [...readFileSync(path, "utf8").matchAll(pattern)].map(
    ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "",
  );
}

describe("layers", () => {
  for (const [layer, { folder }] of LAYERS.entries())
    it(`${folder} imports only what lies below it`, () => {
      const allowed = LAYERS.slice(0, layer + 1).map(({ prefix }) => prefix);
      for (const path of filesIn(folder))
        for (const name of importsOf(path)) {
          const where = `${path} imports ${name}`;
          assert.ok(!name.startsWith("."), `${where}: a relative import hides its layer`);
          assert.ok(
            !name.startsWith("node:"),
            `${where}: the engine knows the machine by Host alone`,
          );
          if (layer < PROTOCOL_FROM) assert.ok(!name.startsWith("vscode"), where);
          if (name.startsWith("#"))
            assert.ok(
              allowed.some((prefix) => name === prefix || name.startsWith(prefix)),
              `${where}, which lies above it`,
            );
        }
    });

  for (const [place, subject] of SUBJECTS.entries())
    it(`server/model/${subject} computes with nothing that lies above it`, () => {
      for (const path of filesIn(`server/model/${subject}`))
        for (const name of importsOf(path, VALUE_IMPORT)) {
          const other = SUBJECTS.findIndex((it) => name.startsWith(`#model/${it}/`));
          assert.ok(other <= place, `${path} imports ${name}, which lies above it`);
        }
    });

  it("client/ imports nothing of the server but its protocol", () => {
    for (const path of filesIn("client"))
      for (const name of importsOf(path))
        assert.ok(
          !name.startsWith("#") || name === "#protocol" || name.startsWith("#client/"),
          `${path} imports ${name}`,
        );
  });

  it("the doors import each other from their own folder only", () => {
    const doors = readdirSync(DOORS).filter((name) => name.endsWith(".ts"));
    for (const door of doors)
      for (const name of importsOf(`${DOORS}/${door}`))
        assert.ok(!name.startsWith("../") && !/^\.\/.+\//.test(name), `${door} imports ${name}`);
  });

  it("says the same in package.json", () => {
    const { imports } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const { prefix } of LAYERS)
      assert.ok(prefix in imports || `${prefix}*` in imports, prefix);
  });
});
