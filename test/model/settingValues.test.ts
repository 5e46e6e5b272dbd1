import assert from "node:assert/strict";
import type { Value } from "#model/values/value";
import { evaluate } from "#model/values/values";
import { MODULE_LEVEL } from "#syntax/outline";
import { FOLDER, workspaceOf } from "../harness.ts";

/** What the expression on the last line of a module is worth, and where it comes from. */
function worthOf(text: string): string {
  const workspace = workspaceOf([["app/main.py", text]]);
  const path = `${FOLDER}/app/main.py`;
  const file = workspace.file(path);
  const statement = file?.statements().at(-1);
  assert.ok(file && statement?.kind === "expression");
  const value = evaluate(statement.value, file, MODULE_LEVEL, workspace.projectOf(path));
  return `${shown(value)} from ${value.source}`;
}

function shown(value: Value): string {
  switch (value.kind) {
    case "list":
      return `[${value.elements.map(shown).join(", ")}]`;
    case "string":
    case "number":
    case "boolean":
      return String(value.value);
    default:
      return value.kind;
  }
}

const SETTINGS =
  "from pydantic import BaseModel, field_validator\nfrom pydantic_settings import BaseSettings\n";

describe("values of settings", () => {
  it("reads the default of a field", () => {
    assert.equal(
      worthOf(`${SETTINGS}class S(BaseSettings):\n    size: int = 3\n\ns = S()\ns.size\n`),
      "3 from setting",
    );
  });

  it("reads the field of a model inside settings, and of no other model", () => {
    const part = "class Part(BaseModel):\n    size: int = 3\n\n";
    const settings = `${SETTINGS}${part}class S(BaseSettings):\n    part: Part = Part()\n\ns = S()\n`;
    assert.equal(worthOf(`${settings}s.part.size\n`), "3 from setting");
    assert.equal(worthOf(`${SETTINGS}${part}p = Part()\np.size\n`), "3 from code");
  });

  it("knows nothing of a field that a validator may change", () => {
    const changed = (validator: string): string =>
      worthOf(
        `${SETTINGS}class S(BaseSettings):\n    size: int = 3\n\n    @${validator}\n    def f(cls, v): ...\n\ns = S()\ns.size\n`,
      );
    assert.equal(changed('field_validator("size")'), "unknown from code");
    assert.equal(changed('validator("size", pre=True)'), "unknown from code");
    assert.equal(changed('field_validator("other")'), "3 from setting");
  });
});

describe("values of command-line options", () => {
  const PARSER = "import argparse\nparser = argparse.ArgumentParser()\n";

  it("reads the default of an option by its flag or destination", () => {
    const options =
      'parser.add_argument("-o", "--allowed-origins", nargs="*", default=["*"])\nparser.add_argument("--port", dest="number", type=int, default=80)\nargs = parser.parse_args()\n';
    assert.equal(worthOf(`${PARSER}${options}args.allowed_origins\n`), "[*] from environment");
    assert.equal(worthOf(`${PARSER}${options}args.number\n`), "80 from environment");
    assert.equal(worthOf(`${PARSER}${options}args.port\n`), "unknown from code");
  });

  it("knows nothing of an option that is declared twice, or of other objects", () => {
    const twice = 'parser.add_argument("--port", default=80)\n'.repeat(2);
    assert.equal(
      worthOf(`${PARSER}${twice}args = parser.parse_args()\nargs.port\n`),
      "unknown from code",
    );
    assert.equal(worthOf(`${PARSER}args = other()\nargs.port\n`), "unknown from code");
  });
});
