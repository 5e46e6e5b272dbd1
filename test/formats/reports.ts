/** Reports and sources for the tests of formats. */
import type { Summary } from "#formats/reports";
import type { Sources } from "#formats/sources";
import type { Report } from "#lint/report";
import type { Range } from "#syntax/range";
import { exampleRule } from "../lint/exampleRules.ts";

export const FOLDER = "/home/me/shop";

export const FILES: Readonly<Record<string, string>> = {
  "/home/me/shop/app/db.py": `from app.settings import settings

engine = create_async_engine(settings.url)
sessions = async_sessionmaker(engine)


def get_session():
    pass
`,
  "/home/me/shop/app/settings.py":
    'class Settings(BaseSettings):\n    url: str = "postgresql+asyncpg://"\n',
};

export function sourcesOf(files: Readonly<Record<string, string>>): Sources {
  const texts = new Map(Object.entries(files));
  return { text: (path) => texts.get(path) };
}

/** The range of a text in a file; the first one. */
export function rangeOf(text: string, part: string): Range {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
}

export const rule = exampleRule("missing-pool-pre-ping");

export function reportAt(
  path: string,
  part: string,
  more: Partial<Report> = {},
  files: Readonly<Record<string, string>> = FILES,
): Report {
  return {
    rule,
    path,
    severity: rule.severity,
    range: rangeOf(files[path] ?? "", part),
    message: "The pool hands out dead connections. Set pool_pre_ping=True.",
    ...more,
  };
}

export const summary: Summary = { read: 39, skipped: [], elapsedMs: 412 };
