/** Where the calls that register routes stand in their files now, and how a message names a route. */
import type { Related } from "#lint/rule";
import { rangeInFile } from "#model/files/ownCode";
import type { SourceFile } from "#model/files/sourceFile";
import type { Project } from "#model/project";
import type { RegisteredPath } from "#model/routes/deadRoutes";
import type { Place } from "#model/routes/value";
import type { Call } from "#syntax/facts";
import type { Range } from "#syntax/range";

const NOWHERE: Range = { start: 0, end: 0 };

export function placeInFile(place: Place, file: SourceFile): Range {
  return rangeInFile(place, file, place.scope);
}

/** The call that a place is, with its row. */
export function callAt(
  place: Place,
  file: SourceFile,
): { readonly row: number; readonly call: Call } | undefined {
  const { calls } = file.outline;
  const { start, end } = placeInFile(place, file);
  for (let row = 0; row < calls.length; row++) {
    if (calls.start(row) !== start || calls.end(row) !== end) continue;
    const call = file.call(row);
    if (call !== undefined) return { row, call };
  }
  return undefined;
}

/** The path that a call registers, else the call itself. */
export function pathRange(place: Place, file: SourceFile): Range {
  const found = callAt(place, file);
  if (found === undefined) return placeInFile(place, file);
  const [first] = found.call.arguments;
  const named = found.call.arguments.find(({ keyword }) => keyword === "path");
  const path = named ?? (first?.keyword === undefined && first?.stars === 0 ? first : undefined);
  return path?.value ?? file.calleeRange(found.row);
}

/** `GET /users/{id}` */
export function routeText({ kind, methods, path }: RegisteredPath): string {
  if (kind === "mount") return `the mount at ${path}`;
  const verb = kind === "websocket" ? "WebSocket" : methods.join(", ");
  return verb === "" ? path : `${verb} ${path}`;
}

export function relatedPlace(place: Place, project: Project, message: string): Related {
  return {
    path: place.path,
    message,
    range() {
      const file = project.file(place.path);
      return file === undefined ? NOWHERE : pathRange(place, file);
    },
  };
}
