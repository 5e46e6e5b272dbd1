/** The applications that a built application consists of, with what is around their routes. */
import type { BuiltApplication } from "#model/routes/applications";
import type { Interpreter } from "#model/routes/interpreter";
import { type LifespanStep, lifespanSteps } from "#model/routes/lifespanTree";
import type { Entry, Router } from "#model/routes/router";
import {
  type ExceptionHandler,
  exceptionHandlersOf,
  middlewareOf,
  type StackedMiddleware,
  wrappedIn,
} from "#model/routes/stack";
import { alternatives, type Value } from "#model/routes/value";

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
  const surrounded = new Surrounded(built.interpreter);
  surrounded.add(built.value, undefined, []);
  return surrounded.found;
}

class Surrounded {
  readonly found: SurroundedApplication[] = [];
  private readonly interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.interpreter = interpreter;
  }

  /** @param around the applications that it is mounted in, of which none can be in itself */
  add(app: Value, mounted: string | undefined, around: readonly Router[]): void {
    const router = wrappedIn(app)?.router;
    if (router === undefined || around.includes(router)) return;
    const { interpreter } = this;
    if (router.isApplication)
      this.found.push({
        mounted,
        middleware: middlewareOf(app, interpreter),
        exceptionHandlers: exceptionHandlersOf(router, interpreter),
        lifespans: mounted === undefined ? lifespanSteps(router, interpreter) : [],
      });
    this.addMounted(router.entries, mounted === "/" ? "" : (mounted ?? ""), [...around, router]);
  }

  private addMounted(entries: readonly Entry[], prefix: string, around: readonly Router[]): void {
    for (const entry of entries) {
      if (entry.kind === "include" && !around.includes(entry.router))
        for (const path of texts(entry.prefix))
          this.addMounted(entry.entries, prefix + path, [...around, entry.router]);
      if (entry.kind === "mount")
        for (const path of texts(entry.path)) {
          const below = `${prefix}${path}`.replace(/\/+$/, "");
          this.add(entry.app, below === "" ? "/" : below, around);
        }
    }
  }
}

function texts(value: Value): readonly string[] {
  return alternatives(value).flatMap((it) => (it.kind === "text" ? it.value : []));
}
