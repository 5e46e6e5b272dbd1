/** The entry under `{}` in the status bar of Python files. There is none while Routewright has nothing to say. */
import * as vscode from "vscode";
import type { FindingCounts } from "#protocol";
import type { LanguageServer, ServerState } from "./languageServer.ts";

/** Shows the server's state until disposed, and keeps the context keys of the manifest's `when` clauses. */
export function showStatus(server: LanguageServer): vscode.Disposable {
  let item: vscode.LanguageStatusItem | undefined;
  let wasAwake = false;

  function update(state: ServerState): void {
    setContext("routewright.running", state.state !== "stopped");
    wasAwake = isAwake(state, wasAwake);
    setContext("routewright.awake", wasAwake);
    if (!wasAwake) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= newItem();
    fill(item, state);
  }

  update(server.state);
  const subscription = server.onDidChangeState(update);
  return new vscode.Disposable(() => {
    subscription.dispose();
    item?.dispose();
  });
}

/** Starting and stopping say nothing about the workspace, so they leave the answer as it was. */
function isAwake(state: ServerState, wasAwake: boolean): boolean {
  switch (state.state) {
    case "asleep":
      return false;
    case "starting":
    case "stopped":
      return wasAwake;
    default:
      return true;
  }
}

function newItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem("routewright.status", [
    { language: "python" },
    { pattern: "**/{pyproject,routewright}.toml" },
  ]);
  item.name = "Routewright";
  item.text = "Routewright";
  return item;
}

function fill(item: vscode.LanguageStatusItem, state: ServerState): void {
  item.detail = detailOf(state);
  item.busy = state.state === "starting" || state.state === "reading";
  item.severity =
    state.state === "failed"
      ? vscode.LanguageStatusSeverity.Error
      : vscode.LanguageStatusSeverity.Information;
  item.command =
    state.state === "stopped"
      ? { command: "routewright.start", title: "Start" }
      : { command: "routewright.showLog", title: "Show Log" };
}

function detailOf(state: ServerState): string {
  switch (state.state) {
    case "starting":
      return "Starting";
    case "stopped":
      return "Stopped";
    case "reading":
      return state.detail ?? "Reading the project";
    case "failed":
      return state.detail ?? "Something failed; the log says what";
    case "asleep":
    case "ready":
      return state.detail ?? countsOf(state.findings);
  }
}

function countsOf(findings: FindingCounts | undefined): string {
  const { errors = 0, warnings = 0, infos = 0 } = findings ?? {};
  const parts = [
    counted(errors, "error"),
    counted(warnings, "warning"),
    counted(infos, "info"),
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(", ") : "Nothing found";
}

function counted(count: number, word: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
