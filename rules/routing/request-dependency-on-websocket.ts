import { exchangeName } from "#lint/exchangedName";
import { placeInFile, relatedPlace } from "#lint/routePlaces";
import { defineRule, type Fix } from "#lint/rule";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { Range } from "#syntax/range";

export default defineRule({
  id: "request-dependency-on-websocket",
  category: "routing",
  severity: "error",
  profile: "recommended",
  summary: "A dependency of a WebSocket route takes a Request, which a WebSocket does not have",
  needs: "application",

  *check(file, project) {
    for (const { parameter, path, route } of project.routeFaults.ofRequests().webSocketRequests) {
      if (parameter.path !== file.path) continue;
      if (project.role(file) !== "application") return;
      const range = placeInFile(parameter, file);
      // One with a default is left out on a WebSocket.
      if (/=/.test(file.slice(range))) continue;
      yield {
        range,
        message: `The WebSocket ${path} has no Request, so each connection to it fails with a TypeError. Take an HTTPConnection.`,
        related: [relatedPlace(route, project, "This route needs it")],
        fixes: takingConnection(range, file, project),
      };
    }
  },
});

/** What a `Request` has and an `HTTPConnection` does not. */
const OF_REQUESTS =
  /\.(?:method|body|json|form|stream|close|receive|is_disconnected|send_push_promise)\b/;

function takingConnection(range: Range, file: SourceFile, project: Project): Fix[] {
  const row = file.definitionAt(range);
  const definition = file.definition(row);
  const [name = "", annotation = ""] = file.slice(range).split(/:\s*/);
  if (definition?.kind !== "function" || definition.isBroken === true) return [];
  if (!/^(?:\w+\.)*Request$/.test(annotation)) return [];
  const body = file.slice({ start: definition.nameRange.end, end: definition.end });
  const uses = body.match(new RegExp(`\\b${name}\\b`, "g")) ?? [];
  const reads = body.match(new RegExp(`\\b${name}\\s*\\.\\s*\\w+`, "g")) ?? [];
  // The parameter itself is no read; where the object is handed on, somebody may need the request.
  if (uses.length !== reads.length + 1 || reads.some((it) => OF_REQUESTS.test(it))) return [];
  return [
    {
      title: "Take an HTTPConnection",
      safety: "suggestion",
      edits: () =>
        exchangeName(
          { start: range.end - annotation.length, end: range.end },
          { modules: ["fastapi.requests", "starlette.requests"], name: "HTTPConnection" },
          file,
          project,
        ),
    },
  ];
}
