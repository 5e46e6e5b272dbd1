import { insert } from "#lint/edits";
import { callAt } from "#lint/routePlaces";
import { defineRule, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import { Resolver } from "#model/link/resolver";
import type { Project } from "#model/project";
import type { UnboundName } from "#model/routes/requestFaults";
import type { Call, Expression } from "#syntax/facts";

export default defineRule({
  id: "unbound-path-parameter",
  category: "routing",
  severity: "warning",
  profile: "recommended",
  summary: "A name in the path of a route is taken by no parameter",
  needs: "application",
  ruff: ["FAST003"],

  *check(file, project) {
    for (const fault of project.routeFaults.ofRequests().unboundNames) {
      const { name, route, handler } = fault;
      if (route.path !== file.path) continue;
      if (project.role(file) !== "application") return;
      if (isWrapped(fault, project)) continue;
      const found = callAt(route, file);
      const path = found && pathOf(found.call);
      const at = path === undefined ? -1 : file.slice(path).search(new RegExp(`\\{${name}[:}]`));
      if (path === undefined || at < 0) continue;
      const start = path.start + at;
      const end = file.text.indexOf("}", start) + 1;
      yield {
        range: { start, end },
        message: `Nothing takes ${name} from the path, so every value of it gets the same answer. Add a parameter ${name}, or take it out of the path.`,
        ruff: { code: "FAST003", isReported: handler.path === file.path },
        fixes: withParameter(fault, file.slice({ start, end }), file),
      };
    }
  },
});

/** Whether a decorator of a package stands between the route and the handler: it may take the name, or the request. */
function isWrapped({ handler }: UnboundName, project: Project): boolean {
  const { path, row } = handler;
  const resolver = new Resolver(project.workspace);
  const decorators = project.workspace.declarations(path)?.functions.get(row)?.decorators ?? [];
  return decorators.some((origin) => {
    const target = resolver.resolve(origin, path);
    return (
      target === undefined ||
      (target.kind === "external" && !OF_FASTAPI.test(project.qualifiedName(target) ?? ""))
    );
  });
}

const OF_FASTAPI = /^(?:fastapi|starlette|functools|typing|typing_extensions)\./;

/** A path that is written at the place itself: what a prefix brings is for other routes, too. */
function pathOf({ arguments: given }: Call): Expression | undefined {
  const path = given.find(({ keyword }) => keyword === "path") ?? given[0];
  return path?.value.kind === "string" ? path.value : undefined;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["int", "int"],
  ["float", "float"],
]);

function withParameter({ name, handler }: UnboundName, written: string, file: SourceFile): Fix[] {
  if (handler.path !== file.path) return [];
  const definition = file.definition(handler.row);
  if (definition?.kind !== "function" || definition.isBroken === true) return [];
  const [first, second] = definition.parameters;
  const isMethod = first !== undefined && /^(?:self|cls)$/.test(first.name);
  if (first?.name === "*" || first?.name === "/" || (isMethod && second === undefined)) return [];
  const converter = /:(\w+)\}$/.exec(written)?.[1] ?? "str";
  const text = `${name}: ${TYPES.get(converter) ?? "str"}`;
  const next = isMethod ? second : first;
  const open = file.text.indexOf("(", definition.nameRange.end) + 1;
  return [
    {
      title: `Add the parameter ${name}`,
      safety: "suggestion",
      edits: () => [
        next === undefined ? insert(open, text, file) : insert(next.start, `${text}, `, file),
      ],
    },
  ];
}
