/** What people found when they read findings in real code, and whether the engine still agrees. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Report } from "#lint/report";
import type { EngineRun } from "./engineRun";

const VERDICTS = join(import.meta.dirname, "../docs/precision.jsonl");

const Verdict = z.strictObject({
  rule: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)+$/),
  /** The package's name on PyPI, as its folder in the corpus begins. */
  package: z.string().regex(/^[a-z0-9-]+$/),
  /** Below the package's folder. */
  path: z.string().regex(/^[^/\\][^\\]*$/),
  /** Where it stood when it was read; from 1. */
  line: z.int().positive().optional(),
  /** See `fingerprint`. */
  sha1: z.string().regex(/^[0-9a-f]{12}$/),
  verdict: z.enum(["right", "wrong", "debatable"]),
  why: z.string().min(8),
});

export type Verdict = z.infer<typeof Verdict>;

/** Throws where a line is not as it must be, with its number. */
export function readVerdicts(path = VERDICTS): Verdict[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line, index) => {
      if (line === "") return [];
      const read = Verdict.safeParse(JSON.parse(line));
      if (read.success) return [read.data];
      throw new Error(`${path}:${index + 1}: ${z.prettifyError(read.error)}`);
    });
}

/** The first twelve digits of the SHA-1 of a line without the blanks around it: it finds the line again when it moves. */
export function fingerprint(line: string): string {
  return createHash("sha1").update(line.trim()).digest("hex").slice(0, 12);
}

/** What identifies a finding in a package. */
export function identity({ rule, path, sha1 }: Pick<Verdict, "rule" | "path" | "sha1">): string {
  return `${rule} ${path} ${sha1}`;
}

export function reportIdentity(
  { rule, path, range }: Report,
  { session, folder }: EngineRun,
): string {
  const lines = session.linesOf(path);
  const line = lines?.line(lines.lineAt(range.start)) ?? "";
  return identity({
    rule: rule.id,
    path: path.slice(folder.length + 1),
    sha1: fingerprint(line),
  });
}

/** What a run says against the verdicts on its package, as sentences. */
export function disagreements(run: EngineRun, verdicts: readonly Verdict[]): string[] {
  const name = packageOf(run.folder);
  const reported = new Set(run.reports.map((report) => reportIdentity(report, run)));
  return verdicts
    .filter((verdict) => verdict.package === name)
    .flatMap((verdict) => {
      const isReported = reported.has(identity(verdict));
      const where = `${verdict.rule} at ${run.folder}/${verdict.path}:${verdict.line ?? "?"}`;
      if (verdict.verdict === "wrong" && isReported)
        return [`${where} is reported again: ${verdict.why}`];
      if (verdict.verdict === "right" && !isReported) return [`${where} is lost: ${verdict.why}`];
      return [];
    });
}

/** `litellm` of a folder `litellm-1.109.1` */
export function packageOf(folder: string): string {
  return folder.replace(/^.*\//, "").replace(/-\d[^-]*$/, "");
}
