/** Runs the command line as a user does, from the built bundle. */
import { spawnSync } from "node:child_process";
import { dist } from "../dist.ts";
import { folderWith } from "../temporary.ts";

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another bundle of the command line. */
  readonly bundle?: string;
}

let home: string | undefined;

/** Tests leave nothing in the cache of the person who runs them. */
function cacheHome(): string {
  home ??= folderWith({}, "routewright-cache-");
  return home;
}

export function routewright(
  args: readonly string[],
  { cwd, env = {}, bundle = dist("cli.js") }: Surroundings,
): Result {
  const { NO_COLOR: _, FORCE_COLOR: __, ...surroundings } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd,
    env: { ...surroundings, XDG_CACHE_HOME: cacheHome(), ...env },
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  return { code: status, out: stdout, error: stderr };
}

/** A finding of the output contract, as far as tests look at it. */
export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly tags: readonly string[];
  readonly related: readonly Omit<Finding, "rule" | "severity" | "tags" | "related" | "fixes">[];
  readonly fixes: readonly {
    readonly title: string;
    readonly safety: string;
    readonly edits: readonly {
      readonly path: string;
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }[];
  }[];
}

export interface Output {
  readonly version: number;
  readonly findings: readonly Finding[];
  readonly summary: {
    readonly files: number;
    readonly read: number;
    readonly skipped: readonly { readonly path: string; readonly why: string }[];
    readonly elapsedMs: number;
  };
}

export function json(args: readonly string[], surroundings: Surroundings): Output {
  const { out } = routewright(["check", "--format", "json", ...args], surroundings);
  return JSON.parse(out);
}

/** `path:line:column rule` of every finding. */
export function places({ findings }: Output): readonly string[] {
  return findings.map(({ path, line, column, rule }) => `${path}:${line}:${column} ${rule}`);
}

/** One error, with suggestions. */
export const BLOCKING = `import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def home() -> None:
    time.sleep(1)
`;

/** One warning, with a safe fix. */
export const ENGINE = `from sqlalchemy import create_engine

engine = create_engine("postgresql://localhost/shop")
`;

export const FIXED_ENGINE = ENGINE.replace('shop")', 'shop", pool_pre_ping=True)');
