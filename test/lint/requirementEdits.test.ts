import assert from "node:assert/strict";
import { applyEdits } from "#lint/edits";
import { addRequirement, limitRequirement, replaceRequirement } from "#lint/requirementEdits";
import type { TextEdit } from "#lint/rule";
import type { Project } from "#model/project";
import { FOLDER, workspaceOf } from "../harness.ts";

const PWDLIB = { name: "pwdlib", extras: ["argon2", "bcrypt"], constraint: "" };
const BCRYPT = { name: "bcrypt", extras: [], constraint: "<5" };

/** A manifest after an edit of it; `undefined` where there is none. */
function edited(
  name: string,
  text: string,
  edit: (project: Project) => TextEdit | undefined,
): string | undefined {
  const workspace = workspaceOf([[name, text]]);
  const found = edit(workspace.projectOf(`${FOLDER}/${name}`));
  return found && applyEdits(text, [found]);
}

const replaced = (name: string, text: string): string | undefined =>
  edited(name, text, (project) => replaceRequirement("passlib", PWDLIB, project));
const added = (name: string, text: string): string | undefined =>
  edited(name, text, (project) => addRequirement(BCRYPT, "passlib", project));
const limited = (name: string, text: string): string | undefined =>
  edited(name, text, (project) => limitRequirement("bcrypt", "5", project));

const array = (items: string): string => `[project]\nname = "a"\ndependencies = ${items}\n`;
const poetry = (line: string): string => `[tool.poetry.dependencies]\npython = "^3.11"\n${line}\n`;

describe("replaceRequirement", () => {
  it("keeps the manner of the manifest", () => {
    const cases = [
      [
        "requirements.txt",
        "passlib[bcrypt]==1.7.4  # hashes\n",
        "pwdlib[argon2,bcrypt]  # hashes\n",
      ],
      ["pyproject.toml", array("['passlib>=1']"), array("['pwdlib[argon2,bcrypt]']")],
      [
        "pyproject.toml",
        poetry('passlib = {extras = ["bcrypt"], version = "^1.7"}'),
        poetry('pwdlib = {extras = ["argon2", "bcrypt"], version = "*"}'),
      ],
      [
        "setup.cfg",
        "[options]\ninstall_requires =\n    passlib\n",
        "[options]\ninstall_requires =\n    pwdlib[argon2,bcrypt]\n",
      ],
    ] as const;
    for (const [name, before, after] of cases) assert.equal(replaced(name, before), after);
  });

  it("leaves lock files, metadata and pinned hashes alone", () => {
    const lock = '[[package]]\nname = "passlib"\nversion = "1.7.4"\n';
    assert.equal(replaced("uv.lock", lock), undefined);
    assert.equal(replaced("a.dist-info/METADATA", "Requires-Dist: passlib\n"), undefined);
    assert.equal(
      replaced("requirements.txt", "passlib==1.7.4 \\\n    --hash=sha256:00\n"),
      undefined,
    );
  });
});

describe("addRequirement", () => {
  it("stands after the other one", () => {
    const cases = [
      ["requirements.txt", "passlib\r\nx\r\n", "passlib\r\nbcrypt<5\r\nx\r\n"],
      ["requirements.txt", "passlib  # a", "passlib  # a\nbcrypt<5"],
      ["pyproject.toml", array('["passlib", "x"]'), array('["passlib", "bcrypt<5", "x"]')],
      [
        "pyproject.toml",
        array('[\n  "passlib", # a\n  "x"\n]'),
        array('[\n  "passlib",\n  "bcrypt<5", # a\n  "x"\n]'),
      ],
      ["pyproject.toml", array('[\n  "passlib"\n]'), array('[\n  "passlib",\n  "bcrypt<5"\n]')],
      ["Pipfile", '[packages]\npasslib = "*"\n', '[packages]\npasslib = "*"\nbcrypt = "<5"\n'],
    ] as const;
    for (const [name, before, after] of cases) assert.equal(added(name, before), after);
  });

  it("needs a manifest that names the other one", () => {
    assert.equal(added("requirements.txt", "fastapi\n"), undefined);
  });
});

describe("limitRequirement", () => {
  it("keeps a lower bound that stays possible", () => {
    const cases = [
      ["bcrypt", "bcrypt<5"],
      ["bcrypt>=4.0.1", "bcrypt>=4.0.1,<5"],
      ["bcrypt~=4.2", "bcrypt>=4.2,<5"],
      ["bcrypt==5.0.0", "bcrypt<5"],
      ["bcrypt>=5", "bcrypt<5"],
    ] as const;
    for (const [before, after] of cases) assert.equal(limited("requirements.txt", before), after);
    assert.equal(limited("pyproject.toml", poetry('bcrypt = "^5.0"')), poetry('bcrypt = "<5"'));
  });

  it("says nothing of a package that no manifest names", () => {
    assert.equal(limited("requirements.txt", "passlib[bcrypt]"), undefined);
  });
});
