/** Go to Route: a list of all routes that also takes a URL or a line of an access log, with the values that are in it. */
import * as vscode from "vscode";
import type { LanguageServer } from "#client/languageServer";
import type { RouteEntry } from "#protocol";

interface RouteItem extends vscode.QuickPickItem {
  /** None for the line above the routes of an application. */
  readonly route?: RouteEntry;
}

export async function goToRoute(server: LanguageServer): Promise<void> {
  const picked = await pickRoute(server);
  if (picked !== undefined) await openRoute(picked);
}

/** Opens the file of a handler at its name. */
export async function openRoute({ uri, line, character }: RouteEntry): Promise<void> {
  const at = new vscode.Position(line, character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), {
    selection: new vscode.Range(at, at),
  });
}

function pickRoute(server: LanguageServer): Promise<RouteEntry | undefined> {
  const list = vscode.window.createQuickPick<RouteItem>();
  list.title = "Go to Route";
  list.placeholder = "A word of the path, a method, or a pasted URL or access-log line";
  list.matchOnDescription = true;
  list.busy = true;
  const all = allItems(server);
  const fail = (error: unknown): void => {
    server.log.error(String(error));
    list.busy = false;
    list.placeholder = "Routewright could not list the routes; its log says why";
  };
  void all.then((items) => {
    if (list.items.length === 0) list.items = items;
    list.busy = false;
  }, fail);
  list.onDidChangeValue((value) => {
    void withAnswering(server, value, all).then((items) => {
      // Somebody went on typing.
      if (list.value === value && items !== undefined) list.items = items;
    }, fail);
  });
  list.show();
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.route);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
  });
}

async function allItems(server: LanguageServer): Promise<readonly RouteItem[]> {
  const applications = await server.request("routewright/routes", {});
  return applications.flatMap(({ name, routes }) => [
    ...(applications.length > 1 ? [{ label: name, kind: vscode.QuickPickItemKind.Separator }] : []),
    ...routes.map((route) => itemOf(route)),
  ]);
}

/** The routes that answer what was typed or pasted first, whatever the list makes of it. */
async function withAnswering(
  server: LanguageServer,
  value: string,
  all: Promise<readonly RouteItem[]>,
): Promise<readonly RouteItem[]> {
  const text = value.trim();
  const found = text.includes("/") ? await server.request("routewright/routesFor", { text }) : [];
  if (found.length === 0) return all;
  const names = new Set(found.map(keyOf));
  const others = (await all).filter(({ route }) => route === undefined || !names.has(keyOf(route)));
  const answering = found.map((route) => {
    const item = itemOf(route);
    return { ...item, description: `${item.description}, answers this request`, alwaysShow: true };
  });
  return [...answering, ...others];
}

function itemOf(route: RouteEntry): RouteItem {
  const { verb, path, handler, marks } = route;
  return {
    label: `${verb} ${path}`,
    description: [handler, ...marks].join(", "),
    route,
  };
}

function keyOf({ application, verb, path, uri }: RouteEntry): string {
  return `${application} ${verb} ${path} ${uri}`;
}
