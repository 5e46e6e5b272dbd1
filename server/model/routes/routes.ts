/** The routes of an application as everybody who asks for them sees them. */
import type { BuiltApplication } from "#model/routes/applications";
import { type Dependant, Dependants } from "#model/routes/dependants";
import { calledBy, type Definition, qualifiedName } from "#model/routes/handlers";
import type { Interpreter } from "#model/routes/interpreter";
import { responseModelOf, typeName } from "#model/routes/responseModels";
import type { FlatRoute } from "#model/routes/table";
import type { Place, Value } from "#model/routes/value";
import { namePrefixOf } from "#model/routes/views";

export interface Route {
  readonly kind: "http" | "websocket" | "mount";
  /** Sorted; empty for a WebSocket, a mount, and a plain route that answers all. */
  readonly methods: readonly string[];
  /** The final path, from the root of the outermost application. */
  readonly path: string;
  /** `module:qualname` */
  readonly handler: string;
  /** Where the handler is, if it is in the workspace. */
  readonly definition: Definition | undefined;
  /** Where the handler is, if it is a lambda. */
  readonly lambda: Place | undefined;
  readonly name: string;
  readonly includeInSchema: boolean;
  readonly isConditional: boolean;
  /** The path of the application that it is mounted with. */
  readonly mounted: string | undefined;
  readonly tags: readonly string[];
  readonly operationId: string | undefined;
  /** Whether it is one of FastAPI's, with dependencies and a schema. */
  readonly isPlain: boolean;
  /** The call that registers it, and those of `include_router` and `mount` around it, the outermost first. */
  readonly place: Place;
  readonly through: readonly Place[];
  /** What it needs, built when somebody asks; `undefined` for a mount and a plain route. */
  readonly dependant: Dependant | undefined;
  /** `list[app.schemas:Item]`, read when somebody asks; `undefined` where FastAPI has no model. */
  readonly responseModel: string | undefined;
}

export function routesOf({ routes, interpreter }: BuiltApplication): readonly Route[] {
  const dependants = new Dependants(interpreter);
  return routes.map((flat) => routeOf(flat, interpreter, dependants));
}

function routeOf(flat: FlatRoute, interpreter: Interpreter, dependants: Dependants): Route {
  const { entry } = flat;
  const handler = entry.kind === "mount" ? entry.app : entry.endpoint;
  const qualified = qualifiedName(handler, interpreter);
  const isRoute = entry.kind === "route";
  const kind = entry.kind === "mount" ? "mount" : /ebsocket/i.test(entry.of) ? "websocket" : "http";
  return {
    kind,
    methods: isRoute && kind === "http" ? [...new Set(entry.methods)].sort() : [],
    path: flat.path,
    handler: qualified,
    definition: calledBy(handler),
    lambda: handler.kind === "native" ? handler.place : undefined,
    name: namePrefixOf(handler) + (entry.name ?? (isRoute ? ownName(handler, qualified) : "")),
    includeInSchema: kind === "http" ? flat.includeInSchema : true,
    isConditional: flat.isConditional,
    mounted: flat.mounted,
    tags: flat.tags.flatMap((it) => textOf(it) ?? []),
    operationId: isRoute ? entry.operationId : undefined,
    isPlain: !isRoute || entry.of.startsWith("starlette"),
    place: entry.place,
    through: flat.through,
    get dependant() {
      return dependants.of(flat);
    },
    get responseModel() {
      const model = isRoute ? responseModelOf(entry, interpreter) : undefined;
      return model && typeName(model, interpreter);
    },
  };
}

function textOf(value: Value): string | undefined {
  if (value.kind === "text") return value.value;
  return value.kind === "member" ? textOf(value.value) : undefined;
}

/** What FastAPI calls a route that is given no name. */
function ownName(handler: Value, qualified: string): string {
  if (handler.kind === "instance") return handler.class?.name ?? "";
  if (handler.kind === "native" && handler.of !== undefined) return handler.name;
  return qualified.split(/[.:]/).at(-1) ?? "";
}
