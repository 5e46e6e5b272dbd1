/** Answers to our own requests, `protocol.ts`. */
import {
  type Connection,
  ErrorCodes,
  type GenericRequestHandler,
  ResponseError,
} from "vscode-languageserver";
import * as z from "zod";
import { cardOf, routeApplications, routesFor } from "#features/routeList";
import { modelsIn, scaffoldOf } from "#features/scaffold";
import { toPath } from "#features/uris";
import type { RepositoryTemplates } from "#generate/repository";
import type { FilePath, Host, MaybePromise } from "#host";
import type { Rule } from "#lint/rule";
import type { Workspace } from "#model/workspace";
import type { PatternEntry, Requests, SourcePlace } from "#protocol";
import { allRules } from "#rules/index";

export interface RequestSources {
  readonly patterns: readonly PatternEntry[];
  readonly templates: RepositoryTemplates;
  rulePage(rule: Rule): string;
  /** The workspace as it is now. */
  workspace(): Workspace;
  /** What is known of a place, as Markdown; undefined where no such file is read. */
  whyHere(place: SourcePlace): Promise<string | undefined>;
  /** The workspace with the newest texts. */
  upToDate(): Promise<Workspace>;
  /** Told before the routes are given out, of which the client wants to know when they change. */
  onRoutesAsked(): void;
  /** The editor's name of a file. */
  uriOf(path: FilePath): string;
  /** What may be read of the machine. */
  host(): Host;
}

export function answerRequests(connection: Connection, sources: RequestSources): void {
  const answer = <Method extends keyof Requests>(
    method: Method,
    handle: (params: Requests[Method]["params"]) => MaybePromise<Requests[Method]["result"]>,
  ): void => {
    // The library cannot see that a result is one of JSON.
    const handler: GenericRequestHandler<unknown, unknown> = (params: unknown) => {
      const read = PARAMS[method].safeParse(params);
      if (read.success) return handle(read.data);
      return new ResponseError(ErrorCodes.InvalidParams, z.prettifyError(read.error));
    };
    connection.onRequest(method, handler);
  };

  answer("routewright/rules", () =>
    allRules.map(({ id, category, severity, summary }) => ({ id, category, severity, summary })),
  );
  answer("routewright/rulePage", ({ id }) => {
    const rule = allRules.find((it) => it.id === id || it.aliases?.includes(id));
    return rule === undefined ? null : { markdown: sources.rulePage(rule) };
  });
  answer("routewright/whyHere", async (place) => {
    const markdown = await sources.whyHere(place);
    return markdown === undefined ? null : { markdown };
  });
  answer("routewright/routes", async () => {
    const workspace = await sources.upToDate();
    sources.onRoutesAsked();
    return routeApplications(workspace, sources);
  });
  answer("routewright/routesFor", async ({ text }) =>
    routesFor(text, await sources.upToDate(), sources),
  );
  answer("routewright/routeCard", async (reference) => {
    const markdown = cardOf(reference, await sources.upToDate(), sources);
    return markdown === undefined ? null : { markdown };
  });
  answer("routewright/patterns", () => sources.patterns);
  answer("routewright/scaffoldModels", ({ uri }) =>
    modelsIn(sources.workspace(), uri === undefined ? undefined : toPath(uri)),
  );
  answer("routewright/scaffoldRepository", ({ uri, model }) =>
    scaffoldOf(toPath(uri), model, sources.workspace(), sources.templates, sources.host()),
  );
}

const NONE = z.unknown().transform((): Record<string, never> => ({}));

/** Other extensions may call us, too, with anything. */
const PARAMS: { readonly [Method in keyof Requests]: z.ZodType<Requests[Method]["params"]> } = {
  "routewright/rules": NONE,
  "routewright/rulePage": z.object({ id: z.string() }),
  "routewright/whyHere": z.object({
    uri: z.string(),
    line: z.int().min(0),
    character: z.int().min(0),
  }),
  "routewright/routes": NONE,
  "routewright/routesFor": z.object({ text: z.string() }),
  "routewright/routeCard": z.object({
    application: z.string(),
    verb: z.string(),
    path: z.string(),
    uri: z.string(),
  }),
  "routewright/patterns": NONE,
  "routewright/scaffoldModels": z.object({ uri: z.string().exactOptional() }),
  "routewright/scaffoldRepository": z.object({ uri: z.string(), model: z.string() }),
};
