/** The examples of the rules' pages and specs as projects, and the same in many manners. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { FilePath } from "#host";
import type { Linter } from "#lint/lint";
import type { Report } from "#lint/report";
import { rules } from "#rules/index";
import { linterOf, workspaceOf } from "../harness.ts";
import { expectations, sections, withoutMarkers } from "../markdown.ts";
import { pythonInterpreter } from "../python/environment.ts";
import type { FixEngine } from "./fixTrials.ts";

/** The files of one example by path below the folder. */
export interface Example {
  /** The page or spec with its heading. */
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  /** The lines that are marked as findings, by path, from 1; empty where the example shows what is not reported. */
  readonly marked: ReadonlyMap<string, readonly number[]>;
}

export interface Variant extends Example {
  /** How it is written: `tabs`, `in try`. */
  readonly manner: string;
}

/** Manners that no rule may tell from the usual one: they change blanks, comments and line ends alone. */
export const SAME: ReadonlySet<string> = new Set([
  "dos line ends",
  "tabs",
  "two spaces",
  "comments",
  "exploded",
  "exploded with comments",
  "continued",
  "without final line end",
  "under comments",
]);

/** Every example that has a file of Python. */
export function examplesOf(rule: { readonly category: string; readonly id: string }): Example[] {
  const path = `rules/${rule.category}/${rule.id}`;
  return [`${path}.md`, `${path}.spec.md`].filter(existsSync).flatMap((page) =>
    sections(readFileSync(page, "utf8"))
      .filter(({ files }) => files.size > 0)
      .map(({ heading, files }) => ({
        name: `${page}, ${heading}`,
        files: new Map(Array.from(files, ([file, code]) => [file, withoutMarkers(code)])),
        marked: new Map(
          Array.from(files, ([file, code]): [string, number[]] => [
            file,
            expectations(code).map(({ line }) => line + 1),
          ]).filter(([, lines]) => lines.length > 0),
        ),
      })),
  );
}

/** Whether something is reported in an example. Pages of what the linter itself reports mark nothing. */
export function showsFindings({ name, marked }: Example): boolean {
  return marked.size > 0 || (name.startsWith("rules/configuration/") && name.endsWith(", Bad"));
}

/** An engine that has nothing but these files, with the strict profile. */
export class ExampleEngine implements FixEngine {
  private readonly workspace;
  private readonly linter: Linter;

  constructor(files: ReadonlyMap<string, string>) {
    this.workspace = workspaceOf(files, { profile: "strict" });
    this.linter = linterOf(this.workspace, rules, { profile: "strict" });
  }

  paths(): readonly FilePath[] {
    return [...this.workspace.files(), ...this.workspace.manifestFiles()].sort();
  }

  textOf(path: FilePath): string | undefined {
    return this.workspace.file(path)?.text ?? this.workspace.manifest(path);
  }

  update(texts: ReadonlyMap<FilePath, string | undefined>): void {
    this.workspace.update(texts);
    for (const [path, text] of texts) if (text === undefined) this.linter.forget(path);
  }

  reports(path: FilePath): readonly Report[] {
    return this.linter.reports(path);
  }

  allReports(): readonly Report[] {
    return this.paths().flatMap((path) => this.reports(path));
  }
}

const Written = z.array(z.record(z.string(), z.string()));

/** Each example in every manner that suits it; what is done to single statements is done to those that are marked. */
export function variantsOf(examples: readonly Example[]): Variant[] {
  const asked = examples.flatMap((example) =>
    [...example.files].flatMap(([path, text]) =>
      path.endsWith(".py") ? [{ example, path, text, lines: example.marked.get(path) ?? [] }] : [],
    ),
  );
  const written = Written.parse(
    askPython(
      "variants.py",
      asked.map(({ text, lines }) => ({ text, lines })),
    ),
  );
  const variants = new Map<Example, Map<string, Map<string, string>>>();
  for (const [index, { example, path }] of asked.entries())
    for (const [manner, text] of Object.entries(written[index] ?? {})) {
      const manners = variants.get(example) ?? new Map<string, Map<string, string>>();
      const files = manners.get(manner) ?? new Map(example.files);
      variants.set(example, manners.set(manner, files.set(path, text)));
    }
  return [...variants].flatMap(([{ name, marked }, manners]) =>
    Array.from(manners, ([manner, files]) => ({ name, marked, manner, files })),
  );
}

function askPython(script: string, input: unknown): unknown {
  const path = join(import.meta.dirname, script);
  const { status, stdout, stderr } = spawnSync(pythonInterpreter(), [path], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
