/** The engine as a browser would run it: bundled for one by a test, on files in memory that answer late. */
import type { Entry, FilePath, Host } from "#host";
import { rules } from "#rules/index";
import { loadPython } from "#syntax/python";
import { Session } from "../server/session.ts";

/** @returns the findings as JSON: path, offset and rule */
export async function run(
  files: Readonly<Record<FilePath, string>>,
  runtime: string,
  grammar: string,
): Promise<string> {
  const session = new Session({
    folders: ["/shop"],
    host: new LateHost(files),
    python: await loadPython({ runtime: bytesOf(runtime), grammar: bytesOf(grammar) }),
    rules,
    onCrash(_rule, _path, error) {
      throw error;
    },
  });
  for await (const _ of session.read());
  const found = session.reportedPaths().flatMap((path) => session.reports(path));
  return JSON.stringify(found.map(({ path, range, rule }) => `${path} ${range.start} ${rule.id}`));
}

class LateHost implements Host {
  private readonly files: ReadonlyMap<FilePath, string>;

  constructor(files: Readonly<Record<FilePath, string>>) {
    this.files = new Map(Object.entries(files));
  }

  now(): number {
    return performance.now();
  }

  async list(folder: FilePath): Promise<readonly Entry[]> {
    const entries = new Map<string, Entry>();
    for (const path of this.files.keys()) {
      if (!path.startsWith(`${folder}/`)) continue;
      const [name = "", ...below] = path.slice(folder.length + 1).split("/");
      entries.set(name, { name, kind: below.length > 0 ? "folder" : "file" });
    }
    return [...entries.values()];
  }

  async read(path: FilePath) {
    const text = this.files.get(path);
    return text === undefined
      ? { why: "does not exist", isGone: true }
      : Uint8Array.from(new TextEncoder().encode(text));
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
