/** What the model thinks an expression is worth, beside what Python and the libraries make of it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alternatives, type Value } from "#model/values/value";
import { evaluate } from "#model/values/values";
import { MODULE_LEVEL } from "#syntax/outline";
import { FOLDER, workspaceOf } from "../harness.ts";
import { pythonInterpreter } from "../python/environment.ts";

const REQUIREMENTS = join(import.meta.dirname, "..", "python", "values-requirements.txt");

interface Block {
  readonly text: string;
  /** Whether a value must be found. */
  readonly isKnown: boolean;
}

function blocksOf(name: string, before = ""): Block[] {
  const text = readFileSync(join(import.meta.dirname, name), "utf8");
  return text
    .split(/^# %%/m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf("\n") + 1;
      return { text: before + block.slice(end), isKnown: block.slice(0, end).trim() === "known" };
    });
}

function worthByPython(texts: readonly string[]): readonly unknown[] {
  const { stdout, stderr, status } = spawnSync(
    pythonInterpreter(REQUIREMENTS),
    [join(import.meta.dirname, "expressions_judge.py")],
    { input: JSON.stringify(texts), encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function worthByModel(text: string): Value {
  const workspace = workspaceOf([["app/main.py", text]]);
  const path = `${FOLDER}/app/main.py`;
  const file = workspace.file(path);
  const statement = file?.statements().at(-1);
  assert.ok(file && statement?.kind === "expression", text);
  return evaluate(statement.value, file, MODULE_LEVEL, workspace.projectOf(path));
}

/** Whether a value may be the one that Python has; what is unknown may be anything. */
function mayBe(value: Value, real: unknown): boolean {
  return alternatives(value).some((each) => {
    switch (each.kind) {
      case "unknown":
        return true;
      case "none":
        return real === null;
      case "string":
        return each.form === undefined ? real === each.value : typeof real !== "string";
      case "prefix":
        return typeof real === "string" && real.startsWith(each.value);
      case "number":
      case "boolean":
        return real === each.value;
      case "list":
        return Array.isArray(real) && mayHold(each.elements, real);
      case "dictionary":
        return mayHaveEntries(each.entries, real);
      default:
        return false;
    }
  });
}

/** An unknown element stands for any number of elements. */
function mayHold(elements: readonly Value[], real: readonly unknown[]): boolean {
  const open = elements.findIndex(({ kind }) => kind === "unknown");
  const known = open === -1 ? elements : elements.slice(0, open);
  if (open === -1 && real.length !== elements.length) return false;
  return known.every((element, index) => mayBe(element, real[index]));
}

function mayHaveEntries(entries: ReadonlyMap<string, Value>, real: unknown): boolean {
  const found: unknown = Object(real).entries;
  const all = Object.entries(Object(found));
  if (all.length !== entries.size) return false;
  return all.every(([key, value]) => {
    const entry = entries.get(key);
    return entry !== undefined && mayBe(entry, value);
  });
}

function isUnknown(value: Value): boolean {
  return alternatives(value).every(({ kind }) => kind === "unknown");
}

const SETTINGS = `import json, os
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Optional
from pydantic import AfterValidator, AliasChoices, AnyHttpUrl, BaseModel, BeforeValidator, Field, PostgresDsn, SecretStr
from pydantic import computed_field, field_validator, model_validator
from pydantic.dataclasses import dataclass as pydantic_dataclass
from pydantic_settings import BaseSettings, SettingsConfigDict
`;

describe("values", () => {
  const blocks = [...blocksOf("expressions.py"), ...blocksOf("settings_expressions.py", SETTINGS)];
  const values = blocks.map(({ text }) => worthByModel(text));

  it("are those of Python, or not known", () => {
    const real = worthByPython(blocks.map(({ text }) => text));
    const wrong = blocks.flatMap(({ text }, index) => {
      const value = values[index];
      return value && mayBe(value, real[index])
        ? []
        : `${text.replace(SETTINGS, "")}is ${JSON.stringify(real[index])} and not ${JSON.stringify(value)}`;
    });
    assert.deepEqual(wrong, []);
  });

  it("are known where the code tells them", () => {
    const missed = blocks.filter(({ isKnown }, index) => {
      const value = values[index];
      return isKnown && (value === undefined || isUnknown(value));
    });
    assert.deepEqual(
      missed.map(({ text }) => text.replace(SETTINGS, "")),
      [],
    );
  });
});
