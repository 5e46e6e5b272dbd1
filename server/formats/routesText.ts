/** `routewright routes` as text: a table for each application, as its routes are asked in turn. */
import { CellLine } from "#formats/cells";
import { handlerPlace, lineOf } from "#formats/routes";
import { counted } from "#formats/summary";
import type { FilePath } from "#host";
import { printable } from "#lint/printable";
import type { Dependant } from "#model/routes/dependants";
import type { Route } from "#model/routes/routes";
import { dependencyMarks, marksOf, verbOf } from "#model/routes/routeWords";
import type { Place } from "#model/routes/value";
import type { ApplicationRoutes } from "#model/routes/workspaceRoutes";

export interface RoutesTextOptions {
  /** Whether each route is followed by what it depends on. */
  readonly dependencies: boolean;
  readonly color: boolean;
  /** The path of a file as it is printed. */
  shown(path: FilePath): string;
}

/** A column is not made wider than this for one long entry. */
const WIDEST = 72;

export function routesText(
  listed: readonly ApplicationRoutes[],
  options: RoutesTextOptions,
): string {
  return listed.map((each) => new Table(each, options).text()).join("\n");
}

class Table {
  private readonly listed: ApplicationRoutes;
  private readonly options: RoutesTextOptions;

  constructor(listed: ApplicationRoutes, options: RoutesTextOptions) {
    this.listed = listed;
    this.options = options;
  }

  text(): string {
    const { application, routes } = this.listed;
    const place = this.place(application.made);
    const head = `${this.paint("1", printable(application.name))}  ${this.paint("2", place)}  ${countOf(routes)}`;
    const rows = this.rows();
    const lines = [head, ...(rows.length > 0 ? ["", ...rows] : []), ...this.dynamic()];
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
  }

  private rows(): readonly string[] {
    const { routes } = this.listed;
    const cells = routes.map((route) =>
      [verbOf(route), route.path, shortHandler(route)].map(printable),
    );
    const widths = [0, 1, 2].map((at) => widest(cells.map((row) => row[at] ?? "")));
    return routes.flatMap((route, index) => {
      const columns = (cells[index] ?? []).map((cell, at) => padded(cell, widths[at] ?? 0));
      const [verb = "", ...rest] = columns;
      const marks = printable(marksOf(route).join(", "));
      const line = [this.paint("36", verb), ...rest, this.handler(route)].join("  ");
      return [`  ${line}${marks && ` [${marks}]`}`, ...this.details(route)];
    });
  }

  /** Of what a package gives, where it is registered. */
  private handler(route: Route): string {
    const place = handlerPlace(route, this.listed.project);
    if (place === undefined) return this.paint("2", this.place(route.place));
    return this.paint("2", printable(`${this.options.shown(place.path)}:${place.line}`));
  }

  private details(route: Route): readonly string[] {
    const { dependant, responseModel } = route;
    if (!this.options.dependencies) return [];
    const response = responseModel === undefined ? [] : [`returns ${printable(responseModel)}`];
    const tree = (dependant?.dependencies ?? []).flatMap((it) => dependencyLines(it, 0));
    return [...tree, ...response].map((line) => `      ${line}`);
  }

  private dynamic(): readonly string[] {
    const { dynamic } = this.listed.application;
    if (dynamic.length === 0) return [];
    const places = dynamic.map(({ place }) => this.place(place));
    const width = widest(places);
    const lines = dynamic.map(
      ({ why }, at) => `  ${padded(places[at] ?? "", width)}  ${printable(why)}`,
    );
    const head = "  Routes that are known only at run time, and what they depend on:";
    return ["", head, ...new Set(lines)];
  }

  private place(place: Place): string {
    return printable(`${this.options.shown(place.path)}:${lineOf(place, this.listed.project)}`);
  }

  private paint(code: string, words: string): string {
    return this.options.color && words !== "" ? `\u001b[${code}m${words}\u001b[0m` : words;
  }
}

/** Without what the file says where the handler is in the workspace: its module, and the function that it is nested in. */
function shortHandler({ handler, definition, lambda }: Route): string {
  if (definition === undefined && lambda === undefined) return handler;
  return handler.slice(handler.indexOf(":") + 1).replace(/^.*<locals>\./, "");
}

function dependencyLines(dependant: Dependant, depth: number): readonly string[] {
  const marks = dependencyMarks(dependant).join(", ");
  const line = `${"  ".repeat(depth)}- ${printable(dependant.name)}${marks && ` (${printable(marks)})`}`;
  return [line, ...dependant.dependencies.flatMap((it) => dependencyLines(it, depth + 1))];
}

function countOf(routes: readonly Route[]): string {
  const mounts = routes.filter(({ kind }) => kind === "mount").length;
  const count = counted(routes.length - mounts, "route");
  return mounts === 0 ? count : `${count}, ${counted(mounts, "mount")}`;
}

/** In cells of the terminal. */
function widest(cells: readonly string[]): number {
  return Math.min(WIDEST, Math.max(0, ...cells.map((cell) => new CellLine(cell).width)));
}

function padded(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - new CellLine(cell).width));
}
