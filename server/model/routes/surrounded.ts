/** The applications that a built application consists of, with what is around their routes. */
import type { BuiltApplication } from "#model/routes/applications";
import { type LifespanStep, lifespanSteps } from "#model/routes/lifespanTree";
import type { Entry } from "#model/routes/router";
import {
  type ExceptionHandler,
  exceptionHandlersOf,
  middlewareOf,
  type StackedMiddleware,
  wrappedIn,
} from "#model/routes/stack";
import type { Value } from "#model/routes/value";

export interface SurroundedApplication {
  /** The path under which it is mounted; `undefined` for the outermost. */
  readonly mounted: string | undefined;
  /** The outermost first. */
  readonly middleware: readonly StackedMiddleware[];
  readonly exceptionHandlers: readonly ExceptionHandler[];
  /** Nothing for a mounted application: its lifespan never runs. */
  readonly lifespans: readonly LifespanStep[];
}

/** The outermost first, then those mounted in it in their order. */
export function surroundedApplications(built: BuiltApplication): readonly SurroundedApplication[] {
  const { interpreter } = built;
  const found: SurroundedApplication[] = [];
  const add = (app: Value, mounted: string | undefined): void => {
    const router = wrappedIn(app)?.router;
    if (router === undefined || found.length >= MOST) return;
    if (router.isApplication)
      found.push({
        mounted,
        middleware: middlewareOf(app, interpreter),
        exceptionHandlers: exceptionHandlersOf(router, interpreter),
        lifespans: mounted === undefined ? lifespanSteps(router, interpreter) : [],
      });
    addMounted(router.entries, mounted ?? "");
  };
  const addMounted = (entries: readonly Entry[], prefix: string): void => {
    for (const entry of entries) {
      if (entry.kind === "include") addMounted(entry.entries, prefix + textOf(entry.prefix));
      if (entry.kind === "mount")
        add(
          entry.app,
          `${prefix.replace(/\/$/, "")}${textOf(entry.path)}`.replace(/(.)\/$/, "$1") || "/",
        );
    }
  };
  add(built.value, undefined);
  return found;
}

/** Applications that are mounted in each other end here. */
const MOST = 200;

function textOf(value: Value): string {
  return value.kind === "text" ? value.value : "";
}
