/** Every setting once: its type, its default and the sentence that package.json and the documentation show. */
import * as z from "zod";

/** A name that selects rules; told from other texts by being this very schema. */
export const RuleOrCategory = z.string();
/** Likewise. */
export const Glob = z.string();

/** The variable may be a factory that is called. */
export const ENTRYPOINT = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\(\))?$/;

/** What a file is for. */
export const roles = [
  "application",
  "test",
  "script",
  "migration",
  "example",
  "generated",
  "vendored",
] as const;

export type Role = (typeof roles)[number];

const filesThat = (are: string) =>
  z.array(Glob).default([]).describe(`Globs of files that ${are}.`);

const Roles = z.object({
  application: filesThat("belong to the application, whatever their folder is called"),
  test: filesThat("are tests, or help them"),
  script: filesThat("somebody starts by hand"),
  migration: filesThat("change the database once"),
  example: filesThat("show how something is done"),
  generated: filesThat("a tool writes"),
  vendored: filesThat("are copies of other people's code"),
} satisfies Record<Role, unknown>);

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
  roles: Roles.prefault({}).describe(
    "What files are for, where their path says something else. Most rules speak of application files alone. Of several roles that match, the first in this order counts.",
  ),
  entrypoint: z
    .string()
    .regex(ENTRYPOINT, "An entrypoint is written as `module:variable`, such as `app.main:app`.")
    .exactOptional()
    .describe(
      "The application that runs, as `module:variable`. Without it, `entrypoint` of `[tool.fastapi]` in pyproject.toml counts.",
    ),
  "respect-ruff": z
    .boolean()
    .default(true)
    .describe(
      "Leave to Ruff what it reports at the same place, as far as its own configuration selects it, and honour what is ignored there or by a `# noqa` that names Ruff's code.",
    ),
  limits: Limits.prefault({}).describe("Figures that rules compare with."),
});

/** What the editor alone asks about, once for a window. */
export const WindowSettings = z.object({
  "routes-view": z
    .enum(["auto", "shown", "hidden"])
    .default("auto")
    .describe(
      "Whether the Explorer has the view _Routes_. `auto`: unless the extension of FastAPI's makers is installed, which has such a view.",
    ),
});

export type Settings = z.infer<typeof Settings>;

/** What holds where nothing is configured. */
export const defaultSettings: Settings = Settings.parse({});
