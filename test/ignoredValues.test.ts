import assert from "node:assert/strict";
import type { FilePath } from "#host";
import type { Rule } from "#lint/rule";
import { allRules } from "#rules/index";
import { Session } from "../server/session.ts";
import { FOLDER, python } from "./harness.ts";
import { MemoryHost } from "./proof/memoryHost.ts";

const MAIN = `from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.local_settings import ORIGINS

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)
`;
const SETTINGS = 'ORIGINS = ["*"]\n';

/** The rules that report something in the application. */
async function rulesThatReport(ignored: string, open: readonly string[] = []): Promise<string[]> {
  const files: (readonly [FilePath, string])[] = [
    [`${FOLDER}/.gitignore`, ignored],
    [`${FOLDER}/.env`, "ORIGINS=*\nDATABASE_URL=postgresql+psycopg2://u:p@h/d\n"],
    [`${FOLDER}/app/__init__.py`, ""],
    [`${FOLDER}/app/main.py`, MAIN],
    [`${FOLDER}/app/local_settings.py`, SETTINGS],
  ];
  const session = new Session({
    folders: [FOLDER],
    host: new MemoryHost(files),
    python,
    rules: allRules,
    onCrash(rule: Rule, path: FilePath, error: unknown) {
      throw new Error(`${rule.id} on ${path}`, { cause: error });
    },
  });
  for await (const _ of session.read());
  for (const path of open) await session.openDocument(`${FOLDER}/${path}`, SETTINGS);
  return session.reports(`${FOLDER}/app/main.py`).map(({ rule }) => rule.id);
}

describe("a value in a file that git ignores", () => {
  it("decides no finding, though the file is open", async () => {
    assert.deepEqual(await rulesThatReport("nothing.py\n"), ["cors-any-origin"]);
    assert.deepEqual(await rulesThatReport("local_settings.py\n"), []);
    assert.deepEqual(
      await rulesThatReport("local_settings.py\n", ["app/local_settings.py", ".env"]),
      [],
    );
  });
});
