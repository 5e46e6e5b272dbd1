/** From a text that names a route to its handler: `url_path_for("name")`, the paths of a test client, `tokenUrl="…"`. */
import type { Location } from "vscode-languageserver";
import type { CardSources } from "#features/routeCard";
import { locationOf } from "#features/routeList";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import { type RequestTarget, requestIn, routesAnswering } from "#model/routes/requestMatching";
import type { Route } from "#model/routes/routes";
import { workspaceRoutes } from "#model/routes/workspaceRoutes";
import { shownText } from "#model/values/strings";
import { evaluate } from "#model/values/values";
import type { Argument, Call, Expression } from "#syntax/facts";

const METHODS: ReadonlySet<string> = new Set("get post put patch delete head options".split(" "));
const CLIENT = /(?:^|\.)(?:TestClient|AsyncClient|Client)\(\)/;
const CLIENT_NAME = /client/i;

/** Stands for what is only known when a test runs; the converters of a path take one or another of these. */
const STAND_INS = ["1", "a", "00000000-0000-4000-8000-000000000000"] as const;

/** @param offset in the file, in UTF-16 units */
export function routeDefinition(
  file: SourceFile,
  offset: number,
  project: Project,
  sources: CardSources,
): readonly Location[] {
  const found = callAround(file, offset);
  if (found === undefined) return [];
  const named = found.call.arguments.find(({ start, end }) => start <= offset && offset <= end);
  if (named === undefined || !isText(named.value)) return [];
  const question = questionOf(file, found, named, project);
  if (question === undefined) return [];
  const locations = workspaceRoutes(project.workspace).flatMap((each) =>
    question(each.routes).map((route) => locationOf(route, each.project, sources)),
  );
  return withoutRepeated(locations);
}

interface CallRow {
  readonly row: number;
  readonly call: Call;
}

/** The innermost call whose arguments an offset stands in. */
function callAround(file: SourceFile, offset: number): CallRow | undefined {
  const { calls } = file.outline;
  let found: number | undefined;
  for (let row = 0; row < calls.length; row++) {
    const isAround = calls.calleeEnd(row) < offset && offset < calls.end(row);
    const isInner = found === undefined || calls.end(row) <= calls.end(found);
    if (isAround && isInner) found = row;
  }
  const call = found === undefined ? undefined : file.call(found);
  return found === undefined || call === undefined ? undefined : { row: found, call };
}

/** What the text asks of the routes of an application. */
function questionOf(
  file: SourceFile,
  { row, call }: CallRow,
  argument: Argument,
  project: Project,
): ((routes: readonly Route[]) => readonly Route[]) | undefined {
  const word = lastWord(call.callee);
  const scope = file.outline.calls.owner(row);
  if (argument.keyword === "tokenUrl" || argument.keyword === "refreshUrl")
    return answering("POST", textsOf(argument.value, file, scope, project));
  if (word === "url_path_for" || word === "url_for") {
    const { value } = argument;
    return value.kind === "string" ? (routes) => ofName(value.value, routes) : undefined;
  }
  const method = METHODS.has(word) ? word.toUpperCase() : word === "websocket_connect" ? "WS" : "";
  const isUrl = argument === call.arguments[0] || argument.keyword === "url";
  if (method === "" || !isUrl || !isClient(file, row, call, project)) return undefined;
  const texts = textsOf(argument.value, file, scope, project);
  // An application asks others by their address.
  const isOther = project.role(file) !== "test" && texts.some((text) => text.includes("://"));
  return isOther ? undefined : answering(method, texts);
}

function answering(method: string, texts: readonly string[]) {
  const requests = texts.flatMap((text): RequestTarget[] => {
    const target = requestIn(text) ?? requestIn(`/${text}`);
    return target === undefined ? [] : [{ ...target, method }];
  });
  return (routes: readonly Route[]): readonly Route[] =>
    requests.map((each) => routesAnswering(each, routes)).find(({ length }) => length > 0) ?? [];
}

/** `static:file` names something in what is mounted under the name `static`. */
function ofName(name: string, routes: readonly Route[]): readonly Route[] {
  const exact = routes.filter((route) => route.name === name);
  const inner = name.slice(name.lastIndexOf(":") + 1);
  return exact.length > 0 || inner === name
    ? exact
    : routes.filter(({ mounted, name: own }) => mounted !== undefined && own === inner);
}

function isText({ kind }: Expression): boolean {
  return kind === "string" || kind === "formatted";
}

/** A client for tests by what it is made of, or, in a test, by its name. */
function isClient(file: SourceFile, row: number, call: Call, project: Project): boolean {
  const target = project.qualifiedName(project.callee(file, row));
  if (target !== undefined) return CLIENT.test(target);
  if (project.role(file) !== "test" || call.callee.kind !== "attribute") return false;
  return CLIENT_NAME.test(lastWord(call.callee.object));
}

/** What a text may be, what is not known in it replaced. */
function textsOf(
  expression: Expression,
  file: SourceFile,
  scope: number,
  project: Project,
): readonly string[] {
  if (expression.kind !== "formatted")
    return [shownText(evaluate(expression, file, scope, project)) ?? ""];
  return STAND_INS.map((standIn) =>
    expression.parts
      .map((part) =>
        typeof part === "string"
          ? part
          : (shownText(evaluate(part, file, scope, project)) ?? standIn),
      )
      .join(""),
  );
}

function lastWord(expression: Expression): string {
  if (expression.kind === "call") return lastWord(expression.callee);
  return expression.kind === "name" || expression.kind === "attribute" ? expression.name : "";
}

function withoutRepeated(locations: readonly Location[]): readonly Location[] {
  const seen = new Set<string>();
  return locations.filter((location) => {
    const key = JSON.stringify(location);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
