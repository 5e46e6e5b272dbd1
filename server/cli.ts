#!/usr/bin/env node
/** The command line: the same engine, for a terminal and for continuous integration. */
import { Command, CommanderError, Option } from "commander";
import { allRules } from "#rules/index";
import { rulePage, version } from "./assets.ts";
import { type CheckOptions, check, type FixOptions, fix, type Terminal } from "./commandLine.ts";
import { runServer } from "./nodeServer.ts";

const USAGE_ERROR = 2;

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  width: process.stdout.columns ?? 100,
};

/** `NO_COLOR` and `FORCE_COLOR` as everywhere; else colours where a person looks. */
function wantsColor(): boolean {
  if (process.env.NO_COLOR) return false;
  return Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true;
}

const names = (text: string): string[] => text.split(",").map((name) => name.trim());

const program = new Command("routewright")
  .description("Finds what will break a FastAPI application in production, and repairs it.")
  .version(version)
  .exitOverride()
  .showHelpAfterError("routewright --help shows how to call it.");

program
  .command("check")
  .description("report findings; exits with 1 where there are any at or above --fail-on")
  .argument("[path...]", "files and folders", ["."])
  .addOption(
    new Option("--format <format>", "how to show findings")
      .choices(["text", "concise", "json"])
      .default("text"),
  )
  .addOption(
    new Option("--fail-on <severity>", "the lowest severity that fails")
      .choices(["error", "warning", "info", "never"])
      .default("warning"),
  )
  .addOption(
    new Option("--profile <profile>", "which rules run").choices(["recommended", "strict"]),
  )
  .option("--select <rules>", "only these rules or categories, separated by commas", names)
  .option("--ignore <rules>", "rules or categories to leave out, separated by commas", names)
  .action(async (paths: string[], options: Omit<CheckOptions, "color">) => {
    process.exitCode = await check(paths, { ...options, color: wantsColor() }, terminal);
  });

program
  .command("fix")
  .description("apply the safe fixes, which keep every program working")
  .argument("[path...]", "files and folders", ["."])
  .option("--suggestions", "apply the first suggestion of other findings, too", false)
  .option("--diff", "show what would change and write nothing", false)
  .option("--select <rules>", "only these rules or categories, separated by commas", names)
  .action(async (paths: string[], options: Omit<FixOptions, "color">) => {
    process.exitCode = await fix(paths, { ...options, color: wantsColor() }, terminal);
  });

program
  .command("rule")
  .description("show the page of a rule, or list all rules")
  .argument("[id]", "the rule's name, such as missing-pool-pre-ping")
  .action((id: string | undefined) => {
    if (id === undefined) {
      const width = Math.max(...allRules.map((rule) => rule.id.length));
      for (const rule of allRules)
        terminal.out(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.summary}\n`);
      return;
    }
    const rule = allRules.find((it) => it.id === id || it.aliases?.includes(id));
    if (rule !== undefined) return terminal.out(rulePage(rule));
    terminal.error(`There is no rule ${id}. "routewright rule" lists them all.\n`);
    process.exitCode = USAGE_ERROR;
  });

program
  .command("server")
  .description("run the language server")
  .option("--stdio", "talk over standard input and output (the default)")
  .action(() => runServer());

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
