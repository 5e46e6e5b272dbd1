/** Answers to our own requests, `protocol.ts`. */
import type { Connection, GenericRequestHandler } from "vscode-languageserver";
import { modelsIn, scaffoldOf } from "#features/scaffold";
import { toPath } from "#features/uris";
import type { RepositoryTemplates } from "#generate/repository";
import type { Rule } from "#lint/rule";
import type { Workspace } from "#model/workspace";
import type { PatternEntry, Requests } from "#protocol";
import { allRules } from "#rules/index";

export interface RequestSources {
  readonly patterns: readonly PatternEntry[];
  readonly templates: RepositoryTemplates;
  rulePage(rule: Rule): string;
  /** The workspace as it is now. */
  workspace(): Workspace;
}

export function answerRequests(connection: Connection, sources: RequestSources): void {
  const answer = <Method extends keyof Requests>(
    method: Method,
    handle: (params: Requests[Method]["params"]) => Requests[Method]["result"],
  ): void => {
    // The library cannot see that a result is one of JSON.
    const handler: GenericRequestHandler<unknown, unknown> = handle;
    connection.onRequest(method, handler);
  };

  answer("routewright/rules", () =>
    allRules.map(({ id, category, severity, summary }) => ({ id, category, severity, summary })),
  );
  answer("routewright/rulePage", ({ id }) => {
    const rule = allRules.find((it) => it.id === id || it.aliases?.includes(id));
    return rule === undefined ? null : { markdown: sources.rulePage(rule) };
  });
  answer("routewright/patterns", () => sources.patterns);
  answer("routewright/scaffoldModels", ({ uri }) =>
    modelsIn(sources.workspace(), uri === undefined ? undefined : toPath(uri)),
  );
  answer("routewright/scaffoldRepository", ({ uri, model }) =>
    scaffoldOf(toPath(uri), model, sources.workspace(), sources.templates),
  );
}
