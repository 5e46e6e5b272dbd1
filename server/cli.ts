#!/usr/bin/env node
/** The command line: the same engine, for a terminal and for continuous integration. */
import { resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import type { Cache } from "#host";
import { printable } from "#lint/printable";
import { allRules } from "#rules/index";
import { rulePage, version } from "./assets.ts";
import {
  type CheckOptions,
  check,
  type FixOptions,
  fix,
  type RoutesOptions,
  routes,
  type Terminal,
  why,
} from "./commandLine.ts";
import { nodeCache } from "./nodeCache.ts";
import { runServer } from "./nodeServer.ts";

const USAGE_ERROR = 2;

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  width: process.stdout.columns ?? 100,
};

// Who reads only the first lines, as `head` does, closes the pipe: no fault of ours.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

/** `NO_COLOR` and `FORCE_COLOR` as everywhere; else colours where a person looks. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return process.stdout.isTTY === true;
}

const names = (text: string): string[] => text.split(",").map((name) => name.trim());

const paths = ["[path...]", "Files and folders. Without one, the current folder."] as const;
const failOn = (): Option =>
  new Option("--fail-on <severity>", "The lowest severity that makes the exit code 1.")
    .choices(["error", "warning", "info", "never"])
    .default("warning");
const profile = (): Option =>
  new Option("--profile <profile>", "Which rules run, in place of what is configured.").choices([
    "recommended",
    "strict",
  ]);
const select = ["--select <rules>", "Only these rules or categories, as in a,b.", names] as const;
const ignore = ["--ignore <rules>", "Without these rules or categories.", names] as const;

const noCache = ["--no-cache", "Neither use nor keep what earlier runs found."] as const;
const cacheDir = [
  "--cache-dir <folder>",
  "Where it is kept, in place of the user's cache folder.",
] as const;

interface CacheOptions {
  readonly cache: boolean;
  readonly cacheDir?: string;
}

type CheckArguments = Omit<CheckOptions, "color" | "cache"> & CacheOptions;

function cacheOf({ cache, cacheDir }: CacheOptions): Cache | undefined {
  return cache ? nodeCache(cacheDir === undefined ? undefined : resolve(cacheDir)) : undefined;
}

const program = new Command("routewright")
  .description("Finds what will break a FastAPI application in production, and repairs it.")
  .usage("<command> [options]")
  .version(version, "-V, --version", "Show the version.")
  .helpOption("-h, --help", "Show this help, or that of a command.")
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('"routewright --help" shows how to use it.')
  .addHelpText(
    "after",
    `
Examples:
  routewright check                       Check the project in the current folder.
  routewright check app --format concise  Check a folder, one line for each finding.
  routewright fix --diff                  Show what the safe fixes would change.
  routewright rule missing-pool-pre-ping  Explain a rule.
  routewright routes --format json        List all routes, for other programs.

Exit codes: 0 when nothing is found, 1 when something is, 2 when the call is
wrong or Routewright itself fails.`,
  );

program
  .command("check")
  .description("Report what will break in production.")
  .argument(...paths, ["."])
  .addOption(
    new Option("--format <format>", "How findings are shown.")
      .choices(["text", "concise", "json"])
      .default("text"),
  )
  .addOption(failOn())
  .addOption(profile())
  .option(...select)
  .option(...ignore)
  .option(...noCache)
  .option(...cacheDir)
  .action(async (paths: string[], options: CheckArguments) => {
    const all = { ...options, cache: cacheOf(options), color: wantsColor() };
    process.exitCode = await check(paths, all, terminal);
  });

program
  .command("fix")
  .description("Apply the safe fixes: they break no program that works.")
  .argument(...paths, ["."])
  .option("--suggestions", "Also apply the first suggestion of each other finding. Review them.")
  .option("--diff", "Show what would change, and write nothing.")
  .addOption(failOn())
  .addOption(profile())
  .option(...select)
  .option(...ignore)
  .action(async (paths: string[], options: Partial<FixOptions> & Pick<FixOptions, "failOn">) => {
    const all = { suggestions: false, diff: false, ...options, color: wantsColor() };
    process.exitCode = await fix(paths, all, terminal);
  });

program
  .command("rule")
  .description("Explain a rule, or list all rules.")
  .argument("[id]", "The rule's name, such as missing-pool-pre-ping.")
  .action((id: string | undefined) => {
    if (id === undefined) return terminal.out(allRulesAsTable());
    const rule = allRules.find((it) => it.id === id || it.aliases?.includes(id));
    if (rule !== undefined) return terminal.out(rulePage(rule));
    terminal.error(`There is no rule ${printable(id)}. "routewright rule" lists all rules.\n`);
    process.exitCode = USAGE_ERROR;
  });

program
  .command("why")
  .description("Tell what is known of a line: what it calls, and whether it keeps the event loop.")
  .argument("<place>", "A file and a line, such as app/main.py:12.")
  .action(async (place: string) => {
    process.exitCode = await why(place, terminal);
  });

program
  .command("routes")
  .description("List the routes of each application, with final paths, as FastAPI has them.")
  .argument(...paths, ["."])
  .addOption(
    new Option("--format <format>", "How routes are shown.")
      .choices(["text", "json"])
      .default("text"),
  )
  .option("--dependencies", "Also show what each route depends on; JSON always has it.", false)
  .action(async (paths: string[], options: Omit<RoutesOptions, "color">) => {
    process.exitCode = await routes(paths, { ...options, color: wantsColor() }, terminal);
  });

program
  .command("server")
  .description("Run the language server, for editors.")
  .option("--stdio", "Talk over standard input and output, as it does anyway.")
  .option(...noCache)
  .option(...cacheDir)
  .action((options: CacheOptions) => runServer(cacheOf(options)));

function allRulesAsTable(): string {
  const width = Math.max(...allRules.map(({ id }) => id.length));
  return allRules
    .map(({ id, severity, summary }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`)
    .join("");
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE_ERROR;
  else {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.error(`Routewright failed. Please report this:\n${reason}\n`);
    process.exitCode = USAGE_ERROR;
  }
}
