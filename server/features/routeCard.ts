/** What a person is told of routes, as Markdown. All text of the workspace is escaped. */
import type { FilePath } from "#host";
import { markdownCode, markdownText } from "#lint/markdown";
import type { Project } from "#model/project";
import type { BuiltApplication } from "#model/routes/applications";
import type { Dependant } from "#model/routes/dependants";
import type { Definition } from "#model/routes/handlers";
import { broughtParameters } from "#model/routes/requestParameters";
import type { Route } from "#model/routes/routes";
import { dependencyMarks, marksOf, verbOf } from "#model/routes/routeWords";

/** A route with the application that has it. */
export interface OwnedRoute {
  readonly route: Route;
  readonly application: BuiltApplication;
  readonly project: Project;
}

export interface CardSources {
  /** The editor's name of a file. */
  uriOf(path: FilePath): string;
}

/** Routes of a list that are shown; the others are counted. */
const MOST_SHOWN = 10;
/** Lines of a tree of dependencies; deeper ones are known to repeat. */
const MOST_LINES = 40;

/** One route, or one call that registers several. */
export function routeCard(owned: readonly OwnedRoute[], sources: CardSources): string {
  const [first] = owned;
  if (first === undefined) return "";
  const isOne = owned.every(({ route }) => route.handler === first.route.handler);
  const head = isOne && owned.length <= 3 ? owned.map(heading).join("\n\n") : routeList(owned);
  return isOne ? [head, ...details(first, sources)].join("\n\n") : head;
}

/** A list of routes, the first ten. */
export function routeList(owned: readonly OwnedRoute[]): string {
  const items = owned.slice(0, MOST_SHOWN).map(({ route }) => {
    const marks = marksOf(route);
    const handler = markdownCode(shortName(route.handler));
    return `- ${verbAndPath(route)} ${handler}${marks.length > 0 ? `, ${markdownText(marks.join(", "))}` : ""}`;
  });
  const more = owned.length - items.length;
  return [...items, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

/** `**GET** ` and the path as code. */
export function verbAndPath(route: Route): string {
  return `**${verbOf(route)}** ${markdownCode(route.path)}`;
}

function heading({ route, application }: OwnedRoute): string {
  const marks = marksOf(route).map(markdownText);
  return [`${verbAndPath(route)} in ${markdownCode(application.name)}`, ...marks].join(", ");
}

function details({ route, application, project }: OwnedRoute, sources: CardSources): string[] {
  const { dependant, responseModel } = route;
  if (dependant === undefined) return [`Handled by ${markdownCode(route.handler)}`];
  const tree = dependant.dependencies.flatMap((it) => treeLines(it, 0, project, sources));
  const shown = tree.slice(0, MOST_LINES);
  if (shown.length < tree.length) shown.push(`- and ${tree.length - shown.length} more`);
  const parameters = broughtParameters(dependant, application.interpreter);
  const kinds = [...new Set(parameters.map((it) => it.in))];
  const namesOf = (kind: keyof typeof KINDS): string => {
    const names = parameters.filter((it) => it.in === kind).map(({ name }) => markdownCode(name));
    return `${KINDS[kind]} ${names.join(", ")}`;
  };
  const run = dependant.isAsync ? "async, on the event loop" : "sync, in the thread pool";
  return [
    `${jump(route.handler, route.definition, project, sources)} ${run}`,
    ...(kinds.length > 0 ? [kinds.map(namesOf).join(" · ")] : []),
    ...(responseModel === undefined ? [] : [`Returns ${markdownCode(responseModel)}`]),
    ...(shown.length > 0 ? [`Depends on:\n\n${shown.join("\n")}`] : []),
  ];
}

const KINDS = {
  path: "Path",
  query: "Query",
  header: "Headers",
  cookie: "Cookies",
  form: "Form",
  body: "Body",
} as const;

function treeLines(
  dependant: Dependant,
  depth: number,
  project: Project,
  sources: CardSources,
): string[] {
  const name = jump(dependant.name, dependant.definition, project, sources);
  const line = `${"  ".repeat(depth)}- ${name} ${markdownText(dependencyMarks(dependant).join(", "))}`;
  const below = dependant.dependencies.flatMap((it) => treeLines(it, depth + 1, project, sources));
  return [line, ...below];
}

/** The name without its module, as a link to the definition where that is in the workspace. */
function jump(
  name: string,
  definition: Definition | undefined,
  project: Project,
  { uriOf }: CardSources,
): string {
  const text = markdownCode(shortName(name));
  if (definition === undefined) return text;
  const file = project.file(definition.path);
  const start = file?.outline.definitions.start(definition.row) ?? 0;
  const line = file?.lines.position(start).line ?? 1;
  // Brackets of a path would end the link.
  const address = uriOf(definition.path).replace(
    /[()]/g,
    (it) => `%${it.charCodeAt(0).toString(16)}`,
  );
  return `[${text}](${address}#L${line})`;
}

function shortName(name: string): string {
  return name.slice(name.indexOf(":") + 1).replace(/^.*<locals>\./, "");
}
