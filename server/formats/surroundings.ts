/** What is around the routes of applications, in `routewright routes --format json`. */
import type { FilePath } from "#host";
import { openedIn } from "#model/application/openedResources";
import type { Project } from "#model/project";
import { type Definition, qualifiedName } from "#model/routes/handlers";
import type { Interpreter } from "#model/routes/interpreter";
import type { Handler, LifespanStep } from "#model/routes/lifespanTree";
import type { StackedMiddleware } from "#model/routes/stack";
import { surroundedApplications } from "#model/routes/surrounded";
import type { Value } from "#model/routes/value";
import type { ApplicationRoutes } from "#model/routes/workspaceRoutes";

/** The value of what is called so is never printed. */
const SECRET = /secret|passw|token|key$|credential(?!s$)|dsn|salt|private/i;

/** What is around the routes of one listed application, and of those that are mounted in it. */
export class SurroundingsJson {
  private readonly interpreter: Interpreter;
  private readonly project: Project;
  private readonly listed: ApplicationRoutes;
  private readonly shown: (path: FilePath) => string;

  constructor(listed: ApplicationRoutes, shown: (path: FilePath) => string) {
    this.listed = listed;
    this.interpreter = listed.application.interpreter;
    this.project = listed.project;
    this.shown = shown;
  }

  applications(): readonly object[] {
    const { application } = this.listed;
    return surroundedApplications(application).map((it) => ({
      name: application.name,
      ...(it.mounted !== undefined && { mounted: it.mounted }),
      middleware: it.middleware.map((each) => this.middleware(each)),
      exceptionHandlers: it.exceptionHandlers.map(({ exception, ...handler }) => ({
        exception,
        ...this.handler(handler),
      })),
      lifespans: it.lifespans.map((each) => this.lifespan(each)),
    }));
  }

  private middleware(each: StackedMiddleware): object {
    const { name, by, definition, place, keywords, isOpen, isConditional } = each;
    return {
      name,
      by,
      ...this.at(definition),
      ...(place && { addedIn: this.shown(place.path) }),
      arguments: Object.fromEntries(
        Array.from(keywords, ([key, value]) => [key, this.named(key, value)]),
      ),
      ...(isOpen && { more: true }),
      conditional: isConditional,
    };
  }

  private lifespan(step: LifespanStep): object {
    if (step.kind === "events") {
      const { kind, startup, shutdown } = step;
      return {
        kind,
        startup: startup.map((it) => this.handler(it)),
        shutdown: shutdown.map((it) => this.handler(it)),
      };
    }
    const { kind, definition, inner } = step;
    const opens = definition ? openedIn(definition.path, definition.row, this.project) : [];
    return {
      kind,
      ...this.handler(step),
      opens: opens.map((it) => ({
        type: it.kind.type.replaceAll("()", ""),
        ...(it.name !== undefined && { name: it.name }),
        file: this.shown(it.path),
        line: this.line(it.path, (file) => file.outline.calls.start(it.row)),
        closed: it.isClosed,
      })),
      lifespans: inner.map((each) => this.lifespan(each)),
    };
  }

  private handler({ name, definition, isConditional }: Handler): object {
    return { name, ...this.at(definition), conditional: isConditional };
  }

  private at(definition: Definition | undefined): object {
    if (definition === undefined) return {};
    const { path, row } = definition;
    const line = this.line(path, (file) => file.outline.definitions.start(row));
    return { file: this.shown(path), line };
  }

  private line(
    path: FilePath,
    offset: (file: NonNullable<ReturnType<Project["file"]>>) => number,
  ): number {
    const file = this.project.file(path);
    return file === undefined ? 1 : file.lines.position(offset(file)).line;
  }

  private named(name: string, value: Value, depth = 0): unknown {
    const isOpen = value.kind === "boolean" || value.kind === "number" || value.kind === "none";
    return SECRET.test(name) && !isOpen ? { unknown: "a secret" } : this.value(value, depth);
  }

  /** What is not known is `{"unknown": why}`, a function or class `{"name": "module:qualname"}`. */
  private value(value: Value, depth = 0): unknown {
    if (depth > DEEPEST) return { unknown: "a nested value" };
    switch (value.kind) {
      case "text":
      case "number":
      case "boolean":
        return value.value;
      case "none":
        return null;
      case "list":
        return value.open
          ? { unknown: value.open.why }
          : value.elements.map((it) => this.value(it, depth + 1));
      case "dictionary":
        return value.open
          ? { unknown: value.open.why }
          : Object.fromEntries(
              value.entries.flatMap(({ key, value: held }) =>
                key.kind === "text" ? [[key.value, this.named(key.value, held, depth + 1)]] : [],
              ),
            );
      case "member":
      case "perhaps":
        return this.value(value.value, depth + 1);
      case "unknown":
        return { unknown: value.why };
      case "either":
        return { unknown: "one of several values" };
      case "external":
        // Of what a package computes, the name says nothing.
        if (value.name.includes("().")) return { unknown: "a value of a package" };
        return { name: qualifiedName(value, this.interpreter) };
      default: {
        const name = qualifiedName(value, this.interpreter);
        return name === "?" ? { unknown: "a computed value" } : { name };
      }
    }
  }
}

const DEEPEST = 4;
