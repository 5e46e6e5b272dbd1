/** Every setting once: its type, its default and the sentence that package.json and the documentation show. */
import * as z from "zod";

const RuleOrCategory = z.string();
const Glob = z.string();

const Limits = z.object({
  "pool-size": z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe("The largest `pool_size` of an engine that is not reported."),
  "max-overflow": z
    .int()
    .min(0)
    .max(10_000)
    .default(40)
    .describe("The largest `max_overflow` of an engine that is not reported."),
});

export const Settings = z.object({
  profile: z
    .enum(["recommended", "strict"])
    .default("recommended")
    .describe(
      "Which rules run: `recommended` reports what fails in production, `strict` adds advice.",
    ),
  select: z
    .array(RuleOrCategory)
    .default([])
    .describe(
      "Run only these rules or categories. A rule named here runs whatever the profile. Empty: all rules of the profile.",
    ),
  ignore: z
    .array(RuleOrCategory)
    .default([])
    .describe(
      "Rules or categories that do not run. A rule named in `select` wins over its category here.",
    ),
  severity: z
    .record(RuleOrCategory, z.enum(["error", "warning", "info"]))
    .default({})
    .describe("The severity of all findings of a rule or category, in place of its own."),
  exclude: z
    .array(Glob)
    .default([])
    .describe(
      "Files and folders to leave out, as globs relative to the configuration's folder. A glob without a slash matches a name at any depth. What git ignores, virtual environments and caches are always left out.",
    ),
  "per-file-ignores": z
    .record(Glob, z.array(RuleOrCategory))
    .default({})
    .describe("Rules or categories that do not run in the files that match a glob."),
  limits: Limits.prefault({}).describe("Figures that rules compare with."),
});

export type Settings = z.infer<typeof Settings>;

/** What holds where nothing is configured. */
export const defaultSettings: Settings = Settings.parse({});
