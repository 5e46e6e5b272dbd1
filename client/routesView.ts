/** The view Routes under the Explorer. The editor asks for its contents only while somebody sees it, and so does it the server. */
import * as vscode from "vscode";
import { openRoute } from "#client/commands/goToRoute";
import type { RouteApplication, RouteEntry } from "#protocol";
import type { LanguageServer } from "./languageServer.ts";
import { type RouteGroup, routeGroups } from "./routeGroups.ts";

/** The extension of FastAPI's makers, which has a view of its own. */
const officialExtension = "FastAPILabs.fastapi-vscode";
/** Milliseconds without another change before the routes are asked for again. */
const rest = 400;

type Node =
  | { readonly kind: "application"; readonly application: RouteApplication }
  | { readonly kind: "group"; readonly group: RouteGroup }
  | { readonly kind: "route"; readonly route: RouteEntry };

export class RoutesView implements vscode.Disposable, vscode.TreeDataProvider<Node> {
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  readonly #server: LanguageServer;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: readonly vscode.Disposable[];
  #applications: readonly RouteApplication[] = [];
  #isOld = true;
  #waiting: NodeJS.Timeout | undefined;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.onDidChangeTreeData = this.#changed.event;
    this.#view = vscode.window.createTreeView("routewright.routes", {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      server.onRoutesChanged(() => this.#routesChanged()),
      server.onDidChangeState(({ state }) => {
        if (state === "ready") this.#routesChanged();
      }),
      vscode.extensions.onDidChange(showOrHide),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("routewright.routesView")) showOrHide();
      }),
    ];
    showOrHide();
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    for (const each of this.#subscriptions) each.dispose();
  }

  getChildren(node?: Node): Node[] | Promise<Node[]> {
    if (node === undefined) return this.#roots();
    if (node.kind === "application") return groupNodes(node.application);
    return node.kind === "group"
      ? node.group.routes.map((route) => ({ kind: "route", route }))
      : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case "application":
        return applicationItem(node.application);
      case "group":
        return groupItem(node.group);
      case "route":
        return routeItem(node.route);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind !== "route") return item;
    const { application, verb, path, uri } = node.route;
    const reference = { application, verb, path, uri };
    const card = await this.#server.request("routewright/routeCard", reference);
    if (card !== null) item.tooltip = new vscode.MarkdownString(card.markdown);
    return item;
  }

  /** One application needs no level of its own. */
  async #roots(): Promise<Node[]> {
    await this.#load();
    const [first, ...more] = this.#applications;
    if (first !== undefined && more.length === 0) return groupNodes(first);
    return this.#applications.map((application) => ({ kind: "application", application }));
  }

  async #load(): Promise<void> {
    if (!this.#isOld || this.#server.state.state !== "ready") return;
    this.#isOld = false;
    try {
      this.#applications = await this.#server.request("routewright/routes", {});
    } catch (error) {
      this.#server.log.error(String(error));
    }
  }

  #routesChanged(): void {
    this.#isOld = true;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#changed.fire(undefined), rest);
  }
}

function groupNodes({ routes }: RouteApplication): Node[] {
  return routeGroups(routes).map((group) => {
    const [route, ...more] = group.routes;
    // The beginning of one path says nothing that the path does not.
    const isAlone = route !== undefined && more.length === 0 && !group.isTag;
    return isAlone ? { kind: "route", route } : { kind: "group", group };
  });
}

function applicationItem({ name, routes }: RouteApplication): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = new vscode.ThemeIcon("server");
  item.description = counted(routes.length);
  return item;
}

function groupItem({ name, routes, isTag }: RouteGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = new vscode.ThemeIcon(isTag ? "tag" : "folder");
  item.description = counted(routes.length);
  return item;
}

function routeItem(route: RouteEntry): vscode.TreeItem {
  const { verb, path, handler, marks } = route;
  const item = new vscode.TreeItem(`${verb} ${path}`);
  item.description = [handler, ...marks].join(", ");
  item.iconPath = iconOf(route);
  item.contextValue = "route";
  item.accessibilityInformation = { label: `${verb} ${path}, ${handler}` };
  item.command = { command: "routewright.openRoute", title: "Open Handler", arguments: [route] };
  return item;
}

const icons: Readonly<Record<string, readonly [icon: string, color: string]>> = {
  GET: ["arrow-down", "charts.blue"],
  POST: ["add", "charts.green"],
  PUT: ["edit", "charts.orange"],
  PATCH: ["edit", "charts.yellow"],
  DELETE: ["trash", "charts.red"],
  WS: ["plug", "charts.purple"],
  MOUNT: ["package", "charts.foreground"],
};

function iconOf({ verb }: RouteEntry): vscode.ThemeIcon {
  const [first = ""] = verb.split(",");
  const [icon, color] = icons[first] ?? ["circle-outline", "charts.foreground"];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

function counted(count: number): string {
  return count === 1 ? "1 route" : `${count} routes`;
}

/** Shown, where the setting leaves it to us, unless the official extension shows its own. */
function showOrHide(): void {
  const setting = vscode.workspace.getConfiguration("routewright").get("routesView");
  const isShown =
    setting === "shown" ||
    (setting !== "hidden" && vscode.extensions.getExtension(officialExtension) === undefined);
  void vscode.commands.executeCommand("setContext", "routewright.showsRoutes", isShown);
}

/** Other extensions can run our commands, too, with whatever arguments. */
export async function openRouteOf(argument: unknown): Promise<void> {
  if (isRoute(argument)) await openRoute(argument);
}

function isRoute(value: unknown): value is RouteEntry {
  if (typeof value !== "object" || value === null) return false;
  if (!("uri" in value) || !("line" in value) || !("character" in value)) return false;
  const { uri, line, character } = value;
  return typeof uri === "string" && typeof line === "number" && typeof character === "number";
}
