/** What is told where one points at a route's decorator or path, at `include_router` and `mount`, and at the name of a dependency. */
import type { Hover } from "vscode-languageserver";
import { toRange } from "#features/diagnostics";
import { type CardSources, type OwnedRoute, routeCard, routeList } from "#features/routeCard";
import { markdownCode } from "#lint/markdown";
import { callAt, pathRange, placeInFile } from "#lint/routePlaces";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { dependenciesIn } from "#model/routes/dependants";
import { routesOf } from "#model/routes/routes";
import type { Place } from "#model/routes/value";
import type { Range } from "#syntax/range";

/** @param offset in the file, in UTF-16 units */
export function routeHover(
  file: SourceFile,
  offset: number,
  project: Project,
  sources: CardSources,
): Hover | undefined {
  const definition = namedAt(file, offset);
  if (definition !== undefined) return dependencyHover(file, definition, project);
  const starts = registeringCalls(file, offset, project);
  return starts.size === 0 ? undefined : registrationHover(file, offset, starts, project, sources);
}

/** The function or class whose name stands at an offset. */
function namedAt({ outline: { definitions } }: SourceFile, offset: number): number | undefined {
  for (let row = 0; row < definitions.length && definitions.start(row) <= offset; row++) {
    const { start, end } = definitions.nameRange(row);
    if (start <= offset && offset <= end) return row;
  }
  return undefined;
}

/** Where the calls begin that an offset stands in, of code that may register something at all. */
function registeringCalls(
  { path, outline: { calls } }: SourceFile,
  offset: number,
  { workspace }: Project,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (let row = 0; row < calls.length; row++)
    if (calls.start(row) <= offset && offset <= calls.end(row))
      if (workspace.mayRegister(path, calls.owner(row))) found.add(calls.start(row));
  return found;
}

function dependencyHover(file: SourceFile, row: number, project: Project): Hover | undefined {
  if (project.role(file) !== "application") return undefined;
  const using = routesIn(project).filter(
    ({ route: { dependant } }) =>
      dependant !== undefined &&
      dependenciesIn(dependant).some(
        ({ definition }) => definition?.row === row && definition.path === file.path,
      ),
  );
  if (using.length === 0) return undefined;
  const count = using.length === 1 ? "1 route depends" : `${using.length} routes depend`;
  const range = file.outline.definitions.nameRange(row);
  return answer(`${count} on it:\n\n${routeList(using)}`, range, file);
}

function registrationHover(
  file: SourceFile,
  offset: number,
  starts: ReadonlySet<number>,
  project: Project,
  sources: CardSources,
): Hover | undefined {
  const isHere = (place: Place): boolean =>
    place.path === file.path && starts.has(placeInFile(place, file).start);
  const all = routesIn(project);
  const registered = all.filter(({ route }) => isHere(route.place));
  const [first] = registered;
  if (first !== undefined) {
    const range = pointedAt(first.route.place, file, offset);
    return range && answer(routeCard(registered, sources), range, file);
  }
  const included = all.filter(({ route }) => route.through.some(isHere));
  const through = included[0]?.route.through.find(isHere);
  const range = through && pointedAt(through, file, offset);
  return range && answer(includedRoutes(included), range, file);
}

function includedRoutes(included: readonly OwnedRoute[]): string {
  const [first, ...more] = included.map(({ route }) => route.path.split("/").slice(0, -1));
  if (first === undefined || more.length === 0) return `1 route:\n\n${routeList(included)}`;
  const isCommon = (at: number): boolean =>
    more.every((parts) => first.slice(0, at).every((part, index) => part === parts[index]));
  const length = first.findLastIndex((_, index) => isCommon(index + 1)) + 1;
  const prefix = first.slice(0, length).join("/");
  const where = prefix === "" ? "" : `, all below ${markdownCode(prefix)}`;
  return `${included.length} routes${where}:\n\n${routeList(included)}`;
}

/** The callee or the path of the call, where an offset is in one of them. */
function pointedAt(place: Place, file: SourceFile, offset: number): Range | undefined {
  const found = callAt(place, file);
  if (found === undefined) return undefined;
  const callee = { start: found.call.start, end: found.call.callee.end };
  return [callee, pathRange(place, file)].find(
    ({ start, end }) => start <= offset && offset <= end,
  );
}

/** All routes of the applications of a project. */
export function routesIn(project: Project): readonly OwnedRoute[] {
  return project
    .builtApplications()
    .flatMap((application) =>
      routesOf(application).map((route) => ({ route, application, project })),
    );
}

function answer(value: string, range: Range, file: SourceFile): Hover {
  return { contents: { kind: "markdown", value }, range: toRange(range, file.lines) };
}
