/**
 * What client and server say to each other beyond the Language Server Protocol. This is all that `client/` may import from the server.
 *
 * `Requests` and `Notifications` map each method to its types, so that both sides are checked against the same lines.
 * URIs are those of the Language Server Protocol, as the client wrote them.
 */

/** Requests of the client. All may be answered while the project is still being read, from what is known by then. */
export interface Requests {
  /** Every rule, sorted by category, then id. */
  "routewright/rules": { params: Record<string, never>; result: readonly RuleEntry[] };
  /** A rule's page; null where no rule has, or ever had, this id. */
  "routewright/rulePage": { params: { readonly id: string }; result: RulePage | null };
  /** *Why Here?*: what is known of a place, and where knowledge ends; null where nothing is read. */
  "routewright/whyHere": { params: SourcePlace; result: Explained | null };
  /** The applications with their routes, in the order in which they are asked. The client is told once when they may be others. */
  "routewright/routes": { params: Record<string, never>; result: readonly RouteApplication[] };
  /** The routes that a URL, a path with concrete values or a line of an access log leads to. */
  "routewright/routesFor": { params: { readonly text: string }; result: readonly RouteEntry[] };
  /** What is known of a route; null where it is gone. */
  "routewright/routeCard": { params: RouteReference; result: Explained | null };
  /** Every pattern, sorted by prefix. */
  "routewright/patterns": { params: Record<string, never>; result: readonly PatternEntry[] };
  /** The model classes of the workspace; those of the file `uri` first. */
  "routewright/scaffoldModels": {
    params: { readonly uri?: string };
    result: readonly ModelEntry[];
  };
  /** The files that Scaffold Repository would write. It writes none. */
  "routewright/scaffoldRepository": { params: ModelReference; result: Scaffold };
}

/** Notifications of the server. */
export interface Notifications {
  /** Sent after `initialized` and whenever one of its values changes. */
  "routewright/status": Status;
  /** Sent once after `routewright/routes` was asked, when a text or setting has changed and the findings of it are shown. */
  "routewright/routesChanged": Record<string, never>;
}

export interface RuleEntry {
  readonly id: string;
  readonly category: string;
  readonly severity: "error" | "warning" | "info";
  readonly summary: string;
}

export interface RulePage {
  readonly markdown: string;
}

/** A place in a Python file, line and character from 0, in UTF-16 units. */
export interface SourcePlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

export interface Explained {
  /** For a preview: links lead to the places that it speaks of, `file://…#L12`. All text of the workspace is escaped. */
  readonly markdown: string;
}

export interface RouteApplication {
  /** `app.main:app` */
  readonly name: string;
  readonly routes: readonly RouteEntry[];
}

export interface RouteReference {
  /** `app.main:app` */
  readonly application: string;
  /** `GET`, `GET,HEAD`, `WS`, `MOUNT`; `ANY` for a route that takes every method. */
  readonly verb: string;
  /** From the root of the application. */
  readonly path: string;
  /** The file of its handler, or where it is registered where the handler is in a package. */
  readonly uri: string;
}

/** A route, with the place that its `uri` speaks of. */
export interface RouteEntry extends RouteReference, SourcePlace {
  readonly kind: "http" | "websocket" | "mount";
  /** Without its module. */
  readonly handler: string;
  /** The first of its tags. */
  readonly tag: string | null;
  /** What is special about it: "conditional", "mounted at /api". */
  readonly marks: readonly string[];
}

export interface PatternEntry {
  /** What it is, as one sentence for a person, without a full stop. */
  readonly title: string;
  /** What one types to get it: "fa-app". */
  readonly prefix: string;
  /** In the snippet syntax of the Language Server Protocol. */
  readonly body: string;
}

/** A model class: the arguments of the command `routewright.scaffoldRepository`, too, where a code action runs it. */
export interface ModelReference {
  /** The file that defines the class. */
  readonly uri: string;
  /** The class: "Order". */
  readonly model: string;
}

export interface ModelEntry extends ModelReference {
  /** Its dotted module: "app.models". */
  readonly module: string;
}

export interface Scaffold {
  /** The files to create, none where it is refused. The first that is not empty is the repository. */
  readonly files: readonly NewTextFile[];
  /** Sentences for a person: what is left to do, and what was left out and why. */
  readonly notes: readonly string[];
  /** Why nothing can be made, as one sentence for a person. */
  readonly refused?: string;
}

export interface NewTextFile {
  readonly uri: string;
  readonly text: string;
}

export interface Status {
  /**
   * - `asleep`: nothing in the workspace uses FastAPI; the editor shows nothing of us.
   * - `reading`: the model is not complete yet.
   * - `ready`: the findings are those of the text as it is now.
   * - `failed`: part of the work was given up; `detail` says which.
   */
  readonly state: "asleep" | "reading" | "ready" | "failed";
  /** Counts over the whole workspace. */
  readonly findings?: FindingCounts;
  /** One short sentence for a person. */
  readonly detail?: string;
}

export interface FindingCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}
