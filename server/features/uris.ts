/** Between the URIs of the protocol and the paths of the engine: the one place where a path is made. */
import type { FilePath } from "#host";

/** `file:///c%3A/x`, `file:///C:/x` and `file://server/share` become `c:/x` and `//server/share`. `undefined` for what is no file. */
export function toPath(uri: string): FilePath | undefined {
  const parts = /^file:\/\/([^/?#]*)(\/[^?#]*)$/i.exec(uri);
  if (parts === null) return undefined;
  const [, authority = "", encoded = ""] = parts;
  const path = decoded(encoded);
  if (path === undefined || path.includes("\0")) return undefined;
  if (authority !== "" && authority !== "localhost") return `//${authority}${path}`;
  const drive = /^\/([A-Za-z]):(\/.*|$)/.exec(path);
  return drive ? `${drive[1]?.toLowerCase()}:${drive[2]}` : path;
}

export function toUri(path: FilePath): string {
  const share = /^\/\/([^/]+)(\/.*)$/.exec(path);
  if (share) return `file://${share[1]}${encoded(share[2] ?? "")}`;
  return `file://${encoded(path.startsWith("/") ? path : `/${path}`)}`;
}

/** As VS Code writes them: a colon is encoded, too. */
function encoded(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
