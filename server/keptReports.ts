/**
 * The findings of a run, kept for the next one over the same texts with the same settings.
 * Kept are places and messages. Files are numbers in the list of the session's files, and what a fix would write is not kept, since it
 * may hold anything that stands in the code: it is computed when somebody asks for it.
 */
import * as z from "zod";
import type { Cache, FilePath } from "#host";
import { ownRules } from "#lint/ownRules";
import type { Report } from "#lint/report";
import type { Edit, Rule } from "#lint/rule";
import type { Session } from "./session.ts";

const Index = z.int().min(0);
const KeptRange = z.object({ start: Index, end: Index });

const KeptPlace = z.object({ file: Index, range: KeptRange, message: z.string() });
type KeptPlace = z.infer<typeof KeptPlace>;

const KeptReport = KeptPlace.extend({
  rule: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  tags: z.array(z.enum(["unnecessary", "deprecated"])).optional(),
  related: z.array(KeptPlace).optional(),
  fixes: z
    .array(z.object({ title: z.string(), safety: z.enum(["safe", "suggestion"]) }))
    .optional(),
});
type KeptReport = z.infer<typeof KeptReport>;

const KeptList = z.array(KeptReport);

export interface KeptReportsOptions {
  readonly session: Session;
  readonly rules: readonly Rule[];
  /** Runs the rules, all in the order of their files: asked for the edits of fixes. */
  compute(): readonly Report[];
}

/** What is kept for a session as it is when this is made, with all its files read. */
export class KeptReports {
  private readonly cache: Cache;
  private readonly options: KeptReportsOptions;
  private readonly files: readonly FilePath[];
  private readonly key: string;
  private readonly changes: number;

  constructor(cache: Cache, options: KeptReportsOptions) {
    const { session } = options;
    this.cache = cache;
    this.options = options;
    this.files = session.reportedPaths();
    this.changes = session.changes;
    this.key = cache.digest(session.inputs());
  }

  async load(): Promise<readonly Report[] | undefined> {
    const bytes = await this.cache.get(this.key);
    return bytes && revived(bytes, this.files, this.options);
  }

  /** Keeps the reports of all files that were asked about, unless they may be of another state of the session. */
  async keep(reports: readonly Report[]): Promise<void> {
    if (this.changes !== this.options.session.changes) return;
    const kept = toKept(reports, this.files);
    if (kept !== undefined)
      await this.cache.set(this.key, new TextEncoder().encode(JSON.stringify(kept)));
  }
}

/** `undefined` where a report speaks of a file that is not the session's. */
function toKept(reports: readonly Report[], files: readonly FilePath[]): KeptReport[] | undefined {
  const numbers = new Map(files.map((path, number) => [path, number]));
  const numberOf = (path: FilePath): number => numbers.get(path) ?? -1;
  const kept = reports.map(
    ({ rule, path, range, message, severity, tags, related, fixes }): KeptReport => ({
      rule: rule.id,
      file: numberOf(path),
      range: { start: range.start, end: range.end },
      message,
      severity,
      ...(tags && { tags: [...tags] }),
      ...(related && {
        related: related.map((place) => {
          const { start, end } = place.range();
          return { file: numberOf(place.path), range: { start, end }, message: place.message };
        }),
      }),
      ...(fixes && { fixes: fixes.map(({ title, safety }) => ({ title, safety })) }),
    }),
  );
  const isWhole = kept.flatMap(placesOf).every(({ file }) => file >= 0);
  return isWhole ? kept : undefined;
}

/** `undefined` where the bytes are not what this build writes of this session. */
function revived(
  bytes: Uint8Array,
  files: readonly FilePath[],
  { session, rules, compute }: KeptReportsOptions,
): readonly Report[] | undefined {
  const kept = read(bytes);
  if (kept === undefined || !kept.flatMap(placesOf).every((it) => isIn(it, files, session)))
    return undefined;
  const byId = new Map([...rules, ...ownRules].map((rule) => [rule.id, rule]));
  let computed: readonly Report[] | undefined;
  const editsOf = (report: number, fix: number): readonly Edit[] => {
    computed ??= compute();
    return computed[report]?.fixes?.[fix]?.edits() ?? [];
  };
  const pathOf = ({ file }: KeptPlace): FilePath => files[file] ?? "";
  return allOrNothing(
    kept.map((each, number): Report | undefined => {
      const { file: _, rule: id, tags, related, fixes, ...rest } = each;
      const rule = byId.get(id);
      return (
        rule && {
          ...rest,
          rule,
          path: pathOf(each),
          ...(tags && { tags }),
          ...(related && {
            related: related.map((place) => ({
              path: pathOf(place),
              range: () => place.range,
              message: place.message,
            })),
          }),
          ...(fixes && {
            fixes: fixes.map((fix, index) => ({ ...fix, edits: () => editsOf(number, index) })),
          }),
        }
      );
    }),
  );
}

function placesOf(report: KeptReport): readonly KeptPlace[] {
  return [report, ...(report.related ?? [])];
}

function isIn({ file, range }: KeptPlace, files: readonly FilePath[], session: Session): boolean {
  const path = files[file];
  const text = path === undefined ? undefined : session.textOf(path);
  return text !== undefined && range.start <= range.end && range.end <= text.length;
}

function allOrNothing<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}

function read(bytes: Uint8Array): readonly KeptReport[] | undefined {
  try {
    return KeptList.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
