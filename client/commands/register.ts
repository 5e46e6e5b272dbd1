import * as vscode from "vscode";
import type { LanguageServer } from "#client/languageServer";
import { openRouteOf } from "#client/routesView";
import { goToRoute } from "./goToRoute.ts";
import { insertPattern } from "./insertPattern.ts";
import { scaffoldRepository } from "./scaffoldRepository.ts";
import { provideRulePages, showRule } from "./showRule.ts";
import { WhyHerePages } from "./whyHere.ts";

/** Registers every command of the manifest. */
export function registerCommands(server: LanguageServer): vscode.Disposable[] {
  const whyHere = new WhyHerePages(server);
  const commands: Record<string, (argument: unknown) => unknown> = {
    "routewright.start": () => server.start(),
    "routewright.stop": () => server.stop(),
    "routewright.restart": () => server.restart(),
    "routewright.showLog": () => server.log.show(),
    "routewright.whyHere": () => whyHere.show(),
    "routewright.goToRoute": () => goToRoute(server),
    "routewright.openRoute": openRouteOf,
    "routewright.showRule": (argument) => showRule(server, argument),
    "routewright.insertPattern": () => insertPattern(server),
    "routewright.scaffoldRepository": (argument) => scaffoldRepository(server, argument),
    "routewright.fixAll": fixAll,
  };
  return [
    provideRulePages(server),
    whyHere,
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, (argument: unknown) => report(server, run, argument)),
    ),
  ];
}

function fixAll(): Thenable<unknown> {
  return vscode.commands.executeCommand("editor.action.codeAction", {
    kind: `${vscode.CodeActionKind.SourceFixAll.value}.routewright`,
    apply: "first",
  });
}

/** A command that a person ran and that failed says so; the log keeps the rest. */
async function report(
  server: LanguageServer,
  run: (argument: unknown) => unknown,
  argument: unknown,
): Promise<void> {
  try {
    await run(argument);
  } catch (error) {
    server.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const message = error instanceof Error ? error.message : String(error);
    const answer = await vscode.window.showErrorMessage(message, "Show Log");
    if (answer === "Show Log") server.log.show();
  }
}
